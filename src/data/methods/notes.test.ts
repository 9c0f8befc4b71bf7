import { describe, expect, it } from 'vitest';
import { absencePeriods } from './absence';
import { belowKs2Floor, ks1Points, ks2Bands, ks2Subjects, outcomePoints } from './key-stage-2-progress';
import {
  attainment8,
  ebacc,
  englishAndMaths,
  gcsePoints,
  type Ks4Result,
  type Ks4Subject,
  ks4PriorAttainment,
} from './key-stage-4';
import { nationalValue } from './national';
import { parameter, parametersInHand } from './parameters';
import { phonicsStandard } from './phonics';
import { averageGrade, level3PointsOf } from './post-16';
import { bandOf, type Progress, progressOf } from './progress';
import { belowKs4Floor, coastingKs4, progress8, progress8Bands, progress8Deviation } from './progress-8';
import { readRows } from './tables';
import holidays from './tables/bank-holidays-england.csv?raw';
import { earlyAverages } from './testing/averages';

/** What the method notes state in numbers beside their labelled examples, note by note. */

const value = <Value>(result: { ok: true; value: Value } | { ok: false }): Value => {
  if (!result.ok) throw new Error('A table is missing.');
  return result.value;
};
const ks2Parameter = (name: string, year: number, subject: string) =>
  value(parameter(parametersInHand, 'ks2', name, year, subject));
const progress = (score: number, high: number, low = score - (high - score)): Progress => ({
  mean: score,
  score,
  low,
  high,
  band: null,
  pupils: 30,
  coverage: 100,
  marker: null,
});

describe('ks2.md', () => {
  it('key stage 1 points, P scales rising by 0.2 from 0.5 to 2.5', () => {
    expect(['W', '1', '2C', '2B', '2A', '3', '4'].map((one) => ks1Points.get(one))).toEqual([3, 9, 13, 15, 17, 21, 27]);
    const scales = ['P1i', 'P1ii', 'P2i', 'P2ii', 'P3i', 'P3ii', 'P4', 'P5', 'P6', 'P7', 'P8'];
    expect(scales.map((one) => ks1Points.get(one))).toEqual([0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7, 1.9, 2.1, 2.3, 2.5]);
  });

  it.each([2017, 2018])('outcome points of %i', (year) => {
    const { tests, writing } = value(outcomePoints(year));
    const below = { PKG: 79, PKE: 76, PKF: 73, BLW: 71, P8: 69, P7: 67, P6: 65, P5: 63, P4: 61, P3ii: 59, P1i: 59 };
    expect(Object.keys(below).map((code) => tests.get(code))).toEqual(Object.values(below));
    expect(tests.get('N')).toBe(79);
    expect(['GDS', 'EXS', 'WTS', 'PKG', 'P4'].map((code) => writing.get(code))).toEqual([113, 103, 91, 79, 61]);
    expect(writing.get('N')).toBeUndefined();
  });

  it('national deviations', () => {
    const of = (year: number) => ks2Subjects.map((subject) => ks2Parameter('progress_sd', year, subject));
    expect(of(2018)).toEqual([5.992, 5.7335, 5.434]);
    expect(of(2017)).toEqual([6.2285, 6.045, 5.626]);
    expect(of(2019)).toEqual([6.1745, 5.699, 5.388]);
  });

  it('bands of 2018 at their limits; a limit that shows 0.0 is average', () => {
    const band = (subject: 'reading' | 'writing' | 'maths', score: number, low: number, high: number) =>
      bandOf({ score, low, high }, value(ks2Bands(2018, subject)));
    expect([band('reading', 3.1, 0.1, 6), band('writing', 2.7, 0.1, 6), band('maths', 3.2, 0.1, 6)]).toEqual([1, 1, 1]);
    expect([band('reading', 3, 0.1, 6), band('writing', 2.6, 0.1, 6), band('maths', 3.1, 0.1, 6)]).toEqual([2, 2, 2]);
    expect([band('reading', -2.9, -6, -0.1), band('writing', -2.7, -6, -0.1), band('maths', -3.3, -6, -0.1)]).toEqual([
      5, 5, 5,
    ]);
    expect([band('reading', -2.8, -6, -0.1), band('writing', -2.6, -6, -0.1), band('maths', -3.2, -6, -0.1)]).toEqual([
      4, 4, 4,
    ]);
    expect([band('reading', 4, 0, 8), band('maths', -4, -8, 0)]).toEqual([3, 3]);
  });

  it('below the floor: two subjects under their thresholds count whatever their ranges, one only if it is significantly so', () => {
    const floor = (reading: Progress, maths: Progress) =>
      value(belowKs2Floor({ expected: 12, cohort: 20, progress: { reading, writing: progress(0, 1), maths } }, 2018));
    expect(floor(progress(-5.1, 0.4), progress(-5.1, 0.4))).toBe(true);
    expect(floor(progress(-5.1, 0.4), progress(0, 1))).toBe(false);
  });

  it('progress is set against other pupils nationally', () => {
    const of = (measure: string) =>
      nationalValue({
        year: 2018,
        keyStage: 'KS2',
        schools: 'England all schools',
        group: 'not disadvantaged',
        measure,
      });
    expect([of('PTRWM_EXP'), of('READPROG'), of('WRITPROG'), of('MATPROG')]).toEqual([70, 0.3, 0.2, 0.3]);
  });
});

