import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { dropFile, keepFile } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { stepsOf } from '../../platform/slices';
import type { By } from '../releases/service';
import type { FailedPack } from '../tables';
import { packName, typeOf } from './make';
import { type MadePack, makePacks, visitor } from './many';
import {
  type KeptFor,
  levelOf,
  madePacks,
  type PackToMake,
  packKey,
  packsToMake,
  releasesNow,
  runInMaking,
} from './queries';
import { packPlaces } from './read';

/** Asks for the packs of all. While a run is being made that one goes on. @returns its number. */
export async function startRun(tx: Tx, by: By): Promise<number> {
  const making = await runInMaking(tx);
  if (making) return making.id;
  const { id } = await tx
    .insertInto('data.pack_run')
    .values({
      status: 'making',
      // What holds when it is made is found out by whoever makes it.
      releases: [],
      printed: by.clock.today(),
      made_at: by.clock.now(),
      made_by: by.actor?.personId ?? null,
      published_at: null,
      packs: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordDeed(tx, by, { action: 'data.packs-started', scope: 'installation', about: `Packs of all, run ${id}.` });
  return id;
}

/** Gives a run up. False where it is made no more. */
export async function stopRun(tx: Tx, by: By, id: number): Promise<boolean> {
  if (!(await runInMaking(tx, id))) return false;
  await tx.updateTable('data.pack_run').set({ status: 'stopped' }).where('id', '=', id).execute();
  await recordDeed(tx, by, { action: 'data.packs-stopped', scope: 'installation', about: `Packs of all, run ${id}.` });
  return true;
}

/** Other releases hold than the packs of the run are of, or nobody wants it any more: what is being made is thrown away. */
class Overtaken extends Error {}

interface Making {
  signal: AbortSignal;
  progress: (done: number, of: number) => void;
}

/**
 * Makes what a run lacks, and shows all of it in one short write when the last pack stands. Killed at any moment it goes on where it was; when
 * other releases come to hold meanwhile it begins anew, so that all packs of a run are of the same. @returns whether it was published.
 */
export async function makeRun(mesters: Mesters, id: number, making: Making): Promise<boolean> {
  const step = stepsOf(mesters);
  for (;;) {
    const releases = await mesters.database.transaction(visitor(mesters), releasesNow);
    const run = await step((tx) => runInMaking(tx, id));
    if (!run) return false;
    if (run.releases.join() !== releases.join()) {
      await removePacks(mesters, id);
      await step((tx) =>
        tx
          .updateTable('data.pack_run')
          .set({ releases, failed: asJson([]) })
          .where('id', '=', id)
          .execute(),
      );
      continue;
    }
    const { all, made } = await step(async (tx) => ({
      all: await packsToMake(tx, await packPlaces(tx)),
      made: await madePacks(tx, id),
    }));
    const failed = new Set(run.failed.map(({ key }) => key));
    const missing = all.filter((pack) => !made.has(packKey(pack)) && !failed.has(packKey(pack)));
    if (missing.length === 0) {
      // Where not one could be made it is no fault of theirs, and it is tried again.
      if (made.size === 0 && run.failed[0]) {
        await step((tx) =>
          tx
            .updateTable('data.pack_run')
            .set({ failed: asJson([]) })
            .where('id', '=', id)
            .execute(),
        );
        throw new Error(`No pack could be made. ${run.failed[0].reason}`);
      }
      if (await step((tx) => publishRun(tx, mesters, id, made.size))) return true;
      continue;
    }
    let done = all.length - missing.length;
    const { name } = await mesters.installation();
    const printed = { organisation: name, today: run.printed };
    try {
      for (const [audience, some] of Map.groupBy(missing, (pack) => pack.audience))
        await makePacks(
          mesters,
          some.map(({ place }) => place),
          {
            audience: audience === 'everybody' ? 'governors' : audience,
            own: audience !== 'everybody',
            printed,
            endings: ['pdf', 'xlsx'],
            signal: making.signal,
            failed: async (place, error) => {
              making.signal.throwIfAborted();
              await step((tx) => noteFailed(tx, id, { place, audience }, error));
              making.progress(++done, all.length);
            },
          },
          async (pack) => {
            const now = await mesters.database.transaction(visitor(mesters), releasesNow);
            if (now.join() !== releases.join()) throw new Overtaken();
            await step((tx) => keepPack(tx, mesters, id, pack, audience));
            making.progress(++done, all.length);
          },
        );
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

async function keepPack(
  tx: Tx,
  { files }: Mesters,
  id: number,
  { place, runs, files: made }: MadePack,
  audience: KeptFor,
): Promise<void> {
  if (!(await runInMaking(tx, id))) throw new Overtaken();
  const keep = async (ending: 'pdf' | 'xlsx') =>
    (
      await keepFile(tx, files, {
        content: made[ending] ?? new Uint8Array(),
        name: packName(place, audience === 'leaders' ? 'leaders' : 'governors', ending),
        type: typeOf[ending],
        level: levelOf({ place, audience }),
      })
    ).id;
  await tx
    .insertInto('data.pack')
    .values({
      run_id: id,
      urn: place.kind === 'school' ? place.urn : null,
      partnership_id: place.kind === 'partnership' ? place.id : null,
      audience,
      runs,
      pdf: await keep('pdf'),
      sheet: await keep('xlsx'),
    })
    .execute();
}

async function noteFailed(tx: Tx, id: number, pack: PackToMake, error: unknown): Promise<void> {
  const run = await runInMaking(tx, id);
  if (!run) throw new Overtaken();
  const one: FailedPack = {
    key: packKey(pack),
    name: `${pack.place.name}, for ${pack.audience}`,
    reason: error instanceof Error ? error.message.slice(0, 300) : 'Something was thrown that is not an error.',
  };
  await tx
    .updateTable('data.pack_run')
    .set({ failed: asJson([...run.failed, one]) })
    .where('id', '=', id)
    .execute();
}

const asJson = (failed: readonly FailedPack[]): FailedPack[] => JSON.stringify(failed) as unknown as FailedPack[];

/** From here on those read them whom they are for. */
async function publishRun(tx: Tx, { clock }: Mesters, id: number, packs: number): Promise<boolean> {
  if (!(await runInMaking(tx, id))) return false;
  await tx
    .updateTable('data.pack_run')
    .set({ status: 'published', published_at: clock.now(), packs })
    .where('id', '=', id)
    .execute();
  return true;
}

/** Files that go in one transaction. */
const atOnce = 10;

/** Removes what a run has made. */
export async function removePacks(mesters: Pick<Mesters, 'database' | 'clock'>, id: number): Promise<void> {
  const step = stepsOf(mesters);
  while (
    await step(async (tx) => {
      const some = await tx
        .selectFrom('data.pack')
        .select(['pdf', 'sheet'])
        .where('run_id', '=', id)
        .limit(atOnce)
        .execute();
      if (some.length === 0) return false;
      await tx
        .deleteFrom('data.pack')
        .where('run_id', '=', id)
        .where(
          'pdf',
          'in',
          some.map(({ pdf }) => pdf),
        )
        .execute();
      for (const { pdf, sheet } of some) {
        await dropFile(tx, pdf);
        await dropFile(tx, sheet);
      }
      return true;
    })
  );
}

/** The runs whose packs nobody reads any more: stopped ones, and those before the last that was published. */
export async function overtakenRuns(tx: Tx): Promise<number[]> {
  const rows = await tx
    .selectFrom('data.pack_run as r')
    .select(['r.id', 'r.status', 'r.published_at'])
    .where((eb) => eb.exists(eb.selectFrom('data.pack as p').select('p.run_id').whereRef('p.run_id', '=', 'r.id')))
    .where('r.status', '<>', 'making')
    .orderBy('r.published_at', (order) => order.desc().nullsLast())
    .orderBy('r.id', 'desc')
    .execute();
  const last = rows.find(({ status }) => status === 'published');
  return rows.filter((row) => row !== last).map(({ id }) => id);
}
