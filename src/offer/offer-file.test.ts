import { expect, test } from 'vitest';
import { settingsOf } from './settings';
import { otherOffer, shippedOffer } from './testing';

/** The shipped file holds the whole of the offer: counted here, so that nothing is lost from it by accident. */

const offer = shippedOffer();

test('35 elements in five parts', () => {
  const counts = Object.fromEntries(
    offer.parts.map(({ id }) => [id, offer.elements.filter(({ part }) => part === id).length]),
  );
  expect(counts).toEqual({ universal: 7, partnership: 5, improvement: 9, system: 7, bespoke: 7 });
});

test('each element has a description of its own, a source and an answer to whom it is for', () => {
  expect(new Set(offer.elements.map(({ description }) => description)).size).toBe(35);
  for (const element of offer.elements) expect(element.description.length).toBeGreaterThan(30);
});

test.each([
  ['funding sources', offer.funding.sources, 5],
  ['council duties', offer.funding.duties, 6],
  ['outcome areas', offer.funding.outcomes, 4],
  ['partnerships', offer.partnerships, 9],
  ['sectors', offer.sectors, 7],
  ['categories', offer.categories, 4],
  ['data reports', offer.reports, 16],
  ['categorisation steps', offer.categorisation.steps, 10],
  ['lines of the programme', offer.programme.lines, 23],
  ['workflows', offer.workflows, 11],
  ['dates', offer.dates, 12],
  ['settled questions', offer.settings, 55],
  ['payment plans', offer.contract.plans, 2],
  ['areas of a Trust Review', offer.bespoke.reviews[0]!.areas, 5],
  ['tiers of a Trust Review', offer.bespoke.reviews[0]!.tiers, 3],
  ['core groups with business support', offer.networks.filter(({ kind }) => kind === 'support'), 4],
  ['stages of recruitment', offer.elements.find(({ id }) => id === 'leader-recruitment')!.stages, 6],
  ['services that improve schools', offer.elements.find(({ id }) => id === 'improvement-services')!.kinds, 9],
  ['kinds of bespoke data', offer.elements.find(({ id }) => id === 'bespoke-data')!.kinds, 7],
  ['kinds of inspection preparation', offer.elements.find(({ id }) => id === 'inspection-preparation')!.kinds, 7],
  ['aspects of a Trust Review', offer.bespoke.reviews[0]!.areas.flatMap(({ aspects }) => aspects), 6 + 7 + 5 + 5 + 5],
])('%s: %#', (_, list, many) => expect(list).toHaveLength(many));

test('every Health Check template takes two days', () => {
  const { templates } = offer.elements.find(({ id }) => id === 'health-check')!;
  expect(templates.map(({ parts }) => parts.reduce((sum, { days, times }) => sum + days * times, 0))).toEqual([
    8, 8, 8, 8, 8, 8,
  ]);
});

test('the contract runs from September 2018 to August 2021 with a price for the first year only', () => {
  expect([offer.contract.from.toString(), offer.contract.to.toString(), offer.contract.years]).toEqual([
    '2018-09-01',
    '2021-08-31',
    ['2018/19', '2019/20', '2020/21'],
  ]);
  expect(offer.fee.prices.map(({ rules }) => rules === null)).toEqual([false, true, true]);
});

test('every settled question leads to the value that the program uses', () => {
  const settings = Object.fromEntries(
    settingsOf(offer).map(({ id, values }) => [id, values.map(({ value }) => value)]),
  );
  expect(settings).toMatchObject({
    'credit-yearly': [0],
    'half-days': [true],
    'near-viability': [10],
    preference: [{ daysEarly: 7, thenFirst: true }],
    'small-numbers': [{ hiddenUpTo: 5 }],
    'answer-times': [{ crisisWorkingHours: 2, otherWorkingDays: 2 }],
    'inspection-window': [{ months: 12, repeats: 1, unused: 'lapse' }],
    'smallest-step': [2, 1, 1, 1],
    tax: [0],
  });
  for (const values of Object.values(settings)) for (const value of values) expect(typeof value).not.toBe('symbol');
});

test('an offer of another shape has settings too', () => {
  expect(settingsOf(otherOffer())).toMatchObject([
    { id: 'purse-size', values: [{ value: { amountBy: { answers: { upper: { unit: 'tokens', quantity: 7 } } } } }] },
  ]);
});

// The offer's names must not be those of people; roles and places only. A title before a capital letter gives one away.
test('nobody is named', () => expect(JSON.stringify(offer)).not.toMatch(/\b(Mr|Mrs|Ms|Miss|Dr|Sir|Dame)\.? [A-Z]/));
