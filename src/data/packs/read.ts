import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import { ownUrns } from '../figures/queries';
import { partnershipMeans, schoolsData } from '../school/read';
import type { Stage } from '../tables';
import type { PackOf } from './make';
import type { OwnBehind } from './own-content';
import type { Audience } from './rows';
import type { PackRelease } from './school-content';

/** Who has a pack: every open school of the directory, whatever is loaded of it, and every partnership of today. */
export type PackPlace =
  | { kind: 'school'; urn: number; name: string }
  | { kind: 'partnership'; id: string; name: string };

export async function packPlaces(tx: Tx): Promise<PackPlace[]> {
  const schools = await sql<{ urn: number; name: string }>`
    select urn, name from schools.current_school where open order by urn`.execute(tx);
  const partnerships = await sql<{ id: string; name: string }>`
    select id, name from schools.current_partnership order by place, name, id`.execute(tx);
  return [
    ...schools.rows.map((row) => ({ kind: 'school' as const, ...row })),
    ...partnerships.rows.map((row) => ({ kind: 'partnership' as const, ...row })),
  ];
}

/** One of them, by its number; null where there is none. A school that has closed still has one when it is asked for. */
export async function schoolPlace(tx: Tx, urn: number): Promise<PackPlace | null> {
  const { rows } = await sql<{ urn: number; name: string }>`
    select urn, name from schools.current_school where urn = ${urn}`.execute(tx);
  return rows[0] ? { kind: 'school', ...rows[0] } : null;
}

export async function partnershipPlace(tx: Tx, id: string): Promise<PackPlace | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from schools.current_partnership where id = ${id}`.execute(tx);
  return rows[0] ? { kind: 'partnership', ...rows[0] } : null;
}

/** Every accepted release, by its number. */
export async function packReleases(tx: Tx): Promise<Map<number, PackRelease>> {
  const { rows } = await sql<Omit<PackRelease, 'rows'> & { counts: { rows?: number }; stage: Stage }>`
    select id, name, dataset, stage, accepted_at as "acceptedAt", file_name as file, counts from data.release
    where status = 'accepted' order by id`.execute(tx);
  return new Map(rows.map(({ counts, ...release }) => [release.id, { ...release, rows: counts.rows ?? 0 }]));
}

/**
 * The releases of files of pupils that figures of our own are made from. Their rows are told of one school, to its own leaders: of a file of
 * few pupils a number of rows says what is hidden elsewhere.
 */
export async function releasesBehind(
  tx: Tx,
  own: Pick<OwnBehind, 'figures' | 'attendance' | 'months'>,
  urn: number | null,
): Promise<PackRelease[]> {
  const figures = [...own.figures, ...own.attendance, ...(own.months ?? [])];
  const names = [...new Set(figures.flatMap(({ releases }) => releases ?? []))];
  if (names.length === 0) return [];
  const line = urn === null ? [] : ((await ownUrns(tx, [urn])).get(urn) ?? [urn]);
  const { rows } = await sql<PackRelease>`
    select id, name, dataset, stage, accepted_at as "acceptedAt", file_name as file,
      (select sum(s.rows)::int from data.release_school s where s.release_id = r.id and s.urn = any (${line}::int[])) as rows
    from data.release r where status = 'accepted' and name = any (${names}::text[]) order by name`.execute(tx);
  return rows;
}

/** What stands behind the packs of these places. Those that are no more are left out. */
export async function readPlaces(
  tx: Tx,
  database: Database,
  places: readonly PackPlace[],
  audience: Audience,
): Promise<{ place: PackPlace; of: PackOf }[]> {
  const urns = places.flatMap((place) => (place.kind === 'school' ? [place.urn] : []));
  const schools = urns.length === 0 ? new Map() : await schoolsData(tx, database, urns);
  const found: { place: PackPlace; of: PackOf }[] = [];
  for (const place of places) {
    if (place.kind === 'school') {
      const school = schools.get(place.urn);
      if (school) found.push({ place, of: { kind: 'school', school, audience } });
    } else found.push({ place, of: await readPartnership(tx, database, place) });
  }
  return found;
}

async function readPartnership(tx: Tx, database: Database, partnership: { id: string; name: string }): Promise<PackOf> {
  const { rows } = await sql<{ urn: number }>`
    select m.urn from schools.current_partnership_membership m
    cross join lateral (select open from schools.current_school c where c.urn = m.urn offset 0) s
    where m.partnership_id = ${partnership.id} and s.open order by m.urn`.execute(tx);
  const members = [
    ...(
      await schoolsData(
        tx,
        database,
        rows.map(({ urn }) => urn),
      )
    ).values(),
  ];
  const sectors = [...new Set(members.map(({ school }) => school.sector))];
  return {
    kind: 'partnership',
    partnership,
    members,
    means: await partnershipMeans(tx, database, partnership.id, sectors),
  };
}
