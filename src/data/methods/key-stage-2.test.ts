import { describe, expect, it } from 'vitest';
import {
  isEligible,
  ks2PriorAttainment,
  reached,
  readingWritingMathsExpected,
  readingWritingMathsHigh,
  scaledScore,
  scoreExpected,
  scoreHigh,
  writingReached,
} from './key-stage-2';
import {
  belowKs2Floor,
  coastsKs2,
  type Ks2Pupil,
  type Ks2Subject,
  ks1Average,
  ks2Averages,
  ks2Bands,
  ks2Progress,
  ks2ProgressOf,
  ks2Subjects,
  outcomePoints,
  readKs2Averages,
} from './key-stage-2-progress';
import { nationalValue } from './national';
import { bandOf, type Progress, progressOf } from './progress';
import { percentage, shown, sum } from './rounding';
import { madeUpKs2Averages } from './testing/ks2-averages';
import { readPublished } from './testing/published';

const points = outcomePoints(2018);
if (!points.ok) throw new Error(points.reason.sentence);

// The twelve pupils of the note's section 6: key stage 1, reading, writing, maths; "B (PKF)" is below the test, assessed as PKF.
const pupils = [
  ['2A 2B 2A', '106', 'EXS', '104'],
  ['3 2A 3', '114', 'GDS', '112'],
  ['2B 2C 2B', '99', 'WTS', '101'],
  ['1 1 1', 'N', 'PKG', '92'],
  ['W W 1', 'B (PKF)', 'PKF', 'B (PKE)'],
  ['2A 2A 2A', '110', 'GDS', '109'],
  ['', '104', 'EXS', '103'],
  ['2B 2B 2A', 'A', 'EXS', '100'],
  ['2C 2C 2C', '100', 'EXS', '96'],
  ['2A 2B 2B', '103', 'EXS', '103'],
  ['3 3 2A', '112', 'GDS', '110'],
  ['2C 1 2C', '98', 'WTS', '99'],
].map(([ks1 = '', reading = '', writing = '', maths = '']): Ks2Pupil => {
  const [r = '', w = '', m = ''] = ks1.split(' ');
  const [test = '', assessment = ''] = reading.replace(')', '').split(' (');
  const [mathsTest = '', mathsAssessment = ''] = maths.replace(')', '').split(' (');
  return {
    reading: test,
    writing,
    maths: mathsTest,
    gps: '',
    science: '',
    readingAssessment: assessment,
    mathsAssessment,
    ks1: { reading: r, writing: w, maths: m },
  };
});
const cohort = pupils.length;
const countOf = (is: (pupil: Ks2Pupil) => boolean) => pupils.filter(is).length;

// The standard deviations that the example states.
const deviations = { reading: 5.99, writing: 5.73, maths: 5.43 };
const school = (subject: Ks2Subject, averages = madeUpKs2Averages()): Progress & { total: number } => {
  const scores = pupils.flatMap((pupil) => ks2Progress(pupil, subject, points.value, averages)?.score ?? []);
  const bands = ks2Bands(2018, subject);
  if (!bands.ok) throw new Error(bands.reason.sentence);
  const total = sum(scores);
  return {
    total,
    ...progressOf({
      total,
      pupils: scores.length,
      cohort,
      deviation: deviations[subject],
      decimals: 1,
      bands: bands.value,
    }),
  };
};

