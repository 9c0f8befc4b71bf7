import { isSingleScience, type Ks4Subject, ks4Subjects, type Points, reformed } from './key-stage-4';
import { type Progress8Averages, progress8Groups } from './progress-8';
import { decimal, list, text, values } from './sql';

/**
 * The rules of `key-stage-4.ts` and `progress-8.ts` for millions of pupils, made from the same definitions: one row a pupil.
 *
 * `entries` has `pupil`, `subject` (a key of `ks4Subjects`), `scale`, `grade`; `pupils` has `pupil` and the fine levels
 * `ks2_reading`, `ks2_maths` (decimals or null). Every other column of `pupils` is carried through. Grades that the points table does
 * not hold must be looked for first: see `unknownResultsSql`. Where a pupil is told by several columns, `key` names them. What `carried` names is a column of both: the
 * entries' own counts first, and pupils who are in the entries alone are taken too.
 *
 * Columns made, all exact: `attainment8` and its `_english`, `_maths`, `_ebacc`, `_open`; `ebacc_entered`; `ebacc_points` (over six);
 * `english_maths_4`, `english_maths_5`; with averages also `progress8`, `progress8_original` (null without key stage 2 results), and the
 * differences of the elements, `progress8_english`, `_maths` (to be divided by 2), `_ebacc`, `_open` (by 3).
 */
export function keyStage4Sql({
  entries,
  pupils,
  points,
  averages,
  key = ['pupil'],
  carried = [],
}: {
  entries: string;
  pupils: string;
  points: Points;
  averages: Progress8Averages | null;
  key?: readonly string[];
  carried?: readonly string[];
}): string {
  const pupil = key.join(', ');
  const also = (write: (column: string) => string) => carried.map((column) => `${write(column)}, `).join('');
  return `with points(scale, grade, points) as ${pointsTable(points)},
result as (
  select ${pupil}, ${also((one) => one)}subject, scale, points from ${entries} ${carried.length > 0 ? 'left ' : ''}join points using (scale, grade)
),
best as (
  select ${pupil}, ${also((one) => `max(${one}) as own_${one}`)}
    max(points) filter (subject = 'english-language') as language,
    max(points) filter (subject = 'english-literature') as literature,
    max(points) filter (subject = 'mathematics') as mathematics,
    max(points) filter (subject = 'combined-science') as combined,
    max(points, 6) filter (subject in ${list(subjects((one) => ks4Subjects[one].ebacc && one !== 'combined-science'))}) as ebacc,
    max(points, 2) filter (subject in ${list(subjects(isSingleScience))}) as sciences,
    count(points) filter (subject in ${list(subjects(isSingleScience))}) as single_sciences,
    max(points) filter (subject in ${list(subjects((one) => ks4Subjects[one].pillar === 'humanity'))}) as humanity,
    max(points) filter (subject = 'language') as modern,
    max(points, 3) filter (subject = 'other') as other,
    max(points) filter (scale = ${text(reformed)} and subject in ${list(subjects((one) => ks4Subjects[one].pillar === 'english'))}) as english_9_1,
    max(points) filter (scale = ${text(reformed)} and subject = 'mathematics') as maths_9_1
  from result group by ${pupil}
),
-- Sums of the best one, two, three … of a kind: what fills a number of slots best is then the greatest of a few sums, without sorting lists.
slot as (
  select ${pupil}, ${also((one) => `own_${one}`)}humanity, modern, single_sciences, combined, mathematics, language, literature,
    ${zero('combined')} as c,
    case when language is not null and literature is not null then greatest(language, literature) else ${decimal(0)} end as better,
    case when language is not null and literature is not null then least(language, literature) else ${decimal(0)} end as lesser,
    ${runningSums('ebacc', 'e', 6)},
    ${runningSums('sciences', 's', 2)},
    ${runningSums('other', 'o', 3)},
    ${zero('least(english_9_1, maths_9_1)')} as both_9_1,
    english_9_1 is not null and maths_9_1 is not null as has_9_1
  from best
),
filled as (
  select *, ${[1, 2, 3, 4, 5, 6].map((n) => `${withCombined('e', n)}::decimal(9,4) as b${n}`).join(', ')} from slot
),
element as (
  select ${pupil}, ${also((one) => `own_${one}`)}
    case when literature is not null and language is not null then better + better else ${zero('coalesce(language, literature)')} end::decimal(9,4) as english,
    (${zero('mathematics')} + ${zero('mathematics')})::decimal(9,4) as maths,
    b3 as ebacc,
    greatest(${fillOpen(3)}, lesser + greatest(${fillOpen(2)}))::decimal(9,4) as open,
    language is not null and literature is not null and mathematics is not null and (single_sciences >= 3 or combined is not null)
      and humanity is not null and modern is not null as ebacc_entered,
    (better + ${zero('mathematics')} + ${withCombined('s', 2)} + ${zero('humanity')} + ${zero('modern')})::decimal(9,4) as ebacc_points,
    has_9_1 and both_9_1 >= 4 as english_maths_4,
    has_9_1 and both_9_1 >= 5 as english_maths_5
  from filled
),
attainment as (
  select ${carried.length > 0 ? `${pupil}, p.* exclude (${[...key, ...carried].join(', ')}), ${carried.map((one) => `coalesce(e.own_${one}, p.${one}) as ${one}`).join(', ')}` : 'p.*'},
    ${zero('e.english')} as attainment8_english,
    ${zero('e.maths')} as attainment8_maths,
    ${zero('e.ebacc')} as attainment8_ebacc,
    ${zero('e.open')} as attainment8_open,
    coalesce(e.ebacc_entered, false) as ebacc_entered,
    ${zero('e.ebacc_points')} as ebacc_points,
    coalesce(e.english_maths_4, false) as english_maths_4,
    coalesce(e.english_maths_5, false) as english_maths_5,
    (attainment8_english + attainment8_maths + attainment8_ebacc + attainment8_open)::decimal(9,4) as attainment8
  from ${pupils} p ${carried.length > 0 ? 'full' : 'left'} join element e using (${pupil})
)${averages ? progressSql(averages) : '\nselect * from attainment'}`;
}

