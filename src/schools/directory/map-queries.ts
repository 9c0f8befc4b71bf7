import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { conditions, type SchoolFilter } from './queries';

/** A school on the map, in metres of the national grid. */
export interface MapPoint {
  urn: number;
  name: string;
  sector: string;
  easting: number;
  northing: number;
  /** It is in the list beside the map. */
  found: boolean;
}

/** Many schools as one mark: those of one square of the grid, at their middle. */
export interface MapCell {
  easting: number;
  northing: number;
  schools: number;
  found: number;
}

export interface MapLetter {
  id: string;
  letter: string;
  easting: number;
  northing: number;
}

export type SchoolMap =
  | { kind: 'points'; points: MapPoint[]; letters: MapLetter[] }
  | { kind: 'cells'; cells: MapCell[]; letters: MapLetter[]; metres: number };

/** Above this many marks a map is a blot, and a page too heavy for a phone. */
export const mostPoints = 1000;

/** Cells along the longer side. */
const cellsAcross = 40;

/** Every placed school that the filter leaves in view (open, closed or both), with those found marked: each once, or in squares where they are too many. */
export async function schoolMap(tx: Tx, filter: SchoolFilter, near: number[] | null = null): Promise<SchoolMap> {
  const shown = filter.open === 'all' ? sql`true` : sql`s.open = ${filter.open === 'open'}`;
  const placed = sql`s.easting is not null and s.northing is not null and ${shown}`;
  const found = sql`coalesce(${conditions(filter, near)}, false)`;
  const letters = await lettersOfLocalities(tx);
  const { rows } = await sql<{ schools: number; across: number | null }>`
    select count(*)::int as schools, greatest(max(easting) - min(easting), max(northing) - min(northing)) as across
    from schools.current_school s where ${placed}`.execute(tx);
  const { schools = 0, across = 0 } = rows[0] ?? {};
  if (schools <= mostPoints) {
    const { rows: points } = await sql<MapPoint>`
      select s.urn, s.name, s.sector, s.easting, s.northing, ${found} as found
      from schools.current_school s where ${placed} order by s.northing desc, s.urn`.execute(tx);
    return { kind: 'points', points, letters };
  }
  const metres = Math.max(1, Math.ceil((across ?? 0) / cellsAcross / 1000)) * 1000;
  const { rows: cells } = await sql<MapCell>`
    select round(avg(easting))::int as easting, round(avg(northing))::int as northing, count(*)::int as schools, (count(*) filter (where found))::int as found
    from (select s.easting, s.northing, ${found} as found from schools.current_school s where ${placed}) placed
    group by easting / ${metres}::int, northing / ${metres}::int
    order by 3, 1, 2`.execute(tx);
  return { kind: 'cells', cells, letters, metres };
}

/** A locality's letter stands amid its schools: no outline is in hand, and none is invented. */
async function lettersOfLocalities(tx: Tx): Promise<MapLetter[]> {
  const { rows } = await sql<MapLetter>`
    select p.id, p.letter, round(avg(s.easting))::int as easting, round(avg(s.northing))::int as northing
    from schools.partnership p
    join schools.current_partnership_membership m on m.partnership_id = p.id
    join schools.current_school s on s.urn = m.urn
    where p.kind = 'locality' and p.letter is not null and s.open and s.easting is not null and s.northing is not null
    group by p.id, p.letter order by p.letter`.execute(tx);
  return rows;
}
