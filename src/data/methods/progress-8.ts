import { ok, type Result, refused } from '../../platform/result';
import type { Attainment8 } from './key-stage-4';
import { type Parameters, parameter, parametersInHand } from './parameters';
import { type Bands, type Progress, progressOf, raised } from './progress';
import { below, rounded, sum } from './rounding';
import { type NeedsTable, needsTable, readSupplied, type TableFault } from './tables';

/** Progress 8 (ks4.md section 4): how far a pupil's Attainment 8 is from that of pupils with the same key stage 2 results. */

/** The 34 groups by their labels: 1.5, 2.0, 2.5, 2.8, 2.9 and every 0.1 up to 5.8 (section 4.1). */
export const progress8Groups: readonly number[] = [
  1.5,
  2,
  2.5,
  ...Array.from({ length: 31 }, (_, step) => (28 + step) / 10),
];

/** The mean of reading and mathematics to one decimal; one of them where the other is missing; null without either. */
export function fineLevel(reading: number | null, maths: number | null): number | null {
  if (reading === null && maths === null) return null;
  return rounded(((reading ?? maths ?? 0) + (maths ?? reading ?? 0)) / 2, 1);
}

/** A group holds what is above the label before it, up to its own. Both ends are open. */
export const progress8Group = (level: number): number =>
  progress8Groups.find((label) => !below(label, level)) ?? progress8Groups.at(-1)!;

export interface Progress8Averages {
  year: number;
  /** By group label: the national average Attainment 8, overall and by element, and the lowest score that counts (null: none). */
  groups: ReadonlyMap<number, Attainment8 & { minimum: number | null }>;
}

const columns = ['year', 'group', 'overall', 'english', 'maths', 'ebacc', 'open', 'minimum'] as const;

/**
 * Reads a supplied table: `year, group, overall, english, maths, ebacc, open, minimum`, all 34 groups of one year. `minimum` is
 * empty before 2018. No official table of 2017 or 2018 is in hand.
 */
export function readProgress8Averages(csv: string): Result<Progress8Averages, TableFault[]> {
  const read = readSupplied(csv, { texts: [], numbers: columns, blank: ['minimum'] });
  if (!read.ok) return read;
  const faults: TableFault[] = [];
  const year = read.value[0]?.year ?? 0;
  const groups: [number, Attainment8 & { minimum: number | null }][] = [];
  for (const [index, row] of read.value.entries()) {
    const line = index + 2;
    const group = row.group;
    const fault = (column: string, value: unknown, sentence: string) =>
      faults.push({ line, column, value: String(value), sentence });
    if (row.year !== year) fault('year', row.year, 'Every row has to be of the same year.');
    if (!progress8Groups.includes(group)) fault('group', group, 'This is none of the 34 groups, 1.5 to 5.8.');
    if (groups.some(([known]) => known === group)) fault('group', group, 'This group stands twice.');
    if (year >= 2018 && row.minimum === null) fault('minimum', '', 'From 2018 on each group has a lowest score.');
    const { overall, english, maths, ebacc, open, minimum } = row;
    groups.push([group, { total: overall, english, maths, ebacc, open, minimum }]);
  }
  for (const label of progress8Groups) {
    if (groups.some(([group]) => group === label)) continue;
    faults.push({ line: 1, column: 'group', value: label.toFixed(1), sentence: 'This group is missing. Add it.' });
  }
  return faults.length > 0 ? refused(faults) : ok({ year, groups: new Map(groups) });
}

/** The averages of a year, or that they are needed. */
export const progress8Averages = (
  year: number,
  supplied: readonly Progress8Averages[],
): Result<Progress8Averages, NeedsTable> => {
  const found = supplied.find((table) => table.year === year);
  return found ? ok(found) : needsTable('attainment-8-averages', year);
};

export interface Progress8 {
  /** What counts: raised to the group's minimum where it was lower. */
  score: number;
  original: number;
  /** Elements are never raised. */
  english: number;
  maths: number;
  ebacc: number;
  open: number;
}

