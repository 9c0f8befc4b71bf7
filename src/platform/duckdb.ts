import { availableParallelism } from 'node:os';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';

/** What a query may be given and gives back. */
export type Parameter = string | number | bigint | boolean | null | Temporal.PlainDate;

/**
 * Whole numbers are `number`, and `bigint` only beyond 2^53. Decimals are `number` up to 15 figures, beyond that text, so that no figure changes.
 * Dates are `Temporal.PlainDate`, timestamps `Temporal.PlainDateTime`, those with a zone `Temporal.Instant`. Lists are arrays, structs and maps plain
 * objects, blobs bytes; everything else (times, intervals, UUIDs) is text as DuckDB writes it.
 */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | Temporal.PlainDate
  | Temporal.PlainDateTime
  | Temporal.Instant
  | Value[]
  | { [name: string]: Value };

export interface DuckDB {
  /** Runs one statement, in a connection of its own, with `$1`, `$2` … from `parameters`. All rows are held in memory. */
  query<Row extends Record<string, Value> = Record<string, Value>>(
    sql: string,
    parameters?: readonly Parameter[],
  ): Promise<Row[]>;
  close(): void;
}

export interface DuckDBOptions {
  /** As DuckDB writes it. */
  memory?: string;
  threads?: number;
  /** Where it may spill what does not fit in memory: nowhere unless said. */
  temporaryFolder?: string;
}

const noRepository = '/no-extensions';

let shared: Promise<DuckDB> | null = null;

/** The one DuckDB of this process, opened when first asked for. */
export const duckdb = (): Promise<DuckDB> => {
  shared ??= openDuckDB();
  return shared;
};

/** A DuckDB in memory. It never downloads an extension, and no statement can change how it is configured. */
export async function openDuckDB({
  memory = '1GB',
  threads = Math.min(4, availableParallelism()),
  temporaryFolder = '',
}: DuckDBOptions = {}): Promise<DuckDB> {
  const api = await import('@duckdb/node-api');
  const instance: DuckDBInstance = await api.DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    threads: String(threads),
    temp_directory: temporaryFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // Even an INSTALL that is asked for finds nothing to download.
    custom_extension_repository: noRepository,
    autoinstall_extension_repository: noRepository,
    lock_configuration: 'true',
  });
  const toDuckDB = (value: Parameter): DuckDBValue =>
    value instanceof Temporal.PlainDate ? new api.DuckDBDateValue(daysFrom1970(value)) : value;

  return {
    async query<Row extends Record<string, Value>>(sql: string, parameters: readonly Parameter[] = []) {
      const connection: DuckDBConnection = await instance.connect();
      try {
        const result = await connection.runAndReadAll(sql, parameters.map(toDuckDB));
        return result.convertRowObjects((value) => fromDuckDB(api, value)) as Row[];
      } finally {
        connection.closeSync();
      }
    },
    close: () => instance.closeSync(),
  };
}

type Api = typeof import('@duckdb/node-api');

function fromDuckDB(api: Api, value: DuckDBValue): Value {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof api.DuckDBDecimalValue) return value.width <= 15 ? value.toDouble() : value.toString();
  if (value instanceof api.DuckDBDateValue) return epoch.add({ days: value.days });
  if (value instanceof api.DuckDBTimestampValue)
    return instant(value.micros).toZonedDateTimeISO('UTC').toPlainDateTime();
  if (value instanceof api.DuckDBTimestampTZValue) return instant(value.micros);
  if (value instanceof api.DuckDBListValue || value instanceof api.DuckDBArrayValue) {
    return value.items.map((item) => fromDuckDB(api, item));
  }
  if (value instanceof api.DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, one]) => [name, fromDuckDB(api, one)]));
  }
  if (value instanceof api.DuckDBMapValue) {
    return Object.fromEntries(value.entries.map((entry) => [String(entry.key), fromDuckDB(api, entry.value)]));
  }
  if (value instanceof api.DuckDBBlobValue) return value.bytes;
  return value.toString();
}

const epoch = Temporal.PlainDate.from('1970-01-01');
const daysFrom1970 = (date: Temporal.PlainDate): number => epoch.until(date, { largestUnit: 'day' }).days;
const instant = (micros: bigint): Temporal.Instant => Temporal.Instant.fromEpochNanoseconds(micros * 1000n);
const isSafe = (value: bigint): boolean => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
