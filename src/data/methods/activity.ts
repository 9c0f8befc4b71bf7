import { type Result, refused } from '../../platform/result';
import { text } from './sql';
import { readRows, readSupplied, type TableFault } from './tables';
import source from './tables/activities.csv?raw';

/** What 16 and 17 year olds do at the end of each month (post16-and-destinations.md section 4). */

/** `not counted`: young people in custody are no part of the cohort. A gap year is other: neither learning nor NEET. */
export const activityGroups = [
  'in education or training',
  'employment',
  'NEET available',
  'NEET not available',
  'other',
  'not known',
  'not counted',
] as const;
export type ActivityGroup = (typeof activityGroups)[number];

/** Months as periods are called, in the order of an academic year. */
export const months = [
  'september',
  'october',
  'november',
  'december',
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
] as const;
export type Month = (typeof months)[number];

/** The months of the headline: see `participation`. */
export const headlineMonths = ['december', 'january', 'february'] as const satisfies readonly Month[];

/** The last day of a month of the academic year that starts in `year`: what is recorded is how it was then. */
export function monthEnd(month: Month, year: number): Temporal.PlainDate {
  const at = months.indexOf(month);
  const first = Temporal.PlainDate.from({ year, month: 9, day: 1 }).add({ months: at });
  return first.with({ day: first.daysInMonth });
}

/** Every activity by its label. The numbers of the codes are not in hand: who has them supplies `activities`. */
export const activities: readonly { activity: string; group: ActivityGroup }[] = readRows(source).map((row) => ({
  activity: row.activity ?? '',
  group: row.group as ActivityGroup,
}));

/** Codes or labels as files write them, each with the activity that it stands for and the group that this counts in. */
export interface ActivityCode {
  code: string;
  activity: string;
  group: ActivityGroup;
}

/** How long an activity holds without being confirmed again, in months. */
export interface ActivityLapse {
  activity: string;
  months: number;
}

export function readActivityCodes(csv: string): Result<ActivityCode[], TableFault[]> {
  const read = readSupplied(csv, { texts: ['code', 'activity', 'group'], numbers: [] });
  if (!read.ok) return read;
  const faults = read.value.flatMap(({ group }, n): TableFault[] =>
    (activityGroups as readonly string[]).includes(group)
      ? []
      : [{ line: n + 2, column: 'group', value: group, sentence: `"group" has to be ${activityGroups.join(', ')}.` }],
  );
  const seen = new Map<string, number>();
  for (const [n, { code }] of read.value.entries()) {
    const before = seen.get(plain(code));
    if (before !== undefined)
      faults.push({ line: n + 2, column: 'code', value: code, sentence: `This stands on line ${before} already.` });
    else seen.set(plain(code), n + 2);
  }
  return faults.length > 0 ? refused(faults) : (read as Result<ActivityCode[], TableFault[]>);
}

export function readActivityLapses(csv: string): Result<ActivityLapse[], TableFault[]> {
  const read = readSupplied(csv, { texts: ['activity'], numbers: ['months'] });
  if (!read.ok) return read;
  const faults = read.value.flatMap(({ months: lasting }, n): TableFault[] =>
    Number.isInteger(lasting) && lasting > 0 && lasting <= 120
      ? []
      : [
          {
            line: n + 2,
            column: 'months',
            value: String(lasting),
            sentence: '"months" has to be a whole number from 1 to 120.',
          },
        ],
  );
  return faults.length > 0 ? refused(faults) : read;
}

/** Something that a file may say of an activity, and what it counts as. */
export interface KnownActivity {
  written: string;
  group: ActivityGroup;
  /** After so many months without being confirmed it is not known any more; null where that is not in hand. */
  lapses: number | null;
}

