import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { documentNumber } from './rules';
import type { How, StandingRow } from './tables';
import './tables';

/** An invoice or a credit note with what has become of it. */
export interface Invoice {
  id: string;
  /** What causes it: the second with the same is the first. */
  key: string;
  kind: 'invoice' | 'credit-note';
  number: number;
  /** As printed: INV-00042. */
  name: string;
  urn: number;
  year: string;
  raised: Temporal.PlainDate;
  /** A credit note has none. */
  due: Temporal.PlainDate | null;
  pence: number;
  purchaseOrder: string | null;
  sender: string;
  /** The school and its address, a line each, as they were then. */
  billedTo: string;
  /** The payment details that it was written with. */
  payTo: number | null;
  credits: string | null;
  reason: string | null;
  creditedPence: number;
  paidPence: number;
  leftPence: number;
  /** The last payment. */
  paidOn: Temporal.PlainDate | null;
}

export interface Line {
  n: number;
  text: string;
  quantity: number;
  eachPence: number;
  pence: number;
  source: string;
  element: string | null;
}

/** One document with its standing, or null where there is none that the asker may see. */
export async function invoiceBy(
  tx: Tx,
  by: { id: string } | { key: string } | { kind: Invoice['kind']; number: number },
): Promise<Invoice | null> {
  let query = tx.selectFrom('subscriptions.invoice_standing').selectAll();
  if ('id' in by) query = query.where('id', '=', by.id);
  else if ('key' in by) query = query.where('key', '=', by.key);
  else query = query.where('kind', '=', by.kind).where('number', '=', by.number);
  const row = await query.executeTakeFirst();
  return row ? fromRow(row) : null;
}

export const linesOf = async (tx: Tx, invoiceId: string): Promise<Line[]> =>
  (await linesOfMany(tx, [invoiceId])).get(invoiceId) ?? [];

export async function linesOfMany(tx: Tx, invoiceIds: readonly string[]): Promise<Map<string, Line[]>> {
  const { rows } = await sql<Line & { invoiceId: string }>`
    select invoice_id as "invoiceId", n, text, quantity, each_pence as "eachPence", pence, source, element
    from subscriptions.invoice_line where invoice_id = any(${[...invoiceIds]}::uuid[]) order by invoice_id, n`.execute(
    tx,
  );
  const found = new Map<string, Line[]>();
  for (const { invoiceId, ...line } of rows) found.set(invoiceId, [...(found.get(invoiceId) ?? []), line]);
  return found;
}

/** Documents, the newest first. `open`: invoices of which something is left. */
export async function invoices(
  tx: Tx,
  of: { ids?: readonly string[]; keys?: readonly string[]; urns?: readonly number[]; open?: boolean } = {},
): Promise<Invoice[]> {
  if ([of.ids, of.keys, of.urns].some((wanted) => wanted?.length === 0)) return [];
  let query = tx.selectFrom('subscriptions.invoice_standing').selectAll();
  if (of.ids) query = query.where('id', 'in', [...of.ids]);
  if (of.keys) query = query.where('key', 'in', [...of.keys]);
  if (of.urns) query = query.where('urn', 'in', [...of.urns]);
  if (of.open) query = query.where('kind', '=', 'invoice').where('left_pence', '>', 0);
  const rows = await query.orderBy('raised', 'desc').orderBy('kind').orderBy('number', 'desc').execute();
  return rows.map(fromRow);
}

export const creditNotesOf = async (tx: Tx, invoiceId: string): Promise<Invoice[]> =>
  (
    await tx
      .selectFrom('subscriptions.invoice_standing')
      .where('credits', '=', invoiceId)
      .selectAll()
      .orderBy('number')
      .execute()
  ).map(fromRow);

export interface Paid {
  allocationId: number;
  paymentId: string;
  invoiceId: string;
  invoice: string;
  urn: number;
  received: Temporal.PlainDate;
  pence: number;
  how: How;
  reference: string;
  payer: string;
}

/** What payments pay of invoices, the oldest first; of one invoice, one payment, or some schools. */
export async function allocations(
  tx: Tx,
  of: { invoiceId?: string; paymentIds?: readonly string[]; urns?: readonly number[] },
): Promise<Paid[]> {
  if (of.urns?.length === 0 || of.paymentIds?.length === 0) return [];
  let query = tx
    .selectFrom('subscriptions.payment_allocation as a')
    .innerJoin('subscriptions.payment as p', 'p.id', 'a.payment_id')
    .innerJoin('subscriptions.invoice as i', 'i.id', 'a.invoice_id')
    .where('a.released_at', 'is', null);
  if (of.invoiceId) query = query.where('a.invoice_id', '=', of.invoiceId);
  if (of.paymentIds) query = query.where('a.payment_id', 'in', [...of.paymentIds]);
  if (of.urns) query = query.where('i.urn', 'in', [...of.urns]);
  const rows = await query
    .select(['a.id', 'a.payment_id', 'a.invoice_id', 'a.pence', 'p.received', 'p.how', 'p.reference', 'p.payer'])
    .select(['i.urn', 'i.number'])
    .orderBy('p.received')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    allocationId: row.id,
    paymentId: row.payment_id,
    invoiceId: row.invoice_id,
    invoice: documentNumber('invoice', row.number),
    urn: row.urn,
    received: row.received,
    pence: row.pence,
    how: row.how,
    reference: row.reference,
    payer: row.payer,
  }));
}

/** Names of schools by their URNs, as they are today. */
export async function schoolNames(tx: Tx, urns: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(urns)];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('schools.current_school')
    .where('urn', 'in', wanted)
    .select(['urn', 'name'])
    .execute();
  return new Map(rows.map(({ urn, name }) => [urn, name]));
}

const fromRow = (row: StandingRow): Invoice => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  number: row.number,
  name: documentNumber(row.kind, row.number),
  urn: row.urn,
  year: row.year,
  raised: row.raised,
  due: row.due,
  pence: row.pence,
  purchaseOrder: row.purchase_order,
  sender: row.sender,
  billedTo: row.billed_to,
  payTo: row.pay_to,
  credits: row.credits,
  reason: row.reason,
  creditedPence: row.credited_pence,
  paidPence: row.paid_pence,
  leftPence: row.left_pence,
  paidOn: row.paid_on,
});

/** So many locks at most: a statement of a country's schools has more payments than a database keeps locks. */
const waitingPlaces = 256;

/**
 * Those who pay or credit the same wait here, in one order, before they look: each would else hold its rows by what refers to them, and wait in
 * the database's check for the other. Now and then two wait who pay something else.
 *
 * @param ids of payments and of invoices
 */
export const lockForPaying = (tx: Tx, ids: readonly string[]) =>
  sql`select pg_advisory_xact_lock(hashtext('subscriptions.paying'), place)
    from (select distinct hashtext(id) & ${waitingPlaces - 1}::int as place from unnest(${[...ids]}::text[]) id order by 1) places`.execute(
    tx,
  );
