import { z } from 'zod';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue, isPending, type Progress, progressOf } from '../../platform/jobs';
import { longDate } from '../../platform/words';
import { advanceDemonstration } from './advance';
import { makeDemonstration } from './make';

/** Makes the demonstration in the background, so that the page can say how far it is. */
export const buildDemonstration = defineJob({
  name: 'app.make-demonstration',
  title: 'Making the demonstration',
  payload: z.object({ seed: z.number().int(), schools: z.number().int() }),
  retries: 0,
  urgent: true,
  handle: (work, { seed, schools }) => makeDemonstration(work.mesters, { seed, schools, progress: work.progress }),
});

/** Under which its progress is found: it is asked for once. */
export const demonstrationKey = 'app.make-demonstration/demonstration';

/** Moves the demonstration's day in the background: months of it take longer than anybody waits for a page. */
export const moveDay = defineJob({
  name: 'app.move-day',
  title: 'Moving the day of the demonstration',
  payload: z.object({ to: z.iso.date() }),
  retries: 0,
  urgent: true,
  async handle(work, { to }) {
    const day = Temporal.PlainDate.from(to);
    const moved = await advanceDemonstration(work.mesters, day, (done, of) =>
      work.progress(done, of, `On the way to ${longDate(day)}`),
    );
    if (!moved.ok) throw new Error(`The day was not moved: ${moved.reason}.`);
  },
});

/** One move at a time: while one waits, another is not added. */
const once = 'day';

export const startMoving = (tx: Tx, to: Temporal.PlainDate): Promise<string> =>
  enqueue(tx, moveDay, { to: to.toString() }, { once });

/** Whether the day is being moved, and how far that is or how it ended. */
export async function movingOn(tx: Tx): Promise<{ moving: boolean; progress: Progress | null }> {
  return { moving: await isPending(tx, moveDay, once), progress: await progressOf(tx, `${moveDay.name}/${once}`) };
}
