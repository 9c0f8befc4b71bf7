import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packUrns, unpackUrns } from './urn-list';
import {
  type Choosable,
  countOfShare,
  everyone,
  inOrder,
  readShare,
  readWhatIf,
  shareOrders,
  subscribers,
  ticked,
  type WhatIf,
  whatIfQuery,
} from './what-if';

const urns = fc.uniqueArray(fc.integer({ min: 100_000, max: 999_999 }), { maxLength: 60 });
const schools: fc.Arbitrary<Choosable[]> = urns.chain((all) =>
  fc.tuple(
    ...all.map((urn) =>
      fc.record({
        urn: fc.constant(urn),
        sector: fc.constantFrom('first', 'middle', 'upper'),
        status: fc.constantFrom('county', 'free-standing'),
        partnership: fc.option(fc.record({ id: fc.constantFrom('a', 'b') })),
        trust: fc.option(fc.record({ uid: fc.constantFrom(7, 8) })),
        pence: fc.option(fc.integer({ min: 0, max: 450_000 })),
      }),
    ),
  ),
);
const share = fc.option(fc.integer({ min: 0, max: 999 }).map((tenths) => tenths / 10));
const wishes: fc.Arbitrary<WhatIf> = fc.record({
  nobody: fc.boolean(),
  sector: fc.constantFrom('', 'first', 'upper'),
  status: fc.constantFrom('', 'county'),
  partnership: fc.constantFrom('', 'a'),
  trust: fc.constantFrom('', 'none', '7'),
  share,
  order: fc.constantFrom(...shareOrders),
  lot: fc.integer({ min: 0, max: 999_999 }),
  also: urns,
  not: urns,
  later: fc.constantFrom('planned', 'same'),
});
const sorted = (set: Iterable<number>) => [...set].sort((a, b) => a - b);

describe('a list of URNs in an address', () => {
  test('is short and says them again', () => {
    expect(packUrns([106995, 106982, 106987])).toBe('106982.5.8');
    fc.assert(
      fc.property(urns, (all) => {
        expect(unpackUrns(packUrns(all))).toEqual(sorted(all));
      }),
    );
  });

  test('is none where it is none', () => {
    for (const noise of ['', 'abc', '106982,5', '1e9', '5', '999999.999999', '-106982', '106982.'])
      expect(unpackUrns(noise).every((urn) => urn >= 100_000 && urn <= 999_999)).toBe(true);
    expect(unpackUrns('106982,5')).toEqual([]);
    fc.assert(fc.property(fc.string(), (noise) => void unpackUrns(noise)));
  });
});

describe('a choice in an address', () => {
  test('chooses the same schools when it is read again, and has one address', () => {
    fc.assert(
      fc.property(schools, wishes, (all, wish) => {
        const address = whatIfQuery(wish);
        const again = readWhatIf(new URLSearchParams(address));
        expect(whatIfQuery(again)).toBe(address);
        expect(sorted(subscribers(all, again))).toEqual(sorted(subscribers(all, wish)));
      }),
    );
  });

  test('is everyone without one, and everyone where it is noise', () => {
    expect(whatIfQuery(everyone)).toBe('');
    expect(readWhatIf(new URLSearchParams(''))).toEqual(everyone);
    expect(readWhatIf(new URLSearchParams('share=abc&lot=-1&order=x&also=<&trust=%27&later=z'))).toEqual(everyone);
    fc.assert(
      fc.property(
        fc.webQueryParameters({ size: '-1' }),
        (noise) => void subscribers([], readWhatIf(new URLSearchParams(noise))),
      ),
      { numRuns: 30 },
    );
  });

  test.each([
    ['61', 61],
    ['61.5', 61.5],
    ['61 %', 61],
    ['0', 0],
    ['100', 100],
    ['101', null],
    ['-1', null],
    ['', null],
    ['6.15', null],
    ['abc', null],
  ])('a share of "%s" is %s', (written, read) => expect(readShare(written)).toBe(read));
});

