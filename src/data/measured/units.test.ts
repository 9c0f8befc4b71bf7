import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { load } from '../methods/testing/load';
import { compile, type MeasuredRow } from './compile';
import { shownOf } from './figures';
import type { MeasuredDataset, Sources } from './sources';
import { nothingSupplied, suppliedFrom } from './supplied';
import { unitsOf, wholeUnits } from './units';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
  await load(db, 'nowhere', { urn: 'integer', area: 'varchar' }, []);
});
afterAll(() => db.close());

type Cell = string | number | boolean | null;

/** Figures of the one school that these rows are about, by measure, group and period. */
async function figures(
  dataset: MeasuredDataset,
  year: number,
  tables: Partial<Record<MeasuredDataset, Record<string, Cell>[]>>,
  supplied = nothingSupplied,
) {
  const sources: Record<string, string> = {};
  for (const [name, rows] of Object.entries(tables)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    await load(
      db,
      `"${name}"`,
      Object.fromEntries(columns.map((column) => [column, 'varchar'])),
      rows.map((row) =>
        columns.map((column) => (row[column] === undefined ? null : row[column] === null ? null : String(row[column]))),
      ),
    );
    sources[name] = `"${name}"`;
  }
  const units = unitsOf(dataset, year, sources as Sources, supplied);
  if (!units.ok) throw new Error(JSON.stringify(units.reason));
  const { sql, measures } = compile(
    ownMeasuresOf(dataset, year),
    { ...units.value, units: `(${wholeUnits(units.value)})` },
    { areas: 'nowhere', summer: year + 1, parameters: supplied.parameters },
  );
  const rows = await db.query<MeasuredRow & Record<string, never>>(sql);
  return (measure: string, group = 'all', period = 'year') => {
    const row = rows.find(
      (one) => measures[one.m]?.id === measure && one.pupil_group === group && one.period === period,
    );
    return row && [Number(row.numerator), Number(row.denominator), row.value];
  };
}

const pupil = (n: number, more: Record<string, Cell> = {}) => ({
  urn: 900001,
  upn: `P${n}`,
  sex: n % 2 ? 'F' : 'M',
  born: `2006-11-0${(n % 9) + 1}`,
  ...more,
});

it('early years: worked example E1', async () => {
  const goals = (at: (n: number) => string) =>
    Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`e${String(n + 1).padStart(2, '0')}`, at(n + 1)]));
  const of = await figures('early-years', 2017, {
    'early-years': [
      pupil(
        1,
        goals((n) => (n > 12 ? '1' : '2')),
      ),
      pupil(
        2,
        goals((n) => (n === 10 ? '1' : '3')),
      ),
      pupil(
        3,
        goals((n) => (n === 12 ? 'A' : '2')),
      ),
      pupil(
        4,
        goals(() => '2'),
      ),
    ],
  });
  expect(of('own-early-years-good-level')).toEqual([2, 3, 67]);
  expect(of('own-early-years-points')).toEqual([112, 3, 37.3]);
  expect(of('own-early-years-all-goals')).toEqual([1, 3, 33]);
});

it('phonics: worked example E2, and by the end of year 2', async () => {
  const one = ['40', '32', '31', '0', 'A', 'D', 'L'].map((phonics, n) => pupil(n, { year_group: 1, phonics }));
  const two = [
    ['Wa', null],
    ['35', null],
    ['32', null],
    ['Wa', null],
    ['20', '33'],
    ['12', 'Wt'],
  ].map(([before, now], n) => pupil(20 + n, { year_group: 2, phonics: now ?? null, phonics_year_one: before ?? null }));
  const of = await figures('phonics', 2017, { phonics: [...one, ...two] });
  expect(of('own-phonics-year-1')).toEqual([2, 6, 33]);
  expect(of('own-phonics-by-year-2')).toEqual([5, 6, 83]);
});

