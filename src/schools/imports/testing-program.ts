import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { yaml } from '../../../vite.config';
import { projectRoot } from '../../platform/config';
import { peakMemory } from '../../platform/peak-memory';

/** What one process measured of itself. Megabytes are the most it held at once. */
export interface Measured {
  ok: boolean;
  rows: number;
  new: number;
  seconds: number;
  megabytesBefore: number;
  megabytes: number;
  /** How long somebody waited who looked at fifty schools meanwhile, again and again, in milliseconds. */
  looks: number[];
}

/** Opens a database, brings the file if one is named, and says what that took. Others look at schools meanwhile. */
const script = `${peakMemory}
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { migrate, openDatabase } from './database.js';
import { realClock } from './clock.js';
import { runImport } from './command.js';
const [databaseUrl, dataDir, file, la] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl || null });
await migrate(database.source);
if (file) {
  const megabytes = () => Math.round(peakMegabytes());
  const megabytesBefore = megabytes();
  const looks = [];
  let done = false;
  const looking = (async () => {
    while (!done) {
      const began = performance.now();
      await database.transaction({ role: 'web', actor: null, clock: realClock }, (tx) => sql\`select urn, name from schools.school_version where name >= 'M' limit 50\`.execute(tx));
      looks.push(performance.now() - began);
      await setTimeout(20);
    }
  })();
  const installation = async () => ({ kind: 'own', name: '', heldToday: null });
  const began = performance.now();
  const { ok, report } = await runImport({ database, clock: realClock, installation }, { kind: 'gias', file, la: la ? Number(la) : undefined, yes: true });
  const seconds = (performance.now() - began) / 1000;
  done = true;
  await looking;
  console.log(JSON.stringify({ ok, rows: report.counts.rows, new: report.counts.new, seconds, megabytesBefore, megabytes: megabytes(), looks }));
}
await database.close();
`;

/** The import and its database as plain scripts in a folder: a process of its own, with nothing of a test runner in it. */
export async function importProgram(
  folder: string,
  databaseUrl = '',
): Promise<{ bring: (file: string, la?: number) => Promise<Measured> }> {
  const input = {
    command: 'src/schools/imports/command.ts',
    database: 'src/platform/database/index.ts',
    clock: 'src/platform/clock.ts',
  };
  await build({
    configFile: false,
    plugins: [yaml()],
    publicDir: false,
    logLevel: 'error',
    root: projectRoot,
    build: { ssr: true, outDir: folder, emptyOutDir: false, target: 'node26', rollupOptions: { input } },
  });
  for (const name of ['node_modules', 'migrations', 'package-lock.json'])
    symlinkSync(join(projectRoot, name), join(folder, name));
  const path = join(folder, 'program.mjs');
  writeFileSync(path, script);
  const run = async (...args: string[]) =>
    (
      await promisify(execFile)(process.execPath, [path, databaseUrl, join(folder, 'data'), ...args], {
        maxBuffer: 1e8,
      })
    ).stdout;
  // The first opening makes a PGlite folder, which takes more memory than anything after it.
  await run();
  return { bring: async (file, la) => JSON.parse(await run(file, la === undefined ? '' : String(la))) };
}
