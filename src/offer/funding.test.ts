import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fundingTable, multiplier, transitionalDraw, viability } from './funding';
import { otherOffer, shippedOffer } from './testing';

const offer = shippedOffer();
const thousand = 100_000;

test.each([
  [354_999, 'below', true],
  [355_000, 'viable', false],
  [429_999, 'viable', false],
  [430_000, 'on-target', false],
  [319_500, 'below', true],
  [319_499, 'below', false],
  [0, 'below', false],
])('£%i of subscriptions: %s, near %s', (pounds, state, near) => {
  expect(viability(offer, pounds * 100)).toMatchObject({ state, near });
});

test('what is missing is said', () => {
  expect(viability(offer, 340 * thousand)).toMatchObject({ shortOfLine: 15 * thousand, shortOfTarget: 90 * thousand });
  expect(viability(offer, 536 * thousand)).toMatchObject({ shortOfLine: 0, shortOfTarget: 0 });
});

// Offer, section 15, in thousands.
test.each([
  [300, 185],
  [355, 185],
  [400, 140],
  [430, 110],
  [500, 40],
  [540, 0],
  [700, 0],
])('subscriptions of %i draw %i of transitional help', (subscriptions, drawn) =>
  expect(transitionalDraw(offer, subscriptions * thousand)).toBe(drawn * thousand),
);

test('no more is drawn than is left', () => {
  expect(transitionalDraw(offer, 400 * thousand, 60 * thousand)).toBe(60 * thousand);
  expect(transitionalDraw(offer, 400 * thousand, 0)).toBe(0);
});

const shown = (table: ReturnType<typeof fundingTable>) =>
  [...table.rows, table.all].map((row) => [...row.groups.map(({ pence }) => pence / thousand), row.total / thousand]);

test('the funding table is the published one', () => {
  const published = [
    [355, 505, 150, 1010],
    [540, 320, 200, 1060],
    [540, 320, 250, 1110],
    [1435, 1145, 600, 3180],
  ];
  expect(shown(fundingTable(offer))).toEqual(published);
  // The printed draws follow from the printed subscriptions.
  expect(shown(fundingTable(offer, {}))).toEqual(published);
});

test('with other income the help is drawn year after year from what is left', () => {
  const table = fundingTable(offer, {
    '2018/19': 430 * thousand,
    '2019/20': 500 * thousand,
    '2020/21': 480 * thousand,
  });
  expect(shown(table)).toEqual([
    [430, 430, 150, 1010],
    [500, 360, 200, 1060],
    [480, 320 + 35, 250, 1085],
    [1410, 1145, 600, 3155],
  ]);
});

test('a draw that was agreed otherwise takes the place of the rule, and leaves the rest', () => {
  const agreed = structuredClone(
    offer.funding.table.rows.map(({ year, cells, total, override }) => ({ year, cells, total, override })),
  );
  agreed[0]!.override = { transitional: 85 * thousand };
  const changed = { ...offer, funding: { ...offer.funding, table: { ...offer.funding.table, rows: agreed } } };
  const drawn = fundingTable(changed, {
    '2018/19': 300 * thousand,
    '2019/20': 300 * thousand,
    '2020/21': 300 * thousand,
  });
  expect(drawn.rows.map((row) => row.cells.find(({ column }) => column === 'transitional')?.pence)).toEqual([
    85 * thousand,
    100 * thousand,
    0,
  ]);
});

test('£1 buys £2 at the target', () => {
  expect(multiplier(offer, 430 * thousand)).toBe(2);
  expect(multiplier(offer, 0)).toBeNull();
});

test('council and subscriptions are 860 a year while the help lasts, and no draw is below zero or above the pot', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 700 * thousand }), { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
      const { rows } = fundingTable(offer, { '2018/19': a!, '2019/20': b!, '2020/21': c! });
      const draws = rows.map((row) => row.cells.find(({ column }) => column === 'transitional')!.pence);
      expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
      expect(draws.reduce((x, y) => x + y, 0)).toBeLessThanOrEqual(185 * thousand);
      if (draws[0]! < 185 * thousand && a! < 540 * thousand) expect(a! + draws[0]!).toBe(540 * thousand);
    }),
  );
});

test('an offer without such help draws nothing', () => {
  const other = otherOffer();
  expect(transitionalDraw(other, 0)).toBe(0);
  expect(fundingTable(other, { '2024/25': 30 * thousand }).rows.map(({ total }) => total)).toEqual([
    35 * thousand,
    22 * thousand,
  ]);
  expect(multiplier(other, 5 * thousand)).toBe(2);
  expect(viability(other, 12 * thousand).state).toBe('on-target');
  expect(viability(other, 9 * thousand)).toMatchObject({ state: 'below', near: true, next: 'Wait for the tide.' });
});
