import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import { type Remember, remembering } from '../../schools';
import { areasOf } from './means';
import { type Figure, figuresOfAreas } from './queries';

/**
 * Keeps what follows from figures as long as it holds. Which releases somebody sees is part of the name: what was worked out for a reader
 * who sees early results is never given to one who does not.
 */
export async function rememberingFigures(tx: Tx, database: Database): Promise<Remember> {
  const remember = await remembering(tx, database);
  const { rows } = await sql<{ seen: string }>`
    select md5(string_agg(id::text, ',' order by id)) as seen from unnest(data.accepted_releases()) id`.execute(tx);
  const seen = rows[0]?.seen ?? 'none';
  return (name, ask) => remember(`data/${seen}/${name}`, ask);
}

/** Published figures of England and of an authority, which its schools of a sector are set against: the same for each of them. */
export const areasBeside = (tx: Tx, keep: Remember, sector: string, la: number | null): Promise<Figure[]> =>
  keep(`areas/${la}/${sector}`, () => figuresOfAreas(tx, areasOf([sector], la)));
