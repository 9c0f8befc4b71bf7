import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Served {
  address: string;
  data: string;
  stop: () => Promise<void>;
}

const run = join(import.meta.dirname, '../scripts/run.mjs');
const newFolder = () => mkdtempSync(join(tmpdir(), 'mesters-demonstration-'));
const environmentOf = (data: string): NodeJS.ProcessEnv => ({
  ...process.env,
  MESTERS_DATA: data,
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: '',
  // The test runner has a meaning of its own for this one.
  BASE_URL: undefined,
});

/** Makes a demonstration with the command line, as anybody would. @returns its folder, which is the caller's to remove. */
export function makeDemonstration(schools: number, data = newFolder()): Promise<string> {
  const making = spawn(process.execPath, [run, 'demo', '--seed', '1', '--schools', String(schools)], {
    env: environmentOf(data),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  making.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) =>
    making.once('close', (status) =>
      status === 0 ? resolve(data) : reject(new Error(`The demonstration was not made: ${said}`)),
    ),
  );
}

/** Makes a demonstration and serves it, as anybody would. */
export const serveDemonstration = async (schools: number, more: NodeJS.ProcessEnv = {}): Promise<Served> =>
  serve(await makeDemonstration(schools), more);

/** Serves a copy of a demonstration, as it was made. */
export function serveCopy(made: string, more: NodeJS.ProcessEnv = {}): Promise<Served> {
  const data = newFolder();
  cpSync(made, data, { recursive: true });
  return serve(data, more);
}

/** Serves a folder until it is stopped; then the folder goes. */
async function serve(data: string, more: NodeJS.ProcessEnv = {}): Promise<Served> {
  const server = spawn(process.execPath, [run, 'serve'], {
    env: { ...environmentOf(data), ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await addressOf(server);
  const stop = async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    rmSync(data, { recursive: true, force: true });
  };
  return { address, data, stop };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /Mesters is at (http:\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    server.once('exit', () => reject(new Error(`The server stopped: ${said}`)));
  });
}
