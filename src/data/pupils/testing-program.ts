import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { yaml } from '../../../vite.config';
import { projectRoot } from '../../platform/config';
import { peakMemory } from '../../platform/peak-memory';
import { aUpn, twoUrns } from './testing';

/** What one process measured of itself. */
export interface Measured {
  ok: boolean;
  problem: string | null;
  rows: number;
  kept: number;
  rejected: number;
  seconds: number;
  /** The most that it held at once, and before it read the file. */
  megabytes: number;
  megabytesBefore: number;
}

const script = `${peakMemory}
import { sql } from 'kysely';
import { migrate, openDatabase, systemStanding } from './database.js';
import { realClock } from './clock.js';
import { createFiles } from './files.js';
import { releaseKindNamed, runRelease } from './data.js';
const [dataDir, dataset, file] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl: null });
await migrate(database.source);
const system = (work) => database.transaction(systemStanding(realClock), work);
await system((tx) => sql\`insert into schools.school (urn) values (${twoUrns[0]}), (${twoUrns[1]}) on conflict do nothing\`.execute(tx));
await system((tx) => sql\`insert into schools.school_version (urn, as_at, change, name, sector, status, publicly_funded, open)
  select urn, date '2017-09-01', 'new', 'A school', 'primary', 'maintained', true, true from schools.school
  where not exists (select from schools.school_version)\`.execute(tx));
if (file) {
  const mesters = { database, clock: realClock, files: createFiles({ dataDir }), installation: async () => ({ kind: 'own', name: '', heldToday: null }) };
  const megabytesBefore = Math.round(peakMegabytes());
  const began = performance.now();
  const { ok, report } = await runRelease(mesters, { dataset: releaseKindNamed(dataset), file, year: 2017, yes: true });
  const { rows = 0, kept = 0, rejected = 0 } = report.release?.counts ?? {};
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ ok, problem: report.problem, rows, kept, rejected, seconds, megabytesBefore, megabytes: Math.round(peakMegabytes()) }));
}
await database.close();
`;

/** Bringing a file and its database as plain scripts in a folder: a process of its own, with nothing of a test runner in it. */
export async function releaseProgram(
  folder: string,
): Promise<{ bring: (dataset: string, file: string) => Promise<Measured> }> {
  const input = {
    data: 'src/data/index.ts',
    database: 'src/platform/database/index.ts',
    clock: 'src/platform/clock.ts',
    files: 'src/platform/files/index.ts',
  };
  await build({
    configFile: false,
    plugins: [yaml()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
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
    (await promisify(execFile)(process.execPath, [path, join(folder, 'data'), ...args], { maxBuffer: 1e8 })).stdout;
  // The first opening makes a PGlite folder, which takes more memory than anything after it.
  await run();
  return { bring: async (dataset, file) => JSON.parse(await run(dataset, file)) };
}

/** Marks of a school year, a row a session. @returns how many rows. */
export async function writeMarks(path: string, megabytes: number, mark = '/'): Promise<number> {
  const file = createWriteStream(path);
  file.write('URN,UPN,Date,Session,Mark\n');
  const first = Temporal.PlainDate.from('2017-09-01');
  const days = Array.from({ length: 190 }, (_, n) => first.add({ days: n }).toString());
  let [rows, bytes] = [0, 0];
  for (let n = 0; bytes < megabytes * 1e6; n++) {
    const begin = `${twoUrns[n % 2]},${aUpn(n % 1000, 3732000 + Math.floor(n / 1000))},`;
    const piece = days.map((day) => `${begin}${day},AM,${mark}\n${begin}${day},PM,I\n`).join('');
    rows += days.length * 2;
    bytes += piece.length;
    if (!file.write(piece)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return rows;
}
