import { ok, type Result } from '../../platform/result';
import { list } from './sql';
import { type NeedsTable, needsTable, readRows } from './tables';
import source from './tables/phonics-standard.csv?raw';

/** The phonics screening check (primary-other.md section 2). */

/** The mark out of 40 that meets the standard: announced each year after the check. */
export function phonicsStandard(
  year: number,
  supplied: readonly { year: number; mark: number }[] = [],
): Result<number, NeedsTable> {
  const inHand = readRows(source).map((row) => ({ year: Number(row.year), mark: Number(row.mark) }));
  const found = [...supplied, ...inHand].find((row) => row.year === year);
  return found ? ok(found.mark) : needsTable('phonics-standard', year);
}

/** L: left, and no longer of the cohort. A absent, D disapplied, Q and M stay in it and have not met the standard. */
const left = 'L';
const met = 'Wa';

/** A mark of 0 to 40, or an outcome: Wa met, Wt not met, A, D, L, Q, M. Null: not of the cohort. */
export function phonicsMet(markOrOutcome: string, standard: number): boolean | null {
  if (markOrOutcome === left) return null;
  return /^\d{1,2}$/.test(markOrOutcome) ? Number(markOrOutcome) >= standard : markOrOutcome === met;
}

/** By the end of year 2: met in year 1 or now, over the year 2 cohort. `now` is empty for who met it in year 1. */
export function phonicsMetByYear2(
  yearOne: string,
  now: string,
  standards: { yearOne: number; now: number },
): boolean | null {
  if (now === left) return null;
  return phonicsMet(yearOne, standards.yearOne) === true || phonicsMet(now, standards.now) === true;
}

/** The same for many: `pupils` has `phonics` (mark or outcome, text). Columns made: `eligible`, `phonics_met`. */
export const phonicsSql = (pupils: string, standard: number): string => `select *,
  coalesce(phonics, '') <> '${left}' as eligible,
  ${metSql('phonics', standard)} as phonics_met
from ${pupils}`;

/**
 * Both checks for many: `pupils` has also `year_group` (1 or 2) and `phonics_year_one`, the result of the year before. Columns made: `check_year`, `eligible`,
 * `phonics_met` (of year 2: in either year, each by its own standard).
 */
export const phonicsChecksSql = (
  pupils: string,
  standards: { yearOne: number; now: number },
): string => `select * exclude (met_before, met_now),
  check_year = 2 and met_before or met_now as phonics_met
from (
  select *, year_group as check_year,
    coalesce(phonics, '') <> '${left}' as eligible,
    ${metSql('phonics_year_one', standards.yearOne)} as met_before,
    ${metSql('phonics', standards.now)} as met_now
  from ${pupils} where year_group in (1, 2)
)`;

const metSql = (column: string, standard: number) =>
  `coalesce(${column} = '${met}' or try_cast(case when regexp_full_match(${column}, '\\d{1,2}') then ${column} end as integer) >= ${standard}, false)`;

/** Key stage 1 teacher assessment of 2018 (primary-other.md section 3): percent of all eligible pupils, A and D included. */
export const keyStage1 = {
  expected: ['EXS', 'GDS'],
  greaterDepth: ['GDS'],
  scienceExpected: ['EXS'],
} as const;
export const keyStage1Reached = (assessment: string, level: 'expected' | 'greaterDepth' | 'scienceExpected'): boolean =>
  (keyStage1[level] as readonly string[]).includes(assessment);

/**
 * The same for many: `pupils` has `reading`, `writing`, `maths`, `science`, text. Columns made: `reading_expected`, `reading_depth` and so on,
 * `rwm_expected`, `rwm_depth` (no national headline; published locally all the same), `science_expected`, `eligible`.
 */
export function keyStage1Sql(pupils: string): string {
  const subjects = ['reading', 'writing', 'maths'];
  const columns = subjects.flatMap((subject) => [
    `coalesce(${subject} in ${list(keyStage1.expected)}, false) as ${subject}_expected`,
    `coalesce(${subject} in ${list(keyStage1.greaterDepth)}, false) as ${subject}_depth`,
  ]);
  return `select *, ${columns.join(', ')},
  coalesce(science in ${list(keyStage1.scienceExpected)}, false) as science_expected,
  ${subjects.map((subject) => `${subject}_expected`).join(' and ')} as rwm_expected,
  ${subjects.map((subject) => `${subject}_depth`).join(' and ')} as rwm_depth,
  ${[...subjects].map((subject) => `coalesce(${subject}, '') <> '${left}'`).join(' and ')} as eligible
from ${pupils}`;
}
