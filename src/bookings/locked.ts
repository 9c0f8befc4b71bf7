import { sql } from 'kysely';
import { type By, holderKey } from '../entitlements';
import { type Offer, offerOfVersion } from '../offer';
import { recordDeed, recordDeeds } from '../platform/audit';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { type Booking, bookingById, bookingsByIds, lockBookings } from './queries';
import { notThere, type Refusal } from './refusals';
import { allowed, type Deed, type State, stateAt } from './state';
import { stateWords } from './words';
import './tables';

export interface Found {
  booking: Booking;
  offer: Offer;
  state: State;
  /** The deed was done before. */
  done: boolean;
}

const result: Readonly<Record<Deed, State | null>> = {
  quote: null,
  accept: 'held',
  'keep-again': 'held',
  confirm: 'confirmed',
  deliver: 'delivered',
  cancel: 'cancelled',
};

/** The booking, held until the transaction ends, when this may be done to it now. */
export const locked = async (tx: Tx, by: By, id: string, deed: Deed): Promise<Result<Found, Refusal>> =>
  (await lockedMany(tx, by, [id], deed)).get(id) ?? refused(notThere);

/** The same of many, by their identifiers; those that are not there, or not theirs to change, are not among them. */
export async function lockedMany(
  tx: Tx,
  by: By,
  ids: readonly string[],
  deed: Deed,
): Promise<Map<string, Result<Found, Refusal>>> {
  const bookings = await lockBookings(tx, ids);
  const offers = new Map<string, Offer | undefined>();
  for (const { offerId } of bookings.values())
    if (!offers.has(offerId)) offers.set(offerId, (await offerOfVersion(tx, offerId))?.offer);
  const found = new Map<string, Result<Found, Refusal>>();
  for (const booking of bookings.values()) {
    const offer = offers.get(booking.offerId);
    if (!offer) continue;
    const state = stateAt(booking, by.clock.now(), by.clock.today());
    const again = state === result[deed];
    if (!again && !allowed(state, booking).includes(deed)) found.set(booking.id, refused(tooLate(booking, state)));
    else found.set(booking.id, ok({ booking, offer, state, done: again }));
  }
  return found;
}

export function done(found: Result<Found, Refusal>): Result<Booking, Refusal> {
  return found.ok ? ok(found.value.booking) : found;
}

const tooLate = (booking: Booking, state: State): Refusal => ({
  because: 'state',
  words: `“${booking.what}” is ${stateWords[state].toLowerCase()}${state === 'cancelled' && booking.cancelledWhy ? ` (${booking.cancelledWhy})` : ''}: this can’t be done with it any more. Look at the booking again to see what can.`,
});

export async function after(
  tx: Tx,
  by: By,
  booking: Booking,
  action: string,
  detail: Record<string, unknown>,
): Promise<Result<Booking, Refusal>> {
  await recordDeed(tx, by, {
    action,
    scope: holderKey(booking.holder),
    about: booking.what,
    after: { id: booking.id, ...detail },
  });
  return ok((await bookingById(tx, booking.id)) as Booking);
}

type Set = Partial<
  Record<
    'confirmed_at' | 'confirmed_by' | 'delivered_at' | 'delivered_by' | 'delivered_on' | 'evidence' | 'evidence_link',
    string | null
  >
> & {
  delivered_units?: number | null;
};

/** Writes what has become of bookings, the same columns of each, and the deeds. */
export async function change(
  tx: Tx,
  by: By,
  all: readonly { booking: Booking; set: Set; action: string; detail: Record<string, unknown> }[],
): Promise<Map<string, Booking>> {
  const [first] = all;
  if (!first) return new Map();
  const columns = Object.keys(first.set);
  const rows = all.map(({ booking: { id }, set }) => ({ id, ...set }));
  const assign = sql.join(columns.map((column) => sql`${sql.ref(column)} = new.${sql.ref(column)}`));
  await sql`
    update bookings.booking b set ${assign}
    from jsonb_populate_recordset(null::bookings.booking, ${JSON.stringify(rows)}::jsonb) new where b.id = new.id`.execute(
    tx,
  );
  await recordDeeds(
    tx,
    all.map(({ booking, action, detail }) => ({
      by,
      deed: { action, scope: holderKey(booking.holder), about: booking.what, after: { id: booking.id, ...detail } },
    })),
  );
  return bookingsByIds(
    tx,
    all.map(({ booking: { id } }) => id),
  );
}
