import { ok, type Result, refused } from '../../platform/result';
import { type Ks2Results, scaledScore } from './key-stage-2';
import { type Parameters, parameter, parametersInHand } from './parameters';
import { type Bands, type Progress, progressOf, raised } from './progress';
import { below } from './rounding';
import { type NeedsTable, needsTable, readRows, readSupplied, type TableFault } from './tables';
import ks1Source from './tables/ks1-points.csv?raw';
import outcomeSource from './tables/ks2-outcome-points.csv?raw';

/** Progress from key stage 1 to key stage 2, cohorts to 2019 (ks2.md section 3): each subject by itself. */
export const ks2Subjects = ['reading', 'writing', 'maths'] as const;
export type Ks2Subject = (typeof ks2Subjects)[number];

export interface Ks2Pupil extends Ks2Results {
  /** Teacher assessments of who worked below the test, empty otherwise. */
  readingAssessment: string;
  mathsAssessment: string;
  /** Key stage 1 results: W, 1, 2C, 2B, 2A, 3, 4, P1i to P8; empty, A, D or M where there is none. */
  ks1: Record<Ks2Subject, string>;
}

export const ks1Points: ReadonlyMap<string, number> = new Map(
  readRows(ks1Source).map((row) => [row.result ?? '', Number(row.points)]),
);

/** (reading + writing + 2 × maths) / 4, or null unless there are results in all three (section 3.1). */
export function ks1Average(ks1: Record<Ks2Subject, string>): number | null {
  const [reading, writing, maths] = ks2Subjects.map((subject) => ks1Points.get(ks1[subject]));
  if (reading === undefined || writing === undefined || maths === undefined) return null;
  return (reading + writing + 2 * maths) / 4;
}

/** Points of outcomes that are no scaled score, by code; a test's code of below the test is scored by its teacher assessment. */
export interface OutcomePoints {
  year: number;
  tests: ReadonlyMap<string, number>;
  writing: ReadonlyMap<string, number>;
}

/** The outcome points of a year (section 3.2): in hand for 2016 to 2018; of 2019 those of writing are missing. */
export function outcomePoints(
  year: number,
  supplied: readonly { outcome: string; writing: boolean; points: number }[] = [],
): Result<OutcomePoints, NeedsTable> {
  const inHand = readRows(outcomeSource)
    .filter((row) => Number(row.year_ks2) === year)
    .map((row) => ({
      outcome: row.outcome === 'BLW without P scale' ? 'BLW' : (row.outcome ?? ''),
      writing: row.subjects === 'writing',
      points: Number(row.points),
    }));
  const all = [...inHand, ...supplied];
  const of = (writing: boolean) =>
    new Map(all.filter((row) => row.writing === writing).map((row) => [row.outcome, row.points]));
  const tests = of(false);
  const writing = of(true);
  if (tests.size === 0) return needsTable('ks2-outcome-points', year);
  if (writing.size === 0) return needsTable('ks2-outcome-points', year, 'writing');
  // Below "working towards", writing has the same points as the tests.
  const belowTests = [...tests].filter(([outcome]) => outcome !== 'N');
  return ok({ year, tests, writing: new Map([...belowTests, ...writing]) });
}

/** The test codes whose teacher assessment is looked at: below the test, or none. */
export const belowTheTest = ['B', ''] as const;

/** A pupil's outcome in points, or null: absent, unable, just arrived, left, missing, annulled. Then the pupil is out of the subject's progress. */
export function outcomeOf(pupil: Ks2Pupil, subject: Ks2Subject, points: OutcomePoints): number | null {
  if (subject === 'writing') return points.writing.get(pupil.writing) ?? null;
  const score = scaledScore(pupil[subject]);
  if (score !== null) return score;
  if (pupil[subject] === 'N') return points.tests.get('N') ?? null;
  if (!(belowTheTest as readonly string[]).includes(pupil[subject])) return null;
  const assessment = subject === 'reading' ? pupil.readingAssessment : pupil.mathsAssessment;
  return assessment === 'N' ? null : (points.tests.get(assessment) ?? null);
}

export interface Ks2Group {
  /** Key stage 1 points from, and below (null: no end). */
  from: number;
  below: number | null;
  averages: Record<Ks2Subject, number>;
  /** The lowest score that counts; null where there is none (before 2018). */
  minimums: Record<Ks2Subject, number | null>;
}
export interface Ks2Averages {
  year: number;
  groups: readonly Ks2Group[];
}

const minimumColumns = ['minimum_reading', 'minimum_writing', 'minimum_maths'] as const;
const averageColumns = [
  'year',
  'group',
  'aps_from',
  'aps_below',
  'reading',
  'writing',
  'maths',
  ...minimumColumns,
] as const;

/**
 * Reads a supplied table: `year, group, aps_from, aps_below, reading, writing, maths, minimum_reading, minimum_writing, minimum_maths`, from
 * the lowest group upwards without a gap; the last `aps_below` is empty, minimums are empty before 2018. No official table is in hand.
 */
