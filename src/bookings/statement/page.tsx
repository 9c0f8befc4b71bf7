import type { Child } from 'hono/jsx';
import { OffsetPanel, owedBy, readReplacing } from '../../offer';
import {
  Columns,
  DataTable,
  Details,
  ErrorSummary,
  ExportLinks,
  Filters,
  Notice,
  Second,
  Section,
  UnitBar,
  UnitKey,
} from '../../platform/ui';
import { listed, money } from '../../platform/words';
import { sourceName } from '../words';
import type { Figures, Row, Split } from './figures';
import { Lapses } from './lapses';
import { leadOf, standingNote } from './lead';
import { NotOwed } from './not-owed';
import type { Behind } from './queries';
import type { SchoolStatement } from './read';
import { Detail, drawnUnits, moneyOr } from './rows';
import { isNothing, plus, spanWords } from './spans';
import { ofWords, rowOwed, rowUnits, worthWords } from './words';

export interface StatementView {
  header: Child;
  statement: SchoolStatement;
  today: Temporal.PlainDate;
  behind: readonly Behind[];
  beingWorkedOut: boolean;
  /** By what it would pay, where it does not subscribe. */
  quotePence: number | null;
  query: URLSearchParams;
  mayBook: boolean;
}

/** Was it worth the fee, what proves it, and what will be lost on the last day. */
export function StatementPage(view: StatementView) {
  const { statement, header, beingWorkedOut, today } = view;
  const { figures, urn, year } = statement;
  const base = `/schools/${urn}/statement`;
  const query = `?year=${year.replace('/', '-')}`;
  const note = standingNote(statement, today);
  const rows = owedBy(statement.offer, statement.school);
  const replacing = readReplacing(statement.offer, view.query, rows);
  return (
    <>
      {replacing.faults.size > 0 && (
        <ErrorSummary
          errors={[...replacing.faults].map(([id, text]) => ({
            text: `${rows.find((row) => row.id === id)?.name}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
            href: `#pays-${id}`,
          }))}
        />
      )}
      {header}
      {beingWorkedOut && (
        <Notice kind="late" title="Being worked out.">
          Something new is known of the school, and what follows is being worked out. Look again in a minute.
        </Notice>
      )}
      <Section
        title={`Statement of value, ${year}`}
        aside={
          <>
            <a href={`${base}.pdf${query}`}>Print or save as PDF</a>{' '}
            <ExportLinks csv={`${base}.csv${query}`} excel={`${base}.xlsx${query}`} />
          </>
        }
      >
        <Years years={statement.years} year={year} base={base} />
        <p class="m-lead">{leadOf(statement)}</p>
        {note && <p>{note}</p>}
        <WorthBar figures={figures} feePence={statement.feePence} />
        <FeeLine statement={statement} />
        {figures.hides && <Hidden />}
      </Section>
      <Priced view={view} />
      <div class="m-section">
        <Columns split="7-5">
          <Unpriced view={view} />
          <Lapses {...view} />
        </Columns>
      </div>
      <NotOwed statement={statement} />
      <Details summary="How stated value is worked out">{how}</Details>
      <Offset view={view} rows={rows} replacing={replacing} />
    </>
  );
}

export const Hidden = () => (
  <p class="m-small">
    Lines that follow from how a school is judged are not shown to you, for this or any school, and nothing of them is
    in the sums.
  </p>
);

/** What the bar says: the least that each part is worth, and the fee as a line through it. */
export function WorthBar({
  figures,
  feePence,
  fee = 'fee',
}: {
  figures: Figures;
  feePence: number | null;
  fee?: string;
}) {
  const { used, held, left, open, lapsed } = figures.split;
  if (isNothing(figures.worth)) return null;
  const rest = plus(left, open);
  return (
    <div class="m-worth">
      <UnitBar
        used={used.low}
        held={held.low}
        left={rest.low + lapsed.low}
        says={`Stated value: ${spanWords(used, ' to ')} used, ${spanWords(held, ' to ')} held, ${spanWords(rest, ' to ')} left${feePence === null ? '' : `; the ${fee} is ${money(feePence)}`}`}
        {...(feePence === null ? {} : { mark: { at: feePence, label: `${fee} ${money(feePence)}` } })}
      />
      <div class="m-worth__below">
        <dl class="m-stat__facts">
          {(
            [
              ['Used', used],
              ['Held for bookings', held],
              ['Left', rest],
              ...(isNothing(lapsed) ? [] : [['Lapsed', lapsed] as const]),
              ['In the whole year', figures.worth],
            ] as const
          ).map(([term, span]) => (
            <div>
              <dt>{term}</dt>
              <dd>{spanWords(span)}</dd>
            </div>
          ))}
        </dl>
        <UnitKey />
      </div>
    </div>
  );
}

