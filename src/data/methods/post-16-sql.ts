import type { ExpectedPoints, Level3Points } from './post-16';
import { facilitatingSubjects, uncounted } from './post-16';
import { decimal, list, text, values } from './sql';

/**
 * The rules of `post-16.ts` for many students: one row a student. Who entered nothing has a row without scale, subject and grade.
 *
 * `entries` has `pupil`, `scale`, `subject`, `grade`, and of the student, the same on each row or null: `one_year` (boolean), `gcse_points` (average points at 16),
 * `english_at_16`, `english_after`, `maths_at_16`, `maths_after` (points; after: the best since, null where nothing was entered).
 *
 * Columns made, exact: `entered`; `a_levels` (how many full ones), `a_level_points`, `a_level_size` (AS too); `in_best_three`, `best_three_points`,
 * `aab_facilitating`; `english_progress`, `maths_progress` (null for who had a grade 4 or whose result at 16 is not known); with expected points also
 * `value_added`, `value_added_size` (null without entries that the table holds).
 */
export function post16Sql({
  entries,
  points,
  expected,
}: {
  entries: string;
  points: Level3Points;
  expected: readonly ExpectedPoints[] | null;
}): string {
  const table = values(
    [...points.values()].map((one) => [text(one.scale), text(one.grade), decimal(one.points), decimal(one.size)]),
  );
  const full = `scale = 'A level' and coalesce(subject, '') not in ${list(uncounted)}`;
  const facilitating = `${full} and subject in ${list(facilitatingSubjects)}`;
  const least = (grade: string) => decimal(points.get(`A level\n${grade}`)?.points ?? 0);
  const progress = (subject: string) => {
    const at16 = `max(${subject}_at_16)`;
    return `case when ${at16} < 4 then coalesce(max(${subject}_after) - ${at16}, -1) end::decimal(9,4) as ${subject}_progress`;
  };
  const added = expected
    ? `,
    sum((points - expected_points) / 10 * size)::decimal(12,5) as value_added,
    sum(size) filter (expected_points is not null)::decimal(9,4) as value_added_size`
    : '';
  return `with points(scale, grade, points, size) as ${table},
${expected ? `expected(scale, subject, gcse_from, gcse_below, expected_points) as ${expectedTable(expected)},\n` : ''}entry as (
  select e.*, points.points, points.size${expected ? ', expected.expected_points' : ''} from ${entries} e left join points using (scale, grade)
  ${expected ? 'left join expected on expected.scale = e.scale and expected.subject = e.subject and e.gcse_points >= gcse_from and (gcse_below is null or e.gcse_points < gcse_below)' : ''}
),
student as (
  select pupil,
    count(grade) > 0 as entered,
    count(*) filter (${full}) as counted,
    count(*) filter (scale = 'A level') as a_levels,
    coalesce(sum(points) filter (scale in ('A level', 'AS')), 0)::decimal(9,4) as a_level_points,
    coalesce(sum(size) filter (scale in ('A level', 'AS')), 0)::decimal(9,4) as a_level_size,
    coalesce(sum(size) filter (scale not in ('A level', 'AS')), 0) as other_size,
    coalesce(bool_or(one_year), false) as one_year,
    max(points, 3) filter (${full}) as best,
    count(*) filter (${full} and points >= ${least('B')}) as good,
    count(*) filter (${facilitating} and points >= ${least('B')}) as good_facilitating,
    count(*) filter (${full} and points >= ${least('A')}) as top,
    count(*) filter (${facilitating} and points >= ${least('A')}) as top_facilitating,
    ${progress('english')},
    ${progress('maths')}${added}
  from entry group by pupil
)
select pupil, entered, a_levels, a_level_points, a_level_size,
  counted > 0 and (counted >= 3 or (not one_year and other_size < 1)) as in_best_three,
  (coalesce(best[1], 0) + coalesce(best[2], 0) + coalesce(best[3], 0))::decimal(9,4) as best_three_points,
  -- Two at A or better carry it, of the three two or more in facilitating subjects.
  (top_facilitating >= 2 and good >= 3) or (top_facilitating >= 1 and top > top_facilitating and good_facilitating >= 2) as aab_facilitating,
  english_progress, maths_progress${expected ? ', value_added, value_added_size' : ''}
from student`;
}

/** Grades and scales that the points table does not hold, and how often. */
export const unknownLevel3Sql = (entries: string, points: Level3Points, { lines = false } = {}): string =>
  `with points(scale, grade) as ${values([...points.values()].map((one) => [text(one.scale), text(one.grade)]))}
select e.scale, e.grade, count(*)::int as entries${lines ? ', list_slice(list_sort(list(line)), 1, 5) as lines' : ''} from ${entries} e anti join points using (scale, grade) group by e.scale, e.grade order by e.scale, e.grade`;

const expectedTable = (expected: readonly ExpectedPoints[]) =>
  values(
    expected.map((one) => [
      text(one.scale),
      text(one.subject),
      decimal(one.gcse_from),
      decimal(one.gcse_below),
      decimal(one.points),
    ]),
  );
