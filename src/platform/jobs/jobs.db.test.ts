import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldClock } from '../clock';
import type { Standing } from '../database';
import type { Log } from '../log';
import { as, asSystem, testClock, testDatabase } from '../testing';
import {
  defineJob,
  enqueue,
  enqueueMany,
  failedJobs,
  isPending,
  type JobKind,
  jobCounts,
  progressOf,
  runAgain,
  type Work,
} from '.';
import { type Claimed, openQueue } from './queue';
import { testMesters } from './testing';

const database = await testDatabase();
const web = as('nobody');
const payload = z.object({ n: z.number() });

/** A kind that notes what it was given, and then does what the test says. */
function noting(
  name: string,
  then: (work: Work, n: number) => Promise<void> = async () => {},
  more: { retries?: number; urgent?: boolean } = {},
) {
  const seen: number[] = [];
  const kind = defineJob({
    name,
    title: 'A test',
    payload,
    ...more,
    handle: async (work, { n }) => {
      seen.push(n);
      await then(work, n);
    },
  });
  return { kind, seen };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await owner('delete from pgboss.job; delete from platform.progress');
});

async function worker(kinds: JobKind<never>[], given: Parameters<typeof testMesters>[1] = {}) {
  const { jobs } = testMesters(database, given);
  stops.push(() => jobs.stop());
  await jobs.start(kinds);
  return jobs;
}

const add = (
  kind: JobKind<{ n: number }>,
  n: number,
  when: Parameters<typeof enqueue>[3] = {},
  standing: Standing = web,
) => database.transaction(standing, (tx) => enqueue(tx, kind, { n }, when));

/** As the session user, past all policies: what time, a crash or an administrator of the server would do. */
async function owner(statements: string): Promise<unknown[]> {
  const connection = await database.source.acquire();
  try {
    return (await connection.script(statements)).flatMap((result) => result.rows ?? []);
  } finally {
    connection.release();
  }
}

/** The pause before another attempt is over. */
const pauseIsOver = () => owner("update pgboss.job set start_after = now() where state = 'retry'");

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come to pass in four seconds.');
}

describe('the schema of the queue', () => {
  it('is what pg-boss expects', async () => {
    const boss = new PgBoss({
      db: {
        executeSql: async (text, values) => {
          const connection = await database.source.acquire();
          try {
            return values?.length
              ? await connection.query(text, values)
              : { rows: (await connection.script(text)).flatMap((result) => result.rows ?? []) };
          } finally {
            connection.release();
          }
        },
      },
      migrate: false,
      supervise: false,
      schedule: false,
      registerInstance: false,
    });
    await boss.start();
    const drift = await boss.detectSchemaDrift();
    await boss.stop({ graceful: false, close: false });
    expect(drift).toMatchObject({ ok: true });
  });

  it('belongs to the owner, not to whoever migrated', async () => {
    const owners = await owner("select distinct tableowner from pg_tables where schemaname = 'pgboss'");
    expect(owners).toEqual([{ tableowner: 'mesters_owner' }]);
  });
});

