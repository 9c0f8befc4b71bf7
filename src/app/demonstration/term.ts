import { type Booking, bookingsOf, confirmMany, deliverMany, orderMany, type Wish } from '../../bookings';
import { accountsOf, holderKey, schoolHolders } from '../../entitlements';
import { currentOffer, type Offer } from '../../offer';
import { heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { withoutJobs } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { system } from '../../schools';
import { contractsOfSchools, daysToRaise, raiseAllDue } from '../../subscriptions';
import { firstDay, words } from './city';
import type { Random } from './random';
import { workingDay } from './story/agenda';
import { chooseOwed } from './story/bookings';
import { drawsOf } from './story/cast';
import { readStatement, statementDays } from './story/money';
import type { World } from './world';

/** Schools whose bookings are made together, in one transaction. */
const atOnce = 100;

const day = (text: string) => Temporal.PlainDate.from(text);

/** Who does it, and when. */
interface By {
  actor: typeof system;
  clock: ReturnType<typeof heldClock>;
}
type Act = (tx: Tx, by: By) => Promise<unknown>;

/**
 * One term of a large demonstration, by the office and in batches: what falls due is invoiced, most of it is paid, and each school that has
 * signed books a little of what it is owed and of the menu. Nobody is written to. Done before, nothing is done again.
 */
export async function liveTerm(
  mesters: Mesters,
  world: World,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const doing = <T>(on: Temporal.PlainDate, work: (tx: Tx, by: By) => Promise<T>) => {
    const clock = heldClock(on, '10:30');
    return withoutJobs(() =>
      mesters.database.transaction(systemStanding(clock), (tx) => work(tx, { actor: system, clock })),
    );
  };
  const begins = day('2018-07-05');
  const { offer, year, urns, raised } = await doing(begins, async (tx) => {
    const published = await currentOffer(tx);
    if (!published) throw new Error('No offer is published.');
    const all = world.schools.map(({ urn }) => urn);
    const signed = new Set((await contractsOfSchools(tx, all)).keys());
    return { ...published, urns: all.filter((urn) => signed.has(urn)), raised: await daysToRaise(tx) };
  });

  const acts: { on: Temporal.PlainDate; act: (on: Temporal.PlainDate) => Promise<unknown> }[] = [];
  const has = (on: Temporal.PlainDate) => Temporal.PlainDate.compare(on, firstDay) < 0;
  const when = (on: Temporal.PlainDate, act: Act) => {
    if (has(on)) acts.push({ on, act: (today) => doing(today, act) });
  };
  for (const on of raised.filter(has))
    acts.push({
      on,
      act: (today) => {
        const clock = heldClock(today, '06:00');
        return withoutJobs(() =>
          raiseAllDue({ clock, tx: (work) => mesters.database.transaction(systemStanding(clock), work) }),
        );
      },
    });
  const names = new Map(world.schools.map(({ urn, name }) => [urn, name]));
  const random = drawsOf(world.seed);
  for (const [n, on] of statementDays(firstDay).entries())
    when(on, (tx, who) => readStatement({ random, names, who, files: mesters.files }, tx, n));
  for (let i = 0; i < urns.length; i += atOnce)
    planBookings(when, { offer, year, urns: urns.slice(i, i + atOnce), draw: random('term', i) });
  const inOrder = acts.toSorted((a, b) => Temporal.PlainDate.compare(a.on, b.on));
  for (const [i, { on, act }] of inOrder.entries()) {
    progress(i, inOrder.length);
    await act(on);
  }
}

/** The bookings of some schools: made on one day, confirmed by the office on another, and most delivered on a third. */
function planBookings(
  when: (on: Temporal.PlainDate, act: Act) => void,
  { offer, year, urns, draw }: { offer: Offer; year: string; urns: readonly number[]; draw: Random },
): void {
  const recent = draw.percent(10);
  const ordered = workingDay(
    recent
      ? day('2018-12-19').add({ days: draw.between(0, 20) })
      : day('2018-09-12').add({ days: draw.between(0, 55) }),
  );
  const takesPlace = workingDay(ordered.add({ days: draw.between(22, 45) }));
  const services = offer.bespoke.services.filter(({ price }) => price === 'day-rate' || typeof price !== 'string');
  // Drawn at once, so that the same schools book the same however often the making is begun.
  const booked = urns.flatMap((urn) => {
    const kinds = [true, draw.percent(40), draw.percent(45) && services.length > 0];
    return kinds.flatMap((wanted, n) =>
      wanted
        ? [
            {
              urn,
              key: `demonstration/${n === 2 ? 'menu' : `owed-${n}`}`,
              service: n === 2 ? draw.pick(services) : null,
              day: draw.percent(70) ? takesPlace : workingDay(day('2019-01-21').add({ days: draw.between(0, 80) })),
              evidence: draw.pick(words.evidence),
            },
          ]
        : [],
    );
  });
  const made: { id: string; day: Temporal.PlainDate; evidence: string }[] = [];
  when(ordered, async (tx, by) => {
    const holders = await schoolHolders(tx, urns);
    const evidence = new Map(booked.map((one) => [`${holderKey(holders.get(one.urn)!)}/${one.key}`, one.evidence]));
    const keep = (bookings: readonly Booking[]) =>
      made.push(
        ...bookings.map((one) => ({ id: one.id, day: one.day ?? ordered, evidence: evidence.get(one.key) ?? '' })),
      );
    // A making that stopped after this day has them all.
    const before = (await bookingsOf(tx, [...holders.values()], year)).filter(({ key }) => evidence.has(key));
    if (before.length > 0) return void keep(before);
    const accounts = Map.groupBy(await accountsOf(tx, [...holders.values()], { year }), ({ holder }) =>
      holderKey(holder),
    );
    const orders = booked.flatMap(({ urn, key, service, day: on }): Wish[][] => {
      const holder = holders.get(urn);
      const item: Wish['item'] | null = service
        ? { service: service.id, ...(service.price === 'day-rate' ? { quarterDays: 2 } : {}) }
        : holder
          ? chooseOwed(offer, accounts.get(holderKey(holder)) ?? [], draw, ordered)
          : null;
      return holder && item ? [[{ holder, key, item, day: on, forSchools: [urn], invoiceUpTo: 0 }]] : [];
    });
    // What the offer refuses, as it would any school, is not made.
    keep((await orderMany(tx, by, orders)).flatMap((answer) => (answer.ok ? answer.value : [])));
  });
  if (recent) return;
  when(workingDay(ordered.add({ days: 3 })), (tx, by) =>
    confirmMany(
      tx,
      by,
      made.map(({ id }) => id),
    ),
  );
  when(takesPlace, (tx, by) =>
    deliverMany(
      tx,
      by,
      made.filter((one) => one.day.equals(takesPlace)).map(({ id, evidence }) => ({ id, evidence, date: takesPlace })),
    ),
  );
}
