import type { DuckDB } from '../../../platform/duckdb';
import { text } from '../sql';

type Cell = string | number | boolean | null;
const written = (cell: Cell) => (typeof cell === 'string' ? text(cell) : String(cell));

/** Makes a table of rows, with the columns and their types. */
export async function load(
  db: DuckDB,
  table: string,
  columns: Record<string, string>,
  rows: readonly (readonly Cell[])[],
) {
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  await db.query(`create or replace table ${table} (${typed.join(', ')})`);
  if (rows.length === 0) return;
  await db.query(`insert into ${table} values ${rows.map((row) => `(${row.map(written).join(', ')})`).join(', ')}`);
}
