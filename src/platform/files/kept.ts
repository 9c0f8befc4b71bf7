import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../database';
import { defineJob, enqueue, type JobKind } from '../jobs';
import type { Files } from './contents';

declare module '../database' {
  interface Tables {
    'platform.file': FileTable;
  }
}

interface FileTable {
  id: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  level: string;
  made_at: Temporal.Instant;
  made_by: string | null;
}

/** A file with its name, and who may see it. */
export interface KeptFile {
  id: string;
  name: string;
  /** 'application/pdf'. */
  type: string;
  bytes: number;
  sha256: string;
  /** The level of row-level security: 'school/100001'; 'public' is everybody. */
  level: string;
  madeAt: Temporal.Instant;
  madeBy: string | null;
}

/**
 * Keeps a content (bytes, or a copy of the file at a path) under a name. A name from a visitor's machine is taken as words: what a path or
 * a header could trip over is left out.
 */
export async function keepFile(
  tx: Tx,
  files: Files,
  given: { content: Uint8Array | string; name: string; type: string; level: string },
): Promise<KeptFile> {
  const { sha256, bytes } = await files.put(given.content);
  // Against the job that removes unused contents: it takes the same lock, and may have been faster.
  await lockContent(tx, sha256);
  if (!(await files.has(sha256))) await files.put(given.content);
  const type = given.type.toLowerCase();
  const row = {
    id: crypto.randomUUID(),
    name: tidyName(given.name),
    type: /^[a-z]+\/[a-z0-9.+-]+$/.test(type) ? type : 'application/octet-stream',
    bytes,
    sha256,
    level: given.level,
  };
  const made = await tx
    .insertInto('platform.file')
    .values({ ...row, made_at: sql`platform.now()`, made_by: sql`platform.person()` })
    .returning(['made_at', 'made_by'])
    .executeTakeFirstOrThrow();
  return fromRow({ ...row, ...made });
}

/** Null when there is none that the asker may see. */
export async function fileById(tx: Tx, id: string): Promise<KeptFile | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const row = await tx.selectFrom('platform.file').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Removes a file; its content goes after this transaction has committed, unless another file has the same. False: none to remove. */
export async function dropFile(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.deleteFrom('platform.file').where('id', '=', id).returning('sha256').executeTakeFirst();
  if (!row) return false;
  await enqueue(tx, removeUnused, { sha256: row.sha256 }, { once: row.sha256 });
  return true;
}

const removeUnused = defineJob({
  name: 'platform.remove-unused-content',
  title: 'Removing a file that nothing uses',
  payload: z.object({ sha256: z.string() }),
  handle: ({ tx, mesters }, { sha256 }) =>
    tx(async (open) => {
      await lockContent(open, sha256);
      const used = await open.selectFrom('platform.file').select('id').where('sha256', '=', sha256).executeTakeFirst();
      if (!used) await mesters.files.remove(sha256);
    }),
});

/** The jobs of this part, for the worker. */
export const fileJobs: readonly JobKind<never>[] = [removeUnused];

const lockContent = (tx: Tx, sha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`file/${sha256}`}, 0))`.execute(tx);

function tidyName(name: string): string {
  const words = name
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return words.slice(0, 200) || 'file';
}

const fromRow = (row: FileTable): KeptFile => ({
  id: row.id,
  name: row.name,
  type: row.type,
  bytes: row.bytes,
  sha256: row.sha256,
  level: row.level,
  madeAt: row.made_at,
  madeBy: row.made_by,
});
