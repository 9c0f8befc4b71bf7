import { list } from './sql';
import { readRows } from './tables';
import source from './tables/early-learning-goals.csv?raw';

/** The early years foundation stage profile of 2013 to 2020 (primary-other.md section 1). The profile of 2021 on is another: the two do not mix. */
export const earlyLearningGoals = readRows(source).map((row) => ({
  /** E01 to E17. */
  code: row.elg ?? '',
  name: row.name ?? '',
  area: row.area ?? '',
  /** Whether a good level of development needs it: the prime areas, literacy and mathematics. */
  inGoodLevel: row.in_gld === 'Y',
}));
export const earlyYearsProfile = { firstYear: 2013, lastYear: 2020 } as const;

const goals = earlyLearningGoals.map((goal) => goal.code);
const needed = earlyLearningGoals.filter((goal) => goal.inGoodLevel).map((goal) => goal.code);
export const earlyYearsAreas = [...new Set(earlyLearningGoals.map((goal) => goal.area))];

/** 1 emerging, 2 expected, 3 exceeding; A not assessed. By goal. */
export type Profile = Readonly<Record<string, string>>;

export interface EarlyYears {
  /** At least expected in all of the first twelve goals. */
  goodLevel: boolean;
  allGoals: boolean;
  /** 17 to 51. */
  points: number;
  /** The areas with at least expected in each goal. */
  areas: string[];
}

/** A child's profile, or null: with a goal that was not assessed (A, or nothing) the child is left out of every measure. */
export function earlyYears(profile: Profile): EarlyYears | null {
  const scores = new Map(goals.map((goal) => [goal, Number(/^[123]$/.exec(profile[goal] ?? '')?.[0] ?? 0)]));
  if ([...scores.values()].includes(0)) return null;
  const expected = (codes: readonly string[]) => codes.every((code) => (scores.get(code) ?? 0) >= 2);
  const inArea = (area: string) => earlyLearningGoals.filter((goal) => goal.area === area).map((goal) => goal.code);
  return {
    goodLevel: expected(needed),
    allGoals: expected(goals),
    points: [...scores.values()].reduce((sum, score) => sum + score, 0),
    areas: earlyYearsAreas.filter((area) => expected(inArea(area))),
  };
}

/**
 * The same for many: `children` has a column for each goal, `e01` to `e17`, as text. Columns made: `assessed` (the denominator of
 * every measure), `good_level`, `all_goals`, `profile_points` (null where not assessed).
 */
export function earlyYearsSql(children: string): string {
  const columns = (codes: readonly string[]) => codes.map((code) => code.toLowerCase());
  const every = (codes: readonly string[], scores: readonly string[]) =>
    columns(codes)
      .map((code) => `coalesce(${code} in ${list(scores)}, false)`)
      .join(' and ');
  return `select *,
  ${every(goals, ['1', '2', '3'])} as assessed,
  assessed and ${every(needed, ['2', '3'])} as good_level,
  assessed and ${every(goals, ['2', '3'])} as all_goals,
  case when assessed then (${columns(goals)
    .map((code) => `try_cast(${code} as integer)`)
    .join(' + ')}) end as profile_points
from ${children}`;
}
