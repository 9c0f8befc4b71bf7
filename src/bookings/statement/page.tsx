import type { Child } from 'hono/jsx';
import { OffsetPanel, owedBy, readReplacing } from '../../offer';
import {
  ButtonLink,
  DataTable,
  Details,
  EmptyState,
  ExportLinks,
  Filters,
  Notice,
  Second,
  Section,
  UnitBar,
  UnitKey,
} from '../../platform/ui';
import { date, money } from '../../platform/words';
import { lastDayWith } from '../working-days';
import type { Figures, Row } from './figures';
import { leadOf } from './lead';
import type { Behind } from './queries';
import type { SchoolStatement } from './read';
import { Detail, moneyOr, Units } from './rows';
import { isNothing, plus, spanWords } from './spans';
import { lapsing, rowOwed, rowUnits, worthWords } from './words';

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
  const { statement, header, beingWorkedOut } = view;
  const { figures, urn, year } = statement;
  const base = `/schools/${urn}/statement`;
  const query = `?year=${year.replace('/', '-')}`;
  return (
    <>
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
        <Years statement={statement} base={base} />
        <p class="m-lead">{leadOf(statement)}</p>
        <WorthBar figures={figures} feePence={statement.feePence} />
        <FeeLine statement={statement} />
      </Section>
      {figures.hides && (
        <p class="m-small">
          Lines that follow from how a school is judged are not shown to you, for this or any school, and nothing of
          them is in the sums.
        </p>
      )}
      <Lapses view={view} />
      {statement.offer.parts.map((part) => (
        <Part view={view} id={part.id} name={part.name} about={part.about} />
      ))}
      <NotOwed view={view} />
      <Details summary="How stated value is worked out">{how}</Details>
      <Offset view={view} />
    </>
  );
}

/** What the bar says: the least that each part is worth, and the fee as a line through it. */
function WorthBar({ figures, feePence }: { figures: Figures; feePence: number | null }) {
  const { used, held, left, open, lapsed } = figures.split;
  if (isNothing(figures.worth)) return null;
  const rest = plus(left, open);
  return (
    <>
      <UnitBar
        used={used.low}
        held={held.low}
        left={rest.low + lapsed.low}
        says={`Stated value: ${spanWords(used, ' to ')} used, ${spanWords(held, ' to ')} held, ${spanWords(rest, ' to ')} left${feePence === null ? '' : `; the fee is ${money(feePence)}`}`}
        {...(feePence === null ? {} : { mark: { at: feePence, label: `fee ${money(feePence)}` } })}
      />
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
    </>
  );
}

