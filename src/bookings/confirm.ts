import { type By, confirmManyHolds, giveBack, holderKey, releaseHolds, use } from '../entitlements';
import type { Offer } from '../offer';
import type { Tx } from '../platform/database';
import { enqueue, enqueueMany } from '../platform/jobs';
import { ok, type Result, refused } from '../platform/result';
import { date, days } from '../platform/words';
import { settleMoney } from './jobs';
import { keepMany, toKeep } from './keep';
import { after, change, done, type Found, locked, lockedMany } from './locked';
import type { Booking } from './queries';
import { notEnough, notThere, type Refusal } from './refusals';
import type { State } from './state';
import { unitsInDeed, unitsWords } from './words';
import { lastDayWith, workingDaysBefore } from './working-days';
import './tables';

/**
 * Makes a booking firm: what was held for it is used, or kept until it is delivered where the offer takes it then. Invoices for what the
 * credit does not cover follow by a job. Doing it again changes nothing.
 */
export async function confirm(tx: Tx, by: By, id: string): Promise<Result<Booking, Refusal>> {
  const [confirmed] = await confirmMany(tx, by, [id]);
  return confirmed as Result<Booking, Refusal>;
}

/** The same for many, each answered by itself. */
export async function confirmMany(tx: Tx, by: By, ids: readonly string[]): Promise<Result<Booking, Refusal>[]> {
  const found = await lockedMany(tx, by, ids, 'confirm');
  const answers = new Map(ids.map((id) => [id, found.has(id) ? done(found.get(id)!) : refused(notThere)]));
  let open = [...found.values()].flatMap((one) => (one.ok && !one.value.done ? [one.value] : []));
  const refuse = (results: readonly Result<unknown, Refusal>[], of: readonly Found[]) => {
    for (const [i, one] of results.entries()) if (!one.ok) answers.set(of[i]!.booking.id, one);
    const out = new Set(of.filter((_, i) => !results[i]?.ok));
    open = open.filter((one) => !out.has(one));
  };
  const again = open.filter(
    ({ offer: { bespoke } }) => bespoke.booking.heldAt === 'confirmation' || bespoke.booking.debitedAt === 'delivery',
  );
  for (const { booking } of again) await releaseHolds(tx, by, booking.id);
  refuse(
    await keepMany(
      tx,
      by,
      again.map(({ booking, offer }) => toKeep(booking, offer)),
      true,
    ),
    again,
  );
  const taking = open.filter(({ offer }) => offer.bespoke.booking.debitedAt !== 'delivery');
  refuse(await takeMany(tx, by, taking), taking);
  const [now, person] = [by.clock.now(), by.actor?.personId ?? null];
  const made = await change(
    tx,
    by,
    open.map(({ booking }) => ({
      booking,
      set: { confirmed_at: now.toString(), confirmed_by: person },
      action: 'bookings.confirmed',
      detail: {},
    })),
  );
  return ids.map((id) => (made.has(id) ? ok(made.get(id)!) : answers.get(id)!));
}

interface ToTake {
  booking: Pick<Booking, 'id' | 'element' | 'what' | 'payers'>;
  offer: Offer;
}

/** Turns the holds into uses, and has the invoice raised. */
export async function take(tx: Tx, by: By, booking: ToTake['booking'], offer: Offer): Promise<Result<null, Refusal>> {
  const [taken] = await takeMany(tx, by, [{ booking, offer }]);
  return taken as Result<null, Refusal>;
}

/** The same for many, each answered by itself. */
export async function takeMany(tx: Tx, by: By, all: readonly ToTake[]): Promise<Result<null, Refusal>[]> {
  const counted = all.filter(({ booking }) => booking.payers.some(({ how }) => how === 'account'));
  const used = await confirmManyHolds(
    tx,
    by,
    counted.map(({ booking: { id, what } }) => ({ key: `booking/${id}/used`, booking: id, words: what })),
  );
  const missing = new Map(
    counted.flatMap((one, i) => {
      const answer = used[i];
      return answer && !answer.ok ? [[one, answer.reason.left] as const] : [];
    }),
  );
  await enqueueMany(
    tx,
    settleMoney,
    all
      .filter((one) => !missing.has(one) && one.booking.payers.some(({ how }) => how === 'invoice'))
      .map(({ booking: { id } }) => ({ payload: { booking: id }, once: id })),
  );
  return all.map((one) => {
    const left = missing.get(one);
    if (left === undefined) return ok(null);
    const { booking, offer } = one;
    const first = booking.payers.find(({ how }) => how === 'account');
    return refused(notEnough(offer, first?.pays ?? booking.element, first?.unit ?? '', left, first?.units ?? 0));
  });
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
  const [delivered] = await deliverMany(tx, by, [{ id, ...delivery }]);
  return delivered as Result<Booking, Refusal>;
}