describe('primary-other.md', () => {
  it('the standard of phonics was 32 in 2017 and 2018', () =>
    expect([2017, 2018].map((year) => value(phonicsStandard(year)))).toEqual([32, 32]));
});

describe('ks4.md', () => {
  const points = (year: number, scale: string, grade: string) => value(gcsePoints(year)).of(scale, grade);
  const result = (subject: Ks4Subject, worth: number, scale = 'GCSE 9-1'): Ks4Result => ({
    subject,
    scale,
    points: worth,
  });

  it('points of grades, year by year', () => {
    const letters = ['A*', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'U'];
    for (const year of [2017, 2018])
      expect(letters.map((grade) => points(year, 'GCSE A*-G', grade))).toEqual([8.5, 7, 5.5, 4, 3, 2, 1.5, 1, 0]);
    expect(letters.map((grade) => points(2016, 'GCSE A*-G', grade))).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const year of [2017, 2018])
      expect(['9', '5', '1', 'U'].map((grade) => points(year, 'GCSE 9-1', grade))).toEqual([9, 5, 1, 0]);
    expect(
      ['Distinction*', 'Distinction', 'Merit', 'Pass'].map((grade) => points(2018, 'level 2 technical award', grade)),
    ).toEqual([8.5, 7, 5.5, 4]);
    expect(points(2018, 'level 1 technical award', 'Pass')).toBe(1.25);
    expect(points(2018, 'GCSE combined science (per slot, two slots)', '6-5')).toBe(5.5);
  });

  it('combined science has 17 outcomes', () =>
    expect(
      value(gcsePoints(2018)).rows.filter(({ scale, grade }) => scale.includes('combined') && grade !== 'U').length,
    ).toBe(17));

  it('all grades 9 make 90', () => {
    const all = (
      ['english-language', 'english-literature', 'mathematics', 'biology', 'chemistry', 'physics', 'history'] as const
    ).map((subject) => result(subject, 9));
    expect(attainment8([...all, result('other', 9), result('other', 9)]).total).toBe(90);
  });

  it('literature that English does not use may fill an open slot and none of the EBacc’s; at most three others count', () => {
    const one = attainment8([
      result('english-language', 6),
      result('english-literature', 5),
      result('mathematics', 4),
      result('history', 3),
      ...[4, 4, 4, 4].map((worth) => result('other', worth)),
    ]);
    expect(one).toEqual({ english: 12, maths: 8, ebacc: 3, open: 5 + 4 + 4, total: 36 });
  });

  it('elements of Progress 8 are a half and a third of the difference', () => {
    const of = attainment8([
      result('english-language', 6),
      result('english-literature', 5),
      result('mathematics', 4),
      result('history', 3),
      result('other', 4),
    ]);
    const score = progress8(of, 4.9, earlyAverages);
    const average = earlyAverages.groups.get(4.9);
    if (!score || !average) throw new Error('The example has a group.');
    expect(score.score).toBeCloseTo((of.total - average.total) / 10, 9);
    expect(score.english).toBeCloseTo((of.english - average.english) / 2, 9);
    expect(score.maths).toBeCloseTo((of.maths - average.maths) / 2, 9);
    expect(score.ebacc).toBeCloseTo((of.ebacc - average.ebacc) / 3, 9);
    expect(score.open).toBeCloseTo((of.open - average.open) / 3, 9);
  });

  it('national deviations', () => {
    const of = (year: number, figure: Parameters<typeof progress8Deviation>[1]) =>
      value(progress8Deviation(year, figure));
    const elements = ['english', 'maths', 'ebacc', 'open'] as const;
    expect([of(2018, 'overall'), of(2018, 'unadjusted')]).toEqual([1.2625, 1.2895]);
    expect(elements.map((subject) => of(2018, subject))).toEqual([1.5377, 1.372, 1.5132, 1.4775]);
    expect([of(2017, 'overall'), of(2016, 'overall')]).toEqual([1.2292, 1.0594]);
    const school = progressOf({
      total: 36 * 0.1,
      pupils: 36,
      cohort: 36,
      deviation: 1.2625,
      decimals: 2,
      bands: progress8Bands,
    });
    expect([school.low, school.high]).toEqual([-0.31, 0.51]);
  });

  it('bands at their limits', () => {
    const band = (score: number, low: number, high: number) => bandOf({ score, low, high }, progress8Bands);
    expect([band(0.5, 0.01, 1), band(0.49, 0.01, 1), band(0.5, 0, 1)]).toEqual([1, 2, 3]);
    expect([band(-0.51, -1, -0.01), band(-0.5, -1, -0.01), band(-0.51, -1, 0)]).toEqual([5, 4, 3]);
  });

  it('below the floor and coasting in 2018', () => {
    expect(value(belowKs4Floor(progress(-0.51, -0.01), 2018))).toBe(true);
    expect(value(belowKs4Floor(progress(-0.5, -0.01), 2018))).toBe(false);
    expect(value(belowKs4Floor(progress(-0.51, 0.01), 2018))).toBe(false);
    const low = progress(-0.26, -0.01);
    expect(value(coastingKs4([low, low, low], 2018))).toBe(true);
    expect(value(coastingKs4([low, progress(-0.25, -0.01), low], 2018))).toBe(false);
    expect(value(coastingKs4([low, low, progress(-0.26, 0.01)], 2018))).toBe(false);
  });

  it('who enters the Baccalaureate: both English results, three single sciences, computer science among them', () => {
    const rest = [result('mathematics', 5), result('geography', 5), result('language', 5)];
    const both = [result('english-language', 5), result('english-literature', 5)];
    const sciences = (...subjects: Ks4Subject[]) => subjects.map((subject) => result(subject, 5));
    expect(ebacc([...both, ...rest, ...sciences('biology', 'physics', 'computer-science')]).entered).toBe(true);
    expect(ebacc([...both, ...rest, ...sciences('biology', 'physics')]).entered).toBe(false);
    expect(ebacc([both[0]!, ...rest, ...sciences('combined-science')]).entered).toBe(false);
    expect(ebacc([...both, ...rest, ...sciences('combined-science')]).entered).toBe(true);
  });

  it('English and maths: literature alone will do, a grade of the old scale will not', () => {
    const maths = result('mathematics', 4);
    expect(englishAndMaths([maths, result('english-literature', 4)], 4)).toBe(true);
    expect(englishAndMaths([maths, result('english-literature', 7, 'GCSE A*-G')], 4)).toBe(false);
    expect(englishAndMaths([maths, result('english-literature', 5)], 5)).toBe(false);
  });

  it('prior attainment by key stage 2 points', () =>
    expect([23.9, 24, 29.9, 30, null].map(ks4PriorAttainment)).toEqual(['low', 'middle', 'middle', 'high', null]));
});

