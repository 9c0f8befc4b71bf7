import { open } from 'node:fs/promises';
import { counted } from '../words';
import type { Reject } from './shape';
import type { Table } from './table';
import { UnreadableFile } from './unreadable';

/** Takes rows whose number of values is wrong. */
export interface Numbering {
  /** Places of columns, from 0, whose values keep the spaces around them. */
  spaces?: ReadonlySet<number>;
  signal?: AbortSignal | undefined;
  rejected: (reject: Reject) => void;
  /** After some rows each time. */
  progress?: ((rows: number) => void) | undefined;
}

const [tab, lineFeed, carriageReturn, space, quote] = [0x09, 0x0a, 0x0d, 0x20, 0x22];
/** Where in a value the reading is. Closing: a quotation mark inside a quoted value closes it, or is the first of two that stand for one. */
const Mode = { FieldStart: 0, Plain: 1, Quoted: 2, Closing: 3 } as const;

/** Guards memory against a quote that never closes. */
const longestRow = 1_000_000;
/** More line ends than this inside one row come from a quotation mark that never closes. */
const longestValue = 200;
/** What of a row is shown where the whole of it is rejected. */
const longestShown = 80;

/**
 * Writes the rows of a table to a file that a database reads fast and in any order of pieces: without headings, one row a line, the number
 * of its first line in front, every row as wide as the headings, values without spaces around them. Blank rows are left out; others of a wrong width are told and left out.
 * A gigabyte takes seconds, and memory stays small.
 * @returns how many rows there were, the rejected ones too. @throws UnreadableFile where the file is cut, or a quotation mark never closes.
 */
export async function writeNumbered(table: Table, to: string, numbering: Numbering): Promise<number> {
  const writer = numberedWriter(table, numbering);
  const file = await open(to, 'w');
  try {
    for await (const piece of table.text()) {
      numbering.signal?.throwIfAborted();
      writer.take(piece);
      await file.write(writer.written());
      numbering.progress?.(writer.rows());
    }
    writer.finish();
    await file.write(writer.written());
    return writer.rows();
  } finally {
    await file.close();
  }
}

