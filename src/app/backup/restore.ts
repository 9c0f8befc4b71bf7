import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../platform/database';
import { makeFolder } from '../../platform/folder';
import type { Mesters } from '../../platform/mesters';
import { count } from '../../platform/words';
import { archiveLines, BadBackup, checkArchive, type Head } from './archive';
import type { Made } from './make';
import { migrationsRun, type Table, tablesOf, unforce, whyNotOwner } from './tables';

/** Why nothing was restored, in words. */
export class CannotRestore extends Error {}

const rowsAtATime = 500;

/**
 * Fills a new installation with a backup. The backup is read through first; then everything is written in one transaction, or nothing.
 * @throws BadBackup when the file is not a whole backup, CannotRestore when it or the installation does not fit.
 */
export async function restoreBackup(
  mesters: Pick<Mesters, 'database' | 'files' | 'config'>,
  path: string,
): Promise<Made> {
  const head = await checkArchive(path);
  const connection = await mesters.database.source.acquire();
  try {
    await connection.query('begin', []);
    await connection.query('set local row_security = off', []);
    const tables = await tablesOf(connection);
    await refuseOtherVersion(connection, head, tables);
    await refuseRunning(connection, mesters.database.kind);
    const why = await whyNotOwner(connection);
    if (why) throw new CannotRestore(why);
    const guarded = tables.filter((table) => table.guarded);
    for (const table of guarded) await connection.script(unforce(table));
    await refuseUsed(connection);
    const restored = await load(connection, mesters, path, tables);
    for (const { name } of guarded) await connection.script(`alter table ${name} force row level security`);
    for (const { table, column, last, called } of head.sequences)
      await connection.query('select setval(pg_get_serial_sequence($1, $2), $3::bigint, $4)', [
        table,
        column,
        last,
        called,
      ]);
    await connection.query('commit', []);
    return restored;
  } catch (error) {
    await connection.query('rollback', []);
    throw error;
  } finally {
    connection.release();
  }
}

async function refuseOtherVersion(connection: Connection, head: Head, tables: readonly Table[]): Promise<void> {
  const ran = await migrationsRun(connection);
  const same =
    JSON.stringify(ran) === JSON.stringify(head.migrations) &&
    JSON.stringify(tables.map(({ name }) => name).sort()) === JSON.stringify([...head.tables].sort());
  if (!same)
    throw new CannotRestore(
      'This backup was made by another version of Mesters. Restore it with that version, and update afterwards.',
    );
}

async function refuseRunning(connection: Connection, kind: 'pglite' | 'postgres'): Promise<void> {
  if (kind === 'pglite') return; // the lock of its folder sees to that
  const { rows } = await connection.query(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and application_name ~ '^mesters' and application_name <> current_setting('application_name')`,
    [],
  );
  if ((rows[0] as { others: number }).others > 0)
    throw new CannotRestore('A Mesters is running on this database. Stop it first.');
}

/** Only an installation in which nobody has done anything is filled: what the first start writes may stand there, and is replaced. */
async function refuseUsed(connection: Connection): Promise<void> {
  const { rows } = await connection.query(
    `select (select kind <> 'new' from platform.installation) or exists (select from schools.person) or exists (select from schools.school)
       or exists (select from platform.file) as used`,
    [],
  );
  if ((rows[0] as { used: boolean }).used)
    throw new CannotRestore(
      'This installation is in use. Restore into a new one: an empty data folder, or an empty database.',
    );
}

async function load(
  connection: Connection,
  { files, config }: Pick<Mesters, 'files' | 'config'>,
  path: string,
  tables: readonly Table[],
): Promise<Made> {
  // What the triggers would write is in the backup.
  for (const { name, triggers } of tables)
    if (triggers) await connection.script(`alter table ${name} disable trigger user`);
  await connection.script(`truncate ${tables.map(({ name }) => name).join(', ')}`);
  const restored: Made = { tables: tables.length, rows: 0, files: 0 };
  let table = '';
  let expected = 0;
  let written = 0;
  let rows: string[] = [];
  let file: { sha256: string; bytes: number } | null = null;
  makeFolder(config.dataDir);
  const part = join(config.dataDir, 'restore.part');
  const flush = async () => {
    if (rows.length === 0) return;
    await connection.query(
      `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${rows.join(',')}]`],
    );
    written += rows.length;
    rows = [];
  };
  const endTable = async () => {
    await flush();
    if (written !== expected)
      throw new BadBackup(`Of ${table}, ${count(expected)} rows were expected and ${count(written)} found.`);
    restored.rows += written;
    written = 0;
    expected = 0;
  };
  const endFile = async () => {
    if (!file) return;
    const kept = await files.put(part);
    await rm(part, { force: true });
    if (kept.sha256 !== file.sha256) throw new BadBackup(`The content of a file does not match its checksum.`);
    restored.files += 1;
    file = null;
  };
  const known = new Set(tables.map(({ name }) => name));
  for await (const line of archiveLines(path)) {
    if ('row' in line) {
      rows.push(line.row);
      if (rows.length === rowsAtATime) await flush();
    } else if ('table' in line) {
      await endTable();
      if (!known.has(line.table)) throw new BadBackup(`There is no table ${line.table}.`);
      table = line.table;
      expected = line.rows;
    } else if ('file' in line) {
      await endTable();
      await endFile();
      file = { sha256: line.file, bytes: line.bytes };
      await rm(part, { force: true });
      await appendFile(part, '');
    } else await appendFile(part, Buffer.from(line.part, 'base64'));
  }
  await endTable();
  await endFile();
  for (const { name, triggers } of tables)
    if (triggers) await connection.script(`alter table ${name} enable trigger user`);
  return restored;
}
