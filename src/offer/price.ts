import { ok, type Result, refused } from '../platform/result';
import { holds, type Snapshot } from './conditions';
import type { Offer } from './schema/schema';
import { dayInYear, yearDays } from './year';

/** What a subscription costs (offer, sections 1 and 15). Everything here is integer pence. */

export type FeeLine =
  | { what: 'base'; pence: number }
  /** `counted` pupils at `eachPence`: fewer than the school has where the offer counts them up to a cap. */
  | { what: 'pupils'; counted: number; eachPence: number; capped: boolean; pence: number }
  /** Less for the whole months of the year that had passed before a late joiner began. */
  | { what: 'joined-late'; months: number; pence: number }
  | { what: 'tax'; percent: number; pence: number };

export interface Fee {
  year: string;
  pence: number;
  /** What the fee is made of; the lines sum to it. */
  lines: FeeLine[];
  /** The pupils it was asked for, before any cap. */
  pupils: number;
}

/**
 * - no-price: the offer states no price for that year, so it cannot be invoiced.
 * - by-hand: the fee of such a school is agreed with it.
 */
export type NoFee = 'no-price' | 'by-hand';

/**
 * The fee of a school for one year of the offer.
 *
 * @param school what is known of it (sector, status, …) and the number of its school-aged pupils
 * @param joins the day on which it joins, for an offer that charges late joiners by the month
 * @throws RangeError when the number of pupils is not a whole number from zero
 */
export function fee(
  offer: Offer,
  school: Snapshot & { pupils: number },
  year: string,
  joins?: Temporal.PlainDate,
): Result<Fee, NoFee> {
  const { pupils } = school;
  if (!Number.isInteger(pupils) || pupils < 0)
    throw new RangeError(`A number of pupils is a whole number from zero, not ${pupils}.`);
  const price = offer.fee.prices.find((row) => row.year === year);
  if (!price?.rules) return refused('no-price');
  const rule = price.rules.find(({ when }) => holds(when, school));
  if (rule?.base === undefined) return refused('by-hand');

  const counted = Math.min(pupils, rule.capPupils ?? pupils);
  const lines: FeeLine[] = [{ what: 'base', pence: rule.base }];
  if (rule.perPupil > 0)
    lines.push({
      what: 'pupils',
      counted,
      eachPence: rule.perPupil,
      capped: counted < pupils,
      pence: counted * rule.perPupil,
    });

  const months = offer.contract.lateJoiner.fee === 'by-month' && joins ? monthsPassed(offer, year, joins) : 0;
  if (months > 0) lines.push({ what: 'joined-late', months, pence: -Math.floor((sum(lines) * months) / 12) });
  const percent = offer.contract.taxPercent;
  if (percent > 0) lines.push({ what: 'tax', percent, pence: halfUp(sum(lines) * percent, 100) });
  return ok({ year, pence: sum(lines), lines, pupils });
}

/** A number of pupils that was counted. */
export interface Roll {
  onRoll: number;
  /** Those of school age, where somebody has counted them. */
  schoolAged: number | null;
}

/** The number that the fee counts: school-aged where that is known, else everybody on roll, unless all of them are below school age. */
export function countedPupils(offer: Offer, { sector }: { sector: string }, known: Roll | null): number | null {
  if (known === null) return null;
  return known.schoolAged ?? (belowSchoolAge(offer, { sector }, known) === null ? known.onRoll : 0);
}

/** Why the fee counts nobody on this roll, in the offer's words; null where it counts them. */
export function belowSchoolAge(offer: Offer, { sector }: { sector: string }, known: Roll): string | null {
  const below = offer.contract.pupils.belowSchoolAge;
  return known.schoolAged === null && below?.sectors.includes(sector) ? below.why : null;
}

export interface Instalment {
  due: Temporal.PlainDate;
  pence: number;
}

/**
 * The fee in the equal parts of a payment plan, spare pence to the earliest (or the latest, where the plan says so).
 * The parts sum to the fee. In the order in which they fall due.
 *
 * @throws RangeError when the offer has no such plan: plans are chosen from a list
 */
export function instalments(offer: Offer, feePence: number, planId: string, year: string): Instalment[] {
  const plan = offer.contract.plans.find(({ id }) => id === planId);
  if (!plan) throw new RangeError(`The offer has no payment plan "${planId}".`);
  const due = plan.due.map((day) => dayInYear(offer, day, year)).sort(Temporal.PlainDate.compare);
  const part = Math.floor(feePence / due.length);
  const spare = feePence - part * due.length;
  const first = plan.sparePence === 'earliest' ? 0 : due.length - spare;
  return due.map((day, i) => ({ due: day, pence: part + (i >= first && i < first + spare ? 1 : 0) }));
}

/** What the fee comes to for each pupil, in pence, rounded half up at the very end. Null without pupils. */
export const perPupil = (feePence: number, pupils: number): number | null =>
  pupils > 0 ? halfUp(feePence, pupils) : null;

/** a ÷ b to the nearest whole, a half upwards; in whole numbers, so that no fraction is lost on the way. */
export const halfUp = (a: number, b: number): number => Math.floor((2 * a + b) / (2 * b));

const sum = (lines: FeeLine[]): number => lines.reduce((total, line) => total + line.pence, 0);

function monthsPassed(offer: Offer, year: string, joins: Temporal.PlainDate): number {
  const { from } = yearDays(offer, year);
  return Math.min(12, Math.max(0, from.until(joins, { largestUnit: 'months' }).months));
}
