import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact, Snapshot } from './conditions';
import { type Grant, grantsFor, steadyFacts } from './grants';
import { otherOffer, shippedOffer } from './testing';

const offer = shippedOffer();
const day = (text: string) => Temporal.PlainDate.from(text);
const fact = (kind: string, value: Fact['value'], from: string, to?: string): Fact => ({
  kind,
  value,
  from: day(from),
  to: to ? day(to) : null,
});
const school = (facts: readonly Fact[], year?: string) => grantsFor({ holder: 'school', facts }, offer, year);
const of = (grants: Grant[], element: string) => grants.filter((grant) => grant.element === element);
const brief = (grants: Grant[]) =>
  grants.map(({ rule, quantity, unit, from, to }) => `${rule}: ${quantity} ${unit}, ${from} to ${to}`);

const subscriber: Snapshot = { subscribed: true, status: 'maintained', sector: 'primary', category: 'green' };
const steady = (changes: Snapshot = {}) => steadyFacts(offer, { ...subscriber, ...changes });

test('what a green primary subscriber is owed, with the amounts of the offer', () => {
  const owed = Object.fromEntries(
    school(steady()).map((grant) => [
      grant.rule,
      grant.unlimited
        ? `unlimited ${grant.unit}`
        : `${grant.quantity} ${grant.unit}${grant.per === 'event' ? ' an event' : ''}`,
    ]),
  );
  expect(owed).toEqual({
    'yearly-round': '1 rounds',
    'yearly-headline-dashboard': '1 dashboards',
    advice: 'unlimited access',
    'partner-team': 'unlimited access',
    'partnership-pack-access': 'unlimited access',
    'sector-network': 'unlimited access',
    'supported-groups': 'unlimited access',
    'health-check-days': '8 quarter-days',
    'data-reports': 'unlimited access',
    'data-training': '2 tickets',
    'training-places': 'unlimited tickets',
    'leader-briefing-tickets': '2 tickets an event',
    'network-ticket': '1 tickets an event',
    'governance-briefing-tickets': '2 tickets an event',
    'governance-training': '1 packages',
    'governance-conference': '2 tickets',
    identity: 'unlimited access',
    programme: 'unlimited access',
    'log-ins': 'unlimited access',
    coordination: 'unlimited access',
    'cultural-subscription': '1 subscriptions',
    'point-of-need': 'unlimited access',
    'planning-session': '1 meetings',
    'credit-by-sector': '85000 pence',
  });
});

test('each grant names its rule, says why, and has a source and the days of the year', () => {
  expect(of(school(steady()), 'health-check')).toMatchObject([
    {
      key: 'health-check-days/2018/19',
      unit: 'quarter-days',
      quantity: 8,
      source: 'subscription',
      why: 'Every subscriber is owed two days of Health Check a year.',
      from: day('2018-09-01'),
      to: day('2019-08-31'),
    },
  ]);
  expect(of(school(steady({ category: 'red' })), 'safety-net')).toMatchObject([{ quantity: 12, source: 'commission' }]);
});

test.each([
  ['nursery', 85000],
  ['primary', 85000],
  ['special', 85000],
  ['secondary', 165000],
  ['all-through', 165000],
])('the credit of a %s school', (sector, pence) =>
  expect(of(school(steady({ sector })), 'bespoke-credit')).toMatchObject([{ unit: 'pence', quantity: pence }]),
);

test('a credit agreed by hand is owed once somebody has said how much', () => {
  expect(of(school(steady({ sector: 'college' })), 'bespoke-credit')).toEqual([]);
  expect(of(school(steady({ sector: 'college', 'credit-by-hand': 120000 })), 'bespoke-credit')).toMatchObject([
    { rule: 'credit-by-hand', quantity: 120000 },
  ]);
  expect(of(school(steady({ 'credit-by-hand': 120000 })), 'bespoke-credit')).toMatchObject([
    { rule: 'credit-by-sector', quantity: 85000 },
  ]);
});