describe('the example of section 6', () => {
  it('key stage 1 points', () =>
    expect(pupils.map((pupil) => ks1Average(pupil.ks1))).toEqual([
      16.5,
      20,
      14.5,
      9,
      6,
      17,
      null,
      16,
      13,
      15.5,
      19,
      12,
    ]));

  it.each([
    ['reading, writing and maths expected', readingWritingMathsExpected, 6, 50],
    ['reading, writing and maths higher', readingWritingMathsHigh, 2, 17],
    ['reading expected', (one: Ks2Pupil) => reached(one.reading, scoreExpected), 7, 58],
    ['reading high', (one: Ks2Pupil) => reached(one.reading, scoreHigh), 3, 25],
    ['maths expected', (one: Ks2Pupil) => reached(one.maths, scoreExpected), 8, 67],
    ['maths high', (one: Ks2Pupil) => reached(one.maths, scoreHigh), 2, 17],
    ['writing expected', (one: Ks2Pupil) => writingReached(one.writing), 8, 67],
    ['greater depth in writing', (one: Ks2Pupil) => writingReached(one.writing, ['GDS']), 3, 25],
  ])('%s', (_, is, count, percent) => {
    expect(countOf(is)).toBe(count);
    expect(percentage(countOf(is), cohort)).toBe(percent);
  });

  it.each([
    ['reading', 946, 9, '105'],
    ['maths', 1129, 11, '103'],
  ] as const)('average %s', (subject, total, count, average) => {
    const scores = pupils.flatMap((one) => scaledScore(one[subject]) ?? []);
    expect([sum(scores), scores.length]).toEqual([total, count]);
    expect(shown(sum(scores) / scores.length)).toBe(average);
  });

  it.each([
    ['reading', 10, -17.1, '-1.7', '-5.4', '2.0', 83],
    ['writing', 11, 0.7, '0.1', '-3.3', '3.4', 92],
    ['maths', 11, -15.5, '-1.4', '-4.6', '1.8', 92],
  ] as const)('%s progress', (subject, count, total, score, low, high, coverage) => {
    const progress = school(subject);
    expect(progress.total).toBeCloseTo(total, 9);
    expect(progress).toMatchObject({ pupils: count, band: 3, coverage });
    expect([progress.score, progress.low, progress.high].map((one) => shown(one ?? Number.NaN, 1))).toEqual([
      score,
      low,
      high,
    ]);
  });

  it('with a minimum of -15.0 in the second group', () => {
    const averages = madeUpKs2Averages(-15);
    expect(ks2Progress(pupils[3]!, 'reading', points.value, averages)?.original).toBeCloseTo(-16.2, 9);
    const progress = school('reading', averages);
    expect(progress.total).toBeCloseTo(-15.9, 9);
    expect(progress).toMatchObject({ score: -1.6, low: -5.3, high: 2.1 });
  });

  it('is not below the floor', () => {
    const progress = { reading: school('reading'), writing: school('writing'), maths: school('maths') };
    expect(belowKs2Floor({ expected: 6, cohort, progress }, 2018)).toEqual({ ok: true, value: false });
  });
});

it.each([
  ['reading', 3.1, 0.4, 5.8, 1],
  ['reading', 3, 0.1, 5.9, 2],
  ['reading', 3.3, 0, 6.6, 3],
  ['writing', -2.7, -5, -0.4, 5],
  ['writing', -2.6, -5.1, -0.1, 4],
  ['maths', -3.2, -6.1, -0.3, 4],
  ['maths', -3.3, -6, -0.6, 5],
] as const)('bands from published figures: %s %d (%d to %d) is %d', (subject, score, low, high, band) => {
  const bands = ks2Bands(2018, subject);
  expect(bands.ok && bandOf({ score, low, high }, bands.value)).toBe(band);
});

