import { dayPrice, fitsCredit } from '../credit';
import type { Offer } from '../schema/schema';

/** One way to spend a year's credit. */
export interface Combination {
  halfDays: number;
  services: string[];
  left: number;
}

/** What can be listed of the ways: a longer list helps nobody. */
const most = 40;

/**
 * The ways to spend a credit on whole orders of the menu to which nothing more could be added: those that use it in full
 * first. A service is not put beside another that contains it. Only what has a fixed price is combined.
 */
export function combinations(offer: Offer, credit: number): Combination[] {
  const priced = offer.bespoke.services.flatMap(({ id, price, includes }) =>
    typeof price === 'string' ? [] : [{ id, price: price.quantity, includes }],
  );
  const found: Combination[] = [];

  const choose = (at: number, services: string[], spent: number): void => {
    if (found.length > most * 10) return;
    const service = priced[at];
    if (!service) {
      const halfDays = mostHalfDays(offer, credit - spent);
      const fit = fitsCredit(offer, credit, { halfDays, services: services.map((id) => ({ id })) });
      if (fit.ok && fit.value.fits && halfDays + services.length > 0)
        found.push({ halfDays, services, left: fit.value.left });
      return;
    }
    choose(at + 1, services, spent);
    const overlaps = services.some((id) => id === service.includes || contains(id, service.id));
    if (!overlaps && spent + service.price <= credit) choose(at + 1, [...services, service.id], spent + service.price);
  };
  const contains = (larger: string, smaller: string): boolean =>
    priced.some(({ id, includes }) => id === larger && includes === smaller);

  choose(0, [], 0);
  return found
    .filter((one) => !found.some((other) => isMore(other, one)))
    .sort((a, b) => a.left - b.left || a.services.length - b.services.length || b.halfDays - a.halfDays)
    .slice(0, most);
}

/** The most time that a sum buys. Time that costs nothing is not bought. */
function mostHalfDays(offer: Offer, credit: number): number {
  if (dayPrice(offer, 1) === 0 || dayPrice(offer, 2) === 0) return 0;
  let halfDays = 0;
  while (dayPrice(offer, halfDays + 1) <= credit) halfDays++;
  return halfDays;
}

/** Everything of the one, and something besides. */
const isMore = (a: Combination, b: Combination): boolean =>
  a.halfDays >= b.halfDays &&
  b.services.every((id) => a.services.includes(id)) &&
  a.halfDays + a.services.length > b.halfDays + b.services.length;