it('key stage 1: the combined standard over everybody eligible', async () => {
  const of = await figures('ks1', 2017, {
    ks1: [
      pupil(1, { reading: 'EXS', writing: 'GDS', maths: 'EXS', science: 'EXS' }),
      pupil(2, { reading: 'GDS', writing: 'GDS', maths: 'GDS', science: 'HNM' }),
      pupil(3, { reading: 'A', writing: 'A', maths: 'A', science: 'A' }),
      pupil(4, { reading: 'L', writing: 'L', maths: 'L', science: 'L' }),
    ],
  });
  expect(of('own-ks1-rwm-expected')).toEqual([2, 3, 67]);
  expect(of('own-ks1-rwm-depth', 'boys')).toEqual([1, 1, 100]);
  expect(of('own-ks1-science-expected')).toEqual([1, 3, 33]);
});

it('marks: worked example T1, in the half term of their day', async () => {
  const marks: [string, number][][] = [
    [
      ['/', 30],
      ['\\', 28],
      ['L', 2],
      ['B', 4],
      ['V', 2],
      ['I', 5],
      ['M', 1],
      ['E', 2],
      ['C', 1],
      ['G', 2],
      ['U', 1],
      ['O', 1],
      ['N', 1],
      ['D', 6],
      ['Y', 2],
      ['#', 4],
    ],
    [
      ['/', 36],
      ['\\', 36],
      ['I', 8],
    ],
    [
      ['/', 37],
      ['\\', 36],
      ['I', 7],
    ],
    [
      ['/', 10],
      ['\\', 10],
      ['O', 30],
      ['N', 10],
      ['Y', 4],
    ],
    [['D', 80]],
  ];
  const day = Temporal.PlainDate.from('2017-09-04');
  const rows = marks.flatMap((codes, n) =>
    codes
      .flatMap(([mark, times]) => Array.from({ length: times }, () => mark))
      .map((mark, k) => pupil(n, { day: day.add({ days: Math.floor(k / 2) }).toString(), mark })),
  );
  // A bank holiday without marks of its own: a pupil of year 11 in the last half term, and one who comes then.
  const late = pupil(8, { day: '2018-06-20', mark: '/' });
  const leaver = pupil(9, { day: '2018-06-20', mark: 'I' });
  const before = pupil(9, { day: '2018-02-20', mark: '/' });
  const census = [...Array.from({ length: 9 }, (_, n) => pupil(n)), { ...pupil(9), born: '2002-01-01' }];
  const of = await figures('attendance-marks', 2017, {
    pupils: census,
    'attendance-marks': [...rows, late, leaver, before],
  });
  expect(of('own-absence-overall', 'all', 'autumn-1')).toEqual([69, 300, 23]);
  expect(of('own-absence-authorised', 'all', 'autumn-1')).toEqual([24, 300, 8]);
  expect(of('own-absence-unauthorised', 'all', 'autumn-1')).toEqual([45, 300, 15]);
  expect(of('own-absence-persistent', 'all', 'autumn-1')).toEqual([3, 4, 75]);
  expect(of('own-absence-severe', 'all', 'autumn-1')).toEqual([1, 4, 25]);
  expect(of('own-absence-overall', 'all', 'spring-2')).toEqual([0, 1, 0]);
  expect(of('own-absence-overall', 'all', 'summer-2')).toBeUndefined();
  expect(of('own-absence-overall')).toEqual([69, 301, 22.9]);
});

it('a school that has brought marks is not counted by its counts again', async () => {
  const of = await figures('attendance-marks', 2017, {
    'attendance-marks': [pupil(1, { day: '2017-09-04', mark: '/' }), pupil(1, { day: '2017-09-04', mark: 'I' })],
    'attendance-counts': [
      pupil(1, { period: 'autumn-1', possible: 50, authorised: 5, unauthorised: 0 }),
      pupil(1, { period: 'spring-1', possible: 50, authorised: 5, unauthorised: 0 }),
    ],
  });
  expect(of('own-absence-overall')).toEqual([1, 2, 50]);
});

