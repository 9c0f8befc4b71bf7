import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { type Clock, heldClock } from '../clock';
import {
  createPGlite,
  type Database,
  databaseOn,
  openDatabase,
  pgliteSource,
  type Standing,
  type Tx,
} from '../database';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the folders of tests stand; it goes with all that is in it at the end of the run. */
    temporaryFolder: string;
    /** What test files copy: a migrated PGlite dump, or the address of a server with a migrated template. */
    testDatabase: { kind: 'pglite'; dump: string } | { kind: 'postgres'; url: string };
  }
}

/** The day on which tests take place unless they say otherwise. */
export const testClock: Clock = heldClock('2019-01-14');

/** Read once for all the files of a worker: it is 40 MB. */
let dump: Blob | undefined;
const dumpAt = (path: string): Blob => (dump ??= new Blob([readFileSync(path)]));

/** A migrated database of the test file's own; on the kind of database that this run is for. Closed after the file's tests. */
export async function testDatabase(): Promise<Database> {
  const base = inject('testDatabase');
  if (base.kind === 'pglite') {
    const database = databaseOn('pglite', pgliteSource(await createPGlite(undefined, dumpAt(base.dump))));
    afterAll(() => database.close());
    return database;
  }
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: base.url });
  await admin.connect();
  await admin.query(`create database ${name} template mesters_template`);
  await admin.end();
  const url = new URL(base.url);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: url.href, dataDir: '' });
  afterAll(() => database.close());
  return database;
}

/** Runs in the name of the program, or of an actor who sees what is named. */
export const as = (
  sees: string[] | 'nobody' | 'system',
  role: Standing['role'] = 'web',
  clock = testClock,
): Standing => ({
  role,
  clock,
  actor:
    sees === 'nobody'
      ? null
      : { personId: '00000000-0000-0000-0000-000000000001', sees: sees === 'system' ? ['system'] : sees },
});

/** Runs `work` as the program itself in a transaction of its own. */
export const asSystem = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(as('system', 'worker'), work);

/** A folder that goes after the file's tests; one that is made inside of a test goes at the end of the run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(inject('temporaryFolder'), 'folder-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
