import { sql } from 'kysely';
import type { Tx } from '../database';

declare module '../database' {
  interface Tables {
    'platform.failed_job': {
      id: string;
      kind: string;
      attempts: number;
      made_at: Temporal.Instant;
      failed_at: Temporal.Instant;
      error: string;
    };
    'platform.job_count': {
      kind: string;
      waiting: number;
      running: number;
      again: number;
      failed: number;
      done: number;
    };
    'platform.progress': ProgressTable;
  }
}

interface ProgressTable {
  key: string;
  done: number;
  of: number;
  words: string;
  state: Progress['state'];
  at: Temporal.Instant;
}

/** A job that has failed for good: kept for two weeks. Times are the server's, not the installation's. */
export interface FailedJob {
  id: string;
  kind: string;
  attempts: number;
  madeAt: Temporal.Instant;
  failedAt: Temporal.Instant;
  /** Of the last attempt, without addresses or quoted values. */
  error: string;
}

/** How many jobs of a kind wait, run, will be tried again, have failed for good, and were done in the last two weeks. */
export type JobCount = { kind: string; waiting: number; running: number; again: number; failed: number; done: number };

export interface Progress {
  done: number;
  of: number;
  words: string;
  state: 'running' | 'done' | 'failed';
  at: Temporal.Instant;
}

/** The latest hundred. Empty for whoever may not see 'jobs/*'. */
export async function failedJobs(tx: Tx): Promise<FailedJob[]> {
  const rows = await tx.selectFrom('platform.failed_job').selectAll().orderBy('failed_at', 'desc').limit(100).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    attempts: row.attempts,
    madeAt: row.made_at,
    failedAt: row.failed_at,
    error: row.error,
  }));
}

/** Empty for whoever may not see 'jobs/*'. */
export const jobCounts = (tx: Tx): Promise<JobCount[]> =>
  tx.selectFrom('platform.job_count').selectAll().orderBy('kind').execute();

/** Gives a job that has failed for good one more chance. False when there is no such job, or the asker may not. */
export async function runAgain(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select platform.run_job_again(${id}) as found`.execute(tx);
  return rows[0]?.found ?? false;
}

/** How far the work of this key (as `enqueue` returned it) has come; null before it has said anything, and two weeks after. */
export async function progressOf(tx: Tx, key: string): Promise<Progress | null> {
  const row = await tx.selectFrom('platform.progress').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? { done: row.done, of: row.of, words: row.words, state: row.state, at: row.at } : null;
}

/** Also clears what was said of work that is over for as long as its job would be kept: two weeks. */
export async function writeProgress(tx: Tx, key: string, progress: Progress): Promise<void> {
  if (progress.state !== 'running')
    await tx
      .deleteFrom('platform.progress')
      .where('at', '<', progress.at.subtract({ hours: 14 * 24 }))
      .execute();
  const row = { ...progress };
  await tx
    .insertInto('platform.progress')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}