it('exclusions over the roll in January, the dual registered where they are chiefly', async () => {
  const roll = Array.from({ length: 20 }, (_, n) =>
    pupil(n, { enrolment: n === 0 ? 'dual-subsidiary' : 'sole', free_meals_in_six_years: n < 5, sen: 'K' }),
  );
  const event = (n: number, category: string, sessions: number, start = '2017-09-20', more = {}) =>
    pupil(n, { category, sessions, start, ...more });
  const of = await figures('exclusion-events', 2017, {
    pupils: roll,
    'exclusion-events': [
      event(1, 'fixed', 4, '2017-10-27', { reason: 'DB', reason_2: 'PP' }),
      event(1, 'fixed', 3, '2017-11-06', { reason: 'PP' }),
      event(2, 'fixed', 2, '2017-09-20', { reason: 'DB' }),
      event(3, 'permanent', 0, '2018-01-15', { reason: 'PA' }),
      event(4, 'lunchtime', 0, '2018-01-16', { reason: 'OT' }),
    ],
  });
  expect(of('own-exclusions-fixed')).toEqual([3, 19, 15.79]);
  expect(of('own-exclusions-pupils')).toEqual([2, 19, 10.53]);
  expect(of('own-exclusions-permanent')).toEqual([1, 19, 5.26]);
  expect(of('own-exclusions-days')).toEqual([5, 19, 26.32]);
  expect(of('own-exclusions-fixed', 'girls+disadvantaged')).toEqual([2, 2, 100]);

  const byPeriod = (measure: string, group = 'all') =>
    ['autumn-1', 'autumn-2', 'spring-1', 'spring-2'].map(
      (period) => of(`own-exclusions-${measure}`, group, period)?.[0],
    );
  // Nothing is told of half-terms after the last event: nobody knows whether they are in the file.
  expect(byPeriod('fixed')).toEqual([2, 1, 0, undefined]);
  expect(byPeriod('pupils')).toEqual([2, 1, 0, undefined]);
  expect(byPeriod('days')).toEqual([3, 1.5, 0.5, undefined]);
  expect(byPeriod('permanent')).toEqual([0, 0, 1, undefined]);
  expect(byPeriod('fixed', 'girls+disadvantaged')).toEqual([1, 1, 0, undefined]);
  // To 2019/20 an exclusion has one reason.
  expect(['DB', 'PP', 'PA', 'OT'].map((code) => of(`own-exclusions-fixed-${code}`)?.[0])).toEqual([2, 1, 0, 0]);
  expect(of('own-exclusions-permanent-PA')).toEqual([1, 19, 5.26]);
  expect(of('own-exclusions-fixed-OW')).toBeUndefined();
  expect(of('own-exclusions-fixed-DB', 'girls')).toBeUndefined();
  expect(of('own-exclusions-fixed-DB', 'all', 'autumn-1')).toBeUndefined();
});

it('an exclusion counts although the pupil was off the roll by January, or is chiefly at another school', async () => {
  const roll = Array.from({ length: 20 }, (_, n) =>
    pupil(n, { enrolment: n === 0 ? 'dual-subsidiary' : 'sole', free_meals_in_six_years: false }),
  );
  const of = await figures('exclusion-events', 2017, {
    pupils: roll,
    'exclusion-events': [
      pupil(0, { category: 'fixed', sessions: 4, start: '2017-09-20', reason: 'DB' }),
      pupil(31, { category: 'fixed', sessions: 3, start: '2017-09-20', reason: 'PP' }),
      pupil(31, { category: 'permanent', sessions: null, start: '2017-11-06', reason: 'PA' }),
      pupil(1, { category: 'fixed', sessions: 2, start: '2018-01-15', reason: 'DB' }),
    ],
  });
  expect(of('own-exclusions-permanent')).toEqual([1, 19, 5.26]);
  expect(of('own-exclusions-fixed')).toEqual([3, 19, 15.79]);
  expect(of('own-exclusions-pupils')).toEqual([3, 19, 15.79]);
  expect(of('own-exclusions-days')).toEqual([4.5, 19, 23.68]);
  expect(of('own-exclusions-permanent-PA')).toEqual([1, 19, 5.26]);
  expect(of('own-exclusions-fixed', 'all', 'autumn-1')).toEqual([2, 19, 10.53]);
  // The event says that the pupil is a girl, and nothing says whether she is disadvantaged.
  expect(of('own-exclusions-permanent', 'girls')).toEqual([1, 10, 10]);
  expect(of('own-exclusions-permanent', 'other')).toEqual([0, 19, 0]);
  expect(of('own-exclusions-fixed', 'other')).toEqual([2, 19, 10.53]);
});

