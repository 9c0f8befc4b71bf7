import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

/** What runs a statement: one server connection, or the one connection that PGlite is. */
export interface Connection {
  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>>;
  /** Several statements, no parameters: migrations and scripts. */
  script(sql: string): Promise<{ rows: unknown[] }[]>;
  release(broken?: boolean): void;
}

/** Hands out connections; `acquire` waits for its turn. */
export interface Source {
  acquire(): Promise<Connection>;
  close(): Promise<void>;
}

export function serverSource(pool: pg.Pool): Source {
  return {
    async acquire() {
      const client = await pool.connect();
      return {
        async query(sql, parameters) {
          const result = await client.query(sql, parameters.map(toParameter));
          return asResult(result.rows, result.rowCount);
        },
        async script(sql) {
          const results = (await client.query(sql)) as unknown as { rows: unknown[] } | { rows: unknown[] }[];
          return Array.isArray(results) ? results : [results];
        },
        release: (broken) => client.release(broken === true),
      };
    },
    close: () => pool.end(),
  };
}

/** `onAcquire` and `onRelease` bracket every connection that Kysely takes: the sign-in path uses them to take its own standing. */
export function dialectOf(
  source: Source,
  around: { onAcquire?: (c: Connection) => Promise<void>; onRelease?: (c: Connection) => Promise<void> } = {},
): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => new SourceDriver(source, around),
  };
}

class Held implements DatabaseConnection {
  constructor(readonly inner: Connection) {}
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.inner.query(query.sql, query.parameters) as Promise<QueryResult<R>>;
  }
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming queries are not used: read in pages.');
  }
}

class SourceDriver implements Driver {
  constructor(
    private readonly source: Source,
    private readonly around: {
      onAcquire?: (c: Connection) => Promise<void>;
      onRelease?: (c: Connection) => Promise<void>;
    },
  ) {}
  async init() {}
  async acquireConnection() {
    const connection = await this.source.acquire();
    try {
      await this.around.onAcquire?.(connection);
    } catch (error) {
      connection.release(true);
      throw error;
    }
    return new Held(connection);
  }
  async releaseConnection(connection: Held) {
    try {
      await this.around.onRelease?.(connection.inner);
    } finally {
      connection.inner.release();
    }
  }
  // With a bracket the transaction is already open: an inner one becomes part of it.
  async beginTransaction(connection: Held) {
    if (!this.around.onAcquire) await connection.inner.query('begin', []);
  }
  async commitTransaction(connection: Held) {
    if (!this.around.onAcquire) await connection.inner.query('commit', []);
  }
  async rollbackTransaction(connection: Held) {
    await connection.inner.query('rollback', []);
  }
  async destroy() {}
}

/** Temporal values go as text; everything else as the driver knows it. */
export function toParameter(value: unknown): unknown {
  if (
    value instanceof Temporal.PlainDate ||
    value instanceof Temporal.Instant ||
    value instanceof Temporal.PlainTime ||
    value instanceof Temporal.Duration
  )
    return value.toString();
  return value;
}

export function asResult(rows: unknown[], affected: number | null | undefined): QueryResult<unknown> {
  return affected == null ? { rows } : { rows, numAffectedRows: BigInt(affected) };
}
