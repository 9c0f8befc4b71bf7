import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { decode, UnreadableFile } from '../../platform/reading';
import { ok, type Result, refused } from '../../platform/result';
import { yearName } from '../../schools';
import { suppliedTables } from '../methods/supplied';
import { readRows, type TableFault, type TableName, tableNames } from '../methods/tables';
import { measureLater } from '../pupils/measure-later';
import type { By } from '../releases/service';
import { type SuppliedVersion, suppliedVersions } from './queries';

export const tableNamed = (name: string): TableName | undefined =>
  Object.hasOwn(tableNames, name) ? (name as TableName) : undefined;

/** Official tables have some hundreds of rows. */
const largest = 5_000_000;

/** A table as text, whatever its encoding. @throws UnreadableFile */
export async function readTableText(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  const { read } = await decode(path);
  for await (const piece of read()) {
    size += piece.length;
    if (size > largest)
      throw new UnreadableFile('noise', 'This file is far larger than an official table. Choose the table alone.');
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces).toString('utf8');
}

export type NotSupplied = { kind: 'same' } | { kind: 'faults'; faults: TableFault[] };

/**
 * Keeps a new version of an official table, and has what depends on it worked out. A version is never changed: a later one holds in its place.
 * 'same': the version that holds has the very same text.
 */
export async function supplyTable(
  tx: Tx,
  by: By,
  wish: { name: TableName; year: number; fileName: string; content: string },
): Promise<Result<SuppliedVersion, NotSupplied>> {
  const { name, year, content } = wish;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`supplied/${name}/${year}`}, 0))`.execute(tx);
  const read = suppliedTables[name].read(content);
  const faults = read.ok ? yearFaults(content, year) : read.reason;
  if (faults.length > 0) return refused({ kind: 'faults', faults });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const before = (await suppliedVersions(tx, name)).find((one) => one.year === year);
  if (before?.sha256 === sha256) return refused({ kind: 'same' });
  const version = {
    name,
    year,
    fileName: wish.fileName.slice(0, 200) || 'table.csv',
    sha256,
    rows: readRows(content).length,
    suppliedAt: by.clock.now(),
    suppliedBy: by.actor?.personId ?? null,
  };
  const { rows } = await sql<{ id: number }>`
    insert into data.supplied_table (name, year, file_name, sha256, content, rows, supplied_at, supplied_by)
    values (${name}, ${year}, ${version.fileName}, ${sha256}, ${content}, ${version.rows}, ${version.suppliedAt.toString()}, ${version.suppliedBy})
    returning id`.execute(tx);
  await measureLater(tx, { table: name, year });
  await recordDeed(tx, by, {
    action: 'data.table-supplied',
    scope: 'installation',
    about: `${tableNames[name]}, ${yearName(year)}: ${version.fileName}.`,
    after: { sha256, rows: version.rows },
  });
  return ok({ id: rows[0]?.id ?? 0, ...version });
}

/** Tables say years by their summers, in a column or in dates. A table of other years alone, or of several, is another than was asked for. */
function yearFaults(content: string, year: number): TableFault[] {
  const wrong = (line: number, column: string, value: string): TableFault => ({
    line,
    column,
    value,
    sentence: `This is not of ${yearName(year)}, which the table calls ${year + 1}.`,
  });
  const rows = readRows(content);
  const [first] = rows;
  if (first && 'year' in first)
    return rows.flatMap((row, n) => (Number(row.year) === year + 1 ? [] : [wrong(n + 2, 'year', row.year ?? '')]));
  if (first && 'date' in first) {
    const of = (day: string) => day >= `${year}-09-01` && day <= `${year + 1}-08-31`;
    return rows.some((row) => of(row.date ?? '')) ? [] : [wrong(2, 'date', first.date ?? '')];
  }
  return [];
}
