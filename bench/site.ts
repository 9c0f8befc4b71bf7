import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = join(import.meta.dirname, '../scripts/run.mjs');

/** A site as anybody starts it, on a data folder of its own, and commands given beside it. */
export interface Site {
  address: string;
  command: (...words: string[]) => Promise<void>;
  stop: () => Promise<void>;
}

export async function serveSite(data: string, databaseUrl: string): Promise<Site> {
  const env = {
    ...process.env,
    MESTERS_DATA: data,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    MESTERS_TRUST_PROXY: '1',
  };
  const server = spawn(process.execPath, [run, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await addressOf(server);
  return {
    address,
    async command(...words) {
      await promisify(execFile)(process.execPath, [run, ...words], { env, maxBuffer: 1e8 });
    },
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await gone;
    },
  };
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

/** Opens a page each 100 ms while the work is done. @returns how long each took, in milliseconds. @throws Error when an answer is not 200. */
export async function visiting(address: string, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let done = false;
  const stop = () => {
    done = true;
  };
  work.then(stop, stop);
  while (!done) {
    const began = performance.now();
    // Many visitors, so that none meets the limit of one.
    const visitor = `198.51.100.${Math.floor(Math.random() * 250)}`;
    const response = await fetch(address, { headers: { 'X-Forwarded-For': visitor } });
    await response.text();
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    times.push(performance.now() - began);
    await setTimeout(100);
  }
  return times;
}
