import { accountsOf, type Holder, publishedYears } from '../entitlements';
import { type Offer, offerOfVersion, yearDays } from '../offer';
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
export async function bookingYear(
  tx: Tx,
  holder: Holder,
  day: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Promise<BookingYear | null> {
  const wanted = day ?? today;
  const years = (await publishedYears(tx)).map((view) => ({ ...view, days: yearDays(view.offer, view.year) }));
  const found =
    years.find(
      ({ days }) =>
        Temporal.PlainDate.compare(days.from, wanted) <= 0 && Temporal.PlainDate.compare(wanted, days.to) <= 0,
    ) ?? years.find(({ days }) => Temporal.PlainDate.compare(wanted, days.from) < 0);
  if (!found) return null;
  const pinned = (await accountsOf(tx, [holder], { year: found.year })).find(
    ({ offerId }) => offerId !== null,
  )?.offerId;
  const own = pinned && pinned !== found.offerId ? await offerOfVersion(tx, pinned) : null;
  return {
    year: found.year,
    offer: own?.offer ?? found.offer,
    offerId: own?.id ?? found.offerId,
    countsOn: Temporal.PlainDate.compare(wanted, found.days.from) < 0 ? found.days.from : wanted,
  };
}
