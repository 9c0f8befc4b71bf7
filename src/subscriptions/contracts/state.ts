import { dayInYear, type Offer, yearDays } from '../../offer';
import { zone } from '../../platform/clock';

/** Where a subscription stands. Pure: everything follows from the moments, the day, and the offer that is pinned. */

/** In the order of the road (offer, section 12); `withdrawn` leaves it before it binds. */
export const states = [
  'prospect',
  'intention',
  'form-sent',
  'form-completed',
  'accepted',
  'active',
  'notice-given',
  'ended',
  'withdrawn',
] as const;
export type State = (typeof states)[number];

/** When what happened. */
export interface Moments {
  indicatedAt: Temporal.Instant;
  formSentAt: Temporal.Instant | null;
  completedAt: Temporal.Instant | null;
  acceptedAt: Temporal.Instant | null;
  activeAt: Temporal.Instant | null;
  noticeAt: Temporal.Instant | null;
  withdrawnAt: Temporal.Instant | null;
  /** The last day of the term, or of the year that notice ends it with. */
  ends: Temporal.PlainDate;
}

/** The state at the end of a day; what happened later counts for nothing. A school without a contract is a prospect. */
export function stateOn(contract: Moments | null, day: Temporal.PlainDate): State {
  const by = (moment: Temporal.Instant | null) =>
    moment !== null && Temporal.PlainDate.compare(dayOf(moment), day) <= 0;
  if (contract === null || !by(contract.indicatedAt)) return 'prospect';
  if (by(contract.withdrawnAt)) return 'withdrawn';
  if (Temporal.PlainDate.compare(day, contract.ends) > 0) return 'ended';
  if (by(contract.noticeAt)) return 'notice-given';
  if (by(contract.activeAt)) return 'active';
  if (by(contract.acceptedAt)) return 'accepted';
  if (by(contract.completedAt)) return 'form-completed';
  if (by(contract.formSentAt)) return 'form-sent';
  return 'intention';
}

export const dayOf = (moment: Temporal.Instant): Temporal.PlainDate => moment.toZonedDateTimeISO(zone).toPlainDate();

/** It binds both: the school is subscribed until it ends. */
export const isBinding = (state: State): boolean => state === 'active' || state === 'notice-given';

/** On the way and not yet binding: it may be withdrawn. */
export const isOpen = (state: State): boolean =>
  state === 'intention' || state === 'form-sent' || state === 'form-completed' || state === 'accepted';

/** A new way may begin. */
export const mayBegin = (state: State): boolean => state === 'prospect' || state === 'ended' || state === 'withdrawn';

/** An intention is enough for a planning session (offer, section 12). */
export const mayPlan = (state: State): boolean => isOpen(state) || isBinding(state);

/** The days on which notice ends a contract with a year, and the last day of that year. */
export interface BreakWindow {
  year: string;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
}

/** Every window of the term in which notice changes something: the last year ends by itself. */
export function breakWindows(offer: Offer): BreakWindow[] {
  const { years, to: last, break: clause } = offer.contract;
  return years
    .map((year) => ({
      year,
      from: dayInYear(offer, clause.noticeFrom, year),
      to: dayInYear(offer, clause.noticeTo, year),
      endsOn: dayInYear(offer, clause.endsOn, year),
    }))
    .filter(({ endsOn }) => Temporal.PlainDate.compare(endsOn, last) < 0);
}

/** The window that a day falls in, or else the next one; null when there is none any more. */
export function windowOn(
  offer: Offer,
  day: Temporal.PlainDate,
): { open: BreakWindow | null; next: BreakWindow | null } {
  const windows = breakWindows(offer);
  const open = windows.find(
    ({ from, to }) => Temporal.PlainDate.compare(from, day) <= 0 && Temporal.PlainDate.compare(day, to) <= 0,
  );
  const next = windows.find(({ from }) => Temporal.PlainDate.compare(day, from) < 0);
  return { open: open ?? null, next: next ?? null };
}

/** The years of the offer's term that a contract from this day runs in, the first first. */
export const yearsFrom = (offer: Offer, starts: Temporal.PlainDate): string[] =>
  offer.contract.years.filter((year) => Temporal.PlainDate.compare(yearDays(offer, year).to, starts) >= 0);

/** Those of them that it runs in before it ends. */
export const yearsOf = (offer: Offer, starts: Temporal.PlainDate, ends: Temporal.PlainDate): string[] =>
  yearsFrom(offer, starts).filter((year) => Temporal.PlainDate.compare(yearDays(offer, year).from, ends) <= 0);
