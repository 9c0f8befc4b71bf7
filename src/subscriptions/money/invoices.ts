import type { Insertable } from 'kysely';
import { currentOffer } from '../../offer';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tables, Tx } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import { enqueue } from '../../platform/jobs';
import { ok, type Result, refused } from '../../platform/result';
import { money } from '../../platform/words';
import { lineage } from '../../schools';
import { sendInvoiceLetter } from './letters';
import { type Invoice, invoiceBy } from './queries';
import { sumPence, yearHolding } from './rules';
import './tables';

export interface By {
  actor: Anyone;
  clock: Clock;
}

/** One line of an invoice. `source` is a funding source of the offer; `element` what of the offer it pays for, where it pays for one. */
export interface InvoiceLine {
  text: string;
  quantity: number;
  eachPence: number;
  source: string;
  element?: string | null;
}

export interface NewInvoice {
  /** What causes it, such as `booking/…`: the second with the same key is the first. */
  key: string;
  urn: number;
  lines: readonly InvoiceLine[];
  due: Temporal.PlainDate;
  purchaseOrder?: string | null;
  /** The school year that it counts in; the one that holds today unless told. */
  year?: string;
  instalment?: { contractId: string; year: string; n: number };
}

/**
 * Writes an invoice, numbers it and has it sent. Asked again with the same key it answers the one there is. For people who work on
 * money, and for the program: whoever else causes one (a leader who confirms an order) enqueues a job in the same transaction.
 *
 * @throws RangeError where it has no lines or comes to nothing
 */
export async function raiseInvoice(tx: Tx, by: By, wish: NewInvoice): Promise<Invoice> {
  const pence = checkedSum(wish.lines);
  const today = by.clock.today();
  const urn = await billedUrn(tx, wish.urn);
  const due = Temporal.PlainDate.compare(wish.due, today) < 0 ? today : wish.due;
  const { instalment } = wish;
  const { invoice, written } = await write(tx, by, wish.lines, {
    kind: 'invoice',
    key: wish.key,
    urn,
    year: wish.year ?? (await yearOf(tx, today)),
    contract_id: instalment?.contractId ?? null,
    instalment_year: instalment?.year ?? null,
    instalment_n: instalment?.n ?? null,
    credits: null,
    reason: null,
    raised: today,
    due,
    pence,
    purchase_order: wish.purchaseOrder || null,
  });
  if (!written) return invoice;
  await enqueue(tx, sendInvoiceLetter, { invoice: invoice.id }, { once: invoice.id });
  await recordDeed(tx, by, {
    action: 'subscriptions.invoice-raised',
    scope: `school/${urn}`,
    about: `${invoice.name}, ${money(pence)}`,
    after: { number: invoice.name, pence, due: due.toString(), key: wish.key },
  });
  return invoice;
}

export interface NewCredit {
  /** Makes it once: the second with the same key is the first. */
  key: string;
  invoiceId: string;
  lines: readonly InvoiceLine[];
  reason: string;
}

export type CreditRefusal = { words: string };

/**
 * Takes from an invoice by a credit note. It takes no more than is left: what has been paid is taken off the invoice first, and then
 * stands to the school's credit.
 *
 * @throws RangeError where it has no lines or comes to nothing
 */
export async function credit(tx: Tx, by: By, wish: NewCredit): Promise<Result<Invoice, CreditRefusal>> {
  const before = await invoiceBy(tx, { key: wish.key });
  if (before) return ok(before);
  const pence = checkedSum(wish.lines);
  const invoice = await invoiceBy(tx, { id: wish.invoiceId });
  if (invoice?.kind !== 'invoice') return refused({ words: 'There is no such invoice.' });
  if (pence > invoice.leftPence) return refused({ words: tooMuch(invoice) });
  const { invoice: note, written } = await write(tx, by, wish.lines, {
    kind: 'credit-note',
    key: wish.key,
    urn: invoice.urn,
    year: invoice.year,
    contract_id: null,
    instalment_year: null,
    instalment_n: null,
    credits: invoice.id,
    reason: wish.reason,
    raised: by.clock.today(),
    due: null,
    pence,
    purchase_order: invoice.purchaseOrder,
  });
  if (written)
    await recordDeed(tx, by, {
      action: 'subscriptions.credit-note-written',
      scope: `school/${invoice.urn}`,
      about: `${note.name} takes ${money(pence)} from ${invoice.name}`,
      after: { number: note.name, invoice: invoice.name, pence, reason: wish.reason },
    });
  return ok(note);
}

function tooMuch({ name, leftPence, paidPence }: Invoice): string {
  if (leftPence === 0 && paidPence === 0) return `Nothing is left of ${name}: it has been credited already.`;
  const paid = paidPence > 0 ? ` ${money(paidPence)} has been paid: take that payment off the invoice first.` : '';
  return `${money(leftPence)} is left of ${name}, and a credit note takes no more than that.${paid}`;
}

type Head = Omit<
  Insertable<Tables['subscriptions.invoice']>,
  'id' | 'number' | 'sender' | 'billed_to' | 'raised_at' | 'raised_by'
>;

/** The document and its lines, unless one with the key is there. The database numbers it. */
async function write(
  tx: Tx,
  by: By,
  lines: readonly InvoiceLine[],
  head: Head,
): Promise<{ invoice: Invoice; written: boolean }> {
  const { name: sender } = await readInstallation(tx);
  const id = crypto.randomUUID();
  const written = await tx
    .insertInto('subscriptions.invoice')
    .values({
      ...head,
      id,
      sender,
      billed_to: await billedTo(tx, head.urn),
      raised_at: by.clock.now(),
      raised_by: by.actor?.personId ?? null,
    })
    .returning('id')
    .executeTakeFirst();
  if (written)
    await tx
      .insertInto('subscriptions.invoice_line')
      .values(
        lines.map((line, i) => ({
          invoice_id: id,
          n: i + 1,
          text: line.text,
          quantity: line.quantity,
          each_pence: line.eachPence,
          pence: line.quantity * line.eachPence,
          source: line.source,
          element: line.element ?? null,
        })),
      )
      .execute();
  const invoice = await invoiceBy(tx, { key: head.key });
  if (!invoice) throw new Error(`The invoice ${head.key} was neither found nor written.`);
  return { invoice, written: written !== undefined };
}

function checkedSum(lines: readonly InvoiceLine[]): number {
  const pence = sumPence(lines.map(({ quantity, eachPence }) => ({ pence: quantity * eachPence })));
  if (!Number.isSafeInteger(pence) || pence <= 0) throw new RangeError(`An invoice does not come to ${pence} pence.`);
  return pence;
}

/** The newest of the URNs that the school has had and that exists today: an academy is billed for what was agreed before it converted. */
async function billedUrn(tx: Tx, urn: number): Promise<number> {
  const line = await lineage(tx, urn);
  if (line.length === 1) return urn;
  const known = await tx.selectFrom('schools.current_school').where('urn', 'in', line).select('urn').execute();
  return line.findLast((one) => known.some((row) => row.urn === one)) ?? urn;
}

async function billedTo(tx: Tx, urn: number): Promise<string> {
  const school = await tx
    .selectFrom('schools.current_school')
    .where('urn', '=', urn)
    .select(['name', 'street', 'locality', 'town', 'postcode'])
    .executeTakeFirstOrThrow();
  const { name, street, locality, town, postcode } = school;
  return [name, street, locality, town, postcode].filter(Boolean).join('\n');
}

async function yearOf(tx: Tx, day: Temporal.PlainDate): Promise<string> {
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published: nothing can be invoiced.');
  return yearHolding(published.offer, day);
}
