import type { Tone } from '../../platform/ui';
import { counted } from '../../platform/words';
import type { Invoice } from './queries';
import { type Band, daysLate, type InvoiceState, stateOfInvoice } from './rules';
import type { Entry } from './statement';
import type { How } from './tables';

export const bandWords: Record<Band, string> = {
  'not-due': 'Not yet due',
  'to-30': '0 to 30 days',
  'to-60': '31 to 60 days',
  'to-90': '61 to 90 days',
  'over-90': 'Over 90 days',
};

export const howWords: Record<How, string> = {
  bank: 'Bank transfer',
  cheque: 'Cheque',
  card: 'Card',
  cash: 'Cash',
  other: 'Another way',
};

export const stateName: Record<InvoiceState, string> = {
  due: 'Due',
  overdue: 'Overdue',
  paid: 'Paid',
  credited: 'Credited',
};

/** The state of a document on a day as a tag: late says by how much. A credit note is one. */
export function stateWords(invoice: Invoice, today: Temporal.PlainDate): { text: string; tone: Tone } {
  if (!invoice.due) return { text: 'Credit note', tone: 'outline' };
  const state = stateOfInvoice({ ...invoice, due: invoice.due }, today);
  if (state === 'overdue') return { text: `${counted(daysLate(invoice.due, today), 'day')} late`, tone: 'late' };
  if (state === 'paid') return { text: 'Paid', tone: 'done' };
  if (state === 'credited') return { text: 'Credited', tone: 'outline' };
  return { text: invoice.leftPence < invoice.pence ? 'Part paid' : 'Due', tone: 'quiet' };
}

export function entryWords({ kind, name, text }: Entry): string {
  if (kind === 'invoice') return `Invoice ${name}`;
  if (kind === 'credit-note') return `Credit note ${name}, ${text}`;
  return name ? `Payment of ${name} from ${text}` : `Payment from ${text}`;
}
