import { sql } from 'kysely';
import { recordDeed } from '../../../platform/audit';
import type { Tx } from '../../../platform/database';
import { dropFile, type Files, fileById, type KeptFile, keepFile } from '../../../platform/files';
import { ok, type Result, refused } from '../../../platform/result';
import { counted, money } from '../../../platform/words';
import type { By } from '../invoices';
import {
  allocateMany,
  allocateOldestFirst,
  type NewPayment,
  type Payment,
  recordPayment,
  recordPayments,
} from '../payments';
import { invoices, schoolNames } from '../queries';
import type { BankFile, BankRow } from './file';
import type { OpenInvoice } from './matches';
import '../tables';

const level = 'finance/*';
/** No other file is of this type, so that those that wait can be told from the rest. */
const waitingType = 'application/vnd.mesters.bank-statement+json';

/** Keeps what was read of a statement until it is accepted: what is taken is what was looked at. */
export const keepStatement = (tx: Tx, files: Files, name: string, read: BankFile): Promise<KeptFile> =>
  keepFile(tx, files, { content: new TextEncoder().encode(JSON.stringify(read)), name, type: waitingType, level });

/** A statement that waits, or null: taken already, given up, or never there. */
export async function waitingStatement(
  tx: Tx,
  files: Files,
  id: string,
): Promise<(BankFile & { name: string }) | null> {
  const kept = await fileById(tx, id);
  if (kept?.type !== waitingType) return null;
  const read = JSON.parse(new TextDecoder().decode(await files.read(kept.sha256))) as {
    rows: (Omit<BankRow, 'day'> & { day: string })[];
    rejects: BankFile['rejects'];
  };
  return {
    name: kept.name,
    rows: read.rows.map((row) => ({ ...row, day: Temporal.PlainDate.from(row.day) })),
    rejects: read.rejects,
  };
}

/** Hashes of these rows that are here already. */
export async function known(tx: Tx, rows: readonly BankRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const found = await tx
    .selectFrom('subscriptions.bank_line')
    .where(
      'hash',
      'in',
      rows.map(({ hash }) => hash),
    )
    .select('hash')
    .execute();
  return new Set(found.map(({ hash }) => hash));
}

/** Takes the lines of a statement that waits. Those that are here already add nothing. Null where it waits no longer. */
export async function acceptStatement(tx: Tx, by: By, files: Files, id: string): Promise<{ added: number } | null> {
  const statement = await waitingStatement(tx, files, id);
  if (!statement || !(await dropFile(tx, id))) return null;
  let added = 0;
  for (let i = 0; i < statement.rows.length; i += 500) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('subscriptions.bank_line')
      .values(
        statement.rows.slice(i, i + 500).map((row) => ({
          id: crypto.randomUUID(),
          ...row,
          file_name: statement.name,
          imported_at: by.clock.now(),
          imported_by: by.actor?.personId ?? null,
          payment_id: null,
          set_aside_at: null,
          set_aside_by: null,
          set_aside_why: null,
        })),
      )
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .executeTakeFirst();
    added += Number(numInsertedOrUpdatedRows ?? 0);
  }
  await recordDeed(tx, by, {
    action: 'subscriptions.bank-statement-taken',
    scope: 'installation',
    about: `${statement.name}: ${counted(added, 'line')}`,
    after: { file: statement.name, read: statement.rows.length, added },
  });
  return { added };
}

export interface BankLine {
  id: string;
  day: Temporal.PlainDate;
  pence: number;
  text: string;
  reference: string;
  fileName: string;
  line: number;
  paymentId: string | null;
  setAsideWhy: string | null;
}

export const bankStates = ['open', 'matched', 'set-aside', 'out'] as const;
export type BankState = (typeof bankStates)[number];

/** Lines of the statement, the newest first. Open: money that came in and that nobody has matched or set aside. */
export async function bankLines(tx: Tx, of: { ids?: readonly string[]; state?: BankState } = {}): Promise<BankLine[]> {
  const ids = of.ids?.filter(isId);
  if (ids?.length === 0) return [];
  let query = tx.selectFrom('subscriptions.bank_line').selectAll();
  if (ids) query = query.where('id', 'in', ids);
  if (of.state === 'out') query = query.where('pence', '<', 0);
  if (of.state === 'open')
    query = query.where('pence', '>', 0).where('payment_id', 'is', null).where('set_aside_at', 'is', null);
  if (of.state === 'matched') query = query.where('payment_id', 'is not', null);
  if (of.state === 'set-aside') query = query.where('set_aside_at', 'is not', null);
  const rows = await query.orderBy('day', 'desc').orderBy('file_name').orderBy('line').execute();
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    pence: row.pence,
    text: row.text,
    reference: row.reference,
    fileName: row.file_name,
    line: row.line,
    paymentId: row.payment_id,
    setAsideWhy: row.set_aside_why,
  }));
}

/** What may be matched: every invoice of which something is left. */
export async function matchable(tx: Tx): Promise<OpenInvoice[]> {
  const open = await invoices(tx, { open: true });
  const names = await schoolNames(
    tx,
    open.map(({ urn }) => urn),
  );
  return open.flatMap(({ id, due, number, leftPence, name, urn, purchaseOrder }) =>
    due ? [{ id, due, number, leftPence, name, urn, purchaseOrder, school: names.get(urn) ?? `URN ${urn}` }] : [],
  );
}

