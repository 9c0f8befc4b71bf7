import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import type { Database, Tx } from '../../platform/database';
import { rememberingFigures } from '../figures/remembered';
import { schoolsLike } from '../similar/like';
import { fewestSchools } from '../suppression';
import type { Place } from './read';

/** Under which name a place is known among those in which a school's figure may stand. */
export function placeName(place: Place): string {
  switch (place.kind) {
    case 'authority':
      return `la/${place.la}${place.sector === null ? '' : `/${place.sector}`}`;
    case 'set':
      return `set/${place.of}`;
    default:
      return `${place.kind}/${place.id}`;
  }
}

/**
 * Where each school's figure is shown without its name. A reader who sees the dots of a trust and those of a locality could tell a school that
 * alone is in both by its value: so each is shown in the very same places as two others at least. In whichever it would stand with fewer it is
 * not shown, the first of its places giving way first. No figure decides this: exchange those of schools that are shown in the same places, and
 * every page stays as it was.
 * @param wanted of each school its places; in all lists they stand in the same order.
 */
export function shownIn(wanted: ReadonlyMap<number, readonly string[]>): Map<number, readonly string[]> {
  const shown = new Map(wanted);
  for (let size = Math.max(0, ...[...wanted.values()].map(({ length }) => length)); size > 0; size--) {
    const alike = Map.groupBy(
      [...shown].filter(([, places]) => places.length === size),
      ([, places]) => places.join(' '),
    );
    for (const some of alike.values())
      if (some.length < fewestSchools) for (const [urn, places] of some) shown.set(urn, places.slice(1));
  }
  return shown;
}

/**
 * The places in which a reader could meet schools without their names, of each school the one that gives way first first: its trust; of its
 * partnerships and the sets of schools most like the reader's own the smaller one; its sector; its authority.
 */
export async function placesOf(
  tx: Tx,
  database: Database,
  actor: Anyone,
  urns: readonly number[],
): Promise<Map<number, string[]>> {
  const keep = await rememberingFigures(tx, database);
  const { rows } = await sql<{ urn: number; trusts: string[]; partnerships: string[]; areas: string[] }>`
    select each.urn,
      array(select 'trust/' || m.uid from schools.current_trust_membership m where m.urn = each.urn order by m.uid) as trusts,
      array(select 'partnership/' || m.partnership_id from schools.current_partnership_membership m where m.urn = each.urn) as partnerships,
      coalesce(s.areas, '{}') as areas
    from unnest(${[...urns]}::int[]) as each (urn) left join lateral (
      select array['la/' || la || '/' || sector, 'la/' || la] as areas from schools.current_school c
      where c.urn = each.urn and c.open and c.publicly_funded and c.la is not null offset 0
    ) s on true`.execute(tx);
  const sizes = await keep('partnership-sizes', async () => {
    const { rows: counts } = await sql<{ place: string; schools: number }>`
      select 'partnership/' || partnership_id as place, count(*)::int as schools
      from schools.current_partnership_membership group by 1`.execute(tx);
    return new Map(counts.map(({ place, schools }) => [place, schools]));
  });
  const sets = await setsOf(tx, database, actor);
  const size = (name: string) => sets.get(name)?.size ?? sizes.get(name) ?? 0;
  const smallerFirst = (a: string, b: string) => size(a) - size(b) || (a < b ? -1 : 1);
  return new Map(
    rows.map(({ urn, trusts, partnerships, areas }) => {
      const own = [...sets].flatMap(([name, near]) => (near.has(urn) ? [name] : []));
      return [urn, [...trusts, ...[...partnerships, ...own].sort(smallerFirst), ...areas]];
    }),
  );
}

/** The sets in which the reader may compare a school's own figures: of the schools that they may read. */
async function setsOf(tx: Tx, database: Database, actor: Anyone): Promise<Map<string, Set<number>>> {
  const own = (actor?.sees ?? []).flatMap((level) => /^(?:school|pupil)\/(\d{6})$/.exec(level)?.[1] ?? []);
  const { rows } = await sql<{ urn: number; name: string; sector: string }>`
    select urn, name, sector from schools.current_school where urn = any(${[...new Set(own)]}::int[]) order by urn`.execute(
    tx,
  );
  const sets = new Map<string, Set<number>>();
  for (const school of rows) {
    const { near } = await schoolsLike(tx, database, school);
    sets.set(placeName({ kind: 'set', of: school.urn, picked: false, urns: [] }), new Set(near));
  }
  return sets;
}
