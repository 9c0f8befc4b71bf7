/** Milliseconds of statements after which it is looked whether tables have grown. */
const lookAfter = 3000;

/** One table that has grown to twice its size since it was counted, beyond a quarter of a megabyte. */
const mostGrown = `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    and pg_relation_size(c.oid) / 8192 > 32 + 2 * c.relpages order by pg_relation_size(c.oid) desc limit 1`;

export interface Statistics {
  /** Statements have taken these milliseconds. */
  worked(milliseconds: number): void;
  /** Counts a table that has grown, if it is time to look. To be called outside any transaction. */
  learn(): Promise<void>;
}

/**
 * Counts what tables hold, where they have grown a good deal since. A server's autovacuum does so by itself; PGlite has none, and its planner goes
 * by guesses that are right for small tables: after tens of thousands of rows it reads whole tables where an index would do. Every plan on a table
 * that is counted is made anew. One table at a time: who waits for the one connection waits for one.
 */
export function statisticsOf(run: (sql: string) => Promise<{ rows: unknown[] }>, after = lookAfter): Statistics {
  let sinceLook = 0;
  return {
    worked(milliseconds) {
      sinceLook += milliseconds;
    },
    async learn() {
      if (sinceLook < after) return;
      const [grown] = (await run(mostGrown)).rows as { name: string }[];
      if (grown) await run(`analyze ${grown.name}`);
      else sinceLook = 0;
    },
  };
}
