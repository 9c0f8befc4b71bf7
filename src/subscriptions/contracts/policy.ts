import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';
import { isStaff, roleById } from '../../schools';

/** A school's leaders, governors and trust leaders, improvement partners, and the office. */
export const mayReadContract = (actor: Anyone, { urn }: Params): boolean => sees(actor, 'school/*', `school/${urn}`);

/** Runs the subscriptions of the partnership: the project officers, whose work it is, and whoever works on its money; or the program itself. */
export const runsSubscriptions = (actor: Anyone): boolean =>
  sees(actor, 'finance/*', 'system') ||
  (actor?.roles.some(({ role, scope }) => role === 'project-officer' && scope.kind === 'installation') ?? false);

/** The school's leaders and its trust's say what the school intends; the office records what it was told. */
export const mayIndicate = (actor: Anyone, { urn }: Params): boolean =>
  runsSubscriptions(actor) || sees(actor, `leader/${urn}`);

/** Opens the form and, if the offer names their role, completes it. */
export const mayOpenForm = (actor: Anyone, { urn }: Params): boolean => sees(actor, `leader/${urn}`);

/** Takes several schools of a trust through at once. */
export const mayLeadTrust = (actor: Anyone, { uid }: Params): boolean =>
  actor?.roles.some(({ role, scope }) => role === 'trust-leader' && scope.id === uid) ?? false;

/** The schools of a trust with their states. */
export const mayReadTrust = (actor: Anyone, params: Params): boolean => isStaff(actor) || mayLeadTrust(actor, params);

/** Says for several schools of a trust that they mean to subscribe. */
export const mayIndicateForTrust = (actor: Anyone, params: Params): boolean =>
  runsSubscriptions(actor) || mayLeadTrust(actor, params);

/** Sees who is at which state. */
export const mayReadPipeline = (actor: Anyone): boolean => isStaff(actor);

/** A role that somebody stands in, and how they sign: a trust's leader stands in each of its schools as a leader does. */
export interface Standing {
  role: string;
  /** As people write it. */
  title: string;
}

/** Their roles in a school, by any of its URNs, and as a leader of one of its trusts. */
export function rolesAt(actor: Anyone, at: { urns: readonly number[]; trusts: readonly number[] }): Standing[] {
  const held = actor?.roles ?? [];
  const own = held.filter(({ scope }) => scope.kind === 'school' && at.urns.includes(Number(scope.id)));
  const leads = held.some(
    ({ role, scope }) => role === 'trust-leader' && scope.kind === 'trust' && at.trusts.includes(Number(scope.id)),
  );
  const title = titleOf('trust-leader');
  return [
    ...own.map(({ role }) => ({ role, title: titleOf(role) })),
    ...(leads ? ['trust-leader', 'school-leader'].map((role) => ({ role, title })) : []),
  ];
}

/** The company's roles that somebody has. */
export const companyRoles = (actor: Anyone): Standing[] =>
  (actor?.roles ?? [])
    .filter(({ scope }) => scope.kind === 'installation')
    .map(({ role }) => ({ role, title: titleOf(role) }));

/** How somebody signs for what the offer gives to these roles; null when they may not. */
export const signsAs = (stands: readonly Standing[], allowed: readonly string[]): string | null =>
  stands.find(({ role }) => allowed.includes(role))?.title ?? null;

/** Whether they have one of the roles that the offer lets accept a completed form. */
export const mayAcceptForms = (actor: Anyone, accepts: readonly string[]): boolean =>
  signsAs(companyRoles(actor), accepts) !== null;

export const titleOf = (role: string): string => roleById.get(role)?.title ?? role;