export function readKs2Averages(csv: string): Result<Ks2Averages, TableFault[]> {
  const read = readSupplied(csv, { texts: [], numbers: averageColumns, blank: ['aps_below', ...minimumColumns] });
  if (!read.ok) return read;
  const faults: TableFault[] = [];
  const year = read.value[0]?.year ?? 0;
  for (const [index, row] of read.value.entries()) {
    const fault = (column: (typeof averageColumns)[number], sentence: string) =>
      faults.push({ line: index + 2, column, value: String(row[column] ?? ''), sentence });
    const next = read.value[index + 1];
    if (row.year !== year) fault('year', 'Every row has to be of the same year.');
    if (row.aps_below !== (next ? next.aps_from : null)) {
      fault('aps_below', next ? 'A group has to end where the next begins.' : 'The last group has no end.');
    }
    if (row.aps_below !== null && row.aps_from >= row.aps_below)
      fault('aps_from', 'A group has to begin before it ends.');
    for (const column of minimumColumns) {
      if (year >= 2018 && row[column] === null) fault(column, 'From 2018 on each group has a lowest score.');
    }
  }
  if (faults.length > 0) return refused(faults);
  const groups = read.value.map((row) => ({
    from: row.aps_from,
    below: row.aps_below,
    averages: { reading: row.reading, writing: row.writing, maths: row.maths },
    minimums: { reading: row.minimum_reading, writing: row.minimum_writing, maths: row.minimum_maths },
  }));
  return ok({ year, groups });
}

/** The averages of a year, or that they are needed. */
export const ks2Averages = (year: number, supplied: readonly Ks2Averages[]): Result<Ks2Averages, NeedsTable> => {
  const found = supplied.find((table) => table.year === year);
  return found ? ok(found) : needsTable('ks2-progress-averages', year);
};

export const ks2Group = (points: number, { groups }: Ks2Averages): Ks2Group | null =>
  groups.find((group) => !below(points, group.from) && (group.below === null || below(points, group.below))) ?? null;

/** A pupil's progress in a subject: outcome less the group's average, and the same raised to the minimum. Null: not in progress. */
export function ks2Progress(
  pupil: Ks2Pupil,
  subject: Ks2Subject,
  points: OutcomePoints,
  averages: Ks2Averages,
): { score: number; original: number } | null {
  const prior = ks1Average(pupil.ks1);
  const group = prior === null ? null : ks2Group(prior, averages);
  const outcome = outcomeOf(pupil, subject, points);
  if (group === null || outcome === null) return null;
  const original = outcome - group.averages[subject];
  return { original, score: raised(original, group.minimums[subject]) };
}

/** The cut points of a subject's bands; needed for years other than 2018 and 2019 (section 3.4). */
export function ks2Bands(
  year: number,
  subject: Ks2Subject,
  parameters: Parameters = parametersInHand,
): Result<Bands, NeedsTable> {
  const wellAbove = parameter(parameters, 'ks2', 'band_well_above_min', year, subject);
  const wellBelow = parameter(parameters, 'ks2', 'band_well_below_max', year, subject);
  if (!wellAbove.ok) return wellAbove;
  if (!wellBelow.ok) return wellBelow;
  return ok({ wellAbove: wellAbove.value, wellBelow: wellBelow.value, wellBelowIncludesLimit: true });
}

/** A school's or a group's progress; without a band where the year's cut points are not in hand. */
export function ks2ProgressOf(
  { total, pupils, cohort }: { total: number; pupils: number; cohort: number },
  year: number,
  subject: Ks2Subject,
  parameters: Parameters = parametersInHand,
): Result<Progress, NeedsTable> {
  const deviation = parameter(parameters, 'ks2', 'progress_sd', year, subject);
  if (!deviation.ok) return deviation;
  const bands = ks2Bands(year, subject, parameters);
  return ok(
    progressOf({
      total,
      pupils,
      cohort,
      deviation: deviation.value,
      decimals: 1,
      bands: bands.ok ? bands.value : null,
    }),
  );
}

export type SchoolProgress = Record<Ks2Subject, Progress>;

/**
 * Below the floor of 2018 (section 3.5): under 65% in reading, writing and maths, and not sufficient progress in all three. A single
 * subject under its threshold counts only where it is significantly below average. Null where the standard does not apply: under 11
 * eligible pupils, or progress of under half of them. Nor does it to infant, special and closed schools, which the caller knows.
 */
export function belowKs2Floor(
  { expected, cohort, progress }: { expected: number; cohort: number; progress: SchoolProgress },
  year: number,
  parameters: Parameters = parametersInHand,
): Result<boolean | null, NeedsTable> {
  const percent = parameter(parameters, 'ks2', 'floor_rwm_percent', year, 'all');
  if (!percent.ok) return percent;
  if (cohort < 11 || ks2Subjects.some((subject) => progress[subject].pupils * 2 < cohort)) return ok(null);
  const under: Progress[] = [];
  for (const subject of ks2Subjects) {
    const limit = parameter(parameters, 'ks2', 'floor_progress', year, subject);
    if (!limit.ok) return limit;
    if (below(progress[subject].score ?? 0, limit.value)) under.push(progress[subject]);
  }
  const significant = (one: Progress | undefined) => (one?.high ?? 0) < 0;
  const insufficient = under.length > 1 || (under.length === 1 && significant(under[0]));
  return ok(expected * 100 < percent.value * cohort && insufficient);
}

/** One year's part of coasting: under 85% and a progress score under its threshold. A school coasts when three years running do (section 3.5). */
export function coastsKs2(
  { expected, cohort, progress }: { expected: number; cohort: number; progress: SchoolProgress },
  year: number,
  parameters: Parameters = parametersInHand,
): Result<boolean, NeedsTable> {
  const percent = parameter(parameters, 'ks2', 'coasting_rwm_percent', year, 'all');
  if (!percent.ok) return percent;
  let under = false;
  for (const subject of ks2Subjects) {
    const limit = parameter(parameters, 'ks2', 'coasting_progress', year, subject);
    if (!limit.ok) return limit;
    under ||= progress[subject].score !== null && below(progress[subject].score, limit.value);
  }
  return ok(under && expected * 100 < percent.value * cohort);
}
