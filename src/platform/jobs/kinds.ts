import type { z } from 'zod';
import type { Clock } from '../clock';
import type { Tx } from '../database';
import type { Mesters } from '../mesters';

/** What a handler is given besides its payload. */
export interface Work {
  mesters: Mesters;
  clock: Clock;
  /** One transaction in the program's own name (`systemStanding`). */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Aborted when the job has lost its claim, or the program stops and its patience is at an end: stop where it is safe, by throwing. */
  signal: AbortSignal;
  /** Tells waiting pages how far it has come: see `progressOf`. Words name no person. May be called as often as wanted, inside `tx` too. */
  progress(done: number, of: number, words?: string): void;
  /** True when a failure now would be for good. */
  last: boolean;
}

/** A kind of job: its name, what it is called before people, the shape of its payload, and what does it. Payloads carry identifiers, never copies or anything personal. */
export interface JobKind<P> {
  name: string;
  title: string;
  /** @throws Error when the payload has not its shape. */
  check: (payload: P) => void;
  /** How often it is tried again after a failure. */
  retries: number;
  urgent: boolean;
  /** Checks the payload as it was kept, then handles it. */
  run(work: Work, kept: unknown): Promise<void>;
}

/**
 * Defines a kind of job. A handler loads what its payload names, checks that it is still due, and acts: running it twice does no harm,
 * because a worker that dies after the work and before saying so has its job run again.
 */
export function defineJob<P>(given: {
  /** 'module.verb'. */
  name: string;
  /** What it does, as pages say it: 'Sending a letter'. */
  title: string;
  payload: z.ZodType<P>;
  /** Five unless told: with the queue's growing pauses that is some minutes. */
  retries?: number;
  /** Goes before everything else that waits: for what a person sits waiting for. */
  urgent?: boolean;
  handle: (work: Work, payload: P) => Promise<void>;
}): JobKind<P> {
  const { name, title, payload, retries = 5, urgent = false, handle } = given;
  if (!/^[a-z]+(\.[a-z-]+)+$/.test(name)) throw new Error(`Not the name of a job: ${name}. Expected 'module.verb'.`);
  return {
    name,
    title,
    retries,
    urgent,
    check: (value) => void payload.parse(value),
    run: async (work, kept) => handle(work, payload.parse(kept)),
  };
}
