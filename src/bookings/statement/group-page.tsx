import type { Child } from 'hono/jsx';
import {
  DataTable,
  Details,
  EmptyState,
  ExportLinks,
  Filters,
  PageHeading,
  Section,
  UnitBar,
  UnitKey,
} from '../../platform/ui';
import { counted, date, money } from '../../platform/words';
import type { Figures } from './figures';
import { how } from './page';
import type { SchoolStatement } from './read';
import { Units } from './rows';
import { isNothing, plus, spanWords } from './spans';
import { elementLink, rowOwed, rowUnits, worthWords } from './words';

export interface GroupView {
  /** "The city", or the trust's name. */
  name: string;
  eyebrow?: string;
  base: string;
  all: readonly SchoolStatement[];
  figures: Figures;
  /** Null for readers who may not see all of it. */
  paid: { invoiced: number; paid: number } | null;
  year: string;
  years: readonly string[];
  today: Temporal.PlainDate;
  note?: Child;
}

/** The same statement for many schools at once: the sum of theirs, and a line for each. */
export function GroupStatementPage(view: GroupView) {
  const { name, base, all, figures, year, years, paid } = view;
  const query = `?year=${year.replace('/', '-')}`;
  const subscribers = all.filter(({ subscribed }) => subscribed);
  const fees = subscribers.reduce((sum, { feePence }) => sum + (feePence ?? 0), 0);
  const { used, held, left, open, lapsed } = figures.split;
  const [first] = all;
  return (
    <>
      <PageHeading
        title={`Statement of value: ${name}`}
        eyebrow={view.eyebrow}
        lead={
          first
            ? `By ${date(first.day)} ${counted(all.length, 'school')}, ${subscribers.length === all.length ? 'all subscribing' : `${subscribers.length} of them subscribing`}, had support with a stated value of ${spanWords(used, ' to ')}, for fees of ${money(fees)}.`
            : undefined
        }
        actions={
          all.length > 0 ? <ExportLinks csv={`${base}.csv${query}`} excel={`${base}.xlsx${query}`} /> : undefined
        }
      />
      <Filters
        label="Year"
        items={years.map((one) => ({
          text: one,
          href: `${base}?year=${one.replace('/', '-')}`,
          current: one === year,
        }))}
      />
      {!first ? (
        <EmptyState title={`Nothing is owed for ${year} yet`}>
          Here stands what every school is owed, has used and has left, once an offer for the year is published and
          schools are known.
        </EmptyState>
      ) : (
        <>
          <UnitBar
            used={used.low}
            held={held.low}
            left={left.low + open.low + lapsed.low}
            says={`Stated value: ${spanWords(used, ' to ')} used, ${spanWords(held, ' to ')} held, ${spanWords(plus(left, open), ' to ')} left; fees ${money(fees)}`}
            mark={{ at: fees, label: `fees ${money(fees)}` }}
          />
          <UnitKey />
          {paid && (
            <p>
              Fees {money(fees)}. Invoiced {money(paid.invoiced)}, paid {money(paid.paid)}.
            </p>
          )}
          {figures.hides && (
            <p class="m-small">
              Lines that follow from how schools are judged are not shown to you, for any school, and nothing of them is
              in the sums.
            </p>
          )}
          {view.note}
          <Section title="Schools, most left first" rule="ink">
            <Schools all={all} />
          </Section>
          {first.offer.parts.map((part) => {
            const rows = figures.rows.filter((row) => row.part === part.id && row.standing !== 'not-owed');
            return (
              rows.length > 0 && (
                <Section title={part.name} rule="ink">
                  <DataTable
                    caption={part.name}
                    captionHidden
                    rows={rows}
                    columns={[
                      {
                        key: 'element',
                        header: 'Element',
                        name: true,
                        cell: (row) => <a href={elementLink(row)}>{row.name}</a>,
                      },
                      { key: 'owed', header: 'Owed', cell: (row) => rowOwed(first.offer, row) },
                      {
                        key: 'bar',
                        header: 'Used, held, left',
                        wideOnly: true,
                        cell: (row) => <Units offer={first.offer} row={row} />,
                      },
                      { key: 'used', header: 'Used', align: 'end', cell: (row) => rowUnits(first.offer, row, 'used') },
                      { key: 'held', header: 'Held', align: 'end', cell: (row) => rowUnits(first.offer, row, 'held') },
                      {
                        key: 'left',
                        header: 'Left',
                        align: 'end',
                        strong: true,
                        cell: (row) => rowUnits(first.offer, row, 'left'),
                      },
                      {
                        key: 'worth',
                        header: 'Stated value',
                        align: 'end',
                        figure: true,
                        cell: (row) => `${worthWords(row)}${row.apart && row.worth ? ', apart' : ''}`,
                      },
                    ]}
                  />
                </Section>
              )
            );
          })}
          <Details summary="How stated value is worked out">{how}</Details>
        </>
      )}
    </>
  );
}

const Schools = ({ all }: { all: readonly SchoolStatement[] }) => (
  <DataTable
    caption="Schools"
    captionHidden
    rows={all.toSorted((a, b) => leftOf(b).low - leftOf(a).low || a.name.localeCompare(b.name))}
    sortInPlace
    columns={[
      {
        key: 'school',
        header: 'School',
        name: true,
        sortable: true,
        cell: ({ urn, name, year }) => <a href={`/schools/${urn}/statement?year=${year.replace('/', '-')}`}>{name}</a>,
        sortValue: ({ name }) => name,
      },
      {
        key: 'fee',
        header: 'Fee',
        align: 'end',
        sortable: true,
        cell: ({ feePence, subscribed }) =>
          feePence === null ? (subscribed ? 'not stated' : 'does not subscribe') : money(feePence),
        sortValue: ({ feePence }) => feePence ?? -1,
      },
      {
        key: 'used',
        header: 'Used',
        align: 'end',
        sortable: true,
        cell: ({ figures }) => spanWords(figures.split.used),
        sortValue: ({ figures }) => figures.split.used.low,
      },
      {
        key: 'held',
        header: 'Held',
        align: 'end',
        sortable: true,
        cell: ({ figures }) => (isNothing(figures.split.held) ? '–' : spanWords(figures.split.held)),
        sortValue: ({ figures }) => figures.split.held.low,
      },
      {
        key: 'left',
        header: 'Left',
        align: 'end',
        strong: true,
        figure: true,
        sortable: true,
        cell: (one) => spanWords(leftOf(one)),
        sortValue: (one) => leftOf(one).low,
      },
      {
        key: 'worth',
        header: 'Stated value',
        align: 'end',
        sortable: true,
        cell: ({ figures }) => spanWords(figures.worth),
        sortValue: ({ figures }) => figures.worth.low,
      },
    ]}
  />
);

const leftOf = ({ figures: { split } }: SchoolStatement) => plus(split.left, split.open);
