import { sql } from 'kysely';
import type { Database } from '../../platform/database';
import { asSystem } from '../../platform/testing';

/** Tables of the machinery: what it keeps is no content. Of the many rows of measured figures the digest of each run tells. */
const machinery = ['pgboss', 'platform.job_later', 'platform.progress', 'platform.migration', 'data.measured'];

/** Every row of every table, without what is drawn anew each time: identifiers, and the numbers that rows are counted by. */
export async function contentOf(database: Database): Promise<Record<string, string[]>> {
  return asSystem(database, async (tx) => {
    const { rows: tables } = await sql<{ name: string }>`
      select schemaname || '.' || tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(tx);
    const content: Record<string, string[]> = {};
    for (const { name } of tables) {
      if (machinery.some((other) => name === other || name.startsWith(`${other}.`))) continue;
      const granted = await sql<{ may: boolean }>`select has_table_privilege(${name}, 'select') as may`.execute(tx);
      if (!granted.rows[0]?.may) continue;
      const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(
        tx,
      );
      content[name] = rows.map(({ row }) => withoutIdentifiers(row)).sort();
    }
    return content;
  });
}

const withoutIdentifiers = (row: string): string =>
  row
    .replace(/("(?:[a-z_]+_)?id"): \d+/g, '$1: "number"')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    // The terms that were agreed to name the identifier of the offer's version: so their file is another to the byte.
    .replace(/[0-9a-f]{64}/g, 'fingerprint')
    .replace(/"bytes": \d+/, 'bytes');
