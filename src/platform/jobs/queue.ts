import { type Db, PgBoss } from 'pg-boss';
import type { Database, Source } from '../database';
import type { Log } from '../log';

/** The one queue, made by the migration. */
const name = 'work';

/** A job that this worker has taken: `retryCount` names the attempt, so that a late word about an earlier one changes nothing. */
export interface Claimed {
  id: string;
  retryCount: number;
  data: { kind: string; key: string; payload: unknown; retries: number };
}

/** pg-boss, reduced to what the worker needs. */
export interface Queue {
  claim(most: number): Promise<Claimed[]>;
  complete(job: Claimed): Promise<void>;
  /** Puts it back to be tried again later, or for good among the failed. */
  fail(job: Claimed, words: string): Promise<void>;
  /** Puts it back as if it had not been begun: for whoever comes next, at once, and without counting as an attempt. */
  giveBack(job: Claimed): Promise<void>;
  /** Says that these are still worked on. @returns those that are no longer ours. */
  touch(jobs: Claimed[]): Promise<Claimed[]>;
  /** Takes back the jobs of workers that have gone silent, and removes old ones. One worker at a time does it, at most once a minute. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error when the installed pg-boss wants another schema than the migrations made. */
export async function openQueue(database: Database, log: Log): Promise<Queue> {
  const db = sessionUser(database.source);
  const boss = new PgBoss({
    db,
    backend: database.kind,
    // Its schema belongs to the migrations, its timers to the worker: nothing of it runs unasked.
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    // PGlite is one connection: an index is not rebuilt beside other work there.
    reindex: database.kind === 'postgres',
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.error('jobs.queue', error));
  boss.on('warning', ({ message }) => log.info('jobs.warning', { message }));
  await boss.start();
  return {
    claim: (most) => boss.fetch<Claimed['data']>(name, { batchSize: most }) as Promise<Claimed[]>,
    async complete(job) {
      await boss.complete(name, job);
    },
    async fail(job, words) {
      await boss.fail(name, job, { message: words });
    },
    async giveBack({ id, retryCount }) {
      // As its own `restore` does, which it keeps to itself; where another has taken it meanwhile nothing changes.
      await db.executeSql(
        `update pgboss.job set state = 'created', started_on = null, heartbeat_on = null
          where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
        [name, id, retryCount],
      );
    },
    async touch(jobs) {
      // The ids it touched are in the answer, though its type does not say so; without them nothing counts as lost.
      const { settled } = (await boss.touch(name, jobs)) as { settled?: string[] };
      return settled ? jobs.filter((job) => !settled.includes(job.id)) : [];
    },
    tidy: () => boss.supervise(name),
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

/** Its statements run as the session user, each on a connection of its own turn; a script answers with the rows of all its statements. */
function sessionUser(source: Source): Db {
  return {
    async executeSql(text, values) {
      const connection = await source.acquire();
      try {
        if (values && values.length > 0) return { rows: (await connection.query(text, values)).rows };
        return { rows: (await connection.script(text)).flatMap((result) => result.rows ?? []) };
      } catch (error) {
        // Its scripts open transactions of their own: one that failed halfway must not stay open for the next user.
        await connection.query('rollback', []).catch(() => {});
        throw error;
      } finally {
        connection.release();
      }
    },
  };
}
