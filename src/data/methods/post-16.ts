import { ok, type Result } from '../../platform/result';
import { below, rounded, sum } from './rounding';
import { type NeedsTable, needsTable, readRows } from './tables';
import gradesSource from './tables/a-level-grades.csv?raw';
import pointsSource from './tables/level-3-points.csv?raw';

/** 16 to 18 headlines of 2016 on (post16-and-destinations.md sections 1 and 2). */

export interface Level3Entry {
  /** A level, AS, EPQ, or a scale of a supplied table. */
  scale: string;
  subject: string;
  grade: string;
  points: number;
  /** In A levels: an AS is 0.5. */
  size: number;
}

export interface Level3Grade {
  scale: string;
  grade: string;
  points: number;
  size: number;
}
export type Level3Points = ReadonlyMap<string, Level3Grade>;
const key = (scale: string, grade: string) => `${scale}\n${grade}`;

/** A level, AS and extended project are in hand; applied general and technical qualifications differ by size and are supplied. */
export const level3Points = (supplied: readonly Level3Grade[] = []): Level3Points => {
  const inHand = readRows(pointsSource).map((row) => ({
    scale: row.scale ?? '',
    grade: row.grade ?? '',
    points: Number(row.points),
    size: Number(row.size),
  }));
  return new Map([...inHand, ...supplied].map((row) => [key(row.scale, row.grade), row]));
};

const inHand = level3Points();

export function level3PointsOf(
  scale: string,
  grade: string,
  year: number,
  points: Level3Points = inHand,
): Result<Level3Grade, NeedsTable> {
  const found = points.get(key(scale, grade));
  return found ? ok(found) : needsTable('level-3-points', year, `${scale} ${grade}`);
}

/** Total points over total size, unrounded; published to two decimals. Never an average of students' averages. */
export function averagePointsPerEntry(entries: readonly { points: number; size: number }[]): number | null {
  const size = sum(entries.map((one) => one.size));
  return size === 0 ? null : sum(entries.map((one) => one.points)) / size;
}

const grades = readRows(gradesSource).map((row) => ({
  grade: row.grade ?? '',
  from: Number(row.min_average_points_2dp),
  to: Number(row.max_average_points_2dp),
}));

/** The average points, to two decimals, as a grade in thirds: C-, C, C+. Null outside the table, which runs from E- (5) to A+ (54.99). */
export function averageGrade(points: number): string | null {
  const two = rounded(points, 2);
  return grades.find((one) => two >= one.from && two <= one.to)?.grade ?? null;
}

export interface Student {
  /** Everything taken at level 3. */
  entries: readonly Level3Entry[];
  oneYear: boolean;
}

export const uncounted: readonly string[] = ['general studies', 'critical thinking'];
const aLevels = (student: Student) =>
  student.entries.filter((one) => one.scale === 'A level' && !uncounted.includes(one.subject));

/**
 * Whether a student is in the best three A levels: one full A level or more, and not fewer than three while other level 3 of the size of an A
 * level was taken too; a one-year student must have three.
 */
export function isInBestThree(student: Student): boolean {
  const taken = aLevels(student).length;
  if (taken === 0) return false;
  if (taken >= 3) return true;
  const others = sum(
    student.entries.filter((one) => one.scale !== 'A level' && one.scale !== 'AS').map((one) => one.size),
  );
  return !student.oneYear && others < 1;
}

/** The points of the best three; a missing one scores 0. General studies, critical thinking and AS do not count. */
export const bestThreePoints = (student: Student): number =>
  sum(
    aLevels(student)
      .map((one) => one.points)
      .sort((a, b) => b - a)
      .slice(0, 3),
  );

/** The average per A level of the best three: points over three times the students who are in it. Unrounded, or null. */
export function bestThreeAverage(students: readonly Student[]): number | null {
  const counted = students.filter(isInBestThree);
  return counted.length === 0 ? null : sum(counted.map(bestThreePoints)) / (3 * counted.length);
}

export const facilitatingSubjects: readonly string[] = [
  'biology',
  'chemistry',
  'physics',
  'mathematics',
  'further mathematics',
  'geography',
  'history',
  'english literature',
  'language',
];

/** A levels by subject, as pages tell them: facilitating subjects by name, every other together. */
export const aLevelSubjects: readonly { code: string; meaning: string }[] = [
  ...facilitatingSubjects.map((subject) => ({
    code: subject.replaceAll(' ', '-'),
    meaning: { language: 'languages', 'english literature': 'English literature' }[subject] ?? subject,
  })),
  { code: 'other', meaning: 'other subjects' },
];

/** Three A levels at AAB or better, of which two or more in facilitating subjects. */
export function hasAabInTwoFacilitating(student: Student): boolean {
  const good = aLevels(student).filter((one) => one.points >= pointsOf('B'));
  const best = good.filter((one) => one.points >= pointsOf('A'));
  const facilitating = (entries: readonly Level3Entry[]) =>
    entries.filter((one) => facilitatingSubjects.includes(one.subject)).length;
  // Any three with at most one B and at most one that is not facilitating: two at A or better carry it.
  return good.some((third) =>
    best.some((first) =>
      best.some((second) => new Set([first, second, third]).size === 3 && facilitating([first, second, third]) >= 2),
    ),
  );
}

const pointsOf = (grade: string) => inHand.get(key('A level', grade))?.points ?? 0;

/** Average points of students with the same GCSE results in the same subject: a yearly table that is not in hand. */
export interface ExpectedPoints {
  year: number;
  scale: string;
  subject: string;
  /** Average GCSE points from, and below (null: no end). */
  gcse_from: number;
  gcse_below: number | null;
  points: number;
}

/**
 * Level 3 value added: (actual - expected) / 10 for each entry, weighted by size, so that 1 is one grade. Null without entries; needs the table
 * where it says nothing of a student's entry.
 */
export function level3ValueAdded(
  entries: readonly (Pick<Level3Entry, 'scale' | 'subject' | 'points' | 'size'> & { gcse: number })[],
  year: number,
  expected: readonly ExpectedPoints[],
): Result<number | null, NeedsTable> {
  let total = 0;
  for (const { scale, subject, points, size, gcse } of entries) {
    const row = expected.find(
      (one) =>
        one.year === year &&
        one.scale === scale &&
        one.subject === subject &&
        !below(gcse, one.gcse_from) &&
        (one.gcse_below === null || below(gcse, one.gcse_below)),
    );
    if (!row) return needsTable('level-3-expected-points', year, `${scale} ${subject}`);
    total += ((points - row.points) / 10) * size;
  }
  const size = sum(entries.map((one) => one.size));
  return ok(size === 0 ? null : total / size);
}

/**
 * English or maths progress, of students who had less than a grade 4 at 16: the highest 16 to 18 result less the result at 16, in grades; -1
 * where nothing was entered. The mean over students, or null.
 */
export function englishOrMathsProgress(students: readonly { at16: number; after: readonly number[] }[]): number | null {
  const counted = students.filter((one) => below(one.at16, 4));
  if (counted.length === 0) return null;
  return sum(counted.map((one) => (one.after.length === 0 ? -1 : Math.max(...one.after) - one.at16))) / counted.length;
}
