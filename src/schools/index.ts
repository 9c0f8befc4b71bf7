import './tables';

export { type MoreTabs, SchoolHeader, type SchoolHeaderProps, type SchoolTab, schoolCrumbs, schoolTabs } from './directory/header';
export { type FoundSchool, findSchools, type SchoolFilter } from './directory/queries';
export { type SchoolHead, schoolHead } from './directory/school-queries';
export {
  actorByEmail,
  company,
  endPersonRole,
  givePersonRole,
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
