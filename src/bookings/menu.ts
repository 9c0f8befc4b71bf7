import { accountsOf, type By, type Holder } from '../entitlements';
import { dayPrice, indicativePrices, inPence, type Offer } from '../offer';
import type { Tx } from '../platform/database';
import { openedByIntention } from '../subscriptions';
import { type KnownSchool, knownSchools, type Standing, standingOf, trustRefusal } from './eligible';
import { overLimit, type Service } from './items';
import { limitWords } from './order';
import { readLeft } from './plan';
import { type Proposal, propose } from './propose';
import { boughtBySchools } from './queries';
import { bookingYear } from './year';

/** The menu as a shop that knows what one owns. */

export interface MenuLine {
  service: Service;
  standing: Standing;
  /** In the unit of the credit; null where it is by quote. At the day rate: of one day. */
  price: number | null;
  /** What the credit pays of it, what would be left, and what an invoice would add in pence. */
  uses: number;
  leaves: number;
  topUpPence: number | null;
  /** Why it cannot be had, although the offer has it. */
  refusal: string | null;
  bought: number;
}

export interface Menu {
  offer: Offer;
  year: string;
  holder: Holder;
  schools: readonly KnownSchool[];
  /** Null for those who have none: they buy by invoice. */
  credit: { owed: number; used: number; held: number; left: number; ends: Temporal.PlainDate } | null;
  lines: MenuLine[];
  reviews: {
    review: Offer['bespoke']['reviews'][number];
    standing: Standing;
    prices: ReturnType<typeof indicativePrices>;
  }[];
  proposals: Proposal[];
  /** What an intention to subscribe is enough for, while one is all there is. */
  opens: { id: string; name: string }[];
}

/** What a holder could buy for these schools today. Null while no offer is published. */
export async function menuOf(tx: Tx, by: By, holder: Holder, urns: readonly number[]): Promise<Menu | null> {
  const at = await bookingYear(tx, holder, null, by.clock.today());
  if (!at) return null;
  const { offer, year, countsOn } = at;
  const schools = await knownSchools(tx, urns, countsOn);
  const accounts = (await accountsOf(tx, [holder], { year, element: offer.bespoke.credit.id })).filter(
    ({ starts, ends }) =>
      Temporal.PlainDate.compare(starts, countsOn) <= 0 && Temporal.PlainDate.compare(countsOn, ends) <= 0,
  );
  const sum = (of: (account: (typeof accounts)[number]) => number) =>
    accounts.reduce((n, account) => n + of(account), 0);
  const left = sum(({ balance, held }) => Math.max(0, balance - held));
  const [first] = accounts;
  const bySchool = await boughtBySchools(tx, urns, year);
  const bought = new Map<string, number>();
  for (const services of bySchool.values())
    for (const [id, times] of services) bought.set(id, (bought.get(id) ?? 0) + times);
  const lines = offer.bespoke.services
    .filter(({ price }) => price !== 'none')
    .map((service) => lineOf(offer, service, schools, left, bought, urns.length));
  return {
    offer,
    year,
    holder,
    schools,
    credit: first
      ? {
          owed: sum(({ owed }) => owed),
          used: sum(({ used }) => used),
          held: sum(({ held }) => held),
          left,
          ends: first.ends,
        }
      : null,
    lines,
    // What is for trusts is not shown to a school that is in none; the office may still agree something else by quote.
    reviews: offer.bespoke.reviews.map((review) => {
      const standing = standingOf(offer, review.element, schools);
      return {
        review,
        standing: { ...standing, refusal: standing.refusal ?? trustRefusal(offer, review.element, schools) },
        prices: indicativePrices(offer, review.id),
      };
    }),
    opens: openedByIntention(offer).filter(
      ({ id }) =>
        standingOf(offer, id, schools).answer === 'included' && schools.some(({ known }) => known.subscribed !== true),
    ),
    proposals: first ? propose(offer, left, { bought, schools: urns.length }) : [],
  };
}

function lineOf(
  offer: Offer,
  service: Service,
  schools: Parameters<typeof standingOf>[2],
  creditLeft: number,
  bought: ReadonlyMap<string, number>,
  howMany: number,
): MenuLine {
  const standing = standingOf(offer, service.element, schools);
  const price =
    service.price === 'day-rate'
      ? dayPrice(offer, 2)
      : typeof service.price === 'string'
        ? null
        : service.price.quantity;
  const left = standing.answer === 'priced' ? 0 : creditLeft;
  const uses = Math.min(price ?? 0, left);
  const over = howMany === 1 ? overLimit(offer, new Map([[service.id, 1]]), bought) : null;
  return {
    service,
    standing,
    price,
    uses,
    leaves: left - uses,
    topUpPence: price === null ? 0 : inPence(offer, price - uses),
    refusal: standing.refusal?.words ?? (over ? limitWords(offer, over).words : null),
    bought: bought.get(service.id) ?? 0,
  };
}

/** What is left of a holder's credit in the year of today. */
export async function creditLeft(tx: Tx, by: By, holder: Holder): Promise<number> {
  const at = await bookingYear(tx, holder, null, by.clock.today());
  return at ? (await readLeft(tx, [holder]))(holder, at.offer.bespoke.credit.id, at.countsOn) : 0;
}
