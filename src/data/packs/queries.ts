import { type Selectable, sql } from 'kysely';
import type { Database, Standing, Tx } from '../../platform/database';
import { fileById, type KeptFile } from '../../platform/files';
import { datasets } from '../catalogue/catalogue';
import { ownUrns } from '../figures/queries';
import type { FailedPack, PackRunTable } from '../tables';
import type { Ending } from './make';
import type { PackPlace } from './read';
import type { Audience } from './rows';
import '../tables';

/** A run of all packs. */
export interface PackRun {
  id: number;
  status: PackRunTable['status'];
  releases: number[];
  printed: Temporal.PlainDate;
  madeAt: Temporal.Instant;
  publishedAt: Temporal.Instant | null;
  packs: number | null;
  failed: FailedPack[];
}

const fromRow = (row: Selectable<PackRunTable>): PackRun => ({
  id: row.id,
  status: row.status,
  releases: row.releases,
  printed: row.printed,
  madeAt: row.made_at,
  publishedAt: row.published_at,
  packs: row.packs,
  failed: row.failed,
});

/** The releases with published figures that the asker may see, in their order: what a pack of this moment is of. */
export async function releasesNow(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from data.release
    where id = any (data.accepted_releases()) and dataset = any (${datasets.map(({ id }) => id)}::text[]) order by id`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** The runs of measures that the asker may see: what the figures of a pack that are worked out from pupils are of. */
export async function runsNow(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from unnest(data.current_runs()) id order by id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Newest first. */
export async function recentRuns(tx: Tx, limit = 50): Promise<PackRun[]> {
  const rows = await tx.selectFrom('data.pack_run').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(fromRow);
}

/** The run that is being made, kept from others until this transaction ends; null where there is none, or it is another. */
export async function runInMaking(tx: Tx, id?: number): Promise<PackRun | null> {
  const row = await tx
    .selectFrom('data.pack_run')
    .selectAll()
    .where('status', '=', 'making')
    .$if(id !== undefined, (query) => query.where('id', '=', id as number))
    .forUpdate()
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Whom a kept pack is for. `everybody`: as for governors, of published figures alone. The others have those worked out from pupils besides. */
export type KeptFor = 'everybody' | Audience;

/** A pack of a run. */
export interface PackToMake {
  place: PackPlace;
  audience: KeptFor;
}

/** Who opens the files of a pack. The database says the same of its row. */
export function levelOf({ place, audience }: PackToMake): string {
  if (audience === 'everybody') return 'public';
  if (place.kind === 'partnership') return `partnership/${place.id}`;
  return `${audience === 'leaders' ? 'leader' : 'school'}/${place.urn}`;
}

/** Under which name a pack is known among those of a run. */
export const packKey = ({ place, audience }: PackToMake): string =>
  `${audience} ${place.kind} ${place.kind === 'school' ? place.urn : place.id}`;

/** Every pack that a run makes: one of each place for everybody, and of those with files of pupils the ones that have figures of them. */
export async function packsToMake(tx: Tx, places: readonly PackPlace[]): Promise<PackToMake[]> {
  const lines = await ownUrns(
    tx,
    places.flatMap((place) => (place.kind === 'school' ? [place.urn] : [])),
  );
  const { rows } = await sql<{ urn: number | null; area: string | null }>`
    select urn, null as area from unnest(${[...lines.values()].flat()}::int[]) urn
    where exists (select from data.measured m where m.urn = urn.urn and m.run_id = any ((select data.current_runs())::int[]))
    union all
    select null, area from unnest(${places.flatMap((place) => (place.kind === 'school' ? [] : [`partnership/${place.id}`]))}::text[]) area
    where exists (select from data.measured m where m.area = area.area and m.run_id = any ((select data.current_runs())::int[]))`.execute(
    tx,
  );
  const held = new Set(rows.map(({ urn, area }) => urn ?? area));
  const own = places.filter((place) =>
    place.kind === 'school'
      ? (lines.get(place.urn) ?? [place.urn]).some((urn) => held.has(urn))
      : held.has(`partnership/${place.id}`),
  );
  return [
    ...places.map((place) => ({ place, audience: 'everybody' as const })),
    ...own.map((place) => ({ place, audience: 'governors' as const })),
    // A partnership's is the same for all of its leaders.
    ...own.filter(({ kind }) => kind === 'school').map((place) => ({ place, audience: 'leaders' as const })),
  ];
}

export async function madePacks(tx: Tx, run: number): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('data.pack')
    .select(['urn', 'partnership_id', 'audience'])
    .where('run_id', '=', run)
    .execute();
  return new Set(
    rows.map(
      ({ urn, partnership_id: id, audience }) => `${audience} ${urn === null ? `partnership ${id}` : `school ${urn}`}`,
    ),
  );
}

/** The last run that was published: what a page says of it. */
export async function publishedRun(tx: Tx): Promise<PackRun | null> {
  const row = await tx
    .selectFrom('data.pack_run')
    .selectAll()
    .where('status', '=', 'published')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** The last run, while no other releases hold than then; else null, and packs are made when they are asked for. */
async function runThatHolds(tx: Tx): Promise<PackRun | null> {
  const run = await publishedRun(tx);
  return run && run.releases.join() === (await releasesNow(tx)).join() ? run : null;
}

/** Of a run the pack of a place that the asker may open, where it is of these runs of measures. */
async function packOf(tx: Tx, run: PackRun, { place, audience }: PackToMake, runs: readonly number[]) {
  return tx
    .selectFrom('data.pack')
    .select(['pdf', 'sheet as xlsx'])
    .where('run_id', '=', run.id)
    .where('urn', 'is not distinct from', place.kind === 'school' ? place.urn : null)
    .where('partnership_id', 'is not distinct from', place.kind === 'school' ? null : place.id)
    .where('audience', '=', audience)
    .where('runs', '=', sql<number[]>`${[...runs]}::int[]`)
    .executeTakeFirst();
}

/** The pack of a place that everybody may open, from the last run. */
export async function keptPack(
  tx: Tx,
  place: PackPlace,
): Promise<{ run: PackRun; files: Record<Ending, string> } | null> {
  const run = await runThatHolds(tx);
  const files = run && (await packOf(tx, run, { place, audience: 'everybody' }, []));
  return run && files ? { run, files } : null;
}

/** Whose eyes a kept pack was made with: as they read, so it has to hold now. */
interface Eyes {
  published: Standing;
  own: Standing;
}

/** The kept file that a reader may open, while the very releases and runs hold that it is of. The database decides whether they may. */
export async function keptFile(
  database: Database,
  pack: PackToMake,
  ending: Ending,
  { reader, eyes }: { reader: Standing; eyes: Eyes },
): Promise<KeptFile | null> {
  const run = await database.transaction(eyes.published, runThatHolds);
  if (!run) return null;
  const runs = pack.audience === 'everybody' ? [] : await database.transaction(eyes.own, runsNow);
  return database.transaction(reader, async (tx) => {
    const files = await packOf(tx, run, pack, runs);
    return files ? fileById(tx, files[ending]) : null;
  });
}

/** As whom a pack is read that somebody opens: as whom it is for, unless early results of theirs are held back from who opens it. */
export async function whoSeesLess(database: Database, reader: Standing, addressed: Standing): Promise<Standing> {
  const theirs = new Set(await database.transaction(reader, runsNow));
  const all = await database.transaction(addressed, runsNow);
  return all.every((run) => theirs.has(run)) ? addressed : reader;
}

/** Whether anything is worked out from pupils of a place that the asker may see. */
export async function hasOwnFigures(tx: Tx, place: PackPlace): Promise<boolean> {
  const of =
    place.kind === 'school'
      ? sql`urn = any(${(await ownUrns(tx, [place.urn])).get(place.urn) ?? [place.urn]}::int[])`
      : sql`area = ${`partnership/${place.id}`}`;
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from data.measured where ${of} and run_id = any ((select data.current_runs())::int[])) as has`.execute(
    tx,
  );
  return rows[0]?.has ?? false;
}
