import { Columns, DataTable, EmptyState, Second, Section, Stat, Tag } from '../../platform/ui';
import { count, counted, money } from '../../platform/words';
import type { Debtor } from '../../subscriptions';

/** Bills that were not paid on their day, the largest first. */
export function Overdue({
  debtors,
  today,
  most,
}: {
  debtors: readonly Debtor[];
  today: Temporal.PlainDate;
  most: number;
}) {
  const sum = debtors.reduce((pence, { overduePence }) => pence + overduePence, 0);
  return (
    <Section
      title={debtors.length === 0 ? 'Overdue' : `Overdue: ${money(sum)}`}
      rule="under"
      aside={<a href="/money">Money</a>}
    >
      {debtors.length === 0 ? (
        <EmptyState title="Nothing is overdue" level={3}>
          Invoices that are not paid on their day are listed here, the largest first.
        </EmptyState>
      ) : (
        <DataTable
          caption="Overdue invoices"
          captionHidden
          rows={debtors.slice(0, most)}
          columns={[
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ urn, school, overduePence }) => (
                <>
                  <a href={`/schools/${urn}/money`}>{school}</a>
                  <Second>{money(overduePence)}</Second>
                </>
              ),
            },
            {
              key: 'late',
              header: 'Late',
              cell: ({ oldest }) => <Tag tone="late">{counted(oldest.until(today).days, 'day')} late</Tag>,
            },
            {
              key: 'do',
              header: 'Next step',
              verb: true,
              cell: ({ urn, school }) => (
                <a href={`/schools/${urn}/money`}>
                  Ring<span class="govuk-visually-hidden">: {school}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What a finance officer asks first: how much is out, how much of it late, and for how long. */
export function MoneyFirst({ debtors, today }: { debtors: readonly Debtor[]; today: Temporal.PlainDate }) {
  const sum = (of: (one: Debtor) => number) => debtors.reduce((pence, one) => pence + of(one), 0);
  const late = debtors.filter(({ overduePence }) => overduePence > 0);
  const overdue = sum(({ overduePence }) => overduePence);
  const oldest = late.map((one) => one.oldest.until(today).days).reduce((a, b) => Math.max(a, b), 0);
  return (
    <Section
      title="Money"
      rule="under"
      aside={
        <>
          <a href="/money/bank">Bring in a bank statement</a> <a href="/money">All of it</a>
        </>
      }
    >
      <Columns split="thirds">
        <Stat
          label="Overdue"
          value={money(overdue)}
          unit={late.length === 0 ? 'nobody is late' : `from ${counted(late.length, 'school')}`}
        />
        <Stat label="Invoiced, not due yet" value={money(sum(({ leftPence }) => leftPence) - overdue)} />
        <Stat label="Longest late" value={count(oldest)} unit={oldest === 1 ? 'day' : 'days'} />
      </Columns>
    </Section>
  );
}
