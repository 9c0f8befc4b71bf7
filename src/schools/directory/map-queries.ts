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
  // The squares of no more schools than can be drawn are none: then each is asked for by itself.
  const { rows: cells } = await sql<MapCell & { metres: number }>`
    with placed as materialized (select s.easting, s.northing, ${found} as found from schools.current_school s where ${placed}),
    -- Worked out once: a planner that expects few schools would work it out for each.
    extent as materialized (
      select greatest(ceil(greatest(max(easting) - min(easting), max(northing) - min(northing)) / ${cellsAcross * 1000}::float8)::int, 1) * 1000 as metres
      from placed having count(*) > ${mostPoints}
    )
    select metres, round(avg(easting))::int as easting, round(avg(northing))::int as northing, count(*)::int as schools,
      (count(*) filter (where found))::int as found
    from placed cross join extent
    group by metres, easting / metres, northing / metres
    order by 4, 2, 3`.execute(tx);
  const [first] = cells;
  if (first)
    return { kind: 'cells', cells: cells.map(({ metres: _, ...cell }) => cell), letters, metres: first.metres };
  const { rows: points } = await sql<MapPoint>`
    select s.urn, s.name, s.sector, s.easting, s.northing, ${found} as found
    from schools.current_school s where ${placed} order by s.northing desc, s.urn`.execute(tx);
  return { kind: 'points', points, letters };
}

/** A locality's letter stands amid its schools: no outline is in hand, and none is invented. */
async function lettersOfLocalities(tx: Tx): Promise<MapLetter[]> {
  const { rows } = await sql<MapLetter>`
    select p.id, p.letter, round(avg(s.easting))::int as easting, round(avg(s.northing))::int as northing
    from schools.current_partnership p
    join schools.current_partnership_membership m on m.partnership_id = p.id
    join lateral (select c.open, c.easting, c.northing from schools.current_school c where c.urn = m.urn offset 0) s on true
    where p.kind = 'locality' and p.letter is not null and s.open and s.easting is not null and s.northing is not null
    group by p.id, p.letter order by p.letter`.execute(tx);
  return rows;
}
