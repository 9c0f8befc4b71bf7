import { highestScore, left, lowestScore, scoreExpected, scoreHigh, writingExpected } from './key-stage-2';
import {
  belowTheTest,
  type Ks2Averages,
  type Ks2Subject,
  ks1Points,
  ks2Subjects,
  type OutcomePoints,
} from './key-stage-2-progress';
import { choose, decimal, list, text } from './sql';

/**
 * The rules of `key-stage-2.ts` and `key-stage-2-progress.ts` for millions of pupils: one row a pupil.
 *
 * `pupils` has `reading`, `maths`, `gps`, `writing`, `science`, and for progress `reading_assessment`, `maths_assessment`, `ks1_reading`,
 * `ks1_writing`, `ks1_maths`, all text; a value that is not there is null or empty. Every column is carried through.
 *
 * Columns made: `eligible` (the denominator of every percentage); `reading_score`, `maths_score`, `gps_score`; `reading_expected`, `_high`
 * and the same of maths and gps; `writing_expected`, `_high`, `_towards`; `science_expected`; `rwm_expected`, `rwm_high`; `ks1_points` and
 * `prior_attainment`; with averages also `reading_progress`, `reading_progress_original` and the same of writing and maths, exact decimals.
 */
export function keyStage2Sql({
  pupils,
  progress,
}: {
  pupils: string;
  progress: { points: OutcomePoints; averages: Ks2Averages } | null;
}): string {
  return `with scored as (
  select *,
    ${tests.map((test) => `${score(test)} as ${test}_score`).join(',\n    ')},
    ${tests.map((test) => `coalesce(${test}_score >= ${scoreExpected}, false) as ${test}_expected`).join(',\n    ')},
    ${tests.map((test) => `coalesce(${test}_score >= ${scoreHigh}, false) as ${test}_high`).join(',\n    ')},
    coalesce(writing in ${list(writingExpected)}, false) as writing_expected,
    coalesce(writing = 'GDS', false) as writing_high,
    coalesce(writing = 'WTS', false) as writing_towards,
    coalesce(science = 'EXS', false) as science_expected,
    ${['reading', 'maths', 'gps', 'writing'].map((one) => `coalesce(${one}, '') <> ${text(left)}`).join(' and ')} as eligible,
    reading_expected and maths_expected and writing_expected as rwm_expected,
    reading_high and maths_high and writing_high as rwm_high,
    ((${ks1('reading')} + ${ks1('writing')} + ${ks1('maths')} + ${ks1('maths')}) / 4)::decimal(9,4) as ks1_points,
    case when ks1_points < 12 then 'low' when ks1_points < 18 then 'middle' when ks1_points is not null then 'high' end as prior_attainment
  from ${pupils}
)
${progress ? progressSql(progress.points, progress.averages) : 'select * from scored'}`;
}

const tests = ['reading', 'maths', 'gps'];

const score = (test: string) =>
  `case when regexp_full_match(${test}, '\\d{2,3}') and ${test}::integer between ${lowestScore} and ${highestScore} then ${test}::integer end`;

const ks1 = (subject: Ks2Subject) =>
  choose(
    `ks1_${subject}`,
    [...ks1Points].map(([result, points]) => [result, decimal(points)]),
  );

function progressSql(points: OutcomePoints, { groups }: Ks2Averages): string {
  const inGroup = (value: (group: Ks2Averages['groups'][number]) => number | null) =>
    `case ${groups
      .map((group) => {
        const end = group.below === null ? '' : ` and ks1_points < ${group.below}`;
        return `when ks1_points >= ${group.from}${end} then ${decimal(value(group))}`;
      })
      .join(' ')} end`;
  const original = (subject: Ks2Subject) =>
    `(${outcome(subject, points)} - ${inGroup((group) => group.averages[subject])})::decimal(9,4)`;
  const columns = ks2Subjects.flatMap((subject) => [
    `${original(subject)} as ${subject}_progress_original`,
    // DuckDB's greatest leaves out a null: no minimum changes nothing, and who has no score has none.
    `case when ${subject}_progress_original is not null then greatest(${subject}_progress_original, ${inGroup((group) => group.minimums[subject])}) end as ${subject}_progress`,
  ]);
  return `select *,\n  ${columns.join(',\n  ')}\nfrom scored`;
}

function outcome(subject: Ks2Subject, points: OutcomePoints): string {
  const of = (codes: ReadonlyMap<string, number>) => [...codes].map(([code, worth]) => [code, decimal(worth)] as const);
  if (subject === 'writing') return choose('writing', of(points.writing));
  const below = new Map([...points.tests].filter(([code]) => code !== 'N'));
  return `coalesce(${subject}_score, case when ${subject} = 'N' then ${decimal(points.tests.get('N') ?? null)}
    when coalesce(${subject}, '') in ${list(belowTheTest)} then ${choose(`${subject}_assessment`, of(below))} end)`;
}
