import type { Child } from 'hono/jsx';
import { allBookings, mayReadBookings, stateAt, stateWords, waitingForUs } from '../../bookings';
import type { Tx } from '../../platform/database';
import { ButtonLink, DataTable, EmptyState, PageHeading, Section, Tag } from '../../platform/ui';
import { page, type Req } from '../../platform/web';
import { counted, longDate } from '../../platform/words';
import { Waits } from './waits';

/** How many of the next bookings an improvement partner sees at once. */
const shown = 12;

/** What an improvement partner lands on: the next bookings, their own first by name. */
export async function partnerHome(req: Req): Promise<Response> {
  const today = req.clock.today();
  const person = req.actor?.personId;
  const { coming, waiting } = await req.tx(async (tx) => ({
    coming: await comingBookings(tx, req),
    waiting: person ? await waitingForUs(tx, today, { most: shown, person }) : [],
  }));
  const title = longDate(today);
  return page(
    req,
    { title, density: 'staff' },
    <>
      <PageHeading title={title} lead={leadOf(coming.bookings, today)} />
      <Coming {...coming} req={req} rule="under" aside={<a href="/bookings">All bookings</a>} />
      {waiting.length > 0 && <Waits title="To write down" waiting={waiting} today={today} empty="" />}
    </>,
  );
}

/** What somebody who is engaged by the day finds first: the next bookings that name them, which are all that they may see. */
export async function ownBookings(req: Req) {
  const coming = await req.tx((tx) => comingBookings(tx, req));
  return <Coming {...coming} own req={req} rule="petrol" />;
}

/** The next bookings that the asker may see; those that name them alone where there are any. */
async function comingBookings(tx: Tx, { actor, clock }: Req) {
  const today = clock.today();
  const all = await allBookings(tx);
  const coming = all
    .filter((booking) => booking.day !== null && Temporal.PlainDate.compare(booking.day, today) >= 0)
    .filter((booking) => ['held', 'confirmed'].includes(stateAt(booking, clock.now(), today)))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.day!, b.day!));
  const own = coming.filter(({ people }) => people.includes(actor?.personId ?? ''));
  const bookings = (own.length > 0 ? own : coming).slice(0, shown);
  const urns = [...new Set(bookings.flatMap(({ forSchools }) => forSchools))];
  const names =
    urns.length === 0
      ? []
      : await tx.selectFrom('schools.current_school').select(['urn', 'name']).where('urn', 'in', urns).execute();
  return { bookings, own: own.length > 0, names: new Map(names.map(({ urn, name }) => [urn, name])) };
}

function Coming(
  props: Awaited<ReturnType<typeof comingBookings>> & { req: Req; rule: 'petrol' | 'under'; aside?: Child },
) {
  const { bookings, own, names, rule, aside } = props;
  const { actor, clock } = props.req;
  const today = clock.today();
  return (
    <Section title={own ? 'Your next bookings' : 'The next bookings of schools'} rule={rule} aside={aside}>
      {bookings.length === 0 ? (
        <EmptyState
          title={own ? 'Nothing is booked with you' : 'Nothing is booked yet'}
          level={3}
          action={own ? undefined : <ButtonLink href="/schools">Find a school</ButtonLink>}
        >
          {own
            ? 'Visits and training that you are to give stand here, the next first, with the school and what it is for.'
            : 'Visits and training that schools have booked stand here, the next first, with the school and what it is for.'}
        </EmptyState>
      ) : (
        <DataTable
          caption="The next bookings"
          captionHidden
          rows={bookings}
          columns={[
            { key: 'day', header: 'Day', cell: ({ day }) => (day ? whenWords(day, today) : null) },
            {
              key: 'school',
              header: 'School',
              name: true,
              cell: ({ forSchools: [urn] }) =>
                urn === undefined ? null : <a href={`/schools/${urn}`}>{names.get(urn) ?? urn}</a>,
            },
            {
              key: 'what',
              header: 'What',
              plain: true,
              cell: ({ id, what, forSchools: [urn] }) =>
                urn !== undefined && mayReadBookings(actor, { urn: String(urn) }) ? (
                  <a href={`/schools/${urn}/bookings/${id}`}>{what}</a>
                ) : (
                  what
                ),
            },
            {
              key: 'state',
              header: 'State',
              figure: true,
              cell: (booking) => <Tag tone="petrol">{stateWords[stateAt(booking, clock.now(), today)]}</Tag>,
            },
          ]}
        />
      )}
    </Section>
  );
}

/** "Today", "Tomorrow", "Monday 18 March 2019". */
function whenWords(day: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const n = today.until(day).days;
  return n === 0 ? 'Today' : n === 1 ? 'Tomorrow' : longDate(day);
}

/** The answer in a sentence: what is today, or how long until the next. */
function leadOf(
  bookings: readonly { day: Temporal.PlainDate | null }[],
  today: Temporal.PlainDate,
): string | undefined {
  const [next] = bookings;
  if (!next?.day) return undefined;
  const ofToday = bookings.filter(({ day }) => day?.equals(today)).length;
  if (ofToday > 0) return `${counted(ofToday, 'booking')} today.`;
  return `Nothing today. The next is in ${counted(today.until(next.day).days, 'day')}.`;
}