describe('a share of schools', () => {
  test('is so many of them, a half upwards', () => {
    expect(
      [
        [173, 61],
        [173, 75],
        [10, 5],
        [10, 25],
        [10, 24],
        [3, 50],
        [0, 50],
        [7, 100],
      ].map(([all, part]) => countOfShare(all!, part!)),
    ).toEqual([106, 130, 1, 3, 2, 2, 0, 7]);
  });

  test('takes that number of those that fit, whatever the order they come in', () => {
    fc.assert(
      fc.property(schools, wishes, fc.integer(), (all, wish, seed) => {
        const plain = { ...wish, nobody: false, also: [], not: [] };
        const fitting = subscribers(all, { ...plain, share: null });
        const taken = subscribers(all, plain);
        expect(taken.size).toBe(plain.share === null ? fitting.size : countOfShare(fitting.size, plain.share));
        expect([...taken].every((urn) => fitting.has(urn))).toBe(true);
        const shuffled = all.toSorted((a, b) => ((a.urn * 31 + seed) % 97) - ((b.urn * 31 + seed) % 97));
        expect(sorted(subscribers(shuffled, plain))).toEqual(sorted(taken));
      }),
    );
  });

  test('keeps the schools of a smaller share', () => {
    fc.assert(
      fc.property(
        schools,
        wishes,
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        (all, wish, a, b) => {
          const some = { ...wish, nobody: false, also: [], not: [] };
          const small = subscribers(all, { ...some, share: a / 10 });
          const large = subscribers(all, { ...some, share: (a + b) / 10 });
          expect([...small].every((urn) => large.has(urn))).toBe(true);
        },
      ),
    );
  });

  test('by highest fee brings at least as much as by lot, and by lowest at most', () => {
    fc.assert(
      fc.property(schools, fc.integer({ min: 0, max: 1000 }), fc.nat(999), (all, tenths, lot) => {
        const sum = (order: WhatIf['order']) => {
          const taken = subscribers(all, { ...everyone, share: tenths / 10, order, lot });
          return all.reduce((total, { urn, pence }) => total + (taken.has(urn) ? (pence ?? 0) : 0), 0);
        };
        expect(sum('smallest')).toBeLessThanOrEqual(sum('lot'));
        expect(sum('lot')).toBeLessThanOrEqual(sum('largest'));
      }),
    );
  });

  test('by lot is the same for the same number, and another for another', () => {
    const many = Array.from({ length: 173 }, (_, i) => ({ urn: 100_001 + i, pence: 1 }));
    const order = (lot: number) => inOrder(many, 'lot', lot).map(({ urn }) => urn);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1).slice(0, 3)).toEqual([100050, 100102, 100134]);
    // No school is favoured: over many lots each half of the list is drawn about as often.
    const firsts = Array.from({ length: 2000 }, (_, lot) => order(lot)[0]! - 100_001);
    const lower = firsts.filter((place) => place < 87).length;
    expect(Math.abs(lower - 1000)).toBeLessThan(120);
  });
});

describe('ticking schools', () => {
  test('comes to exactly those ticked, and leaves alone those that could not be', () => {
    fc.assert(
      fc.property(
        schools,
        wishes,
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.boolean()),
        (all, wish, a, b) => {
          const pick = (stream: Iterator<boolean>) =>
            new Set(all.filter(() => stream.next().value).map(({ urn }) => urn));
          const listed = pick(a);
          const ticks = pick(b);
          const was = subscribers(all, wish);
          const now = subscribers(all, ticked(all, wish, listed, ticks));
          for (const { urn } of all) expect(now.has(urn)).toBe(listed.has(urn) ? ticks.has(urn) : was.has(urn));
        },
      ),
    );
  });

  test('keeps the address short: half of 173 schools in under 400 letters', () => {
    const all = Array.from({ length: 173 }, (_, i) => ({
      urn: 106_982 + i * 7,
      sector: 'first',
      status: 'county',
      partnership: null,
      trust: null,
      pence: 1,
    }));
    const everyOther = new Set(all.filter((_, i) => i % 2).map(({ urn }) => urn));
    const wish = ticked(all, everyone, new Set(all.map(({ urn }) => urn)), everyOther);
    expect(whatIfQuery(wish).length).toBeLessThan(400);
    const butOne = new Set(all.slice(1).map(({ urn }) => urn));
    expect(whatIfQuery(ticked(all, { ...everyone, nobody: true }, new Set(all.map(({ urn }) => urn)), butOne))).toBe(
      'not=106982',
    );
  });
});
