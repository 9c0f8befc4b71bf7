import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import { type Database, systemStanding, type Tx } from '../database';
import type { Mesters } from '../mesters';
import type { JobKind, Work } from './kinds';
import { type Progress, writeProgress } from './look';
import { onNudge } from './nudge';
import { type Claimed, openQueue, type Queue } from './queue';

export interface Jobs {
  /** Whether this process works on jobs. */
  readonly started: boolean;
  /** Begins to work on jobs of these kinds. Any other fails and is tried again later: another version of the program may know it. */
  start(kinds: readonly JobKind<never>[]): Promise<void>;
  /** Takes no more jobs and waits for those that run; after two seconds it asks them to stop, after two more it leaves them to others. */
  stop(): Promise<void>;
  /** Works until nothing is due and nothing runs. For commands, the demonstration and tests; after `start`, outside any transaction. */
  idle(): Promise<void>;
}

interface Running {
  job: Claimed;
  abort: AbortController;
  ended: Promise<void>;
}

/** Milliseconds. A job that is left is taken up again by whoever comes next. */
const patience = { toEnd: 2000, toAbort: 2000 };
const beatEvery = 15_000;

/** Why a job is asked to stop that is no fault of its own. */
const programStops = new Error('The program is stopping.');

/** `mesters` is asked when there is work, because it holds these jobs itself. */
export function createJobs(database: Database, mesters: () => Mesters): Jobs {
  // PGlite has one connection, and nobody else can enqueue there: a nudge tells of everything but what became due by time.
  const { places, round } = database.kind === 'pglite' ? { places: 2, round: 5_000 } : { places: 4, round: 1_000 };
  // A nudge comes before the commit. On a server the job is not visible yet, so look again soon; on PGlite looking waits for the commit.
  const soon = database.kind === 'pglite' ? [] : [5, 20, 60, 200, 500];

  let byName = new Map<string, JobKind<never>>();
  const running = new Set<Running>();
  let queue: Queue | null = null;
  let stopping = false;
  let loop: Promise<void> = Promise.resolve();
  let looking: Promise<unknown> = Promise.resolve();
  let pauses: number[] = [];
  let woken = false;
  let endPause = () => {};
  let stopped: Promise<void> | null = null;
  let ends: (() => void)[] = [];

  const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(systemStanding(mesters().clock), work);

  /** Takes what is due into the free places. One look at a time, so that no place is filled twice. */
  function look(): Promise<number> {
    const next = looking.then(async () => {
      const free = places - running.size;
      if (!queue || stopping || free <= 0) return 0;
      const jobs = await queue.claim(free);
      for (const job of jobs) {
        const abort = new AbortController();
        const entry: Running = { job, abort, ended: Promise.resolve() };
        running.add(entry);
        entry.ended = run(queue, job, abort.signal).finally(() => {
          running.delete(entry);
          wake();
        });
      }
      return jobs.length;
    });
    looking = next.catch(() => {});
    return next;
  }

  async function run(from: Queue, job: Claimed, signal: AbortSignal): Promise<void> {
    const { log, clock } = mesters();
    const { kind: name, key, payload, retries } = job.data;
    const last = job.retryCount >= retries;
    const teller = tellProgress(key, mesters, inTransaction);
    try {
      const kind = byName.get(name);
      if (!kind) throw new Error(`This program knows no job of the kind ${name}.`);
      await kind.run({ mesters: mesters(), clock, tx: inTransaction, signal, progress: teller.tell, last }, payload);
      await teller.end('done');
    } catch (error) {
      if (signal.reason === programStops) {
        log.info('job.given back', { kind: name });
        await from.giveBack(job).catch((unsaid) => log.error('job.lost', unsaid, { kind: name }));
        return;
      }
      log.error('job.failed', error, { kind: name, attempt: job.retryCount + 1, last });
      if (last) await teller.end('failed').catch(() => {});
      // When even this cannot be said, the job counts as lost after a minute and is tried again.
      await from.fail(job, wordsOf(error)).catch((unsaid) => log.error('job.lost', unsaid, { kind: name }));
      return;
    } finally {
      await teller.silence();
    }
    await from.complete(job).catch((unsaid) => log.error('job.lost', unsaid, { kind: name }));
  }

  async function keepLooking(): Promise<void> {
    while (!stopping) {
      woken = false;
      const found = await look().catch((error) => {
        mesters().log.error('jobs.look', error);
        return 0;
      });
      if (stopping) return;
      if (found === 0 && !woken) await pause(pauses.shift() ?? round);
    }
  }

  /** Until woken or the time is over. */
  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Nudged, or a place is free again: look at once, or once more when a look is under way. */
  function wake(): void {
    woken = true;
    endPause();
  }

  /** Puts into the queue what has become due by the installation's clock. */
  async function takeDue(): Promise<number> {
    const { rows } = await inTransaction((tx) =>
      sql<{ moved: number }>`select platform.enqueue_due() as moved`.execute(tx),
    );
    const moved = rows[0]?.moved ?? 0;
    if (moved > 0) wake();
    return moved;
  }

  async function beat(from: Queue): Promise<void> {
    const held = [...running];
    if (held.length > 0) {
      const lost = await from.touch(held.map((entry) => entry.job));
      for (const entry of held)
        if (lost.includes(entry.job) && running.has(entry))
          entry.abort.abort(new Error('This job has been taken by another worker.'));
    }
    await takeDue();
    await from.tidy();
  }

  async function stopGracefully(from: Queue): Promise<void> {
    stopping = true;
    wake();
    await loop;
    await looking;
    await within(patience.toEnd, running);
    for (const entry of running) entry.abort.abort(programStops);
    await within(patience.toAbort, running);
    for (const end of ends) end();
    await from.close();
    queue = null;
  }

  return {
    get started() {
      return queue !== null && !stopping;
    },

    async start(kinds) {
      if (queue) throw new Error('The jobs have been started already.');
      byName = new Map(kinds.map((kind) => [kind.name, kind]));
      if (byName.size < kinds.length) throw new Error('Two kinds of job have the same name.');
      stopping = false;
      const opened = await openQueue(database, mesters().log);
      queue = opened;
      let beating = Promise.resolve();
      const timer = setInterval(() => {
        beating = beating.then(() => beat(opened)).catch((error) => mesters().log.error('jobs.beat', error));
      }, beatEvery);
      const off = onNudge(() => {
        pauses = [...soon];
        wake();
      });
      ends = [off, () => clearInterval(timer)];
      loop = keepLooking();
    },

    stop() {
      if (queue && !stopping) stopped = stopGracefully(queue);
      return stopped ?? Promise.resolve();
    },

    async idle() {
      if (!queue) throw new Error('Start the jobs before waiting for them.');
      for (;;) {
        // Read before looking: a job that ends during the look may have enqueued another just before.
        const busy = running.size;
        const moved = await takeDue();
        const found = await look();
        if (moved === 0 && found === 0 && busy === 0 && running.size === 0) return;
        if (running.size > 0) await Promise.race([...running].map((entry) => entry.ended));
      }
    },
  };
}

