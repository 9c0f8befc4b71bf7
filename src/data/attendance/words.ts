import { shown } from '../methods';

/** How attendance is written, and its measures. */

export const overall = 'own-absence-overall';
export const unauthorised = 'own-absence-unauthorised';
export const persistent = 'own-absence-persistent';

export const halfTerms = ['autumn-1', 'autumn-2', 'spring-1', 'spring-2', 'summer-1', 'summer-2'] as const;

export const halfTermNames: Readonly<Record<string, string>> = Object.fromEntries(
  halfTerms.map((one) => [one, one.charAt(0).toUpperCase() + one.slice(1).replace('-', ' ')]),
);

/** A half-term, or of 'year' how much of it there is: as in the middle of a sentence, and by itself. */
export const halfTermWords = (period: string, over: boolean): string =>
  halfTermNames[period] ?? (over ? 'the whole year' : 'the year so far');
export const halfTermName = (period: string, over: boolean): string =>
  halfTermWords(period, over).replace(/^the/, 'The');

export const percentage1 = (value: number): string => shown(value, 1);

/** "12.5%", of the sessions that were possible. */
export const missedShare = ({ absent, possible }: { absent: number; possible: number }): string | null =>
  possible === 0 ? null : `${percentage1((absent / possible) * 100)}%`;

/** The academic year of a day, by the calendar year in which it starts: it begins on 1 September. */
export const yearOn = ({ year, month }: Temporal.PlainDate): number => (month >= 9 ? year : year - 1);
