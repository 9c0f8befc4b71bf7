import { type By, confirmHolds, giveBack, holderKey, releaseHolds, use } from '../entitlements';
import { type Offer, offerOfVersion } from '../offer';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { enqueue } from '../platform/jobs';
import { ok, type Result, refused } from '../platform/result';
import { date, days } from '../platform/words';
import { settleMoney } from './jobs';
import { keep, toKeep } from './keep';
import { type Booking, bookingById, lockBooking } from './queries';
import { notEnough, notThere, type Refusal } from './refusals';
import { allowed, type Deed, type State, stateAt } from './state';
import { stateWords, unitsWords } from './words';
import { lastDayWith, workingDaysBefore } from './working-days';
import './tables';

/**
 * Makes a booking firm: what was held for it is used, or kept until it is delivered where the offer takes it then. Invoices for what the
 * credit does not cover follow by a job. Doing it again changes nothing.
 */
export async function confirm(tx: Tx, by: By, id: string): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'confirm');
  if (!found.ok || found.value.done) return done(found);
  const { booking, offer } = found.value;
  const { heldAt, debitedAt } = offer.bespoke.booking;
  if (heldAt === 'confirmation' || debitedAt === 'delivery') {
    await releaseHolds(tx, by, id);
    const kept = await keep(tx, by, toKeep(booking, offer), true);
    if (!kept.ok) return kept;
  }
  if (debitedAt !== 'delivery') {
    const taken = await take(tx, by, booking, offer);
    if (!taken.ok) return taken;
  }
  await tx
    .updateTable('bookings.booking')
    .set({ confirmed_at: by.clock.now(), confirmed_by: by.actor?.personId ?? null })
    .where('id', '=', id)
    .execute();
  return after(tx, by, booking, 'bookings.confirmed', {});
}

/** Turns the holds into uses, and has the invoice raised. */
export async function take(
  tx: Tx,
  by: By,
  booking: Pick<Booking, 'id' | 'element' | 'what' | 'payers'>,
  offer: Offer,
): Promise<Result<null, Refusal>> {
  if (booking.payers.some(({ how }) => how === 'account')) {
    const wish = { key: `booking/${booking.id}/used`, booking: booking.id, words: booking.what };
    const used = await confirmHolds(tx, by, wish);
    const first = booking.payers.find(({ how }) => how === 'account');
    if (!used.ok)
      return refused(
        notEnough(offer, first?.pays ?? booking.element, first?.unit ?? '', used.reason.left, first?.units ?? 0),
      );
  }
  if (booking.payers.some(({ how }) => how === 'invoice'))
    await enqueue(tx, settleMoney, { booking: booking.id }, { once: booking.id });
  return ok(null);
}

export interface Delivery {
  date: Temporal.PlainDate;
  /** What it took, in the booking's unit; as planned unless told. */
  units?: number | undefined;
  /** What was done, for people, and where to read it. */
  evidence: string;
  link?: string | null | undefined;
}

/**
 * Says that a booking took place, with what proves it. What is only held is confirmed first. Of what is owed, units that were not needed go
 * back, and more are taken where they are left; a price stays as agreed. Doing it again changes nothing.
 */
export async function deliver(tx: Tx, by: By, id: string, delivery: Delivery): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'deliver');
  if (!found.ok || found.value.done) return done(found);
  const { offer, state } = found.value;
  if (delivery.evidence.trim() === '')
    return refused({
      because: 'no-evidence',
      words: 'Say what was done, in a sentence: the school reads it beside what it used.',
    });
  if (Temporal.PlainDate.compare(delivery.date, by.clock.today()) > 0)
    return refused({ because: 'future', words: `Enter a day that has been: ${date(by.clock.today())} or earlier.` });
  if (state === 'held') {
    const confirmed = await confirm(tx, by, id);
    if (!confirmed.ok) return confirmed;
  }
  const booking = (await bookingById(tx, id)) as Booking;
  const adjusted = await adjust(tx, by, booking, offer, delivery.units ?? booking.units);
  if (!adjusted.ok) return adjusted;
  if (offer.bespoke.booking.debitedAt === 'delivery' && !adjusted.value) {
    const taken = await take(tx, by, booking, offer);
    if (!taken.ok) return taken;
  }
  await tx
    .updateTable('bookings.booking')
    .set({
      delivered_at: by.clock.now(),
      delivered_by: by.actor?.personId ?? null,
      delivered_on: delivery.date,
      delivered_units: delivery.units ?? booking.units,
      evidence: delivery.evidence.trim(),
      evidence_link: delivery.link || null,
    })
    .where('id', '=', id)
    .execute();
  return after(tx, by, booking, 'bookings.delivered', {
    on: delivery.date.toString(),
    units: delivery.units ?? booking.units,
  });
}

