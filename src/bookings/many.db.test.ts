import { beforeAll, describe, expect, it } from 'vitest';
import { accountsOf, verify } from '../entitlements';
import { publishOffer } from '../offer';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { cancel, confirmMany, deliverMany, order, orderMany, type Wish } from './index';
import { aBookingSchool, type TestSchool, wishOf } from './testing';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const { credit, services, limits } = shippedOffer().bespoke;
const timed = services.find(({ price }) => price === 'day-rate')?.id as string;
const onRequest = services.find(({ price }) => price === 'quote')?.id as string;
const limited = limits[0]?.services.find((id) =>
  services.some((one) => one.id === id && typeof one.price !== 'string'),
) as string;
const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);
const reasons = (answers: readonly { ok: boolean }[]) =>
  answers.map((one) => (one.ok ? 'ok' : (one as unknown as { reason: { because: string } }).reason.because));

/** What one school after the other asks for: some of it cannot be had, and some follows from what went before. */
const asked = (school: TestSchool): Wish[][] => [
  [wishOf(school, { service: timed, quarterDays: 4 })],
  [wishOf(school, { service: limited }, { invoiceUpTo: Number.MAX_SAFE_INTEGER })],
  [wishOf(school, { service: limited }, { invoiceUpTo: Number.MAX_SAFE_INTEGER })],
  [wishOf(school, { service: onRequest })],
  [wishOf(school, { service: timed, quarterDays: 3 })],
  [wishOf(school, { service: timed, quarterDays: 800 })],
  [wishOf(school, { service: timed, quarterDays: 2 }), wishOf(school, { service: 'nothing-like-it' })],
  [],
];

describe('many orders at once', () => {
  beforeAll(() => run((tx) => publishOffer(tx, by, shippedOfferText(), 'offer.yaml').then(() => undefined)));

  const schools = (n: number) =>
    run(async (tx) => {
      const made: TestSchool[] = [];
      for (let i = 0; i < n; i++) made.push(await aBookingSchool(tx));
      return made;
    });
  const creditOf = (all: readonly TestSchool[]) =>
    run(async (tx) =>
      (
        await accountsOf(
          tx,
          all.map(({ holder }) => holder),
          { element: credit.id },
        )
      ).map(({ held, used, left }) => [held, used, left]),
    );

  it('are answered and kept as they are one after the other', async () => {
    const [together, apart] = [await schools(3), await schools(3)];
    const many = await run((tx) => orderMany(tx, by, together.flatMap(asked)));
    const single: Awaited<ReturnType<typeof order>>[] = [];
    for (const wishes of apart.flatMap(asked)) single.push(await run((tx) => order(tx, by, wishes)));
    expect(reasons(many)).toEqual(reasons(single));
    expect(reasons(many).slice(0, 8)).toEqual([
      ...['ok', 'ok', 'over-limit', 'ok', 'step', 'needs-top-up', 'not-in-offer', 'nothing'],
    ]);
    expect(await creditOf(together)).toEqual(await creditOf(apart));
    expect((await creditOf(together))[0]?.[0]).toBeGreaterThan(0);
    const told = (answers: typeof many) =>
      answers.flatMap((one) =>
        one.ok ? one.value.map(({ what, price, units, payers }) => [what, price, units, payers.length]) : [],
      );
    expect(told(many)).toEqual(told(single));
  });

  it('asked for again are those that were made', async () => {
    const orders = (await schools(2)).map((school) => [wishOf(school, { service: timed, quarterDays: 2 })]);
    const first = await run((tx) => orderMany(tx, by, orders));
    const again = await run((tx) => orderMany(tx, by, [...orders, ...orders]));
    const ids = (answers: typeof first) => answers.flatMap((one) => (one.ok ? one.value.map(({ id }) => id) : []));
    expect(ids(again)).toEqual([...ids(first), ...ids(first)]);
  });

  it('are confirmed and delivered together, but for those of which it cannot be', async () => {
    const all = await schools(4);
    const orders = all.map((school) => [wishOf(school, { service: timed, quarterDays: 2 })]);
    const made = (await run((tx) => orderMany(tx, by, orders))).flatMap((one) => (one.ok ? one.value : []));
    const [gone, first, second, held] = made.map(({ id }) => id) as [string, string, string, string];
    await run((tx) => cancel(tx, by, gone, { why: 'Not needed' }));
    const nowhere = crypto.randomUUID();
    expect(reasons(await run((tx) => confirmMany(tx, by, [gone, first, nowhere, second, first])))).toEqual([
      ...['state', 'ok', 'not-there', 'ok', 'ok'],
    ]);
    const date = testClock.today();
    const delivered = await run((tx) =>
      deliverMany(tx, by, [
        { id: gone, date, evidence: 'A day' },
        { id: first, date, evidence: ' ' },
        { id: second, date: date.add({ days: 1 }), evidence: 'A day' },
        { id: held, date, evidence: 'What is only held is confirmed first' },
      ]),
    );
    expect(reasons(delivered)).toEqual(['state', 'no-evidence', 'future', 'ok']);
    expect(delivered[3]).toMatchObject({
      value: { deliveredOn: date, evidence: 'What is only held is confirmed first' },
    });
    expect((await creditOf(all)).map(([h, u]) => [h, (u ?? 0) > 0])).toEqual([
      [0, false],
      [0, true],
      [0, true],
      [0, true],
    ]);
    expect((await run(verify)).differences).toEqual([]);
  });
});
