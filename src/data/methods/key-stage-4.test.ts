import { describe, expect, it } from 'vitest';
import {
  attainment8,
  averageOf,
  ebacc,
  englishAndMaths,
  gcsePoints,
  type Ks4Result,
  type Ks4Subject,
} from './key-stage-4';
import { nationalValue } from './national';
import { bandOf, bandWords } from './progress';
import {
  fineLevel,
  progress8,
  progress8Bands,
  progress8Group,
  progress8Groups,
  progress8Of,
  progress8OfPupils,
  readProgress8Averages,
} from './progress-8';
import { shown } from './rounding';
import { earlyAverages } from './testing/averages';

// The worked examples K1 to K6 of the note on key stage 4. The averages are an early estimate for 2019 that is not official.
const points = gcsePoints(2018);
if (!points.ok) throw new Error(points.reason.sentence);
const nineToOne = (subject: Ks4Subject, grade: string): Ks4Result => graded(subject, 'GCSE 9-1', grade);
const graded = (subject: Ks4Subject, scale: string, grade: string): Ks4Result => {
  const value = points.value.of(scale, grade);
  if (value === null) throw new Error(`no points for ${scale} ${grade}`);
  return { subject, scale, points: value };
};
const combined = (grade: string) => graded('combined-science', 'GCSE combined science (per slot, two slots)', grade);
const other = (worth: number): Ks4Result => ({ subject: 'other', scale: 'example', points: worth });

const k1 = [
  nineToOne('english-language', '6'),
  nineToOne('english-literature', '7'),
  nineToOne('mathematics', '5'),
  combined('6-5'),
  nineToOne('history', '5'),
  nineToOne('language', '4'),
  nineToOne('other', '6'),
  nineToOne('other', '7'),
  graded('other', 'GCSE A*-G', 'B'),
  graded('other', 'level 2 technical award', 'Merit'),
];

it('K1: a full set of results', () => {
  expect(attainment8(k1)).toEqual({ english: 14, maths: 10, ebacc: 16, open: 19, total: 59 });
  const score = progress8(attainment8(k1), 4.9, earlyAverages);
  expect(score?.score).toBeCloseTo(1.237, 9);
  expect(shown(score?.score ?? 0, 2)).toBe('1.24');
  expect(shown(ebacc(k1).average, 2)).toBe('5.33');
  expect(ebacc(k1).entered).toBe(true);
  expect(englishAndMaths(k1, 5)).toBe(true);
});

it('K2: no literature, so English counts once', () => {
  const k2 = [
    nineToOne('english-language', '4'),
    nineToOne('mathematics', '3'),
    combined('3-3'),
    nineToOne('other', '3'),
    other(4),
    other(1.75),
    other(1.25),
  ];
  expect(attainment8(k2)).toEqual({ english: 4, maths: 6, ebacc: 6, open: 8.75, total: 24.75 });
  expect(progress8(attainment8(k2), 3.8, earlyAverages)?.score).toBeCloseTo(-0.264, 9);
  expect(englishAndMaths(k2, 4)).toBe(false);
  expect(ebacc(k2).entered).toBe(false);
});

it('K3: literature at U still doubles the language result', () => {
  const k3 = [
    nineToOne('english-language', '4'),
    nineToOne('english-literature', 'U'),
    nineToOne('mathematics', '5'),
    nineToOne('biology', '5'),
    nineToOne('history', '5'),
    nineToOne('language', '4'),
    nineToOne('geography', '4'),
    other(7),
    other(5.5),
    other(5.5),
    other(4),
  ];
  expect(attainment8(k3)).toEqual({ english: 8, maths: 10, ebacc: 14, open: 18, total: 50 });
  expect(progress8(attainment8(k3), 4.6, earlyAverages)?.score).toBeCloseTo(1.018, 9);
});

describe('K4: ten pupils', () => {
  const originals = [1.237, -0.264, 0.518, -3.905, 0.06, 0.742, -0.331, 0.95, 0.915, -0.127];

  it('unadjusted', () => {
    const total = originals.reduce((sum, score) => sum + score, 0);
    expect(total / 10).toBeCloseTo(-0.0205, 9);
    const school = progress8Of({ total, pupils: 10, cohort: 12 }, 2018, 'unadjusted');
    expect(school).toMatchObject({ ok: true, value: { score: -0.02, low: -0.82, high: 0.78 } });
    expect(bandOf({ score: -0.02, low: -0.82, high: 0.78 }, progress8Bands)).toBe(3);
  });

  it('the fourth raised to its minimum', () => {
    const scores = originals.map((original, index) => ({ original, score: index === 3 ? -3.2 : original }));
    expect(progress8OfPupils(scores, 12, 2018)).toMatchObject({
      ok: true,
      value: { score: 0.05, low: -0.73, high: 0.83, band: 3, adjusted: 1, coverage: 83, marker: null },
    });
    expect(scores.reduce((sum, one) => sum + one.score, 0)).toBeCloseTo(0.5, 9);
  });
});

