import { z } from 'zod';
import { defineJob } from '../../platform/jobs';
import { system } from '../../schools';
import { doStep } from './steps';
import { steps } from './tables';

/** A school of which confirming makes the contract binding. */
export interface Due {
  year: string;
  /** The contract's number. */
  urn: number;
  contractId: string;
}

/**
 * Makes one school's contract binding once viability is confirmed. Each step is a transaction of its own that begins by holding the step's row: a
 * worker that dies between two leaves the first done, and of two at once the second finds it done.
 */
export const beginSubscription = defineJob({
  name: 'subscriptions.begin',
  title: 'Beginning a subscription',
  payload: z.object({ year: z.string(), urn: z.number().int() }),
  handle: async (work, { year, urn }) => {
    const by = { actor: system, clock: work.clock };
    for (const step of steps) {
      work.signal.throwIfAborted();
      const done = await work.tx((tx) => doStep(tx, by, { year, urn, step }));
      // What a person must put right is not tried again by itself: the gate's page shows it.
      if (!done.ok) return;
    }
  },
});
