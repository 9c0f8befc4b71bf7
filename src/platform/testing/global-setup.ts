import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createPGlite, migrate, openDatabase, pgliteSource } from '../database';
import { startServer } from './server';

/** Once a run: migrates one database, which every test file then copies. The projects `postgres` and `server` run on a PostgreSQL server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'mesters-tests-'));
  project.provide('temporaryFolder', folder);
  const stop = await provideDatabase(project, folder);
  return async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function provideDatabase(project: TestProject, folder: string): Promise<() => Promise<void>> {
  if (project.name !== 'unit') {
    const server = await startServer();
    const { default: pg } = await import('pg');
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('create database mesters_template');
    await admin.end();
    const template = await openDatabase({
      databaseUrl: server.url.replace(/postgres$/, 'mesters_template'),
      dataDir: '',
    });
    await migrate(template.source);
    await template.close();
    project.provide('testDatabase', { kind: 'postgres', url: server.url });
    return server.stop;
  }
  const pglite = await createPGlite();
  await migrate(pgliteSource(pglite));
  // A third of what every test file would copy, and nothing is made from them here.
  await pglite.exec('update pg_database set datistemplate = false');
  for (const name of ['template0', 'template1']) await pglite.exec(`drop database ${name}`);
  await pglite.exec('checkpoint');
  const dump = join(folder, 'template.tar');
  writeFileSync(dump, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()));
  await pglite.close();
  project.provide('testDatabase', { kind: 'pglite', dump });
  return async () => {};
}