describe('through the year', () => {
  test('a late joiner has everything, from the day it joins', () => {
    const facts = [
      fact('subscribed', true, '2019-01-10'),
      fact('status', 'academy', '2015-09-01'),
      fact('sector', 'secondary', '2000-01-01'),
    ];
    expect(brief(of(school(facts), 'health-check'))).toEqual([
      'health-check-days: 8 quarter-days, 2019-01-10 to 2019-08-31',
    ]);
    expect(brief(of(school(facts), 'bespoke-credit'))).toEqual([
      'credit-by-sector: 165000 pence, 2019-01-10 to 2019-08-31',
    ]);
    expect(school(facts, '2017/18').filter(({ element }) => element === 'health-check')).toEqual([]);
  });

  test('what a subscription brings ends with it', () => {
    const facts = [fact('subscribed', true, '2018-09-01', '2019-05-31'), fact('sector', 'primary', '2000-01-01')];
    expect(of(school(facts), 'health-check')).toMatchObject([{ to: day('2019-05-31') }]);
    expect(of(school(facts, '2019/20'), 'health-check')).toEqual([]);
  });

  const changing = (...categories: [string, string][]) => [
    ...steadyFacts(offer, { subscribed: true, status: 'maintained', sector: 'primary' }),
    ...categories.map(([category, from]) => fact('category', category, from)),
  ];

  test('a worse category adds days, a better one takes none back', () => {
    expect(brief(of(school(changing(['yellow', '2018-11-12'], ['red', '2019-03-01'])), 'safety-net'))).toEqual([
      'safety-net-days: 12 quarter-days, 2018-11-12 to 2019-08-31',
    ]);
    expect(brief(of(school(changing(['red', '2018-11-12'], ['green', '2019-03-01'])), 'safety-net'))).toEqual([
      'safety-net-days: 12 quarter-days, 2018-11-12 to 2019-08-31',
    ]);
  });

  test('the next year begins with the category as it is', () => {
    expect(of(school(changing(['red', '2018-11-12'], ['green', '2019-03-01']), '2019/20'), 'safety-net')).toEqual([]);
  });

  test('a category from before the school subscribed brings nothing', () => {
    const facts = [
      fact('subscribed', true, '2019-02-01'),
      fact('category', 'red', '2018-11-12', '2018-12-31'),
      fact('category', 'yellow', '2019-01-01'),
    ];
    expect(of(school(facts), 'safety-net')).toMatchObject([{ quantity: 4, from: day('2019-02-01') }]);
  });

  test('a school that converts keeps what came before and is an academy from that day', () => {
    const facts = [
      fact('subscribed', false, '2018-09-01'),
      fact('status', 'maintained', '2000-01-01', '2018-12-31'),
      fact('status', 'academy', '2019-01-01'),
      fact('headteacher-vacancy', 'one', '2018-10-01', '2018-12-20'),
      fact('headteacher-vacancy', 'two', '2019-02-01'),
      fact('category', 'amber', '2018-11-01'),
    ];
    expect(brief(of(school(facts), 'headteacher-recruitment'))).toEqual([
      'maintained-headteacher-vacancy: 1 appointments, 2018-10-01 to 2019-08-31',
    ]);
    expect(brief(of(school(facts), 'support-and-challenge'))).toEqual([
      'diagnostic-meeting: 1 meetings, 2018-11-01 to 2018-12-31',
    ]);
  });
});

describe('for each time that something occurs', () => {
  const vacancies = [
    fact('headteacher-vacancy', 'a', '2018-10-01'),
    fact('leader-vacancy', 'b', '2018-11-01'),
    fact('leader-vacancy', 'c', '2019-02-01'),
    fact('leader-vacancy', 'd', '2019-09-01'),
  ];
  const rules = (changes: Snapshot, extra: Fact[]) =>
    school([...steady(changes), ...extra])
      .filter(({ rule }) => /vacancy|moderation|inspection/.test(rule))
      .map(({ rule, quantity, source }) => [rule, quantity, source]);

  test('a maintained headteacher is the commission’s to pay for, others the subscription’s', () => {
    expect(rules({}, vacancies)).toEqual([
      ['maintained-headteacher-vacancy', 1, 'commission'],
      ['leader-vacancy', 2, 'subscription'],
    ]);
    expect(rules({ status: 'academy' }, vacancies)).toEqual([
      ['leader-vacancy', 2, 'subscription'],
      ['headteacher-vacancy', 1, 'subscription'],
    ]);
    expect(rules({ subscribed: false }, vacancies)).toEqual([['maintained-headteacher-vacancy', 1, 'commission']]);
    expect(rules({ subscribed: false, status: 'academy' }, vacancies)).toEqual([]);
  });

  test('moderation and inspection are for maintained schools', () => {
    const called = [
      fact('moderation-selected', '2019', '2019-05-01'),
      fact('inspection-called', '2019-03-12', '2019-03-12'),
    ];
    expect(rules({ subscribed: false }, called).map(([rule]) => rule)).toEqual([
      'inspection-called',
      'moderation-selected',
    ]);
    expect(rules({ status: 'academy' }, called)).toEqual([]);
  });
});

