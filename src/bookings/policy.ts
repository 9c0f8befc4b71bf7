import { type Anyone, sees } from '../platform/actor';
import type { Params } from '../platform/web';
import { isStaff } from '../schools';

/** A school's leaders and governors, its trust's leaders, improvement partners, and the office. */
export const mayReadBookings = (actor: Anyone, { urn }: Params): boolean => sees(actor, 'school/*', `school/${urn}`);

/** Orders, accepts a quote and cancels: the school's leaders, its trust's, and the office for them. */
export const mayBook = (actor: Anyone, { urn }: Params): boolean => isStaff(actor) || sees(actor, `leader/${urn}`);

/** Confirms, and says that something took place: the office and improvement partners. */
export const mayDeliver = (actor: Anyone): boolean => sees(actor, 'staff', 'partner');

/** Says what something would cost: the office. */
export const mayQuote = (actor: Anyone): boolean => isStaff(actor);
