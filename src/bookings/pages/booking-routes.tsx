import { creditUnit, type Offer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { Result } from '../../platform/result';
import { ButtonLink } from '../../platform/ui';
import { fileRoutes, notFound, page, type Req, type Route, redirect, route } from '../../platform/web';
import { slug } from '../../platform/words';
import { SchoolHeader, schoolCrumbs, schoolHead } from '../../schools';
import { invoiceBy } from '../../subscriptions';
import { cancel, cancelling, confirm, deliver } from '../confirm';
import { standingAt } from '../eligible';
import { planOf } from '../plan';
import { mayBook, mayDeliver, mayQuote, mayReadBookings } from '../policy';
import { type Booking, bookingById, bookingsOfSchool } from '../queries';
import { acceptQuote, keepAgain, quote } from '../quote';
import type { Refusal } from '../refusals';
import { allowed, type Deed, stateAt } from '../state';
import { BookingPage, perWritten } from './booking-page';
import { bookingsTable, readListWish, rowsOf } from './list';
import { BookingsList, Empty } from './list-page';
import { type At, errorList, offersOf, readDay, schoolAt, schoolNames } from './shared';

export const bookingRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/bookings',
    may: mayReadBookings,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/bookings` },
      other: { path: `/schools/${world.otherSchool}/bookings` },
    }),
    handle: showList,
  }),
  ...fileRoutes({
    path: '/schools/:urn/bookings',
    may: mayReadBookings,
    sample: (world) => [`/schools/${world.school}/bookings`, `/schools/${world.otherSchool}/bookings`],
    file: async (req) => {
      const found = await listOf(req);
      return (
        found && { table: bookingsTable(found.rows, found.offers), name: `bookings-${slug(found.at.school.name)}` }
      );
    },
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/bookings/:id',
    may: mayReadBookings,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/bookings/${world.booking}` },
      other: { path: `/schools/${world.otherSchool}/bookings/${world.otherBooking}` },
    }),
    handle: (req) => showBooking(req),
  }),
  deedRoute('accept', mayBook, { invoice: '0' }, 'quotedBooking', (tx, req, id) =>
    acceptQuote(tx, req, id, { invoiceUpTo: agreed(req) }),
  ),
  deedRoute('keep-again', mayBook, { invoice: '0' }, 'booking', (tx, req, id) =>
    keepAgain(tx, req, id, { invoiceUpTo: agreed(req) }),
  ),
  deedRoute('cancel', mayBook, { why: 'Plans have changed' }, 'booking', (tx, req, id) =>
    cancel(tx, req, id, {
      why: req.form.get('why'),
      returnAnyway: mayQuote(req.actor) && req.form.get('anyway') === 'yes',
    }),
  ),
  deedRoute('confirm', mayDeliver, {}, 'booking', (tx, req, id) => confirm(tx, req, id)),
  deedRoute(
    'quote',
    mayQuote,
    { price: '550', days: '1', 'until-day': '1', 'until-month': '3', 'until-year': '2019' },
    'draftBooking',
    sendQuote,
  ),
  deedRoute(
    'deliver',
    mayDeliver,
    { evidence: 'A visit', 'on-day': '14', 'on-month': '1', 'on-year': '2019' },
    'booking',
    sayDelivered,
  ),
];

type Sampled = 'booking' | 'quotedBooking' | 'draftBooking';

