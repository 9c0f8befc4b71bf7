import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Payer, type Share, shareInPool, spread } from './rules';

const runs = { numRuns: 3000 };
const day = Temporal.PlainDate.from('2019-01-14');
const base: Payer = {
  id: 1,
  key: '1/a',
  unit: 'passes',
  per: 'year',
  occasion: null,
  starts: day.subtract({ days: 100 }),
  ends: day.add({ days: 100 }),
  unlimited: false,
  balance: 0,
  held: 0,
};

const accounts = fc
  .array(
    fc.record({
      starts: fc.integer({ min: -20, max: 3 }),
      ends: fc.integer({ min: -3, max: 20 }),
      balance: fc.nat(40),
      held: fc.nat(40),
      member: fc.nat(3),
    }),
    { maxLength: 8 },
  )
  .map((rows) =>
    rows.map(
      (row, i): Payer => ({
        ...base,
        id: i + 1,
        key: `${row.member}/a`,
        starts: day.add({ days: row.starts }),
        ends: day.add({ days: row.ends }),
        balance: row.balance,
        held: Math.min(row.held, row.balance),
      }),
    ),
  );
const units = fc.integer({ min: 1, max: 60 });

const free = ({ balance, held }: Payer) => balance - held;
const onDay = ({ starts, ends }: Payer) =>
  Temporal.PlainDate.compare(starts, day) <= 0 && Temporal.PlainDate.compare(day, ends) <= 0;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const spent = (all: readonly Payer[], shares: readonly Share[]): Payer[] =>
  all.map((account) => ({
    ...account,
    balance:
      account.balance - sum(shares.filter(({ accountId }) => accountId === account.id).map((share) => share.units)),
  }));

describe.each([
  ['spread', (all: readonly Payer[], n: number) => spread(all, { units: n, on: day })],
  ['shareInPool', (all: readonly Payer[], n: number) => shareInPool(all, { units: n, on: day })],
] as const)('%s', (_, share) => {
  it('gives all that was asked for or nothing, from accounts that hold on the day and have it', () => {
    fc.assert(
      fc.property(accounts, units, (all, n) => {
        const left = sum(all.filter(onDay).map(free));
        const found = share(all, n);
        if (!found.ok) {
          expect(left).toBeLessThan(n);
          expect(found.reason.left).toBe(left);
          return;
        }
        expect(left).toBeGreaterThanOrEqual(n);
        expect(sum(found.value.map((one) => one.units))).toBe(n);
        for (const one of found.value) {
          const account = all.find(({ id }) => id === one.accountId) as Payer;
          expect(onDay(account)).toBe(true);
          expect(one.units).toBeGreaterThan(0);
          expect(one.units).toBeLessThanOrEqual(free(account));
        }
      }),
      runs,
    );
  });

  it('leaves the same in all, whichever of two is spent first', () => {
    fc.assert(
      fc.property(accounts, units, units, (all, a, b) => {
        const order = (first: number, second: number) => {
          const one = share(all, first);
          const two = one.ok ? share(spent(all, one.value), second) : one;
          return two.ok && one.ok ? sum(spent(spent(all, one.value), two.value).map(({ balance }) => balance)) : null;
        };
        expect(order(a, b)).toBe(order(b, a));
      }),
      runs,
    );
  });
});

describe('spread', () => {
  it('takes what expires earlier first, and unrelated accounts do not change it', () => {
    fc.assert(
      fc.property(accounts, units, (all, n) => {
        const found = spread(all, { units: n, on: day });
        const gone = all.map((account) => ({ ...account, id: account.id + 100, ends: day.subtract({ days: 1 }) }));
        expect(spread([...gone, ...all], { units: n, on: day })).toEqual(found);
        if (!found.ok) return;
        const remaining = spent(all, found.value).filter(onDay);
        const touched = new Set(found.value.map(({ accountId }) => accountId));
        const last = remaining
          .filter(({ id }) => touched.has(id))
          .sort((x, y) => Temporal.PlainDate.compare(y.ends, x.ends) || y.id - x.id)[0] as Payer;
        for (const account of remaining)
          if (Temporal.PlainDate.compare(account.ends, last.ends) < 0) expect(free(account)).toBe(0);
      }),
      runs,
    );
  });

  it('takes from what is unlimited last, and all the rest', () => {
    const limited = { ...base, balance: 3 };
    const unlimited = { ...base, id: 2, unlimited: true };
    expect(spread([unlimited, limited], { units: 10, on: day })).toEqual({
      ok: true,
      value: [
        { accountId: 1, unit: 'passes', units: 3 },
        { accountId: 2, unit: 'passes', units: 7 },
      ],
    });
  });

  it('of an element that is counted by the event takes from that event alone', () => {
    const forSpring: Payer = { ...base, per: 'event', occasion: 'spring', balance: 2 };
    const wish = { units: 2, on: day };
    expect(spread([forSpring], { ...wish, occasion: 'spring' }).ok).toBe(true);
    expect(spread([forSpring], { ...wish, occasion: 'summer' })).toEqual({ ok: false, reason: { left: 0 } });
    expect(spread([{ ...forSpring, occasion: null }], wish)).toEqual({ ok: false, reason: { left: 0 } });
  });
});

describe('shareInPool', () => {
  it('takes from each in proportion to what it has left, within a unit', () => {
    fc.assert(
      fc.property(accounts, units, (all, n) => {
        const found = shareInPool(all, { units: n, on: day });
        if (!found.ok) return;
        const left = Map.groupBy(all.filter(onDay), ({ key }) => key);
        const total = sum(all.filter(onDay).map(free));
        for (const own of left.values()) {
          const has = sum(own.map(free));
          const pays = sum(
            found.value.filter(({ accountId }) => own.some(({ id }) => id === accountId)).map((one) => one.units),
          );
          expect(Math.abs(pays - (n * has) / total)).toBeLessThan(left.size);
          expect(pays).toBeGreaterThanOrEqual(Math.floor((n * has) / total));
        }
      }),
      runs,
    );
  });

  it('asks nothing of who has left', () => {
    const two = [
      { ...base, balance: 5 },
      { ...base, id: 2, key: '2/a', balance: 5 },
    ];
    expect(shareInPool(two, { units: 4, on: day }, new Set(['1']))).toEqual({
      ok: true,
      value: [{ accountId: 2, unit: 'passes', units: 4 }],
    });
    expect(shareInPool(two, { units: 6, on: day }, new Set(['1']))).toEqual({ ok: false, reason: { left: 5 } });
  });
});
