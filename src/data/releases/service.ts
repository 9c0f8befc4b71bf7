import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { dropFile } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { UnreadableFile } from '../../platform/reading';
import { ok, type Result, refused } from '../../platform/result';
import { stepsOf } from '../../platform/slices';
import { releaseKindNamed } from '../catalogue/kinds';
import { measureLater } from '../pupils/measure-later';
import { removePupils } from '../pupils/queries';
import type { Stage } from '../tables';
import { checkFile } from './check';
import { type Release, releaseById, removeFigures, removeRejects, sameAccepted } from './queries';
import { summary } from './report';

export interface By {
  actor: Anyone;
  clock: Clock;
}

export interface Wish {
  dataset: string;
  fileName: string;
  sha256: string;
  stage: Stage;
  /** The calendar year in which the academic year starts; null where the file is to say. */
  year: number | null;
  la: number | null;
  upload: string | null;
}

/** Notes that a file was brought; nothing of it is read yet. @returns the release's number. */
export async function startRelease(tx: Tx, by: By, wish: Wish): Promise<number> {
  const { id } = await tx
    .insertInto('data.release')
    .values({
      name: null,
      dataset: wish.dataset,
      level: releaseKindNamed(wish.dataset)?.level ?? 'public',
      year: wish.year,
      stage: wish.stage,
      status: 'checking',
      shape: null,
      file_name: wish.fileName.slice(0, 200) || 'file',
      sha256: wish.sha256,
      la: wish.la,
      upload: wish.upload,
      kept: null,
      digest: null,
      problem: null,
      made_at: by.clock.now(),
      made_by: by.actor?.personId ?? null,
      accepted_at: null,
      accepted_by: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export const checkBroke = 'The check did not finish, and nothing was changed. Try it again.';

/** Checks a release that has been started, from its beginning. Refused, with the reason written down, when its file cannot be used. */
export async function runCheck(
  mesters: Mesters,
  id: number,
  work: {
    path: string;
    signal?: AbortSignal | undefined;
    progress?: (done: number, words: 'rows' | 'figures') => void;
  },
): Promise<Result<Release, Release>> {
  const step = stepsOf(mesters);
  const started = await step((tx) => loaded(tx, id));
  try {
    await checkFile(mesters, { release: started, ...work });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await step((tx) => failRelease(tx, id, error.message, { keepFile: error.reason === 'year' }));
    return refused(await step((tx) => loaded(tx, id)));
  }
  return ok(await step((tx) => loaded(tx, id)));
}

export type NotAccepted = 'missing' | 'not-ready' | 'already-accepted' | 'same';

/**
 * Makes the figures of a release count, in one short write, however many there are. 'same': an accepted release holds the very same ones.
 * Nothing else can be in its way: a figure is never changed, and which of several holds is asked for when it is shown.
 */
export async function acceptRelease(tx: Tx, by: By, id: number): Promise<Result<Release, NotAccepted>> {
  await sql`select pg_advisory_xact_lock(${acceptLock})`.execute(tx);
  const found = await releaseById(tx, id);
  if (!found) return refused('missing');
  if (found.status === 'accepted') return refused('already-accepted');
  if (found.status !== 'ready') return refused('not-ready');
  if ((await sameAccepted(tx, id)) !== null) return refused('same');
  const name = await freeName(tx, found);
  await tx
    .updateTable('data.release')
    .set({
      status: 'accepted',
      name,
      upload: null,
      accepted_at: by.clock.now(),
      accepted_by: by.actor?.personId ?? null,
    })
    .where('id', '=', id)
    .execute();
  if (found.upload) await dropFile(tx, found.upload);
  if (found.level === 'pupil' && found.year !== null)
    await measureLater(tx, { dataset: found.dataset, year: found.year });
  await recordDeed(tx, by, {
    action: 'data.release-accepted',
    scope: 'installation',
    about: `Release ${name}: ${found.fileName}. ${summary(found)}`,
    after: { ...found.counts, sha256: found.sha256 },
  });
  return ok({ ...found, status: 'accepted', name, acceptedAt: by.clock.now() });
}

/** One number for the one lock that orders acceptances. */
const acceptLock = 7300;

/** 'ks2-2017-18-validated', the second of that kind with a 2 behind it. */
async function freeName(tx: Tx, { dataset, year, stage }: Release): Promise<string> {
  const starts = year ?? 0;
  const first = `${dataset}-${starts}-${String((starts + 1) % 100).padStart(2, '0')}-${stage}`;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from data.release where status = 'accepted' and (dataset, year, stage) = (${dataset}, ${starts}, ${stage})`.execute(
    tx,
  );
  const before = rows[0]?.n ?? 0;
  return before === 0 ? first : `${first}-${before + 1}`;
}

/**
 * Gives up a release that has not been accepted. What it wrote is seen by nobody, and removed by `removeRelease`.
 * False: it had been accepted, is being checked, or there is none.
 */
export async function giveUpRelease(tx: Tx, by: By, id: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${acceptLock})`.execute(tx);
  const found = await releaseById(tx, id);
  if (!found || found.status === 'accepted' || found.status === 'checking') return false;
  if (found.status === 'discarded') return true;
  await tx
    .updateTable('data.release')
    .set({ status: 'discarded', upload: null, kept: null })
    .where('id', '=', id)
    .execute();
  for (const file of [found.upload, found.kept]) if (file) await dropFile(tx, file);
  if (found.same === null && found.status === 'ready')
    await recordDeed(tx, by, {
      action: 'data.release-discarded',
      scope: 'installation',
      about: `Release ${id}: ${found.fileName}.`,
    });
  return true;
}

/** Removes what a release that was given up has written. */
export async function removeRelease(mesters: Mesters, id: number): Promise<void> {
  const step = stepsOf(mesters);
  const found = await step((tx) => releaseById(tx, id));
  if (found?.status !== 'discarded') return;
  await removeFigures(step, id);
  await removePupils(step, id);
  await step((tx) => removeRejects(tx, id));
}

/** Writes down why a file was not used, and lets go of it, unless it waits for somebody to say its year. */
export async function failRelease(tx: Tx, id: number, problem: string, { keepFile = false } = {}): Promise<void> {
  const found = await releaseById(tx, id);
  if (found?.status !== 'checking') return;
  await tx
    .updateTable('data.release')
    .set({ status: 'failed', problem, upload: keepFile ? found.upload : null })
    .where('id', '=', id)
    .execute();
  if (found.upload && !keepFile) await dropFile(tx, found.upload);
}

/** A file that was refused for its year begins anew with the one that somebody says. False: no file waits for that. */
export async function sayYear(tx: Tx, id: number, year: number): Promise<boolean> {
  const changed = await tx
    .updateTable('data.release')
    .set({ status: 'checking', problem: null, year })
    .where('id', '=', id)
    .where('status', '=', 'failed')
    .where('upload', 'is not', null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

async function loaded(tx: Tx, id: number): Promise<Release> {
  const found = await releaseById(tx, id);
  if (!found) throw new Error(`There is no release ${id}.`);
  return found;
}