it.each([
  [180, -0.234, '-0.23', '-0.42', '-0.05', 4],
  [240, 0.801, '0.80', '0.64', '0.96', 1],
  [99, 0.2471, '0.25', '0.00', '0.50', 3],
  [110, -0.4979, '-0.50', '-0.73', '-0.26', 4],
  [87, -0.526, '-0.53', '-0.79', '-0.26', 5],
  [108, 0.43, '0.43', '0.19', '0.67', 2],
])('K5: %d pupils, mean %d', (pupils, mean, score, low, high, band) => {
  const school = progress8Of({ total: mean * pupils, pupils, cohort: pupils }, 2018);
  if (!school.ok) throw new Error(school.reason.sentence);
  const { value } = school;
  expect([value.score, value.low, value.high].map((one) => shown(one ?? Number.NaN, 2))).toEqual([score, low, high]);
  expect(value.band).toBe(band);
});

it('K6: a missing language scores 0 and the divisor stays', () => {
  const k6 = [
    nineToOne('english-language', '5'),
    nineToOne('english-literature', '6'),
    nineToOne('mathematics', '4'),
    nineToOne('biology', '4'),
    nineToOne('chemistry', '5'),
    nineToOne('physics', '6'),
    nineToOne('history', '5'),
    graded('geography', 'GCSE A*-G', 'B'),
  ];
  expect(ebacc(k6)).toMatchObject({ points: 26.5, entered: false });
  expect(shown(ebacc(k6).average, 2)).toBe('4.42');
});

describe('prior attainment', () => {
  it('has the 34 groups of the note', () => {
    expect(progress8Groups.length).toBe(34);
    expect(progress8Groups.slice(0, 6)).toEqual([1.5, 2, 2.5, 2.8, 2.9, 3]);
    expect(progress8Groups.at(-1)).toBe(5.8);
  });

  it.each([
    [0.9, 1.5],
    [1.5, 1.5],
    [1.6, 2],
    [2, 2],
    [2.6, 2.8],
    [3.9, 3.9],
    [5.8, 5.8],
    [6.3, 5.8],
  ])('level %d is in group %d', (level, group) => expect(progress8Group(level)).toBe(group));

  it.each([
    [4.5, 4.4, 4.5],
    [4.5, null, 4.5],
    [null, 3.2, 3.2],
    [null, null, null],
    [4.1, 4.2, 4.2],
  ])('reading %d and maths %d make %d', (reading, maths, level) => expect(fineLevel(reading, maths)).toBe(level));

  it('without key stage 2 results there is no score', () =>
    expect(progress8(attainment8(k1), null, earlyAverages)).toBeNull());
});

describe('tables that are not in hand', () => {
  it('the averages of 2018 are asked for by name', () => {
    const school = progress8Of({ total: 1, pupils: 10, cohort: 10 }, 2021);
    expect(school).toMatchObject({ ok: false, reason: { needsTable: 'parameters', year: 2021 } });
    expect(gcsePoints(2030)).toMatchObject({ ok: false, reason: { needsTable: 'gcse-points', year: 2030 } });
  });

  it('a supplied table with a group missing, twice, or of another year says so by line', () => {
    const good = ['year,group,overall,english,maths,ebacc,open,minimum'].concat(
      progress8Groups.map((group) => `2018,${group},${group * 10},8,8,12,14,-2.5`),
    );
    expect(readProgress8Averages(good.join('\n'))).toMatchObject({ ok: true, value: { year: 2018 } });
    const bad = [...good];
    bad[3] = bad[2] ?? '';
    bad[4] = '2017,2.8,28,8,8,12,14,';
    const read = readProgress8Averages(bad.join('\n'));
    expect(read.ok).toBe(false);
    if (!read.ok) {
      expect(read.reason.map(({ line, column }) => [line, column])).toEqual([
        [4, 'group'],
        [5, 'year'],
        [5, 'minimum'],
        [1, 'group'],
      ]);
    }
    expect(readProgress8Averages('year,group\n2018,1.5')).toMatchObject({ ok: false });
    expect(readProgress8Averages('year')).toMatchObject({ ok: false });
  });
});

describe('what a school shows', () => {
  const of = (pupils: number, cohort: number) => progress8Of({ total: 0, pupils, cohort }, 2018);
  it('five pupils or fewer', () => expect(of(5, 5)).toMatchObject({ value: { marker: 'SUPP' } }));
  it('six pupils', () => expect(of(6, 6)).toMatchObject({ value: { marker: null } }));
  it('under half of the cohort', () => expect(of(9, 19)).toMatchObject({ value: { marker: 'LOWCOV', coverage: 47 } }));
  it('just half', () => expect(of(10, 20)).toMatchObject({ value: { marker: null, coverage: 50 } }));
  it('nobody is blank', () => expect(of(0, 4)).toMatchObject({ value: { score: null, band: null, marker: null } }));
  it('an average without pupils is blank', () => expect(averageOf(0, 0, 1)).toBeNull());
  it('bands have words', () => expect(bandWords[3]).toBe('average'));
});

it('the difference to other pupils nationally uses the national figures of 2018', () => {
  const of = (measure: string) =>
    nationalValue({
      year: 2018,
      keyStage: 'KS4',
      group: 'not disadvantaged',
      measure,
      schools: 'England state-funded',
    });
  expect([of('ATT8SCR'), of('P8MEA')]).toEqual([50.1, 0.13]);
});