describe('a job', () => {
  it('runs after the transaction that enqueued it, at once', async () => {
    const { kind, seen } = noting('test.note');
    await worker([kind]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const from = performance.now();
    await add(kind, 1);
    await until(() => seen.length === 1);
    // The next round would be up to five seconds away on PGlite and one on a server.
    expect(performance.now() - from).toBeLessThan(database.kind === 'pglite' ? 3000 : 800);
  });

  it('does not exist when that transaction is rolled back, nor before it has ended', async () => {
    const { kind, seen } = noting('test.note');
    const jobs = await worker([kind]);
    const refused = database.transaction(web, async (tx) => {
      await enqueue(tx, kind, { n: 1 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    await add(kind, 2);
    await jobs.idle();
    expect(seen).toEqual([2]);
    expect(await owner("select count(*) from pgboss.job where state <> 'completed'")).toEqual([{ count: 0 }]);
  });

  it('has a payload of its shape, or is not added', async () => {
    const { kind } = noting('test.note');
    await expect(add(kind, 'one' as unknown as number)).rejects.toThrow('expected number');
    expect(() => defineJob({ name: 'Note it', title: 'Note it', payload, handle: async () => {} })).toThrow(
      'Not the name of a job',
    );
  });

  it('waits once for each name, and may wait again once it has begun', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { kind, seen } = noting('test.note', () => gate);
    const other = noting('test.other');
    await add(kind, 1, { once: 'a' });
    await add(kind, 2, { once: 'a' });
    await add(kind, 3, { once: 'b' });
    await add(other.kind, 4, { once: 'a' });
    await add(kind, 5);
    await add(kind, 6);
    expect(await owner('select count(*) from pgboss.job')).toEqual([{ count: 5 }]);
    const jobs = await worker([kind, other.kind]);
    await until(() => seen.includes(1));
    await add(kind, 7, { once: 'a' });
    await add(kind, 8, { once: 'a' });
    release();
    await jobs.idle();
    expect([...seen].sort()).toEqual([1, 3, 5, 6, 7]);
    expect(other.seen).toEqual([4]);
  });

  it('that waits already runs only after whoever asked for it again has ended', async () => {
    // On PGlite nothing runs beside an open transaction, so there is nothing to see.
    if (database.kind === 'pglite') return;
    const { kind, seen } = noting('test.note');
    await add(kind, 1, { once: 'a' });
    let seenInside = -1;
    const asking = database.transaction(web, async (tx) => {
      await enqueue(tx, kind, { n: 2 }, { once: 'a' });
      await worker([kind]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      seenInside = seen.length;
    });
    await asking;
    await until(() => seen.length === 1);
    expect(seenInside).toBe(0);
  });

  it('is added with thousands of others in one statement', async () => {
    const { kind } = noting('test.note');
    const many = Array.from({ length: 5000 }, (_, n) => ({ payload: { n }, once: `${n % 4000}` }));
    const keys = await database.transaction(web, (tx) => enqueueMany(tx, kind, many));
    expect(keys[4001]).toBe(keys[1]);
    expect(await owner('select count(*) from pgboss.job')).toEqual([{ count: 4000 }]);
    expect(await database.transaction(web, (tx) => enqueueMany(tx, kind, []))).toEqual([]);
  });

  it('waits for its time by the clock of the installation', async () => {
    let clock = testClock;
    const moving = { now: () => clock.now(), today: () => clock.today() };
    const { kind, seen } = noting('test.note');
    const jobs = await worker([kind], { clock: moving });
    const inMarch = heldClock('2019-03-01').now();
    await add(kind, 1, { after: inMarch, once: 'spring' });
    await add(kind, 2, { after: heldClock('2019-01-13').now() });
    await jobs.idle();
    expect(seen).toEqual([2]);
    expect(await database.transaction(web, (tx) => isPending(tx, kind, 'spring'))).toBe(true);
    clock = heldClock('2019-03-02');
    await jobs.idle();
    expect(seen).toEqual([2, 1]);
    expect(await database.transaction(web, (tx) => isPending(tx, kind, 'spring'))).toBe(false);
  });

  it('that is urgent goes first', async () => {
    const order: string[] = [];
    const slow = noting('test.slow', async () => void order.push('slow'));
    const urgent = noting('test.urgent', async () => void order.push('urgent'), { urgent: true });
    await database.transaction(web, (tx) =>
      enqueueMany(
        tx,
        slow.kind,
        Array.from({ length: 30 }, (_, n) => ({ payload: { n } })),
      ),
    );
    await add(urgent.kind, 1);
    await (await worker([slow.kind, urgent.kind])).idle();
    expect(order.indexOf('urgent')).toBeLessThan(4);
    expect(order).toHaveLength(31);
  });

  it('may enqueue others, and idle waits for them too', async () => {
    const { kind, seen } = noting('test.note', async (work, n) => {
      if (n < 5) await work.tx((tx) => enqueue(tx, kind, { n: n + 1 }));
    });
    const jobs = await worker([kind]);
    await add(kind, 1);
    await jobs.idle();
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('idle', () => {
  it('also waits for what a job enqueued that ended while idle looked', async () => {
    let endFirst = () => {};
    const first = new Promise<void>((resolve) => {
      endFirst = resolve;
    });
    const { kind, seen } = noting('test.note', async (work, n) => {
      if (n !== 1) return;
      await first;
      await work.tx((tx) => enqueue(tx, kind, { n: 2 }));
    });
    const firstEnded = async () => (await owner("select from pgboss.job where state = 'completed'")).length > 0;

    // A look that has found nothing, and whose answer arrives only after the first job has ended.
    let looks = 0;
    let slow = false;
    const source: typeof database.source = {
      ...database.source,
      async acquire() {
        const real = await database.source.acquire();
        let released = false;
        const release = () => {
          if (!released) real.release();
          released = true;
        };
        const arriving = async <T>(text: string, answer: T): Promise<T> => {
          if (!/skip locked/i.test(text)) return answer;
          looks++;
          if (!slow) return answer;
          slow = false;
          release();
          endFirst();
          await until(firstEnded);
          await new Promise((resolve) => setTimeout(resolve, 50));
          return answer;
        };
        return {
          query: async (text, values) => arriving(text, await real.query(text, values)),
          script: async (text) => arriving(text, await real.script(text)),
          release,
        };
      },
    };
    await add(kind, 1);
    const { jobs } = testMesters({ ...database, source });
    stops.push(() => jobs.stop());
    await jobs.start([kind]);
    // One look has taken the first job, the next has found nothing more: now nobody looks but idle.
    await until(() => seen.length === 1 && looks >= 2);
    slow = true;
    await jobs.idle();
    expect(slow).toBe(false);
    expect(seen).toEqual([1, 2]);
  });
});

describe('a job that fails', () => {
  it('is tried again later, then kept among the failed without what its error quoted', async () => {
    const events: string[] = [];
    const log: Log = {
      info: () => {},
      error: (event, _error, facts) => events.push(`${event} ${facts?.attempt} ${facts?.last}`),
    };
    const { kind, seen } = noting(
      'test.fail',
      async () => {
        throw new Error('The letter to head@school.example about "Ann" did not go');
      },
      { retries: 2 },
    );
    const jobs = await worker([kind], { log });
    await add(kind, 1, { once: 'x' });
    await jobs.idle();
    expect(seen).toEqual([1]); // its pause is not over
    expect(await asSystem(database, jobCounts)).toMatchObject([{ kind: 'test.fail', again: 1, failed: 0 }]);
    expect(await database.transaction(web, (tx) => isPending(tx, kind, 'x'))).toBe(true);
    for (let i = 0; i < 3; i++) {
      await pauseIsOver();
      await jobs.idle();
    }
    expect(seen).toEqual([1, 1, 1]);
    expect(events).toEqual(['job.failed 1 false', 'job.failed 2 false', 'job.failed 3 true']);
    const [failed] = await asSystem(database, failedJobs);
    expect(failed).toMatchObject({
      kind: 'test.fail',
      attempts: 3,
      error: 'Error: The letter to [address] about [value] did not go',
    });
    expect(await asSystem(database, jobCounts)).toMatchObject([{ again: 0, failed: 1 }]);
    expect(await database.transaction(web, (tx) => isPending(tx, kind, 'x'))).toBe(false);

    expect(await database.transaction(web, (tx) => runAgain(tx, failed?.id as string))).toBe(false);
    expect(await database.transaction(as(['jobs/*']), (tx) => runAgain(tx, failed?.id as string))).toBe(true);
    await jobs.idle();
    expect(seen).toHaveLength(4);
    expect(await asSystem(database, failedJobs)).toMatchObject([{ attempts: 4 }]);
  });

  it('waits longer each time', async () => {
    const { kind } = noting('test.fail', async () => Promise.reject(new Error('no')));
    const jobs = await worker([kind]);
    await add(kind, 1);
    const pauses: number[] = [];
    for (let i = 0; i < 4; i++) {
      await jobs.idle();
      const [row] = (await owner('select extract(epoch from start_after - now())::float as pause from pgboss.job')) as {
        pause: number;
      }[];
      pauses.push(row?.pause as number);
      await pauseIsOver();
    }
    expect(pauses[0]).toBeGreaterThan(2);
    expect(pauses[3]).toBeGreaterThan((pauses[0] as number) * 3);
  });

  it('in the database keeps only the code of its fault', async () => {
    const { kind } = noting(
      'test.fail',
      (work) => work.tx(async (tx) => void (await sql`select 'Ann'::int`.execute(tx))),
      { retries: 0 },
    );
    const jobs = await worker([kind]);
    await add(kind, 1);
    await jobs.idle();
    expect(await asSystem(database, failedJobs)).toMatchObject([{ error: 'The database refused: 22P02.' }]);
  });

  it('fails too when nobody knows its kind', async () => {
    const { kind } = noting('test.unknown', undefined, { retries: 0 });
    const jobs = await worker([]);
    await add(kind, 1);
    await jobs.idle();
    expect(await asSystem(database, failedJobs)).toMatchObject([
      { kind: 'test.unknown', error: 'Error: This program knows no job of the kind test.unknown.' },
    ]);
  });
});

describe('a worker', () => {
  it('stops only when what runs has ended, and takes nothing new', async () => {
    const ended: number[] = [];
    const { kind, seen } = noting('test.slow', async (work, n) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await work.tx((tx) => sql`select 1`.execute(tx));
      ended.push(n);
    });
    const jobs = await worker([kind]);
    await database.transaction(web, (tx) =>
      enqueueMany(
        tx,
        kind,
        Array.from({ length: 8 }, (_, n) => ({ payload: { n } })),
      ),
    );
    await until(() => seen.length > 0);
    const started = seen.length;
    await Promise.all([jobs.stop(), jobs.stop()]);
    expect(ended).toHaveLength(seen.length);
    expect(seen.length).toBeLessThan(8);
    expect(seen.length).toBeGreaterThanOrEqual(started);
    expect(await owner("select count(*) from pgboss.job where state = 'active'")).toEqual([{ count: 0 }]);
    await jobs.start([kind]);
    await jobs.idle();
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('that stops in the middle of a long job gives it back, and that is no attempt', async () => {
    const { kind, seen } = noting(
      'test.long',
      (work) =>
        seen.length > 1
          ? Promise.resolve()
          : new Promise((_, reject) => work.signal.addEventListener('abort', () => reject(work.signal.reason))),
      { retries: 0 },
    );
    const jobs = await worker([kind]);
    await add(kind, 1);
    await until(() => seen.length > 0);
    await jobs.stop();
    expect(await asSystem(database, failedJobs)).toEqual([]);
    await jobs.start([kind]);
    await jobs.idle();
    expect(seen).toEqual([1, 1]);
    expect(await asSystem(database, jobCounts)).toMatchObject([{ done: 1, again: 0, failed: 0 }]);
  });

  it('shares with others, and no job runs twice', async () => {
    const one = noting('test.share', () => new Promise((resolve) => setTimeout(resolve, 5)));
    const two = noting('test.share', () => new Promise((resolve) => setTimeout(resolve, 5)));
    await database.transaction(web, (tx) =>
      enqueueMany(
        tx,
        one.kind,
        Array.from({ length: 60 }, (_, n) => ({ payload: { n } })),
      ),
    );
    const [first, second] = await Promise.all([worker([one.kind]), worker([two.kind])]);
    await Promise.all([first?.idle(), second?.idle()]);
    expect([...one.seen, ...two.seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(one.seen.length).toBeGreaterThan(5);
    expect(two.seen.length).toBeGreaterThan(5);
  });

  it('that was killed leaves its job to another, and what it says later changes nothing', async () => {
    const quiet = { info: () => {}, error: () => {} };
    const killed = await openQueue(database, quiet);
    let late: () => Promise<void> = async () => {};
    const { kind, seen } = noting('test.killed', async () => {
      await late();
      if (seen.length === 2) throw new Error('no');
    });
    await add(kind, 1);
    const [claimed] = (await killed.claim(1)) as [Claimed];
    expect(claimed.data).toMatchObject({ kind: 'test.killed', payload: { n: 1 } });
    expect(await killed.touch([claimed])).toEqual([]);
    const jobs = await worker([kind]);
    await jobs.idle();
    expect(seen).toEqual([]);

    // A minute of silence later.
    await owner("update pgboss.job set heartbeat_on = now() - interval '61 seconds'");
    const other = await openQueue(database, quiet);
    await other.tidy();
    await pauseIsOver();
    late = () => killed.fail(claimed, 'late');
    await jobs.idle();
    expect(seen).toEqual([1]);
    expect(await asSystem(database, jobCounts)).toMatchObject([{ done: 1, again: 0, failed: 0 }]);
    expect(await killed.touch([claimed])).toEqual([claimed]);

    await jobs.stop();
    await add(kind, 2);
    const [second] = (await killed.claim(1)) as [Claimed];
    await owner(
      "update pgboss.job set heartbeat_on = now() - interval '61 seconds' where state = 'active'; update pgboss.queue set monitor_on = null, monitor_claim_on = null",
    );
    await other.tidy();
    await pauseIsOver();
    late = () => killed.complete(second);
    await jobs.start([kind]);
    await jobs.idle();
    expect(seen).toEqual([1, 2]);
    expect(await asSystem(database, jobCounts)).toMatchObject([{ done: 1, again: 1, failed: 0 }]);
    await killed.close();
    await other.close();
  });
});

describe('progress', () => {
  it('is seen while the work goes on, from inside its transactions too', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { kind } = noting('test.long', async (work) => {
      await work.tx(async () => work.progress(20, 100, 'Reading rows'));
      await gate;
      work.progress(100, 100, 'All read');
    });
    const jobs = await worker([kind]);
    const key = await add(kind, 1, { once: 'import' });
    const read = () => database.transaction(as([]), (tx) => progressOf(tx, key));
    await until(async () => (await read()) !== null);
    expect(await read()).toMatchObject({ done: 20, of: 100, words: 'Reading rows', state: 'running' });
    expect(await database.transaction(web, (tx) => progressOf(tx, key))).toBeNull();
    release();
    await jobs.idle();
    expect(await read()).toMatchObject({ done: 100, words: 'All read', state: 'done' });
  });

  it('says when the work has failed for good', async () => {
    const { kind } = noting(
      'test.long',
      async (work) => {
        work.progress(1, 2);
        throw new Error('no');
      },
      { retries: 0 },
    );
    const jobs = await worker([kind]);
    const key = await add(kind, 1);
    await jobs.idle();
    expect(await asSystem(database, (tx) => progressOf(tx, key))).toMatchObject({ done: 1, of: 2, state: 'failed' });
  });

  it('of work that was over two weeks ago is cleared away when other work ends', async () => {
    const at = (day: string) => heldClock(day).now();
    const left = () => owner('select key from platform.progress order by key');
    await owner(`insert into platform.progress values
      ('test.long/old', 1, 1, '', 'done', '${at('2018-12-30')}'), ('test.long/recent', 1, 1, '', 'done', '${at('2019-01-02')}')`);
    const { kind } = noting('test.long', async (work) => work.progress(1, 1));
    const jobs = await worker([kind]);
    await add(kind, 1, { once: 'new' });
    await jobs.idle();
    expect(await left()).toEqual([{ key: 'test.long/new' }, { key: 'test.long/recent' }]);
  });
});

describe('the queue', () => {
  it('takes jobs from anybody and shows them to nobody', async () => {
    const { kind } = noting('test.note', undefined, { retries: 0 });
    await add(kind, 1);
    await add(kind, 2, { after: heldClock('2019-06-01').now() });
    const refused = [
      'select * from pgboss.job',
      'select * from pgboss.job_common',
      "insert into pgboss.job (name) values ('work')",
      'delete from pgboss.job_common',
      "select pgboss.delete_queue('work')",
      'select * from platform.job_later',
      "update platform.progress set words = ''",
    ];
    for (const role of ['web', 'worker'] as const) {
      for (const statement of refused.slice(0, role === 'web' ? 7 : 6)) {
        const attempt = database.transaction(as(['jobs/*'], role), (tx) => sql.raw(statement).execute(tx));
        await expect(attempt, `${role}: ${statement}`).rejects.toThrow('permission denied');
      }
    }
    await expect(
      database.transaction(as(['jobs/*']), (tx) => sql`select platform.enqueue_due()`.execute(tx)),
    ).rejects.toThrow('permission denied');
  });

  it('is counted only for those who may see it', async () => {
    const { kind } = noting('test.fail', async () => Promise.reject(new Error('no')), { retries: 0 });
    const jobs = await worker([kind]);
    await add(kind, 1);
    await jobs.idle();
    for (const standing of [web, as(['staff', 'mail/*'])]) {
      expect(await database.transaction(standing, jobCounts)).toEqual([]);
      expect(await database.transaction(standing, failedJobs)).toEqual([]);
    }
    expect(await database.transaction(as(['jobs/*']), jobCounts)).toMatchObject([{ kind: 'test.fail', failed: 1 }]);
    expect(await database.transaction(as(['jobs/*']), failedJobs)).toHaveLength(1);
  });
});
