import { type By, lockHolders, releaseHolds } from '../entitlements';
import type { Tx } from '../platform/database';
import { type Result, refused } from '../platform/result';
import { date } from '../platform/words';
import { take } from './confirm';
import { knownSchools, standingOf } from './eligible';
import { timeUnit } from './items';
import { keep, toKeep, writePayers } from './keep';
import { after, done, locked } from './locked';
import { planOf, type ToPay } from './plan';
import type { Booking } from './queries';
import type { Refusal } from './refusals';
import type { State } from './state';
import './tables';
import { unitsInDeed } from './words';

/** Says what something that was asked for would cost, and until when; again, while nobody has accepted it. The office does this. */
export async function quote(
  tx: Tx,
  by: By,
  id: string,
  wish: {
    /** In the unit of the credit; 0 where it is given. */
    price: number;
    /** Time that it takes, in quarter-days. */
    units?: number | null;
    until: Temporal.PlainDate;
    day?: Temporal.PlainDate | null;
  },
): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'quote');
  if (!found.ok) return found;
  const { booking, offer } = found.value;
  if (Temporal.PlainDate.compare(wish.until, by.clock.today()) < 0)
    return refused({ because: 'past', words: `Let the quote hold until ${date(by.clock.today())} or later.` });
  const units = wish.units ?? booking.units;
  await tx
    .updateTable('bookings.booking')
    .set({
      // What is given on request keeps its units as what it takes; a price takes their place.
      price: wish.price === 0 && booking.service === null ? null : wish.price,
      units,
      unit: units === null ? null : (booking.unit ?? timeUnit(offer)),
      ...(wish.day === undefined ? {} : { day: wish.day }),
      quoted_at: by.clock.now(),
      quoted_by: by.actor?.personId ?? null,
      quote_until: wish.until,
    })
    .where('id', '=', id)
    .execute();
  return after(tx, by, booking, 'bookings.quoted', {
    price: wish.price,
    units: unitsInDeed(offer, booking.unit ?? timeUnit(offer), units),
    until: wish.until.toString(),
  });
}

/** Takes up a quote: from then on it is an order like any other. */
export async function acceptQuote(
  tx: Tx,
  by: By,
  id: string,
  wish: { invoiceUpTo?: number } = {},
): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'accept');
  if (!found.ok || found.value.done) return done(found);
  return keepFor(tx, by, found.value, wish.invoiceUpTo ?? 0, 'bookings.quote-accepted', (until) => ({
    accepted_at: by.clock.now(),
    accepted_by: by.actor?.personId ?? null,
    held_at: by.clock.now(),
    held_by: by.actor?.personId ?? null,
    held_until: until,
  }));
}

/** Keeps again what a hold that ran out had kept, with what is left of the credit now. */
export async function keepAgain(
  tx: Tx,
  by: By,
  id: string,
  wish: { invoiceUpTo?: number } = {},
): Promise<Result<Booking, Refusal>> {
  const found = await locked(tx, by, id, 'keep-again');
  if (!found.ok || found.value.done) return done(found);
  return keepFor(tx, by, found.value, wish.invoiceUpTo ?? 0, 'bookings.kept-again', (until) => ({ held_until: until }));
}

async function keepFor(
  tx: Tx,
  by: By,
  { booking, offer }: { booking: Booking; offer: ToPay['offer']; state: State },
  invoiceUpTo: number,
  action: string,
  moments: (until: Temporal.Instant | null) => Record<string, unknown>,
): Promise<Result<Booking, Refusal>> {
  await lockHolders(tx, [booking.holder]);
  const element = offer.elements.find((one) => one.id === booking.element);
  if (!element) throw new Error(`The offer of booking ${booking.id} has no element ${booking.element}.`);
  const standing = standingOf(offer, booking.element, await knownSchools(tx, booking.forSchools, booking.countsOn));
  if (standing.refusal) return refused(standing.refusal);
  await releaseHolds(tx, by, booking.id);
  const plan = await planOf(
    tx,
    {
      wish: { holder: booking.holder, forSchools: booking.forSchools, occasion: booking.occasion },
      offer,
      countsOn: booking.countsOn,
      priced: { element, units: booking.units, unit: booking.unit, what: booking.what },
      standing,
    },
    booking.price,
    new Map(),
    invoiceUpTo,
  );
  if (!plan.ok) return plan;
  const kept = await keep(tx, by, { ...toKeep(booking, offer), payers: plan.value });
  if (!kept.ok) return kept;
  await writePayers(tx, booking.id, kept.value.payers);
  const atOnce = offer.bespoke.booking.debitedAt === 'order';
  if (atOnce) {
    const taken = await take(tx, by, { ...booking, payers: kept.value.payers }, offer);
    if (!taken.ok) throw new Error(`What was just held cannot be used: ${taken.reason.words}`);
  }
  await tx
    .updateTable('bookings.booking')
    .set({
      ...moments(kept.value.until),
      ...(atOnce ? { confirmed_at: by.clock.now(), confirmed_by: by.actor?.personId ?? null } : {}),
    })
    .where('id', '=', booking.id)
    .execute();
  return after(tx, by, booking, action, { price: booking.price });
}
