import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import type { Clock } from '../clock';
import type { Config } from '../config';
import { makeFolder } from '../folder';
import { type Connection, dialectOf, type Source, serverSource } from './driver';
import { takeLock } from './lock';
import { pgliteSource } from './pglite';
import { parsers } from './types';

/**
 * Every table, by its schema and name. Each module adds its own:
 * `declare module '../platform/database' { interface Tables { 'schools.school': SchoolTable } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it
export interface Tables {}

/** An open transaction. Functions that only read take it too: there is no reading outside one, because its actor decides what is seen. */
export type Tx = Transaction<Tables>;

/** In whose name a transaction runs: the database role, the person, what they may see, and what day it is. */
export interface Standing {
  role: 'web' | 'worker' | 'owner';
  /** Null: nobody has signed in, only public rows are seen. */
  actor: { personId: string; sees: readonly string[] } | null;
  clock: Clock;
}

/** The standing of the program's own work: jobs, the command line, the first start. Sees and may write what policies give to `system`. */
export const systemStanding = (clock: Clock): Standing => ({
  role: 'worker',
  actor: { personId: '00000000-0000-0000-0000-000000000000', sees: ['system'] },
  clock,
});

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** Runs `work` in one transaction in the name of `standing`. Tried again, from the start, when the server asks for it (deadlock, serialization). */
  transaction<T>(standing: Standing, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The session user, outside all policies: migrations, job queue and backups only. */
  readonly source: Source;
  close(): Promise<void>;
}

const inside = new AsyncLocalStorage<true>();

/**
 * Opens PostgreSQL at `databaseUrl`, or PGlite in the data folder, which it locks for this process.
 * @throws LockedError when another process holds the folder.
 */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> {
  if (config.databaseUrl) {
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({
      connectionString: config.databaseUrl,
      max: 10,
      types: serverTypes(pg.types),
      application_name: `mesters ${process.pid}`,
    });
    pool.on('connect', (client) => client.on('error', () => {})); // lost while in use: the statement that runs is refused, and that is enough
    pool.on('error', () => {}); // a connection lost while idle is replaced at the next use
    return databaseOn('postgres', serverSource(pool));
  }
  makeFolder(config.dataDir);
  const release = takeLock(config.dataDir);
  try {
    return databaseOn('pglite', pgliteSource(await createPGlite(join(config.dataDir, 'database'))), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Text values by our parsers, the rest as the driver does it. */
function serverTypes(types: typeof import('pg').types): import('pg').CustomTypesConfig {
  const getTypeParser = (oid: number, format?: string) =>
    (format === 'binary' ? undefined : parsers[oid]) ?? types.getTypeParser(oid, format as 'text');
  return { getTypeParser: getTypeParser as never };
}

/** PGlite with the extensions of the schema. Without a folder it lives in memory; `from` is a dump made by PGlite. */
export async function createPGlite(dataDir?: string, from?: Blob) {
  const [{ PGlite }, { btree_gist }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/btree_gist'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  return PGlite.create({
    // In memory every byte is copied: pieces of the log of 1 MB, not of 16.
    ...(dataDir === undefined ? { initDbStartParams: ['--wal-segsize=1'] } : { dataDir }),
    ...(from === undefined ? {} : { loadDataDir: from }),
    extensions: { btree_gist, pg_trgm },
    // A buffer of 16 MB and not 128: the system's own cache serves as well, and an open database takes 215 MB and not 330.
    // A statement with a list among its parameters would be planned anew each time it is asked: a third of what a page costs. What is
    // planned for a small table is planned anew when it has grown (`upkeep.ts`), from a tenth of the usual sample: the largest table keeps the one
    // connection for a moment only. Of the log of changes no more is kept for use again than is written between two checkpoints.
    startParams: [
      ...PGlite.defaultStartParams,
      '-c',
      'shared_buffers=16MB',
      '-c',
      'plan_cache_mode=force_generic_plan',
      '-c',
      'default_statistics_target=10',
      '-c',
      'min_wal_size=32MB',
    ],
    parsers,
  });
}

export function databaseOn(kind: Database['kind'], source: Source, afterClose: () => void = () => {}): Database {
  const kysely = new Kysely<Tables>({ dialect: dialectOf(source) });
  return {
    kind,
    source,
    async transaction(standing, work) {
      // Inside a transaction a second one would wait for the first, for ever on PGlite: fail at once instead.
      if (inside.getStore()) throw new Error('A transaction was opened inside another: pass the open one on.');
      for (let attempt = 1; ; attempt++) {
        try {
          return await inside.run(true, () =>
            kysely.transaction().execute(async (tx) => {
              await tx.executeQuery(CompiledQuery.raw(takeStanding, standingParameters(standing)));
              return work(tx);
            }),
          );
        } catch (error) {
          if (attempt === 3 || !begunAnew.has((error as { code?: string }).code ?? '')) throw error;
        }
      }
    },
    async close() {
      await kysely.destroy();
      await source.close();
      afterClose();
    },
  };
}

/**
 * What another transaction of the same moment causes: both read the same, both waited for each other, or both looked, found nothing and wrote
 * (a second row where one may be, a second in the same days, more than there is left). Begun anew, whoever came second finds what the first wrote, and says so in
 * the words of its own check. What is refused for another reason is refused again, and thrown.
 */
const begunAnew: ReadonlySet<string> = new Set(['40001', '40P01', '23505', '23P01', '23514']);

export const takeStanding =
  "select set_config('role', $1, true), set_config('app.person', $2, true), set_config('app.sees', $3, true), set_config('app.today', $4, true), set_config('app.now', $5, true)";

export function standingParameters({ role, actor, clock }: Standing): string[] {
  for (const token of actor?.sees ?? []) if (/[\s,{}"\\]/.test(token)) throw new Error(`Not a level: ${token}`);
  return [
    `mesters_${role}`,
    actor?.personId ?? '',
    actor?.sees.join(' ') ?? '',
    clock.today().toString(),
    clock.now().toString(),
  ];
}

/** A Kysely that takes the sign-in path's standing for each statement, for the library that keeps sessions. Its tables are in `platform`. */
export function signInKysely(source: Source, clock: Clock): Kysely<unknown> {
  return new Kysely({
    dialect: dialectOf(source, {
      async onAcquire(connection: Connection) {
        await connection.query('begin', []);
        await connection.query(
          `${takeStanding}, set_config('search_path', 'platform', true)`,
          standingParameters({ role: 'web', actor: { personId: '', sees: ['sign-in'] }, clock }),
        );
      },
      onRelease: async (connection: Connection) => {
        await connection.query('commit', []);
      },
    }),
  });
}
