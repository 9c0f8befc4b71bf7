import type { Offer } from './schema/schema';

/** A stretch of days. `to` is the last day, inclusive. */
export interface Days {
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
}

/** The first and the last day of a year of the offer: "2031/32" may be 1 September 2031 to 31 August 2032. */
export function yearDays(offer: Pick<Offer, 'calendar'>, year: string): Days {
  const from = offer.calendar.yearStarts.toPlainDate({ year: firstCalendarYear(year) });
  return { from, to: from.add({ years: 1 }).subtract({ days: 1 }) };
}

/** The half-terms of a year whose days the offer says, the first first; none where it says none. */
export const halfTermsOf = (offer: Pick<Offer, 'calendar'>, year: string): Offer['calendar']['halfTermDates'] => {
  const { from, to } = yearDays(offer, year);
  return offer.calendar.halfTermDates.filter(
    (one) => Temporal.PlainDate.compare(from, one.from) <= 0 && Temporal.PlainDate.compare(one.to, to) <= 0,
  );
};

/** A day such as 1 January in a year of the offer: the one that falls in it. */
export function dayInYear(
  offer: Pick<Offer, 'calendar'>,
  day: Temporal.PlainMonthDay,
  year: string,
): Temporal.PlainDate {
  const { from } = yearDays(offer, year);
  const first = day.toPlainDate({ year: from.year });
  return Temporal.PlainDate.compare(first, from) < 0 ? day.toPlainDate({ year: from.year + 1 }) : first;
}

export const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(a, b) <= 0 ? a : b;
export const later = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(a, b) >= 0 ? a : b;

const firstCalendarYear = (year: string): number => Number(year.slice(0, 4));
