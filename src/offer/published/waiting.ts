import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { dropFile, type Files, fileById, type KeptFile, keepFile } from '../../platform/files';

/** Who may see a file that waits: whoever may publish it. */
const level = 'installation/*';
/** No other file is of this type, so that those that wait can be told from the rest. */
export const waitingType = 'application/vnd.mesters.offer+yaml';

/**
 * Keeps a checked offer file until it is published, so that what is published is what was looked at. Those that nobody
 * has published for a day are cleared away: whoever still wants one chooses the file again.
 */
export async function keepWaiting(tx: Tx, files: Files, fileName: string, text: string): Promise<KeptFile> {
  const old = await tx
    .selectFrom('platform.file')
    .select('id')
    .where('level', '=', level)
    .where('type', '=', waitingType)
    .where('made_at', '<', sql<Temporal.Instant>`platform.now() - interval '1 day'`)
    .execute();
  for (const { id } of old) await dropFile(tx, id);
  return keepFile(tx, files, { content: new TextEncoder().encode(text), name: fileName, type: waitingType, level });
}

/** A file that waits, or null: published already, cleared away, or never there. */
export async function waitingFile(tx: Tx, id: string): Promise<KeptFile | null> {
  const kept = await fileById(tx, id);
  return kept?.type === waitingType ? kept : null;
}