export const Years = ({ years, year, base }: { years: readonly string[]; year: string; base: string }) =>
  years.length > 1 ? (
    <div class="m-years">
      <Filters
        label="Year"
        items={years.map((one) => ({
          text: one,
          href: `${base}?year=${one.replace('/', '-')}`,
          current: one === year,
        }))}
      />
    </div>
  ) : null;

function FeeLine({ statement: { feePence, money: paid, urn, year, subscribed } }: { statement: SchoolStatement }) {
  if (!subscribed && feePence === null) return null;
  return (
    <p>
      Fee for {year}: <strong>{moneyOr(feePence, 'not stated yet')}</strong>.
      {paid && (
        <>
          {' '}
          Invoiced {money(paid.invoiced)}, paid {money(paid.paid)}
          {paid.overdue > 0 ? `, overdue ${money(paid.overdue)}` : ''}.{' '}
          <a href={`/schools/${urn}/money`}>Invoices and payments</a>
        </>
      )}
    </p>
  );
}

/** Has a stated value that is counted. */
export const isCounted = (row: Row): boolean => row.worth !== null && !row.apart && row.standing !== 'not-owed';

/** Everything with a stated value, and its sum: what proves the answer. */
function Priced({ view }: { view: StatementView }) {
  const { statement } = view;
  const { offer, figures } = statement;
  const rows = figures.rows.filter(isCounted);
  if (rows.length === 0) return null;
  const { split, worth } = figures;
  return (
    <Section
      title="What has a stated value"
      rule="ink"
      intro={<span class="m-no-print">Open a line for the bookings behind it.</span>}
    >
      <div class="m-proof">
        <DataTable
          caption="What has a stated value"
          captionHidden
          rows={rows}
          columns={[
            {
              key: 'element',
              header: 'Element',
              name: true,
              strong: true,
              cell: (row) => <NameCell statement={statement} row={row} />,
              total: 'Total of stated values',
            },
            { key: 'owed', header: 'Owed', cell: (row) => rowOwed(offer, row) },
            { key: 'bar', header: 'Used, held, left', cell: (row) => drawnUnits(offer, row) },
            {
              key: 'worth',
              header: 'Stated value',
              align: 'end',
              cell: worthWords,
              total: spanWords(worth),
            },
            ...(['used', 'held'] as const).map((which) => ({
              key: which,
              header: which === 'used' ? 'Used' : 'Held',
              align: 'end' as const,
              cell: (row: Row) => valueCell(statement, row, which),
              total: spanWords(split[which]),
            })),
            {
              key: 'left',
              header: 'Left',
              align: 'end',
              strong: true,
              figure: true,
              cell: (row) => <LeftCell statement={statement} row={row} />,
              total: spanWords(plus(split.left, split.open)),
            },
          ]}
          detail={(row) => <RowDetail view={view} row={row} />}
        />
      </div>
    </Section>
  );
}

/** Its name, and who pays for it where the fee does not. */
function NameCell({ statement: { offer, accounts }, row }: { statement: SchoolStatement; row: Row }) {
  const sources = [...new Set(accounts.filter(({ element }) => element === row.element).map(({ source }) => source))];
  const others = sources.filter((source) => source !== offer.bespoke.credit.source);
  return (
    <>
      {row.name}
      {others.length > 0 && <Second>paid from: {listed(others.map((one) => sourceName(offer, one)))}</Second>}
    </>
  );
}

