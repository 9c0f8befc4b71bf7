import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fee, fundingTable } from '../../offer';
import { otherOffer, shippedOffer } from '../../offer/testing';
import { liveTable, withCells } from './funding';
import { asItIs, changedPupils, type ModelSchool, modelOutcome, modelQuery, readModelWish, repriced } from './what-if';

const offer = shippedOffer();

describe('the printed plan', () => {
  // Offer, section 2, thousands: subscriptions, council, own surplus, total.
  const printed = [
    ['2018/19', 355, 505, 150, 1010],
    ['2019/20', 540, 320, 200, 1060],
    ['2020/21', 540, 320, 250, 1110],
    ['', 1435, 1145, 600, 3180],
  ] as const;

  test.each(printed)('%s', (year, ...thousands) => {
    const table = fundingTable(offer);
    const row = [...table.rows, table.all].find((one) => one.year === year)!;
    expect([...row.groups.map(({ pence }) => pence), row.total]).toEqual(thousands.map((n) => n * 100_000));
    expect(row.cells.reduce((sum, { pence }) => sum + pence, 0)).toBe(row.total);
  });

  test('twelve cells, which sum to their rows, groups and the whole', () => {
    const { rows, all } = fundingTable(offer);
    expect(rows.flatMap(({ cells }) => cells)).toHaveLength(12);
    expect(rows.reduce((sum, { total }) => sum + total, 0)).toBe(all.total);
    for (const [i, { pence }] of all.groups.entries())
      expect(rows.reduce((sum, { groups }) => sum + groups[i]!.pence, 0)).toBe(pence);
  });

  test('stays what the offer says, whatever is changed', () => {
    const before = JSON.stringify(offer);
    withCells(offer, [{ year: '2018/19', column: 'surplus', pence: 1 }]);
    repriced(offer, { basePence: 1, ratePence: 2, cap: 3 });
    expect(JSON.stringify(offer)).toBe(before);
  });
});

describe('the live table', () => {
  const cell = (table: ReturnType<typeof liveTable>, year: string, column: string) =>
    table.rows.find((row) => row.year === year)?.cells.find((one) => one.column === column)?.pence;

  // Offer, section 15: the draw, thousands.
  test.each([
    [300, 185],
    [355, 185],
    [400, 140],
    [430, 110],
    [500, 40],
    [540, 0],
    [600, 0],
  ])('income of %i thousand draws %i', (income, draw) => {
    const table = liveTable(offer, [], [{ year: '2018/19', pence: income * 100_000 }]);
    expect(cell(table, '2018/19', 'transitional')).toBe(draw * 100_000);
  });

  test('what is drawn in one year is not there in the next', () => {
    const years = ['2018/19', '2019/20', '2020/21'].map((year) => ({ year, pence: 44_000_000 }));
    const table = liveTable(offer, [], years);
    expect(years.map(({ year }) => cell(table, year, 'transitional'))).toEqual([10_000_000, 8_500_000, 0]);
  });

  test('a cell that the office set stands, an income too, and a draw that was agreed takes from the pot', () => {
    const cells = [
      { year: '2018/19', column: 'subscriptions', pence: 50_000_000 },
      { year: '2018/19', column: 'transitional', pence: 10_000_000 },
      { year: '2019/20', column: 'surplus', pence: 0 },
    ];
    const table = liveTable(offer, cells, [
      { year: '2018/19', pence: 40_000_000 },
      { year: '2019/20', pence: 30_000_000 },
    ]);
    expect(cell(table, '2018/19', 'subscriptions')).toBe(50_000_000);
    expect(cell(table, '2018/19', 'transitional')).toBe(10_000_000);
    expect(cell(table, '2019/20', 'transitional')).toBe(8_500_000);
    expect(cell(table, '2019/20', 'surplus')).toBe(0);
    expect(cell(table, '2020/21', 'subscriptions')).toBe(54_000_000);
  });

  test('a year whose price nobody knows is as planned', () => {
    expect(liveTable(offer, [], [{ year: '2019/20', pence: null }])).toEqual(fundingTable(offer, {}));
  });

  test('its totals are the sums of its cells, whatever is set', () => {
    const cells = offer.funding.table.rows.flatMap(({ year }) =>
      offer.funding.table.columns.map(({ id }) => ({ year, column: id })),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: 0, max: cells.length - 1 }), pence: fc.nat(100_000_000) })),
        (set) => {
          const changed = new Map(set.map(({ at, pence }) => [at, { ...cells[at]!, pence }]));
          const table = liveTable(offer, [...changed.values()], []);
          for (const { year, column, pence } of changed.values()) expect(cell(table, year, column)).toBe(pence);
          for (const row of [...table.rows, table.all]) {
            expect(row.cells.reduce((sum, { pence }) => sum + pence, 0)).toBe(row.total);
            expect(row.groups.reduce((sum, { pence }) => sum + pence, 0)).toBe(row.total);
          }
          expect(table.rows.reduce((sum, { total }) => sum + total, 0)).toBe(table.all.total);
        },
      ),
    );
  });
});

