import { ok, type Result, refused } from '../platform/result';
import type { Offer } from './schema/schema';

/**
 * What is bought with the credit (offer, sections 9 and 15). Prices and credit are integers of the credit's unit, which
 * is pence in most offers and may be anything, such as tokens: see `creditUnit`.
 */

export const creditUnit = (offer: Offer): Offer['units'][number] =>
  offer.units.find(({ id }) => id === offer.bespoke.credit.unit)!;

/**
 * The price of time at the day rate: whole days first, then a half. In the credit's unit.
 *
 * @param halfDays the time in half days, for time is sold in halves: 3 is a day and a half
 * @throws RangeError when it is not a whole number from zero
 */
export function dayPrice(offer: Offer, halfDays: number): number {
  if (!Number.isInteger(halfDays) || halfDays < 0)
    throw new RangeError(`Time is sold in whole half days, not ${halfDays}.`);
  const { day, halfDay, combineHalves } = offer.bespoke.rates;
  if (!combineHalves) return halfDays * halfDay.quantity;
  return Math.floor(halfDays / 2) * day.quantity + (halfDays % 2) * halfDay.quantity;
}

/** What somebody would like to have: time at the day rate, and services of the menu by id. */
export interface Basket {
  halfDays: number;
  services: { id: string; times?: number }[];
}

export interface Fit {
  fits: boolean;
  /** The price of the basket, what would be left of the credit, and what would have to be paid beyond it. */
  total: number;
  left: number;
  topUp: number;
  /** `topUp` in pence: null where the unit is not sold for money. */
  topUpPence: number | null;
}

export type NoFit =
  | { because: 'no-such-service'; service: string }
  /** Its price is agreed or worked out by hand: nothing can be added up yet. */
  | { because: 'by-quote'; service: string }
  | { because: 'over-limit'; limit: string; most: number };

/** Whether a basket fits the credit left. It does not fit when a limit of the menu is passed, or a price is not known. */
export function fitsCredit(offer: Offer, creditLeft: number, basket: Basket): Result<Fit, NoFit> {
  let total = dayPrice(offer, basket.halfDays);
  const times = new Map<string, number>();
  for (const wish of basket.services) {
    const service = offer.bespoke.services.find(({ id }) => id === wish.id);
    if (!service) return refused({ because: 'no-such-service', service: wish.id });
    if (typeof service.price === 'string') return refused({ because: 'by-quote', service: wish.id });
    times.set(wish.id, (times.get(wish.id) ?? 0) + (wish.times ?? 1));
    total += service.price.quantity * (wish.times ?? 1);
  }
  for (const limit of offer.bespoke.limits) {
    const taken = limit.services.map((id) => times.get(id) ?? 0);
    if (Math.max(...taken) > limit.each) return refused({ because: 'over-limit', limit: limit.id, most: limit.each });
    if (taken.reduce((a, b) => a + b, 0) > limit.inAll)
      return refused({ because: 'over-limit', limit: limit.id, most: limit.inAll });
  }
  const topUp = Math.max(0, total - creditLeft);
  return ok({
    fits: topUp === 0,
    total,
    left: Math.max(0, creditLeft - total),
    topUp,
    topUpPence: inPence(offer, topUp),
  });
}

/** Units of credit as money: what they cost beyond the credit. Null where the offer does not sell them. */
export function inPence(offer: Offer, quantity: number): number | null {
  const unit = creditUnit(offer);
  if (unit.counts === 'money') return quantity;
  return unit.penceEach === null ? null : quantity * unit.penceEach;
}

/**
 * Shares what a pool orders among its members in proportion to the credit that each has left. The shares sum to the
 * amount, no share is more than its member has, and spare pence go to the first members that have any credit.
 *
 * @param creditLeft what each member has left, in the order of the members
 */
export function shareByCredit(
  amount: number,
  creditLeft: readonly number[],
): Result<number[], { because: 'not-enough'; short: number }> {
  const all = creditLeft.reduce((a, b) => a + b, 0);
  if (amount > all) return refused({ because: 'not-enough', short: amount - all });
  if (amount === 0) return ok(creditLeft.map(() => 0));
  // The product of two sums of pence can be more than a number holds exactly.
  const shares = creditLeft.map((left) => Number((BigInt(amount) * BigInt(left)) / BigInt(all)));
  let spare = amount - shares.reduce((a, b) => a + b, 0);
  return ok(
    shares.map((share, i) => {
      if (spare === 0 || share >= creditLeft[i]!) return share;
      spare -= 1;
      return share + 1;
    }),
  );
}

/** What a review of a trust would cost at the day rate, tier by tier: a guide until there is a quote. */
export function indicativePrices(
  offer: Offer,
  reviewId: string,
): { tier: string; quarterDays: number; price: number }[] {
  const review = offer.bespoke.reviews.find(({ id }) => id === reviewId);
  return (review?.tiers ?? []).map((tier) => ({
    tier: tier.id,
    quarterDays: tier.days,
    price: dayPrice(offer, Math.ceil(tier.days / 2)),
  }));
}

export interface GroupMember {
  open: boolean;
  subscribed: boolean;
  /** The services of the menu that it has bought. */
  services: readonly string[];
}

/** The packages that a group of schools gets because each of its schools that counts has bought what they need. */
export function groupPackages(offer: Offer, members: readonly GroupMember[]): string[] {
  return offer.bespoke.groupPackages
    .filter(({ needs, of }) => {
      const counted = members.filter((member) => member.open && (of === 'all-open-schools' || member.subscribed));
      return counted.length > 0 && counted.every((member) => member.services.includes(needs));
    })
    .map(({ id }) => id);
}
