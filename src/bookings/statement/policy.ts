import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';
import { isStaff } from '../../schools';

/** A school's leaders and governors, its trust's leaders, improvement partners and the office. */
export const mayReadStatement = (actor: Anyone, { urn = '' }: Params): boolean =>
  sees(actor, 'school/*', `school/${urn}`);

/** Who stands in each school of the trust as a leader does, improvement partners, and the office. */
export const mayReadTrustStatement = (actor: Anyone, { uid = '' }: Params): boolean =>
  sees(actor, 'school/*') ||
  (actor?.roles.some(({ role, scope }) => role === 'trust-leader' && scope.kind === 'trust' && scope.id === uid) ??
    false);

/**
 * What the whole city is owed and has had: the office, school by school; and the council's commissioner as totals by the money that paid for
 * them. What one school signed, is owed or has booked is not the council's to read.
 */
export const mayReadCityStatement = (actor: Anyone): boolean => isStaff(actor) || sees(actor, 'commissioner');

/** Of the statement of the city: its schools, and what each is owed. */
export const mayReadEverySchool = (actor: Anyone): boolean => isStaff(actor);

/** How a school was judged, by any number that it has had. */
export const seesJudgementOf = (actor: Anyone, urns: readonly number[]): boolean =>
  sees(actor, 'category/*', 'system', ...urns.map((urn) => `category/${urn}`));
