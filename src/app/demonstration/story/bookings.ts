import {
  acceptQuote,
  type Booking,
  bookingById,
  cancel,
  confirm,
  deliver,
  order,
  quote,
  type Refusal,
  settle,
  type Wish,
} from '../../../bookings';
import { accountsOf, type Holder, poolsOf, schoolHolder } from '../../../entitlements';
import { dayPrice, type Element, type Offer } from '../../../offer';
import type { Tx } from '../../../platform/database';
import type { Result } from '../../../platform/result';
import { date } from '../../../platform/words';
import { company, peopleOf } from '../../../schools';
import { firstDay, words } from '../city';
import type { Random } from '../random';
import { by, colleague, type Telling } from './cast';
import { poolsTold } from './pools';
import type { Choices } from './signing';

const day = (text: string) => Temporal.PlainDate.from(text);

/** How far a booking has come when winter comes. */
type Ending = 'draft' | 'quoted' | 'held' | 'confirmed' | 'delivered' | 'cancelled' | 'cancelled-late';

/** What is wished, once it is known what there is. */
type Wishing = (tx: Tx, holder: Holder) => Promise<Omit<Wish, 'key' | 'holder'> | null>;
type Whose = (tx: Tx) => Promise<Holder | null>;

interface Plan {
  key: string;
  ordered: Temporal.PlainDate;
  takesPlace: Temporal.PlainDate;
  ending: Ending;
  whose: Whose;
  wish: Wishing;
}

/** What schools do with what they are owed: something of every kind, in every state. */
export function tellBookings(telling: Telling, choices: Choices): void {
  const { random } = telling;
  const { offer } = telling.published;
  const pooled = new Set(poolsTold(choices).flatMap(({ urns }) => urns));
  const [, group] = choices.trusts;
  const grouped = new Set(group?.schools.map(({ urn }) => urn));
  const events = eventsOf(offer);
  for (const { urn } of [...choices.signed, ...choices.late]) {
    const draw = random('bookings', urn);
    const late = choices.late.some((one) => one.urn === urn);
    const own = draw.between(1, 2);
    for (let i = 0; i < own; i++) plan(telling, draw, `owed-${i}/${urn}`, late, owedWish(telling, draw, urn));
    if (draw.percent(60) && events.length > 0) event(telling, draw, urn, draw.pick(events), late);
    if (!pooled.has(urn) && !grouped.has(urn) && draw.percent(80))
      plan(telling, draw, `menu/${urn}`, late, menuWish(offer, draw, urn));
  }
  // Each school of a trust buys what gives the whole group something too.
  const [needs] = offer.bespoke.groupPackages;
  for (const { urn } of (needs && group?.schools) || [])
    follow(telling, {
      key: `group/${urn}`,
      ordered: day('2018-10-02'),
      takesPlace: day('2018-11-13'),
      ending: 'delivered',
      wish: buys(urn, () => ({ service: needs!.needs }), Number.MAX_SAFE_INTEGER),
    });
  tellSummerStarts(telling, choices, new Set([...pooled, ...grouped]));
  tellPoolBookings(telling, choices);
}

/** A limited service that may start before the year does: in summer, for the year to come. */
function tellSummerStarts(telling: Telling, { signed }: Choices, not: ReadonlySet<number>): void {
  const { bespoke } = telling.published.offer;
  const early = bespoke.services.filter(({ startsFrom, price }) => startsFrom !== null && typeof price !== 'string');
  const draw = telling.random('summer');
  for (const { urn } of signed.filter(({ urn }) => !not.has(urn)).slice(0, 6)) {
    if (early.length === 0) return;
    const { id } = draw.pick(early);
    const takesPlace = day('2018-07-16').add({ days: draw.between(0, 4) });
    follow(telling, {
      ...{ key: `summer/${urn}`, ordered: day('2018-07-09'), takesPlace, ending: 'delivered' },
      wish: buys(urn, () => ({ service: id }), 0),
    });
  }
}

/** A trust asks for a review with what its schools have put together; neighbours buy days. */
function tellPoolBookings(telling: Telling, choices: Choices): void {
  const { offer, year } = telling.published;
  const [review] = offer.bespoke.reviews;
  const byTime = offer.bespoke.services.find(({ price }) => price === 'day-rate');
  for (const [i, pool] of poolsTold(choices).entries()) {
    const item =
      pool.trustUid !== null && review
        ? { review: review.id, tier: review.tiers[0]!.id }
        : byTime
          ? { service: byTime.id, quarterDays: 4 }
          : null;
    const wish =
      (billed: number): Wishing =>
      async (tx) => {
        const found = (await poolsOf(tx, { year })).find(({ name }) => name === pool.name);
        if (!found || !item) return null;
        return {
          holder: { kind: 'pool', id: found.id },
          item,
          forSchools: pool.urns,
          billed,
          invoiceUpTo: Number.MAX_SAFE_INTEGER,
        };
      };
    const first = pool.urns[0]!;
    const ordered = day('2018-10-04').add({ days: i });
    follow(telling, {
      key: `pool-${i}`,
      ordered,
      takesPlace: day('2018-11-27'),
      ending: 'delivered',
      wish: wish(first),
    });
    if (pool.trustUid !== null)
      follow(telling, {
        key: `pool-${i}/next`,
        ordered: day('2019-01-03'),
        takesPlace: day('2019-03-20'),
        ending: 'quoted',
        wish: wish(first),
      });
  }
}