const school = (urn: number, pupils: number, more: Partial<ModelSchool> = {}): ModelSchool => {
  const priced = fee(offer, { sector: 'primary', status: 'maintained', pupils }, offer.year);
  return {
    urn,
    name: `School ${urn}`,
    sector: 'primary',
    status: 'maintained',
    pupils,
    pence: priced.ok ? priced.value.pence : null,
    ends: null,
    years: offer.contract.years,
    ...more,
  };
};

describe('what if', () => {
  const schools = [school(100001, 315), school(100002, 420), school(100003, 1800)];

  test('nothing changed is what is: every fee, and the first year', () => {
    const outcome = modelOutcome(offer, schools, asItIs);
    expect(outcome.schools.map(({ after }) => after)).toEqual([276_000, 318_000, 450_000]);
    expect(outcome.years.map(({ before, after, assumed }) => [before, after, assumed])).toEqual([
      [1_044_000, 1_044_000, false],
      [null, 1_044_000, true],
      [null, 1_044_000, true],
    ]);
  });

  // By the formula of the offer with other figures: base + rate × min(pupils, cap).
  test.each([
    [{ basePence: 160_000 }, [286_000, 328_000, 460_000]],
    [{ ratePence: 500 }, [307_500, 360_000, 525_000]],
    [{ cap: 400 }, [276_000, 310_000, 310_000]],
    [{ pupils: 100 }, [288_800, 334_800, 450_000]],
    [{ pupils: -500 }, [213_200, 234_000, 450_000]],
    [{ basePence: 0, ratePence: 100, cap: 1000, pupils: 0 }, [31_500, 42_000, 100_000]],
  ])('%j', (change, fees) => {
    const outcome = modelOutcome(offer, schools, { ...asItIs, ...change });
    expect(outcome.schools.map(({ after }) => after)).toEqual(fees);
    expect(outcome.schools.map(({ pence }) => pence)).toEqual([276_000, 318_000, 450_000]);
    expect(outcome.years[0]?.after).toBe(fees.reduce((a, b) => a + b, 0));
  });

  test('half a pupil is a pupil', () => {
    expect(changedPupils(315, 100)).toBe(347);
    expect(changedPupils(314, -500)).toBe(157);
    expect(changedPupils(315, -500)).toBe(158);
  });

  test('those that leave at the break are in the first year and in no other', () => {
    const outcome = modelOutcome(offer, schools, { ...asItIs, leave: [100003] });
    expect(outcome.years.map((year) => [year.schools, year.after])).toEqual([
      [3, 1_044_000],
      [2, 594_000],
      [2, 594_000],
    ]);
    expect(outcome.schools.map(({ leavesAfter }) => leavesAfter)).toEqual([null, null, '2018/19']);
    // What is missing from the aim is drawn in the first year, and the pot is then empty.
    expect(outcome.table.rows[1]?.total).toBe(594_000 + 32_000_000 + 20_000_000);
  });

  test('a share leaves at each break, the same ones for the same lot', () => {
    const many = Array.from({ length: 100 }, (_, i) => school(100001 + i, 300));
    const once = modelOutcome(offer, many, { ...asItIs, churn: 10 });
    expect(once.years.map((year) => year.schools)).toEqual([100, 90, 81]);
    expect(modelOutcome(offer, many.toReversed(), { ...asItIs, churn: 10 }).years).toEqual(once.years);
    expect(modelOutcome(offer, many, { ...asItIs, churn: 10, lot: 2 }).schools).not.toEqual(once.schools);
  });

  test('notice that was given counts', () => {
    const leaving = school(100009, 315, { years: ['2018/19'], ends: Temporal.PlainDate.from('2019-08-31') });
    const outcome = modelOutcome(offer, [leaving, school(100001, 315)], asItIs);
    expect(outcome.years.map((year) => year.schools)).toEqual([2, 1, 1]);
  });

  test('a fee that is agreed by hand, or that nobody knows, stays as it is', () => {
    const college = school(100010, 900, { sector: 'college', pence: 500_000 });
    const uncounted = school(100011, 100, { pupils: null, pence: null });
    const outcome = modelOutcome(offer, [college, uncounted], { ...asItIs, basePence: 100, pupils: 500 });
    expect(outcome.schools.map(({ after }) => after)).toEqual([500_000, null]);
    expect(outcome.years[0]).toMatchObject({ before: 500_000, after: 500_000 });
  });

  test('another offer is priced by its own rules', () => {
    const other = otherOffer();
    const year = other.year;
    const [sector] = other.sectors;
    const [status] = other.statuses;
    const facts = { sector: sector!.id, status: status!.id };
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(500_000), (pupils, base) => {
        const changed = repriced(other, { basePence: base, ratePence: null, cap: null });
        const [was, is] = [fee(other, { ...facts, pupils }, year), fee(changed, { ...facts, pupils }, year)];
        expect(is.ok).toBe(was.ok);
        if (was.ok && is.ok && other.contract.taxPercent === 0) {
          const baseOf = (answer: typeof was) => answer.value.lines.find(({ what }) => what === 'base')?.pence ?? 0;
          expect(is.value.pence - baseOf(is)).toBe(was.value.pence - baseOf(was));
        }
      }),
    );
  });
});

