import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';
import type { Scope } from '../people';
import { managesPeople } from '../roles';

/**
 * Leaders and governors of a scope know each other, improvement partners know the people of the schools they work with, and the office
 * knows everybody. The database shows the same people their names.
 */
export const maySeePeople = (actor: Anyone, scope: Scope): boolean =>
  sees(actor, 'staff', 'people/*', `people/${scope.kind}/${scope.id}`, `${scope.kind}/${scope.id}`, `${scope.kind}/*`);

/** Gives, changes and ends roles in a scope: its head, or an administrator. */
export const mayManagePeople = (actor: Anyone, scope: Scope): boolean => managesPeople(actor, scope);

/** Manages people somewhere: whose role it is about is asked when the role is known. */
export const mayManageSomebody = (actor: Anyone): boolean => sees(actor, 'people/*', 'people');

/** Searches everybody, and gives the company's own roles. */
export const mayManageEverybody = (actor: Anyone): boolean => sees(actor, 'people/*');

/** Reads who viewed and exported the personal pages of a school: its head, and whoever reads the whole record. */
export const maySeeAccess = (actor: Anyone, { urn }: Params): boolean => sees(actor, 'audit/*', `audit/school/${urn}`);
