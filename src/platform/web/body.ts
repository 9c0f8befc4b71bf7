import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { Form, Upload } from './route';

export const limits = { form: 64 * 1024, upload: 512 * 1024 * 1024 };

/** The body is larger than the route takes. */
export class TooLarge extends Error {}
/** The body is not what its heading says. */
export class Malformed extends Error {}

export interface Body {
  form: Form;
  uploads: Upload[];
  /** Removes uploads that nobody moved away. */
  discard: () => Promise<void>;
}

export const noBody: Body = { form: formOf([]), uploads: [], discard: async () => {} };

/** A small form, in memory. @throws TooLarge, Malformed */
export async function readForm(request: Request): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return readUpload(request, limits.form);
  if (type.startsWith('application/json')) return noBody; // read by the handler from the raw request
  const text = await readText(request, limits.form);
  return { ...noBody, form: formOf([...new URLSearchParams(text)]) };
}

/** Fields in memory, files straight to disk: a large file never stands in memory. @throws TooLarge, Malformed */
export async function readUpload(request: Request, limit = limits.upload): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return readForm(request);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new TooLarge();
  const folder = await mkdtemp(join(tmpdir(), 'mesters-upload-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await receive(request, folder, limit)), discard };
  } catch (error) {
    await discard();
    throw error instanceof TooLarge ? error : new Malformed((error as Error).message);
  }
}

async function receive(request: Request, folder: string, limit: number): Promise<{ form: Form; uploads: Upload[] }> {
  const parser = new Busboy({
    headers: Object.fromEntries(request.headers) as BusboyHeaders,
    limits: { fieldSize: limits.form, fields: 1000, files: 4 },
  });
  const fields: [string, string][] = [];
  const files: { upload: Upload; stream: Readable; written: Promise<void> }[] = [];
  // What the parser would leave out without a word is refused: a form must not lose what somebody chose.
  let cut = false;
  for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
    parser.on(event, () => {
      cut = true;
    });
  parser.on('field', (name, value, nameCut, valueCut) => {
    cut ||= nameCut || valueCut;
    fields.push([name, value]);
  });
  parser.on('file', (field, stream, name) => {
    const upload: Upload = { field, name: plain(name ?? ''), path: join(folder, String(files.length)), bytes: 0 };
    stream.on('data', (chunk: Buffer) => {
      upload.bytes += chunk.length;
    });
    const written = pipeline(stream, createWriteStream(upload.path));
    written.catch(() => {}); // told below, after the others have ended too
    files.push({ upload, stream, written });
  });
  try {
    await pipeline(Readable.fromWeb((request.body ?? new Response('').body) as never), upTo(limit), parser);
    await Promise.all(files.map(({ written }) => written));
  } catch (error) {
    // The parser leaves the file that it was in open: nothing would ever end it.
    for (const { stream } of files) stream.destroy();
    await Promise.allSettled(files.map(({ written }) => written));
    throw error;
  }
  if (cut) throw new TooLarge();
  const uploads = files.map(({ upload }) => upload).filter((upload) => upload.name !== '' || upload.bytes > 0);
  return { form: formOf(fields), uploads };
}

/** Passes bytes on until there are too many: a body says how long it is only if it wants to. */
const upTo = (limit: number) =>
  async function* (source: AsyncIterable<Uint8Array>) {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit) throw new TooLarge();
      yield chunk;
    }
  };

async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new TooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function formOf(fields: readonly (readonly [string, string])[]): Form {
  const all = (name: string) => fields.filter(([field]) => field === name).map(([, value]) => plain(value));
  return {
    all,
    get: (name) => all(name)[0] ?? '',
    has: (name) => fields.some(([field]) => field === name),
    entries: () => Object.fromEntries(fields.map(([name, value]) => [name, plain(value)])),
  };
}

/** What an address asks for, read as a form is. */
export const queryOf = (url: URL): URLSearchParams =>
  new URLSearchParams([...url.searchParams].map(([name, value]) => [plain(name), plain(value)]));

/** Without spaces around it, and without what nobody sees: two names would look alike, or one would read as another. */
const plain = (value: string): string => value.replace(unseen, '').trim();

/**
 * Control characters but the tab and the ends of lines, characters without width, and those that turn the direction of what follows. Joiners
 * stay, with which some scripts write words.
 */
const unseen = /(?![\t\n\r])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Without the one character that PostgreSQL cannot keep. */
export const withoutNul = (value: string): string => value.replaceAll('\0', '');