/** Everything that a file may say, small. What is supplied wins over what is shipped; a lapse is that of the activity, or of the code as it is written. */
export function knownActivities(
  codes: readonly ActivityCode[] = [],
  lapses: readonly ActivityLapse[] = [],
): KnownActivity[] {
  const lasting = new Map(lapses.map((one) => [plain(one.activity), one.months]));
  const known = new Map<string, KnownActivity>();
  for (const { code, activity, group } of [
    ...activities.map((one) => ({ ...one, code: one.activity })),
    ...codes.flatMap((one) => [{ ...one, code: one.activity }, one]),
  ])
    known.set(plain(code), {
      written: plain(code),
      group,
      lapses: lasting.get(plain(code)) ?? lasting.get(plain(activity)) ?? null,
    });
  return [...known.values()];
}

export interface RecordedActivity {
  activity: string;
  month: Month;
  /** When somebody last made sure of it; null where nobody says. */
  confirmed: Temporal.PlainDate | null;
}

/**
 * The group that an activity counts in at the end of its month: one that was not confirmed for as long as it holds has lapsed to not known. Null where
 * nobody knows the activity.
 */
export function groupAt(
  { activity, month, confirmed }: RecordedActivity,
  year: number,
  known: readonly KnownActivity[],
): ActivityGroup | null {
  const found = known.find(({ written }) => written === plain(activity));
  if (!found) return null;
  const { group, lapses } = found;
  if (group === 'not counted' || lapses === null || confirmed === null) return group;
  return Temporal.PlainDate.compare(confirmed.add({ months: lapses }), monthEnd(month, year)) < 0 ? 'not known' : group;
}

/** Academic age 16 and 17, years 12 and 13: by the birthday, else by the year group, and where neither is said whoever is in the file. */
export function isOfCohort(
  { born, yearGroup }: { born: Temporal.PlainDate | null; yearGroup: string | null },
  year: number,
): boolean {
  if (born === null) return yearGroup === null || ['12', '13'].includes(yearGroup);
  const age = born.until(Temporal.PlainDate.from({ year, month: 8, day: 31 }), { largestUnit: 'year' }).years;
  return age === 16 || age === 17;
}

/**
 * The same for millions. `rows` have `urn`, `upn`, `month`, `activity`, `confirmed`, `born` and `year_group`: each with its group as `state`, of those in the cohort.
 * Activities that nobody knows are left out: `unknownActivitiesSql` has them.
 */
export const activitySql = (rows: string, year: number, known: readonly KnownActivity[]): string => `with known as (
  select * from (values ${known
    .map(({ written, group, lapses }) => `(${text(written)}, ${text(group)}, ${lapses ?? 'null'}::int)`)
    .join(', ')}) as k (written, "group", lapses)
),
ends as (select * from (values ${months
  .map((month) => `(${text(month)}, date '${monthEnd(month, year)}')`)
  .join(', ')}) as e (month, month_end))
select r.*, case when k."group" <> 'not counted' and (r.confirmed + to_months(k.lapses))::date < e.month_end then 'not known' else k."group" end as state
from ${rows} r join ends e using (month) join known k on k.written = lower(trim(r.activity))
where k."group" <> 'not counted' and case
  when r.born is null then coalesce(r.year_group in ('12', '13'), true)
  else date_diff('year', r.born, date '${year}-08-31') - (strftime(r.born, '%m%d') > '0831')::int in (16, 17) end`;

/** Rows whose activity nobody knows: the code where it is one, how many, and the lines of the first. */
export const unknownActivitiesSql = (rows: string, known: readonly KnownActivity[]): string =>
  `select null::varchar as subject, null::varchar as scale, case when regexp_full_match(activity, '[A-Za-z]{0,2}[0-9]{1,5}') then activity end as grade,
    count(*)::int as entries, list(line order by line)[1:5] as lines
  from ${rows} where activity is not null and lower(trim(activity)) not in (${known.map(({ written }) => text(written)).join(', ')})
  group by all order by entries desc, grade`;

const plain = (said: string): string => said.trim().toLowerCase();