/** One thing that is done to a booking by a button: done again it changes nothing, refused it says why on the booking's page. */
function deedRoute(
  deed: Deed,
  may: Route['may'],
  form: Record<string, string>,
  sampled: Sampled,
  act: (tx: Tx, req: Req, id: string, offer: Offer) => Promise<Result<Booking, Refusal>>,
): Route {
  return route({
    method: 'POST',
    path: `/schools/:urn/bookings/:id/${deed}`,
    may,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/bookings/${world[sampled]}/${deed}`, form },
      other: { path: `/schools/${world.otherSchool}/bookings/${world.otherBooking}/${deed}`, form },
    }),
    handle: async (req) => {
      const done = await req.tx(async (tx) => {
        const found = await bookingAt(tx, req);
        return found && act(tx, req, found.booking.id, found.offer);
      });
      if (!done) return notFound(req);
      if (!done.ok) return showBooking(req, done.reason);
      return redirect(`/schools/${req.params.urn}/bookings/${done.value.id}`, { notice: notices[deed](done.value) });
    },
  });
}

const notices: Readonly<Record<Deed, (booking: Booking) => string>> = {
  quote: () => 'The quote is there for the school to accept.',
  accept: () => 'Accepted, and held. The office confirms it next.',
  'keep-again': () => 'It is held again.',
  confirm: () => 'Confirmed.',
  deliver: () => 'It is recorded that it took place.',
  cancel: ({ returned }) =>
    returned ? 'Cancelled. What it took went back.' : 'Cancelled. It was too late to give back what it took.',
};

const agreed = ({ form }: Req): number => (/^\d{1,9}$/.test(form.get('invoice')) ? Number(form.get('invoice')) : 0);

function sendQuote(tx: Tx, req: Req, id: string, offer: Offer): Promise<Result<Booking, Refusal>> {
  const price = readAmount(req.form.get('price'), perWritten(offer));
  const units = req.form.get('days') === '' ? null : readAmount(req.form.get('days'), 4);
  const until = readDay(req.form, 'until');
  if (price === null) return no('price', `Enter a price in ${creditUnit(offer).name.toLowerCase()}, such as 550, or 0`);
  if (req.form.get('days') !== '' && (units === null || units === 0))
    return no('days', 'Enter days in quarters, such as 1.5, or nothing');
  if (until.day === null) return no('until', until.error ?? 'Enter the last day on which it can be accepted');
  return quote(tx, req, id, { price, units, until: until.day });
}

function sayDelivered(tx: Tx, req: Req, id: string): Promise<Result<Booking, Refusal>> {
  const on = readDay(req.form, 'on');
  const typed = req.form.get('days');
  const units = typed === '' ? null : readAmount(typed, 4);
  if (on.day === null) return no('on', on.error ?? 'Enter the day on which it took place');
  if (typed !== '' && !units) return no('days', 'Enter days in quarters, such as 1.5');
  const link = req.form.get('link');
  if (link !== '' && !/^(https?:\/\/|\/)/.test(link)) return no('link', 'Enter an address that begins with https://');
  if (req.form.get('evidence') === '') return no('evidence', 'Say what was done, in a sentence');
  return deliver(tx, req, id, { date: on.day, evidence: req.form.get('evidence'), link, ...(units ? { units } : {}) });
}

/** A refusal that belongs to one field. */
const no = async (field: string, words: string): Promise<Result<Booking, Refusal>> => ({
  ok: false,
  reason: { because: `field/${field}`, words },
});

/** "1.5" at four to one is 6; null when it is no such amount. */
function readAmount(typed: string, perOne: number): number | null {
  const text = typed.replace(/[£,\s]/g, '');
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(text)) return null;
  const units = Math.round(Number(text) * perOne * 100) / 100;
  return Number.isInteger(units) ? units : null;
}

/** The booking that an address names, when it is one of that school's. */
async function bookingAt(tx: Tx, req: Req): Promise<{ at: At; booking: Booking; offer: Offer } | null> {
  const at = await schoolAt(tx, req);
  const booking = at && (await bookingById(tx, req.params.id ?? ''));
  if (!at || !booking) return null;
  const own = (await bookingsOfSchool(tx, at.school.urn)).some(({ id }) => id === booking.id);
  const offer = (await offersOf(tx, [booking])).get(booking.offerId);
  return own && offer ? { at, booking, offer } : null;
}

async function listOf(req: Req) {
  return req.tx(async (tx) => {
    const at = await schoolAt(tx, req);
    if (!at) return null;
    const bookings = await bookingsOfSchool(tx, at.school.urn);
    const offers = await offersOf(tx, bookings);
    const names = await schoolNames(
      tx,
      bookings.flatMap(({ forSchools }) => forSchools),
    );
    const wish = readListWish(req.query, '');
    const now = { instant: req.clock.now(), today: req.clock.today() };
    return { at, offers, wish, rows: rowsOf(bookings, offers, names, wish, now) };
  });
}

async function showList(req: Req): Promise<Response> {
  const found = await listOf(req);
  if (!found) return notFound(req);
  const { at, rows, wish } = found;
  const path = `/schools/${at.school.urn}/bookings`;
  const coming = rows.filter(({ state }) => state !== 'delivered' && state !== 'cancelled').length;
  return page(
    req,
    { title: `Bookings: ${at.school.name}`, breadcrumbs: schoolCrumbs(at.school) },
    <>
      <SchoolHeader
        school={at.school}
        tabs={at.tabs}
        at={path}
        lead={
          coming === 0
            ? 'Nothing is on the way.'
            : coming === 1
              ? 'One booking is on the way.'
              : `${coming} bookings are on the way.`
        }
        actions={
          mayBook(req.actor, req.params) && (
            <>
              <ButtonLink href={`${path}/new`}>Book what you are owed</ButtonLink>{' '}
              <a href={`/schools/${at.school.urn}/menu`}>The menu</a>
            </>
          )
        }
      />
      <BookingsList
        path={path}
        query={req.query}
        wish={wish}
        rows={rows}
        withSchool={false}
        hrefOf={({ booking }) => `${path}/${booking.id}`}
        empty={
          <Empty title="No bookings here">What the school books, asks for and buys stands here with its state.</Empty>
        }
      />
    </>,
  );
}

async function showBooking(req: Req, refusal?: Refusal): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const one = await bookingAt(tx, req);
    if (!one) return null;
    const { at, booking, offer } = one;
    const state = stateAt(booking, req.clock.now(), req.clock.today());
    const names = await schoolNames(tx, booking.forSchools);
    const payerNames = new Map<string, string>();
    for (const { holder } of booking.payers) {
      const key = `${holder.kind}/${holder.id}`;
      payerNames.set(
        key,
        holder.kind === 'school'
          ? ((await schoolHead(tx, Number(holder.id)))?.name ?? at.school.name)
          : holder.kind === 'pool'
            ? 'a pool'
            : holder.id,
      );
    }
    const staff = await Promise.all(
      booking.people.map(
        async (id) =>
          (await tx.selectFrom('schools.person').select('name').where('id', '=', id).executeTakeFirst())?.name,
      ),
    );
    return {
      ...one,
      state,
      topUpPence: state === 'quoted' || state === 'lapsed' ? await topUpOf(tx, booking, offer) : 0,
      payerNames,
      forNames: booking.forSchools.map((urn) => ({ urn, name: names.get(urn) ?? String(urn) })),
      peopleNames: staff.filter((name) => name !== undefined),
      invoice: await invoiceBy(tx, { key: `booking/${booking.id}` }),
    };
  });
  if (!found) return notFound(req);
  const { at, booking, offer, state, ...rest } = found;
  const [, field] = /^field\/(.+)$/.exec(refusal?.because ?? '') ?? [];
  const errors = refusal ? { [field ?? 'refused']: refusal.words } : {};
  const deeds = allowed(state, booking).filter((deed) => mays[deed](req.actor, req.params));
  return page(
    req,
    {
      title: `${booking.what}: ${at.school.name}`,
      breadcrumbs: [...schoolCrumbs(at.school), { text: 'Bookings', href: `/schools/${at.school.urn}/bookings` }],
      errors: field ? errorList(errors) : refusal ? [{ text: refusal.words, href: '#main' }] : [],
    },
    <BookingPage
      {...at}
      {...rest}
      booking={booking}
      offer={offer}
      state={state}
      deeds={deeds}
      cancelling={cancelling(offer, booking, state, req.clock.today())}
      staff={mayDeliver(req.actor)}
      typed={req.form.entries()}
      errors={errors}
    />,
  );
}

const mays: Readonly<Record<Deed, Route['may']>> = {
  quote: mayQuote,
  accept: mayBook,
  'keep-again': mayBook,
  confirm: mayDeliver,
  deliver: mayDeliver,
  cancel: mayBook,
};

/** What taking it up now would add to an invoice. */
async function topUpOf(tx: Tx, booking: Booking, offer: Offer): Promise<number> {
  const element = offer.elements.find(({ id }) => id === booking.element);
  if (!element || booking.price === null) return 0;
  const standing = await standingAt(tx, offer, booking.element, booking.forSchools, booking.countsOn);
  const plan = await planOf(
    tx,
    {
      wish: { holder: booking.holder, forSchools: booking.forSchools },
      offer,
      countsOn: booking.countsOn,
      priced: { element, units: booking.units, unit: booking.unit, what: booking.what },
      standing,
    },
    booking.price,
    new Map(),
    Number.MAX_SAFE_INTEGER,
  );
  return plan.ok ? plan.value.reduce((pence, payer) => pence + (payer.pence ?? 0), 0) : 0;
}
