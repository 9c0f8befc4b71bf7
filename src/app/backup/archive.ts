import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';

/**
 * A backup is one gzipped text: a line of what it is, then tables and files line by line, then a line with the SHA-256 of all lines before.
 * Rows are JSON as the database wrote it, so that no figure passes through a number of ours; contents of files are base64.
 */

const sequenceShape = z.object({ table: z.string(), column: z.string(), last: z.string(), called: z.boolean() });

const headShape = z.object({
  mesters: z.literal('backup'),
  format: z.literal(1),
  madeAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(z.string()),
  sequences: z.array(sequenceShape),
});
export type Head = z.infer<typeof headShape>;

const lineShape = z.union([
  z.object({ table: z.string(), rows: z.number().int() }),
  z.object({ row: z.string() }),
  z.object({ file: z.string(), bytes: z.number().int() }),
  z.object({ part: z.string() }),
]);
export type Line = z.infer<typeof lineShape>;

const endShape = z.object({ end: z.object({ lines: z.number().int(), sha256: z.string() }) });

/** Not a whole backup: another file, cut short, or changed. The words are for people. */
export class BadBackup extends Error {}

export interface ArchiveWriter {
  write(line: Head | Line): Promise<void>;
  /** Adds the closing line. Without it nothing can be restored from what was written. */
  end(): Promise<void>;
}

export function archiveWriter(path: string): ArchiveWriter {
  const gzip = createGzip({ level: 6 });
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  gzip.pipe(file);
  const hash = createHash('sha256');
  let lines = 0;
  // A full disk must fail the write that waits, not the whole process.
  let broken: Error | undefined;
  for (const stream of [gzip, file]) stream.on('error', (error) => (broken = error));
  const put = async (text: string) => {
    if (broken) throw broken;
    if (gzip.write(text)) return;
    // Whichever does not come is no longer listened for: a backup waits a thousand times.
    const came = new AbortController();
    const { signal } = came;
    await Promise.race([
      once(gzip, 'drain', { signal }),
      once(file, 'error', { signal }).then(([error]) => Promise.reject(error)),
    ]).finally(() => came.abort());
  };
  return {
    async write(line) {
      const text = `${JSON.stringify(line)}\n`;
      hash.update(text);
      lines += 1;
      await put(text);
    },
    async end() {
      await put(`${JSON.stringify({ end: { lines, sha256: hash.digest('hex') } })}\n`);
      gzip.end();
      await finished(file);
      if (broken) throw broken;
    },
  };
}

/** Reads a backup from its beginning to its end without keeping it, and @throws BadBackup unless it is whole. @returns what it is. */
export async function checkArchive(path: string): Promise<Head> {
  const hash = createHash('sha256');
  let head: Head | undefined;
  let lines = 0;
  let ended = false;
  for await (const text of textLines(path)) {
    if (ended) throw new BadBackup('There is something after its end: it is not as it was written.');
    if (!head) {
      head = parsed(headShape, text, 'This is not a backup of Mesters.');
    } else {
      const end = text.startsWith('{"end":') ? endShape.safeParse(JSON.parse(text)) : undefined;
      if (end?.success) {
        if (end.data.end.lines !== lines || end.data.end.sha256 !== hash.digest('hex'))
          throw new BadBackup(
            'Its content does not match its checksum: it was changed or damaged since it was written.',
          );
        ended = true;
        continue;
      }
    }
    hash.update(`${text}\n`);
    lines += 1;
  }
  if (!head || !ended) throw new BadBackup('It ends too early: it was cut short. Copy it again, or take another one.');
  return head;
}

/** The lines between head and end, of a backup that was checked. */
export async function* archiveLines(path: string): AsyncGenerator<Line> {
  let first = true;
  for await (const text of textLines(path)) {
    if (!first && !text.startsWith('{"end":')) yield parsed(lineShape, text, 'A line of the backup cannot be read.');
    first = false;
  }
}

async function* textLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  try {
    for await (const line of createInterface({ input: gunzip, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
    // The reader of lines ends quietly when its source breaks.
    await finished(gunzip);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code === 'ENOENT') throw new BadBackup('There is no such file. Check the name.');
    if (code === 'EISDIR') throw new BadBackup('This is a folder. Name the backup file in it.');
    if (code === 'Z_BUF_ERROR')
      throw new BadBackup('It ends too early: it was cut short. Copy it again, or take another one.');
    if (code.startsWith('Z_')) throw new BadBackup('This is not a backup of Mesters, or it is damaged.');
    throw error;
  }
}

function parsed<T>(shape: z.ZodType<T>, text: string, otherwise: string): T {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new BadBackup(otherwise);
  }
}
