import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Basket,
  dayPrice,
  fitsCredit,
  type GroupMember,
  groupPackages,
  indicativePrices,
  shareByCredit,
} from './credit';
import { otherOffer, shippedOffer } from './testing';

const offer = shippedOffer();

// Offer, section 15, in days and pounds.
test.each([
  [0, 0],
  [0.5, 300],
  [1, 550],
  [1.5, 850],
  [2, 1100],
  [2.5, 1400],
  [3, 1650],
  [4, 2200],
  [7.5, 4150],
  [8, 4400],
  [12, 6600],
])('%d days cost £%d', (days, pounds) => expect(dayPrice(offer, days * 2)).toBe(pounds * 100));

test('a quarter of a day cannot be bought', () => expect(() => dayPrice(offer, 0.5)).toThrow('whole half days'));

const appraisal = { id: 'appraisal' };
const extended = { id: 'appraisal-extended' };
const one = { id: 'communications-one' };
const two = { id: 'communications-two' };
const discount = { id: 'governance-discount' };
const other = { id: 'data-protection-discount' };
const basket = (days: number, ...services: Basket['services']): Basket => ({ halfDays: days * 2, services });

describe.each<[number, [string, Basket, number][]]>([
  [
    850,
    [
      ['1.5 days', basket(1.5), 0],
      ['half a day and an appraisal', basket(0.5, appraisal), 0],
      ['the larger appraisal', basket(0, extended), 0],
      ['communications two', basket(0, two), 0],
      ['a day and a discount', basket(1, discount), 50],
      ['half a day and communications one', basket(0.5, one), 50],
      ['half a day and two discounts', basket(0.5, discount, other), 50],
      ['an appraisal and a discount', basket(0, appraisal, other), 50],
      ['communications one and a discount', basket(0, one, discount), 100],
      ['2 days', basket(2), -250],
      ['communications one and an appraisal', basket(0, one, appraisal), -200],
      ['communications one and two discounts', basket(0, one, discount, other), -150],
    ],
  ],
  [
    1650,
    [
      ['3 days', basket(3), 0],
      ['2.5 days and a discount', basket(2.5, discount), 0],
      ['2 days and an appraisal', basket(2, appraisal), 0],
      ['1.5 days, an appraisal and a discount', basket(1.5, appraisal, discount), 0],
      ['a day, the larger appraisal and a discount', basket(1, extended, discount), 0],
      ['a day, communications two and a discount', basket(1, two, discount), 0],
      ['half a day, the larger appraisal and communications one', basket(0.5, extended, one), 0],
      ['half a day, the larger appraisal and two discounts', basket(0.5, extended, discount, other), 0],
      ['half a day, communications two and two discounts', basket(0.5, two, discount, other), 0],
      ['an appraisal, communications two and a discount', basket(0, appraisal, two, discount), 0],
      ['the larger appraisal and communications two', basket(0, extended, two), -50],
    ],
  ],
])('a credit of £%i', (credit, baskets) => {
  // Below zero is what would have to be paid on top.
  test.each(baskets)('%s', (_, wanted, left) => {
    expect(fitsCredit(offer, credit * 100, wanted)).toMatchObject({
      ok: true,
      value: {
        fits: left >= 0,
        left: Math.max(0, left) * 100,
        topUp: Math.max(0, -left) * 100,
        topUpPence: Math.max(0, -left) * 100,
      },
    });
  });
});

test('each discount once, two in all; no unknown services; no sums with quotes', () => {
  expect(fitsCredit(offer, 165000, basket(0, discount, discount))).toEqual({
    ok: false,
    reason: { because: 'over-limit', limit: 'discounts', most: 1 },
  });
  expect(fitsCredit(offer, 165000, basket(0, { id: 'governance-discount', times: 2 }))).toMatchObject({ ok: false });
  expect(fitsCredit(offer, 165000, basket(0, { id: 'nothing' }))).toEqual({
    ok: false,
    reason: { because: 'no-such-service', service: 'nothing' },
  });
  expect(fitsCredit(offer, 165000, basket(0, { id: 'training' }))).toEqual({
    ok: false,
    reason: { because: 'by-quote', service: 'training' },
  });
});

