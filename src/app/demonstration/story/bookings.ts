import {
  acceptQuote,
  type Booking,
  bookingByKey,
  cancel,
  confirm,
  deliver,
  order,
  quote,
  type Refusal,
  stateAt,
  type Wish,
} from '../../../bookings';
import { type Account, accountsOf, type Holder, holderKey, poolsOf, schoolHolder } from '../../../entitlements';
import { dayPrice, type Element, type Offer } from '../../../offer';
import type { Tx } from '../../../platform/database';
import type { Result } from '../../../platform/result';
import { date } from '../../../platform/words';
import { firstDay, words } from '../city';
import type { Random } from '../random';
import { workingDay } from './agenda';
import { by, type Telling } from './cast';
import { poolsTold } from './pools';
import type { Choices } from './signing';

const day = (text: string) => Temporal.PlainDate.from(text);

/** How far a booking has come when winter comes. */
type Ending = 'draft' | 'quoted' | 'held' | 'confirmed' | 'delivered' | 'cancelled' | 'cancelled-late';

/** In these shares, and in this order again and again: so that a few schools show some of everything. */
const endings: readonly Ending[] = [
  ...(['delivered', 'held', 'confirmed', 'delivered', 'cancelled', 'delivered', 'quoted', 'delivered'] as const),
  ...(['cancelled-late', 'held', 'delivered', 'confirmed', 'delivered', 'draft', 'delivered', 'confirmed'] as const),
  ...(['delivered', 'held', 'delivered', 'confirmed'] as const),
];

/** What is wished, once it is known what there is. */
type Wishing = (tx: Tx, holder: Holder) => Promise<Omit<Wish, 'key' | 'holder'> | null>;

interface Plan {
  key: string;
  /** The school whose it is, or the name of a pool. */
  whose: number | string;
  ordered: Temporal.PlainDate;
  takesPlace: Temporal.PlainDate;
  ending: Ending;
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
  const late = new Set(choices.late.map(({ urn }) => urn));
  let n = 0;
  const next = () => endings[n++ % endings.length]!;
  const services = random('menu').shuffled(offer.bespoke.services.filter(({ price }) => price !== 'none'));
  for (const [i, { urn }] of [...choices.signed, ...choices.late].entries()) {
    const draw = random('bookings', urn);
    const isLate = late.has(urn);
    const own = draw.between(1, 2);
    for (let k = 0; k < own; k++)
      plan(telling, draw, { key: `owed-${k}/${urn}`, urn, isLate, ending: next() }, owedWish(telling, draw, urn));
    if (events.length > 0 && draw.percent(60)) event(telling, draw, urn, draw.pick(events), isLate);
    if (!pooled.has(urn) && !grouped.has(urn) && draw.percent(80))
      plan(
        telling,
        draw,
        { key: `menu/${urn}`, urn, isLate, ending: next() },
        menuWish(draw, urn, services[i % services.length]!),
      );
  }
  // Each school of a trust buys what gives the whole group something too.
  const [needs] = offer.bespoke.groupPackages;
  for (const { urn } of (needs && group?.schools) || [])
    follow(telling, {
      key: `group/${urn}`,
      whose: urn,
      ordered: day('2018-10-02'),
      takesPlace: day('2018-11-13'),
      ending: 'delivered',
      wish: buys(urn, { service: needs!.needs }, Number.MAX_SAFE_INTEGER),
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
      ...{ key: `summer/${urn}`, whose: urn, ordered: day('2018-07-09'), takesPlace, ending: 'delivered' },
      wish: buys(urn, { service: id }, 0),
    });
  }
}

