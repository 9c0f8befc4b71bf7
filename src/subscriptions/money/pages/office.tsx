import type { Child } from 'hono/jsx';
import {
  Button,
  ButtonGroup,
  Checkboxes,
  DataTable,
  DateInput,
  EmptyState,
  ExportLinks,
  type Order,
  PageHeading,
  Radios,
  Second,
  Section,
  SummaryList,
  sortLinks,
  Tabs,
  TextInput,
} from '../../../platform/ui';
import { counted, date, money } from '../../../platform/words';
import { NothingSaid } from '../pay-to/parts';
import type { Payment } from '../payments';
import type { Invoice, Paid } from '../queries';
import { bands } from '../rules';
import type { Debtor } from '../statement';
import { hows } from '../tables';
import { bandWords, howWords } from '../words';
import { invoiceHref } from './account';

/** The office's pages about money, for those who work on it. */
export const moneyPages = [
  { text: 'Who owes', href: '/money' },
  { text: 'Invoices', href: '/money/invoices' },
  { text: 'Payments', href: '/money/payments' },
  { text: 'Bank statement', href: '/money/bank' },
  { text: 'Where schools pay', href: '/money/payment-details' },
  { text: 'To the accounts', href: '/money/exports' },
];

/** The top of each of them. */
export const MoneyHeading = ({
  at,
  title,
  lead,
  actions,
}: {
  at: string;
  title: string;
  lead?: string;
  actions?: Child;
}) => (
  <>
    <PageHeading title={title} lead={lead} actions={actions} />
    <Tabs label="Money" items={moneyPages.map((item) => ({ ...item, current: item.href === at }))} />
  </>
);

export const DebtorsPage = ({
  debtors,
  waiting,
  bank,
  saysWhere,
  order,
  address,
}: {
  debtors: readonly Debtor[];
  /** Parts of fees that should be invoices by today. */
  waiting: number;
  /** Lines of the bank's statement that nobody has matched. */
  bank: number;
  /** Invoices say where to pay. */
  saysWhere: boolean;
  order: Order;
  address: string;
}) => {
  const sum = (of: (one: Debtor) => number) => debtors.reduce((total, one) => total + of(one), 0);
  const overdue = sum(({ overduePence }) => overduePence);
  const query = address.includes('?') ? address.slice(address.indexOf('?')) : '';
  return (
    <>
      <MoneyHeading
        at="/money"
        title="Money"
        lead={
          debtors.length === 0
            ? 'Nobody owes anything.'
            : `${counted(debtors.length, 'school')} ${debtors.length === 1 ? 'owes' : 'owe'} ${money(sum(({ leftPence }) => leftPence))}, of which ${overdue > 0 ? money(overdue) : 'nothing'} is overdue.`
        }
      />
      {!saysWhere && <NothingSaid />}
      <ul>
        <li>
          {waiting === 0
            ? 'Every instalment that should be an invoice by today is one.'
            : `${counted(waiting, 'instalment')} should be ${waiting === 1 ? 'an invoice' : 'invoices'} by today and will be within minutes.`}
        </li>
        <li>
          {bank === 0 ? (
            'Every payment on the bank statement has been matched or set aside.'
          ) : (
            <a href="/money/bank">{counted(bank, 'payment')} on the bank statement to match</a>
          )}
        </li>
      </ul>
      <form method="post" action="/money/raise" class="m-section">
        <Button kind="secondary">Raise what is due now</Button>
      </form>
      <Section
        title="Aged debtors"
        rule="ink"
        aside={<ExportLinks csv={`/money.csv${query}`} excel={`/money.xlsx${query}`} />}
      >
        {debtors.length === 0 ? (
          <EmptyState title="Nothing is owed" level={3}>
            Schools with an invoice that is not paid will be here, by how long they have owed it.
          </EmptyState>
        ) : (
          <DataTable<Debtor>
            caption="What each school owes, by days since it fell due"
            captionHidden
            rows={debtors}
            sort={sortLinks(address, order)}
            columns={[
              {
                key: 'school',
                header: 'School',
                name: true,
                sortable: true,
                cell: ({ urn, school }) => <a href={`/schools/${urn}/money`}>{school}</a>,
                total: 'Together',
              },
              ...bands.map((band) => ({
                key: band,
                header: bandWords[band],
                align: 'end' as const,
                sortable: true,
                cell: ({ aged }: Debtor): Child => (aged[band] === 0 ? null : money(aged[band])),
                total: money(sum(({ aged }) => aged[band])),
              })),
              {
                key: 'left',
                header: 'Left to pay',
                align: 'end',
                figure: true,
                strong: true,
                sortable: true,
                cell: ({ leftPence }) => money(leftPence),
                total: money(sum(({ leftPence }) => leftPence)),
              },
            ]}
          />
        )}
      </Section>
    </>
  );
};