/** Days on which an event of each kind takes place: two that have been and one to come. */
function eventsOf(offer: Offer): { element: Element; on: Temporal.PlainDate; title: string }[] {
  const kinds = offer.elements.filter(
    ({ grants }) => grants.length > 0 && grants.some(({ to, per }) => to === 'school' && per === 'event'),
  );
  return kinds.flatMap((element, i) =>
    ['2018-10-10', '2018-11-28', '2019-02-06'].map((text, n) => {
      const on = day(text).add({ days: i });
      const line =
        offer.programme.element === element.id
          ? offer.programme.lines.find(({ month }) => month === on.month)
          : undefined;
      return { element, on, title: `${line?.title ?? ['First', 'Second', 'Third'][n]}, ${date(on)}` };
    }),
  );
}

/** One or two people go to an event. */
function event(
  telling: Telling,
  draw: Random,
  urn: number,
  { element, on, title }: ReturnType<typeof eventsOf>[number],
  late: boolean,
): void {
  const past = Temporal.PlainDate.compare(on, firstDay) < 0;
  const ending: Ending = draw.percent(8) ? 'cancelled' : past ? 'delivered' : draw.percent(60) ? 'confirmed' : 'held';
  const before = draw.between(17, 24);
  const ordered = past ? on.subtract({ days: before }) : day('2018-12-19').add({ days: draw.between(0, 20) });
  if (late && Temporal.PlainDate.compare(ordered, '2018-11-20') < 0) return;
  follow(telling, {
    ...{ key: `event/${urn}`, ordered, takesPlace: on, ending },
    wish: async (tx) => {
      const holder = await schoolHolder(tx, urn);
      const [account] = await accountsOf(tx, [holder], { element: element.id });
      if (!account) return null;
      const units = account.unlimited ? 2 : Math.max(1, Math.min(account.owed, 2));
      return { holder, item: { element: element.id, units }, forSchools: [urn], day: on, occasion: title };
    },
  });
}

/** Days and states of a booking that is not an event's. */
function plan(telling: Telling, draw: Random, key: string, late: boolean, wish: Wishing): void {
  const drawn = draw.next();
  const ending: Ending =
    drawn < 0.5
      ? 'delivered'
      : drawn < 0.66
        ? 'confirmed'
        : drawn < 0.82
          ? 'held'
          : drawn < 0.87
            ? 'quoted'
            : drawn < 0.9
              ? 'draft'
              : drawn < 0.97
                ? 'cancelled'
                : 'cancelled-late';
  const recent = ending === 'held' || ending === 'quoted' || ending === 'draft';
  const autumn = day(late ? '2018-11-20' : '2018-09-12').add({ days: draw.between(0, late ? 5 : 50) });
  const ordered = recent ? day('2018-12-18').add({ days: draw.between(0, 23) }) : autumn;
  const done = ending === 'delivered';
  const takesPlace = done
    ? ordered.add({ days: draw.between(18, late ? 30 : 52) })
    : day('2019-01-21').add({ days: draw.between(0, 80) });
  follow(telling, { key, ordered, takesPlace, ending, wish });
}

/** Something that the school is owed this year and has left: whatever it is. */
const owedWish =
  ({ published, time }: Telling, draw: Random, urn: number): Wishing =>
  async (tx) => {
    const { offer, year } = published;
    const holder = await schoolHolder(tx, urn);
    const today = time.today();
    const kinds = (await accountsOf(tx, [holder], { year })).filter(
      ({ element, per, unlimited, left, starts, ends }) =>
        per === 'year' &&
        !unlimited &&
        left > 0 &&
        element !== offer.bespoke.credit.id &&
        Temporal.PlainDate.compare(starts, today) <= 0 &&
        Temporal.PlainDate.compare(today.add({ months: 3 }), ends) <= 0,
    );
    if (kinds.length === 0) return null;
    const timed = kinds.filter(({ unit }) => offer.units.find(({ id }) => id === unit)?.counts === 'time');
    const account = timed.length > 0 && draw.percent(60) ? draw.pick(timed) : draw.pick(kinds);
    const isTime = timed.includes(account);
    const half = Math.floor(account.left / 4) * 2;
    const units = isTime && half > 0 && draw.percent(50) ? half : account.left;
    return { holder, item: { element: account.element, units }, forSchools: [urn] };
  };

