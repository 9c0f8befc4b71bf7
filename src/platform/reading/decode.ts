import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UnreadableFile } from './unreadable';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What to know of a file that is not `ended`, before accepting it. */
export const unendedWords =
  'The file stops without the end of its last line. If it was cut off there, the last value is too short: compare the last row with the one that was published.';

export interface Decoded {
  encoding: Encoding;
  /** Its last line has an end. One without may have been cut inside its last value. */
  ended: boolean;
  /** Opens the file from its beginning: the text as UTF-8 without a byte order mark, in pieces that may end inside a character. */
  read(): AsyncIterable<Buffer>;
}

interface Options {
  signal?: AbortSignal | undefined;
  /** The text may be XML, which is no table. */
  xml?: boolean;
}

/** Text shrinks to a tenth or a fiftieth; what shrinks to less was made to fill a disk. The first part of any file may be blank. */
const largestRatio = 300;
const ratioFrom = 64 * 1024 * 1024;
const largestUnpacked = 8 * 1024 ** 3;

const pieceSize = 256 * 1024;
const headSize = 64 * 1024;

/**
 * Finds out how a text file is encoded and gives it as UTF-8: UTF-8 itself, UTF-16 with its mark, and otherwise Windows-1252,
 * which is what Excel and older systems save. The choice rests on the whole file, because one accent on the last line decides.
 * Gzip is opened on the way. Throws `UnreadableFile` where the file is no text.
 */
export async function decode(path: string, { signal, xml = false }: Options = {}): Promise<Decoded> {
  await refuseMissing(path);
  const gzipped = await startsWith(path, [0x1f, 0x8b]);
  const read = () => pieces(path, gzipped, signal);
  let last = 0;
  const encoding = await findEncoding(watched(), xml);
  return {
    encoding,
    ended: last === 0x0a || last === 0x0d,
    read: () => (encoding === 'utf-8' ? withoutMark(read()) : transcode(read(), encoding)),
  };

  async function* watched(): AsyncGenerator<Buffer> {
    for await (const piece of read()) {
      // A character of UTF-16 has a NUL on one side.
      last = piece.findLast((byte) => byte !== 0) ?? last;
      yield piece;
    }
  }
}

async function findEncoding(file: AsyncIterable<Buffer>, xml: boolean): Promise<Encoding> {
  let head: Buffer = Buffer.alloc(0);
  let headKnown = false;
  let size = 0;
  let utf16: Encoding | null = null;
  const utf8 = utf8Check();
  for await (const piece of file) {
    size += piece.length;
    if (!headKnown) {
      head = Buffer.concat([head, piece.subarray(0, headSize - head.length)]);
      headKnown = head.length === headSize;
      // The first bytes of a workbook or a picture are enough: no need to read the rest.
      if (headKnown) utf16 = recognise(head, xml);
    }
    // What is UTF-16 is read on for its end alone.
    if (utf16) continue;
    if (headKnown && piece.includes(0)) throw noise();
    utf8.take(piece);
  }
  if (size === 0) throw empty();
  if (!headKnown) utf16 = recognise(head, xml);
  if (utf16) return utf16;
  if (head.includes(0)) throw noise();
  return utf8.finish() ? 'utf-8' : 'windows-1252';
}

/** The UTF-16 form that a mark announces, or null. Throws where the head shows something other than a table. */
function recognise(head: Buffer, xml: boolean): Encoding | null {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  const utf16 = starts(0xff, 0xfe) ? 'utf-16le' : starts(0xfe, 0xff) ? 'utf-16be' : null;
  if (utf16) {
    if (!xml && beginsAsXml(new TextDecoder(utf16).decode(head.subarray(0, 200)))) throw notATable();
    return utf16;
  }
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw workbook();
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) throw zip(head);
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (text.startsWith('%PDF-'))
    throw new UnreadableFile('pdf', 'This is a PDF. Ask its publisher for the table as CSV, then choose the CSV.');
  if (/^\s*(<!doctype html|<html|<head|<body)/i.test(text)) {
    throw new UnreadableFile(
      'web-page',
      'This is a web page, not a table: the download probably met a sign-in or an error page. Download the CSV again, then choose it.',
    );
  }
  if (!xml && beginsAsXml(text)) throw notATable();
  if (text.trim() === '' && head.length < headSize) throw empty();
  if (isNoise(head)) throw noise();
  return null;
}

