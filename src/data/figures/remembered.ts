import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import { remembering } from '../../schools';

/**
 * Keeps what follows from figures as long as it holds. Which releases somebody sees is part of the name: what was worked out for a reader
 * who sees early results is never given to one who does not.
 */
export async function rememberingFigures(tx: Tx, database: Database) {
  const remember = await remembering(tx, database);
  const { rows } = await sql<{ seen: string }>`
    select md5(string_agg(id::text, ',' order by id)) as seen from unnest(data.accepted_releases()) id`.execute(tx);
  const seen = rows[0]?.seen ?? 'none';
  return <T>(name: string, ask: () => Promise<T>): Promise<T> => remember(`data/${seen}/${name}`, ask);
}
