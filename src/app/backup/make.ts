import { rename, rm } from 'node:fs/promises';
import type { Connection } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { archiveWriter } from './archive';
import { migrationsRun, sequencesOf, type Table, tablesOf, unforce, whyNotOwner } from './tables';

export interface Made {
  tables: number;
  rows: number;
  files: number;
}

/** Why no backup can be made, in words. */
export class CannotBackUp extends Error {}

/** How many rows are read at a time, and how many bytes of a file stand on a line. */
const rowsAtATime = 500;
const bytesOfALine = 48 * 1024;

/**
 * Writes the whole installation, database and files, to one new file: as it was at one moment, whatever is changed meanwhile.
 * @throws CannotBackUp when the user of the database does not see every row. Nothing is left behind when it fails.
 */
export async function makeBackup(mesters: Pick<Mesters, 'database' | 'files' | 'clock'>, path: string): Promise<Made> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true });
  const connection = await mesters.database.source.acquire();
  try {
    await connection.query('begin isolation level repeatable read', []);
    // A table that could not be read whole is an error, and not a backup with less in it.
    await connection.query('set local row_security = off', []);
    const why = await whyNotOwner(connection);
    if (why) throw new CannotBackUp(why);
    const made = await write(connection, mesters, unfinished);
    await rename(unfinished, path);
    return made;
  } finally {
    await connection.query('rollback', []);
    connection.release();
    await rm(unfinished, { force: true });
  }
}

async function write(
  connection: Connection,
  { files, clock }: Pick<Mesters, 'files' | 'clock'>,
  path: string,
): Promise<Made> {
  const archive = archiveWriter(path);
  const tables = await tablesOf(connection);
  await archive.write({
    mesters: 'backup',
    format: 1,
    madeAt: clock.now().toString(),
    migrations: await migrationsRun(connection),
    tables: tables.map(({ name }) => name),
    sequences: await sequencesOf(connection),
  });
  let rows = 0;
  let kept: { sha256: string; bytes: number }[] = [];
  for (const table of tables)
    await whole(connection, table, async () => {
      rows += await writeTable(connection, archive, table);
      if (table.name === 'platform.file') kept = await filesKept(connection);
    });
  for (const { sha256, bytes } of kept) {
    await archive.write({ file: sha256, bytes });
    for await (const chunk of await files.stream(sha256))
      for (let at = 0; at < chunk.length; at += bytesOfALine)
        await archive.write({ part: Buffer.from(chunk.subarray(at, at + bytesOfALine)).toString('base64') });
  }
  await archive.end();
  return { tables: tables.length, rows, files: kept.length };
}

/**
 * Reads a table of which the owner, too, would see some rows only. The savepoint gives the table back as it was, and to those who wait for it, as
 * soon as it is read: nobody waits for a whole backup, and nothing is left undone when this process is killed.
 */
async function whole(connection: Connection, table: Table, read: () => Promise<void>): Promise<void> {
  if (!table.guarded) return read();
  await connection.query('savepoint reading', []);
  await connection.query(unforce(table), []);
  await read();
  await connection.query('rollback to savepoint reading', []);
  await connection.query('release savepoint reading', []);
}

async function writeTable(
  connection: Connection,
  archive: ReturnType<typeof archiveWriter>,
  { name, key }: Table,
): Promise<number> {
  const order = key.length > 0 ? ` order by ${key.join(', ')}` : '';
  const { rows: counted } = await connection.query(`select count(*)::int as n from ${name}`, []);
  await archive.write({ table: name, rows: (counted[0] as { n: number }).n });
  await connection.query(
    `declare backup_rows cursor for select row_to_json(t)::text as row from ${name} t${order}`,
    [],
  );
  let rows = 0;
  for (;;) {
    const { rows: page } = await connection.query(`fetch ${rowsAtATime} from backup_rows`, []);
    for (const { row } of page as { row: string }[]) await archive.write({ row });
    rows += page.length;
    if (page.length < rowsAtATime) break;
  }
  await connection.query('close backup_rows', []);
  return rows;
}

async function filesKept(connection: Connection): Promise<{ sha256: string; bytes: number }[]> {
  const { rows } = await connection.query(
    'select distinct sha256, bytes::int as bytes from platform.file order by sha256',
    [],
  );
  return rows as { sha256: string; bytes: number }[];
}
