import { accountsById, type By, holdMany, releaseHolds } from '../entitlements';
import type { Offer } from '../offer';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import type { Booking, Payer } from './queries';
import { notEnough, type Refusal } from './refusals';
import './tables';

/** What is kept for a booking, and until when. */
export interface Kept {
  /** The lines as they are paid: one for each money of the accounts that pay. */
  payers: Payer[];
  /** Null where it is kept without an end. */
  until: Temporal.Instant | null;
}

interface ToKeep {
  id: string;
  offer: Offer;
  countsOn: Temporal.PlainDate;
  what: string;
  element: string;
  /** The rule that what is owed is drawn from; null where any of the element's accounts pays. */
  rule: string | null;
  occasion: string | null;
  payers: readonly Payer[];
}

/**
 * Holds what a booking takes, as long as the offer keeps an order; where the offer holds nothing before the confirmation, nothing is held.
 * `endless`: until it is delivered. Refused, with nothing held, when the accounts have not enough.
 */
export async function keep(tx: Tx, by: By, one: ToKeep, endless = false): Promise<Result<Kept, Refusal>> {
  const [kept] = await keepMany(tx, by, [one], endless);
  return kept as Result<Kept, Refusal>;
}

/** The same for many, each answered by itself. */
export async function keepMany(
  tx: Tx,
  by: By,
  all: readonly ToKeep[],
  endless = false,
): Promise<Result<Kept, Refusal>[]> {
  const now = by.clock.now();
  const looked = all.map((one) => {
    const { heldAt, heldForDays } = one.offer.bespoke.booking;
    const nothing = heldAt === 'confirmation' && !endless;
    const until = endless || nothing ? null : now.add({ hours: 24 * heldForDays });
    const lines = one.payers.map((payer, n) => ({
      payer,
      wish:
        nothing || payer.how !== 'account' || payer.pays === null
          ? null
          : {
              // A hold that ran out is made anew under another name.
              key: `booking/${one.id}/${n + 1}/${now}${endless ? '/kept' : ''}`,
              booking: one.id,
              holder: payer.holder,
              element: payer.pays,
              units: payer.units,
              on: one.countsOn,
              until,
              words: one.what,
              ...(one.rule && payer.pays === one.element ? { rule: one.rule } : {}),
              ...(one.occasion ? { occasion: one.occasion } : {}),
            },
    }));
    return { one, until, lines };
  });
  const wishes = looked.flatMap(({ lines }) => lines.flatMap(({ wish }) => wish ?? []));
  const answers = await holdMany(tx, by, wishes);
  const held = new Map(wishes.map((wish, i) => [wish, answers[i]]));
  const accounts = await accountsById(tx, [
    ...new Set(answers.flatMap((answer) => (answer.ok ? answer.value.shares.map(({ accountId }) => accountId) : []))),
  ]);
  const sources = new Map(accounts.map(({ id, source }) => [id, source]));
  const kept: Result<Kept, Refusal>[] = [];
  for (const { one, until, lines } of looked) {
    const payers: Payer[] = [];
    let missing: Refusal | null = null;
    for (const { payer, wish } of lines) {
      const found = wish && held.get(wish);
      if (!found) payers.push(payer);
      else if (found.ok) payers.push(...bySource(payer, found.value.shares, sources));
      else missing ??= notEnough(one.offer, payer.pays ?? one.element, payer.unit, found.reason.left, payer.units);
    }
    if (missing) await releaseHolds(tx, by, one.id);
    kept.push(missing ? refused(missing) : ok({ payers, until }));
  }
  return kept;
}

/** One line for each funding source of the accounts that pay, in the order in which they pay. */
const bySource = (
  payer: Payer,
  shares: readonly { accountId: number; unit: string; units: number }[],
  sources: ReadonlyMap<number, string>,
): Payer[] =>
  [...Map.groupBy(shares, ({ accountId }) => sources.get(accountId) ?? payer.source)].map(([source, of]) => ({
    ...payer,
    source,
    unit: of[0]?.unit ?? payer.unit,
    units: of.reduce((units, share) => units + share.units, 0),
  }));

/** Writes who pays; what was written before for the booking goes. */
export async function writePayers(tx: Tx, id: string, payers: readonly Payer[]): Promise<void> {
  await tx.deleteFrom('bookings.booking_payer').where('booking_id', '=', id).execute();
  await addPayers(tx, [{ id, payers }]);
}

/** Writes who pays for bookings that are new. */
export async function addPayers(tx: Tx, all: readonly { id: string; payers: readonly Payer[] }[]): Promise<void> {
  const rows = all.flatMap(({ id, payers }) =>
    payers.map((payer, i) => ({
      booking_id: id,
      n: i + 1,
      holder_kind: payer.holder.kind,
      holder_id: payer.holder.id,
      how: payer.how,
      pays: payer.pays,
      units: payer.units,
      unit: payer.unit,
      pence: payer.pence,
      urn: payer.urn,
      source: payer.source,
    })),
  );
  if (rows.length > 0) await tx.insertInto('bookings.booking_payer').values(rows).execute();
}

export const toKeep = (booking: Booking, offer: Offer): ToKeep => ({
  id: booking.id,
  offer,
  countsOn: booking.countsOn,
  what: booking.what,
  element: booking.element,
  rule: booking.rule,
  occasion: booking.occasion,
  payers: booking.payers,
});