// The full published file of another area: what our method makes of its figures is what the department made of its own.
describe('the published file of 2018', () => {
  const rows = readPublished('ks2_full_format_other_la/2017-18_LA936.csv');
  const schools = rows.filter((row) => row.RECTYPE === '1');
  const columns = { reading: 'READ', writing: 'WRIT', maths: 'MAT' } as const;

  it.each(ks2Subjects)('%s: bands and intervals', (subject) => {
    const name = columns[subject];
    const bands = ks2Bands(2018, subject);
    if (!bands.ok) throw new Error(bands.reason.sentence);
    let intervals = 0;
    let banded = 0;
    for (const row of schools) {
      const of = (column: string) => Number.parseFloat(row[column] ?? '');
      const published = { score: of(`${name}PROG`), low: of(`${name}PROG_LOWER`), high: of(`${name}PROG_UPPER`) };
      if (Object.values(published).some(Number.isNaN)) continue;
      intervals++;
      expect(canBe(published, subject, of('TELIG'), of(`${name}COV`)), `${row.URN} ${JSON.stringify(published)}`).toBe(
        true,
      );
      const band = of(`${name}PROG_DESCR`);
      if (Number.isNaN(band)) continue;
      banded++;
      expect(bandOf(published, bands.value), row.URN).toBe(band);
    }
    expect(intervals).toBeGreaterThan(150);
    expect(banded).toBeGreaterThan(150);
  });

  it('the difference of disadvantaged pupils is to other pupils nationally, rounded figures both', () => {
    const national = nationalValue({
      year: 2018,
      keyStage: 'KS2',
      schools: 'England all schools',
      group: 'not disadvantaged',
      measure: 'PTRWM_EXP',
    });
    const percent = (text: string | undefined) =>
      /^-?\d+%?$/.test(text ?? '') ? Number.parseInt(text ?? '', 10) : null;
    const given = schools.filter(
      (row) => percent(row.DIFFN_RWM_EXP) !== null && percent(row.PTRWM_EXP_FSM6CLA1A) !== null,
    );
    expect(given.map((row) => (percent(row.PTRWM_EXP_FSM6CLA1A) ?? 0) - (national ?? 0))).toEqual(
      given.map((row) => percent(row.DIFFN_RWM_EXP)),
    );
    expect(given.length).toBeGreaterThan(100);
  });

  /** Whether some number of pupils of that coverage, and some mean that rounds to the score, give both limits. */
  function canBe(
    published: { score: number; low: number; high: number },
    subject: Ks2Subject,
    cohort: number,
    coverage: number,
  ) {
    for (let pupils = 1; pupils <= cohort; pupils++) {
      if (percentage(pupils, cohort) !== coverage) continue;
      for (let step = -50; step <= 50; step++) {
        const total = (published.score + step / 1000) * pupils;
        const worked = ks2ProgressOf({ total, pupils, cohort }, 2018, subject);
        if (!worked.ok) return false;
        const { score, low, high } = worked.value;
        if (score === published.score && low === published.low && high === published.high) return true;
      }
    }
    return false;
  }
});

describe('edges', () => {
  it.each([
    ['79', null],
    ['80', 80],
    ['120', 120],
    ['121', null],
    ['B', null],
    ['', null],
    ['1e2', null],
  ])('score %s', (outcome, score) => expect(scaledScore(outcome)).toBe(score));
  it('who left is not of the cohort', () => expect(isEligible({ ...pupils[0]!, maths: 'L' })).toBe(false));
  it.each([
    [11.75, 'low'],
    [12, 'middle'],
    [17.75, 'middle'],
    [18, 'high'],
    [null, null],
  ])('%d points is %s prior attainment', (aps, group) => expect(ks2PriorAttainment(aps)).toBe(group));
  it.each(['A', 'T', 'J', 'M', 'L', 'Q'])('%s has no outcome although there is an assessment', (code) =>
    expect(ks2Progress({ ...pupils[4]!, reading: code }, 'reading', points.value, madeUpKs2Averages())).toBeNull(),
  );
  it.each(['A', 'D', 'M', ''])('key stage 1 result "%s" is none', (code) =>
    expect(ks1Average({ reading: '2B', writing: code, maths: '2B' })).toBeNull(),
  );
});