it('from 2020/21 every reason of an exclusion is counted once, and whichever has none', async () => {
  const roll = Array.from({ length: 20 }, (_, n) => pupil(n));
  const of = await figures('exclusion-events', 2020, {
    pupils: roll,
    'exclusion-events': [
      pupil(1, { category: 'fixed', sessions: 2, start: '2020-10-01', reason: 'DB', reason_2: 'OW', reason_3: 'DB' }),
      pupil(1, { category: 'fixed', sessions: 2, start: '2020-10-09', reason_2: 'OW' }),
      pupil(2, { category: 'fixed', sessions: 2, start: '2020-10-10' }),
    ],
  });
  expect(['DB', 'OW', 'none'].map((code) => of(`own-exclusions-fixed-${code}`)?.[0])).toEqual([1, 2, 1]);
  expect(of('own-exclusions-fixed')?.[0]).toBe(3);
  expect(of('own-exclusions-fixed-OT')).toBeUndefined();
});

it('exclusions: worked example T2', async () => {
  const roll = Array.from({ length: 1450 }, (_, n) => pupil(n));
  const fixed = Array.from({ length: 145 }, (_, n) =>
    pupil(n % 87, { category: 'fixed', sessions: 2, start: `2017-10-${String((n % 28) + 1).padStart(2, '0')}` }),
  );
  const permanent = [1, 2].map((n) => pupil(n, { category: 'permanent', sessions: null, start: '2017-11-30' }));
  const of = await figures('exclusion-events', 2017, { pupils: roll, 'exclusion-events': [...fixed, ...permanent] });
  expect(['permanent', 'fixed', 'pupils'].map((one) => of(`own-exclusions-${one}`)?.[2])).toEqual([0.14, 10, 6]);
});

it('destinations: worked example S2', async () => {
  const cohort = { education: 135, apprenticeship: 7, employment: 4, 'not-sustained': 4, 'not-captured': 2 };
  const rows = Object.entries(cohort).flatMap(([destination, times]) =>
    Array.from({ length: times }, () => destination),
  );
  const of = await figures('destination-pupils', 2016, {
    'destination-pupils': rows.map((destination, n) => pupil(n, { destination, offer: n < 100 ? n >= 5 : null })),
  });
  expect(of('own-destinations-sustained')).toEqual([146, 152, 96]);
  expect(
    ['education', 'apprenticeship', 'employment', 'not-sustained', 'not-known'].map(
      (one) => of(`own-destinations-${one}`)?.[2],
    ),
  ).toEqual([89, 5, 3, 3, 1]);
  // The September Guarantee, of those of whom the file says it.
  expect(of('own-destinations-september-offer')).toEqual([95, 100, 95]);
});

it('16 to 18: worked example S1', async () => {
  const grades = ['A B C', 'C C D', 'A* A A B', 'D E', 'B C U'];
  const entries = grades.flatMap((all, n) =>
    all
      .split(' ')
      .map((grade, k) =>
        pupil(n, { scale: 'A level', subject: ['mathematics', 'physics', 'art', 'history'][k]!, grade }),
      ),
  );
  const of = await figures('post-16-pupils', 2017, { 'post-16-pupils': entries });
  expect(of('own-ks5-alevel-points')).toEqual([500, 15, 33.33]);
  expect(of('own-ks5-best-three')?.[2]).toBe(30.67);
  expect(of('own-ks5-aab')).toEqual([1, 5, 20]);
});

