import { sql } from 'kysely';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { money } from '../../platform/words';
import type { By } from './invoices';
import { allocations, invoiceBy, invoices, type Paid } from './queries';
import { type Open, oldestFirst, type Share, sumPence } from './rules';
import type { How } from './tables';
import './tables';

export interface Payment {
  id: string;
  received: Temporal.PlainDate;
  pence: number;
  how: How;
  reference: string;
  payer: string;
  /** The school it is from, where it is from one. */
  urn: number | null;
  /** What of it pays invoices, and what is over. */
  allocatedPence: number;
  overPence: number;
}

export interface NewPayment {
  /** Makes it once: 'form/…' of a form that may be sent twice, 'bank/…' of a line of the statement. */
  key: string;
  received: Temporal.PlainDate;
  pence: number;
  how: How;
  reference: string;
  payer: string;
  urn: number | null;
}

export type PaymentRefusal = { words: string };

/** Records money that came in. With the same key again it answers the one there is. */
export async function recordPayment(tx: Tx, by: By, wish: NewPayment): Promise<{ payment: Payment; isNew: boolean }> {
  const id = crypto.randomUUID();
  const row = await tx
    .insertInto('subscriptions.payment')
    .values({ ...wish, id, recorded_at: by.clock.now(), recorded_by: by.actor?.personId ?? null })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst();
  const [payment] = await payments(tx, { key: wish.key });
  if (!payment) throw new Error(`The payment ${wish.key} was neither found nor recorded.`);
  if (row)
    await recordDeed(tx, by, {
      action: 'subscriptions.payment-recorded',
      scope: wish.urn === null ? 'installation' : `school/${wish.urn}`,
      about: `${money(wish.pence)} from ${wish.payer}`,
      after: { id, pence: wish.pence, received: wish.received.toString(), reference: wish.reference },
    });
  return { payment, isNew: row !== undefined };
}

/**
 * Sets a payment against invoices. What it pays of them already is left as it is: asked twice, it is done once.
 * The database refuses more than the payment has or an invoice has left.
 */
export async function allocate(
  tx: Tx,
  by: By,
  paymentId: string,
  shares: readonly Share[],
): Promise<Result<Payment, PaymentRefusal>> {
  const [payment] = await payments(tx, { id: paymentId });
  if (!payment) return refused({ words: 'There is no such payment.' });
  const there = new Set((await allocations(tx, { paymentId })).map(({ invoiceId }) => invoiceId));
  const wanted = shares.filter(({ invoiceId, pence }) => pence > 0 && !there.has(invoiceId));
  if (sumPence(wanted) > payment.overPence)
    return refused({ words: `${money(payment.overPence)} of this payment is not yet set against an invoice.` });
  for (const { invoiceId, pence } of wanted) {
    const invoice = await invoiceBy(tx, { id: invoiceId });
    if (invoice?.kind !== 'invoice') return refused({ words: 'There is no such invoice.' });
    if (pence > invoice.leftPence)
      return refused({ words: `${money(invoice.leftPence)} is left to pay of ${invoice.name}.` });
    await tx
      .insertInto('subscriptions.payment_allocation')
      .values({
        payment_id: paymentId,
        invoice_id: invoiceId,
        pence,
        allocated_at: by.clock.now(),
        allocated_by: by.actor?.personId ?? null,
        released_at: null,
        released_by: null,
      })
      .execute();
    await recordDeed(tx, by, {
      action: 'subscriptions.payment-allocated',
      scope: `school/${invoice.urn}`,
      about: `${money(pence)} from ${payment.payer} pays ${invoice.name}`,
      after: { payment: paymentId, invoice: invoice.name, pence },
    });
  }
  const [after] = await payments(tx, { id: paymentId });
  return ok(after ?? payment);
}

/** What is over of a payment, against the oldest invoices of these schools. */
export async function allocateOldestFirst(
  tx: Tx,
  by: By,
  payment: Payment,
  urns: readonly number[],
): Promise<Result<Payment, PaymentRefusal>> {
  return allocate(tx, by, payment.id, oldestFirst(await openInvoices(tx, urns), payment.overPence));
}

/** Takes a payment off an invoice: the money is over again. Once off, again changes nothing. */
export async function release(tx: Tx, by: By, allocationId: number): Promise<void> {
  const row = await tx
    .updateTable('subscriptions.payment_allocation')
    .set({ released_at: by.clock.now(), released_by: by.actor?.personId ?? null })
    .where('id', '=', allocationId)
    .where('released_at', 'is', null)
    .returning(['payment_id', 'invoice_id', 'pence'])
    .executeTakeFirst();
  if (!row) return;
  const invoice = await invoiceBy(tx, { id: row.invoice_id });
  await recordDeed(tx, by, {
    action: 'subscriptions.payment-taken-off',
    scope: `school/${invoice?.urn}`,
    about: `${money(row.pence)} no longer pays ${invoice?.name}`,
    before: { payment: row.payment_id, pence: row.pence },
  });
}

export async function openInvoices(
  tx: Tx,
  urns?: readonly number[],
): Promise<(Open & { urn: number; name: string; raised: Temporal.PlainDate })[]> {
  const found = await invoices(tx, { open: true, ...(urns ? { urns } : {}) });
  return found.flatMap(({ id, due, number, leftPence, urn, name, raised }) =>
    due ? [{ id, due, number, leftPence, urn, name, raised }] : [],
  );
}

/** Payments, the newest first; with what is over of each. Of schools: those that are from one of them. */
export async function payments(
  tx: Tx,
  of: { id?: string; key?: string; urns?: readonly number[]; over?: boolean } = {},
): Promise<Payment[]> {
  if (of.id !== undefined && !/^[0-9a-f-]{36}$/.test(of.id)) return [];
  if (of.urns?.length === 0) return [];
  const { rows } = await sql<Payment>`
    select * from (
      select p.id, p.received, p.pence, p.how, p.reference, p.payer, p.urn,
        coalesce(a.pence, 0)::bigint as "allocatedPence", (p.pence - coalesce(a.pence, 0))::bigint as "overPence", p.recorded_at
      from subscriptions.payment p left join lateral (
        select sum(x.pence) as pence from subscriptions.payment_allocation x where x.payment_id = p.id and x.released_at is null
      ) a on true
      where true
        ${of.id ? sql`and p.id = ${of.id}` : sql``}
        ${of.key ? sql`and p.key = ${of.key}` : sql``}
        ${of.urns ? sql`and p.urn = any(${[...of.urns]}::int[])` : sql``}
    ) found
    ${of.over ? sql`where "overPence" > 0` : sql``}
    order by received desc, recorded_at desc, id`.execute(tx);
  return rows;
}

export const paysOf = (tx: Tx, paymentId: string): Promise<Paid[]> => allocations(tx, { paymentId });