const beginsAsXml = (text: string): boolean => /^\s*<[?!a-z]/i.test(text);
const notATable = () => new UnreadableFile('xml', 'This is an XML file. Choose the CSV form of the same table.');

/** More control characters than a stray page break explains. NUL is looked for in the whole file. */
function isNoise(head: Buffer): boolean {
  let control = 0;
  for (const byte of head) {
    if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1a) || byte === 0x7f) control++;
  }
  return control * 200 > head.length;
}

/** UTF-8 checked piece by piece: the bytes of a character that a piece ends in wait for the next piece. */
function utf8Check() {
  let valid = true;
  let waiting: Buffer = Buffer.alloc(0);
  return {
    take(piece: Buffer) {
      if (!valid) return;
      const joined = waiting.length > 0 ? Buffer.concat([waiting, piece]) : piece;
      const whole = endOfWholeCharacters(joined);
      // Copied, because the piece's memory is used again.
      waiting = Buffer.from(joined.subarray(whole));
      valid = isUtf8(joined.subarray(0, whole));
    },
    finish: () => valid && waiting.length === 0,
  };
}

function endOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

async function* withoutMark(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const piece of file) {
    if (start === null) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length < 3) continue;
    yield hasMark(start) ? start.subarray(3) : start;
    start = null;
  }
  if (start !== null && start.length > 0) yield start;
}

const hasMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

async function* transcode(file: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of file) {
    const text = decoder.decode(piece, { stream: true });
    // In UTF-16 a NUL is two bytes: it shows only here. No database takes one.
    if (text.includes('\0')) throw noise();
    yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}

async function* pieces(path: string, gzipped: boolean, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: pieceSize });
  const unzip = gzipped ? createGunzip({ chunkSize: pieceSize }) : null;
  const stream: Readable = unzip ? file.on('error', (error) => unzip.destroy(error)).pipe(unzip) : file;
  let unpacked = 0;
  try {
    for await (const piece of stream) {
      signal?.throwIfAborted();
      unpacked += (piece as Buffer).length;
      if (unzip && isBomb(unpacked, file.bytesRead)) throw bomb();
      yield piece as Buffer;
    }
  } catch (error) {
    if (isZlibError(error)) {
      throw new UnreadableFile(
        'damaged',
        'This compressed file is damaged or incomplete. Download it again, then choose it.',
      );
    }
    throw error;
  } finally {
    file.destroy();
    unzip?.destroy();
  }
}

const isBomb = (unpacked: number, packed: number): boolean =>
  unpacked > largestUnpacked || (unpacked > ratioFrom && unpacked > packed * largestRatio);

const bomb = () =>
  new UnreadableFile(
    'bomb',
    'This compressed file unpacks to far more than any official file. Unpack it, look at what it is, then choose the CSV.',
  );

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');

async function startsWith(path: string, bytes: number[]): Promise<boolean> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    throw new UnreadableFile(
      'missing',
      `${path} may not be read by the user that Mesters runs as. Give that user the right to read it (chmod), then try again.`,
    );
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes.length), 0, bytes.length, 0);
    return bytesRead === bytes.length && bytes.every((byte, i) => buffer[i] === byte);
  } finally {
    await file.close();
  }
}

async function refuseMissing(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new UnreadableFile('missing', `There is no file at ${path}.`);
  if (!found.isFile() && !found.isDirectory()) throw new UnreadableFile('missing', `${path} is no file. Choose a CSV.`);
  if (!found.isFile())
    throw new UnreadableFile('missing', `${path} is a folder, not a file. Choose the CSV inside it.`);
}

function zip(head: Buffer): UnreadableFile {
  const text = head.toString('latin1');
  const office = /xl\/|\[Content_Types\]\.xml|vnd\.oasis\.opendocument\.spreadsheet/.test(text);
  return office
    ? workbook()
    : new UnreadableFile('archive', 'This is a zip archive. Unpack it, then choose the CSV inside it.');
}

const workbook = () =>
  new UnreadableFile('workbook', 'This is an Excel workbook. Open it and save it as CSV, then choose the CSV.');
const empty = () => new UnreadableFile('empty', 'This file is empty. Download or save it again, then choose it.');
const noise = () =>
  new UnreadableFile('noise', 'This file is not text. Choose a CSV file, saved as "CSV UTF-8" where you are asked.');
