import { z } from 'zod';
import { defineJob } from '../../platform/jobs';
import { makeDemonstration } from './make';

/** Makes the demonstration in the background, so that the page can say how far it is. */
export const buildDemonstration = defineJob({
  name: 'app.make-demonstration',
  payload: z.object({ seed: z.number().int(), schools: z.number().int() }),
  retries: 0,
  urgent: true,
  handle: (work, { seed, schools }) => makeDemonstration(work.mesters, { seed, schools, progress: work.progress }),
});

/** Under which its progress is found: it is asked for once. */
export const demonstrationKey = 'app.make-demonstration/demonstration';
