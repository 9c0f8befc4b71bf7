import { z } from 'zod';
import type { By } from '../entitlements';
import { offerOfVersion } from '../offer';
import type { Tx } from '../platform/database';
import { defineJob, type JobKind } from '../platform/jobs';
import { credit, invoiceBy, linesOf, raiseInvoice } from '../subscriptions';
import { bookingById } from './queries';

/** Has the invoices of a booking raised, or taken back when it was cancelled in time. Doing it twice does no harm. */
export const settleMoney = defineJob({
  name: 'bookings.settle-money',
  title: 'Raising or taking back the invoices of a booking',
  payload: z.object({ booking: z.uuid() }),
  handle: async (work, { booking }) => {
    await work.tx((tx) => settle(tx, { actor: null, clock: work.clock }, booking));
  },
});

export const bookingJobs: readonly JobKind<never>[] = [settleMoney];

/** Brings the invoices of one booking to what it is now. In the program's name. */
export async function settle(tx: Tx, by: By, id: string): Promise<void> {
  const booking = await bookingById(tx, id);
  const published = booking && (await offerOfVersion(tx, booking.offerId));
  if (!booking?.confirmedAt || !published) return;
  const { offer } = published;
  const billed = booking.payers.filter(({ how }) => how === 'invoice');
  for (const [n, payer] of billed.entries()) {
    const key = n === 0 ? `booking/${id}` : `booking/${id}/${n + 1}`;
    if (payer.urn === null || payer.pence === null) continue;
    if (!booking.returned) {
      await raiseInvoice(tx, by, {
        key,
        urn: payer.urn,
        year: booking.year,
        due: by.clock.today().add({ days: offer.contract.invoicing.payWithinDays }),
        lines: [
          { text: booking.what, quantity: 1, eachPence: payer.pence, source: payer.source, element: booking.element },
        ],
      });
      continue;
    }
    const invoice = await invoiceBy(tx, { key });
    if (!invoice) continue;
    const lines = (await linesOf(tx, invoice.id)).map(({ n: _, pence: __, ...line }) => line);
    const noted = await credit(tx, by, {
      key: `${key}/cancelled`,
      invoiceId: invoice.id,
      lines,
      reason: `Cancelled: ${booking.cancelledWhy}`,
    });
    // Somebody who works on money has to look at it: the job stays among those that failed.
    if (!noted.ok) throw new Error(`${invoice.name} of a cancelled booking: ${noted.reason.words}`);
  }
}
