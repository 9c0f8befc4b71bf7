import { dayPrice, type Offer } from '../offer';
import { overLimit } from './items';

/** What could be bought together with the credit that is left. */
export interface Proposal {
  /** Time at the day rate, in half days. */
  halfDays: number;
  services: { id: string; times: number }[];
  /** In the unit of the credit. */
  total: number;
  left: number;
}

export interface Within {
  /** What has been bought already in the year, by service: limits count it. */
  bought?: ReadonlyMap<string, number>;
  /** How many schools the credit is of: each may have a service once. */
  schools?: number;
  /** How many to answer. */
  most?: number;
}

/**
 * Combinations that use the credit up, or as much of it as can be: the ones that leave least first, and of those the ones with fewest
 * parts. Each holds as many half days as still fit beside its services. Pure.
 */
export function propose(offer: Offer, creditLeft: number, within: Within = {}): Proposal[] {
  const { bought = new Map<string, number>(), schools = 1, most = 8 } = within;
  const sold = offer.bespoke.services.flatMap(({ id, price, includes }) =>
    typeof price === 'string' || price.quantity === 0 ? [] : [{ id, price: price.quantity, includes }],
  );
  const byTime = offer.bespoke.services.some(({ price }) => price === 'day-rate');
  const found: Proposal[] = [];
  const walk = (from: number, chosen: ReadonlyMap<string, number>, spent: number) => {
    const whole = byTime ? halfDaysFor(offer, creditLeft - spent) : 0;
    const halfDays = Math.max(0, whole);
    const total = spent + (halfDays > 0 ? dayPrice(offer, halfDays) : 0);
    if (total > 0)
      found.push({
        halfDays,
        services: [...chosen].map(([id, times]) => ({ id, times })),
        total,
        left: creditLeft - total,
      });
    for (let i = from; i < sold.length; i++) {
      const { id, price, includes } = sold[i] as (typeof sold)[number];
      const times = (chosen.get(id) ?? 0) + 1;
      // What contains another is not bought beside it.
      const contained = includes !== null && chosen.has(includes);
      const contains = sold.some((other) => other.includes === id && chosen.has(other.id));
      const next = new Map(chosen).set(id, times);
      if (spent + price > creditLeft || times + (bought.get(id) ?? 0) > schools || contained || contains) continue;
      if (overLimit(manyTimes(offer, schools), next, bought)) continue;
      walk(i, next, spent + price);
    }
  };
  // With many schools the ways are beyond counting: enough are looked at to fill a page well.
  if (schools <= 3) walk(0, new Map(), 0);
  else walkFew(offer, sold, creditLeft, schools, bought, walk);
  return distinct(found)
    .sort((a, b) => a.left - b.left || parts(a) - parts(b) || b.halfDays - a.halfDays)
    .slice(0, most);
}

/** For a large pool: each service for every school or for none. */
function walkFew(
  offer: Offer,
  sold: readonly { id: string; price: number; includes: string | null }[],
  creditLeft: number,
  schools: number,
  bought: ReadonlyMap<string, number>,
  walk: (from: number, chosen: ReadonlyMap<string, number>, spent: number) => void,
): void {
  walk(sold.length, new Map(), 0);
  for (const { id, price } of sold) {
    const times = schools - (bought.get(id) ?? 0);
    const chosen = new Map([[id, times]]);
    if (times <= 0 || price * times > creditLeft || overLimit(manyTimes(offer, schools), chosen, bought)) continue;
    walk(sold.length, chosen, price * times);
  }
}

/** The limits of the menu are those of one school's year. */
const manyTimes = (offer: Offer, schools: number): Offer =>
  schools === 1
    ? offer
    : {
        ...offer,
        bespoke: {
          ...offer.bespoke,
          limits: offer.bespoke.limits.map((limit) => ({
            ...limit,
            each: limit.each * schools,
            inAll: limit.inAll * schools,
          })),
        },
      };

/** The most half days that an amount pays for. */
export function halfDaysFor(offer: Offer, amount: number): number {
  const { day, halfDay } = offer.bespoke.rates;
  const cheapest = Math.min(day.quantity / 2, halfDay.quantity);
  if (cheapest <= 0) return 0;
  let halfDays = Math.max(0, Math.floor(amount / cheapest));
  while (halfDays > 0 && dayPrice(offer, halfDays) > amount) halfDays--;
  return halfDays;
}

const parts = ({ halfDays, services }: Proposal): number => (halfDays > 0 ? 1 : 0) + services.length;

const distinct = (all: readonly Proposal[]): Proposal[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.halfDays, one.services]), one])).values(),
];
