import type { FundingRow } from '../../../offer';
import { Columns, DataFoot, DataTable, Filters, PageHeading, Second, Section } from '../../../platform/ui';
import { count, money } from '../../../platform/words';
import { WhoPays } from '../../pages/who-pays';
import type { CellVersion } from '../cells';
import type { Model, YearActual } from '../model';
import { cellHref } from '../words';
import { WhatIfSection, type WhatIfView } from './what-if-section';

export interface ModelView extends WhatIfView {
  /** The reader may change cells. */
  may: boolean;
}

/** Where the money of an offer's years comes from, as things stand and beside the plan. */
export const ModelPage = (view: ModelView) => {
  const { model } = view;
  const { offer, version } = model.published;
  return (
    <>
      <PageHeading
        eyebrow={offer.name}
        title={totalWords(model)}
        actions={
          <>
            <a href="/subscriptions/gate">Are we viable?</a>
            <a href="/subscriptions/model/compare">Compare what-ifs</a>
          </>
        }
      />
      <Funding {...view} />
      <Columns split="7-5">
        <Subscriptions {...view} />
        <WhoPays table={model.live} level={2} />
      </Columns>
      <WhatIfSection {...view} />
      <DataFoot>
        {offer.name}, version {version}. The plan is the offer’s own table. Subscriptions are what contracts have fixed,
        else what today’s census gives; a year without a price is as planned.
      </DataFoot>
    </>
  );
};

/** "£3,010,000 over three years: £170,000 less than planned". */
export function totalWords({ live, plan }: Pick<Model, 'live' | 'plan'>): string {
  const years = ['no', 'one', 'two', 'three', 'four', 'five'][live.rows.length] ?? count(live.rows.length);
  const over = `${money(live.all.total)} over ${years} ${live.rows.length === 1 ? 'year' : 'years'}`;
  const difference = live.all.total - plan.all.total;
  if (difference === 0) return `${over}, as planned`;
  return `${over}: ${money(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'} than planned`;
}

const pick = (row: FundingRow, column: string): number => row.cells.find((cell) => cell.column === column)?.pence ?? 0;

function Funding({ model, may, address }: ModelView) {
  const { columns } = model.published.offer.funding.table;
  const rows = [
    ...model.live.rows.map((row, i) => ({ row, plan: model.plan.rows[i]! })),
    { row: model.live.all, plan: model.plan.all },
  ];
  type Row = (typeof rows)[number];
  const changed = (year: string, column: string) =>
    model.cells.find((cell) => cell.year === year && cell.column === column && cell.pence !== null);
  return (
    <Section
      title="Funding by year"
      rule="petrol"
      aside={
        <Filters
          label="Which subscriptions count"
          items={(['contracted', 'indicated'] as const).map((counts) => ({
            text: counts === 'contracted' ? 'Contracted' : 'With indicated',
            href: address({ counts: counts === 'contracted' ? undefined : counts }),
            current: model.counts === counts,
          }))}
        />
      }
    >
      <p class="m-quiet">
        Where a figure is another than planned, the plan stands under it.{' '}
        {may && 'Every cell can be changed, with a reason; totals follow.'}
      </p>
      <DataTable<Row>
        caption="Funding by year, with the plan"
        captionHidden
        rows={rows}
        columns={[
          { key: 'year', header: 'Year', name: true, cell: ({ row }) => row.year || <strong>All</strong> },
          ...columns.map(({ id, name }) => ({
            key: id,
            header: name,
            align: 'end' as const,
            cell: ({ row, plan }: Row) => (
              <FundingCell
                now={pick(row, id)}
                plan={pick(plan, id)}
                set={changed(row.year, id)}
                href={row.year && may ? cellHref(row.year, id) : null}
                name={`${name}, ${row.year}`}
              />
            ),
          })),
          {
            key: 'total',
            header: 'Total',
            align: 'end',
            figure: true,
            strong: true,
            cell: ({ row, plan }) => <FundingCell now={row.total} plan={plan.total} href={null} name="" />,
          },
        ]}
      />
    </Section>
  );
}

const FundingCell = ({
  now,
  plan,
  set,
  href,
  name,
}: {
  now: number;
  plan: number;
  set?: CellVersion | undefined;
  href: string | null;
  name: string;
}) => (
  <>
    {href ? (
      <a href={href}>
        {money(now)}
        <span class="govuk-visually-hidden">: change {name}</span>
      </a>
    ) : (
      money(now)
    )}
    {now !== plan && <Second>planned {money(plan)}</Second>}
    {set && (
      <Second>
        set by {set.byName}: {set.reason}
      </Second>
    )}
  </>
);

const orNoPrice = (pence: number | null) => (pence === null ? 'no price yet' : money(pence));

function Subscriptions({ model }: ModelView) {
  const column = model.published.offer.funding.table.columns.find(({ kind }) => kind === 'income')?.id ?? '';
  return (
    <Section title="Subscriptions, actual and indicated" rule="under">
      <DataTable<YearActual>
        caption="Subscriptions by year"
        captionHidden
        rows={model.years}
        columns={[
          { key: 'year', header: 'Year', name: true, cell: ({ year }) => year },
          {
            key: 'contracted',
            header: 'Contracted',
            align: 'end',
            figure: true,
            cell: ({ contracted, contractedSchools }) => (
              <>
                {orNoPrice(contracted)}
                <Second>{schools(contractedSchools)}</Second>
              </>
            ),
          },
          {
            key: 'indicated',
            header: 'Indicated',
            align: 'end',
            cell: ({ indicated, indicatedSchools }) => (
              <>
                {orNoPrice(indicated)}
                <Second>{schools(indicatedSchools)}</Second>
              </>
            ),
          },
          { key: 'invoiced', header: 'Invoiced', align: 'end', cell: ({ invoiced }) => money(invoiced) },
          {
            key: 'plan',
            header: 'Planned',
            align: 'end',
            cell: ({ year }) => {
              const row = model.plan.rows.find((one) => one.year === year);
              return row && money(pick(row, column));
            },
          },
        ]}
      />
    </Section>
  );
}

const schools = (n: number): string => `${count(n)} ${n === 1 ? 'school' : 'schools'}`;