/** Writes what a job last said, a few times a second, and beside its transactions, so that others see it while they are open. */
function tellProgress(key: string, mesters: () => Mesters, inTransaction: Work['tx']) {
  // `tell` may be called inside a transaction; the timer must not believe itself in it.
  const outside = AsyncLocalStorage.snapshot();
  let said: Pick<Progress, 'done' | 'of' | 'words'> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = (state: Progress['state']): Promise<void> => {
    const progress = said;
    if (!progress) return Promise.resolve();
    return inTransaction((tx) => writeProgress(tx, key, { ...progress, state, at: mesters().clock.now() }));
  };
  return {
    tell(done: number, of: number, words = ''): void {
      said = { done, of, words };
      timer ??= outside(() =>
        setTimeout(() => {
          timer = null;
          writing = write('running').catch((error) => mesters().log.error('job.progress', error));
        }, 250),
      );
    },
    /** Also of what is being written: when a job has ended the database may be closed under it. */
    async silence(): Promise<void> {
      if (timer) clearTimeout(timer);
      timer = null;
      await writing;
    },
    async end(state: 'done' | 'failed'): Promise<void> {
      await this.silence();
      await write(state);
    },
  };
}

async function within(milliseconds: number, running: ReadonlySet<Running>): Promise<void> {
  if (running.size === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([Promise.all([...running].map((entry) => entry.ended)), over]);
  clearTimeout(timer);
}

/** For the administrator's page: as much as may be kept. A database's message may quote a row, so only its code is. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something was thrown that is not an error.';
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && 'severity' in error) return `The database refused: ${code}.`;
  return `${error.name}: ${error.message}`
    .replace(/\S+@\S+/g, '[address]')
    .replace(/(["'`]).*?\1/g, '[value]')
    .slice(0, 300);
}
