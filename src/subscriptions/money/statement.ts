import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { payments } from './payments';
import { allocations, type Invoice, invoices, schoolNames } from './queries';
import { type Band, bandOf, bands, stateOfInvoice } from './rules';

/** One line of a statement of account: what raises what is owed, or lowers it. */
export interface Entry {
  day: Temporal.PlainDate;
  kind: 'invoice' | 'credit-note' | 'payment';
  /** The document, or nothing for money that is not yet set against one. */
  name: string;
  text: string;
  urn: number;
  school: string;
  /** Raises: above nothing. Lowers: below. */
  pence: number;
  /** What is owed after it. */
  balancePence: number;
}

export interface AccountStatement {
  entries: Entry[];
  invoices: Invoice[];
  invoicedPence: number;
  creditedPence: number;
  /** What pays invoices, and what is over of the schools' payments. */
  paidPence: number;
  overPence: number;
  /** What is still to pay of invoices. `invoiced − credited − paid`. */
  leftPence: number;
  overduePence: number;
  aged: Record<Band, number>;
}

/** The account of some schools until today: invoices, what was credited, and what came in. What the asker may not see is not there. */
export async function statementOfAccount(tx: Tx, urns: readonly number[]): Promise<AccountStatement> {
  const today = await todayOf(tx);
  const documents = await invoices(tx, { urns });
  const names = await schoolNames(tx, [...urns, ...documents.map(({ urn }) => urn)]);
  const paid = await allocations(tx, { urns });
  const over = (await payments(tx, { urns, over: true })).filter(({ urn }) => urn !== null);
  const school = (urn: number) => names.get(urn) ?? `URN ${urn}`;
  const byId = new Map(documents.map((one) => [one.id, one]));
  const entries: Omit<Entry, 'balancePence'>[] = [
    ...documents.map((one) => ({
      day: one.raised,
      kind: one.kind,
      name: one.name,
      text: one.kind === 'invoice' ? '' : `takes from ${byId.get(one.credits ?? '')?.name ?? 'an invoice'}`,
      urn: one.urn,
      school: school(one.urn),
      pence: one.kind === 'invoice' ? one.pence : -one.pence,
    })),
    ...paid.map((one) => ({
      day: one.received,
      kind: 'payment' as const,
      name: one.invoice,
      text: one.payer,
      urn: one.urn,
      school: school(one.urn),
      pence: -one.pence,
    })),
    ...over.map((one) => ({
      day: one.received,
      kind: 'payment' as const,
      name: '',
      text: `${one.payer}, not yet set against an invoice`,
      urn: one.urn as number,
      school: school(one.urn as number),
      pence: -one.overPence,
    })),
  ];
  const order = { invoice: 0, 'credit-note': 1, payment: 2 };
  entries.sort((a, b) => Temporal.PlainDate.compare(a.day, b.day) || order[a.kind] - order[b.kind]);
  let balancePence = 0;
  const bills = documents.filter(({ kind }) => kind === 'invoice');
  return {
    entries: entries.map((entry) => {
      balancePence += entry.pence;
      return { ...entry, balancePence };
    }),
    invoices: documents,
    invoicedPence: total(bills, ({ pence }) => pence),
    creditedPence: total(bills, ({ creditedPence }) => creditedPence),
    paidPence: total(bills, ({ paidPence }) => paidPence),
    overPence: over.reduce((sum, { overPence }) => sum + overPence, 0),
    leftPence: total(bills, ({ leftPence }) => leftPence),
    overduePence: total(bills, (one) => (isOverdue(one, today) ? one.leftPence : 0)),
    aged: agedOf(bills, today),
  };
}

/** The day of the transaction: what is overdue follows from it. */
async function todayOf(tx: Tx): Promise<Temporal.PlainDate> {
  const { rows } = await sql<{ today: Temporal.PlainDate }>`select platform.today() as today`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The transaction has no day.');
  return row.today;
}

const total = (all: readonly Invoice[], of: (one: Invoice) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0);

export const isOverdue = (one: Invoice, today: Temporal.PlainDate): boolean =>
  one.due !== null && stateOfInvoice({ ...one, due: one.due }, today) === 'overdue';

export const noDebt = (): Record<Band, number> =>
  Object.fromEntries(bands.map((band) => [band, 0])) as Record<Band, number>;

function agedOf(bills: readonly Invoice[], today: Temporal.PlainDate): Record<Band, number> {
  const aged = noDebt();
  for (const { due, leftPence } of bills) if (due && leftPence > 0) aged[bandOf(due, today)] += leftPence;
  return aged;
}

/** What a school's money of one year has come to, in pence. Under every number that the caller names. */
export async function moneyOf(
  tx: Tx,
  urns: number | readonly number[],
  year: string,
  on?: Temporal.PlainDate,
): Promise<{ invoiced: number; paid: number; overdue: number; credited: number; left: number }> {
  const today = on ?? (await todayOf(tx));
  const bills = (await invoices(tx, { urns: typeof urns === 'number' ? [urns] : urns })).filter(
    (one) => one.kind === 'invoice' && one.year === year,
  );
  return {
    invoiced: total(bills, ({ pence }) => pence),
    paid: total(bills, ({ paidPence }) => paidPence),
    overdue: total(bills, (one) => (isOverdue(one, today) ? one.leftPence : 0)),
    credited: total(bills, ({ creditedPence }) => creditedPence),
    left: total(bills, ({ leftPence }) => leftPence),
  };
}

export interface Debtor {
  urn: number;
  school: string;
  leftPence: number;
  overduePence: number;
  aged: Record<Band, number>;
  /** The earliest day that something unpaid was due. */
  oldest: Temporal.PlainDate;
}

/** Every school that owes something, by how long. The most overdue first. */
export async function debtors(tx: Tx, today: Temporal.PlainDate): Promise<Debtor[]> {
  const open = await invoices(tx, { open: true });
  const names = await schoolNames(
    tx,
    open.map(({ urn }) => urn),
  );
  const byUrn = Map.groupBy(open, ({ urn }) => urn);
  return [...byUrn]
    .map(([urn, bills]): Debtor => {
      const days = bills.flatMap(({ due }) => (due ? [due] : [])).sort(Temporal.PlainDate.compare);
      return {
        urn,
        school: names.get(urn) ?? `URN ${urn}`,
        leftPence: total(bills, ({ leftPence }) => leftPence),
        overduePence: total(bills, (one) => (isOverdue(one, today) ? one.leftPence : 0)),
        aged: agedOf(bills, today),
        oldest: days[0] ?? today,
      };
    })
    .sort((a, b) => b.overduePence - a.overduePence || b.leftPence - a.leftPence || a.school.localeCompare(b.school));
}
