import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otherOffer, shippedOffer } from './testing';
import { entitlementTable, offset, statedValue, trustOffset, usualSpending } from './value';

const offer = shippedOffer();
const subscriber = (sector: string, category: string | null = 'green') => ({
  subscribed: true,
  status: 'maintained',
  sector,
  category,
});
const span = (low: number, high: number) => ({ low: low * 100, high: high * 100 });

// Offer, section 15.
test.each([
  ['primary', span(3625, 3825), span(4395, 5625)],
  ['secondary', span(4175, 4375), span(4945, 6175)],
  ['special', span(3375, 3575), span(4145, 5375)],
])('the stated value for a green %s school', (sector, value, withPlan) => {
  const stated = statedValue(offer, subscriber(sector));
  expect({ low: stated.low, high: stated.high }).toEqual(value);
  expect(stated.withApart).toEqual(withPlan);
});

test.each([
  ['green', 0],
  ['yellow', 550],
  ['amber', 1100],
  ['red', 1650],
])('the safety net is worth %s: £%i', (category, pounds) => {
  expect(statedValue(offer, subscriber('primary', category))).toMatchObject(span(3625 + pounds, 3825 + pounds));
});

test('what has no price is listed without one, and the menu is part of the credit', () => {
  const { unpriced, counted } = statedValue(offer, subscriber('secondary'));
  expect(unpriced).toEqual(
    expect.arrayContaining([
      'leader-briefings',
      'bespoke-training',
      'trust-packages',
      'assessment-training',
      'city-identity',
    ]),
  );
  expect(counted.map(({ element }) => element)).toEqual([
    'action-plan',
    'health-check',
    'inspection-preparation',
    'subject-networks',
    'governance',
    'cultural-partnership',
    'bespoke-credit',
  ]);
});

test('a credit that is not agreed yet has no value yet', () => {
  expect(statedValue(offer, subscriber('college')).unpriced).toContain('bespoke-credit');
  expect(statedValue(offer, { ...subscriber('college'), 'credit-by-hand': 100000 })).toMatchObject(
    span(2525 + 1000, 2725 + 1000),
  );
});

test('without a subscription there is no stated value', () => {
  expect(statedValue(offer, { ...subscriber('primary', 'red'), subscribed: false })).toMatchObject({
    low: 0,
    high: 0,
    withApart: { low: 0, high: 0 },
  });
});

test('the table has a row for every element and the credit, as subscriber and not', () => {
  for (const subscribed of [true, false]) {
    const table = entitlementTable(offer, { ...subscriber('primary', 'amber'), subscribed });
    expect(table).toHaveLength(36);
    expect(table.map(({ element }) => element)).toContain('bespoke-credit');
    for (const { eligible, grants, worth } of table) {
      if (eligible.answer !== 'included') expect([grants, worth.kind]).toEqual([[], 'not-owed']);
    }
  }
});

test('every element that a school is included in is granted, bought with the credit, quoted, or waits for something to occur', () => {
  const waiting = [
    'headteacher-recruitment',
    'inspection-attendance',
    'statutory-moderation',
    'inspection-preparation',
    'leader-recruitment',
    'action-plan',
  ];
  const without = entitlementTable(offer, subscriber('primary', 'red')).filter(
    ({ grants, part }) => grants.length === 0 && part !== 'bespoke',
  );
  expect(without.map(({ element }) => element).sort()).toEqual(waiting.sort());
});

describe('the net cost', () => {
  test('begins with the training that governors already pay for', () => {
    expect(usualSpending(offer)).toEqual({ governance: span(500, 500) });
    expect(offset(offer, 276000, usualSpending(offer))).toEqual({
      feePence: 276000,
      replaced: span(500, 500),
      net: span(2260, 2260),
    });
  });

  test('is a single figure or from low to high, and below zero when the subscription saves money', () => {
    const spending = {
      governance: span(500, 500),
      'subject-networks': span(250, 400),
      'health-check': span(1100, 1100),
    };
    expect(offset(offer, 190000, spending)).toMatchObject({ replaced: span(1850, 2000), net: span(-100, 50) });
    expect(() => offset(offer, 1, { nonsense: span(1, 1) })).toThrow('nothing called "nonsense"');
  });

  test('of a trust counts what all schools use, or what any uses', () => {
    const schools = [
      { feePence: 318000, spending: { governance: span(500, 500), 'subject-networks': span(100, 200) } },
      { feePence: 318000, spending: { governance: span(300, 300) } },
    ];
    expect(trustOffset(offer, schools, 'used-by-all')).toMatchObject({
      feePence: 636000,
      net: span(6360 - 800, 6360 - 800),
    });
    expect(trustOffset(offer, schools, 'used-by-any')).toMatchObject({ net: span(6360 - 1000, 6360 - 900) });
  });

  test('falls by exactly what is replaced', () => {
    const element = fc.constantFrom(...offer.elements.map(({ id }) => id));
    const money = fc.tuple(fc.nat(1e7), fc.nat(1e7)).map(([low, more]) => ({ low, high: low + more }));
    fc.assert(
      fc.property(fc.nat(1e8), fc.dictionary(element, money), (feePence, spending) => {
        const { net, replaced } = offset(offer, feePence, spending);
        expect([net.low + replaced.high, net.high + replaced.low]).toEqual([feePence, feePence]);
        expect(net.low).toBeLessThanOrEqual(net.high);
      }),
    );
  });
});

test('an offer of another shape: tokens are worth what they cost', () => {
  const stated = statedValue(otherOffer(), {
    subscribed: true,
    status: 'county',
    sector: 'upper',
    category: 'focused',
  });
  expect(stated).toMatchObject({
    low: 7 * 27500 + 30000 + 5000,
    high: 7 * 27500 + 50000 + 5000,
    unpriced: ['weather-report'],
  });
  expect(stated.withApart).toEqual({ low: stated.low + 7500, high: stated.high + 7500 });
  expect(statedValue(otherOffer(), { subscribed: true, sector: 'upper', category: 'watched' }).unpriced).toEqual([
    'weather-report',
    'pilot',
  ]);
});
