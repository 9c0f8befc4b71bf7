import { type By, type Holder, holderKey, lockHolders } from '../entitlements';
import type { Offer } from '../offer';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { date } from '../platform/words';
import { contractOf, mayPlan, stateOn } from '../subscriptions';
import { noMoments } from './insert';
import { type Booking, bookingByKey } from './queries';
import type { Refusal } from './refusals';
import type { BookingYear } from './year';
import './tables';

/** Help before a service starts (offer, section 9): for schools that intend to subscribe and whose own service ends before then. */

/** What a school would have to say, or null where the offer has nothing of the kind, or the service has started. */
export function rapidOffered(offer: Offer, today: Temporal.PlainDate): Offer['communication']['rapidResponse'] | null {
  const { rapidResponse } = offer.communication;
  const open = rapidResponse.free && Temporal.PlainDate.compare(today, rapidResponse.ownServiceEndsBefore) < 0;
  return open && rapidResponse.element !== null ? rapidResponse : null;
}

/** Whether a school may have it, given the day on which its own service ends. */
export async function mayHaveRapid(
  tx: Tx,
  by: By,
  offer: Offer,
  school: { urn: number; holder: Holder },
  ownServiceEnds: Temporal.PlainDate,
): Promise<Result<{ element: string }, Refusal>> {
  const rule = rapidOffered(offer, by.clock.today());
  if (!rule?.element)
    return refused({
      because: 'started',
      words: 'The service has started: choose it from the menu instead.',
    });
  const contract = await contractOf(tx, school.urn);
  if (!contract || !mayPlan(stateOn(contract, by.clock.today())))
    return refused({
      because: 'no-intention',
      words:
        'It is for schools that intend to subscribe. Say on the subscription page that you intend to, then ask again.',
    });
  if (Temporal.PlainDate.compare(ownServiceEnds, rule.ownServiceEndsBefore) >= 0)
    return refused({
      because: 'own-service',
      words: `Your own service lasts until ${date(ownServiceEnds)}; this is for schools whose service ends before ${date(rule.ownServiceEndsBefore)}.`,
    });
  return ok({ element: rule.element });
}

/**
 * Books it: free, for a school that may have it. It begins before the year and counts in it, and nothing of what is owed is used.
 */
export async function bookRapid(
  tx: Tx,
  by: By,
  offer: Offer,
  wish: { key: string; urn: number; holder: Holder; ownServiceEnds: Temporal.PlainDate; year: BookingYear },
): Promise<Result<Booking, Refusal>> {
  await lockHolders(tx, [wish.holder]);
  const key = `${holderKey(wish.holder)}/${wish.key}`;
  const before = await bookingByKey(tx, key);
  if (before) return ok(before);
  const allowed = await mayHaveRapid(tx, by, offer, wish, wish.ownServiceEnds);
  if (!allowed.ok) return allowed;
  const [id, person] = [crypto.randomUUID(), by.actor?.personId ?? null];
  await tx
    .insertInto('bookings.booking')
    .values({
      ...noMoments,
      id,
      key,
      order_key: key,
      holder_kind: wish.holder.kind,
      holder_id: wish.holder.id,
      offer_id: wish.year.offerId,
      year: wish.year.year,
      element: allowed.value.element,
      service: null,
      tier: null,
      rule: null,
      kind: null,
      occasion: null,
      units: null,
      unit: null,
      price: null,
      day: wish.ownServiceEnds,
      counts_on: wish.year.countsOn,
      what: 'Rapid response before the service starts',
      notes: '',
      made_at: by.clock.now(),
      made_by: person,
      held_at: by.clock.now(),
      held_by: person,
    })
    .execute();
  await tx.insertInto('bookings.booking_for').values({ booking_id: id, urn: wish.urn }).execute();
  await recordDeed(tx, by, {
    action: 'bookings.ordered',
    scope: holderKey(wish.holder),
    about: 'Rapid response',
    after: { id },
  });
  return ok((await bookingByKey(tx, key)) as Booking);
}
