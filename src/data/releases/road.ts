import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { duckdb } from '../../platform/duckdb';
import type { Measure } from '../catalogue/catalogue';
import type { Cell, Plan } from './plan';
import type { NewFigure } from './queries';
import type { ReleaseRow } from './rows';
import { bandIn, numberIn } from './values';

/** From the rows of a file to Parquet, and from Parquet to figures: the same for a file that was just read and for a release of years ago. */

const own = ['line', 'urn', 'area', 'year'] as const;

/** Takes the rows of a file, in its order, and keeps every column of them as Parquet. */
export interface Keeping {
  add: (row: ReleaseRow, year: number) => Promise<void>;
  /** @returns the path of the Parquet file. */
  finish: () => Promise<string>;
}

/** In a folder that the caller removes. Never more than a few rows in memory. */
export function keepRows({ headings }: Pick<Plan, 'headings'>, folder: string): Keeping {
  const path = join(folder, 'rows.csv');
  const file = createWriteStream(path);
  return {
    add: async ({ line, urn, area, values }, year) => {
      const cells = [line, urn ?? '', area ?? '', year, ...values].map(quoted);
      if (!file.write(`${cells.join(',')}\n`)) await once(file, 'drain');
    },
    finish: async () => {
      file.end();
      await finished(file);
      const parquet = join(folder, 'rows.parquet');
      const names = columnNames(headings);
      const columns = [...own, ...names].map((_, at) => `'c${at}': 'VARCHAR'`);
      const selected = [
        'c0::int as line',
        'c1::int as urn',
        'c2 as area',
        'c3::int as year',
        ...names.map((name, at) => `c${at + own.length} as ${identifier(name)}`),
      ];
      await (await duckdb()).query(
        `copy (select ${selected.join(', ')} from read_csv(${literal(path)}, header = false, auto_detect = false, parallel = false,
          delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}}) order by c0::int)
        to ${literal(parquet)} (format parquet, compression zstd)`,
      );
      return parquet;
    },
  };
}

const quoted = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Columns of Parquet by the file's own headings: DuckDB takes no two that differ in capitals only, and none without a name. */
function columnNames(headings: readonly string[]): string[] {
  const taken = new Set<string>(own);
  return headings.map((heading, at) => {
    const name = heading === '' || taken.has(heading.toLowerCase()) ? `${heading || 'column'} (${at + 1})` : heading;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** One query of a dataset, compiled from the figures that its columns hold: a row a figure, in the order of the file. */
export function figuresQuery({ cells, headings }: Pick<Plan, 'cells' | 'headings'>): string {
  const names = columnNames(headings);
  const column = (at: number | null) => (at === null ? 'null::varchar' : `trim(${identifier(names[at] ?? '')})`);
  const structs = cells.map(
    ({ shown, low, high, band, numerator, denominator, whole }, n) =>
      `{'n': ${n}, 'shown': ${column(shown)}, 'low': ${column(low)}, 'high': ${column(high)}, 'band': ${column(band)}, 'numerator': ${column(numerator)}, 'denominator': ${column(denominator)}, 'whole': ${whole.length > 0 ? `[${whole.map((at) => `coalesce(${column(at)}, '')`).join(', ')}]::varchar[]` : 'null::varchar[]'}}`,
  );
  return `select line, urn, area, year, f.n as n, f.shown as shown, f.low as low, f.high as high, f.band as band, f.numerator as numerator, f.denominator as denominator, array_to_string(f.whole, '|') as whole
    from (select line, urn, area, year, unnest([${structs.join(', ')}]) as f from read_parquet($1) where line between $2 and $3)
    where f.shown <> '' order by line, n`;
}

interface Unfolded extends Record<string, string | number | null> {
  line: number;
  urn: number | null;
  area: string | null;
  year: number;
  n: number;
  shown: string;
  low: string | null;
  high: string | null;
  band: string | null;
  numerator: string | null;
  denominator: string | null;
  /** What stands in the columns that make it up, with | between. */
  whole: string | null;
}

const linesAtOnce = 500;

/** The figures of a release's Parquet, some lines at a time. */
export async function* figuresIn(
  parquet: string,
  plan: Pick<Plan, 'cells' | 'headings'>,
  lastLine: number,
  signal?: AbortSignal,
): AsyncGenerator<NewFigure[]> {
  const db = await duckdb();
  const query = figuresQuery(plan);
  for (let from = 1; from <= lastLine; from += linesAtOnce) {
    signal?.throwIfAborted();
    const rows = await db.query<Unfolded>(query, [parquet, from, from + linesAtOnce - 1]);
    if (rows.length > 0) yield rows.map((row) => figureOf(row, plan.cells[row.n] as Cell));
  }
}

const number = (text: string | null): string | null => (text === null ? null : numberIn(text));

/** A range with its ends the wrong way round is none. */
function figureOf({ line, urn, area, year, shown, ...row }: Unfolded, { measure, group, back }: Cell): NewFigure {
  const [low, high] = [number(row.low), number(row.high)];
  const range =
    low !== null && high !== null && Number(low) <= Number(high) ? { low, high } : { low: null, high: null };
  return {
    line,
    urn,
    area,
    measure: measure.id,
    pupil_group: group,
    year: year - back,
    shown,
    value: number(shown),
    ...partOf(row, number(shown), measure),
    ...range,
    band: bandIn(row.band ?? ''),
  };
}

/**
 * How many of how many. The publisher's own number of pupils may be of others than its percentage is of: what does not give the published percentage,
 * within rounding, says nothing true of it, and is left out.
 */
function partOf(
  row: Pick<Unfolded, 'numerator' | 'denominator' | 'whole'>,
  value: string | null,
  { format, decimals }: Measure,
): Pick<NewFigure, 'numerator' | 'denominator'> {
  const numerator = number(row.numerator);
  const denominator = sumOf(row.whole) ?? number(row.denominator);
  if (format !== 'percent' || value === null || numerator === null || denominator === null)
    return { numerator, denominator };
  const off = Math.abs((100 * Number(numerator)) / Number(denominator) - Number(value));
  return off <= 0.5 * 10 ** -decimals + 1e-9 ? { numerator, denominator } : { numerator: null, denominator: null };
}

function sumOf(written: string | null): string | null {
  const parts = written?.split('|').map(numberIn) ?? [];
  return parts.length === 0 || parts.includes(null) ? null : String(parts.reduce((sum, one) => sum + Number(one), 0));
}

/** Of every figure in its order: two releases with the same figures have the same. */
export function digest(): { take: (figures: readonly NewFigure[]) => void; hex: () => string } {
  const hash = createHash('sha256');
  return {
    take: (figures) => {
      for (const { line: _, ...figure } of figures) hash.update(`${JSON.stringify(Object.values(figure))}\n`);
    },
    hex: () => hash.digest('hex'),
  };
}
