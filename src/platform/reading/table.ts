import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { counted } from '../words';
import { decode, type Encoding } from './decode';
import { UnreadableFile } from './unreadable';

/** One row as it stands in the file. `line` is where it starts, the headings being on line 1 as a rule. */
export interface Row {
  line: number;
  values: string[];
}

export interface Table {
  encoding: Encoding;
  /** Its last line has an end. One without may have been cut inside its last value. */
  ended: boolean;
  separator: Separator;
  /** Trimmed, in the order of the file; may hold blanks and duplicates, which `matchHeadings` judges. */
  headings: string[];
  /** The rows in batches of 200, blank ones left out. Each reading opens the file again; it may throw `UnreadableFile` at the end of a cut file. */
  rows: AsyncIterable<Row[]>;
  /** Opens the file again: the whole text as UTF-8, the headings too, in pieces that end anywhere. */
  text: () => AsyncIterable<Buffer>;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
}

const separators = [',', ';', '\t'] as const;
type Separator = (typeof separators)[number];

/** A line above the headings by which Excel is told the separator: "sep=;". */
const separatorLine = /^"?sep=(.)"?\1*$/i;

/** Rows at a time. Of wide rows, 4,000 letters each, 500 at a time took 30 MB more at most, in the same time. */
export const batchSize = 200;

/** Guards memory against a quote that never closes. The widest official table has under 10,000 characters a row. */
const longestRow = 1_000_000;

/** More line ends than this inside one row come from a quotation mark that never closes and swallows the rows below. */
const longestValue = 200;

/**
 * Opens a table of separated values. Memory stays small whatever the size of the file, and other work gets its turn between batches.
 * A row may have fewer or more values than there are headings: `readRows` judges that. A last row without a line end and shorter
 * than any other shows that the file was cut.
 * Quotation marks inside a value that does not begin with one are kept as they are.
 */
export async function readTable(path: string, { signal }: ReadOptions = {}): Promise<Table> {
  const { encoding, ended, read } = await decode(path, { signal });
  const first = await firstLine(read());
  const told = separatorLine.exec(first)?.[1];
  const below = () => without(first, read());
  const text = told !== undefined || isTitle(first, await firstLine(below())) ? below : read;
  const separator = separators.find((one) => one === told) ?? findSeparator(await firstLine(text()));
  const rows = () => rowsOf(text(), separator);
  const headings = await firstOf(rows());
  if (!headings) throw new UnreadableFile('empty', 'This file is empty. Download or save it again, then choose it.');
  return {
    encoding,
    ended,
    separator,
    headings: headings.values.map((heading) => heading.trim()),
    rows: { [Symbol.asyncIterator]: () => batches(rows(), signal) },
    text,
  };
}

/** The first line that is not blank. */
async function firstLine(file: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const piece of file) {
    text += piece.toString('latin1');
    const line = /^\s*([^\r\n]*)[\r\n]/.exec(text)?.[1];
    if (line || text.length > longestRow) break;
  }
  return text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
}

async function firstOf<Value>(values: AsyncIterable<Value>): Promise<Value | null> {
  for await (const value of values) return value;
  return null;
}

/** The text with an empty line in place of this one, so that lines count as they stand in the file. */
async function* without(line: string, file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let found = false;
  for await (const piece of file) {
    const at: number = found ? -1 : piece.indexOf(line, 0, 'latin1');
    found ||= at >= 0;
    yield at < 0 ? piece : Buffer.concat([piece.subarray(0, at), piece.subarray(at + line.length)]);
  }
}

/** Some official lists have their title alone on a line, above that of the headings. */
function isTitle(line: string, next: string): boolean {
  const written = (text: string) => {
    const bare = text.replace(/"[^"]*"/g, 'x');
    return Math.max(...separators.map((one) => bare.split(one).filter((cell) => !isBlank(cell)).length));
  };
  return written(line) === 1 && written(next) > 2;
}

/** The separator found most often in the line of headings, outside quotation marks. */
function findSeparator(line: string): Separator {
  const headings = line.replace(/"[^"]*"/g, '');
  const times = (separator: string) => headings.split(separator).length;
  const best = separators.reduce((most, one) => (times(one) > times(most) ? one : most));
  if (times('|') > times(best))
    throw new UnreadableFile('headings', 'The columns are parted by |: save the file with commas, then choose it.', 1);
  return best;
}

async function* batches(rows: AsyncIterable<Row>, signal: AbortSignal | undefined): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let headings = true;
  for await (const row of rows) {
    if (!headings) batch.push(row);
    headings = false;
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  if (batch.length > 0) yield batch;
}

/** Rows one by one, the headings first. */
async function* rowsOf(file: AsyncIterable<Buffer>, separator: Separator): AsyncGenerator<Row> {
  /** The line that the next row begins on, and the lines of rows that were read and are still to be given out: a fault is found ahead of them. */
  let next = 1;
  const read: { line: number; lineEnds: number }[] = [];
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
    on_record: (values) => {
      const lineEnds = lineEndsIn(values);
      read.push({ line: next, lineEnds });
      next += 1 + lineEnds;
      return values;
    },
  });
  let lastByte: number | undefined;
  // A failure of the file reaches the loop below through the parser.
  pipeline(watched(), parser).catch(() => undefined);
  const widths = new Set<number>();
  // One row is kept back until it is known not to be the last, which may be cut.
  let kept: Row | null = null;
  try {
    for await (const values of parser as AsyncIterable<string[]>) {
      const { line, lineEnds } = read.shift()!;
      if (lineEnds > longestValue) throw openQuote(line);
      if (values.every(isBlank)) continue;
      if (kept) {
        widths.add(kept.values.length);
        yield kept;
      }
      kept = { line, values };
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error, next) : error;
  } finally {
    parser.destroy();
  }
  const endsWithLineEnd = lastByte === 0x0a || lastByte === 0x0d;
  if (kept && !endsWithLineEnd) refuseCut(kept, widths);
  if (kept) yield kept;

  async function* watched(): AsyncGenerator<Buffer> {
    for await (const piece of file) {
      lastByte = piece.at(-1) ?? lastByte;
      yield piece;
    }
  }
}

const isBlank = (value: string): boolean => value === '' || value.trim() === '';

function lineEndsIn(values: string[]): number {
  let found = 0;
  for (const value of values) {
    if (value.includes('\n') || value.includes('\r')) found += value.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return found;
}

/** Some official files have rows shorter than their headings throughout, so a cut shows as a length that no other row has. */
function refuseCut({ line, values }: Row, widths: ReadonlySet<number>): void {
  const width = Math.max(...widths, 0);
  if (values.length >= width || widths.has(values.length)) return;
  throw new UnreadableFile(
    'cut',
    `The file ends in the middle of line ${line}: ${counted(values.length, 'value')} where there are ${counted(width, 'heading')}. Download or save it again, then choose it.`,
    line,
  );
}

function explain({ code }: CsvError, line: number): UnreadableFile {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new UnreadableFile(
      'cut',
      `The file ends inside a quoted value that begins on line ${line}. Download or save it again, then choose it.`,
      line,
    );
  return new UnreadableFile(
    'quotes',
    `Line ${line} is longer than a row can be: a quotation mark in it is never closed, or this is no table. Mend that line, or save the file again, then choose it.`,
    line,
  );
}

const openQuote = (line: number): UnreadableFile =>
  new UnreadableFile(
    'quotes',
    `A quotation mark on line ${line} is never closed. Mend that line, or save the file again, then choose it.`,
    line,
  );
