/** Milliseconds of statements after which it is looked what there is to do. */
const lookAfter = 3000;

/**
 * What there is to do first, or null:
 * a table that has grown to twice its size since it was counted, beyond a quarter of a megabyte;
 * a table of which a fifth and a thousand rows more are dead (a server's own rule has fifty more);
 * a log of changes that has become longer than 32 MB.
 * The size is asked of tables alone into which this process has written: each is a look at a file.
 */
const due = `with written as materialized (
  select c.oid, format('%I.%I', n.nspname, c.relname) as name, n.nspname like 'pg\\_%' as of_system, c.relpages, c.reltuples,
    pg_stat_get_dead_tuples(c.oid) as dead
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'p' and pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_dead_tuples(c.oid) > 0
), sized as materialized (select name, relpages, pg_relation_size(oid) as bytes from written where not of_system)
select coalesce(
  (select 'analyze ' || name from sized where bytes / 8192 > 32 + 2 * relpages order by bytes desc limit 1),
  (select 'vacuum ' || name from written where dead > 1000 + 0.2 * greatest(reltuples, 0) order by dead desc limit 1),
  (select 'checkpoint' from pg_control_checkpoint()
    where pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) > 32 * 1024 * 1024)
) as statement`;

export interface Upkeep {
  /** Statements have taken these milliseconds. */
  worked(milliseconds: number): void;
  /** Does one thing that is due, if it is time to look. To be called outside any transaction. */
  doNext(): Promise<void>;
}

/**
 * What a server does beside its connections and PGlite, which has the one, never does by itself. Tables that have grown are counted: the planner goes
 * by guesses that are right for small ones, and reads whole tables of tens of thousands of rows where an index would do; every plan on a table that is
 * counted is made anew. The room of dead rows is given back to its table: each correction of a city's figures would else take as much again. And the
 * log of changes is made good for: it would grow as long as the site runs, and all of it would be read again after the process was killed.
 * One thing at a time: who waits for the one connection waits for one.
 */
export function upkeepOf(run: (sql: string) => Promise<{ rows: unknown[] }>, after = lookAfter): Upkeep {
  let sinceLook = 0;
  return {
    worked(milliseconds) {
      sinceLook += milliseconds;
    },
    async doNext() {
      if (sinceLook < after) return;
      sinceLook = 0;
      // Else what was written in the last second is not counted yet.
      await run('select pg_stat_force_next_flush()');
      const [{ statement } = { statement: null }] = (await run(due)).rows as { statement: string | null }[];
      if (statement === null) return;
      await run(statement);
      sinceLook = after; // there may be more
    },
  };
}
