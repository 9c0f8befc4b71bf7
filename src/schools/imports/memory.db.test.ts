import { execFile } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, inject, it } from 'vitest';
import { projectRoot } from '../../platform/config';
import { temporaryFolder } from '../../platform/testing';
import { writeNationalFile } from './testing-national';

const folder = temporaryFolder();

/** Brings the file in a process of its own, on a database of its own, and says how much memory that took. */
const child = `
import { migrate, openDatabase } from './database.js';
import { realClock } from './clock.js';
import { runImport } from './imports.js';
const [file, dataDir, databaseUrl] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl || null });
await migrate(database.source);
const mb = () => Math.round(process.resourceUsage().maxRSS / 1024);
const before = mb();
const installation = async () => ({ kind: 'own', name: '', heldToday: null });
const t = performance.now();
const { ok, report } = await runImport({ database, clock: realClock, installation }, { kind: 'gias', file, yes: true });
console.log(JSON.stringify({ ok, rows: report.counts.rows, new: report.counts.new, rejected: report.counts.rejected, before, peak: mb(), ms: performance.now() - t }));
await database.close();
`;

it('a file of 200 MB is brought in less than 400 MB', async () => {
  const path = join(folder, 'gias-2022-08.csv');
  await writeNationalFile(path, { rows: Number(process.env.ROWS ?? 4000), bytesARow: Number(process.env.BYTES ?? 50_000) });
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    root: projectRoot,
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node26',
      rollupOptions: {
        input: { imports: 'src/schools/imports/command.ts', database: 'src/platform/database/index.ts', clock: 'src/platform/clock.ts' },
      },
    },
  });
  for (const name of ['node_modules', 'migrations', 'package-lock.json']) if (!existsSync(join(folder, name))) symlinkSync(join(projectRoot, name), join(folder, name));
  const script = join(folder, 'child.mjs');
  writeFileSync(script, child);
  await promisify(execFile)(process.execPath, [script, join(folder,'nofile.csv'), join(folder, 'data')]);
  const { stdout } = await promisify(execFile)(process.execPath, [script, path, join(folder, 'data')]);
  console.log(stdout);
}, 200_000);
