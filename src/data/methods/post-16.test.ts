import { describe, expect, it } from 'vitest';
import { destinationShares, participation, withOffer } from './destinations';
import {
  averageGrade,
  averagePointsPerEntry,
  bestThreeAverage,
  englishOrMathsProgress,
  hasAabInTwoFacilitating,
  isInBestThree,
  type Level3Entry,
  level3PointsOf,
  level3ValueAdded,
  type Student,
} from './post-16';
import { shown } from './rounding';

// The worked examples S1 to S3 of the note on 16 to 18.
const entry = (scale: string, grade: string, subject = 'art'): Level3Entry => {
  const points = level3PointsOf(scale, grade, 2018);
  if (!points.ok) throw new Error(points.reason.sentence);
  return { subject, ...points.value };
};
const student = (grades: string, more: Partial<Student> = {}): Student => ({
  entries: grades.split(' ').map((grade) => entry('A level', grade)),
  oneYear: false,
  ...more,
});

describe('S1: five students', () => {
  const students = ['A B C', 'C C D', 'A* A A B', 'D E', 'B C U'].map((grades) => student(grades));
  const entries = students.flatMap((one) => one.entries);

  it('points an entry', () => {
    const average = averagePointsPerEntry(entries) ?? Number.NaN;
    expect([shown(average, 2), averageGrade(average)]).toEqual(['33.33', 'C+']);
  });
  it('with an AS grade C and one grade D', () => {
    const average = averagePointsPerEntry([...entries, entry('AS', 'C'), entry('AS', 'D')]) ?? Number.NaN;
    expect([shown(average, 2), averageGrade(average)]).toEqual(['32.81', 'C+']);
  });
  it('best three of those with three or more', () => {
    const average = bestThreeAverage(students.filter((one) => one.entries.length >= 3)) ?? Number.NaN;
    expect([shown(average, 2), averageGrade(average)]).toEqual(['35.83', 'B-']);
  });
  it('best three by the rule: the student of two is in', () => {
    const average = bestThreeAverage(students) ?? Number.NaN;
    expect([shown(average, 2), averageGrade(average)]).toEqual(['30.67', 'C']);
  });
});

describe('who is in the best three', () => {
  const large: Level3Entry = { scale: 'applied general', subject: 'business', grade: 'D', points: 40, size: 1 };
  it.each([
    ['two A levels and nothing else', student('A B'), true],
    [
      'two A levels and an applied general of that size',
      { entries: [...student('A B').entries, large], oneYear: false },
      false,
    ],
    ['three A levels and an applied general', { entries: [...student('A B C').entries, large], oneYear: false }, true],
    ['two A levels in one year', student('A B', { oneYear: true }), false],
    ['an AS alone', { entries: [entry('AS', 'A')], oneYear: false }, false],
    ['general studies alone', { entries: [entry('A level', 'A', 'general studies')], oneYear: false }, false],
  ])('%s', (_, one, is) => expect(isInBestThree(one)).toBe(is));
});

it.each([
  ['A biology, A history, B art', true],
  ['A biology, B history, B physics', false],
  ['A biology, A art, B history', true],
  ['A art, A music, B physics', false],
  ['A biology, A art, B music, A* physics', true],
])('AAB with two facilitating: %s', (written, is) => {
  const entries = written.split(', ').map((one) => entry('A level', one.split(' ')[0] ?? '', one.split(' ')[1]));
  expect(hasAabInTwoFacilitating({ entries, oneYear: false })).toBe(is);
});

it.each([
  [25, 'C-'],
  [28.334, 'C-'],
  [28.335, 'C'],
  [34.994, 'C+'],
  [34.995, 'B-'],
  [60, null],
])('%d points are %s', (points, grade) => expect(averageGrade(points)).toBe(grade));

it('S2: destinations of 152 leavers', () => {
  expect(
    destinationShares({ education: 135, apprenticeship: 7, employment: 4, notSustained: 4, notCaptured: 2 }),
  ).toEqual({
    cohort: 152,
    sustained: 96,
    education: 89,
    apprenticeship: 5,
    employment: 3,
    notSustained: 3,
    notCaptured: 1,
  });
});

it('S3: three months of participation', () => {
  const months = [
    { cohort: 11_982, neet: 402, notKnown: 166 },
    { cohort: 11_990, neet: 410, notKnown: 130 },
    { cohort: 12_001, neet: 421, notKnown: 109 },
  ];
  expect(participation(months)).toEqual({ neet: 3.4, notKnown: 1.1, neetOrNotKnown: 4.6 });
  expect(participation([])).toEqual({ neet: null, notKnown: null, neetOrNotKnown: null });
  expect(withOffer(95, 100)).toBe(95);
});

describe('progress after 16', () => {
  it('value added needs the expected points, and weighs by size', () => {
    const row = { year: 2018, subject: 'art', gcse_from: 5, gcse_below: 6 };
    const expected = [
      { ...row, scale: 'A level', points: 30 },
      { ...row, scale: 'AS', points: 20, gcse_below: null },
    ];
    const entries = [
      { ...entry('A level', 'B'), gcse: 5 },
      { ...entry('AS', 'C'), gcse: 7 },
    ];
    expect(level3ValueAdded(entries, 2018, expected)).toEqual({ ok: true, value: 0.5 });
    expect(level3ValueAdded([], 2018, expected)).toEqual({ ok: true, value: null });
    const needs = { reason: { needsTable: 'level-3-expected-points' } };
    expect(level3ValueAdded(entries, 2017, expected)).toMatchObject(needs);
    expect(level3ValueAdded([{ ...entry('A level', 'B'), gcse: 6 }], 2018, expected)).toMatchObject(needs);
  });
  it('English and maths: nothing entered is -1, who had grade 4 is out', () => {
    expect(
      englishOrMathsProgress([
        { at16: 3, after: [3, 4] },
        { at16: 2, after: [] },
        { at16: 4, after: [9] },
      ]),
    ).toBe(0);
    expect(englishOrMathsProgress([])).toBeNull();
  });
  it('an unknown qualification needs its points', () =>
    expect(level3PointsOf('applied general', 'Distinction', 2018)).toMatchObject({
      ok: false,
      reason: { needsTable: 'level-3-points' },
    }));
});
