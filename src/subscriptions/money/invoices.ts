import type { Insertable } from 'kysely';
import { currentOffer } from '../../offer';
import type { Anyone } from '../../platform/actor';
import { recordDeed, recordDeeds } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tables, Tx } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import { enqueueMany } from '../../platform/jobs';
import { ok, type Result, refused } from '../../platform/result';
import { money } from '../../platform/words';
import { lineages } from '../../schools';
import { sendInvoiceLetter } from './letters';
import { currentDetails, hasAccount } from './pay-to/details';
import { type Invoice, invoiceBy, invoices, lockForPaying, schoolNames } from './queries';
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
  const [invoice] = await raiseInvoices(tx, by, [wish]);
  return invoice as Invoice;
}

/** The same for many with no more statements than one: numbered in their order. */
export async function raiseInvoices(tx: Tx, by: By, wishes: readonly NewInvoice[]): Promise<Invoice[]> {
  if (wishes.length === 0) return [];
  const today = by.clock.today();
  const billed = await billedUrns(
    tx,
    wishes.map(({ urn }) => urn),
  );
  const thisYear = wishes.every(({ year }) => year) ? '' : await yearOf(tx, today);
  const written = await write(
    tx,
    by,
    wishes.map(({ lines, instalment, ...wish }) => ({
      lines,
      head: {
        kind: 'invoice',
        key: wish.key,
        urn: billed.get(wish.urn) ?? wish.urn,
        year: wish.year ?? thisYear,
        contract_id: instalment?.contractId ?? null,
        instalment_year: instalment?.year ?? null,
        instalment_n: instalment?.n ?? null,
        credits: null,
        reason: null,
        raised: today,
        due: Temporal.PlainDate.compare(wish.due, today) < 0 ? today : wish.due,
        pence: checkedSum(lines),
        purchase_order: wish.purchaseOrder || null,
      },
    })),
  );
  const fresh = written.filter(({ isNew }) => isNew);
  await enqueueMany(
    tx,
    sendInvoiceLetter,
    fresh.map(({ invoice: { id } }) => ({ payload: { invoice: id }, once: id })),
  );
  await recordDeeds(
    tx,
    fresh.map(({ invoice: { name, pence, urn, due }, key }) => ({
      by,
      deed: {
        action: 'subscriptions.invoice-raised',
        scope: `school/${urn}`,
        about: `${name}, ${money(pence)}`,
        after: { number: name, pence, due: due?.toString(), key },
      },
    })),
  );
  return written.map(({ invoice }) => invoice);
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
  await lockForPaying(tx, [wish.invoiceId]);
  const before = await invoiceBy(tx, { key: wish.key });
  if (before) return ok(before);
  const pence = checkedSum(wish.lines);
  const invoice = await invoiceBy(tx, { id: wish.invoiceId });
  if (invoice?.kind !== 'invoice') return refused({ words: 'There is no such invoice.' });
  if (pence > invoice.leftPence) return refused({ words: tooMuch(invoice) });
  const head: Head = {
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
  };
  const [written] = await write(tx, by, [{ head, lines: wish.lines }]);
  const { invoice: note, isNew } = written as Written;
  if (isNew)
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
  'id' | 'number' | 'sender' | 'billed_to' | 'pay_to' | 'raised_at' | 'raised_by'
>;

interface Written {
  invoice: Invoice;
  key: string;
  /** False where one with the key was there. */
  isNew: boolean;
}

/** The documents and their lines, unless one with the key is there. The database numbers them. */
async function write(
  tx: Tx,
  by: By,
  all: readonly { head: Head; lines: readonly InvoiceLine[] }[],
): Promise<Written[]> {
  const { name: sender } = await readInstallation(tx);
  const payTo = await currentDetails(tx);
  const addresses = await billedTo(
    tx,
    all.map(({ head }) => head.urn),
  );
  const rows = all.map(({ head, lines }) => ({ id: crypto.randomUUID(), head, lines }));
  const made = await tx
    .insertInto('subscriptions.invoice')
    .values(
      rows.map(({ id, head }) => ({
        ...head,
        id,
        sender,
        billed_to: addresses.get(head.urn) ?? '',
        pay_to: head.kind === 'invoice' && hasAccount(payTo) ? payTo.id : null,
        raised_at: by.clock.now(),
        raised_by: by.actor?.personId ?? null,
      })),
    )
    .returning('id')
    .execute();
  const isNew = new Set(made.map(({ id }) => id));
  const lines = rows
    .filter(({ id }) => isNew.has(id))
    .flatMap(({ id, lines }) =>
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
    );
  if (lines.length > 0) await tx.insertInto('subscriptions.invoice_line').values(lines).execute();
  const found = new Map((await invoices(tx, { keys: all.map(({ head }) => head.key) })).map((one) => [one.key, one]));
  return rows.map(({ id, head: { key } }) => {
    const invoice = found.get(key);
    if (!invoice) throw new Error(`The invoice ${key} was neither found nor written.`);
    return { invoice, key, isNew: isNew.has(id) };
  });
}

function checkedSum(lines: readonly InvoiceLine[]): number {
  const pence = sumPence(lines.map(({ quantity, eachPence }) => ({ pence: quantity * eachPence })));
  if (!Number.isSafeInteger(pence) || pence <= 0) throw new RangeError(`An invoice does not come to ${pence} pence.`);
  return pence;
}

/** The newest of the URNs that each school has had and that exists today: an academy is billed for what was agreed before it converted. */
async function billedUrns(tx: Tx, urns: readonly number[]): Promise<Map<number, number>> {
  const lines = await lineages(tx, urns);
  const several = [...lines.values()].filter((line) => line.length > 1).flat();
  const known = several.length === 0 ? new Map() : await schoolNames(tx, several);
  return new Map(urns.map((urn) => [urn, lines.get(urn)?.findLast((one) => known.has(one)) ?? urn]));
}

/** Names and addresses, a line each. @throws Error where a school is not known */
async function billedTo(tx: Tx, urns: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx
    .selectFrom('schools.current_school')
    .where('urn', 'in', [...new Set(urns)])
    .select(['urn', 'name', 'street', 'locality', 'town', 'postcode'])
    .execute();
  const found = new Map(
    rows.map(({ urn, name, street, locality, town, postcode }) => [
      urn,
      [name, street, locality, town, postcode].filter(Boolean).join('\n'),
    ]),
  );
  const unknown = urns.find((urn) => !found.has(urn));
  if (unknown !== undefined) throw new Error(`There is no school ${unknown} to bill.`);
  return found;
}

async function yearOf(tx: Tx, day: Temporal.PlainDate): Promise<string> {
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published: nothing can be invoiced.');
  return yearHolding(published.offer, day);
}