describe('the day before an inspection', () => {
  const prepared = (facts: Fact[], year?: string) =>
    brief(of(school([...steady(), ...facts], year), 'inspection-preparation'));

  test('is owed in the twelve months that end on the expected day', () => {
    const expected = [fact('inspection-expected', '2019-11-15', '2018-09-01')];
    expect(prepared(expected)).toEqual(['inspection-day: 4 quarter-days, 2018-11-16 to 2019-11-15']);
    expect(prepared(expected, '2019/20')).toEqual([]);
  });

  test('comes again, once, when nobody came', () => {
    const missed = [
      fact('inspection-expected', '2018-12-31', '2018-09-01'),
      fact('inspection-held', false, '2019-01-07'),
    ];
    expect(prepared(missed)).toEqual([
      'inspection-day: 4 quarter-days, 2018-09-01 to 2018-12-31',
      'inspection-day: 4 quarter-days, 2019-01-01 to 2019-12-31',
    ]);
    expect(prepared([...missed, fact('inspection-held', false, '2020-01-06')], '2019/20')).toEqual([]);
  });

  test('lapses when inspectors have been', () => {
    expect(
      prepared([fact('inspection-expected', '2019-11-15', '2018-09-01'), fact('inspection-held', true, '2019-03-12')]),
    ).toEqual(['inspection-day: 4 quarter-days, 2018-11-16 to 2019-03-12']);
  });

  test('keeps its name when the expected day is moved, and does not become two', () => {
    const facts = [
      fact('inspection-expected', '2019-06-30', '2018-09-01'),
      fact('inspection-expected', '2019-08-31', '2019-01-10'),
    ];
    expect(of(school([...steady(), ...facts]), 'inspection-preparation')).toMatchObject([
      { key: 'inspection-day/1', from: day('2018-09-01'), to: day('2019-08-31') },
    ]);
  });

  test('is for subscribers', () =>
    expect(
      of(
        school([...steadyFacts(offer, { subscribed: false }), fact('inspection-expected', '2019-06-30', '2018-09-01')]),
        'inspection-preparation',
      ),
    ).toEqual([]));
});

test('what a partnership is owed', () => {
  const facts = steadyFacts(offer, { 'core-group': true, 'plan-cash': 1_000_000, 'plan-days': 40 });
  expect(
    grantsFor({ holder: 'partnership', facts }, offer).map(({ rule, quantity, unit, atLeast }) => [
      rule,
      quantity,
      unit,
      atLeast,
    ]),
  ).toEqual([
    ['partnership-partner', 1, 'partners', true],
    ['partnership-pack', 1, 'reports', true],
    ['core-group-support', 0, 'access', false],
    ['plan-cash', 1_000_000, 'pence', false],
    ['plan-days', 40, 'quarter-days', false],
  ]);
  // A plan's budget is set when it is known who subscribes.
  expect(grantsFor({ holder: 'partnership', facts: [] }, offer).map(({ rule }) => rule)).toEqual([
    'partnership-partner',
    'partnership-pack',
  ]);
});

