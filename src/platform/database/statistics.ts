import type { Database } from './database';

/** Values that a column's statistics are made from: a tenth of the usual, so that the largest table keeps the one connection for a moment only. */
const target = 10;

/**
 * Counts what tables hold, where they have grown a good deal since it was counted last. A server's autovacuum does so by itself; PGlite has
 * none, and its planner goes by guesses that are right for small tables: after tens of thousands of rows it reads whole tables where an index
 * would do. To be called after many rows were written, outside any transaction.
 */
export async function learnSizes({ kind, source }: Pick<Database, 'kind' | 'source'>): Promise<string[]> {
  if (kind !== 'pglite') return [];
  const alone = async <T>(work: (connection: Awaited<ReturnType<typeof source.acquire>>) => Promise<T>): Promise<T> => {
    const connection = await source.acquire();
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  };
  const { rows } = await alone((connection) =>
    connection.query(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
          and pg_relation_size(c.oid) / 8192 > 8 + 1.3 * c.relpages order by 1`,
      [],
    ),
  );
  const names = (rows as { name: string }[]).map(({ name }) => name);
  for (const name of names)
    await alone((connection) =>
      connection.script(`set default_statistics_target = ${target}; analyze ${name}; reset default_statistics_target`),
    );
  return names;
}
