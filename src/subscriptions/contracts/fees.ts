import {
  belowSchoolAge,
  countedPupils,
  type Fee,
  fee,
  type Instalment,
  instalments,
  type NoFee,
  type Offer,
} from '../../offer';
import type { Tx } from '../../platform/database';
import { type Result, refused } from '../../platform/result';
import { lineage } from '../../schools';
import { facts, type PupilNumber } from '../quote';
import { sourceWords } from '../words';
import type { ContractYear } from './queries';

/** What a contract costs in a year, and by which number of pupils. */

/** What the price asks of a school. */
export interface PricedSchool {
  urn: number;
  name: string;
  sector: string;
  status: string;
}

/**
 * The newest pupil number on or before a day: the school's own, or else that of the school it converted from. A census comes before a figure
 * that came along with a list of schools. Null where nobody has counted by then.
 */
export async function pupilsOn(tx: Tx, urn: number, day: Temporal.PlainDate): Promise<PupilNumber | null> {
  const line = await lineage(tx, urn);
  const rows = await tx
    .selectFrom('schools.current_pupil_number as p')
    .leftJoin('schools.import as i', 'i.id', 'p.import_id')
    .select(['p.urn', 'p.census_date', 'p.source', 'i.file_name', 'p.on_roll', 'p.school_aged', 'p.reason'])
    .where('p.urn', 'in', line)
    .where('p.census_date', '<=', day)
    .execute();
  const [newest] = rows.toSorted(
    (a, b) =>
      line.indexOf(b.urn) - line.indexOf(a.urn) ||
      Number(a.source === 'establishments') - Number(b.source === 'establishments') ||
      Temporal.PlainDate.compare(b.census_date, a.census_date),
  );
  return newest
    ? {
        urn: newest.urn,
        censusDate: newest.census_date,
        source: newest.source,
        file: newest.file_name,
        onRoll: newest.on_roll,
        schoolAged: newest.school_aged,
        reason: newest.reason,
      }
    : null;
}

/** Why a year has no fee yet. */
export type NoYearFee = NoFee | 'no-pupils';

/** The fee of a year by a number of pupils. @param joins the first day of the contract */
export function feeOf(
  offer: Offer,
  school: PricedSchool,
  year: string,
  pupils: number | null,
  joins: Temporal.PlainDate,
): Result<Fee, NoYearFee> {
  // Whether there is a price at all is said before a number is asked for.
  const priced = fee(offer, { ...facts(school), pupils: pupils ?? 0 }, year, joins);
  return priced.ok && pupils === null ? refused('no-pupils') : priced;
}

/** A year as the newest census on or before a day makes it. */
export function yearBy(
  offer: Offer,
  school: PricedSchool,
  year: string,
  known: PupilNumber | null,
  joins: Temporal.PlainDate,
): { row: ContractYear; fee: Result<Fee, NoYearFee> } {
  const pupils = countedPupils(offer, school, known);
  const priced = feeOf(offer, school, year, pupils, joins);
  const byHand = !priced.ok && priced.reason === 'by-hand';
  return {
    fee: priced,
    row: {
      year,
      pupils,
      censusDate: known?.censusDate ?? null,
      pupilsSource: known && sourceWords(known),
      reason: known && (belowSchoolAge(offer, school, known)?.replace(/\.$/, '') ?? null),
      feePence: priced.ok ? priced.value.pence : null,
      byHand,
    },
  };
}

/** A year of which nothing is known but that it will come. */
export const comingYear = (year: string): ContractYear => ({
  year,
  pupils: null,
  censusDate: null,
  pupilsSource: null,
  reason: null,
  feePence: null,
  byHand: false,
});

/** The payments of a fee by a plan; the plan of the contract where the offer still has it, else the first. */
export function paymentsOf(offer: Offer, feePence: number, planId: string, year: string): Instalment[] {
  const plan = offer.contract.plans.find(({ id }) => id === planId) ?? offer.contract.plans[0]!;
  return instalments(offer, feePence, plan.id, year);
}

/** Why a year cannot be invoiced yet, for people. */
export function noFeeWords(why: NoYearFee, year: string): string {
  switch (why) {
    case 'no-price':
      return `No price is stated for ${year} yet: it cannot be invoiced.`;
    case 'by-hand':
      return `The fee for ${year} is agreed by hand. The partnership office agrees it with the school before the contract is accepted.`;
    case 'no-pupils':
      return `No pupil number of the school was known in time for ${year}. The partnership office sets one, with its reason.`;
  }
}
