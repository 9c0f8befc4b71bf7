import { z } from 'zod';
import { defineJob, enqueue, type JobKind } from '../../platform/jobs';
import { makeRun, overtakenRuns, removePacks } from './run';

/** Makes the packs of a run, and shows them. Running it twice does no harm: it goes on where it was. */
export const makeAllPacks = defineJob({
  name: 'data.make-packs',
  title: 'Making the packs',
  payload: z.object({ runId: z.int() }),
  async handle({ mesters, tx, signal, progress }, { runId }) {
    await makeRun(mesters, runId, { signal, progress: (done, of) => progress(done, of, `${done} of ${of} packs`) });
    await tx((open) => enqueue(open, removeOldPacks, {}, { once: 'all' }));
  },
});

/** Under which name `makeAllPacks` tells how far it has come. */
export const packsKey = (runId: number): string => `${makeAllPacks.name}/${runId}`;

/** Removes the packs of runs that another has replaced, and of those that were given up. */
const removeOldPacks = defineJob({
  name: 'data.remove-packs',
  title: 'Removing packs that were replaced',
  payload: z.object({}),
  async handle({ mesters, tx }) {
    for (const run of await tx(overtakenRuns)) await removePacks(mesters, run);
  },
});

export const packJobs: readonly JobKind<never>[] = [makeAllPacks, removeOldPacks];