/** What the method would lose, and how often: a subject that is none of `ks4Subjects`, a grade that the points table does not hold. It must be empty first. */
export const unknownResultsSql = (entries: string, points: Points, { lines = false } = {}): string =>
  `with points(scale, grade, points) as ${pointsTable(points)}
select subject, scale, grade, count(*)::int as entries${lines ? ', list_slice(list_sort(list(line)), 1, 5) as lines' : ''} from ${entries} left join points using (scale, grade)
where points is null or coalesce(subject, '') not in ${list(Object.keys(ks4Subjects))} group by subject, scale, grade order by subject, scale, grade`;

function progressSql(averages: Progress8Averages): string {
  const rows = progress8Groups.map((label) => {
    const average = averages.groups.get(label);
    if (!average) throw new Error(`no average Attainment 8 of ${averages.year} for key stage 2 level ${label}`);
    const { total, english, maths, ebacc, open, minimum } = average;
    const figures = [total, english, maths, ebacc, open, minimum];
    return [decimal(label), ...figures.map(decimal)];
  });
  const last = progress8Groups.at(-1)!;
  // Where groups are a step of a level apart, a level, which has one decimal, is its own group.
  const wide = progress8Groups.filter((label, n) => n === 0 || label - progress8Groups[n - 1]! > 0.15);
  return `,
average("group", overall, english, maths, ebacc, open, minimum) as ${values(rows)},
levelled as (
  select *, round(((coalesce(ks2_reading, ks2_maths) + coalesce(ks2_maths, ks2_reading)) / 2)::decimal(9,4), 1) as ks2_level from attainment
),
grouped as (
  select *, case ${wide.map((label) => `when ks2_level <= ${label} then ${decimal(label)}`).join(' ')}
    when ks2_level > ${last} then ${decimal(last)} else ks2_level::decimal(9,4) end as ks2_group
  from levelled
)
select grouped.* exclude (ks2_group),
  ((attainment8 - average.overall) * 0.1)::decimal(12,5) as progress8_original,
  greatest(progress8_original, average.minimum)::decimal(12,5) as progress8,
  (attainment8_english - average.english)::decimal(9,4) as progress8_english,
  (attainment8_maths - average.maths)::decimal(9,4) as progress8_maths,
  (attainment8_ebacc - average.ebacc)::decimal(9,4) as progress8_ebacc,
  (attainment8_open - average.open)::decimal(9,4) as progress8_open
from grouped left join average on average."group" = grouped.ks2_group`;
}

const pointsTable = (points: Points) =>
  values(points.rows.map((row) => [text(row.scale), text(row.grade), decimal(row.points)]));

const subjects = (is: (subject: Ks4Subject) => boolean) => (Object.keys(ks4Subjects) as Ks4Subject[]).filter(is);

const zero = (column: string) => `coalesce(${column}, ${decimal(0)})`;

/** `e0, e1, e2 …`: nothing, the best, the best two, … of a list that runs downwards. */
const runningSums = (column: string, name: string, most: number) =>
  [
    `${decimal(0)} as `,
    ...Array.from({ length: most }, (_, n) => `(${name}${n} + ${zero(`${column}[${n + 1}]`)})::decimal(9,4) as `),
  ]
    .map((sum, n) => `${sum}${name}${n}`)
    .join(', ');

/** The best sum in a number of slots, of which combined science may take none, one or two. */
const withCombined = (name: string, slots: number) =>
  `greatest(${[0, 1, 2]
    .filter((n) => n <= slots)
    .map((n) => [...Array(n).fill('c'), `${name}${slots - n}`].join(' + '))
    .join(', ')})`;

/** What fills open slots: so many EBacc results that are left over (beyond the third), and the others. */
const fillOpen = (slots: number) =>
  Array.from({ length: slots + 1 }, (_, n) => `b${3 + n} - b3 + o${slots - n}`).join(', ');
