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
import { measureDataset } from '../measured/jobs';
import { removeReplaced } from '../measured/removal';
import { releaseById } from './queries';
import { checkBroke, failRelease, removeRelease, runCheck } from './service';

/** Reads an uploaded file and writes its figures. Running it twice does no harm: it begins anew. */
export const checkRelease = defineJob({
  name: 'data.check-release',
  title: 'Checking a file of results or pupils',
  payload: z.object({ releaseId: z.int() }),
  retries: 2,
  urgent: true,
  async handle({ mesters, tx, signal, progress, last }, { releaseId }) {
    const found = await tx((open) => releaseById(open, releaseId));
    if (found?.status !== 'checking') return;
    const folder = await mkdtemp(join(tmpdir(), 'mesters-upload-'));
    try {
      const path = join(folder, 'file');
      await pipeline(Readable.fromWeb((await mesters.files.stream(found.sha256)) as never), createWriteStream(path), {
        signal,
      });
      const told = (done: number, words: 'rows' | 'figures') =>
        progress(done, 0, words === 'rows' ? `${count(done)} rows read` : `${count(done)} figures written`);
      await runCheck(mesters, releaseId, { path, signal, progress: told });
    } catch (error) {
      if (error instanceof MissingFile)
        await tx((open) => failRelease(open, releaseId, 'The uploaded file is no longer here. Upload it again.'));
      else {
        if (last && !signal.aborted) await tx((open) => failRelease(open, releaseId, checkBroke));
        throw error;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** Under which name `checkRelease` tells how far it has come. */
export const checkKey = (releaseId: number): string => `${checkRelease.name}/${releaseId}`;

/** Removes what a release that was given up has written. */
export const removeGivenUpRelease = defineJob({
  name: 'data.remove-release',
  title: 'Removing a release that was given up',
  payload: z.object({ releaseId: z.int() }),
  handle: ({ mesters }, { releaseId }) => removeRelease(mesters, releaseId),
});

/** The jobs of data, for the worker. */
export const dataJobs: readonly JobKind<never>[] = [checkRelease, removeGivenUpRelease, measureDataset, removeReplaced];