/** What part of the stated value stands where, and the units that it follows from. Money has no second unit. */
function valueCell({ offer }: SchoolStatement, row: Row, which: keyof Split & ('used' | 'held')): Child {
  const value = row.split?.[which];
  const units = rowUnits(offer, row, which);
  if (!value || (isNothing(value) && units === '–')) return null;
  const money_ = spanWords(value);
  return (
    <>
      {isNothing(value) ? units : money_}
      {!isNothing(value) && units !== money_ && <Second>{units}</Second>}
    </>
  );
}

function LeftCell({ statement: { offer }, row }: { statement: SchoolStatement; row: Row }) {
  const { split } = row;
  if (!split) return <>–</>;
  if (!isNothing(split.lapsed))
    return (
      <>
        {isNothing(split.left) ? '–' : spanWords(split.left)}
        <Second>{spanWords(split.lapsed)} lapsed</Second>
      </>
    );
  const left = plus(split.left, split.open);
  const units = rowUnits(offer, row, 'left');
  const words = spanWords(left);
  if (isNothing(left)) return <>{units === '–' ? '–' : units}</>;
  return (
    <>
      {words}
      {units !== words && (
        <Second>{units === '–' ? (isNothing(split.open) ? 'no limit' : 'when needed') : units}</Second>
      )}
    </>
  );
}

const RowDetail = ({ view: { statement, behind }, row }: { view: StatementView; row: Row }) => (
  <Detail
    offer={statement.offer}
    row={row}
    urn={statement.urn}
    behind={behind.filter(({ accountId }) => row.lines.some(({ accounts }) => accounts.includes(accountId)))}
  />
);

/** What comes with it and has no stated value, or one that is not counted. */
function Unpriced({ view }: { view: StatementView }) {
  const { statement } = view;
  const { offer, figures } = statement;
  const rows = figures.rows.filter((row) => row.standing !== 'not-owed' && !isCounted(row) && !row.inCredit);
  const bought = figures.rows.filter((row) => row.standing !== 'not-owed' && row.inCredit);
  return (
    <Section
      title="Included, but not priced"
      rule="ink"
      intro="These have no stated value that is counted. They are listed, and never added up."
    >
      <DataTable
        caption="Included, but not priced"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'element',
            header: 'Element',
            name: true,
            cell: (row) => (
              <>
                {row.name}
                {row.apart && row.worth && <Second>{worthWords(row)}, apart: not in the sum</Second>}
              </>
            ),
          },
          {
            key: 'used',
            header: 'Used of what is owed',
            align: 'end',
            figure: true,
            cell: (row) => ofWords(offer, row),
          },
        ]}
        detail={(row) => <RowDetail view={view} row={row} />}
      />
      {bought.length > 0 && (
        <p class="m-small">Bought with the credit, and counted there: {listed(bought.map(({ name }) => name))}.</p>
      )}
    </Section>
  );
}

/** What it really costs: the fee less what the school pays elsewhere for the same. */
function Offset(props: {
  view: StatementView;
  rows: ReturnType<typeof owedBy>;
  replacing: ReturnType<typeof readReplacing>;
}) {
  const { statement, quotePence } = props.view;
  const { offer, urn, feePence, subscribed, year } = statement;
  const fee = feePence ?? quotePence;
  if (fee === null) return null;
  return (
    <Section
      title={subscribed ? 'What it really costs you' : 'What it would really cost you'}
      rule="ink"
      id="offset"
      intro={
        <>
          Present spending that each element replaces.{' '}
          <a href={`/offer/schools/${urn}`}>The same before subscribing, with every price</a>
        </>
      }
    >
      <OffsetPanel
        offer={offer}
        feePence={fee}
        rows={props.rows}
        replacing={props.replacing}
        action={`/schools/${urn}/statement`}
        typed={{ year: year.replace('/', '-') }}
        wide
      />
    </Section>
  );
}

export const how = (
  <>
    <p>
      The published offer states what an element would cost elsewhere: one figure, or a low and a high one. An element
      that is partly used counts in proportion, and one without a limit counts in full from the first use. Where an
      element has several parts, each counts the same.
    </p>
    <p>
      What has no price is listed and never counted. What is bought with the credit is counted once, as the credit.
      Money for the plan of a partnership is shown apart.
    </p>
  </>
);
