import { accountsById, type By, hold, releaseHolds } from '../entitlements';
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
  const { heldAt, heldForDays } = one.offer.bespoke.booking;
  if (heldAt === 'confirmation' && !endless) return ok({ payers: [...one.payers], until: null });
  const until = endless ? null : by.clock.now().add({ hours: 24 * heldForDays });
  const payers: Payer[] = [];
  for (const [n, payer] of one.payers.entries()) {
    if (payer.how !== 'account' || payer.pays === null) {
      payers.push(payer);
      continue;
    }
    const held = await hold(tx, by, {
      // A hold that ran out is made anew under another name.
      key: `booking/${one.id}/${n + 1}/${by.clock.now()}${endless ? '/kept' : ''}`,
      booking: one.id,
      holder: payer.holder,
      element: payer.pays,
      units: payer.units,
      on: one.countsOn,
      until,
      words: one.what,
      ...(one.rule && payer.pays === one.element ? { rule: one.rule } : {}),
      ...(one.occasion ? { occasion: one.occasion } : {}),
    });
    if (!held.ok) {
      await releaseHolds(tx, by, one.id);
      return refused(notEnough(one.offer, payer.pays, payer.unit, held.reason.left, payer.units));
    }
    payers.push(...(await bySource(tx, payer, held.value.shares)));
  }
  return ok({ payers, until });
}

/** One line for each funding source of the accounts that pay, in the order in which they pay. */
async function bySource(
  tx: Tx,
  payer: Payer,
  shares: readonly { accountId: number; unit: string; units: number }[],
): Promise<Payer[]> {
  const accounts = await accountsById(
    tx,
    shares.map(({ accountId }) => accountId),
  );
  const sources = new Map(accounts.map(({ id, source }) => [id, source]));
  return [...Map.groupBy(shares, ({ accountId }) => sources.get(accountId) ?? payer.source)].map(([source, of]) => ({
    ...payer,
    source,
    unit: of[0]?.unit ?? payer.unit,
    units: of.reduce((units, share) => units + share.units, 0),
  }));
}

/** Writes who pays; what was written before for the booking goes. */
export async function writePayers(tx: Tx, id: string, payers: readonly Payer[]): Promise<void> {
  await tx.deleteFrom('bookings.booking_payer').where('booking_id', '=', id).execute();
  if (payers.length === 0) return;
  await tx
    .insertInto('bookings.booking_payer')
    .values(
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
    )
    .execute();
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
