import { sql } from 'kysely';
import type { Tx } from '../database';
import { waitingBeside } from './in-turn';
import type { JobKind } from './kinds';
import { nudge } from './nudge';

export interface When {
  /**
   * A name for this piece of work. While a job of the same kind and name waits, another is not added, and the one that waits runs after
   * this transaction has ended. Once it has begun, the next may wait: so nothing that changed meanwhile is missed.
   */
  once?: string;
  /** Not before, by the installation's clock. */
  after?: Temporal.Instant;
}

/**
 * Adds a job in the caller's transaction: it exists only if that commits.
 * @returns the key under which `progressOf` finds how far it has come.
 */
export async function enqueue<P>(tx: Tx, kind: JobKind<P>, payload: NoInfer<P>, when: When = {}): Promise<string> {
  const [key] = await enqueueMany(tx, kind, [{ payload, ...when }]);
  return key as string;
}

/** The same for many in one statement. Of several with one name the first is taken. */
export async function enqueueMany<P>(
  tx: Tx,
  kind: JobKind<P>,
  many: readonly ({ payload: NoInfer<P> } & When)[],
): Promise<string[]> {
  const jobs = new Map<string, object>();
  const beside = waitingBeside();
  const keys = many.map(({ payload, once, after }) => {
    kind.check(payload);
    const key = jobKey(kind, once ?? crypto.randomUUID());
    if (beside && !after) {
      if (!beside.has(key)) beside.set(key, { kind: kind as JobKind<never>, payload });
    } else if (!jobs.has(key)) {
      const due = after ? { due: after.toString() } : {};
      jobs.set(key, { key, kind: kind.name, payload, retries: kind.retries, priority: kind.urgent ? 10 : 0, ...due });
    }
    return key;
  });
  if (jobs.size === 0) return keys;
  await sql`select platform.enqueue(${JSON.stringify([...jobs.values()])}::jsonb)`.execute(tx);
  nudge();
  return keys;
}

/** Whether a job of this kind and name waits, runs or will be tried again: "being worked out". */
export async function isPending(tx: Tx, kind: Pick<JobKind<never>, 'name'>, once: string): Promise<boolean> {
  const { rows } = await sql<{
    pending: boolean;
  }>`select platform.job_pending(${jobKey(kind, once)}) as pending`.execute(tx);
  return rows[0]?.pending ?? false;
}

const jobKey = (kind: Pick<JobKind<never>, 'name'>, once: string): string => `${kind.name}/${once}`;
