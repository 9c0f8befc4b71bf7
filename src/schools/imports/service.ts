import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { hashOf } from '../../platform/files';
import { frugally } from '../../platform/heap';
import type { Mesters } from '../../platform/mesters';
import { UnreadableFile } from '../../platform/reading';
import { ok, type Result, refused } from '../../platform/result';
import { stepsOf } from '../../platform/slices';
import { tellOfChange } from '../changes';
import { forgetForeseen } from '../directory/remembered';
import { askAhead } from './ahead';
import { checkFile } from './check';
import { kindNamed } from './kinds';
import type { Kind } from './kinds/kind';
import { type Import, importById, markAccepted, newestAccepted, removeFacts, removeRejects } from './queries';
import { changesAnything, rowsInWords, summary } from './report';
import '../tables';

export interface By {
  actor: Anyone;
  clock: Clock;
}

export interface Wish {
  kind: string;
  fileName: string;
  sha256: string;
  la: number | null;
}

/** Notes that a file was brought; nothing of it is read yet. @returns the import's number. */
export async function startImport(tx: Tx, by: By, wish: Wish): Promise<number> {
  const { id } = await tx
    .insertInto('schools.import')
    .values({
      kind: wish.kind,
      file_name: wish.fileName.slice(0, 200),
      sha256: wish.sha256,
      as_at: by.clock.today(),
      as_at_source: 'not yet known',
      la: wish.la,
      status: 'checking',
      problem: null,
      base_import_id: null,
      made_at: by.clock.now(),
      made_by: by.actor?.personId ?? null,
      accepted_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface Prepare {
  kind: Kind;
  path: string;
  fileName: string;
  la?: number | null | undefined;
  asAt?: Temporal.PlainDate | undefined;
  /** The calendar year in which the academic year starts. */
  year?: number | undefined;
  actor: Anyone;
  signal?: AbortSignal | undefined;
}

/**
 * Reads a file and compares it with what is known. Nothing of it is seen before `acceptImport`.
 * Refused with the reason in words when the file cannot be used.
 */
export async function prepareImport(mesters: Mesters, wish: Prepare): Promise<Result<Import, Import>> {
  const { kind, path, fileName, actor } = wish;
  const step = stepsOf(mesters);
  const sha256 = await hashOf(path);
  const by = { actor, clock: mesters.clock };
  const id = await step((tx) => startImport(tx, by, { kind: kind.name, fileName, sha256, la: wish.la ?? null }));
  try {
    return await runCheck(mesters, id, wish);
  } catch (error) {
    await step((tx) => failImport(tx, id, checkBroke));
    throw error;
  }
}

export const checkBroke = 'The check did not finish, and nothing was changed. Try it again.';

/** Checks an import that has been started, from its beginning; a file that cannot be used is written down as failed. */
export async function runCheck(
  mesters: Mesters,
  id: number,
  {
    path,
    asAt,
    year,
    signal,
    progress,
  }: Pick<Prepare, 'path' | 'asAt' | 'year' | 'signal'> & { progress?: (rows: number) => void },
): Promise<Result<Import, Import>> {
  const step = stepsOf(mesters);
  const started = await step((tx) => importById(tx, id));
  const kind = started && kindNamed(started.kind);
  if (!started || !kind) throw new Error(`There is no import ${id} to check.`);
  await step((tx) => removeRejects(tx, id));
  try {
    await frugally(() => checkFile(mesters, { import: started, kind, path, asAt, year, signal, progress }));
    await askAhead(mesters, id);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await step((tx) => failImport(tx, id, error.message));
    return refused(await step((tx) => loaded(tx, id)));
  }
  return ok(await step((tx) => loaded(tx, id)));
}

export type NotAccepted = 'missing' | 'not-ready' | 'already-accepted' | 'stale';

/**
 * Makes the facts of an import count, in one short write, however many there are. Refused as 'stale' when another import has been accepted
 * since this one was compared: what it says may be known by now, or be contradicted.
 */
export async function acceptImport(tx: Tx, by: By, id: number): Promise<Result<Import, NotAccepted>> {
  await sql`select pg_advisory_xact_lock(${acceptLock})`.execute(tx);
  const found = await importById(tx, id);
  if (!found) return refused('missing');
  if (found.status === 'accepted') return refused('already-accepted');
  if (found.status !== 'ready') return refused('not-ready');
  if ((await newestAccepted(tx)) !== found.base) return refused('stale');
  await markAccepted(tx, id, by.clock);
  await recordDeed(tx, by, {
    action: 'schools.import-accepted',
    scope: 'installation',
    about: `Import ${id}: ${found.fileName}. ${summary(found.counts, kindNamed(found.kind) ?? { noun: 'fact' })}`,
    after: Object.fromEntries(rowsInWords(found.counts).map(({ key, value }) => [key, value])),
  });
  await tellOfChange(tx, { importId: id });
  return ok({ ...found, status: 'accepted', acceptedAt: by.clock.now() });
}

/** One number for the one lock that orders acceptances. */
const acceptLock = 7200;

/**
 * Gives up an import that has not been accepted. What it wrote is seen by nobody, and removed by `removeImport`.
 * False: it had been accepted, or there is none.
 */
export async function giveUpImport(tx: Tx, by: By, id: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${acceptLock})`.execute(tx);
  const found = await importById(tx, id);
  // While it is being checked somebody writes its facts: it can be given up as soon as that is over.
  if (!found || found.status === 'accepted' || found.status === 'checking') return false;
  if (found.status === 'discarded') return true;
  await tx.updateTable('schools.import').set({ status: 'discarded' }).where('id', '=', id).execute();
  if (changesAnything(found.counts))
    await recordDeed(tx, by, {
      action: 'schools.import-discarded',
      scope: 'installation',
      about: `Import ${id}: ${found.fileName}.`,
    });
  return true;
}

/** Removes what an import that was given up has written. */
export async function removeImport(mesters: Mesters, id: number): Promise<void> {
  const step = stepsOf(mesters);
  const found = await step((tx) => importById(tx, id));
  if (found?.status !== 'discarded') return;
  await removeFacts(step, id);
  await step((tx) => removeRejects(tx, id));
  await step((tx) => forgetForeseen(tx, id));
}

/** Makes an import ready to be compared once more. False: it is not waiting to be accepted. */
export async function compareAgain(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .updateTable('schools.import')
    .set({ status: 'checking' })
    .where('id', '=', id)
    .where('status', '=', 'ready')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes down why a file was not used. */
export async function failImport(tx: Tx, id: number, problem: string): Promise<void> {
  await tx
    .updateTable('schools.import')
    .set({ status: 'failed', problem })
    .where('id', '=', id)
    .where('status', '=', 'checking')
    .execute();
}

async function loaded(tx: Tx, id: number): Promise<Import> {
  const found = await importById(tx, id);
  if (!found) throw new Error(`Import ${id} is gone.`);
  return found;
}
