import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from '../database';
import type { Mesters } from '../mesters';
import type { JobKind, Work } from './kinds';

/** Jobs that wait beside the queue, by their keys, the earliest first. */
type Waiting = Map<string, { kind: JobKind<never>; payload: unknown }>;

const beside = new AsyncLocalStorage<Waiting>();

/** Where what is enqueued here goes instead of into the queue; null where it goes there. */
export const waitingBeside = (): Waiting | null => beside.getStore() ?? null;

/**
 * Runs `work` in an open transaction, and in the same transaction does the jobs that it enqueues, and those that they enqueue: one after the
 * other, in the order in which they were asked for, so that the same work always has the same effect. `settle` does what waits so far; what
 * waits at the end is done then. Jobs with a moment to wait for go into the queue as ever. A failure is the failure of all of it.
 */
export function inTurn<T>(tx: Tx, mesters: Mesters, work: (settle: () => Promise<void>) => Promise<T>): Promise<T> {
  const waiting: Waiting = new Map();
  const never = new AbortController().signal;
  const given: Work = {
    mesters,
    clock: mesters.clock,
    tx: (inner) => inner(tx),
    signal: never,
    progress: () => {},
    last: true,
  };
  const settle = async () => {
    for (let next = first(waiting); next; next = first(waiting)) {
      const [key, { kind, payload }] = next;
      waiting.delete(key);
      await kind.run(given, payload);
    }
  };
  return beside.run(waiting, async () => {
    const value = await work(settle);
    await settle();
    return value;
  });
}

/** Runs `work`; what it enqueues is not done. For whoever does the same for everybody afterwards. */
export const withoutJobs = <T>(work: () => Promise<T>): Promise<T> => beside.run(new Map(), work);

const first = (waiting: Waiting) => waiting.entries().next().value;