describe('post16-and-destinations.md', () => {
  it('points of A level, AS and extended project', () => {
    const of = (scale: string, grade: string) => value(level3PointsOf(scale, grade, 2018));
    expect(['A*', 'A', 'B', 'C', 'D', 'E', 'U'].map((grade) => of('A level', grade).points)).toEqual([
      60, 50, 40, 30, 20, 10, 0,
    ]);
    expect(['A', 'B', 'C', 'D', 'E'].map((grade) => of('AS', grade).points)).toEqual([25, 20, 15, 10, 5]);
    expect(['A*', 'A', 'B', 'C', 'D', 'E'].map((grade) => of('EPQ', grade).points)).toEqual([30, 25, 20, 15, 10, 5]);
    expect([of('A level', 'A').size, of('AS', 'A').size, of('EPQ', 'A').size]).toEqual([1, 0.5, 0.5]);
  });

  it('average grades: thirds of ten points', () =>
    expect([25, 28.33, 28.34, 31.66, 31.67, 34.99, 35].map(averageGrade)).toEqual([
      'C-',
      'C-',
      'C',
      'C',
      'C+',
      'C+',
      'B-',
    ]));
});

describe('school-year.md', () => {
  const day = (iso: string) => Temporal.PlainDate.from(iso);
  it('Easter Sunday, on which the spring period ends', () =>
    expect([2018, 2019].map((year) => value(absencePeriods(year))[1]?.to.toString())).toEqual([
      '2018-04-01',
      '2019-04-21',
    ]));

  it('the weekdays of 2017/18 less bank holidays', () => {
    const off = new Set(readRows(holidays).map(({ date }) => date));
    const terms = [
      ['2017-09-04', '2017-10-27'],
      ['2017-11-06', '2017-12-22'],
      ['2018-01-08', '2018-02-16'],
      ['2018-02-26', '2018-03-29'],
      ['2018-04-16', '2018-05-25'],
      ['2018-06-04', '2018-07-24'],
    ].map(([from = '', to = '']) => {
      const days = Array.from({ length: day(from).until(day(to)).days + 1 }, (_, n) => day(from).add({ days: n }));
      return days.filter((date) => date.dayOfWeek <= 5 && !off.has(date.toString())).length;
    });
    expect(terms).toEqual([40, 35, 30, 24, 29, 37]);
    expect(terms.reduce((sum, one) => sum + one)).toBe(195);
  });

  it('a bank holiday on a weekend moves to the next free weekday', () => {
    const dates = readRows(holidays).map(({ date }) => date);
    expect(dates).toEqual(expect.arrayContaining(['2016-12-27', '2017-01-02']));
    expect(dates).not.toContain('2016-12-25');
  });
});