describe('the address', () => {
  test('holds the whole wish, and nothing that is as usual', () => {
    expect(modelQuery(asItIs)).toBe('');
    fc.assert(
      fc.property(
        fc.record({
          who: fc.constantFrom('contracted' as const, 'indicated' as const, 'everyone' as const),
          pupils: fc.integer({ min: -900, max: 2000 }),
          basePence: fc.option(fc.nat(99_999_900)),
          ratePence: fc.option(fc.nat(99_900)),
          cap: fc.option(fc.nat(99_999)),
          churn: fc.option(fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10)),
          lot: fc.nat(99_999),
          leave: fc
            .uniqueArray(fc.integer({ min: 100_000, max: 999_999 }), { maxLength: 20 })
            .map((urns) => urns.sort((a, b) => a - b)),
        }),
        (wish) => {
          const kept = wish.churn === null ? { ...wish, lot: asItIs.lot } : wish;
          expect(readModelWish(new URLSearchParams(modelQuery(wish)))).toEqual({ wish: kept, errors: {} });
        },
      ),
    );
  });

  test('what is typed is read as people write it', () => {
    const read = (text: string) => readModelWish(new URLSearchParams(text));
    expect(read('base=£1,600&rate=4.50&pupils=%2B2.5%25&leave=106982, 106987').wish).toMatchObject({
      basePence: 160_000,
      ratePence: 450,
      pupils: 25,
      leave: [106982, 106987],
    });
    expect(Object.keys(read('base=much&rate=-1&cap=1.5&pupils=-95&churn=101&leave=nobody').errors)).toEqual([
      'pupils',
      'base',
      'rate',
      'cap',
      'churn',
      'leave',
    ]);
  });
});