/** Takes more or fewer units of what is owed than were planned. Answers whether anything was taken anew. */
async function adjust(
  tx: Tx,
  by: By,
  booking: Booking,
  offer: Offer,
  units: number | null,
): Promise<Result<boolean, Refusal>> {
  const [line, ...more] = booking.payers.filter(({ how }) => how === 'account');
  if (units === null || units === booking.units || booking.price !== null || !line?.pays) return ok(false);
  const wish = {
    booking: booking.id,
    holder: line.holder,
    element: line.pays,
    ...(booking.rule ? { rule: booking.rule } : {}),
    on: booking.countsOn,
    words: booking.what,
    ...(booking.occasion ? { occasion: booking.occasion } : {}),
  };
  if (more.some(({ holder }) => holderKey(holder) !== holderKey(line.holder)))
    return refused({
      because: 'split',
      words: 'Several pay for this booking: cancel it and book the time that it really took.',
    });
  if (booking.units !== null && units > booking.units) {
    const extra = units - booking.units;
    const used = await use(tx, by, { ...wish, key: `booking/${booking.id}/more`, units: extra });
    return used.ok ? ok(false) : refused(notEnough(offer, line.pays, line.unit, used.reason.left, extra));
  }
  await releaseHolds(tx, by, booking.id);
  await giveBack(tx, by, {
    key: `booking/${booking.id}/less`,
    booking: booking.id,
    words: `${booking.what}: less was needed`,
  });
  const used = await use(tx, by, { ...wish, key: `booking/${booking.id}/needed`, units });
  if (!used.ok) throw new Error(`What was given back to booking ${booking.id} could not be used again.`);
  return ok(true);
}

/** What cancelling a booking today would do. Pure. */
export interface Cancelling {
  /** What it took goes back. */
  returned: boolean;
  /** The last day on which cancelling gives everything back; null where no day is agreed. */
  until: Temporal.PlainDate | null;
  words: string;
}

export function cancelling(offer: Offer, booking: Booking, state: State, today: Temporal.PlainDate): Cancelling {
  const { workingDaysBefore: needed } = offer.bespoke.booking.returnedWhenCancelled;
  const until = booking.day && lastDayWith(needed, booking.day);
  const takes = booking.payers.length > 0;
  if (!takes || (state !== 'confirmed' && state !== 'delivered'))
    return { returned: true, until, words: 'Nothing has been taken for it yet, and nothing will be.' };
  if (booking.day === null || workingDaysBefore(booking.day, today) >= needed)
    return {
      returned: true,
      until,
      words: until
        ? `Everything it took goes back: it is ${needed} or more working days away (until ${date(until)}).`
        : 'Everything it took goes back: no day has been agreed.',
    };
  return {
    returned: false,
    until,
    words: `It is fewer than ${needed} working days away, and somebody has kept the time free, so it stays used. Until ${date(until as Temporal.PlainDate)} it would have gone back. Can another day be found instead? Ring the partnership office first.`,
  };
}

/**
 * Gives a booking up. What was held is free again; what was used goes back where the offer gives that much notice, or the office says so.
 * Doing it again changes nothing.
 */
export async function cancel(
  tx: Tx,
  by: By,
  id: string,
  wish: { why: string /** The office gives it back although it is late. */; returnAnyway?: boolean },
): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'cancel');
  if (!found.ok || found.value.done) return done(found);
  const { booking, offer, state } = found.value;
  if (wish.why.trim() === '')
    return refused({ because: 'no-reason', words: 'Say why it is cancelled, in a few words.' });
  const returned = wish.returnAnyway === true || cancelling(offer, booking, state, by.clock.today()).returned;
  // Where the offer takes it at the delivery, a late cancellation takes it now.
  if (!returned && offer.bespoke.booking.debitedAt === 'delivery') {
    const taken = await take(tx, by, booking, offer);
    if (!taken.ok) return taken;
  }
  if (returned) {
    await releaseHolds(tx, by, id);
    await giveBack(tx, by, { key: `booking/${id}/returned`, booking: id, words: `${booking.what}: cancelled` });
  }
  await tx
    .updateTable('bookings.booking')
    .set({
      cancelled_at: by.clock.now(),
      cancelled_by: by.actor?.personId ?? null,
      cancelled_why: wish.why.trim(),
      returned,
    })
    .where('id', '=', id)
    .execute();
  if (returned && booking.confirmedAt && booking.payers.some(({ how }) => how === 'invoice'))
    await enqueue(tx, settleMoney, { booking: id }, { once: id });
  return after(tx, by, booking, 'bookings.cancelled', { why: wish.why.trim(), returned });
}

interface Found {
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
export async function locked(tx: Tx, by: By, id: string, deed: Deed): Promise<Result<Found, Refusal>> {
  const booking = await lockBooking(tx, id);
  const published = booking && (await offerOfVersion(tx, booking.offerId));
  if (!booking || !published) return refused(notThere);
  const { offer } = published;
  const state = stateAt(booking, by.clock.now(), by.clock.today());
  const again = state === result[deed];
  if (!again && !allowed(state, booking).includes(deed)) return refused(tooLate(booking, state));
  return ok({ booking, offer, state, done: again });
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

/** "Half a day less than planned went back." for the page. */
export const usedWords = (offer: Offer, booking: Booking): string | null =>
  booking.deliveredUnits === null || booking.unit === null
    ? null
    : booking.deliveredUnits === booking.units
      ? unitsWords(offer, booking.unit, booking.deliveredUnits)
      : `${unitsWords(offer, booking.unit, booking.deliveredUnits)} (planned: ${days(booking.units ?? 0)})`;