export const PaymentsPage = ({
  payments,
  names,
  over,
}: {
  payments: readonly Payment[];
  names: ReadonlyMap<number, string>;
  over: boolean;
}) => {
  const sum = payments.reduce((total, one) => total + one.overPence, 0);
  return (
    <>
      <MoneyHeading
        at="/money/payments"
        title="Payments"
        lead={sum > 0 ? `${money(sum)} is not yet set against an invoice.` : 'All of it is set against invoices.'}
        actions={<a href="/money/payments/new">Record a payment</a>}
      />
      <Section
        title={over ? 'Not yet set against an invoice' : counted(payments.length, 'payment')}
        aside={
          <>
            <a href={over ? '/money/payments' : '/money/payments?over=yes'}>
              {over ? 'All payments' : 'Only those with money over'}
            </a>
            <ExportLinks
              csv={`/money/payments.csv${over ? '?over=yes' : ''}`}
              excel={`/money/payments.xlsx${over ? '?over=yes' : ''}`}
            />
          </>
        }
      >
        {payments.length === 0 ? (
          <EmptyState title="No payment" level={3} action={<a href="/money/payments/new">Record a payment</a>}>
            Record one by hand, or match a line of the bank statement.
          </EmptyState>
        ) : (
          <DataTable<Payment>
            caption="Payments"
            captionHidden
            rows={payments}
            columns={[
              {
                key: 'payer',
                header: 'From',
                name: true,
                cell: ({ id, payer, urn }) => (
                  <>
                    <a href={`/money/payments/${id}`}>{payer}</a>
                    {urn !== null && <Second>{names.get(urn) ?? `URN ${urn}`}</Second>}
                  </>
                ),
              },
              { key: 'received', header: 'Received', cell: ({ received }) => date(received) },
              { key: 'how', header: 'How', plain: true, cell: ({ how }) => howWords[how] },
              { key: 'reference', header: 'Reference', cell: ({ reference }) => reference || null },
              { key: 'amount', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
              {
                key: 'over',
                header: 'Over',
                align: 'end',
                cell: ({ overPence }) => (overPence > 0 ? money(overPence) : null),
              },
            ]}
          />
        )}
      </Section>
    </>
  );
};

export interface PaymentForm {
  typed: { amount: string; how: string; reference: string; payer: string; for: string };
  day: { day?: string; month?: string; year?: string };
  errors: { received?: string; amount?: string; how?: string; payer?: string; for?: string };
}

export const NewPaymentPage = ({ typed, day, errors, once }: PaymentForm & { once: string }) => (
  <>
    <PageHeading title="Record a payment" lead="It pays the oldest invoices first, unless you name one." />
    <form method="post" action="/money/payments/new" novalidate>
      <input type="hidden" name="once" value={once} />
      <DateInput id="received" name="received" legend="When did it come in?" values={day} error={errors.received} />
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
        id="payer"
        name="payer"
        label="From whom?"
        hint="As the bank or the cheque names them"
        value={typed.payer}
        error={errors.payer}
      />
      <TextInput
        id="for"
        name="for"
        label="What does it pay? (optional)"
        hint="The number of an invoice (INV-00042), the URN of a school, or the UID of a trust. Leave it empty if you do not know yet."
        width={20}
        value={typed.for}
        error={errors.for}
      />
      <Radios
        id="how"
        name="how"
        legend="How did it come?"
        value={typed.how}
        error={errors.how}
        choices={hows.map((value) => ({ value, text: howWords[value] }))}
      />
      <TextInput id="reference" name="reference" label="Reference (optional)" width={20} value={typed.reference} />
      <ButtonGroup>
        <Button>Record the payment</Button>
        <a href="/money/payments">Cancel</a>
      </ButtonGroup>
    </form>
  </>
);

export const PaymentPage = ({
  payment,
  paid,
  open,
  school,
  error,
}: {
  payment: Payment;
  paid: readonly Paid[];
  open: readonly (Invoice & { school: string })[];
  school: string | null;
  error?: string | undefined;
}) => (
  <>
    <PageHeading
      eyebrow={date(payment.received)}
      title={`${money(payment.pence)} from ${payment.payer}`}
      lead={
        payment.overPence > 0
          ? `${money(payment.overPence)} is not yet set against an invoice.`
          : 'All of it is set against invoices.'
      }
    />
    <SummaryList
      rows={[
        { key: 'How', value: howWords[payment.how] },
        { key: 'Reference', value: payment.reference || null },
        { key: 'School', value: school },
      ]}
    />
    {paid.length > 0 && (
      <Section title="What it pays" rule="ink">
        <DataTable<Paid>
          caption="Invoices that it pays"
          captionHidden
          rows={paid}
          columns={[
            {
              key: 'invoice',
              header: 'Invoice',
              name: true,
              cell: (one) => <a href={invoiceHref({ urn: one.urn, name: one.invoice })}>{one.invoice}</a>,
            },
            { key: 'pence', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
            {
              key: 'off',
              header: 'Take off',
              verb: true,
              cell: ({ allocationId, invoice }) => (
                <form method="post" action={`/money/payments/${payment.id}/release`}>
                  <input type="hidden" name="allocation" value={allocationId} />
                  <Button kind="secondary">
                    Take off<span class="govuk-visually-hidden"> {invoice}</span>
                  </Button>
                </form>
              ),
            },
          ]}
        />
      </Section>
    )}
    {payment.overPence > 0 && (
      <Section title={`Set ${money(payment.overPence)} against`} rule="heather">
        {open.length === 0 ? (
          <p>No invoice is open{school ? ' for this school' : ''}. The money stands to its credit until one is.</p>
        ) : (
          <form method="post" action={`/money/payments/${payment.id}/allocate`} novalidate>
            <Checkboxes
              id="invoice"
              name="invoice"
              legend="Which invoices?"
              hint="Of those you choose, the oldest is paid first."
              error={error}
              choices={open.map((one) => ({
                value: one.id,
                text: `${one.name}, ${one.school}: ${money(one.leftPence)} left${one.due ? `, due ${date(one.due)}` : ''}`,
              }))}
            />
            <Button>Set against these</Button>
          </form>
        )}
      </Section>
    )}
  </>
);
