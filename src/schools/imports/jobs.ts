import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { MissingFile } from '../../platform/files';
import { defineJob, type JobKind } from '../../platform/jobs';
import { count } from '../../platform/words';
import { contentNeeded, importById, lockContent } from './queries';
import { checkBroke, failImport, removeImport, runCheck } from './service';

/** Reads and compares an uploaded file. Running it twice does no harm: it begins anew. */
export const checkImport = defineJob({
  name: 'schools.check-import',
  title: 'Checking a file of schools',
  payload: z.object({ importId: z.int(), asAt: z.string().nullable() }),
  retries: 2,
  urgent: true,
  async handle({ mesters, tx, signal, progress, last }, { importId, asAt }) {
    const found = await tx((open) => importById(open, importId));
    if (found?.status !== 'checking') return;
    const folder = await mkdtemp(join(tmpdir(), 'mesters-import-'));
    try {
      const path = join(folder, 'file');
      await pipeline(Readable.fromWeb((await mesters.files.stream(found.sha256)) as never), createWriteStream(path), {
        signal,
      });
      const told = (rows: number) => progress(rows, 0, `${count(rows)} rows read`);
      await runCheck(mesters, importId, {
        path,
        asAt: asAt ? Temporal.PlainDate.from(asAt) : undefined,
        signal,
        progress: told,
      });
    } catch (error) {
      if (error instanceof MissingFile)
        await tx((open) => failImport(open, importId, 'The uploaded file is no longer here. Upload it again.'));
      else {
        if (last && !signal.aborted) await tx((open) => failImport(open, importId, checkBroke));
        throw error;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const checked = await tx((open) => importById(open, importId));
    if (checked?.status === 'failed') await releaseContent.run({ mesters, tx } as never, { sha256: found.sha256 });
  },
});

/** Under which name `checkImport` tells how far it has come. */
export const checkKey = (importId: number): string => `${checkImport.name}/${importId}`;

/** Removes what an import that was given up has written. */
export const removeGivenUp = defineJob({
  name: 'schools.remove-import',
  title: 'Removing an import that was given up',
  payload: z.object({ importId: z.int() }),
  handle: ({ mesters }, { importId }) => removeImport(mesters, importId),
});

/**
 * Removes an uploaded file that is done with: official files name people, and those are not ours to keep. It stays while it may have to be
 * compared again.
 */
export const releaseContent = defineJob({
  name: 'schools.release-import-file',
  title: 'Removing a file of schools that is done with',
  payload: z.object({ sha256: z.string() }),
  async handle({ mesters, tx }, { sha256 }) {
    await tx(async (open) => {
      await lockContent(open, sha256);
      if (!(await contentNeeded(open, sha256))) await mesters.files.remove(sha256);
    });
  },
});

/** The jobs of imports, for the worker. */
export const importJobs: readonly JobKind<never>[] = [checkImport, removeGivenUp, releaseContent];
