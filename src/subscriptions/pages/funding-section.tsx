import type { FundingRow, Offer } from '../../offer';
import { Columns, DataTable, Filters, Second, Section, withQuery } from '../../platform/ui';
import { money } from '../../platform/words';
import type { Outcome } from '../viability';
import { type WhatIf, whatIfQuery } from '../what-if';
import { WhoPays } from './who-pays';

interface FundingView {
  offer: Offer;
  outcome: Outcome;
  wish: WhatIf;
}

/** Where the money comes from, year by year, beside what the offer printed. */
export function FundingSection({ offer, outcome, wish }: FundingView) {
  const { table, printed } = outcome;
  const { columns } = offer.funding.table;
  const rows = [
    ...table.rows.map((row, i) => ({ row, plan: printed.rows[i]! })),
    { row: table.all, plan: printed.all },
  ];
  const of = (row: FundingRow, column: string) => row.cells.find((cell) => cell.column === column)?.pence ?? 0;
  return (
    <Section
      title="Three years of funding"
      rule="under"
      aside={
        <Filters
          label="What later years bring"
          items={(['planned', 'same'] as const).map((later) => ({
            text: later === 'planned' ? 'Later years as planned' : 'Later years the same again',
            href: withQuery(`/subscriptions/viability?${whatIfQuery({ ...wish, later })}`, {}),
            current: wish.later === later,
          }))}
        />
      }
    >
      <p>
        {fundingWords(offer, outcome)}{' '}
        <span class="m-quiet">
          {same(outcome)
            ? 'Every figure below is as the offer printed it.'
            : 'Where a figure below is another than the offer printed, the printed one stands under it.'}
        </span>
      </p>
      <Columns split="8-4">
        <DataTable
          caption="Funding by year, with what the offer printed"
          captionHidden
          rows={rows}
          columns={[
            { key: 'year', header: 'Year', name: true, cell: ({ row }) => row.year || <strong>All</strong> },
            ...columns.map(({ id, name }) => ({
              key: id,
              header: name,
              align: 'end' as const,
              cell: ({ row, plan }: (typeof rows)[number]) => <Beside now={of(row, id)} plan={of(plan, id)} />,
            })),
            {
              key: 'total',
              header: 'Total',
              align: 'end',
              figure: true,
              strong: true,
              cell: ({ row, plan }) => <Beside now={row.total} plan={plan.total} />,
            },
          ]}
        />
        <WhoPays table={table} />
      </Columns>
    </Section>
  );
}

/** A sum, and below it what the offer printed where that is another one. */
const Beside = ({ now, plan }: { now: number; plan: number }) => (
  <>
    {money(now)}
    {now !== plan && <Second>printed {money(plan)}</Second>}
  </>
);

/** What the council adds, and what a pound buys. */
export function fundingWords(offer: Offer, { draw, besides, buys, incomePence }: Outcome): string {
  const helps = offer.funding.table.columns
    .filter(({ kind }) => kind === 'top-up')
    .map(({ name }) => name.toLowerCase());
  const sentences = [
    ...(helps.length === 0
      ? []
      : [
          `In ${offer.year} ${draw === 0 ? 'nothing is drawn' : `${money(draw)} is drawn`} from the ${helps.join(' and the ')}.`,
        ]),
    ...besides.map(({ group, pence }) => `${group}: ${money(pence)} in all.`),
    buys === null
      ? 'Without income there is nothing for a pound to be set beside.'
      : `With ${money(incomePence)} of subscriptions, £1 buys £${twoPlaces(buys)}.`,
  ];
  return sentences.join(' ');
}

const same = ({ table, printed }: Outcome): boolean =>
  table.rows.every((row, i) => row.cells.every(({ pence }, k) => pence === printed.rows[i]?.cells[k]?.pence));

const twoPlaces = (ratio: number): string => (Number.isInteger(ratio) ? String(ratio) : ratio.toFixed(2));
