import { sql } from 'kysely';
import { recordDeed, recordDeeds } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { money } from '../../platform/words';
import type { By } from './invoices';
import { allocations, type Invoice, invoiceBy, invoices, lockForPaying, type Paid } from './queries';
import { type Open, oldestFirst, type Share, sumPence } from './rules';
import type { How } from './tables';
import './tables';

export interface Payment {
  id: string;
  /** What makes it once. */
  key: string;
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
  const [recorded] = await recordPayments(tx, by, [wish]);
  return recorded as { payment: Payment; isNew: boolean };
}

/** The same for many with no more statements than one. */
export async function recordPayments(
  tx: Tx,
  by: By,
  wishes: readonly NewPayment[],
): Promise<{ payment: Payment; isNew: boolean }[]> {
  if (wishes.length === 0) return [];
  const rows = await tx
    .insertInto('subscriptions.payment')
    .values(
      wishes.map((wish) => ({
        ...wish,
        id: crypto.randomUUID(),
        recorded_at: by.clock.now(),
        recorded_by: by.actor?.personId ?? null,
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning(['id', 'key'])
    .execute();
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const found = new Map((await payments(tx, { keys: wishes.map(({ key }) => key) })).map((one) => [one.key, one]));
  await recordDeeds(
    tx,
    wishes
      .filter(({ key }) => ids.has(key))
      .map(({ key, urn, pence, payer, received, reference }) => ({
        by,
        deed: {
          action: 'subscriptions.payment-recorded',
          scope: urn === null ? 'installation' : `school/${urn}`,
          about: `${money(pence)} from ${payer}`,
          after: { id: ids.get(key), pence, received: received.toString(), reference },
        },
      })),
  );
  return wishes.map(({ key }) => {
    const payment = found.get(key);
    if (!payment) throw new Error(`The payment ${key} was neither found nor recorded.`);
    return { payment, isNew: ids.has(key) };
  });
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
  const [done] = await allocateMany(tx, by, [{ paymentId, shares }]);
  return done as Result<Payment, PaymentRefusal>;
}

/** The same for many payments, each answered by itself: a refused one changes nothing, and keeps no other from being done. */
export async function allocateMany(
  tx: Tx,
  by: By,
  wishes: readonly { paymentId: string; shares: readonly Share[] }[],
): Promise<Result<Payment, PaymentRefusal>[]> {
  const paymentIds = wishes.map(({ paymentId }) => paymentId);
  await lockForPaying(tx, [...paymentIds, ...wishes.flatMap(({ shares }) => shares.map((one) => one.invoiceId))]);
  const known = new Map((await payments(tx, { ids: paymentIds })).map((one) => [one.id, one]));
  const paid = await allocations(tx, { paymentIds: [...known.keys()] });
  const there = new Set(paid.map(({ paymentId, invoiceId }) => `${paymentId} ${invoiceId}`));
  const wanted = [...new Set(wishes.flatMap(({ shares }) => shares.map(({ invoiceId }) => invoiceId)))];
  const open = new Map((await invoices(tx, { ids: wanted.filter(isId) })).map((one) => [one.id, one]));
  // What one payment pays is not left for the next.
  const left = new Map([...open.values()].map(({ id, leftPence }) => [id, leftPence]));
  const made: { payment: Payment; invoice: Invoice; pence: number }[] = [];
  const answers = wishes.map(({ paymentId, shares }): Result<string, PaymentRefusal> => {
    const payment = known.get(paymentId);
    if (!payment) return refused({ words: 'There is no such payment.' });
    const fresh = shares.filter(({ invoiceId, pence }) => pence > 0 && !there.has(`${paymentId} ${invoiceId}`));
    if (sumPence(fresh) > payment.overPence)
      return refused({ words: `${money(payment.overPence)} of this payment is not yet set against an invoice.` });
    for (const { invoiceId, pence } of fresh) {
      const invoice = open.get(invoiceId);
      if (invoice?.kind !== 'invoice') return refused({ words: 'There is no such invoice.' });
      const still = left.get(invoiceId) ?? 0;
      if (pence > still) return refused({ words: `${money(still)} is left to pay of ${invoice.name}.` });
    }
    for (const { invoiceId, pence } of fresh) {
      left.set(invoiceId, (left.get(invoiceId) ?? 0) - pence);
      made.push({ payment, invoice: open.get(invoiceId) as Invoice, pence });
    }
    return ok(paymentId);
  });
  if (made.length > 0)
    await tx
      .insertInto('subscriptions.payment_allocation')
      .values(
        made.map(({ payment, invoice, pence }) => ({
          payment_id: payment.id,
          invoice_id: invoice.id,
          pence,
          allocated_at: by.clock.now(),
          allocated_by: by.actor?.personId ?? null,
          released_at: null,
          released_by: null,
        })),
      )
      .execute();
  await recordDeeds(
    tx,
    made.map(({ payment, invoice, pence }) => ({
      by,
      deed: {
        action: 'subscriptions.payment-allocated',
        scope: `school/${invoice.urn}`,
        about: `${money(pence)} from ${payment.payer} pays ${invoice.name}`,
        after: { payment: payment.id, invoice: invoice.name, pence },
      },
    })),
  );
  const after = new Map((await payments(tx, { ids: paymentIds })).map((one) => [one.id, one]));
  return answers.map((answer) => (answer.ok ? ok(after.get(answer.value) as Payment) : answer));
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
  of: { ids?: readonly string[]; keys?: readonly string[]; urns?: readonly number[]; over?: boolean } = {},
): Promise<Payment[]> {
  const ids = of.ids?.filter(isId);
  if ([ids, of.keys, of.urns].some((wanted) => wanted?.length === 0)) return [];
  const { rows } = await sql<Payment>`
    select * from (
      select p.id, p.key, p.received, p.pence, p.how, p.reference, p.payer, p.urn,
        coalesce(a.pence, 0)::bigint as "allocatedPence", (p.pence - coalesce(a.pence, 0))::bigint as "overPence", p.recorded_at
      from subscriptions.payment p left join lateral (
        select sum(x.pence) as pence from subscriptions.payment_allocation x where x.payment_id = p.id and x.released_at is null
      ) a on true
      where true
        ${ids ? sql`and p.id = any(${ids}::uuid[])` : sql``}
        ${of.keys ? sql`and p.key = any(${[...of.keys]}::text[])` : sql``}
        ${of.urns ? sql`and p.urn = any(${[...of.urns]}::int[])` : sql``}
    ) found
    ${of.over ? sql`where "overPence" > 0` : sql``}
    order by received desc, recorded_at desc, id`.execute(tx);
  return rows;
}

const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

export const paysOf = (tx: Tx, paymentId: string): Promise<Paid[]> => allocations(tx, { paymentIds: [paymentId] });