function numberedWriter({ headings, separator }: Table, { rejected, spaces }: Numbering) {
  const delimiter = separator.charCodeAt(0);
  const width = headings.length;
  let out = Buffer.allocUnsafe(1 << 20);
  let used = 0;
  /** The beginning of a row whose end has not come yet. */
  let kept: Buffer = Buffer.alloc(0);
  let mode: number = Mode.FieldStart;
  /** The row has quotation marks, or spaces around a value: it is taken apart and written anew. */
  let apart = false;
  let lastByte = 0;
  let delimiters = 0;
  let line = 1;
  let innerLines = 0;
  let afterReturn = false;
  let rows = -1;

  const room = (more: number) => {
    if (used + more <= out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(out.length * 2, used + more));
    out.copy(larger, 0, 0, used);
    out = larger;
  };
  const start = () => {
    room(24);
    used += out.write(String(line), used, 'latin1');
    out[used++] = delimiter;
  };

  function emit(data: Buffer, from: number, to: number): void {
    if (isBlank(data, from, to, delimiter)) return;
    rows++;
    // The headings come first and are known.
    if (rows === 0) return;
    if (!apart && delimiters === width - 1) {
      start();
      room(to - from + 1);
      used += data.copy(out, used, from, to);
      out[used++] = lineFeed;
      return;
    }
    const values = valuesIn(data.toString('utf8', from, to), separator);
    while (values.length > width && values.at(-1)?.trim() === '') values.pop();
    if (values.length !== width) {
      const swallowed = innerLines > 0 ? '; a quotation mark in it may not be closed' : '';
      const shown = data.toString('utf8', from, Math.min(to, from + 4 * longestShown));
      rejected({
        line,
        column: null,
        heading: null,
        value: shown.length > longestShown ? `${shown.slice(0, longestShown - 1)}…` : shown,
        reason: `the row has ${counted(values.length, 'value')} where there are ${counted(width, 'heading')}${swallowed}`,
      });
      return;
    }
    start();
    const written = values
      .map((value, at) => (spaces?.has(at) ? value : value.trim()))
      .map((value) => `"${value.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`)
      .join(separator);
    room(written.length * 3 + 1);
    used += out.write(written, used, 'utf8');
    out[used++] = lineFeed;
  }

  function endRow(data: Buffer, from: number, to: number): void {
    emit(data, from, to);
    line += 1 + innerLines;
    mode = Mode.FieldStart;
    apart = false;
    delimiters = 0;
    innerLines = 0;
  }

  return {
    rows: () => Math.max(rows, 0),
    written(): Buffer {
      const done = Buffer.from(out.subarray(0, used));
      used = 0;
      return done;
    },
    take(piece: Buffer): void {
      const data = kept.length > 0 ? Buffer.concat([kept, piece]) : piece;
      let from = 0;
      for (let at = kept.length; at < data.length; at++) {
        const byte = data[at] as number;
        if (mode === Mode.Quoted) {
          if (byte === quote) mode = Mode.Closing;
          else if (byte === lineFeed && ++innerLines > longestValue) throw openQuote(line);
          continue;
        }
        // Most bytes are letters and figures of a plain value.
        if (byte > quote && byte !== delimiter) {
          mode = Mode.Plain;
          lastByte = byte;
          continue;
        }
        if (lastByte === space && (byte === delimiter || byte === lineFeed || byte === carriageReturn)) apart = true;
        lastByte = byte;
        if (byte === delimiter) {
          delimiters++;
          mode = Mode.FieldStart;
        } else if (byte === lineFeed || byte === carriageReturn) {
          // The second half of a line end, or the end of a row.
          if (byte === lineFeed && afterReturn && at === from) from = at + 1;
          else {
            endRow(data, from, at);
            from = at + 1;
          }
          afterReturn = byte === carriageReturn;
        } else if (byte === quote) {
          apart = true;
          mode = mode === Mode.Plain ? Mode.Plain : Mode.Quoted;
        } else if (byte !== space && byte !== tab) mode = Mode.Plain;
        else if (mode === Mode.FieldStart) apart = true;
        else if (mode === Mode.Closing) mode = Mode.Plain;
      }
      if (data.length - from > longestRow) throw mode === Mode.Quoted ? openQuote(line) : tooLong(line);
      // Copied, because the piece's memory is used again.
      kept = Buffer.from(data.subarray(from));
    },
    finish(): void {
      if (mode === Mode.Quoted)
        throw new UnreadableFile(
          'cut',
          `The file ends inside a quoted value that begins on line ${line}. Download or save it again, then choose it.`,
          line,
        );
      if (kept.length === 0) return;
      if (delimiters < width - 1 && !isBlank(kept, 0, kept.length, delimiter))
        throw new UnreadableFile(
          'cut',
          `The file ends in the middle of line ${line}: ${counted(delimiters + 1, 'value')} where there are ${counted(width, 'heading')}. Download or save it again, then choose it.`,
          line,
        );
      if (lastByte === space) apart = true;
      endRow(kept, 0, kept.length);
    },
  };
}

function isBlank(data: Buffer, from: number, to: number, delimiter: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = data[at] as number;
    if (byte > space && byte !== delimiter && byte !== quote) return false;
  }
  return true;
}

/** The values of one row, with what stands inside quotation marks as it was meant. */
function valuesIn(row: string, separator: string): string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const spaces = /^[ ]*/.exec(row.slice(at, at + 100))?.[0].length ?? 0;
    let value = '';
    if (row[at + spaces] === '"') {
      let from = at + spaces + 1;
      for (;;) {
        const end = row.indexOf('"', from);
        if (end < 0) {
          value += row.slice(from);
          at = row.length;
          break;
        }
        value += row.slice(from, end);
        if (row[end + 1] !== '"') {
          at = end + 1;
          break;
        }
        value += '"';
        from = end + 2;
      }
    }
    const next = row.indexOf(separator, at);
    value += row.slice(at, next < 0 ? row.length : next);
    values.push(value);
    if (next < 0) return values;
    at = next + 1;
  }
}

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(
    'noise',
    `Line ${line} is far longer than a row of any table. Save the file again as CSV, then choose it.`,
    line,
  );

const openQuote = (line: number): UnreadableFile =>
  new UnreadableFile(
    'quotes',
    `A quotation mark on line ${line} is never closed. Mend that line, or save the file again, then choose it.`,
    line,
  );