/** A trust asks for a review with what its schools have put together; neighbours buy days. */
function tellPoolBookings(telling: Telling, choices: Choices): void {
  const { offer } = telling.published;
  const [review] = offer.bespoke.reviews;
  const byTime = offer.bespoke.services.find(({ price }) => price === 'day-rate');
  for (const [i, pool] of poolsTold(choices).entries()) {
    const item =
      pool.trustUid !== null && review
        ? { review: review.id, tier: review.tiers[0]!.id }
        : byTime
          ? { service: byTime.id, quarterDays: 4 }
          : null;
    if (!item) continue;
    const wish = {
      ...{ item, forSchools: pool.urns, billed: pool.urns[0]!, invoiceUpTo: Number.MAX_SAFE_INTEGER },
    };
    follow(telling, {
      key: `pool-${i}`,
      whose: pool.name,
      ordered: day('2018-10-04').add({ days: i }),
      takesPlace: day('2018-11-27'),
      ending: 'delivered',
      wish: async () => wish,
    });
    if (pool.trustUid !== null)
      follow(telling, {
        key: `pool-${i}/next`,
        whose: pool.name,
        ordered: day('2019-01-03'),
        takesPlace: day('2019-03-20'),
        ending: 'quoted',
        wish: async () => wish,
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
      const on = workingDay(day(text).add({ days: i }));
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
    ...{ key: `event/${urn}`, whose: urn, ordered, takesPlace: on, ending },
    wish: async (tx, holder) => {
      const [account] = await accountsOf(tx, [holder], { element: element.id });
      if (!account) return null;
      const units = account.unlimited ? 2 : Math.max(1, Math.min(account.owed, 2));
      return { item: { element: element.id, units }, forSchools: [urn], day: on, occasion: title };
    },
  });
}

/** Days of a booking that is not an event's. */
function plan(
  telling: Telling,
  draw: Random,
  { key, urn, isLate, ending }: { key: string; urn: number; isLate: boolean; ending: Ending },
  wish: Wishing,
): void {
  const recent = ending === 'held' || ending === 'quoted' || ending === 'draft';
  const autumn = day(isLate ? '2018-11-20' : '2018-09-12').add({ days: draw.between(0, isLate ? 5 : 50) });
  const ordered = recent ? day('2018-12-18').add({ days: draw.between(0, 23) }) : autumn;
  const done = ending === 'delivered';
  const takesPlace = done
    ? ordered.add({ days: draw.between(22, isLate ? 30 : 52) })
    : day('2019-01-21').add({ days: ending === 'cancelled-late' ? draw.between(0, 1) : draw.between(0, 80) });
  follow(telling, { key, whose: urn, ordered, takesPlace, ending, wish });
}

/** Something that the school is owed this year and has left: whatever it is, time before all. */
const owedWish =
  ({ published, time }: Telling, draw: Random, urn: number): Wishing =>
  async (tx, holder) => {
    const accounts = await accountsOf(tx, [holder], { year: published.year });
    const item = chooseOwed(published.offer, accounts, draw, time.today());
    return item && { item, forSchools: [urn] };
  };

/** Something of what a holder has left: for bookings that are not an event's. */
export function chooseOwed(
  offer: Offer,
  accounts: readonly Account[],
  draw: Random,
  today: Temporal.PlainDate,
): Wish['item'] | null {
  const kinds = accounts.filter(
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
  const account = timed.length > 0 && draw.percent(75) ? draw.pick(timed) : draw.pick(kinds);
  const half = Math.floor(account.left / 4) * 2;
  const units = timed.includes(account) && half > 0 && draw.percent(50) ? half : account.left;
  return { element: account.element, rule: account.rule, units };
}

/** Something of the menu: a service at its price, some time, or what needs a quote. Now and then more than the credit pays for. */
function menuWish(draw: Random, urn: number, service: Offer['bespoke']['services'][number]): Wishing {
  const quarterDays = draw.pick([2, 4, 4, 6, 8]);
  const item = service.price === 'day-rate' ? { service: service.id, quarterDays } : { service: service.id };
  return buys(urn, item, draw.percent(50) ? Number.MAX_SAFE_INTEGER : 0);
}

const buys =
  (urn: number, item: Wish['item'], invoiceUpTo: number): Wishing =>
  async () => ({ item, forSchools: [urn], invoiceUpTo });

/** The road of one booking, each step on its day. What the offer refuses, as it would any school, is not made. */
function follow(telling: Telling, { key, whose, ordered, takesPlace, ending, wish }: Plan): void {
  const { time, agenda, published, random, cast } = telling;
  const { offer, year } = published;
  const draw = random('road of a booking', key);
  const evidence = draw.pick(words.evidence);
  const reason = draw.pick(words.cancelled);
  const partner = draw.percent(70) ? draw.next() : null;
  const byOffice = draw.percent(45);
  /** As it was left; undefined where this start of the story has not looked yet. */
  let now: Booking | null | undefined;

  const holderOf = async (tx: Tx): Promise<Holder | null> => {
    if (typeof whose === 'number') return schoolHolder(tx, whose);
    const pool = (await poolsOf(tx, { year })).find(({ name }) => name === whose);
    return pool ? { kind: 'pool', id: pool.id } : null;
  };
  const office = async (tx: Tx) => by(telling, await cast.colleague(tx, 'project-officer'));
  const school = async (tx: Tx) => {
    const urn = typeof whose === 'number' && !byOffice ? whose : null;
    const own = urn === null ? null : await cast.ofSchool(tx, urn, ['school-business-manager', 'headteacher']);
    return own ? by(telling, own) : office(tx);
  };

  /** Does one more thing with it on a day, where it has come to the state that this is for. */
  const then = (
    on: Temporal.PlainDate,
    from: ReturnType<typeof stateAt>,
    deed: (tx: Tx, booking: Booking) => Promise<Result<Booking, Refusal>>,
  ) =>
    agenda.on(on, async (tx) => {
      if (now === undefined) {
        const holder = await holderOf(tx);
        now = holder && (await bookingByKey(tx, `${holderKey(holder)}/demonstration/${key}`));
      }
      if (!now || stateAt(now, time.mesters.clock.now(), time.today()) !== from) return;
      const done = await deed(tx, now);
      // Once the demonstration is open, whoever looks around may have changed what the story knows.
      if (done.ok) now = done.value;
      else if (Temporal.PlainDate.compare(time.today(), firstDay) < 0)
        throw new Error(`${now.what}: ${done.reason.words}`);
    });

  agenda.on(ordered, async (tx) => {
    now = null;
    const holder = await holderOf(tx);
    const wished = holder && (await wish(tx, holder));
    if (!holder || !wished) return;
    const at = wished.day ?? workingDay(takesPlace);
    const people = partner === null ? [] : [await cast.partner(tx, partner)];
    const [made] = unlessRefused(
      await order(tx, await school(tx), [{ day: at, people, ...wished, holder, key: `demonstration/${key}` }]),
    );
    now = made ?? null;
  });

  // What needs a quote: the office says what it costs, and the school takes it up or thinks about it.
  const halfDays = draw.between(1, typeof whose === 'number' ? 3 : 6);
  const quoted = ordered.add({ days: draw.between(2, 5) });
  if (ending !== 'draft')
    then(quoted, 'draft', async (tx, booking) =>
      quote(tx, await office(tx), booking.id, {
        price: booking.service === null ? 0 : dayPrice(offer, booking.units === null ? halfDays : booking.units / 2),
        until: time.today().add({ days: 40 }),
      }),
    );
  if (ending === 'quoted' || ending === 'draft') return;
  const taken = quoted.add({ days: draw.between(2, 8) });
  then(taken, 'quoted', async (tx, { id }) =>
    acceptQuote(tx, await school(tx), id, { invoiceUpTo: Number.MAX_SAFE_INTEGER }),
  );

  if (ending === 'held') return;
  const giveUp = async (tx: Tx, { id }: Booking) => cancel(tx, await school(tx), id, { why: reason });
  if (ending === 'cancelled' && draw.percent(40)) {
    for (const from of [ordered, taken]) then(from.add({ days: 1 }), 'held', giveUp);
    return;
  }
  const days = draw.between(1, 6);
  for (const from of [ordered, taken])
    then(from.add({ days }), 'held', async (tx, { id }) => confirm(tx, await office(tx), id));
  if (ending === 'delivered' || ending === 'confirmed')
    then(takesPlace, 'confirmed', async (tx, { id }) =>
      deliver(tx, await office(tx), id, { date: time.today(), evidence }),
    );
  if (ending === 'cancelled') then(taken.add({ days: 9 }), 'confirmed', giveUp);
  if (ending === 'cancelled-late') then(day('2019-01-09'), 'confirmed', giveUp);
}

const unlessRefused = <T>(done: Result<T[], unknown>): T[] => (done.ok ? done.value : []);