const Years = ({ statement, base }: { statement: SchoolStatement; base: string }) =>
  statement.years.length > 1 ? (
    <Filters
      label="Year"
      items={statement.years.map((year) => ({
        text: year,
        href: `${base}?year=${year.replace('/', '-')}`,
        current: year === statement.year,
      }))}
    />
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

function Part({ view, id, name, about }: { view: StatementView; id: string; name: string; about: string }) {
  const { statement, behind } = view;
  const { offer, figures, urn } = statement;
  const rows = figures.rows.filter(({ part, standing }) => part === id && standing !== 'not-owed');
  if (rows.length === 0) return null;
  return (
    <Section title={name} rule="ink" intro={about}>
      <DataTable
        caption={name}
        captionHidden
        rows={rows}
        columns={[
          { key: 'element', header: 'Element', name: true, cell: ({ name: text }) => text },
          { key: 'owed', header: 'Owed', cell: (row) => rowOwed(offer, row) },
          { key: 'bar', header: 'Used, held, left', cell: (row) => <Units offer={offer} row={row} /> },
          { key: 'used', header: 'Used', align: 'end', wideOnly: true, cell: (row) => rowUnits(offer, row, 'used') },
          { key: 'held', header: 'Held', align: 'end', wideOnly: true, cell: (row) => rowUnits(offer, row, 'held') },
          { key: 'left', header: 'Left', align: 'end', strong: true, figure: true, cell: (row) => leftCell(view, row) },
          { key: 'worth', header: 'Stated value', align: 'end', cell: (row) => <WorthCell row={row} /> },
        ]}
        detail={(row) => (
          <Detail
            offer={offer}
            row={row}
            urn={urn}
            behind={behind.filter(({ accountId }) => row.lines.some(({ accounts }) => accounts.includes(accountId)))}
          />
        )}
      />
    </Section>
  );
}

function leftCell({ statement: { offer } }: StatementView, row: Row): string {
  const lapsed = rowUnits(offer, row, 'lapsed');
  if (lapsed !== '–') return `${lapsed} lapsed`;
  const left = rowUnits(offer, row, 'left');
  return left === '–' && row.lines.some(({ unlimited }) => unlimited) ? 'no limit' : left;
}

const WorthCell = ({ row }: { row: Row }) => (
  <>
    {worthWords(row)}
    {row.apart && row.worth && <Second>apart, not in the sum</Second>}
  </>
);

function NotOwed({ view: { statement } }: { view: StatementView }) {
  const rows = statement.figures.rows.filter(({ standing }) => standing === 'not-owed');
  if (rows.length === 0) return null;
  return (
    <Section
      title="Not owed to this school"
      rule="ink"
      intro={`What else ${statement.offer.name} has, and why it is not here.`}
    >
      <DataTable
        caption="Not owed"
        captionHidden
        rows={rows}
        columns={[
          { key: 'element', header: 'Element', name: true, cell: (row) => row.name },
          { key: 'why', header: 'Why', plain: true, cell: (row) => row.why },
        ]}
      />
    </Section>
  );
}

function Lapses({ view: { statement, today, mayBook } }: { view: StatementView }) {
  const { offer, figures, lapsesOn, urn } = statement;
  const rows = lapsing(offer, figures, today);
  const over = Temporal.PlainDate.compare(lapsesOn, today) < 0;
  if (over)
    return (
      <Section title={`The year ended on ${date(lapsesOn)}`} rule="ink">
        <p>
          {isNothing(figures.split.lapsed)
            ? 'Nothing of stated value was left unused.'
            : `What was not used by then lapsed: a stated value of ${spanWords(figures.split.lapsed, ' to ')}.`}
        </p>
      </Section>
    );
  if (rows.length === 0)
    return statement.subscribed ? (
      <EmptyState title={`Nothing lapses on ${date(lapsesOn)}`}>
        Everything that has an end is used or booked.
      </EmptyState>
    ) : null;
  const { workingDaysBefore } = offer.bespoke.booking.returnedWhenCancelled;
  return (
    <Section
      title={`What lapses on ${date(lapsesOn)}`}
      rule="heather"
      intro="Nothing carries over. If nothing more is booked, you lose:"
    >
      <DataTable
        caption="What lapses"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'element',
            header: 'Element',
            name: true,
            cell: ({ row, ends }) => (
              <>
                {row.name}
                <Second>order by {date(lastDayWith(workingDaysBefore, ends))}</Second>
              </>
            ),
          },
          { key: 'left', header: 'Left', align: 'end', figure: true, cell: ({ words }) => words },
          {
            key: 'worth',
            header: 'Worth',
            align: 'end',
            cell: ({ worth }) => (worth ? spanWords(worth) : 'not priced'),
          },
        ]}
      />
      {mayBook && <ButtonLink href={`/schools/${urn}/menu`}>Use what is left</ButtonLink>}
      <p class="m-small">
        What is held counts as used once it is confirmed. What is booked can be moved or given back until{' '}
        {workingDaysBefore} working days before.
      </p>
    </Section>
  );
}

/** What it really costs: the fee less what the school pays elsewhere for the same. */
function Offset({ view }: { view: StatementView }) {
  const { statement, query, quotePence } = view;
  const { offer, school, urn, feePence, subscribed, year } = statement;
  const fee = feePence ?? quotePence;
  if (fee === null) return null;
  const rows = owedBy(offer, school);
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
        rows={rows}
        replacing={readReplacing(offer, query, rows)}
        action={`/schools/${urn}/statement`}
        typed={{ year: year.replace('/', '-') }}
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
