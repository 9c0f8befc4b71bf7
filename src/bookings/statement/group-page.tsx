import type { Child } from 'hono/jsx';
import type { Offer } from '../../offer';
import { DataTable, Details, EmptyState, ExportLinks, PageHeading, Section } from '../../platform/ui';
import { count, date, money } from '../../platform/words';
import type { CityTotals } from './bought';
import { BySource, feesWords } from './by-source';
import type { Figures, Row } from './figures';
import { feesOf, groupLead } from './lead';
import { Hidden, how, WorthBar, Years } from './page';
import type { SchoolStatement } from './read';
import { drawnUnits } from './rows';
import { isNothing, plus, spanWords } from './spans';
import { elementLink, rowOwed, rowUnits, worthWords } from './words';

export interface GroupView {
  /** "the city", or the trust's name. */
  name: string;
  eyebrow?: string;
  base: string;
  all: readonly SchoolStatement[];
  figures: Figures;
  /** Null for readers who may not see all of it. */
  paid: { invoiced: number; paid: number } | null;
  year: string;
  years: readonly string[];
  /** What each source of money has bought: of the city. */
  totals?: { offer: Offer; totals: CityTotals } | null;
  note?: Child;
  /** The pages that stand beside it. */
  tabs?: Child;
}

/** How many schools stand behind a line of the page; all of them stand in the spreadsheet. */
const behindShown = 12;

/** The same statement for many schools at once: the sum of theirs, and a line for each. */
export function GroupStatementPage(view: GroupView) {
  const { name, base, all, figures, year, years, paid, totals } = view;
  const [first] = all;
  return (
    <>
      <PageHeading
        title={`Statement of value: ${name}`}
        eyebrow={view.eyebrow}
        lead={first ? groupLead(view) : undefined}
        actions={first && <Files base={base} year={year} />}
      />
      {view.tabs}
      <Years years={years} year={year} base={base} />
      {!first ? (
        <EmptyState title={`Nothing is owed for ${year} yet`}>
          Here stands what every school is owed, has used and has left, once an offer for the year is published and
          schools are known.
        </EmptyState>
      ) : (
        <>
          <div class="m-section">
            <WorthBar figures={figures} feePence={feesOf(all)} fee="fees" />
            {paid && (
              <p>
                Fees {money(feesOf(all))}. Invoiced {money(paid.invoiced)}, paid {money(paid.paid)}.
              </p>
            )}
            {figures.hides && <Hidden />}
            {view.note}
          </div>
          <Section title="Schools, most left first" rule="ink">
            <div class="m-proof">
              <Schools all={all} />
            </div>
          </Section>
          {first.offer.parts.map((part) => {
            const rows = figures.rows.filter((row) => row.part === part.id && row.standing !== 'not-owed');
            return (
              rows.length > 0 && (
                <Section title={part.name} rule="ink">
                  <div class="m-proof">
                    <Elements offer={first.offer} caption={part.name} rows={rows} all={all} />
                  </div>
                </Section>
              )
            );
          })}
          {totals && (
            <Section title="What each source of money has bought" rule="petrol" intro={feesWords(totals.totals, year)}>
              <BySource {...totals} />
            </Section>
          )}
          <Details summary="How stated value is worked out">{how}</Details>
        </>
      )}
    </>
  );
}

/** The statement of the city for those who pay for it: totals, and nothing of any one school. */
export function CityTotalsPage({
  year,
  years,
  day,
  totals,
}: {
  year: string;
  years: readonly string[];
  day: Temporal.PlainDate;
  totals: { offer: Offer; totals: CityTotals } | null;
}) {
  return (
    <>
      <PageHeading
        title="Statement of value: the city"
        eyebrow="Totals over all schools"
        lead={
          totals
            ? `By ${date(day)}, what the money of each source has bought. ${feesWords(totals.totals, year)}`
            : undefined
        }
        actions={totals && <Files base="/statement" year={year} />}
      />
      <Years years={years} year={year} base="/statement" />
      {totals ? (
        <>
          <BySource {...totals} />
          <p class="m-small">
            What one school has signed, is owed or has booked is read by the school, its trust and the partnership
            office. Here stand sums over the whole city.
          </p>
        </>
      ) : (
        <EmptyState title={`No offer is published for ${year || 'this year'} yet`}>
          Here stands what the council’s commission, subscriptions and other money have bought, as soon as an offer is
          published.
        </EmptyState>
      )}
    </>
  );
}

const Files = ({ base, year }: { base: string; year: string }) => {
  const query = `?year=${year.replace('/', '-')}`;
  return (
    <>
      <a href={`${base}.pdf${query}`}>Print or save as PDF</a>{' '}
      <ExportLinks csv={`${base}.csv${query}`} excel={`${base}.xlsx${query}`} />
    </>
  );
};

const Elements = (props: { offer: Offer; caption: string; rows: readonly Row[]; all: readonly SchoolStatement[] }) => {
  const { offer } = props;
  return (
    <DataTable
      caption={props.caption}
      captionHidden
      rows={props.rows}
      columns={[
        { key: 'element', header: 'Element', name: true, cell: (row) => row.name },
        { key: 'owed', header: 'Owed', cell: (row) => rowOwed(offer, row) },
        { key: 'bar', header: 'Used, held, left', wideOnly: true, cell: (row) => drawnUnits(offer, row) },
        { key: 'used', header: 'Used', align: 'end', cell: (row) => rowUnits(offer, row, 'used') },
        { key: 'held', header: 'Held', align: 'end', cell: (row) => rowUnits(offer, row, 'held') },
        { key: 'left', header: 'Left', align: 'end', strong: true, cell: (row) => rowUnits(offer, row, 'left') },
        {
          key: 'worth',
          header: 'Stated value',
          align: 'end',
          figure: true,
          cell: (row) => `${worthWords(row)}${row.apart && row.worth ? ', apart' : ''}`,
        },
      ]}
      detail={(row) => <BehindSchools row={row} all={props.all} />}
    />
  );
};

/** The schools behind a line of many: those who used most of it first. Each one's own statement opens the bookings. */
function BehindSchools({ row, all }: { row: Row; all: readonly SchoolStatement[] }) {
  const behind = all
    .flatMap((school) => {
      const own = school.figures.rows.find(({ element }) => element === row.element);
      const moved = own?.lines.reduce((sum, { used, held }) => sum + used + held, 0) ?? 0;
      return own && own.lines.length > 0 ? [{ school, own, moved }] : [];
    })
    .toSorted((a, b) => b.moved - a.moved || a.school.name.localeCompare(b.school.name));
  return (
    <>
      <p>
        <a href={elementLink(row)}>About {row.name}</a>
      </p>
      {behind.length > 0 && (
        <table class="m-table">
          <caption class="govuk-visually-hidden">Schools behind {row.name}, those who used most first</caption>
          <thead>
            <tr>
              <th scope="col">School</th>
              {['Used', 'Held', 'Left'].map((head) => (
                <th scope="col" class="m-table__cell--end">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {behind.slice(0, behindShown).map(({ school, own }) => (
              <tr>
                <td>
                  <a href={`/schools/${school.urn}/statement?year=${school.year.replace('/', '-')}`}>{school.name}</a>
                </td>
                {(['used', 'held', 'left'] as const).map((which) => (
                  <td class="m-table__cell--end">{rowUnits(school.offer, own, which)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {behind.length > behindShown && (
        <p>And {count(behind.length - behindShown)} more: every school’s figures stand in the spreadsheet.</p>
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
