import { accountsOf, type Holder, holderKey, publishedYears } from '../entitlements';
import { type Offer, offerOfVersion, type PublishedOffer, yearDays } from '../offer';
import type { Tx } from '../platform/database';

/** The offer that a holder's booking follows, and the day on which its use counts. */
export interface BookingYear {
  year: string;
  offer: Offer;
  offerId: string;
  countsOn: Temporal.PlainDate;
}

/**
 * The year of a planned day, or of today where no day is agreed; before the first year that is in view, that one, from its first day.
 * A contract's own version of the offer goes before the newest. Null where no offer is published for that day.
 */
export const bookingYear = async (
  tx: Tx,
  holder: Holder,
  day: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Promise<BookingYear | null> => (await readYears(tx, [holder]))(holder, day ?? today);

/** Reads the years of many holders at once: answers which one a day of one of them is in. */
export async function readYears(
  tx: Tx,
  holders: readonly Holder[],
): Promise<(holder: Holder, wanted: Temporal.PlainDate) => BookingYear | null> {
  const years = (await publishedYears(tx)).map((view) => ({ ...view, days: yearDays(view.offer, view.year) }));
  const accounts = (await accountsOf(tx, holders)).filter(({ offerId }) => offerId !== null);
  const pinned = Map.groupBy(accounts, ({ holder, year }) => `${holderKey(holder)} ${year}`);
  const versions = new Map<string, PublishedOffer | null>();
  for (const { offerId } of accounts)
    if (offerId !== null && !versions.has(offerId)) versions.set(offerId, await offerOfVersion(tx, offerId));
  return (holder, wanted) => {
    const found =
      years.find(
        ({ days }) =>
          Temporal.PlainDate.compare(days.from, wanted) <= 0 && Temporal.PlainDate.compare(wanted, days.to) <= 0,
      ) ?? years.find(({ days }) => Temporal.PlainDate.compare(wanted, days.from) < 0);
    if (!found) return null;
    const own = versions.get(pinned.get(`${holderKey(holder)} ${found.year}`)?.[0]?.offerId ?? '');
    return {
      year: found.year,
      offer: own?.offer ?? found.offer,
      offerId: own?.id ?? found.offerId,
      countsOn: Temporal.PlainDate.compare(wanted, found.days.from) < 0 ? found.days.from : wanted,
    };
  };
}
