import './tables';

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
