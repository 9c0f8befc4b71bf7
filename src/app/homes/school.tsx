import {
  type Booking,
  bookingsOfSchool,
  type SchoolStatement,
  schoolStatement,
  standingNote,
  stateAt,
  stateWords,
} from '../../bookings';
import { isBeingWorkedOut } from '../../entitlements';
import { halfTermsOf, yearDays } from '../../offer';
import { sees } from '../../platform/actor';
import type { Tx } from '../../platform/database';
import {
  ButtonGroup,
  ButtonLink,
  Columns,
  EmptyState,
  Notice,
  PageHeading,
  Section,
  TaskList,
  YearRibbon,
} from '../../platform/ui';
import { notFound, page, type Req } from '../../platform/web';
import { counted, date, listed, longDate } from '../../platform/words';
import { quoteSchool, windowOn } from '../../subscriptions';
import { byWords, type Decision, decisionsOf } from './decide';
import { Left, shortDate, Would } from './left';

export interface SchoolView {
  statement: SchoolStatement;
  decisions: readonly Decision[];
  /** What is planned and to come, the next first. */
  coming: readonly Booking[];
  done: readonly Booking[];
  /** Names of those who do what comes next, as far as the reader may know them. */
  partners: readonly string[];
  today: Temporal.PlainDate;
  leads: boolean;
  beingWorkedOut: boolean;
  /** What a school that does not subscribe would pay. */
  quotePence: number | null;
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
    const coming = dated.filter(
      (booking) => ['held', 'confirmed'].includes(at(booking)) && Temporal.PlainDate.compare(booking.day!, today) >= 0,
    );
    const quoted = statement.subscribed ? null : await quoteSchool(tx, statement.offer, urn);
    return {
      statement,
      today,
      decisions: await decisionsOf(tx, req, statement, bookings),
      coming,
      done: dated.filter((booking) => at(booking) === 'delivered'),
      partners: await namesOf(tx, coming[0]?.people ?? []),
      leads: sees(actor, `leader/${urn}`),
      beingWorkedOut: await isBeingWorkedOut(tx, urn),
      quotePence: statement.feePence ?? (quoted?.ok ? quoted.value.fee.pence : null),
    };
  });
  if (!found) return notFound(req);
  const title = `${found.statement.year} for ${found.statement.name}`;
  return page(req, { title }, <SchoolHome {...found} title={title} now={clock.now()} />);
}

const namesOf = async (tx: Tx, people: readonly string[]): Promise<string[]> =>
  people.length === 0
    ? []
    : (await tx.selectFrom('schools.person').select('name').where('id', 'in', people).orderBy('name').execute()).map(
        ({ name }) => name,
      );

function SchoolHome(view: SchoolView & { title: string; now: Temporal.Instant }) {
  const { statement, title, beingWorkedOut, today } = view;
  const note = standingNote(statement, today);
  return (
    <>
      <PageHeading title={title} eyebrow={eyebrow(statement)} lead={note ?? undefined} />
      {beingWorkedOut && (
        <Notice kind="late" title="Being worked out.">
          Something new is known of the school, and what follows is being worked out. Look again in a minute.
        </Notice>
      )}
      <Ribbon {...view} />
      <div class="m-section">
        <Columns split="7-5">
          <Next {...view} />
          <Decide {...view} />
        </Columns>
      </div>
      {statement.subscribed ? <Left {...view} /> : <Would {...view} />}
      <Section title="How are we doing?" rule="ink">
        <ul class="govuk-list">
          <li>
            <a href={`/schools/${statement.urn}/data`}>Results, attendance and pupils</a>
          </li>
          <li>
            <a href="/data">Compared with the partnership and the city</a>
          </li>
        </ul>
      </Section>
    </>
  );
}

const ordinals = ['one', 'two', 'three', 'four', 'five'];

const eyebrow = ({ subscribed, contract, year }: SchoolStatement): string => {
  if (!subscribed) return 'A member of the partnership';
  const at = contract?.years.findIndex((one) => one.year === year) ?? -1;
  if (at < 0 || !contract || contract.years.length < 2) return 'A subscriber';
  const word = (n: number) => ordinals[n - 1] ?? String(n);
  return `Year ${word(at + 1)} of ${word(contract.years.length)}`;
};

function Ribbon({ statement: { offer, year, lapsesOn, subscribed }, coming, done, today }: SchoolView) {
  const { from, to } = yearDays(offer, year);
  const [next] = coming;
  if (Temporal.PlainDate.compare(today, to) > 0 || (!subscribed && coming.length + done.length === 0)) return null;
  const halfTerms = halfTermsOf(offer, year);
  return (
    <YearRibbon
      from={from}
      to={to}
      halfTerms={halfTerms.length > 0 ? halfTerms : [{ name: year, from, to }]}
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

function Next({ statement, coming, done, today, leads, partners, now }: SchoolView & { now: Temporal.Instant }) {
  const [next, ...more] = coming;
  const base = `/schools/${statement.urn}`;
  if (!next)
    return (
      <EmptyState
        title={done.length > 0 ? 'Nothing more is booked' : 'Nothing is booked yet'}
        action={
          leads ? (
            <ButtonLink href={`${base}/bookings/new`}>See what you can book</ButtonLink>
          ) : (
            <a href={`${base}/statement`}>See what is owed</a>
          )
        }
      >
        {statement.subscribed
          ? 'The next visit or training stands here once it is booked. What is owed is below.'
          : 'What every member has can be booked now. A subscription adds days, tickets and credit.'}
      </EmptyState>
    );
  const inDays = today.until(next.day!).days;
  return (
    <Section
      title={withoutYear(longDate(next.day!))}
      rule="petrol"
      eyebrow={inDays === 0 ? 'Next, today' : inDays === 1 ? 'Next, tomorrow' : `Next, in ${inDays} days`}
    >
      {partners.length > 0 && (
        <p>
          <strong>{listed(partners)}</strong>
        </p>
      )}
      <p>
        {next.what}. {stateWords[stateAt(next, now, today)]}.
      </p>
      {next.notes && (
        <div class="govuk-inset-text">
          <strong>Agreed</strong>
          <br />
          {next.notes}
        </div>
      )}
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
        <a href={`${base}/bookings`}>
          {more.length > 3 ? `All bookings, ${counted(more.length - 3, 'more')} to come` : 'All bookings'}
        </a>
      </ButtonGroup>
    </Section>
  );
}

function Decide({ statement, decisions, leads, today }: SchoolView) {
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
          {termWords(statement, today)} <a href={`/schools/${statement.urn}/subscription`}>How that works</a>
        </p>
      )}
    </Section>
  );
}

/** How long it runs, and when notice can be given. */
function termWords({ contract, offer }: SchoolStatement, today: Temporal.PlainDate): string {
  if (!contract) return '';
  const runs = `The subscription runs to ${date(contract.ends)}.`;
  if (contract.noticeAt) return `${runs} Notice is given.`;
  const { open, next } = windowOn(offer, today);
  if (open) return `${runs} Notice for this year can be given until ${date(open.to)}.`;
  return next ? `${runs} Notice can be given from ${date(next.from)} to ${date(next.to)}.` : runs;
}

const withoutYear = (words: string): string => words.replace(/ \d{4}$/, '');
