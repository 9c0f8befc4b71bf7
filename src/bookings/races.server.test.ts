import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf } from '../entitlements';
import { publishOffer } from '../offer';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { bookingsOf, cancel, confirm, order } from './index';
import { aBookingSchool, ordered, wishOf } from './testing';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const { credit, services } = shippedOffer().bespoke;
const timed = services.find(({ price }) => price === 'day-rate')?.id as string;
const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);
const eight = Array.from({ length: 8 }, (_, i) => i);

describe('at the same time', () => {
  beforeAll(() => run((tx) => publishOffer(tx, by, shippedOfferText(), 'offer.yaml').then(() => undefined)));
  const standing = async (holder: Parameters<typeof accountsOf>[1][number]) =>
    run(async (tx) => {
      const [account] = await accountsOf(tx, [holder], { element: credit.id });
      return account && [account.used, account.held, account.left];
    });

  test('without the lock, all would find the last credit', async () => {
    const school = await run((tx) => aBookingSchool(tx));
    let here = 0;
    let all = () => {};
    const everybody = new Promise<void>((resolve) => {
      all = resolve;
    });
    const left = await Promise.all(
      eight.map(() =>
        run(async (tx) => {
          const [account] = await accountsOf(tx, [school.holder], { element: credit.id });
          if (++here === eight.length) all();
          await everybody;
          return account?.left;
        }),
      ),
    );
    expect(left).toEqual(eight.map(() => 85000));
  });

  test('the last credit goes to one of them', async () => {
    const school = await run((tx) => aBookingSchool(tx));
    const done = await Promise.all(
      eight.map(() => run((tx) => ordered(tx, wishOf(school, { service: timed, quarterDays: 6 })))),
    );
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of done) if (!one.ok) expect(one.reason.because).toBe('needs-top-up');
    expect(await standing(school.holder)).toEqual([0, 85000, 0]);
  });

  test('a double click makes one order', async () => {
    const school = await run((tx) => aBookingSchool(tx));
    const wish = wishOf(school, { service: timed, quarterDays: 2 });
    const made = await Promise.all(eight.map(() => run((tx) => order(tx, by, [wish]))));
    expect(new Set(made.map((one) => (one.ok ? one.value[0]?.id : one.reason.words))).size).toBe(1);
    expect(await run((tx) => bookingsOf(tx, [school.holder]))).toHaveLength(1);
  });

  test('confirmed and cancelled by many, it is confirmed once and cancelled once, and everything is back', async () => {
    const school = await run((tx) => aBookingSchool(tx));
    const made = await run((tx) => ordered(tx, wishOf(school, { service: timed, quarterDays: 4 })));
    const id = made.ok ? made.value.id : '';
    await Promise.all(
      eight.map((i) => run((tx) => (i % 2 ? confirm(tx, by, id) : cancel(tx, by, id, { why: 'Changed plans' })))),
    );
    expect(await standing(school.holder)).toEqual([0, 0, 85000]);
    const { rows } = await run((tx) =>
      sql<{
        what: string;
        n: number;
      }>`select what, count(*)::int as n from entitlements.posting where booking = ${id} group by what`.execute(tx),
    );
    for (const { n } of rows) expect(n).toBe(1);
  });
});
