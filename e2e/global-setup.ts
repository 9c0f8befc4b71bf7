import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a demonstration is served, by the program itself as anybody starts it. */
    demonstration: string;
    /** The browser's program, unpacked once. */
    browser: string;
  }
}

/** Once a run: makes a small demonstration with the command line and serves it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), 'mesters-e2e-'));
  const environment = { ...process.env, MESTERS_DATA: data, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '' };
  const run = join(import.meta.dirname, '../scripts/run.mjs');
  const made = spawnSync(process.execPath, [run, 'demo', '--seed', '1', '--schools', '30'], {
    env: environment,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`The demonstration was not made: ${made.stderr}`);
  const server = spawn(process.execPath, [run, 'serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  project.provide('demonstration', await addressOf(server));
  project.provide('browser', await chromium.executablePath());
  return async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    rmSync(data, { recursive: true, force: true });
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /Mesters is at http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) resolve(`http://localhost:${found[1]}`);
    });
    server.once('exit', () => reject(new Error(`The server stopped: ${said}`)));
  });
}
