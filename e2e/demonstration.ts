import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a demonstration with the command line in a folder of its own and serves it, as anybody would. */
export async function serveDemonstration(
  schools: number,
  more: NodeJS.ProcessEnv = {},
): Promise<{ address: string; data: string; stop: () => Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'mesters-demonstration-'));
  const environment = { ...process.env, MESTERS_DATA: data, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', ...more };
  const run = join(import.meta.dirname, '../scripts/run.mjs');
  const made = spawnSync(process.execPath, [run, 'demo', '--seed', '1', '--schools', String(schools)], {
    env: environment,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`The demonstration was not made: ${made.stderr}`);
  const server = spawn(process.execPath, [run, 'serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
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
