import { ok, type Result } from '../../platform/result';
import { type NeedsTable, needsTable, readRows, type TableName } from './tables';
import source from './tables/parameters.csv?raw';

const parameters = new Map(
  readRows(source).map((row) => [key(row.phase, row.parameter, row.year, row.subject), Number(row.value)]),
);

function key(...parts: (string | number | undefined)[]): string {
  return parts.join('/');
}

/** One national figure of `tables/parameters.csv`, or that its table is needed. */
export function parameter(
  table: TableName,
  phase: 'ks2' | 'ks4',
  name: string,
  year: number,
  subject: string,
): Result<number, NeedsTable> {
  const value = parameters.get(key(phase, name, year, subject));
  return value === undefined ? needsTable(table, year, subject) : ok(value);
}
