import { counted } from '../words';
import { describeHeadings, matchHeadings } from './headings';
import { type Kind, Wrong } from './kinds';
import { type ReadOptions, type Row, readTable, type Table } from './table';
import { UnreadableFile } from './unreadable';

/** One column of a shape: the headings it may have, and how its values are read. */
export interface Column<Value> {
  headings: readonly string[];
  kind: Kind<Value>;
  /** Whether the file must have it. Where it may lack it, the value is null. */
  required: boolean;
}

/** The columns that a reader wants of a table, by the names it uses for them. */
export type Shape = Readonly<Record<string, Column<unknown>>>;

/** What a row of the shape is read as. */
export type ValueOf<S extends Shape> = { [Name in keyof S]: S[Name] extends Column<infer Value> ? Value : never };

/** Why a value, or with `column` null a whole row, was not accepted. Lines and columns count from 1. */
export interface Reject {
  line: number;
  column: number | null;
  heading: string | null;
  /** What stood there, cut to 80 characters. */
  value: string;
  /** The end of a sentence: "is not a whole number". */
  reason: string;
}

/** A row of the file: its value, and column by column what stood there; or everything that is wrong with it. */
export type ReadRow<Value> =
  | { ok: true; line: number; value: Value; written: readonly string[] }
  | { ok: false; line: number; rejects: Reject[] };

export interface Reading<Value> {
  encoding: Table['encoding'];
  /** Every heading of the file. */
  headings: string[];
  /** Those that the shape does not use. */
  ignored: string[];
  /** Batches of at most 200. Each reading opens the file again; it may throw `UnreadableFile`, after which nothing read before counts. */
  batches: AsyncIterable<ReadRow<Value>[]>;
}

export interface ReadRowsOptions<S extends Shape> extends ReadOptions {
  /** 'accept' reads the values that a short row lacks as blank, as some official files need. Otherwise such a row is rejected. */
  shortRows?: 'accept' | 'reject';
  /** Rows for which this is false are passed over unread: for one area's rows of a national file. `cell` gives the trimmed text. */
  where?: (cell: (name: keyof S) => string) => boolean;
}

/** A column that the file must have, by its heading or the several it may go by. */
export const column = <Value>(headings: string | readonly string[], kind: Kind<Value>): Column<Value> => ({
  headings: typeof headings === 'string' ? [headings] : headings,
  kind,
  required: true,
});

/** A column that the file may lack: its value is then null. */
export const columnIfThere = <Value>(
  headings: string | readonly string[],
  kind: Kind<Value>,
): Column<Value | null> => ({
  ...column(headings, kind),
  required: false,
});

export const defineShape = <const S extends Shape>(shape: S): S => shape;

/** Opens a table of the given shape. Throws `UnreadableFile` where the file is no table, or lacks a heading. */
export async function readRows<S extends Shape>(
  path: string,
  shape: S,
  { shortRows = 'reject', where, ...options }: ReadRowsOptions<S> = {},
): Promise<Reading<ValueOf<S>>> {
  const table = await readTable(path, options);
  const names = Object.keys(shape);
  const matched = matchHeadings(table.headings, Object.values(shape));
  if (!matched.ok) throw new UnreadableFile('headings', describeHeadings(matched.reason, table.headings), 1);
  const { places, others } = matched.value;
  const placeOf = new Map<keyof S, number | null>(names.map((name, i) => [name, places[i] ?? null]));
  const read = rowReader(names, Object.values(shape), places, table.headings, shortRows);
  return {
    encoding: table.encoding,
    headings: table.headings,
    ignored: others,
    batches: { [Symbol.asyncIterator]: batches },
  };

  async function* batches(): AsyncGenerator<ReadRow<ValueOf<S>>[]> {
    for await (const rows of table.rows) {
      const wanted = where ? rows.filter((row) => where((name) => cell(row, placeOf.get(name) ?? null))) : rows;
      if (wanted.length > 0) yield wanted.map((row) => read(row) as ReadRow<ValueOf<S>>);
    }
  }
}

/** "Line 14, column 5 (NOR): "many" is not a whole number." */
export function describeReject({ line, column: place, heading, value, reason }: Reject): string {
  const where = place === null ? `Line ${line}` : `Line ${line}, column ${place} (${heading})`;
  return place === null || value === '' ? `${where}: ${reason}.` : `${where}: "${value}" ${reason}.`;
}

function rowReader(
  names: string[],
  columns: Column<unknown>[],
  places: (number | null)[],
  headings: string[],
  shortRows: 'accept' | 'reject',
): (row: Row) => ReadRow<Record<string, unknown>> {
  return (row) => {
    if (isHeadings(row, headings)) return { ok: false, line: row.line, rejects: [headingsAgain(row)] };
    const width = widthProblem(row, headings.length, shortRows);
    if (width) return { ok: false, line: row.line, rejects: [width] };
    const value: Record<string, unknown> = {};
    let rejects: Reject[] | null = null;
    for (const [i, name] of names.entries()) {
      const place = places[i] ?? null;
      const { kind } = columns[i]!;
      const written = cell(row, place);
      const result = place === null ? null : readValue(kind, written);
      if (result instanceof Wrong) {
        rejects ??= [];
        rejects.push({
          line: row.line,
          column: place! + 1,
          heading: headings[place!] ?? '',
          value: cut(written),
          reason: result.reason,
        });
      } else {
        value[name] = result;
      }
    }
    return rejects ? { ok: false, line: row.line, rejects } : { ok: true, line: row.line, value, written: row.values };
  };
}

function readValue<Value>(kind: Kind<Value>, written: string): Value | Wrong {
  if (written !== '') return kind.read(written);
  return kind.blank ? kind.blank.value : blank;
}

const blank = new Wrong('is blank');

/** Files that were joined one below the other have their headings in the middle too. */
const isHeadings = ({ values }: Row, headings: string[]): boolean =>
  values.length > 1 && values.length === headings.length && values.every((value, i) => value.trim() === headings[i]);

const headingsAgain = ({ line, values }: Row): Reject => ({
  line,
  column: null,
  heading: null,
  value: cut(values.join(',')),
  reason: 'the headings stand here once more',
});

function widthProblem(row: Row, width: number, shortRows: 'accept' | 'reject'): Reject | null {
  const { line, values } = row;
  const short = values.length < width && shortRows === 'reject';
  const extra = values.slice(width).some((value) => value.trim() !== '');
  if (!short && !extra) return null;
  const swallowed = values.some((value) => value.includes('\n')) ? '; a quotation mark in it may not be closed' : '';
  return {
    line,
    column: null,
    heading: null,
    value: cut(values.join(',')),
    reason: `the row has ${counted(values.length, 'value')} where there are ${counted(width, 'heading')}${swallowed}`,
  };
}

const cell = (row: Row, place: number | null): string => (place === null ? '' : (row.values[place] ?? '').trim());

const cut = (value: string): string => (value.length > 80 ? `${value.slice(0, 79)}…` : value);
