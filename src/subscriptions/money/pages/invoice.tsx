import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataTable,
  PageHeading,
  Section,
  SummaryList,
  Tag,
  Textarea,
  TextInput,
} from '../../../platform/ui';
import { counted, date, money } from '../../../platform/words';
import { hasAccount, type SaidDetails } from '../pay-to/details';
import { HowToPay, NothingSaid } from '../pay-to/parts';
import type { Invoice, Line, Paid } from '../queries';
import { howWords, stateWords } from '../words';
import { invoiceHref } from './account';

export interface InvoiceView {
  invoice: Invoice;
  school: string;
  lines: readonly Line[];
  paid: readonly Paid[];
  notes: readonly Invoice[];
  credited: Invoice | null;
  letters: readonly { nth: number; sent: Temporal.PlainDate; recipients: number }[];
  today: Temporal.PlainDate;
  office: boolean;
  /** Where schools pay today: it may be another account than the one on the document. */
  payTo: SaidDetails | null;
}

export function InvoicePage({
  invoice,
  school,
  lines,
  paid,
  notes,
  credited,
  letters,
  today,
  office,
  payTo,
}: InvoiceView) {
  const isInvoice = invoice.kind === 'invoice';
  const { text, tone } = stateWords(invoice, today);
  const href = invoiceHref(invoice);
  return (
    <>
      <PageHeading
        eyebrow={school}
        title={`${isInvoice ? 'Invoice' : 'Credit note'} ${invoice.name}`}
        lead={
          isInvoice
            ? invoice.leftPence > 0
              ? `${money(invoice.leftPence)} is still to pay.`
              : 'Nothing is left to pay.'
            : `${money(invoice.pence)} taken from an invoice.`
        }
        actions={<Tag tone={tone}>{text}</Tag>}
      />
      <ButtonGroup>
        <ButtonLink href={`${href}/document.pdf`}>Open the PDF</ButtonLink>
        {office && isInvoice && invoice.leftPence > 0 && <a href={`${href}/credit`}>Write a credit note</a>}
      </ButtonGroup>
      <SummaryList
        rows={[
          { key: 'Raised', value: date(invoice.raised) },
          ...(invoice.due ? [{ key: 'Pay by', value: date(invoice.due) }] : []),
          ...(credited ? [{ key: 'Takes from', value: <a href={invoiceHref(credited)}>{credited.name}</a> }] : []),
          ...(invoice.reason ? [{ key: 'Why', value: invoice.reason }] : []),
          { key: 'School year', value: invoice.year },
          { key: 'Order number', value: invoice.purchaseOrder },
        ]}
      />
      {isInvoice && invoice.leftPence > 0 && hasAccount(payTo) && (
        <Section
          title="How to pay"
          intro={
            invoice.payTo === null
              ? 'The PDF was made before this was said.'
              : invoice.payTo !== payTo.id
                ? 'This has changed since the PDF was made: pay as it stands here.'
                : undefined
          }
        >
          <HowToPay details={payTo} invoice={invoice.name} />
        </Section>
      )}
      {isInvoice && office && !hasAccount(payTo) && <NothingSaid />}
      <Section title="What it is for" rule="ink">
        <DataTable<Line>
          caption="Lines"
          captionHidden
          rows={lines}
          columns={[
            { key: 'text', header: 'For', name: true, cell: (line) => line.text, total: 'Together' },
            { key: 'quantity', header: 'Quantity', align: 'end', cell: ({ quantity }) => quantity },
            { key: 'each', header: 'Each', align: 'end', cell: ({ eachPence }) => money(eachPence) },
            {
              key: 'pence',
              header: 'Amount',
              align: 'end',
              figure: true,
              cell: ({ pence }) => money(pence),
              total: money(invoice.pence),
            },
          ]}
        />
      </Section>
      {paid.length > 0 && (
        <Section title="What has been paid of it">
          <DataTable<Paid>
            caption="Payments"
            captionHidden
            rows={paid}
            columns={[
              {
                key: 'day',
                header: 'Received',
                name: true,
                cell: (one) =>
                  office ? <a href={`/money/payments/${one.paymentId}`}>{date(one.received)}</a> : date(one.received),
              },
              { key: 'payer', header: 'From', cell: ({ payer }) => payer },
              { key: 'how', header: 'How', cell: ({ how }) => howWords[how] },
              { key: 'pence', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
            ]}
          />
        </Section>
      )}
      {notes.length > 0 && (
        <Section title="Credit notes">
          <ul>
            {notes.map((note) => (
              <li>
                <a href={invoiceHref(note)}>{note.name}</a>, {date(note.raised)}: {money(note.pence)}. {note.reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {letters.length > 0 && (
        <Section title="Letters">
          <ul>
            {letters.map(({ nth, sent, recipients }) => (
              <li>
                {nth === 0 ? 'Sent' : 'Reminder'} on {date(sent)}
                {recipients === 0
                  ? ', to nobody: the school has no business manager and no headteacher here'
                  : `, to ${counted(recipients, 'person', 'people')}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

export interface CreditForm {
  typed: { amount: string; text: string; reason: string };
  errors: { amount?: string; text?: string; reason?: string };
}

export const CreditPage = ({ invoice, once, typed, errors }: CreditForm & { invoice: Invoice; once: string }) => (
  <>
    <PageHeading
      title={`Credit note for ${invoice.name}`}
      lead={`${money(invoice.leftPence)} is left of it, and a credit note takes no more than that. An invoice itself is never changed.`}
    />
    <form method="post" action={`${invoiceHref(invoice)}/credit`} novalidate>
      <input type="hidden" name="once" value={once} />
      <TextInput
        id="amount"
        name="amount"
        label="How much?"
        prefix="£"
        width={10}
        value={typed.amount}
        error={errors.amount}
      />
      <TextInput
        id="text"
        name="text"
        label="For what?"
        hint="Stands on the credit note"
        value={typed.text}
        error={errors.text}
      />
      <Textarea id="reason" name="reason" label="Why?" rows={2} value={typed.reason} error={errors.reason} />
      <ButtonGroup>
        <Button>Write the credit note</Button>
        <a href={invoiceHref(invoice)}>Cancel</a>
      </ButtonGroup>
    </form>
  </>
);
