import { countedPupils, fee, type NoFee, type Offer } from '../offer';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { type CitySchool, censusFiles, citySchools, type QuotedSchool, quotedSchool } from './queries';
import { facts, type Quote, quote, type Refusal, refusalWords, type Wish } from './quote';

/** A refusal, with the school that it is about as far as one is known. */
export type SchoolRefusal = Refusal & { school: QuotedSchool | null };

/**
 * What one school would pay, by the newest census that is loaded unless a number is given.
 *
 * @throws RangeError when the offer has no such payment plan
 */
export async function quoteSchool(
  tx: Tx,
  offer: Offer,
  urn: number,
  wish: Wish = {},
): Promise<Result<Quote, SchoolRefusal>> {
  const school = await quotedSchool(tx, urn);
  if (!school)
    return refused({
      why: 'no-school',
      words: refusalWords(offer, 'no-school', { year: wish.year ?? offer.year }),
      school: null,
    });
  const answer = quote(offer, school, wish);
  return answer.ok ? answer : refused({ ...answer.reason, school });
}

/** A school with its fee. */
export interface SchoolFee extends CitySchool {
  /** The number that the fee was asked for. */
  counted: number;
  /** Null where the offer states none: `why` says so. */
  pence: number | null;
  why: NoFee | null;
}

/** What all schools together would pay. */
export interface CityQuote {
  year: string;
  /** By name. */
  schools: SchoolFee[];
  /** Of those that have a fee. */
  totalPence: number;
  /** Schools whose fee is agreed by hand: they are counted, and not in the total. */
  byHand: number;
  /** The day of the census that counted them, and the files it came from; null where no school counts. */
  census: { date: Temporal.PlainDate; files: string[] } | null;
}

export interface CityWish {
  year?: string | undefined;
  sector?: string | undefined;
  status?: string | undefined;
}

/** What every school that counts would pay; refused where the offer has no price for the year. */
export async function quoteAll(tx: Tx, offer: Offer, wish: CityWish = {}): Promise<Result<CityQuote, Refusal>> {
  const year = wish.year ?? offer.year;
  if (!offer.fee.prices.some((price) => price.year === year && price.rules))
    return refused({ why: 'no-price', words: refusalWords(offer, 'no-price', { year }) });
  const all = await citySchools(tx);
  const schools = all
    .filter(
      ({ sector, status }) => (!wish.sector || sector === wish.sector) && (!wish.status || status === wish.status),
    )
    .map((school) => schoolFee(offer, school, year));
  const day = all[0]?.censusDate;
  return ok({
    year,
    schools,
    totalPence: totalOf(schools),
    byHand: schools.filter(({ pence }) => pence === null).length,
    census: day ? { date: day, files: await censusFiles(tx, day) } : null,
  });
}

export const totalOf = (schools: readonly Pick<SchoolFee, 'pence'>[]): number =>
  schools.reduce((sum, { pence }) => sum + (pence ?? 0), 0);

function schoolFee(offer: Offer, school: CitySchool, year: string): SchoolFee {
  const counted = countedPupils(offer, school, school)!;
  const priced = fee(offer, { ...facts(school), pupils: counted }, year);
  return {
    ...school,
    counted,
    ...(priced.ok ? { pence: priced.value.pence, why: null } : { pence: null, why: priced.reason }),
  };
}
