import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { fileById, type KeptFile } from '../../platform/files';
import { datasets } from '../catalogue/catalogue';
import { ownUrns } from '../figures/queries';
import type { PackRunTable } from '../tables';
import type { Ending } from './make';
import type { PackPlace } from './read';
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
}

const fromRow = (row: Selectable<PackRunTable>): PackRun => ({
  id: row.id,
  status: row.status,
  releases: row.releases,
  printed: row.printed,
  madeAt: row.made_at,
  publishedAt: row.published_at,
  packs: row.packs,
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

/** Under which name a place is known among those of a run. */
export const placeKey = (place: PackPlace): string =>
  place.kind === 'school' ? `school/${place.urn}` : `partnership/${place.id}`;

export async function madePlaces(tx: Tx, run: number): Promise<Set<string>> {
  const rows = await tx.selectFrom('data.pack').select(['urn', 'partnership_id']).where('run_id', '=', run).execute();
  return new Set(rows.map((row) => (row.urn === null ? `partnership/${row.partnership_id}` : `school/${row.urn}`)));
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

/** The pack of a place from the last run, while no other releases hold than then; else null, and it is made when it is asked for. */
export async function keptPack(
  tx: Tx,
  place: PackPlace,
): Promise<{ run: PackRun; files: Record<Ending, string> } | null> {
  const run = await publishedRun(tx);
  if (!run || run.releases.join() !== (await releasesNow(tx)).join()) return null;
  const row = await tx
    .selectFrom('data.pack')
    .select(['pdf', 'sheet'])
    .where('run_id', '=', run.id)
    .$if(place.kind === 'school', (query) => query.where('urn', '=', place.kind === 'school' ? place.urn : 0))
    .$if(place.kind === 'partnership', (query) =>
      query.where('partnership_id', '=', place.kind === 'partnership' ? place.id : ''),
    )
    .executeTakeFirst();
  return row ? { run, files: { pdf: row.pdf, xlsx: row.sheet } } : null;
}

export async function keptFile(tx: Tx, place: PackPlace, ending: Ending): Promise<KeptFile | null> {
  const kept = await keptPack(tx, place);
  return kept && fileById(tx, kept.files[ending]);
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
