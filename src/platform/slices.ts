import { setImmediate } from 'node:timers/promises';
import { systemStanding, type Tx } from './database';
import type { Mesters } from './mesters';

/** One transaction, short, with a turn for others after it. */
export type Step = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Turns of the event loop that a request takes to be let in, read, and stand in line for the database. */
const turnsOfARequest = 3;

/** Each transaction in the program's own name, and a turn for others after it. */
export function stepsOf(mesters: Pick<Mesters, 'database' | 'clock'>): Step {
  return async (work) => {
    const result = await mesters.database.transaction(systemStanding(mesters.clock), work);
    for (let turn = 0; turn < turnsOfARequest; turn++) await setImmediate();
    return result;
  };
}

/**
 * Milliseconds that a transaction may take, about: on PGlite there is one connection, and a page waits for one transaction of an import
 * before each of its own.
 */
const budget = 12;

const fewest = 5;
const most = 400;

/** Does work on a long list, some of it to a transaction. Answers follow one another in its order. */
export type InSlices<Item, Answer> = (
  all: readonly Item[],
  work: (tx: Tx, some: readonly Item[]) => Promise<readonly Answer[]>,
) => Promise<Answer[]>;

/** Slices as large as can be done in the time: how many that is depends on the machine and on the work, and is learnt from slice to slice. */
export function slicer<Item, Answer>(step: Step): InSlices<Item, Answer> {
  let size = 25;
  return async (all, work) => {
    const answers: Answer[] = [];
    for (let from = 0; from < all.length; ) {
      const some = all.slice(from, from + size);
      let took = 0;
      answers.push(
        ...(await step(async (tx) => {
          const began = performance.now();
          const done = await work(tx, some);
          took = performance.now() - began;
          return done;
        })),
      );
      from += some.length;
      // A last, short slice says little about a full one.
      if (some.length === size) size = nextSize(size, took);
    }
    return answers;
  };
}

/** Never more than double and never less than half: one slow slice is no rule. */
export function nextSize(size: number, took: number): number {
  const wanted = Math.min(size * 2, Math.max(size / 2, (size * budget) / Math.max(took, 0.1)));
  return Math.round(Math.min(most, Math.max(fewest, wanted)));
}
