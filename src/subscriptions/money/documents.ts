import { type Block, type PdfDocument, renderPdf } from '../../platform/documents';
import { count, date, money } from '../../platform/words';
import { hasAccount, type PaymentDetails } from './pay-to/details';
import { payRows } from './pay-to/words';
import type { Invoice, Line } from './queries';
import { bands } from './rules';
import type { AccountStatement } from './statement';
import { bandWords, entryWords } from './words';

/** An invoice or a credit note, made from what is kept alone: the same bytes each time. */
export const invoicePdf = (...kept: Parameters<typeof invoiceDocument>): Promise<Uint8Array> =>
  renderPdf(invoiceDocument(...kept));

export function invoiceDocument(
  invoice: Invoice,
  lines: readonly Line[],
  credited: Invoice | null,
  payTo: PaymentDetails | null,
): PdfDocument {
  const { kind, name, due, pence, sender, purchaseOrder, raised, reason } = invoice;
  const isInvoice = kind === 'invoice';
  const several = lines.some(({ quantity }) => quantity > 1);
  return {
    title: isInvoice ? `Invoice ${name}` : `Credit note ${name}`,
    author: sender || 'Mesters',
    date: raised,
    foot: `${name}, URN ${invoice.urn}`,
    body: [
      {
        kind: 'facts',
        rows: [
          { key: isInvoice ? 'To' : 'For', value: invoice.billedTo },
          { key: 'From', value: sender || 'The partnership' },
          { key: 'Date', value: date(raised) },
          ...(due ? [{ key: 'Please pay by', value: [{ strong: date(due) }] }] : []),
          ...(purchaseOrder ? [{ key: 'Your order number', value: purchaseOrder }] : []),
          ...(credited ? [{ key: 'Takes from', value: `Invoice ${credited.name} of ${date(credited.raised)}` }] : []),
          ...(reason ? [{ key: 'Why', value: reason }] : []),
        ],
      },
      { kind: 'heading', text: 'What it is for' },
      {
        kind: 'table',
        columns: several
          ? [
              { heading: 'For' },
              { heading: 'Quantity', align: 'right' },
              { heading: 'Each', align: 'right' },
              { heading: 'Amount', align: 'right' },
            ]
          : [{ heading: 'For' }, { heading: 'Amount', align: 'right' }],
        rows: lines.map((line) => [
          line.text,
          ...(several ? [count(line.quantity), money(line.eachPence)] : []),
          money(line.pence),
        ]),
        total: [isInvoice ? 'To pay' : 'Credited', ...(several ? ['', ''] : []), money(pence)],
      },
      ...(isInvoice ? howToPay(payTo, name) : []),
      ...(isInvoice && !hasAccount(payTo)
        ? [
            {
              kind: 'note',
              text: `Please write ${name} in the payment's reference, so that we know what it is for.`,
            } satisfies Block,
          ]
        : []),
    ],
  };
}

/** Nothing where nobody has said it. */
const howToPay = (payTo: PaymentDetails | null, invoice: string | null): Block[] =>
  hasAccount(payTo)
    ? [
        { kind: 'heading', text: 'How to pay' },
        { kind: 'facts', rows: payRows(payTo, invoice) },
      ]
    : [];

/** A statement of account on a day. */
export const statementPdf = (
  account: AccountStatement,
  about: { of: string; from: string; today: Temporal.PlainDate; several: boolean; payTo: PaymentDetails | null },
): Promise<Uint8Array> =>
  renderPdf({
    title: `Statement of account: ${about.of}`,
    subtitle: `On ${date(about.today)}.`,
    author: about.from || 'Mesters',
    date: about.today,
    body: [
      {
        kind: 'figures',
        items: [
          { value: money(account.leftPence - account.overPence), label: 'still to pay' },
          { value: money(account.overduePence), label: 'of that overdue' },
        ],
      },
      { kind: 'heading', text: 'Invoices, credit notes and payments' },
      {
        kind: 'table',
        columns: [
          { heading: 'What' },
          ...(about.several ? [{ heading: 'School', width: 1 as const }] : []),
          { heading: 'Day' },
          { heading: 'Amount', align: 'right' },
          { heading: 'Owed then', align: 'right' },
        ],
        rows: account.entries.map((entry) => [
          entryWords(entry),
          ...(about.several ? [entry.school] : []),
          date(entry.day),
          money(entry.pence),
          money(entry.balancePence),
        ]),
        total: ['Still to pay', ...(about.several ? [''] : []), '', '', money(account.leftPence - account.overPence)],
      },
      { kind: 'heading', text: 'How long it has been owed' },
      {
        kind: 'table',
        columns: bands.map((band) => ({ heading: bandWords[band], align: 'right' as const, width: 1 })),
        rows: [bands.map((band) => money(account.aged[band]))],
      },
      ...(account.leftPence > 0 ? howToPay(about.payTo, null) : []),
    ],
  });
