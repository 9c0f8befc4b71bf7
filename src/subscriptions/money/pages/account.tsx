import type { Child } from 'hono/jsx';
import { Columns, DataTable, EmptyState, ExportLinks, Section, Stat, Tag } from '../../../platform/ui';
import { counted, date, money } from '../../../platform/words';
import type { ToRaise } from '../due';
import type { Invoice } from '../queries';
import { bands } from '../rules';
import type { AccountStatement, Entry } from '../statement';
import { bandWords, entryWords, stateWords } from '../words';

/** The address of a document's page. */
export const invoiceHref = ({ urn, name }: Pick<Invoice, 'urn' | 'name'>): string => `/schools/${urn}/money/${name}`;

/** What is owed, in a sentence. */
export function owedWords(account: AccountStatement): string {
  const owed = account.leftPence - account.overPence;
  if (account.invoices.length === 0) return 'Nothing has been invoiced yet.';
  if (account.overduePence > 0) return `${money(account.overduePence)} is overdue.`;
  if (owed < 0) return `${money(-owed)} stands to your credit.`;
  return owed === 0 ? 'Nothing is owed.' : `${money(owed)} is to be paid, and nothing is late.`;
}

export const Figures = ({ account }: { account: AccountStatement }) => (
  <Columns split="quarters">
    <Stat label="Still to pay" value={money(account.leftPence)} />
    <Stat label="Overdue" value={money(account.overduePence)} />
    <Stat label="Invoiced" value={money(account.invoicedPence - account.creditedPence)} note="less credit notes" />
    <Stat
      label="Paid"
      value={money(account.paidPence + account.overPence)}
      {...(account.overPence > 0 ? { note: `${money(account.overPence)} not yet set against an invoice` } : {})}
    />
  </Columns>
);

/** Invoices and credit notes as a list. With `names` the school stands beside each. */
export function InvoiceTable({
  caption,
  rows,
  today,
  names,
  sort,
}: {
  caption: string;
  rows: readonly Invoice[];
  today: Temporal.PlainDate;
  names?: ReadonlyMap<number, string>;
  sort?: Parameters<typeof DataTable<Invoice>>[0]['sort'];
}) {
  return (
    <DataTable<Invoice>
      caption={caption}
      captionHidden
      rows={rows}
      sort={sort}
      columns={[
        {
          key: 'number',
          header: 'Number',
          name: true,
          sortable: true,
          cell: (one) => <a href={invoiceHref(one)}>{one.name}</a>,
        },
        ...(names
          ? [
              {
                key: 'school',
                header: 'School',
                sortable: true,
                cell: (one: Invoice): Child => (
                  <a href={`/schools/${one.urn}/money`}>{names.get(one.urn) ?? `URN ${one.urn}`}</a>
                ),
              },
            ]
          : []),
        { key: 'raised', header: 'Raised', sortable: true, wideOnly: true, cell: ({ raised }) => date(raised) },
        { key: 'due', header: 'Due', sortable: true, cell: ({ due }) => due && date(due) },
        {
          key: 'state',
          header: 'State',
          plain: true,
          cell: (one) => {
            const { text, tone } = stateWords(one, today);
            return <Tag tone={tone}>{text}</Tag>;
          },
        },
        {
          key: 'amount',
          header: 'Amount',
          align: 'end',
          sortable: true,
          figure: true,
          cell: ({ kind, pence }) => money(kind === 'invoice' ? pence : -pence),
        },
        {
          key: 'left',
          header: 'Left to pay',
          align: 'end',
          sortable: true,
          cell: ({ kind, leftPence }) => (kind === 'invoice' ? money(leftPence) : null),
        },
      ]}
    />
  );
}

/** What has happened, oldest first, with what was owed after each. */
export const EntryTable = ({
  account,
  several,
  base,
}: {
  account: AccountStatement;
  several: boolean;
  base: string;
}) => (
  <Section
    title="Statement of account"
    rule="ink"
    aside={
      <>
        <a href={`${base}/statement.pdf`}>PDF</a>
        <ExportLinks csv={`${base}.csv`} excel={`${base}.xlsx`} />
      </>
    }
  >
    {account.entries.length === 0 ? (
      <EmptyState title="Nothing yet" level={3}>
        Invoices, credit notes and payments will be here.
      </EmptyState>
    ) : (
      <DataTable<Entry>
        caption="Invoices, credit notes and payments"
        captionHidden
        rows={account.entries}
        columns={[
          { key: 'what', header: 'What', name: true, cell: (one) => entryWords(one), total: 'Still to pay' },
          ...(several ? [{ key: 'school', header: 'School', cell: (one: Entry): Child => one.school }] : []),
          { key: 'day', header: 'Day', cell: ({ day }) => date(day) },
          { key: 'amount', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
          {
            key: 'balance',
            header: 'Owed then',
            align: 'end',
            cell: ({ balancePence }) => money(balancePence),
            total: money(account.leftPence - account.overPence),
          },
        ]}
      />
    )}
  </Section>
);

export const AgedTable = ({ account }: { account: AccountStatement }) => (
  <DataTable<AccountStatement>
    caption="How long it has been owed"
    rows={[account]}
    columns={[
      { key: 'all', header: 'Left to pay', name: true, cell: ({ leftPence }) => money(leftPence) },
      ...bands.map((band) => ({
        key: band,
        header: bandWords[band],
        align: 'end' as const,
        cell: ({ aged }: AccountStatement): Child => money(aged[band]),
      })),
    ]}
  />
);

/** Parts of fees that are not yet invoices, and years that cannot be. */
export const Coming = ({
  parts,
  unpriced,
  action,
}: {
  parts: readonly ToRaise[];
  unpriced: readonly { year: string }[];
  action?: Child;
}) => (
  <Section title="Still to be invoiced" rule="ink" aside={action}>
    {parts.length > 0 && (
      <DataTable<ToRaise>
        caption="Parts of the fee still to be invoiced"
        captionHidden
        rows={parts}
        columns={[
          {
            key: 'part',
            header: 'For',
            name: true,
            cell: ({ year, n, parts: all }) => (all > 1 ? `${year}, part ${n} of ${all}` : year),
          },
          {
            key: 'raise',
            header: 'Invoice goes out',
            cell: ({ raise }) => (raise ? date(raise) : 'once the contract binds'),
          },
          { key: 'due', header: 'Falls due', cell: ({ due }) => date(due) },
          { key: 'order', header: 'Order number', cell: ({ purchaseOrder }) => purchaseOrder },
          { key: 'pence', header: 'Amount', align: 'end', figure: true, cell: ({ pence }) => money(pence) },
        ]}
      />
    )}
    {parts.length === 0 && unpriced.length === 0 && <p>Every part of the fee has been invoiced.</p>}
    {unpriced.length > 0 && (
      <p>
        {unpriced.map(({ year }) => year).join(' and ')}: the offer that was signed states no price for{' '}
        {unpriced.length === 1 ? 'that year' : `those ${counted(unpriced.length, 'year')}`}, so nothing is invoiced.
      </p>
    )}
  </Section>
);