describe('a trust of five primaries', () => {
  const credit = 5 * 85000;

  test('7.5 pooled days take £830 from each', () => {
    expect(shareByCredit(dayPrice(offer, 15), Array(5).fill(85000))).toEqual({ ok: true, value: Array(5).fill(83000) });
  });

  test('the review, tier by tier', () => {
    const prices = indicativePrices(offer, 'trust-review');
    expect(prices.map(({ tier, price }) => [tier, price])).toEqual([
      ['bronze', 220000],
      ['silver', 440000],
      ['gold', 660000],
    ]);
    expect(prices.map(({ price }) => credit - price)).toEqual([205000, -15000, -235000]);
  });

  test('communications two for all five brings the group package, for four it does not', () => {
    const school = (services: string[]): GroupMember => ({ open: true, subscribed: true, services });
    const buying = (schools: number) =>
      Array.from({ length: 5 }, (_, i) => school(i < schools ? ['communications-two'] : []));
    expect(fitsCredit(offer, credit, basket(0, { id: 'communications-two', times: 5 }))).toMatchObject({
      value: { fits: true, total: 425000 },
    });
    expect(fitsCredit(offer, credit, basket(0, { id: 'communications-two', times: 4 }))).toMatchObject({
      value: { total: 340000 },
    });
    expect(groupPackages(offer, buying(5))).toEqual(['group-communications']);
    expect(groupPackages(offer, buying(4))).toEqual([]);
    expect(groupPackages(offer, [...buying(5), { open: false, subscribed: false, services: [] }])).toEqual([
      'group-communications',
    ]);
    expect(groupPackages(offer, [...buying(5), { open: true, subscribed: false, services: [] }])).toEqual([]);
    expect(groupPackages(offer, [])).toEqual([]);
  });
});

test('a mixed pool shares £1,100 by the credit left, the spare penny to the first', () => {
  expect(shareByCredit(110000, [85000, 85000, 165000])).toEqual({ ok: true, value: [27911, 27910, 54179] });
  // Who has nothing left pays nothing, not even a spare penny.
  expect(shareByCredit(1, [0, 3, 3])).toEqual({ ok: true, value: [0, 1, 0] });
  expect(shareByCredit(0, [0, 0])).toEqual({ ok: true, value: [0, 0] });
  expect(shareByCredit(110000, [85000, 24999])).toEqual({ ok: false, reason: { because: 'not-enough', short: 1 } });
});

test('shares sum to the amount, never pass what is left, and are within a penny of the exact share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1e10), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (left, part) => {
        const all = left.reduce((a, b) => a + b, 0);
        const amount = Math.floor(all * part);
        const shared = shareByCredit(amount, left);
        if (!shared.ok) throw new Error('enough');
        expect(shared.value.reduce((a, b) => a + b, 0)).toBe(amount);
        for (const [i, share] of shared.value.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(left[i]!);
          if (all > 0) expect(Math.abs(share - (amount * left[i]!) / all)).toBeLessThanOrEqual(1.001);
        }
      },
    ),
  );
});

test('time costs no less than a smaller amount of it, and two orders no less than one', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (a, b) => {
      expect(dayPrice(offer, a + b)).toBeGreaterThanOrEqual(dayPrice(offer, a));
      expect(dayPrice(offer, a) + dayPrice(offer, b)).toBeGreaterThanOrEqual(dayPrice(offer, a + b));
    }),
  );
});

test('an offer may count its credit in tokens, sell them, and not join halves', () => {
  const tokens = otherOffer();
  expect(dayPrice(tokens, 3)).toBe(6);
  expect(fitsCredit(tokens, 4, { halfDays: 2, services: [{ id: 'map', times: 2 }] })).toEqual({
    ok: true,
    value: { fits: false, total: 6, left: 0, topUp: 2, topUpPence: 55000 },
  });
  expect(fitsCredit(tokens, 9, { halfDays: 0, services: [{ id: 'map', times: 3 }] })).toMatchObject({
    ok: false,
    reason: { because: 'over-limit' },
  });
});
