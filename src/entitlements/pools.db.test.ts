import { beforeAll, describe, expect, it } from 'vitest';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import { as, asSystem, testClock, testDatabase } from '../platform/testing';
import { accountsOf } from './accounts';
import type { Holder } from './holders';
import { confirmHolds, giveBack, hold, use } from './ledger';
import { poolsOf, usesOfPool } from './pool-queries';
import { intendPool, leavePool, makePoolFinal, settleLeavers } from './pools';
import { anOffer, aSubscriber, byTests as by } from './testing';
import { verify } from './verify';

/** The worked examples of pools (offer, section 15), in the ledger. */

const database = await testDatabase();
const offer = shippedOffer();
const credit = offer.bespoke.credit.id;
const rule = offer.bespoke.credit.grants.find(({ amountBy }) => amountBy);
/** A sector whose schools have so many pence of credit. */
const sectorWith = (pence: number): string =>
  Object.entries(rule?.amountBy?.answers ?? {}).find(([, { quantity }]) => quantity === pence)?.[0] ?? '';
const status = offer.statuses[0]?.id ?? '';
const on = testClock.today();
const agreed = { by: 'A trust leader', on };

async function schools(...pence: number[]): Promise<{ urn: number; holder: Holder }[]> {
  return asSystem(database, async (tx) => {
    const made = [];
    for (const one of pence)
      made.push(await aSubscriber(tx, { facts: { [rule?.amountBy?.fact ?? '']: sectorWith(one), status } }));
    return made;
  });
}

async function aPool(members: { urn: number; part?: number | null }[]): Promise<Holder> {
  return asSystem(database, async (tx) => {
    const made = await intendPool(tx, by, {
      name: 'A pool',
      year: offer.year,
      trustUid: null,
      note: '',
      members: members.map(({ urn, part = null }) => ({ urn, part })),
    });
    if (!made.ok) throw new Error(made.reason.because);
    await makePoolFinal(tx, by, made.value.id, agreed);
    return { kind: 'pool', id: made.value.id };
  });
}

const order = (pool: Holder, units: number, booking: string) =>
  asSystem(database, (tx) =>
    use(tx, by, { key: booking, booking, holder: pool, element: credit, units, on, words: 'An order' }),
  );
const left = (holder: Holder) =>
  asSystem(database, async (tx) => (await accountsOf(tx, [holder], { element: credit })).map((one) => one.left));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

beforeAll(() => asSystem(database, (tx) => anOffer(tx, shippedOfferText())));

describe('an order of a pool', () => {
  it('is shared in proportion to the credit left, spare pence to the first', async () => {
    const pool = await aPool(await schools(85000, 85000, 165000));
    const paid = await order(pool, 110000, 'mixed');
    expect(paid.ok && paid.value.shares.map(({ units }) => units)).toEqual([27911, 27910, 54179]);
    const uses = await asSystem(database, (tx) => usesOfPool(tx, pool.id));
    expect(uses.map(({ units }) => units)).toEqual([27911, 27910, 54179]);
  });

  it('of a trust of five fits its credit, or says what is left', async () => {
    const five = await schools(85000, 85000, 85000, 85000, 85000);
    const pool = await aPool(five);
    expect(sum(await left(pool))).toBe(425000);
    const days = await order(pool, 415000, 'days');
    expect(days.ok && days.value.shares.map(({ units }) => units)).toEqual([83000, 83000, 83000, 83000, 83000]);
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'days-back', booking: 'days', words: 'Cancelled' }));
    expect(await order(pool, 440000, 'silver')).toEqual({ ok: false, reason: { left: 425000 } });
    expect(await order(pool, 660000, 'gold')).toEqual({ ok: false, reason: { left: 425000 } });
    expect((await order(pool, 220000, 'bronze')).ok).toBe(true);
    expect(sum(await left(pool))).toBe(205000);
  });

  it('holds by share, and is confirmed as it was held', async () => {
    const pool = await aPool(await schools(85000, 165000));
    const held = await asSystem(database, (tx) =>
      hold(tx, by, { key: 'h', booking: 'h', holder: pool, element: credit, units: 1000, on, words: 'x', until: null }),
    );
    expect(held.ok && held.value.shares.map(({ units }) => units)).toEqual([340, 660]);
    const used = await asSystem(database, (tx) => confirmHolds(tx, by, { key: 'hc', booking: 'h', words: 'x' }));
    expect(used.ok && used.value.shares.map(({ units }) => units)).toEqual([340, 660]);
  });
});