it('16 to 18: whoever left without a result is not retained, and has made no progress in English or maths', async () => {
  const student = (n: number, grade: string | null, more: Record<string, Cell>) =>
    pupil(n, { ...(grade === null ? {} : { scale: 'A level', subject: 'physics', grade }), ...more });
  const of = await figures('post-16-pupils', 2017, {
    'post-16-pupils': [
      student(1, 'A', { retained: true, english_at_16: 3, english_after: 4 }),
      student(2, 'C', { retained: true, english_at_16: 6 }),
      student(3, null, { retained: false, english_at_16: 3 }),
    ],
  });
  expect(of('own-ks5-retained')).toEqual([2, 3, 67]);
  expect(of('own-ks5-english-progress')).toEqual([0, 2, 0]);
  // Results are of those who have one.
  expect(of('own-ks5-pupils')?.[2]).toBe(2);
  expect(of('own-ks5-alevel-points')).toEqual([80, 2, 40]);
  expect(of('own-ks5-best-three')?.[1]).toBe(2);
});

it('who is on roll, and what the census says of them', async () => {
  const of = await figures('pupils', 2017, {
    pupils: Array.from({ length: 10 }, (_, n) =>
      pupil(n, {
        language: n < 3 ? 'URD' : 'ENG',
        sen: n < 2 ? 'E' : 'N',
        free_meals_in_six_years: n < 4,
        enrolment: n === 9 ? 'dual-subsidiary' : 'sole',
      }),
    ),
  });
  expect(of('own-context-pupils')?.[2]).toBe(9);
  expect(of('own-context-language')).toEqual([3, 9, 33.3]);
  expect(of('own-context-free-meals')).toEqual([4, 9, 44.4]);
  expect(of('own-context-sen-plan')).toEqual([2, 9, 22.2]);
  // Of the group by itself it would say what it is.
  expect(of('own-context-language', 'eal')).toBeUndefined();
});

it('who may have free meals at this census has had them at one of six years, whatever the file says of the others', async () => {
  const meals: Record<string, Cell>[] = [
    { free_meals: true },
    { free_meals: true, free_meals_in_six_years: false },
    { free_meals: false, free_meals_in_six_years: true },
    { free_meals_in_six_years: false },
    // Of the five years before nothing is known.
    { free_meals: false },
  ];
  const of = await figures('ks2-pupils', 2017, {
    pupils: meals.map((one, n) => pupil(n, one)),
    'ks2-pupils': meals.map((_, n) => pupil(n, { reading: '100' })),
  });
  expect(of('own-ks2-pupils', 'disadvantaged')?.[2]).toBe(3);
  expect(of('own-ks2-pupils', 'other')?.[2]).toBe(1);
  const context = await figures('pupils', 2017, { pupils: meals.map((one, n) => pupil(n, one)) });
  // A share of those of whom the file says it: of who has no meals now it would be silent.
  expect(context('own-context-free-meals')).toEqual([2, 3, 66.7]);
});

it('Attainment 8 counts those of the census who entered nothing, and not those of another year', async () => {
  const supplied = suppliedFrom([]);
  const entry = (n: number, subject: string, grade: string) => pupil(n, { subject, scale: 'GCSE 9-1', grade });
  const of = await figures(
    'ks4-entries',
    2017,
    {
      pupils: [
        pupil(1, { year_group: 11 }),
        pupil(2, { year_group: 11 }),
        pupil(3, { year_group: 10 }),
        { ...pupil(7, { year_group: 11 }), urn: 900002 },
      ],
      'ks4-entries': [entry(1, 'mathematics', '5'), entry(3, 'mathematics', '9'), entry(4, 'mathematics', '4')],
    },
    supplied,
  );
  expect(of('own-ks4-pupils')?.[2]).toBe(3);
  expect(of('own-ks4-attainment8')).toEqual([18, 3, 6]);
});

