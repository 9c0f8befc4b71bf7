import { describe, expect, test } from 'vitest';
import { eligibility, eligibilityGrid } from './eligibility';
import { grantsFor, steadyFacts } from './grants';
import { otherOffer, shippedOffer } from './testing';

const offer = shippedOffer();

type Cell = string;
type Columns = [maintained: Cell, academy: Cell, maintainedSubscriber: Cell, academySubscriber: Cell];

/**
 * Offer, section 4, cell by cell: maintained and academy without a subscription, then with one. A tick, a pound sign, a
 * dash or the words in the cell, and (s) where the partnership has chosen. Where the category decides there are four
 * such lines.
 */
const printed: Record<string, Columns | Record<string, Columns>> = {
  categorisation: ['✓', '✓', '✓', '✓'],
  'headteacher-recruitment': ['✓', '£ (s)', '✓', '✓'],
  'other-leader-recruitment': ['£', '£', '✓', '✓'],
  'inspection-attendance': ['✓', '–', '✓', 'at the point of need (s)'],
  'support-and-challenge': {
    green: ['–', '–', '–', '–'],
    yellow: ['–', '–', '–', '–'],
    amber: ['✓', '–', '✓', '✓ (s)'],
    red: ['✓', '–', '✓', '✓ (s)'],
  },
  'statutory-moderation': ['✓', '£ (s)', '✓', '£ (s)'],
  'safety-net': {
    green: ['–', '–', '–', '–'],
    yellow: ['–', '–', '✓', '✓'],
    amber: ['–', '–', '✓', '✓'],
    red: ['–', '–', '✓', '✓'],
  },
  advice: ['✓', '✓', '✓', '✓'],
  'on-site-help': ['–', '–', '✓', '✓'],
  core: ['–', '–', '✓', '✓'],
  'ticketed-events': ['if priced', 'if priced', 'within tickets', 'within tickets'],
  'open-channels': ['✓', '✓', '✓', '✓'],
};

/** The grid's own line is read as the paper prints it. */
function shown(thing: string, school: Parameters<typeof eligibility>[2]): string {
  const { answer, words, setting } = eligibility(offer, thing, school);
  return `${words ?? { included: '✓', priced: '£', 'on-request': '?', no: '–' }[answer]}${setting ? ' (s)' : ''}`;
}

const sectors = offer.sectors.map(({ id }) => id);
const categories = offer.categories.map(({ id }) => id);
const columns = [
  { status: 'maintained', subscribed: false },
  { status: 'academy', subscribed: false },
  { status: 'maintained', subscribed: true },
  { status: 'academy', subscribed: true },
];
const cells = Object.entries(printed).flatMap(([thing, row]) =>
  sectors.flatMap((sector) =>
    categories.flatMap((category) =>
      columns.map((column, i) => ({
        thing,
        sector,
        category,
        ...column,
        expected: (Array.isArray(row) ? row : row[category]!)[i]!,
      })),
    ),
  ),
);

test('every line of the printed grid is here, in every sector and category', () => {
  expect(cells).toHaveLength(12 * 7 * 4 * 4);
  expect(offer.eligibility.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(printed)));
});

test.each(Object.keys(printed))('%s', (thing) => {
  for (const { expected, ...cell } of cells.filter((one) => one.thing === thing))
    expect({ ...cell, shown: shown(thing, cell) }).toEqual({ ...cell, shown: expected });
});

describe('safety-net days', () => {
  const days = { green: 0, yellow: 1, amber: 2, red: 3 };
  test.each(
    sectors.flatMap((sector) =>
      offer.statuses.flatMap(({ id: status }) =>
        Object.entries(days).map(([category, owed]) => ({ sector, status, category, owed })),
      ),
    ),
  )('$sector, $status, $category: $owed for a subscriber, none for others', ({ owed, ...school }) => {
    const quarterDays = (subscribed: boolean) =>
      grantsFor({ holder: 'school', facts: steadyFacts(offer, { ...school, subscribed }) }, offer)
        .filter(({ element }) => element === 'safety-net')
        .reduce((sum, { quantity }) => sum + quantity, 0);
    expect([quarterDays(true), quarterDays(false)]).toEqual([owed * 4, 0]);
  });
});

test('a school that is neither maintained nor an academy is treated as an academy', () => {
  for (const { thing, expected: _, ...cell } of cells.filter(({ status }) => status === 'academy'))
    expect(shown(thing, { ...cell, status: 'other' })).toBe(shown(thing, cell));
});

test('without a category nothing hangs on it', () => {
  expect(shown('safety-net', { subscribed: true, status: 'maintained', sector: 'primary', category: null })).toBe('–');
  expect(shown('support-and-challenge', { subscribed: true, status: 'maintained' })).toBe('–');
});

test('an academy that does not subscribe gets its category, its dashboard and advice, and nothing else', () => {
  for (const category of categories) {
    const included = offer.elements
      .filter(
        ({ id }) => eligibility(offer, id, { status: 'academy', subscribed: false, category }).answer === 'included',
      )
      .map(({ id }) => id);
    expect(included).toEqual(['categorisation', 'headline-dashboard', 'signposting']);
  }
});

test('a maintained school keeps what it is owed by law', () => {
  const included = (category: string) =>
    offer.elements
      .filter(
        ({ id }) => eligibility(offer, id, { status: 'maintained', subscribed: false, category }).answer === 'included',
      )
      .map(({ id }) => id);
  const always = [
    'categorisation',
    'headline-dashboard',
    'headteacher-recruitment',
    'inspection-attendance',
    'statutory-moderation',
    'signposting',
  ];
  expect(included('green').sort()).toEqual([...always].sort());
  expect(included('red').sort()).toEqual([...always, 'support-and-challenge'].sort());
});

test('elements and the credit answer by their line; a thing that is not in the offer is a mistake', () => {
  expect(eligibility(offer, 'health-check', { subscribed: true })).toMatchObject({ thing: 'core', answer: 'included' });
  expect(eligibility(offer, 'bespoke-credit', { subscribed: false })).toMatchObject({ thing: 'core', answer: 'no' });
  expect(eligibility(offer, 'improvement-services', { subscribed: false })).toMatchObject({
    answer: 'priced',
    words: 'at the day rate',
  });
  expect(() => eligibility(offer, 'unicorns', {})).toThrow('nothing called "unicorns"');
});

test('the grid as pages show it', () => {
  const grid = eligibilityGrid(offer, columns);
  expect(grid).toHaveLength(offer.eligibility.length);
  expect(grid.find(({ thing }) => thing === 'inspection-attendance')?.cells.map(({ answer }) => answer)).toEqual([
    'included',
    'no',
    'included',
    'on-request',
  ]);
});

test('an offer of another shape has its own lines', () => {
  const other = otherOffer();
  expect(eligibility(other, 'pilot', { subscribed: false, status: 'county' })).toMatchObject({
    answer: 'priced',
    price: 1250,
  });
  expect(eligibility(other, 'pilot', { subscribed: false, status: 'free-standing' })).toMatchObject({
    answer: 'no',
    words: 'join first',
  });
});
