import { ks4SubjectNames } from './key-stage-4';
import { aLevelSubjects, facilitatingSubjects } from './post-16';
import { decimal, list, text, values } from './sql';

/**
 * Results by subject: a row a pupil, who is told by `urn` and `upn`, with a column `subject-…` of the best points in each, null without a result in it.
 * `entries` has `urn`, `upn`, `subject`, `scale` and `grade`; grades that the points do not hold count nowhere.
 */
function subjectsSql(
  entries: string,
  points: readonly { scale: string; grade: string; points: number }[],
  columns: readonly { code: string; when: string }[],
): string {
  const best = columns.map(({ code, when }) => `max(points) filter (${when})::decimal(9,4) as "subject-${code}"`);
  return `with points(scale, grade, points) as ${values(points.map((one) => [text(one.scale), text(one.grade), decimal(one.points)]))}
select urn, upn, ${best.join(', ')} from ${entries} join points using (scale, grade) group by urn, upn`;
}

export const ks4SubjectsSql = (entries: string, points: Parameters<typeof subjectsSql>[1]): string =>
  subjectsSql(
    entries,
    points,
    ks4SubjectNames.map(({ code }) => ({ code, when: `subject = ${text(code)}` })),
  );

/** Of A levels alone. */
export const aLevelSubjectsSql = (entries: string, points: Parameters<typeof subjectsSql>[1]): string =>
  subjectsSql(
    `(select * from ${entries} where scale = 'A level')`,
    points,
    aLevelSubjects.map(({ code }) => ({
      code,
      when:
        code === 'other'
          ? `coalesce(subject, '') not in ${list(facilitatingSubjects)}`
          : `replace(subject, ' ', '-') = ${text(code)}`,
    })),
  );
