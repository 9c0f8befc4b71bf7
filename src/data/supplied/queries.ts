import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { Result } from '../../platform/result';
import { suppliedTables } from '../methods/supplied';
import type { TableFault, TableName } from '../methods/tables';
import '../tables';

/** One version of an official table, as somebody supplied it. */
export interface SuppliedVersion {
  id: number;
  name: TableName;
  /** The calendar year in which the academic year starts. */
  year: number;
  fileName: string;
  sha256: string;
  rows: number;
  suppliedAt: Temporal.Instant;
  suppliedBy: string | null;
}

/** Every version of a table, or of all, the newest first. The first of each name and year is the one that holds. */
export async function suppliedVersions(tx: Tx, name: TableName | null): Promise<SuppliedVersion[]> {
  const { rows } = await sql<SuppliedVersion>`
    select id, name, year, file_name as "fileName", sha256, rows, supplied_at as "suppliedAt", supplied_by as "suppliedBy"
    from data.supplied_table where ${name}::text is null or name = ${name} order by id desc`.execute(tx);
  return rows;
}

/** A version with its text, as it was supplied. */
export async function suppliedContent(
  tx: Tx,
  id: number,
): Promise<{ name: TableName; year: number; content: string } | null> {
  const { rows } = await sql<{ name: TableName; year: number; content: string }>`
    select name, year, content from data.supplied_table where id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

type Read<Name extends TableName> =
  ReturnType<(typeof suppliedTables)[Name]['read']> extends Result<infer Value, TableFault[]> ? Value : never;

/**
 * The table that holds for the academic year that starts in `year`, read as the method takes it; null where nobody has supplied one. `id` says
 * which version it is: a figure that was worked out from it names it.
 */
export async function suppliedTable<Name extends TableName>(
  tx: Tx,
  name: Name,
  year: number,
): Promise<{ id: number; value: Read<Name> } | null> {
  const { rows } = await sql<{ id: number; content: string }>`
    select id, content from data.supplied_table where name = ${name} and year = ${year} order by id desc limit 1`.execute(
    tx,
  );
  const found = rows[0];
  if (!found) return null;
  const read: Result<unknown, TableFault[]> = suppliedTables[name].read(found.content);
  if (!read.ok) throw new Error(`The supplied table ${found.id} cannot be read any more.`);
  return { id: found.id, value: read.value as Read<Name> };
}