const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

export type Chosen = { invoiceId: string } | { urns: readonly number[]; urn: number | null };

/** Makes a line a payment of what was chosen. Done once: a line that is one already stays as it is. */
export async function acceptMatch(
  tx: Tx,
  by: By,
  lineId: string,
  chosen: Chosen,
): Promise<Result<Payment, { words: string }>> {
  if ('invoiceId' in chosen) {
    const [done] = await acceptMatches(tx, by, [{ lineId, invoiceId: chosen.invoiceId }]);
    return done as Result<Payment, { words: string }>;
  }
  const [line] = await bankLines(tx, { ids: [lineId] });
  const fit = fitting(line);
  if (!fit.ok) return fit;
  const { payment, isNew } = await recordPayment(tx, by, paymentOf(fit.value, chosen.urn));
  if (!isNew) return ok(payment);
  await markPaid(tx, [{ lineId, paymentId: payment.id }]);
  return allocateOldestFirst(tx, by, payment, chosen.urns);
}

/** Makes lines payments of one invoice each, with no more statements than one. Each is answered by itself. */
export async function acceptMatches(
  tx: Tx,
  by: By,
  matches: readonly { lineId: string; invoiceId: string }[],
): Promise<Result<Payment, { words: string }>[]> {
  const lines = new Map(
    (await bankLines(tx, { ids: matches.map(({ lineId }) => lineId) })).map((one) => [one.id, one]),
  );
  const ids = matches.map(({ invoiceId }) => invoiceId).filter(isId);
  const known = new Map((await invoices(tx, { ids })).map((one) => [one.id, one]));
  const looked = matches.map(({ lineId, invoiceId }) => {
    const [line, invoice] = [fitting(lines.get(lineId)), known.get(invoiceId)];
    if (!line.ok) return line;
    return invoice ? ok({ line: line.value, invoice }) : refused({ words: 'There is no such invoice.' });
  });
  const fit = [...new Map(looked.flatMap((one) => (one.ok ? [[one.value.line.id, one.value] as const] : []))).values()];
  const recorded = await recordPayments(
    tx,
    by,
    fit.map(({ line, invoice }) => paymentOf(line, invoice.urn)),
  );
  const byLine = new Map(recorded.map(({ payment, isNew }, i) => [fit[i]?.line.id, { payment, isNew }]));
  const fresh = fit.flatMap(({ line, invoice }) => {
    const { payment, isNew } = byLine.get(line.id) ?? {};
    return payment && isNew ? [{ lineId: line.id, payment, invoice }] : [];
  });
  await markPaid(
    tx,
    fresh.map(({ lineId, payment }) => ({ lineId, paymentId: payment.id })),
  );
  const left = new Map([...known.values()].map(({ id, leftPence }) => [id, leftPence]));
  const allocated = await allocateMany(
    tx,
    by,
    fresh.map(({ payment, invoice }) => {
      const pence = Math.min(payment.overPence, left.get(invoice.id) ?? 0);
      left.set(invoice.id, (left.get(invoice.id) ?? 0) - pence);
      return { paymentId: payment.id, shares: [{ invoiceId: invoice.id, pence }] };
    }),
  );
  const answers = new Map(fresh.map(({ lineId }, i) => [lineId, allocated[i]]));
  return looked.map((one, i) => {
    if (!one.ok) return one;
    const { lineId = '' } = matches[i] ?? {};
    return answers.get(lineId) ?? ok((byLine.get(lineId) as { payment: Payment }).payment);
  });
}

function fitting(line: BankLine | undefined): Result<BankLine, { words: string }> {
  if (!line || line.pence < 0) return refused({ words: 'There is no such line.' });
  return line.setAsideWhy === null ? ok(line) : refused({ words: 'This line was set aside.' });
}

const paymentOf = (line: BankLine, urn: number | null): NewPayment => ({
  key: `bank/${line.id}`,
  received: line.day,
  pence: line.pence,
  how: 'bank',
  reference: line.reference,
  payer: line.text || line.reference || 'Not said',
  urn,
});

async function markPaid(tx: Tx, paid: readonly { lineId: string; paymentId: string }[]): Promise<void> {
  await sql`
    update subscriptions.bank_line b set payment_id = new.payment
    from unnest(${paid.map(({ lineId }) => lineId)}::uuid[], ${paid.map(({ paymentId }) => paymentId)}::uuid[]) new (line, payment)
    where b.id = new.line and b.payment_id is null`.execute(tx);
}

/** Money that is not from a school: the line leaves the list, and says why. */
export async function setAside(tx: Tx, by: By, lineId: string, why: string): Promise<boolean> {
  const row = await tx
    .updateTable('subscriptions.bank_line')
    .set({ set_aside_at: by.clock.now(), set_aside_by: by.actor?.personId ?? null, set_aside_why: why })
    .where('id', '=', lineId)
    .where('payment_id', 'is', null)
    .where('set_aside_at', 'is', null)
    .returning(['pence', 'day'])
    .executeTakeFirst();
  if (!row) return false;
  await recordDeed(tx, by, {
    action: 'subscriptions.bank-line-set-aside',
    scope: 'installation',
    about: `${money(row.pence)} of ${row.day}`,
    after: { line: lineId, why },
  });
  return true;
}