describe('a pool', () => {
  it('takes nothing while it is only intended, and once when it is final', async () => {
    const [one] = await schools(85000);
    const made = await asSystem(database, (tx) =>
      intendPool(tx, by, {
        name: 'Later',
        year: offer.year,
        trustUid: null,
        note: 'In spring',
        members: [{ urn: one?.urn ?? 0, part: null }],
      }),
    );
    const id = made.ok ? made.value.id : '';
    expect(await left(one?.holder as Holder)).toEqual([85000]);
    const final = () => asSystem(database, (tx) => makePoolFinal(tx, by, id, agreed));
    expect([await final(), await final()]).toMatchObject([{ value: { moved: 85000 } }, { value: { moved: 0 } }]);
    expect([await left(one?.holder as Holder), await left({ kind: 'pool', id })]).toEqual([[0], [85000]]);
    const [pool] = await asSystem(database, (tx) => poolsOf(tx, { id }));
    expect(pool).toMatchObject({
      note: 'In spring',
      agreed: { by: 'A trust leader' },
      members: [{ place: 1, left: false }],
    });
  });

  it('has each school once a year', async () => {
    const [one] = await schools(85000);
    const wish = {
      name: 'A',
      year: offer.year,
      trustUid: null,
      note: '',
      members: [{ urn: one?.urn ?? 0, part: null }],
    };
    const intend = () => asSystem(database, (tx) => intendPool(tx, by, wish));
    const first = await intend();
    expect(await intend()).toMatchObject({ ok: false, reason: { because: 'in-another-pool' } });
    await asSystem(database, (tx) => leavePool(tx, by, first.ok ? first.value.id : '', one?.holder.id ?? ''));
    expect((await intend()).ok).toBe(true);
  });

  it('takes a ring-fenced part, and gives back what is left when a school leaves', async () => {
    const [one, two] = await schools(85000, 85000);
    if (!one || !two) throw new Error('no schools');
    const pool = await aPool([{ ...one, part: 30000 }, two]);
    expect([await left(one.holder), await left(pool)]).toEqual([[55000], [30000, 85000]]);
    await order(pool, 23000, 'part');
    await asSystem(database, (tx) =>
      hold(tx, by, { key: 'p', booking: 'p', holder: pool, element: credit, units: 9200, on, words: 'x', until: null }),
    );
    const leave = () => asSystem(database, (tx) => leavePool(tx, by, pool.id, one.holder.id));
    // 30,000 less 6,000 used and 2,400 held.
    expect(await leave()).toEqual({ ok: true, value: { back: 21600 } });
    expect(await leave()).toEqual({ ok: true, value: { back: 0 } });
    expect(await left(one.holder)).toEqual([76600]);
    // Who has left pays for nothing new.
    const next = await order(pool, 1000, 'next');
    expect(next.ok && next.value.shares.length).toBe(1);
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'part-back', booking: 'part', words: 'Cancelled' }));
    expect(await asSystem(database, (tx) => settleLeavers(tx, by))).toBe(6000);
    expect(await left(one.holder)).toEqual([82600]);
    expect((await asSystem(database, verify)).differences).toEqual([]);
  });

  it('is read by who reads one of its schools, and spent from by the office alone where it is no trust’s', async () => {
    const [one, two] = await schools(85000, 85000);
    if (!one || !two) throw new Error('no schools');
    const pool = await aPool([one, two]);
    const read = (...sees: string[]) =>
      database.transaction(as(sees), async (tx) => [
        (await accountsOf(tx, [pool])).length,
        (await poolsOf(tx, { id: pool.id })).flatMap(({ members }) => members).length,
      ]);
    expect(await read(`school/${one.urn}`)).toEqual([2, 2]);
    expect(await read('school/999999')).toEqual([0, 0]);
    const person = { actor: { personId: '00000000-0000-0000-0000-000000000001' } as never, clock: testClock };
    const wish = { key: 'x', booking: 'x', holder: pool, element: credit, units: 100, on, words: 'x' };
    await expect(
      database.transaction(as([`school/${one.urn}`, `leader/${one.urn}`]), (tx) => use(tx, person, wish)),
    ).rejects.toThrow('row-level security');
    expect((await database.transaction(as(['staff', 'school/*']), (tx) => use(tx, person, wish))).ok).toBe(true);
  });
});
