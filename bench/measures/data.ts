import { join } from 'node:path';
import { madeUpProgress8Averages } from '../../src/data/measured/testing';
import { gcsePoints } from '../../src/data/methods';
import { progress8Groups } from '../../src/data/methods/progress-8';
import type { DuckDB } from '../../src/platform/duckdb';

/** Made-up cohorts by formula: the same seed makes the same files, on any number of cores. Averages stand in for official tables that are not in hand. */
export interface Cohort {
  /** As something to select from. */
  census: string;
  rows: string;
  pupils: number;
}

const seed = 2018;
/** A whole number under `below` that depends on these alone. */
const dice = (below: number, ...of: string[]) => `(hash(${[seed, ...of].join(', ')}) % ${below})::int`;
/** One of these, each as likely as another. */
const one = (list: string, count: number, ...of: string[]) => `(${list})[${dice(count, ...of)} + 1]`;

const people = (pupils: number, schoolSize: number, age: string) => `
  select 100001 + (i // ${schoolSize})::int as urn, 'T' || lpad(i::varchar, 12, '0') as upn, i,
    ${one("['F', 'M']", 2, 'i', '1')} as sex, (date '2017-08-31' - interval (${age}) year - interval (${dice(364, 'i', '2')}) day)::date as born, 11 as year_group,
    ${one("['N', 'N', 'N', 'N', 'N', 'K', 'E']", 7, 'i', '3')} as sen, ${dice(10, 'i', '4')} < 3 as free_meals_in_six_years, false as ever_in_care, false as left_care,
    'WBRI' as ethnicity, 'ENG' as language, date '2014-09-01' as entry_date, 'sole' as enrolment
  from range(${pupils}) t(i)`;

/** Areas, and the tables that the query by hand joins: every school in one authority of a hundred and fifty. */
async function beside(db: DuckDB, census: string): Promise<void> {
  await db.query(
    `create or replace table areas as select distinct urn, 'la/' || (201 + urn % 150) as area from ${census}`,
  );
  await db.query(`create or replace view cohort as select urn, upn, ks2_reading, ks2_maths,
    case sex when 'F' then 'girls' when 'M' then 'boys' end as sex,
    case when free_meals_in_six_years or ever_in_care or left_care then 'disadvantaged' else 'other' end as disadvantage,
    case sen when 'N' then 'no-sen' when 'K' then 'sen-support' when 'E' then 'sen-plan' end as sen,
    date_diff('year', born, date '2017-08-31') - (strftime(born, '%m%d') > '0831')::int as age from ${census}`);
}

/** A key stage 4 cohort with nine entries each, as Parquet. */
export async function keyStage4Cohort(db: DuckDB, folder: string, pupils: number): Promise<Cohort> {
  const at = (name: string) => join(folder, `${name}-${pupils}.parquet`);
  await db.query(`copy (select * exclude (i), case when ${dice(20, 'i', '5')} > 0 then (20 + ${dice(38, 'i', '6')})::decimal(9,4) / 10 end::decimal(9,4) as ks2_reading,
    case when ${dice(20, 'i', '5')} > 0 then (20 + ${dice(38, 'i', '7')})::decimal(9,4) / 10 end::decimal(9,4) as ks2_maths from (${people(pupils, 170, '15')})) to '${at('census')}' (format parquet)`);
  const subjects =
    "['english-language', 'english-literature', 'mathematics', 'combined-science', 'history', 'language', 'other', 'other', 'geography']";
  await db.query(`copy (
    select urn, upn, (${subjects})[k] as subject, case when k = 4 then 'GCSE combined science (per slot, two slots)' else 'GCSE 9-1' end as scale,
      case when k = 4 then g || '-' || g else g end as grade
    from (select urn, upn, k::int as k, (1 + ${dice(9, 'i', 'k', '8')})::varchar as g from (${people(pupils, 170, '15')}), range(1, 10) r(k))) to '${at('entries')}' (format parquet)`);
  const [census, rows] = [`read_parquet('${at('census')}')`, `read_parquet('${at('entries')}')`];
  await beside(db, census);
  const points = gcsePoints(2018);
  if (!points.ok) throw new Error(points.reason.sentence);
  await db.query('create or replace table points (scale varchar, grade varchar, points decimal(9,4))');
  await db.query(
    `insert into points values ${points.value.rows.map((row) => `('${row.scale}', '${row.grade}', ${row.points})`).join(', ')}`,
  );
  await db.query('create or replace table averages (label decimal(9,4), overall decimal(9,4), minimum decimal(9,4))');
  await db.query(
    `insert into averages values ${[...madeUpProgress8Averages(2018, progress8Groups).groups].map(([label, row]) => `(${label}, ${row.total}, ${row.minimum})`).join(', ')}`,
  );
  await db.query(`create or replace view entries as select * from ${rows}`);
  return { census, rows, pupils };
}

/** A year of attendance, 380 sessions each, as CSV. */
export async function attendanceYear(db: DuckDB, folder: string, pupils: number): Promise<Cohort> {
  const csv = join(folder, `marks-${pupils}.csv`);
  const parquet = join(folder, `attendance-census-${pupils}.parquet`);
  const own = people(pupils, 430, `5 + (i % 10)::int`);
  await db.query(
    `copy (select * exclude (i), null::decimal(9,4) as ks2_reading, null::decimal(9,4) as ks2_maths from (${own})) to '${parquet}' (format parquet)`,
  );
  const usual = `case when ${dice(100, 'i', 's')} < 95 then case s % 2 when 0 then '/' else '\\' end else ${one("['I', 'I', 'M', 'O', 'G', 'N', 'U', 'L', 'V', 'D']", 10, 'i', 's', '9')} end`;
  await db.query(`copy (
    select urn, upn, strftime(date '2017-09-04' + ((s // 2) + (s // 10) * 2 + (s // 70) * 9)::int, '%Y-%m-%d') as day, case s % 2 when 0 then 'am' else 'pm' end as half, ${usual} as mark
    from (${own}), range(380) r(s)) to '${csv}' (format csv, header)`);
  const rows = `read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {'urn': 'INTEGER', 'upn': 'VARCHAR', 'day': 'DATE', 'half': 'VARCHAR', 'mark': 'VARCHAR'})`;
  await beside(db, `read_parquet('${parquet}')`);
  await db.query(`create or replace view marks as select * from ${rows}`);
  return { census: `read_parquet('${parquet}')`, rows, pupils };
}
