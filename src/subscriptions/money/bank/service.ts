import { recordDeed } from '../../../platform/audit';
import type { Tx } from '../../../platform/database';
import { dropFile, type Files, fileById, type KeptFile, keepFile } from '../../../platform/files';
import { ok, type Result, refused } from '../../../platform/result';
import { counted, money } from '../../../platform/words';
import type { By } from '../invoices';
import { allocate, allocateOldestFirst, type Payment, recordPayment } from '../payments';
import { invoiceBy, invoices, schoolNames } from '../queries';
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
export async function bankLines(tx: Tx, of: { id?: string; state?: BankState } = {}): Promise<BankLine[]> {
  if (of.id !== undefined && !/^[0-9a-f-]{36}$/.test(of.id)) return [];
  let query = tx.selectFrom('subscriptions.bank_line').selectAll();
  if (of.id) query = query.where('id', '=', of.id);
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

export type Chosen = { invoiceId: string } | { urns: readonly number[]; urn: number | null };

/** Makes a line a payment of what was chosen. Done once: a line that is one already stays as it is. */
export async function acceptMatch(
  tx: Tx,
  by: By,
  lineId: string,
  chosen: Chosen,
): Promise<Result<Payment, { words: string }>> {
  const [line] = await bankLines(tx, { id: lineId });
  if (!line || line.pence < 0) return refused({ words: 'There is no such line.' });
  if (line.setAsideWhy !== null) return refused({ words: 'This line was set aside.' });
  const invoice = 'invoiceId' in chosen ? await invoiceBy(tx, { id: chosen.invoiceId }) : null;
  if ('invoiceId' in chosen && !invoice) return refused({ words: 'There is no such invoice.' });
  const { payment, isNew } = await recordPayment(tx, by, {
    key: `bank/${lineId}`,
    received: line.day,
    pence: line.pence,
    how: 'bank',
    reference: line.reference,
    payer: line.text || line.reference || 'Not said',
    urn: invoice ? invoice.urn : 'urn' in chosen ? chosen.urn : null,
  });
  if (!isNew) return ok(payment);
  await tx
    .updateTable('subscriptions.bank_line')
    .set({ payment_id: payment.id })
    .where('id', '=', lineId)
    .where('payment_id', 'is', null)
    .execute();
  if (invoice)
    return allocate(tx, by, payment.id, [
      { invoiceId: invoice.id, pence: Math.min(payment.overPence, invoice.leftPence) },
    ]);
  return allocateOldestFirst(tx, by, payment, 'urns' in chosen ? chosen.urns : []);
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
