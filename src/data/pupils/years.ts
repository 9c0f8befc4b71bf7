import type { DuckDB } from '../../platform/duckdb';
import { UnreadableFile } from '../../platform/reading';
import { dateInName, readAcademicYear } from '../../schools';
import { text } from '../methods/sql';
import type { Release } from '../releases/queries';
import { noYear, wrongYear } from '../releases/years';
import { dateRead } from './field-sql';
import { type JudgeFiles, rowsOf } from './judge-sql';
import type { PupilPlan } from './plan';
import { byAge, bySaying } from './year-group-sql';

/**
 * The academic year of a file of pupils: as it was asked for, as its rows say, as its name says.
 * @throws UnreadableFile when two of them disagree, or nobody says any.
 */
export async function yearOfPupils(
  db: DuckDB,
  plan: PupilPlan,
  release: Pick<Release, 'year' | 'fileName'>,
  files: JudgeFiles,
): Promise<number> {
  const named = dateInName(release.fileName);
  const asked = release.year ?? (named?.kind === 'year' ? named.starts : null);
  if (plan.year === null) {
    if (asked === null) throw noYear();
    return asked;
  }
  const said = await db.query<{ said: string | null }>(
    `select distinct c${plan.year + 1} as said from ${rowsOf(plan, files)} order by said nulls last limit 3`,
  );
  const years = said.flatMap(({ said: one }) => (one === null ? [] : [readAcademicYear(one)]));
  if (years.includes(null))
    throw new UnreadableFile(
      'headings',
      `The column "${plan.headings[plan.year]}" holds something that is no academic year, such as 2017/18. Mend it, or take the column out, then choose the file again.`,
    );
  const other = years.find((one) => one !== null && one !== (release.year ?? years[0]));
  if (other !== undefined && other !== null) throw wrongYear(other, release.year ?? years[0] ?? other);
  const year = years[0] ?? asked;
  if (year === null) throw noYear();
  return year;
}

/** Fewer dates of birth than this say little about a year. */
const enough = 10;

/**
 * What most rows say: days of another academic year, pupils of another national curriculum year than the dataset is about, or of another age than those of their own.
 * @throws UnreadableFile that names the year that the file seems to be of.
 */
export async function refuseWrongYear(db: DuckDB, plan: PupilPlan, judged: string, year: number): Promise<void> {
  const from = `read_parquet(${text(judged)})`;
  for (const { name, field, at } of plan.fields) {
    if (field.within === 'year') {
      const [days] = await db.query<{ right: number; wrong: number; likeliest: number | null }>(
        `select count(${name})::int as right, (select count(*)::int from (${outside(from, at)})) as wrong,
          (select mode(case when month(day) >= 8 then year(day) else year(day) - 1 end)::int from (${outside(from, at)})) as likeliest from ${from}`,
      );
      if (days && days.wrong > days.right && days.likeliest !== null && days.likeliest !== year)
        throw wrongYear(days.likeliest, year);
    }
    const { curriculum, fields } = plan.dataset;
    if (name === 'born' && curriculum.length > 0) {
      const group = await sameInMost(db, from, byAge(year));
      if (group === null || curriculum.includes(group)) continue;
      const nearest = curriculum.reduce((best, one) => (Math.abs(one - group) < Math.abs(best - group) ? one : best));
      throw wrongYear(year - (group - nearest), year);
    } else if (name === 'born' && fields.year_group?.required) {
      const older = await sameInMost(db, from, `${byAge(year)} - ${bySaying}`);
      if (older !== null && older !== 0) throw wrongYear(year - older, year);
    }
  }
}

/** What most rows that say anything have in common; null where there is none, or too few rows say anything. */
async function sameInMost(db: DuckDB, from: string, what: string): Promise<number | null> {
  const [found] = await db.query<{ known: number; most: number; one: number | null }>(
    `select sum(n)::int as known, max(n)::int as most, arg_max(one, n)::int as one from (
      select ${what} as one, count(*) as n from ${from} where born is not null group by 1) where one is not null`,
  );
  return found && found.known >= enough && found.most * 2 > found.known ? found.one : null;
}

const outside = (from: string, at: number): string =>
  `select day from (select ${dateRead('one.value')} as day from (select unnest(rejects) as one from ${from} where rejects is not null) where one.place = ${at}) where day is not null`;
