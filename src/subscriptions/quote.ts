import {
  countedPupils,
  type Fee,
  fee,
  type Instalment,
  instalments,
  type NoFee,
  type Offer,
  perPupil,
  type Roll,
} from '../offer';
import { ok, type Result, refused } from '../platform/result';

/** What a school would pay, and from which figures that follows. Pure; money is integer pence. */

/** A number of pupils that was counted, and where it comes from. */
export interface PupilNumber extends Roll {
  /** The school that was counted: the one this school converted from, where it has no census of its own yet. */
  urn: number;
  censusDate: Temporal.PlainDate;
  /** 'census': the official file. 'establishments': came along with a list of schools. 'office': entered by hand. */
  source: 'census' | 'establishments' | 'office';
  file: string | null;
  /** Why it was entered by hand. */
  reason: string | null;
}

/** What a quote needs to know of a school; without a URN it is a school that is only imagined. */
export interface Quoted {
  urn: number | null;
  name: string;
  sector: string;
  status: string;
  publiclyFunded: boolean;
  pupils: PupilNumber | null;
}

export interface Wish {
  /** Asked "what if we had so many?": comes before every census. */
  pupils?: number | undefined;
  planId?: string | undefined;
  year?: string | undefined;
}

export interface Quote {
  school: Quoted;
  year: string;
  fee: Fee;
  plan: { id: string; name: string };
  instalments: Instalment[];
  /** The fee by the number that it was asked for, rounded half up; null without pupils. */
  perPupil: number | null;
  /** The number was typed, and does not come from a census. */
  typed: boolean;
}

/**
 * - no-school: nobody has this URN.
 * - no-member: the offer is not for such a school.
 * - no-pupils: no pupil number is known, and none was given.
 * - no-price, by-hand: see the offer's fee.
 */
export type NoQuote = NoFee | 'no-school' | 'no-member' | 'no-pupils';

export interface Refusal {
  why: NoQuote;
  /** The same for people, with the way on. */
  words: string;
}

/** The plan is the first of the offer's unless one is wished, the year the offer's own. @throws RangeError for a plan that the offer does not have */
export function quote(offer: Offer, school: Quoted, wish: Wish = {}): Result<Quote, Refusal> {
  const year = wish.year ?? offer.year;
  const no = (why: NoQuote) => refused({ why, words: refusalWords(offer, why, { year, school }) });
  if (!school.publiclyFunded) return no('no-member');
  const plan = planOf(offer, wish.planId);
  const pupils = wish.pupils ?? countedPupils(offer, school, school.pupils);
  // Whether there is a price at all is said before a number is asked for.
  const priced = fee(offer, { ...facts(school), pupils: pupils ?? 0 }, year);
  if (!priced.ok) return no(priced.reason);
  if (pupils === null) return no('no-pupils');
  return ok({
    school,
    year,
    fee: priced.value,
    plan,
    instalments: instalments(offer, priced.value.pence, plan.id, year),
    perPupil: perPupil(priced.value.pence, pupils),
    typed: wish.pupils !== undefined,
  });
}

/** What the offer's rules may ask of a school. */
export const facts = ({ sector, status }: { sector: string; status: string }) => ({ sector, status });

/** The payment plan with this id; the first one without. @throws RangeError when there is none of that id */
export function planOf(offer: Offer, id?: string): Offer['contract']['plans'][number] {
  const { plans } = offer.contract;
  const plan = id === undefined ? plans[0] : plans.find((one) => one.id === id);
  if (!plan) throw new RangeError(`The offer has no payment plan "${id}".`);
  return plan;
}

/** The plan that pays in so many parts, or undefined. */
export const planInParts = (offer: Offer, parts: number) =>
  offer.contract.plans.find(({ due }) => due.length === parts);

/** "2019-20" and "2019/20" are the same year; null when the offer does not have it. */
export function yearOf(offer: Offer, written: string): string | null {
  const year = written.trim().replace('-', '/');
  return [...offer.contract.years, ...offer.fee.prices.map((price) => price.year)].find((one) => one === year) ?? null;
}

export function refusalWords(
  offer: Offer,
  why: NoQuote,
  about: { year: string; school?: Pick<Quoted, 'name' | 'sector'> },
): string {
  const sector = offer.sectors.find(({ id }) => id === about.school?.sector);
  switch (why) {
    case 'no-price':
      return `The offer states no price for ${about.year} yet. There is a quote as soon as it does.`;
    case 'by-hand':
      return `The fee of ${about.school?.name ?? 'such a school'} is agreed by hand${sector ? ` (${sector.name.toLowerCase()})` : ''}: ask the partnership office.`;
    case 'no-pupils':
      return 'No pupil number of this school is known yet. Type one to see the fee, or wait for the next census.';
    case 'no-member':
      return `The offer is not for this school. It is for: ${offer.members.who.replace(/\.$/, '').replace(/^./, (first) => first.toLowerCase())}.`;
    case 'no-school':
      return 'No school has this URN.';
  }
}
