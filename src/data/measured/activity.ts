import { activitySql, headlineMonths, type KnownActivity, type NeedsTable, tableNames } from '../methods';
import { list } from '../methods/sql';

/** What is counted of activities: the columns that measures sum up, and the groups that each is made of. */
const columns = {
  education: ['in education or training'],
  employment: ['employment'],
  neet: ['NEET available', 'NEET not available'],
  neet_available: ['NEET available'],
  neet_not_available: ['NEET not available'],
  other: ['other'],
  not_known: ['not known'],
};

/**
 * A row a young person and month, and as the year one of all three headline months together: `months`, in how many of them they are in the cohort, and for each
 * column in how many of those it was so. The headline is of schools whose three months are here: of fewer it would be another figure. `once` says of rows whom
 * others are told of; who counts in some months alone has two rows for the year.
 */
export function monthsSql(
  rows: string,
  year: number,
  known: readonly KnownActivity[],
  once: (rows: string) => string,
): string {
  const counts = Object.entries(columns).map(([name, states]) => `(state in ${list(states)})::int as ${name}`);
  const sums = ['months', ...Object.keys(columns)].map((name) => `sum(${name})::int as ${name}`).join(', ');
  const headline = `month in ${list(headlineMonths)}`;
  return `with recorded as materialized (${activitySql(rows, year, known)}),
monthly as materialized (select urn, upn, month, told, 1 as months, ${counts.join(', ')} from ${once('recorded')}),
whole as (select urn from monthly where ${headline} group by urn having count(distinct month) = ${headlineMonths.length}),
winter as (select * from monthly semi join whole using (urn) where ${headline}),
person as (select urn, upn, max(sex) as sex, max(born) as born from ${rows} group by urn, upn),
counting as (
  select * exclude (month), month as period from monthly
  union all by name
  select urn, upn, max(told) as told, ${sums}, 'year' as period from winter group by urn, upn
  union all by name
  select urn, upn, 'outside' as told, ${sums}, 'year' as period from winter
  where told is null and (urn, upn) in (select (urn, upn) from winter where told is not null) group by urn, upn
)
select c.*, p.sex, p.born from counting c join person p using (urn, upn)`;
}

/** Without lapse times nothing lapses: the figures stand, and say so. */
export const lapsesLacking = (summer: number): NeedsTable => ({
  needsTable: 'activity-lapses',
  year: summer,
  sentence: `${tableNames['activity-lapses']}: the table of ${summer} is not in hand, so that nothing lapses to not known. With it NEET and not known may change.`,
});
