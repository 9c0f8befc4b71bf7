import {
  type Booking,
  bookingsOfSchool,
  isNothing,
  lapsing,
  type SchoolStatement,
  schoolStatement,
  spanWords,
  stateAt,
  sumOf,
} from '../../bookings';
import { yearDays } from '../../offer';
import { sees } from '../../platform/actor';
import {
  ButtonGroup,
  ButtonLink,
  Columns,
  DataTable,
  DayBlocks,
  EmptyState,
  PageHeading,
  Panel,
  Section,
  Stat,
  TaskList,
  UnitBar,
  UnitKey,
  YearRibbon,
} from '../../platform/ui';
import { notFound, page, type Req } from '../../platform/web';
import { date, days, listed, longDate, money } from '../../platform/words';
import { byWords, type Decision, decisionsOf } from './decide';

interface SchoolView {
  statement: SchoolStatement;
  decisions: readonly Decision[];
  /** What is planned and to come, the next first. */
  coming: readonly Booking[];
  done: readonly Booking[];
  today: Temporal.PlainDate;
  leads: boolean;
}

/** What a school's leaders and governors land on: what is next, what to decide, what is left. */
export async function schoolHome(req: Req, urn: number): Promise<Response> {
  const { actor, clock } = req;
  const today = clock.today();
  const found = await req.tx(async (tx): Promise<SchoolView | null> => {
    const statement = await schoolStatement(tx, { actor, today }, urn);
    if (!statement) return null;
    const bookings = await bookingsOfSchool(tx, urn, statement.year);
    const dated = bookings
      .filter(({ day }) => day !== null)
      .toSorted((a, b) => Temporal.PlainDate.compare(a.day!, b.day!));
    const at = (booking: Booking) => stateAt(booking, clock.now(), today);
    return {
      statement,
      today,
      decisions: await decisionsOf(tx, req, statement, bookings),
      coming: dated.filter(
        (booking) =>
          ['held', 'confirmed'].includes(at(booking)) && Temporal.PlainDate.compare(booking.day!, today) >= 0,
      ),
      done: dated.filter((booking) => at(booking) === 'delivered'),
      leads: sees(actor, `leader/${urn}`),
    };
  });
  if (!found) return notFound(req);
  const title = `${found.statement.year} for ${found.statement.name}`;
  return page(req, { title }, <SchoolHome {...found} title={title} />);
}

function SchoolHome(view: SchoolView & { title: string }) {
  const { statement, title } = view;
  return (
    <>
      <PageHeading title={title} eyebrow={eyebrow(statement)} />
      <Ribbon {...view} />
      <div class="m-section">
        <Columns split="7-5">
          <Next {...view} />
          <Decide {...view} />
        </Columns>
      </div>
      <Left {...view} />
    </>
  );
}

const eyebrow = ({ subscribed, contract, year }: SchoolStatement): string => {
  if (!subscribed) return 'A member of the partnership';
  const at = contract?.years.findIndex((one) => one.year === year) ?? -1;
  return at >= 0 && contract && contract.years.length > 1 ? `Year ${at + 1} of your subscription` : 'A subscriber';
};

function Ribbon({ statement: { offer, year, lapsesOn }, coming, done, today }: SchoolView) {
  const { from, to } = yearDays(offer, year);
  const [next] = coming;
  if (coming.length + done.length === 0 || Temporal.PlainDate.compare(today, to) > 0) return null;
  return (
    <YearRibbon
      from={from}
      to={to}
      halfTerms={[{ name: year, from, to }]}
      marks={[
        ...done.map((booking) => ({ date: booking.deliveredOn ?? booking.day!, done: true })),
        ...coming.map((booking) => ({
          date: booking.day!,
          done: false,
          ...(booking === next ? { label: `Next, ${shortDate(booking.day!)}` } : {}),
        })),
      ]}
      {...(Temporal.PlainDate.compare(today, from) >= 0
        ? { today: { date: today, label: `Today, ${shortDate(today)}` } }
        : {})}
      endLabel={`${shortDate(lapsesOn)}, lapses`}
      endShort={shortDate(lapsesOn)}
      says={`${done.length} done, ${coming.length} to come${next ? `, the next on ${date(next.day!)}` : ''}. What is left lapses on ${date(lapsesOn)}.`}
    />
  );
}

