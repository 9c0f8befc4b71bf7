import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Connection } from '../../platform/database';
import { keepFile } from '../../platform/files';
import { asSystem, startServer, temporaryFolder } from '../../platform/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { runCommandLine } from '../command-line';
import { openProgram, type Program } from '../program';
import { makeBackup } from './make';

/** A server of its own, set up as docs/how-to/run-on-a-server.md says: the user passes by no policy. */
const server = await startServer();
afterAll(server.stop);
const { default: pg } = await import('pg');

async function asSuperuser(statements: readonly string[], database = 'postgres'): Promise<Record<string, unknown>[]> {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

await asSuperuser(["create role mesters login createrole password 'long and secret'"]);

async function aPlace(name: string): Promise<Record<string, string>> {
  await asSuperuser([`create database ${name} owner mesters`]);
  await asSuperuser(['create extension btree_gist', 'create extension pg_trgm'], name);
  const url = new URL(server.url);
  Object.assign(url, { pathname: `/${name}`, username: 'mesters' });
  return { DATABASE_URL: url.href, MESTERS_DATA: temporaryFolder() };
}

/** Every row, as the superuser sees it. */
async function everything(name: string): Promise<Record<string, unknown>> {
  const tables = await asSuperuser(
    [
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema' order by 1",
    ],
    name,
  );
  const found: Record<string, unknown> = {};
  for (const { name: table } of tables)
    found[String(table)] = await asSuperuser([`select row_to_json(t)::text as row from ${table} t order by 1`], name);
  return found;
}

function inPlace(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries({ BASE_URL: '', ...settings })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function command(...argv: string[]): Promise<{ exit: number; said: string }> {
  let said = '';
  const hear = (text: string) => {
    said += text;
  };
  const exit = await runCommandLine(argv, { cwd: '/', out: hear, say: hear }, 0);
  return { exit, said };
}

async function finding(what: string): Promise<unknown> {
  const [json] = (await command('doctor', '--format', 'json')).said.split('\n');
  return JSON.parse(json ?? '').findings.find((one: { what: string }) => one.what === what);
}

async function filled(program: Program): Promise<void> {
  await aPerson(program.database, 'administrator', company, 'Somebody');
  await asSystem(program.database, async (tx) => {
    await aSchool(tx, { name: 'A School', pupils: 200 });
    await keepFile(tx, program.files, {
      name: 'notes.txt',
      type: 'text/plain',
      level: 'staff',
      content: new TextEncoder().encode('notes'),
    });
  });
}

test('the user that the guide makes backs up every row, while others write, and restores it', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'busy');
  const [first, second] = [await aPlace('first'), await aPlace('second')];
  inPlace(first);
  const program = await openProgram();
  onTestFinished(() => program.close());
  await filled(program);
  const before = await everything('first');
  // Somebody writes whenever a table has been read: neither held up, nor in the backup.
  let written = 0;
  const { database } = program;
  const acquire = async (): Promise<Connection> => {
    const connection = await database.source.acquire();
    const query: Connection['query'] = async (statement, parameters) => {
      const result = await connection.query(statement, parameters);
      if (statement === 'release savepoint reading') {
        await asSystem(database, (tx) => aSchool(tx));
        written++;
      }
      return result;
    };
    return { ...connection, query };
  };
  await makeBackup({ ...program, database: { ...database, source: { ...database.source, acquire } } }, path);
  expect(written).toBeGreaterThan(50);
  inPlace(second);
  expect((await command('restore', path)).exit).toBe(0);
  expect(await everything('second')).toEqual(before);

  const again = await command('backup', join(folder, 'again'));
  expect(again).toMatchObject({ exit: 0, said: expect.stringMatching(/^Saved /) });
  expect((await command('restore', join(folder, 'again'))).said).toContain('This installation is in use.');
  for (const what of ['row-level security', 'backup']) expect(await finding(what)).toMatchObject({ well: true });
});

test('a user that does not act as the owner is told what to do, by the doctor too', async () => {
  const path = join(temporaryFolder(), 'none');
  const place = await aPlace('third');
  await asSuperuser([
    'create role shy login createrole',
    'alter database third owner to shy',
    'grant mesters_owner, mesters_web, mesters_worker to shy with inherit false, set true',
  ]);
  inPlace({ ...place, DATABASE_URL: String(place.DATABASE_URL).replace('mesters@', 'shy@') });
  const words =
    'The database user "shy" does not act as the owner of the tables, and so cannot see every row. As the superuser of the server, run: grant mesters_owner to "shy" with inherit true;';
  expect(await command('backup', path)).toEqual({ exit: 1, said: `${words} No backup was made.\n` });
  expect(existsSync(path)).toBe(false);
  expect(await finding('backup')).toEqual({ what: 'backup', well: false, says: words });
  await asSuperuser(['grant mesters_owner to "shy" with inherit true']);
  expect(await command('backup', path)).toMatchObject({ exit: 0 });
});
