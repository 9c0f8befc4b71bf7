import type { Connection, Database, Source } from '../database';
import { databaseOn } from '../database';

/** What one piece of work changed, and what it answered; the database is as before. */
export interface Undone<T> {
  value: T;
  /** Rows inserted, updated and deleted, by table. */
  rows: Record<string, number>;
}

export interface Undoing {
  /** A database for the work alone: its every transaction is a savepoint of one that is undone at the end. */
  database: Database;
  /** Runs `work`, which may use `database`, counts the rows it changed and undoes it. One after another. */
  undone: <T>(work: () => Promise<T>) => Promise<Undone<T>>;
}

/** What is made of the undoing database once, a whole site for instance, serves a long list of calls that each find the same world. */
export function undoing(database: Database): Undoing {
  let outer: Connection | null = null;
  let tables: number[] | undefined;
  return {
    database: databaseOn(
      database.kind,
      nestedSource(() => {
        if (!outer) throw new Error('Outside what is undone.');
        return outer;
      }),
    ),
    async undone(work) {
      const connection = await database.source.acquire();
      outer = connection;
      await connection.query('begin', []);
      try {
        tables ??= await tablesOf(connection);
        const before = await changes(connection, tables);
        const value = await work();
        // Most work writes nothing: then there is nothing to count.
        if (!(await hasWritten(connection))) return { value, rows: {} };
        await connection.query("select set_config('role', 'none', true)", []);
        const after = await changes(connection, tables);
        const rows = Object.entries(after).map(([table, n]) => [table, n - (before[table] ?? 0)] as const);
        return { value, rows: Object.fromEntries(rows.filter(([, n]) => n > 0)) };
      } finally {
        outer = null;
        await connection.query('rollback', []);
        connection.release();
      }
    },
  };
}

/** The tables whose rows are counted, by their numbers: asked once, as a walk through the catalogue takes longer than many a call. */
async function tablesOf(connection: Connection): Promise<number[]> {
  const { rows } = await connection.query(
    `select c.oid::int as oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
    [],
  );
  return (rows as { oid: number }[]).map(({ oid }) => oid);
}

/** Whether anything was written since the transaction began, also what was undone to a savepoint. */
async function hasWritten(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query('select pg_current_xact_id_if_assigned() is not null as written', []);
  return (rows as { written: boolean }[])[0]!.written;
}

/** Counts of this transaction, and of earlier ones that the server has not yet added up: only a difference says something. */
async function changes(connection: Connection, tables: readonly number[]): Promise<Record<string, number>> {
  const { rows } = await connection.query(
    `select n.nspname || '.' || c.relname as name, t.n::int as n
     from (
       select oid, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) as n
       from unnest($1::oid[]) oid
     ) t join pg_class c on c.oid = t.oid join pg_namespace n on n.oid = c.relnamespace
     where t.n > 0 order by 1`,
    [tables],
  );
  return Object.fromEntries((rows as { name: string; n: number }[]).map(({ name, n }) => [name, n]));
}

/** Connections that are all the one of the moment, one after another; their transactions are savepoints. */
function nestedSource(current: () => Connection): Source {
  let turn: Promise<void> = Promise.resolve();
  const savepoints: Record<string, string[]> = {
    begin: ['savepoint inner_one'],
    commit: ['release savepoint inner_one'],
    rollback: ['rollback to savepoint inner_one', 'release savepoint inner_one'],
  };
  return {
    async acquire() {
      const before = turn;
      let done = () => {};
      turn = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      const outer = current();
      return {
        async query(sql, parameters) {
          const other = savepoints[sql];
          if (!other) return outer.query(sql, parameters);
          // Not as a script, which forgets what was prepared.
          for (const one of other) await outer.query(one, []);
          return { rows: [] };
        },
        script: (sql) => outer.script(sql),
        release: done,
      };
    },
    close: async () => {},
  };
}