it('by subject: each pupil once, by the best result in it, girls and boys apart', async () => {
  const entry = (n: number, subject: string, grade: string, scale = 'GCSE 9-1') => pupil(n, { subject, grade, scale });
  const of = await figures('ks4-entries', 2017, {
    'ks4-entries': [
      entry(1, 'mathematics', '7'),
      entry(2, 'mathematics', '4'),
      entry(3, 'mathematics', '3'),
      entry(1, 'language', '5'),
      entry(1, 'language', '8'),
      entry(2, 'other', 'Distinction', 'level 2 technical award'),
      { ...pupil(4), subject: null },
    ],
  });
  const told = (subject: string, group = 'all') =>
    ['pupils', 'points', '4', '5', '7'].map((one) => of(`own-ks4-subject-${subject}-${one}`, group)?.[2]);
  expect(told('mathematics')).toEqual([3, 4.7, 67, 33, 33]);
  expect(told('mathematics', 'boys')).toEqual([1, 4, 100, 0, 0]);
  expect(told('language')).toEqual([1, 8, 100, 100, 100]);
  expect(told('other')[0]).toBe(1);
  expect(told('physics')).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(of('own-ks4-subject-mathematics-4', 'autumn-born')).toBeUndefined();
});

it('A levels by subject: facilitating ones by name, every other together, and no AS', async () => {
  const entry = (n: number, subject: string, grade: string, scale = 'A level') => pupil(n, { subject, grade, scale });
  const of = await figures('post-16-pupils', 2017, {
    'post-16-pupils': [
      entry(1, 'further mathematics', 'A*'),
      entry(2, 'further mathematics', 'C'),
      entry(1, 'art', 'B'),
      entry(2, 'sociology', 'D'),
      entry(2, 'physics', 'A', 'AS'),
    ],
  });
  const told = (subject: string) =>
    ['pupils', 'points', 'a', 'b', 'c'].map((one) => of(`own-ks5-subject-${subject}-${one}`)?.[2]);
  expect(told('further-mathematics')).toEqual([2, 45, 50, 50, 100]);
  expect(told('other')).toEqual([2, 30, 0, 50, 50]);
  expect(told('physics')[0]).toBeUndefined();
});

it('who comes to Year 7: what they had reached, of those whose results the file has', async () => {
  const of = await figures('transfer-pupils', 2018, {
    'transfer-pupils': [
      pupil(1, { from_urn: 900002, reading: '104', maths: '99', writing: 'EXS' }),
      pupil(2, { from_urn: 900002, reading: '100', maths: '110', writing: 'GDS' }),
      pupil(3, { reading: 'B', maths: '96', writing: 'WTS' }),
      pupil(4, { reading: null, maths: '101', writing: null }),
    ],
  });
  expect(of('own-transfer-pupils')?.[2]).toBe(4);
  expect(of('own-transfer-from-primaries')).toEqual([2, 4, 50]);
  expect(of('own-transfer-reading-expected')).toEqual([2, 3, 67]);
  expect(of('own-transfer-reading-score')).toEqual([204, 2, 102]);
  expect(of('own-transfer-maths-expected')).toEqual([2, 4, 50]);
  expect(of('own-transfer-writing-expected')).toEqual([2, 3, 67]);
  expect(of('own-transfer-rwm-expected')).toEqual([1, 3, 33]);
  expect(of('own-transfer-gps-score')).toBeUndefined();
});

it('a share of 16 to 18 that is more than nothing and rounds to it is SP, any other is a number', () => {
  const share = (numerator: string, value: number, dataset = 'post-16-pupils') =>
    shownOf({ value, numerator }, { format: 'percent', decimals: 0, dataset });
  expect([share('1', 0), share('0', 0), share('3', 1), share('1', 0, 'ks4-entries')]).toEqual(['SP', '0%', '1%', '0%']);
});
