import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPGlite, type Database, databaseOn, migrate, pgliteSource } from '../../platform/database';
import { createFiles, keepFile } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { BadBackup } from './archive';
import { makeBackup } from './make';
import { CannotRestore, restoreBackup } from './restore';
import { tablesOf } from './tables';

const folder = temporaryFolder();
const path = join(folder, 'whole.backup');
const database = await testDatabase();
const mesters = on(database, 'first');
const content = new Uint8Array(200_000).map((_, at) => (at * 7919) % 251);
const fresh = await testDatabase();
const others: Database[] = [];

beforeAll(async () => {
  await aPerson(database, 'administrator', company, 'Somebody "quoted" Ünïcode\nand a second line');
  await asSystem(database, async (tx) => {
    await aSchool(tx, { name: 'A School', pupils: 200 });
    await keepFile(tx, mesters.files, { name: 'notes.txt', type: 'text/plain', level: 'staff', content });
  });
  await makeBackup(mesters, path);
});
afterAll(() => Promise.all(others.map((one) => one.close())));

describe('a backup', () => {
  it('is restored, to the row and to the byte', async () => {
    const target = on(await testDatabase(), 'second');
    const restored = await restoreBackup(target, path);
    expect(restored.files).toBe(1);
    expect(restored.rows).toBeGreaterThan(5);
    expect(await everything(target.database)).toEqual(await everything(database));
    const { sha256 } = await asSystem(target.database, (tx) =>
      tx.selectFrom('platform.file').select('sha256').executeTakeFirstOrThrow(),
    );
    expect(Buffer.from(await target.files.read(sha256)).equals(Buffer.from(content))).toBe(true);
    // Numbers go on where they stood, and what the tables guard is guarded again.
    await asSystem(target.database, (tx) => aSchool(tx, { name: 'Another', pupils: 1 }));
  });

  it('of either database is restored on PGlite', async () => {
    const pglite = databaseOn('pglite', pgliteSource(await createPGlite()));
    others.push(pglite);
    await migrate(pglite.source);
    await restoreBackup(on(pglite, 'third'), path);
    expect(await everything(pglite)).toEqual(await everything(database));
  });

  it('is not restored over what is in use', async () => {
    const before = await everything(database);
    await expect(restoreBackup(mesters, path)).rejects.toThrow(CannotRestore);
    expect(await everything(database)).toEqual(before);
  });

  it('does not replace another file', async () => {
    await expect(makeBackup(mesters, join(folder, 'no', 'such', 'folder'))).rejects.toThrow('ENOENT');
  });

  const text = () => gunzipSync(readFileSync(path)).toString();
  it.each([
    ['cut in the middle', () => readFileSync(path).subarray(0, 2000)],
    ['without its last line', () => gzipSync(text().split('\n').slice(0, -2).join('\n'))],
    ['with a changed figure', () => gzipSync(text().replace('A School', 'B School'))],
    ['with a line more', () => gzipSync(`${text()}{"row":"{}"}\n`)],
    ['of something else', () => Buffer.from('URN,Name\n1,2\n')],
    ['empty', () => Buffer.from('')],
    ['of another text', () => gzipSync('hello\n')],
  ])('%s is refused, and changes nothing', async (_, bytes) => {
    const broken = join(folder, 'broken.backup');
    writeFileSync(broken, bytes());
    const before = await everything(fresh);
    await expect(restoreBackup(on(fresh, 'fourth'), broken)).rejects.toThrow(BadBackup);
    expect(await everything(fresh)).toEqual(before);
  });

  it('of another version is refused', async () => {
    const connection = await fresh.source.acquire();
    await connection.query("insert into public.migration values ('9999_later_change.sql', 'x')", []);
    connection.release();
    await expect(restoreBackup(on(fresh, 'fifth'), path)).rejects.toThrow(/another version/);
  });
});

function on(one: Database, name: string): Mesters {
  const config = { dataDir: join(folder, name) } as Mesters['config'];
  return {
    database: one,
    clock: testClock,
    config,
    files: createFiles({ ...config, s3: undefined } as never),
  } as Mesters;
}

async function everything(one: Database): Promise<Record<string, string[]>> {
  const connection = await one.source.acquire();
  try {
    const found: Record<string, string[]> = {};
    for (const { name } of await tablesOf(connection)) {
      const { rows } = await connection.query(`select row_to_json(t)::text as row from ${name} t order by 1`, []);
      found[name] = (rows as { row: string }[]).map(({ row }) => row);
    }
    return found;
  } finally {
    connection.release();
  }
}
