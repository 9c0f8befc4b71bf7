import type { Child } from 'hono/jsx';
import {
  type Booking,
  bookLink,
  type Figures,
  isNothing,
  type Lapsing,
  lapsing,
  lastDayWith,
  type SchoolStatement,
  spanWords,
  sumOf,
} from '../../bookings';
import { dayPrice, inPence, type Offer, statedValue } from '../../offer';
import { ButtonLink, Columns, DataTable, DayBlocks, Panel, Section, Stat, UnitBar, UnitKey } from '../../platform/ui';
import { count, counted, date, days, listed, money } from '../../platform/words';
import type { SchoolView } from './school';

/** The lines of "left to use" that the home has; all of them stand in the statement. */
const rowsShown = 8;

/** What is left of the year, large; what it is made of below, each with its next step. */
export function Left({ statement, today, leads, coming }: SchoolView) {
  const { figures, offer, lapsesOn, urn } = statement;
  const rows = lapsing(offer, figures, today);
  const stats = statsOf({ ...statement, href: `/schools/${urn}/statement` });
  return (
    <Panel>
      <Section title="What is left this year" aside={<UnitKey />}>
        <div class="m-section">
          <StatColumns stats={stats} />
        </div>
        {figures.hides && (
          <p class="m-small">
            What follows from how the school is judged is not shown to you, and not counted here. Its headteacher and
            governors see it.
          </p>
        )}
        {rows.length > 0 ? (
          <DataTable
            caption={`Left to use before ${date(lapsesOn)}`}
            captionHidden
            rows={rows.slice(0, rowsShown)}
            columns={[
              {
                key: 'element',
                header: `Left to use before ${shortDate(lapsesOn)}`,
                name: true,
                strong: true,
                cell: ({ row }) => row.name,
              },
              { key: 'left', header: 'Left', align: 'end', figure: true, cell: ({ words }) => words },
              {
                key: 'worth',
                header: 'Worth',
                align: 'end',
                wideOnly: true,
                cell: ({ worth }) => (worth ? spanWords(worth) : 'not priced'),
              },
              { key: 'next', header: 'What next', plain: true, cell: (one) => nextWords(statement, one, coming) },
              ...(leads
                ? [
                    {
                      key: 'do',
                      header: 'Next step',
                      verb: true,
                      cell: ({ row }: Lapsing) => (
                        <a href={bookLink(offer, urn, row)}>
                          {row.element === offer.bespoke.credit.id ? 'Use it' : 'Book'}
                          <span class="govuk-visually-hidden">: {row.name}</span>
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        ) : (
          <p>Everything that has an end is used or booked.</p>
        )}
        <p>
          {unlimitedWords(statement)} <a href={`/schools/${urn}/statement`}>Everything that is owed</a>
        </p>
      </Section>
    </Panel>
  );
}

/** For a school that does not subscribe, or not yet: what it would get for what it would pay. */
export function Would({ statement, quotePence, leads }: SchoolView) {
  const { offer, school, urn, year } = statement;
  const stated = statedValue(offer, { ...school, subscribed: true });
  const base = `/schools/${urn}`;
  return (
    <Panel>
      <Section title="What a subscription would bring">
        <div class="m-section">
          <Columns split="halves">
            <Stat
              label="Stated value"
              value={money(stated.low)}
              unit={stated.high === stated.low ? 'a year' : `to ${money(stated.high)} a year`}
              note="And what has no price: it is listed, and never counted."
            />
            <Stat
              label={statement.feePence === null ? 'The fee would be' : `Fee for ${year}`}
              value={quotePence === null ? 'By hand' : money(quotePence)}
              {...(quotePence === null ? {} : { unit: 'a year' })}
              note={<a href={`${base}/quote`}>How the fee is worked out</a>}
            />
          </Columns>
        </div>
        <p>
          What every member has, whether or not it subscribes: <a href={`${base}/statement`}>everything that is owed</a>
          .
        </p>
        {leads ? (
          <ButtonLink href={`/offer/schools/${urn}`}>See what you would get</ButtonLink>
        ) : (
          <a href={`/offer/schools/${urn}`}>What the school would get</a>
        )}
      </Section>
    </Panel>
  );
}

/** The figures of a school, or of several together. */
export interface Counted {
  figures: Figures;
  offer: Offer;
  feePence: number | null;
  /** The statement that they come from. */
  href: string;
  /** Beside the line in the bar: "fee", unless there are several. */
  fee?: string;
}

/** What is left, in each way of counting that there is something in. */
export const statsOf = (of: Counted): Child[] =>
  [timeStat(of), ticketStat(of), creditStat(of), worthStat(of)].filter((stat) => stat !== null);

export const StatColumns = ({ stats }: { stats: Child[] }) => (
  <Columns split={stats.length > 3 ? 'quarters' : 'thirds'}>{stats}</Columns>
);

/** More blocks than these are no longer counted by looking: a bar says as much. */
const mostBlocks = 32;

function timeStat({ figures, offer }: Counted) {
  const time = sumOf(figures, offer, 'time');
  if (time.n === 0) return null;
  const [number, unit] = daysParts(time.left);
  return (
    <Stat
      label="Days"
      value={number}
      unit={unit}
      facts={[
        { term: 'Owed', value: short(time.owed) },
        { term: 'Used', value: short(time.used) },
        { term: 'Held', value: short(time.held) },
      ]}
    >
      {time.owed <= mostBlocks ? (
        <DayBlocks used={time.used} held={time.held} left={time.left} />
      ) : (
        <UnitBar
          used={time.used}
          held={time.held}
          left={time.left}
          says={`${days(time.used)} used, ${days(time.held)} held, ${days(time.left)} left`}
        />
      )}
    </Stat>
  );
}

/** Of what is counted one by one: the unit of which most is owed. */
function ticketStat({ figures, offer }: Counted) {
  const lines = figures.rows
    .filter(({ anyway }) => !anyway)
    .flatMap(({ lines: of }) => of)
    .filter(({ unlimited, lapsed }) => !unlimited && lapsed === 0);
  const sums = offer.units
    .filter(({ counts }) => counts === 'things')
    .map((unit) => {
      const of = lines.filter((line) => line.unit === unit.id);
      const sum = (which: 'owed' | 'used' | 'held' | 'left') => of.reduce((n, line) => n + line[which], 0);
      return { unit, owed: sum('owed'), used: sum('used'), held: sum('held'), left: sum('left') };
    })
    .toSorted((a, b) => b.owed - a.owed);
  const [most] = sums;
  if (!most || most.owed === 0) return null;
  const { unit, owed, used, held, left } = most;
  return (
    <Stat
      label={unit.name}
      value={count(left)}
      unit={`${left === 1 ? unit.one : unit.many} left`}
      facts={[
        { term: 'Owed', value: count(owed) },
        { term: 'Used', value: count(used) },
        { term: 'Held', value: count(held) },
      ]}
    >
      <UnitBar
        used={used}
        held={held}
        left={left}
        says={`${counted(used, unit.one, unit.many)} used, ${count(held)} held, ${count(left)} left`}
      />
    </Stat>
  );
}

function creditStat({ figures, offer }: Counted) {
  const line = figures.rows.find(({ element }) => element === offer.bespoke.credit.id)?.lines[0];
  if (!line) return null;
  const money_ = offer.units.find(({ id }) => id === line.unit)?.counts === 'money';
  const units = (n: number) => (money_ ? money(n) : count(n));
  return (
    <Stat
      label="Credit"
      value={units(line.left)}
      unit="left"
      facts={[
        { term: 'Owed', value: units(line.owed) },
        { term: 'Used', value: units(line.used) },
        { term: 'Held', value: units(line.held) },
      ]}
      {...(line.pooled > 0 ? { note: `${units(line.pooled)} of it lies in a pool with other schools.` } : {})}
    >
      <UnitBar
        used={line.used}
        held={line.held}
        left={line.left}
        says={`${units(line.used)} used, ${units(line.held)} held, ${units(line.left)} left`}
      />
    </Stat>
  );
}

function worthStat({ figures: { worth, split }, feePence, href, fee = 'fee' }: Counted) {
  if (isNothing(worth)) return null;
  return (
    <Stat
      label="Worth so far"
      // In whole pounds, rounded down: it is said to be at least that.
      value={money(Math.floor(split.used.low / 100) * 100)}
      unit={isNothing(split.used) ? 'nothing used yet' : 'at least'}
      note={
        <>
          of {spanWords(worth, ' to ')} in the whole year. <a href={href}>Statement of value</a>
        </>
      }
    >
      <UnitBar
        used={split.used.low}
        held={split.held.low}
        left={worth.low - split.used.low - split.held.low}
        says={`${spanWords(split.used, ' to ')} used, ${spanWords(split.held, ' to ')} held, of ${spanWords(worth, ' to ')}`}
        {...(feePence === null ? {} : { mark: { at: feePence, label: `${fee} ${money(feePence)}` } })}
      />
    </Stat>
  );
}

/** The next booking of it; of the credit how many days it buys; else until when it is ordered. */
function nextWords(statement: SchoolStatement, { row, ends }: Lapsing, coming: readonly Booking[]): string {
  const { offer } = statement;
  const next = coming.find(({ element }) => element === row.element);
  if (next) return `Next: ${shortDate(next.day!)}`;
  const line = row.lines[0];
  if (row.element === offer.bespoke.credit.id && line) {
    const buys = daysFor(statement, inPence(offer, line.left) ?? 0);
    if (buys > 0) return `Enough for ${days(buys)}, or share it in a pool`;
  }
  return `Order by ${shortDate(orderBy(statement, ends))}`;
}

/** The most days at the rate of the offer that so many pence buy, in quarter-days: time is sold in halves. */
function daysFor({ offer }: SchoolStatement, pence: number): number {
  let halves = 0;
  while (halves < mostHalves && (inPence(offer, dayPrice(offer, halves + 1)) ?? Number.POSITIVE_INFINITY) <= pence)
    halves += 1;
  return 2 * halves;
}

/** No school's credit buys more. */
const mostHalves = 60;

/** What has no limit and was used, in a sentence. */
function unlimitedWords({ figures }: SchoolStatement): string {
  const used = figures.rows
    .filter(({ lines }) => lines.some(({ unlimited, used: n }) => unlimited && n > 0))
    .map(({ name }) => name);
  return used.length === 0 ? '' : `Without a limit, and used so far: ${listed(used)}.`;
}

/** "½" and "day left", "1½" and "days left". */
function daysParts(quarterDays: number): [string, string] {
  if (quarterDays === 0) return ['0', 'days left'];
  const words = days(quarterDays);
  const space = words.indexOf(' ');
  return [words.slice(0, space), `${words.slice(space + 1)} left`];
}

const short = (quarterDays: number): string => (quarterDays === 0 ? '0' : days(quarterDays).replace(/ .*/, ''));

/** Until when something must be ordered, so that it can still be moved or given back. */
const orderBy = ({ offer }: Pick<SchoolStatement, 'offer'>, ends: Temporal.PlainDate): Temporal.PlainDate =>
  lastDayWith(offer.bespoke.booking.returnedWhenCancelled.workingDaysBefore, ends);

export const shortDate = (day: Temporal.PlainDate): string =>
  day.toLocaleString('en-GB', { day: 'numeric', month: 'long' });
