import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';

/** Works on money: the finance officer, the chief executive, the administrator. */
export const worksOnMoney = (actor: Anyone): boolean => sees(actor, 'finance/*');

/** A school's money is its leaders' and governors', its trust's leaders', and the office's. */
export const maySeeSchoolMoney = (actor: Anyone, { urn = '' }: Params): boolean =>
  sees(actor, 'finance/*', `school/${urn}`);

/** Writes the order number that the next invoices carry. */
export const mayGiveOrderNumber = (actor: Anyone, { urn = '' }: Params): boolean =>
  sees(actor, 'finance/*', `leader/${urn}`);

/** A trust's statement is for those who lead it: who stands in each of its schools as a leader does. */
export const maySeeTrustMoney = (actor: Anyone, { uid = '' }: Params): boolean =>
  worksOnMoney(actor) ||
  (actor?.roles.some(({ role, scope }) => role === 'trust-leader' && scope.kind === 'trust' && scope.id === uid) ??
    false);
