import type { Offer } from '../../offer';

/** What follows from invoices, payments and the day. Pure; money is integer pence, dates are days. */

export type Invoicing = Offer['contract']['invoicing'];

/** The first day on which an instalment is an invoice: some days before it falls due, and not before the contract binds. */
export const raisedFrom = (due: Temporal.PlainDate, active: Temporal.PlainDate, invoicing: Invoicing) =>
  later(due.subtract({ days: invoicing.raisedDaysBefore }), active);

/** The day by which it is paid: that of the instalment, or as long after it was raised as schools have, whichever is later. */
export const payableBy = (due: Temporal.PlainDate, raised: Temporal.PlainDate, invoicing: Invoicing) =>
  later(due, raised.add({ days: invoicing.payWithinDays }));

/** How many reminders of an invoice should have gone by a day. */
export function remindersBy(due: Temporal.PlainDate, today: Temporal.PlainDate, { reminders }: Invoicing): number {
  const late = daysLate(due, today);
  if (late < Math.max(1, reminders.afterDays)) return 0;
  return Math.min(reminders.atMost, 1 + Math.floor((late - Math.max(1, reminders.afterDays)) / reminders.everyDays));
}

/** The first day after this one on which one more reminder goes; null where there are no more. */
export function nextReminder(
  due: Temporal.PlainDate,
  today: Temporal.PlainDate,
  invoicing: Invoicing,
): Temporal.PlainDate | null {
  const nth = remindersBy(due, today, invoicing) + 1;
  const { afterDays, everyDays, atMost } = invoicing.reminders;
  return nth > atMost ? null : due.add({ days: Math.max(1, afterDays) + (nth - 1) * everyDays });
}

/** Days since it should have been paid; nothing on the day itself. */
export const daysLate = (due: Temporal.PlainDate, today: Temporal.PlainDate): number =>
  Math.max(0, due.until(today, { largestUnit: 'days' }).days);

export type InvoiceState = 'due' | 'overdue' | 'paid' | 'credited';
export const invoiceStates = ['due', 'overdue', 'paid', 'credited'] as const;

/** Overdue: due before today and not paid. Credited: nothing is left because credit notes took it. */
export function stateOfInvoice(
  invoice: { due: Temporal.PlainDate; pence: number; creditedPence: number; leftPence: number },
  today: Temporal.PlainDate,
): InvoiceState {
  if (invoice.leftPence <= 0) return invoice.creditedPence >= invoice.pence ? 'credited' : 'paid';
  return daysLate(invoice.due, today) > 0 ? 'overdue' : 'due';
}

/** How long money has been owed since it fell due. What is not yet due stands in the first. */
export const bands = ['not-due', 'to-30', 'to-60', 'to-90', 'over-90'] as const;
export type Band = (typeof bands)[number];

export function bandOf(due: Temporal.PlainDate, today: Temporal.PlainDate): Band {
  const late = due.until(today, { largestUnit: 'days' }).days;
  if (late < 0) return 'not-due';
  if (late <= 30) return 'to-30';
  if (late <= 60) return 'to-60';
  return late <= 90 ? 'to-90' : 'over-90';
}

export interface Open {
  id: string;
  due: Temporal.PlainDate;
  number: number;
  leftPence: number;
}

export interface Share {
  invoiceId: string;
  pence: number;
}

/** What a sum pays, the oldest first: earliest due, then lowest number. What it does not reach stays owed, what is over stays over. */
export function oldestFirst(open: readonly Open[], pence: number): Share[] {
  const shares: Share[] = [];
  let over = pence;
  for (const { id, leftPence } of open.toSorted(
    (a, b) => Temporal.PlainDate.compare(a.due, b.due) || a.number - b.number,
  )) {
    const part = Math.min(over, leftPence);
    if (part > 0) shares.push({ invoiceId: id, pence: part });
    over -= Math.max(0, part);
  }
  return shares;
}

/** INV-00042, CN-00003: as printed, and as it is looked for in what a payer wrote. */
export const documentNumber = (kind: 'invoice' | 'credit-note', number: number): string =>
  `${kind === 'invoice' ? 'INV' : 'CN'}-${String(number).padStart(5, '0')}`;

export function readDocumentNumber(typed: string): { kind: 'invoice' | 'credit-note'; number: number } | null {
  const match = /^(INV|CN)[-\s]?0*([1-9]\d{0,8})$/i.exec(typed.trim());
  if (!match) return null;
  return { kind: match[1]?.toUpperCase() === 'CN' ? 'credit-note' : 'invoice', number: Number(match[2]) };
}

/** The school year of the given calendar that a day is in: "2031/32". */
export function yearHolding(offer: Pick<Offer, 'calendar'>, day: Temporal.PlainDate): string {
  const begins = offer.calendar.yearStarts.toPlainDate({ year: day.year });
  const first = Temporal.PlainDate.compare(day, begins) < 0 ? day.year - 1 : day.year;
  return `${first}/${String((first + 1) % 100).padStart(2, '0')}`;
}

export const sumPence = (amounts: readonly { pence: number }[]): number =>
  amounts.reduce((total, { pence }) => total + pence, 0);

/** "£1,234.50", "1234.5", "1,234": pence, or null where it is no amount above nothing. */
export function readPounds(typed: string): number | null {
  const figure = typed.replace(/[£,\s]/g, '');
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(figure)) return null;
  const [pounds = '0', pence = ''] = figure.split('.');
  const amount = Number(pounds) * 100 + Number(pence.padEnd(2, '0'));
  return amount > 0 ? amount : null;
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b);