describe('tables', () => {
  it('averages are needed for every year', () =>
    expect(ks2Averages(2018, [])).toMatchObject({ ok: false, reason: { needsTable: 'ks2-progress-averages' } }));
  it('writing points of 2019 are needed', () =>
    expect(outcomePoints(2019)).toMatchObject({ ok: false, reason: { needsTable: 'ks2-outcome-points', year: 2019 } }));
  it('2017 has an interval and no band', () =>
    expect(ks2ProgressOf({ total: 20, pupils: 10, cohort: 10 }, 2017, 'reading')).toMatchObject({
      value: { score: 2, low: -1.9, high: 5.9, band: null },
    }));
  it('a supplied table is read, and refused with a gap or a twice-open end', () => {
    const heading = 'year,group,aps_from,aps_below,reading,writing,maths,minimum_reading,minimum_writing,minimum_maths';
    const good = [heading, '2017,1,0,9,85,82,86,,,', '2017,2,9,,95.2,92.4,95.8,,,'];
    expect(readKs2Averages(good.join('\n'))).toMatchObject({
      ok: true,
      value: {
        year: 2017,
        groups: [
          { from: 0, below: 9 },
          { from: 9, below: null },
        ],
      },
    });
    const bad = [heading, '2018,1,0,8,85,82,86,-9,-9,-9', '2018,2,9,20,95.2,x,95.8,-9,-9,'];
    expect(readKs2Averages(bad.join('\n'))).toMatchObject({ reason: [{ line: 3, column: 'writing', value: 'x' }] });
    const gap = bad.join('\n').replace('x', '92');
    expect(readKs2Averages(gap)).toMatchObject({
      reason: [{ column: 'aps_below', line: 2 }, { column: 'aps_below', line: 3 }, { column: 'minimum_maths' }],
    });
  });
});

describe('floor and coasting', () => {
  const of = (score: number, high: number): Progress => ({
    mean: score,
    score,
    low: -9,
    high,
    band: null,
    pupils: 20,
    coverage: 100,
    marker: null,
  });
  const progress = (reading: Progress) => ({ reading, writing: of(0, 1), maths: of(0, 1) });
  it('one subject under its threshold and significantly so', () => {
    expect(belowKs2Floor({ expected: 12, cohort: 20, progress: progress(of(-5.1, -0.1)) }, 2018)).toMatchObject({
      value: true,
    });
    expect(belowKs2Floor({ expected: 12, cohort: 20, progress: progress(of(-5.1, 0.1)) }, 2018)).toMatchObject({
      value: false,
    });
    expect(belowKs2Floor({ expected: 13, cohort: 20, progress: progress(of(-5.1, -0.1)) }, 2018)).toMatchObject({
      value: false,
    });
    expect(belowKs2Floor({ expected: 12, cohort: 20, progress: progress(of(-5, -0.1)) }, 2018)).toMatchObject({
      value: false,
    });
  });
  it('does not apply to ten pupils', () =>
    expect(belowKs2Floor({ expected: 1, cohort: 10, progress: progress(of(-9, -1)) }, 2018)).toMatchObject({
      value: null,
    }));
  it('coasts under 85% and -2.5', () => {
    expect(coastsKs2({ expected: 16, cohort: 20, progress: progress(of(-2.6, 0)) }, 2018)).toMatchObject({
      value: true,
    });
    expect(coastsKs2({ expected: 17, cohort: 20, progress: progress(of(-2.6, 0)) }, 2018)).toMatchObject({
      value: false,
    });
  });
  it('has ended in 2019', () =>
    expect(coastsKs2({ expected: 1, cohort: 20, progress: progress(of(-9, 0)) }, 2019)).toMatchObject({
      reason: { needsTable: 'parameters' },
    }));
});

it('the national figures of 2018 that the note states', () => {
  const of = (measure: string) =>
    nationalValue({ year: 2018, keyStage: 'KS2', schools: 'England all schools', group: 'all pupils', measure });
  expect(
    [
      'PTRWM_EXP',
      'PTRWM_HIGH',
      'PTREAD_EXP',
      'PTMAT_EXP',
      'PTWRITTA_EXP',
      'PTGPS_EXP',
      'READ_AVERAGE',
      'MAT_AVERAGE',
      'GPS_AVERAGE',
    ].map(of),
  ).toEqual([64, 10, 75, 75, 78, 78, 105, 104, 106]);
});