/** A pupil's Progress 8, or null without key stage 2 results: then the pupil is out of it, and stays in Attainment 8 (sections 4.1 to 4.3). */
export function progress8(pupil: Attainment8, level: number | null, averages: Progress8Averages): Progress8 | null {
  if (level === null) return null;
  const average = averages.groups.get(progress8Group(level));
  if (!average) throw new Error(`no average Attainment 8 of ${averages.year} for key stage 2 level ${level}`);
  const original = (pupil.total - average.total) / 10;
  return {
    score: raised(original, average.minimum),
    original,
    english: (pupil.english - average.english) / 2,
    maths: (pupil.maths - average.maths) / 2,
    ebacc: (pupil.ebacc - average.ebacc) / 3,
    open: (pupil.open - average.open) / 3,
  };
}

export type Progress8Figure = 'overall' | 'unadjusted' | 'english' | 'maths' | 'ebacc' | 'open';

const deviationNames: Record<Progress8Figure, string> = {
  overall: 'overall (adjusted)',
  unadjusted: 'overall (unadjusted)',
  english: 'English element',
  maths: 'maths element',
  ebacc: 'EBacc element',
  open: 'open element',
};

/** The national standard deviation of pupil scores; before 2018 nothing was adjusted. */
export function progress8Deviation(
  year: number,
  figure: Progress8Figure,
  parameters: Parameters = parametersInHand,
): Result<number, NeedsTable> {
  const whole = figure === 'overall' || figure === 'unadjusted';
  const name = whole && year < 2018 ? 'overall' : deviationNames[figure];
  return parameter(parameters, 'ks4', 'progress8_sd', year, name);
}

/** Well above from 0.5, well below under -0.5, both with an interval clear of 0. The same in every year since 2016 (section 4.4). */
export const progress8Bands: Bands = { wellAbove: 0.5, wellBelow: -0.5, wellBelowIncludesLimit: false };

/** A school's or a group's Progress 8: `cohort` is everybody, with or without key stage 2 results. University technical colleges and studio schools have no band. */
export function progress8Of(
  { total, pupils, cohort }: { total: number; pupils: number; cohort: number },
  year: number,
  figure: Progress8Figure = 'overall',
  parameters: Parameters = parametersInHand,
): Result<Progress, NeedsTable> {
  const deviation = progress8Deviation(year, figure, parameters);
  if (!deviation.ok) return deviation;
  const bands = figure === 'overall' ? progress8Bands : null;
  return ok(progressOf({ total, pupils, cohort, deviation: deviation.value, decimals: 2, bands }));
}

/** The same from the pupils themselves, with how many were raised to a minimum (TP8ADJ). */
export function progress8OfPupils(
  scores: readonly { score: number; original: number }[],
  cohort: number,
  year: number,
) {
  const total = sum(scores.map((one) => one.score));
  const school = progress8Of({ total, pupils: scores.length, cohort }, year);
  const adjusted = scores.filter((one) => below(one.original, one.score)).length;
  return school.ok ? ok({ ...school.value, adjusted }) : school;
}

/** Below the floor of 2018: Progress 8 under -0.5 with the whole interval under 0 (section 4.4). Null before there is a score. */
export function belowKs4Floor(
  { score, high }: Progress,
  year: number,
  parameters: Parameters = parametersInHand,
): Result<boolean | null, NeedsTable> {
  const limit = parameter(parameters, 'ks4', 'floor_progress8', year, 'overall');
  if (!limit.ok) return limit;
  return ok(score === null || high === null ? null : below(score, limit.value) && high < 0);
}

/** Coasting in 2018: under -0.25 with the whole interval under 0 in each of three years. Null where a year has no score. */
export function coastingKs4(
  years: readonly [Progress, Progress, Progress],
  year: number,
  parameters: Parameters = parametersInHand,
): Result<boolean | null, NeedsTable> {
  const limit = parameter(parameters, 'ks4', 'coasting_progress8', year, 'overall');
  if (!limit.ok) return limit;
  if (years.some(({ score }) => score === null)) return ok(null);
  return ok(years.every(({ score, high }) => below(score ?? 0, limit.value) && (high ?? 0) < 0));
}