describe('for any facts', () => {
  const dates = fc.integer({ min: 0, max: 900 }).map((n) => day('2018-03-01').add({ days: n }));
  const values: Record<string, fc.Arbitrary<Fact['value']>> = {
    subscribed: fc.boolean(),
    status: fc.constantFrom(...offer.statuses.map(({ id }) => id)),
    sector: fc.constantFrom(...offer.sectors.map(({ id }) => id)),
    category: fc.constantFrom(...offer.categories.map(({ id }) => id)),
    'inspection-expected': dates.map(String),
    'inspection-held': fc.boolean(),
    'headteacher-vacancy': fc.uuid(),
    'leader-vacancy': fc.uuid(),
  };
  const anyFact = fc
    .constantFrom(...Object.keys(values))
    .chain((kind) =>
      fc
        .record({ kind: fc.constant(kind), value: values[kind]!, from: dates, length: fc.option(fc.nat(500)) })
        .map(
          ({ length, ...rest }): Fact => ({ ...rest, to: length === null ? null : rest.from.add({ days: length }) }),
        ),
    );
  const facts = fc.array(anyFact, { maxLength: 25 });
  const plain = (grants: Grant[]) =>
    grants.map((grant) => ({ ...grant, from: grant.from.toString(), to: grant.to.toString() }));

  test('asking twice gives the same, in whatever order the facts are told', () => {
    fc.assert(
      fc.property(facts, (told) => {
        // Two facts of one kind from one day contradict each other: the later told holds, so their order does matter.
        const distinct = told.filter(
          (one, i) => told.findIndex((other) => other.kind === one.kind && other.from.equals(one.from)) === i,
        );
        expect(plain(school(distinct))).toEqual(plain(school(distinct)));
        expect(plain(school([...distinct].reverse()))).toEqual(plain(school(distinct)));
      }),
    );
  });

  test('quantities are integers above zero or unlimited, days are in order, keys are unique over all years', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const years = ['2017/18', '2018/19', '2019/20', '2020/21'].flatMap((year) => school(told, year));
        for (const { quantity, unlimited, from, to } of years) {
          expect(Number.isInteger(quantity) && (unlimited ? quantity === 0 : quantity > 0)).toBe(true);
          expect(Temporal.PlainDate.compare(from, to)).toBeLessThanOrEqual(0);
        }
        expect(new Set(years.map(({ key }) => key)).size).toBe(years.length);
      }),
    );
  });

  test('the safety net hangs on category and subscription alone', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const alone = told.filter(({ kind }) => kind === 'category' || kind === 'subscribed');
        expect(plain(of(school(told), 'safety-net'))).toEqual(plain(of(school(alone), 'safety-net')));
      }),
    );
  });

  test('the category changes nothing for a subscriber but the safety net and the diagnostic meeting', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const others = (all: readonly Fact[]) =>
          plain(school(all).filter(({ element }) => element !== 'safety-net' && element !== 'support-and-challenge'));
        expect(others(told)).toEqual(others(told.filter(({ kind }) => kind !== 'category')));
      }),
    );
  });

  test('without a subscription nothing is owed that is for subscribers', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const never = school(told.filter(({ kind }) => kind !== 'subscribed'));
        expect(never.filter(({ source }) => source !== 'commission')).toEqual([]);
      }),
    );
  });
});

describe('an offer of another shape', () => {
  const other = otherOffer();
  const grants = (facts: Fact[], year?: string) => grantsFor({ holder: 'school', facts }, other, year);

  test('tokens carry over, the latest category counts, passes are unlimited', () => {
    const facts = [
      fact('subscribed', true, '2024-08-01'),
      fact('sector', 'upper', '2024-08-01'),
      fact('category', 'focused', '2024-08-01'),
      fact('category', 'steady', '2025-01-01'),
    ];
    expect(brief(grants(facts))).toEqual([
      'weather: 0 passes, 2024-08-01 to 2025-07-31',
      'pilot-days: 1 quarter-days, 2024-08-01 to 2025-07-31',
      'purse: 7 tokens, 2024-08-01 to 2025-10-31',
    ]);
  });

  test('a window of another length that repeats twice and keeps what is unused', () => {
    const facts = [
      ...steadyFacts(other, { subscribed: true, status: 'county' }),
      fact('visit-due', '2024-12-31', '2024-08-01'),
      fact('visit-done', false, '2025-01-02'),
      fact('visit-done', false, '2025-07-02'),
      fact('visit-done', true, '2025-08-15'),
      fact('storm', 'x', '2024-10-10'),
      fact('storm', 'y', '2024-11-11'),
    ];
    expect(brief(grants(facts)).filter((line) => /visit|storm/.test(line))).toEqual([
      'before-visit: 2 quarter-days, 2024-08-01 to 2024-12-31',
      'before-visit: 2 quarter-days, 2025-01-01 to 2025-06-30',
      'before-visit: 2 quarter-days, 2025-07-01 to 2025-12-30',
      'storm-passes: 6 passes, 2024-10-10 to 2025-07-31',
    ]);
    expect(of(grants(facts), 'visit-help').map(({ source, key }) => [source, key])).toEqual([
      ['harbour-trust', 'before-visit/1'],
      ['harbour-trust', 'before-visit/1-again'],
      ['harbour-trust', 'before-visit/1-again-again'],
    ]);
  });
});
