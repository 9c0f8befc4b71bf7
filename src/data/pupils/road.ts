import { keptFields, type PupilDataset } from '../catalogue/pupil-datasets';
import { text } from '../methods/sql';

/** From judged rows to what is kept of a release of pupils: pieces of DuckDB SQL. */

const taken = (judged: string) => `select * from read_parquet(${text(judged)}) where rejects is null`;

/** A row for each value that was rejected, from the line after $1 on: whole lines, in the order of the file. */
export const rejectsSql = (
  judged: string,
  lines: number,
): string => `select line, one.place as place, one.value as value, one.reason as reason
from (select line, unnest(rejects) as one from (
  select line, rejects from read_parquet(${text(judged)}) where rejects is not null and line > $1 order by line limit ${lines}
)) order by line, place`;

/** What is wrong with how many values, the most first, where it is more than anybody could look at; else no row. */
export const faultsSql = (
  judged: string,
  most: number,
): string => `select one.place as place, one.reason as reason, count(*)::int as values, min(line)::int as first
from (select line, unnest(rejects) as one from read_parquet(${text(judged)}) where rejects is not null)
where (select sum(len(rejects)) from read_parquet(${text(judged)})) > ${most}
group by all order by values desc, first limit 5`;

/**
 * Judged rows with a string of marks as a row a session: two marks a day from `start` on, of school days unless the row says that the string
 * counts the weekend too.
 */
export const unfoldedSql = (judged: string): string => `select line, urn, upn,
  case when coalesce(days_a_week, 5) = 7 then start + (place // 2)::int
    else start + (place // 2)::int + 2 * ((isodow(start) - 1 + place // 2) // 5)::int end as day,
  case when place % 2 = 0 then 'am' else 'pm' end as half, nullif(marks[place + 1], ' ') as mark, rejects
from (select *, unnest(range(length(marks))) as place from (${taken(judged)}))`;

/** Groups at once, so that the keys of millions of rows fit into little memory. */
const keysAtOnce = 3_000_000;

/**
 * Statements that leave a table `twice` (`line`, `first`): rows whose key a row before them has. Keys are first told apart by a number, part by
 * part, and only those whose numbers are the same are compared.
 */
export function twiceSql(dataset: PupilDataset, judged: string, rows: number): string[] {
  const key = ['urn', ...dataset.key].join(', ');
  const parts = Math.max(1, Math.ceil(rows / keysAtOnce));
  const numbered = `select line, hash(${key}) as key from (${taken(judged)})`;
  return [
    'create schema data',
    'create table data.alike (key ubigint)',
    ...Array.from(
      { length: parts },
      (_, part) =>
        `insert into data.alike select key from (${numbered}) ${parts === 1 ? '' : `where key % ${parts} = ${part}`} group by key having count(*) > 1`,
    ),
    `create table twice as select line, min(first) as first from (
      select line, min(line) over (partition by ${key}) as first from (${taken(judged)}) where hash(${key}) in (select key from data.alike)
    ) where line <> first group by line`,
  ];
}

/** What is kept: the rows that can be taken, typed, under the canonical names, in the order of the file. */
export const finalSql = (dataset: PupilDataset, judged: string): string =>
  `select line, urn, ${keptFields(dataset).join(', ')} from (${taken(judged)}) anti join twice using (line)`;

/** A sum over the rows whatever their order, and the file's lines apart: two releases with the same rows have the same. */
export const digestSql = (dataset: PupilDataset, parquet: string): string => {
  const row = ['urn', ...keptFields(dataset)].map((name) => `coalesce(${name}::varchar, chr(30))`).join(', ');
  return `select sha256(concat_ws(' ', ${text(dataset.id)}, count(*), sum(md5_number_lower(concat_ws(chr(31), ${row}))::hugeint))) as digest,
    count(distinct upn)::int as pupils, count(*)::int as rows,
    (select count(*)::int from (select upn from read_parquet(${text(parquet)}) group by upn having min(urn) <> max(urn))) as shared from read_parquet(${text(parquet)})`;
};
