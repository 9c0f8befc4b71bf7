import type { Connection, Database, Source } from '../database';
import { databaseOn } from '../database';

/** What one piece of work changed, and what it answered; the database is as before. */
export interface Undone<T> {
  value: T;
  /** Rows inserted, updated and deleted, by table. */
  rows: Record<string, number>;
}

/**
 * Runs `work` against a database whose every transaction is a savepoint of one that is undone at the end, and counts the rows it changed.
 * So each call of a long list of calls finds the same world.
 */
export async function undone<T>(database: Database, work: (database: Database) => Promise<T>): Promise<Undone<T>> {
  const outer = await database.source.acquire();
  await outer.query('begin', []);
  try {
    const before = await changes(outer);
    const value = await work(databaseOn(database.kind, nestedSource(outer)));
    await outer.query("select set_config('role', 'none', true)", []);
    const after = await changes(outer);
    const rows = Object.entries(after).map(([table, n]) => [table, n - (before[table] ?? 0)] as const);
    return { value, rows: Object.fromEntries(rows.filter(([, n]) => n > 0)) };
  } finally {
    await outer.query('rollback', []);
    outer.release();
  }
}

/** Counts of this transaction, and of earlier ones that the server has not yet added up: only a difference says something. */
async function changes(connection: Connection): Promise<Record<string, number>> {
  const { rows } = await connection.query(
    `select schemaname || '.' || relname as name, (n_tup_ins + n_tup_upd + n_tup_del)::int as n
     from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0 order by 1`,
    [],
  );
  return Object.fromEntries((rows as { name: string; n: number }[]).map(({ name, n }) => [name, n]));
}

/** Connections that are all the one given, one after another; their transactions are savepoints. */
function nestedSource(outer: Connection): Source {
  let turn: Promise<void> = Promise.resolve();
  const savepoints: Record<string, string> = {
    begin: 'savepoint inner_one',
    commit: 'release savepoint inner_one',
    rollback: 'rollback to savepoint inner_one; release savepoint inner_one',
  };
  return {
    async acquire() {
      const before = turn;
      let done = () => {};
      turn = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      return {
        async query(sql, parameters) {
          const other = savepoints[sql];
          if (!other) return outer.query(sql, parameters);
          await outer.script(other);
          return { rows: [] };
        },
        script: (sql) => outer.script(sql),
        release: done,
      };
    },
    close: async () => {},
  };
}
