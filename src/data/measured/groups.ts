import { groupSql } from '../methods';

/**
 * In which group of a dimension a pupil is (primary-other.md section 4), over the columns that `withGroups` gives a pupil. Null: in none that is listed, and
 * still among all pupils.
 */
const told: Record<string, string> = {
  sex: named('upper(g_sex)', { F: 'girls', M: 'boys' }),
  // Without any of the three, nothing is known of the pupil: not "all others".
  disadvantage: `case when g_free_meals or g_in_care or g_left_care then 'disadvantaged'
    when coalesce(g_free_meals, g_in_care, g_left_care) is not null then 'other' end`,
  sen: named(groupSql.sen('g_sen'), { none: 'no-sen', support: 'sen-support', plan: 'sen-plan' }),
  language: `case when g_language is not null then ${named(groupSql.language('g_language'), { english: 'first-english', other: 'eal' })} end`,
  ethnicity: named(groupSql.ethnicity('g_ethnicity'), {
    White: 'white',
    Mixed: 'mixed',
    Asian: 'asian',
    Black: 'black',
    Chinese: 'chinese',
    'Any other': 'other-ethnic',
  }),
  birth: `case when g_born is not null then ${groupSql.termOfBirth('g_born')} || '-born' end`,
};

/** What a dataset's own rows and the census say of a pupil, by the names that `told` reads. */
export const groupColumns = {
  g_sex: 'sex',
  g_born: 'born',
  g_ethnicity: 'ethnicity',
  g_language: 'language',
  g_sen: 'sen',
  g_free_meals: 'had_free_meals',
  g_in_care: 'ever_in_care',
  g_left_care: 'left_care',
  g_entry: 'entry_date',
} as const;

/** The dimensions that every dataset of pupils has; prior attainment and mobility are a dataset's own. */
export const groupsByCensus: Readonly<Record<string, string>> = told;

/**
 * In the school through the two years that end with the key stage: there by the end of the September before the first of them (primary-other.md section 4).
 * `year` is the one in which the last of them starts.
 */
export const mobilitySql = (year: number): string =>
  `case when g_entry <= date '${year - 1}-09-30' then 'not-mobile' when g_entry is not null then 'mobile' end`;

function named(value: string, groups: Record<string, string>): string {
  return `case ${value} ${Object.entries(groups)
    .map(([from, to]) => `when '${from}' then '${to}'`)
    .join(' ')} end`;
}
