import './tables';

export { changedGroups, changedSchools, onSchoolsChanged, type SchoolsChanged } from './changes';
export { demonstrationUrns, isDemonstrationUrn } from './demonstration-urns';
export { typedWords } from './directory/filter-form';
export { GroupHeader } from './directory/group-pages';
export { findPartnerships, findTrusts, partnershipFacts } from './directory/group-queries';
export {
  aboutTab,
  peopleTabs,
  SchoolHeader,
  type SchoolHeaderProps,
  type SchoolTab,
  schoolCrumbs,
  schoolTabs,
  type TabsOf,
  TrustTabs,
} from './directory/header';
export { countSchoolAged } from './directory/pupils-service';
export { everySchool, type FoundSchool, findSchools, type SchoolFilter } from './directory/queries';
export { type Remember, remembering } from './directory/remembered';
export { Inspections } from './directory/school-page';
export {
  type Census,
  type SchoolFacts,
  type SchoolHead,
  schoolFacts,
  schoolHead,
  schoolHeads,
} from './directory/school-queries';
export { kindOfSchool, sectorName, sectorSchools } from './directory/words';
export {
  firstUrns,
  type GroupHistory,
  groupHistories,
  type SchoolHistory,
  type Spell,
  schoolHistories,
} from './histories';
export { runImport } from './imports/command';
export { type CountedSchool, countedSchools } from './imports/counted';
export { dateInName, guessedCensusDay, readAcademicYear, yearName } from './imports/dates';
export { importJobs } from './imports/jobs';
export { kindNamed, kinds as importKinds } from './imports/kinds';
export { describeImport, type ImportReport, toJson } from './imports/report';
export { acceptImport, prepareImport } from './imports/service';
export { lineage, lineages } from './lineage';
export {
  actorByEmail,
  company,
  endPersonRole,
  givePersonRole,
  giveRoles,
  hasAdministrator,
  type Invitation,
  mayEnter,
  type PersonInScope,
  peopleOf,
  type Scope,
  scopeName,
  system,
} from './people';
export { isStaff, levelsOf, managesPeople, type Role, roleById, roles, rolesToGive, type ScopeKind } from './roles';
export { schoolsRoutes } from './routes';