/** The same for many, each answered by itself. */
export async function deliverMany(
  tx: Tx,
  by: By,
  deliveries: readonly (Delivery & { id: string })[],
): Promise<Result<Booking, Refusal>[]> {
  const ids = deliveries.map(({ id }) => id);
  const found = await lockedMany(tx, by, ids, 'deliver');
  const today = by.clock.today();
  const looked = deliveries.map((delivery): Result<Booking, Refusal> | { found: Found; delivery: Delivery } => {
    const one = found.get(delivery.id) ?? refused(notThere);
    if (!one.ok || one.value.done) return done(one);
    if (delivery.evidence.trim() === '')
      return refused({
        because: 'no-evidence',
        words: 'Say what was done, in a sentence: the school reads it beside what it used.',
      });
    if (Temporal.PlainDate.compare(delivery.date, today) > 0)
      return refused({ because: 'future', words: `Enter a day that has been: ${date(today)} or earlier.` });
    return { found: one.value, delivery };
  });
  const open = looked.flatMap((one) => ('found' in one ? [one] : []));
  const held = open.filter((one) => one.found.state === 'held').map((one) => one.found.booking.id);
  const confirmed = await confirmMany(tx, by, held);
  const now = new Map(held.map((id, i) => [id, confirmed[i] as Result<Booking, Refusal>]));
  const failed = new Map<string, Result<Booking, Refusal>>();
  const making: { booking: Booking; offer: Offer; delivery: Delivery; taken: boolean }[] = [];
  for (const { found: one, delivery } of open) {
    const first = now.get(one.booking.id) ?? ok(one.booking);
    const adjusted = first.ok
      ? await adjust(tx, by, first.value, one.offer, delivery.units ?? first.value.units)
      : first;
    if (!adjusted.ok) failed.set(one.booking.id, adjusted);
    else if (first.ok) making.push({ booking: first.value, offer: one.offer, delivery, taken: adjusted.value });
  }
  const taking = making.filter((one) => one.offer.bespoke.booking.debitedAt === 'delivery' && !one.taken);
  for (const [i, one] of (await takeMany(tx, by, taking)).entries())
    if (!one.ok) failed.set(taking[i]!.booking.id, one);
  const made = await change(
    tx,
    by,
    making
      .filter(({ booking }) => !failed.has(booking.id))
      .map(({ booking, offer, delivery }) => ({
        booking,
        set: {
          delivered_at: by.clock.now().toString(),
          delivered_by: by.actor?.personId ?? null,
          delivered_on: delivery.date.toString(),
          delivered_units: delivery.units ?? booking.units,
          evidence: delivery.evidence.trim(),
          evidence_link: delivery.link || null,
        },
        action: 'bookings.delivered',
        detail: {
          on: delivery.date.toString(),
          units: unitsInDeed(offer, booking.unit, delivery.units ?? booking.units),
        },
      })),
  );
  return looked.map((one, i) => {
    if (!('found' in one)) return one;
    const id = ids[i]!;
    return failed.get(id) ?? ok(made.get(id)!);
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

/** "Half a day less than planned went back." for the page. */
export const usedWords = (offer: Offer, booking: Booking): string | null =>
  booking.deliveredUnits === null || booking.unit === null
    ? null
    : booking.deliveredUnits === booking.units
      ? unitsWords(offer, booking.unit, booking.deliveredUnits)
      : `${unitsWords(offer, booking.unit, booking.deliveredUnits)} (planned: ${days(booking.units ?? 0)})`;