function Next({ statement, coming, today, leads }: SchoolView) {
  const [next, ...more] = coming;
  const base = `/schools/${statement.urn}`;
  if (!next)
    return (
      <EmptyState
        title="Nothing is booked yet"
        action={
          leads ? (
            <ButtonLink href={`${base}/menu`}>See what you can book</ButtonLink>
          ) : (
            <a href={`${base}/statement`}>See what is owed</a>
          )
        }
      >
        {statement.subscribed
          ? 'The next visit or training stands here once it is booked. What you are owed is below.'
          : 'What every member has is below. A subscription adds days, tickets and credit.'}
      </EmptyState>
    );
  const inDays = today.until(next.day!).days;
  return (
    <Section
      title={longDate(next.day!)}
      rule="petrol"
      eyebrow={inDays === 0 ? 'Next, today' : inDays === 1 ? 'Next, tomorrow' : `Next, in ${inDays} days`}
    >
      <p>{next.what}</p>
      {more.length > 0 && (
        <>
          <h3>Then</h3>
          <ul class="govuk-list">
            {more.slice(0, 3).map((booking) => (
              <li>
                {date(booking.day!)}: <a href={`${base}/bookings/${booking.id}`}>{booking.what}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <ButtonGroup>
        <ButtonLink href={`${base}/bookings/${next.id}`}>See the booking</ButtonLink>
        <a href={`${base}/bookings`}>All bookings</a>
      </ButtonGroup>
    </Section>
  );
}

function Decide({ statement, decisions, leads }: SchoolView) {
  return (
    <Section title={leads ? 'Waiting for you' : 'Waiting for the school'} rule="heather">
      {decisions.length === 0 ? (
        <p>Nothing waits for a decision. Quotes, forms and votes stand here when they do.</p>
      ) : (
        <TaskList
          id="decide"
          tasks={decisions.slice(0, 4).map((one) => ({
            title: one.title,
            href: one.href,
            hint: one.hint,
            status: byWords(one),
            tone: 'heather' as const,
          }))}
        />
      )}
      {statement.subscribed && statement.contract && (
        <p class="m-small">
          The subscription runs to {date(statement.contract.ends)}.{' '}
          <a href={`/schools/${statement.urn}/subscription`}>How it can end</a>
        </p>
      )}
    </Section>
  );
}

function Left({ statement, today, leads }: SchoolView) {
  const { figures, offer, feePence, lapsesOn, urn } = statement;
  const time = sumOf(figures, offer, 'time');
  const credit = figures.rows.find(({ element }) => element === offer.bespoke.credit.id);
  const line = credit?.lines[0];
  const money_ = offer.units.find(({ id }) => id === line?.unit)?.counts === 'money';
  const units = (n: number) => (money_ ? money(n) : String(n));
  const rows = lapsing(offer, figures, today);
  const [number, unit] = daysParts(time.left);
  return (
    <Panel>
      <Section title="What is left this year" aside={<UnitKey />}>
        <div class="m-section">
          <Columns split="thirds">
            {time.n > 0 && (
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
                <DayBlocks used={time.used} held={time.held} left={time.left} />
              </Stat>
            )}
            {line && (
              <Stat
                label="Credit"
                value={units(line.left)}
                unit="left"
                facts={[
                  { term: 'Owed', value: units(line.owed) },
                  { term: 'Used', value: units(line.used) },
                  { term: 'Held', value: units(line.held) },
                ]}
              >
                <UnitBar
                  used={line.used}
                  held={line.held}
                  left={line.left}
                  says={`${units(line.used)} used, ${units(line.held)} held, ${units(line.left)} left`}
                />
              </Stat>
            )}
            {!isNothing(figures.worth) && (
              <Stat
                label="Worth so far"
                value={money(figures.split.used.low)}
                unit="at least"
                note={
                  <>
                    of {spanWords(figures.worth, ' to ')} in the whole year.{' '}
                    <a href={`/schools/${urn}/statement`}>Statement of value</a>
                  </>
                }
              >
                <UnitBar
                  used={figures.split.used.low}
                  held={figures.split.held.low}
                  left={figures.worth.low - figures.split.used.low - figures.split.held.low}
                  says={`${spanWords(figures.split.used, ' to ')} used, ${spanWords(figures.split.held, ' to ')} held, of ${spanWords(figures.worth, ' to ')}`}
                  {...(feePence === null ? {} : { mark: { at: feePence, label: `fee ${money(feePence)}` } })}
                />
              </Stat>
            )}
          </Columns>
        </div>
        {rows.length > 0 && (
          <DataTable
            caption={`Left to use before ${date(lapsesOn)}`}
            rows={rows.slice(0, 8)}
            columns={[
              { key: 'element', header: 'Element', name: true, cell: ({ row }) => row.name },
              { key: 'left', header: 'Left', align: 'end', figure: true, strong: true, cell: ({ words }) => words },
              {
                key: 'worth',
                header: 'Worth',
                align: 'end',
                cell: ({ worth }) => (worth ? spanWords(worth) : 'not priced'),
              },
              ...(leads
                ? [
                    {
                      key: 'do',
                      header: 'Next step',
                      verb: true,
                      cell: ({ row }: (typeof rows)[number]) => (
                        <a
                          href={
                            row.element === offer.bespoke.credit.id
                              ? `/schools/${urn}/menu`
                              : `/schools/${urn}/bookings`
                          }
                        >
                          {row.element === offer.bespoke.credit.id ? 'Use it' : 'Book'}
                          <span class="govuk-visually-hidden">: {row.name}</span>
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        <p>
          {unlimitedWords(statement)} <a href={`/schools/${urn}/statement`}>Everything that is owed</a>
        </p>
      </Section>
    </Panel>
  );
}

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
const shortDate = (day: Temporal.PlainDate): string => day.toLocaleString('en-GB', { day: 'numeric', month: 'long' });