/** Something of the menu: a service at its price, some time, or what needs a quote. Now and then more than the credit pays for. */
function menuWish(offer: Offer, draw: Random, urn: number): Wishing {
  const services = offer.bespoke.services.filter(({ price }) => price !== 'none');
  const chosen = draw.pick(services);
  const quarterDays = draw.pick([2, 4, 4, 6, 8]);
  const item = chosen.price === 'day-rate' ? { service: chosen.id, quarterDays } : { service: chosen.id };
  return buys(urn, () => item, draw.percent(50) ? Number.MAX_SAFE_INTEGER : 0);
}

const buys =
  (urn: number, item: () => Wish['item'], invoiceUpTo: number): Wishing =>
  async (tx) => ({ holder: await schoolHolder(tx, urn), item: item(), forSchools: [urn], invoiceUpTo });

/** The road of one booking. What the offer refuses, as it would any school, is not made. */
function follow(telling: Telling, { key, ordered, takesPlace, ending, wish }: Plan): void {
  const { time, agenda, published, random } = telling;
  const { offer } = published;
  const draw = random('road of a booking', key);
  const evidence = draw.pick(words.evidence);
  const reason = draw.pick(words.cancelled);
  let id: string | null = null;

  /** Does one more thing with it, unless it has come to nothing. */
  const then = (on: Temporal.PlainDate, deed: (tx: Tx, booking: Booking) => Promise<Result<Booking, Refusal>>) =>
    agenda.on(on, () =>
      time.asProgram(async (tx) => {
        const booking = id === null ? null : await bookingById(tx, id);
        if (!booking) return;
        const done = await deed(tx, booking);
        // Done before, by a start that stopped halfway.
        if (!done.ok && done.reason.because !== 'state') throw new Error(`${booking.what}: ${done.reason.words}`);
        if (done.ok && done.value.payers.some(({ how }) => how === 'invoice'))
          await settle(tx, { actor: null, clock: time.mesters.clock }, booking.id);
      }),
    );
  const officer = async (tx: Tx) => by(time, await colleague(time, tx, 'project-officer'));

  const goOn = (from: Temporal.PlainDate) => {
    if (ending === 'held') return;
    if (ending === 'cancelled' && draw.percent(40)) {
      then(from.add({ days: 2 }), async (tx, { id }) => cancel(tx, await officer(tx), id, { why: reason }));
      return;
    }
    then(from.add({ days: draw.between(1, 6) }), async (tx, { id }) => confirm(tx, await officer(tx), id));
    if (ending === 'delivered')
      then(takesPlace, async (tx, { id }) => deliver(tx, await officer(tx), id, { date: time.today(), evidence }));
    if (ending === 'cancelled')
      then(from.add({ days: 9 }), async (tx, { id }) => cancel(tx, await officer(tx), id, { why: reason }));
    if (ending === 'cancelled-late')
      then(takesPlace.subtract({ days: 4 }), async (tx, { id }) => cancel(tx, await officer(tx), id, { why: reason }));
  };

  agenda.on(ordered, () =>
    time.asProgram(async (tx) => {
      const wished = await wish(tx);
      if (!wished) return;
      const partners = (await peopleOf(tx, company)).filter(
        ({ role, starts }) => role === 'improvement-partner' && Temporal.PlainDate.compare(starts, time.today()) <= 0,
      );
      const people = partners.length > 0 && draw.percent(70) ? [draw.pick(partners).personId] : [];
      const at = wished.day ?? takesPlace;
      const made = await order(tx, await officer(tx), [{ day: at, people, ...wished, key: `demonstration/${key}` }]);
      if (!made.ok) return;
      const [booking] = made.value;
      id = booking?.id ?? null;
      if (!booking) return;
      const asked = booking.heldAt === null && booking.confirmedAt === null;
      if (!asked) return goOn(time.today());
      if (ending === 'draft') return;
      quoted(booking.holder);
    }),
  );

  /** The office says what it costs; the school takes it up, or thinks about it. */
  const quoted = (holder: Holder) => {
    const halfDays = draw.between(1, holder.kind === 'pool' ? 6 : 3);
    const on = time.today().add({ days: draw.between(2, 5) });
    then(on, async (tx, booking) =>
      quote(tx, await officer(tx), booking.id, {
        price: booking.service === null ? 0 : dayPrice(offer, booking.units === null ? halfDays : booking.units / 2),
        until: time.today().add({ days: 40 }),
      }),
    );
    if (ending === 'quoted') return;
    const taken = on.add({ days: draw.between(2, 8) });
    then(taken, async (tx, { id }) => acceptQuote(tx, await officer(tx), id, { invoiceUpTo: Number.MAX_SAFE_INTEGER }));
    goOn(taken);
  };
}
