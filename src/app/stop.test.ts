import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../platform/config';
import { temporaryFolder } from '../platform/testing';

/** As an administrator starts it: nothing of the test's own environment reaches it. */
function run(data: string, ...words: string[]): ChildProcess & { said: string } {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/run.mjs'), ...words], {
    env: { PATH, HOME, MESTERS_DATA: data, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const heard = Object.assign(child, { said: '' });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (heard.said += text));
  return heard;
}

async function until<T>(find: () => T | undefined | null | false): Promise<T> {
  for (let n = 0; n < 1200; n++) {
    const found = find();
    if (found) return found;
    await setTimeout(50);
  }
  throw new Error('It did not come to pass in a minute.');
}

/** A server in the middle of a long command, with a visitor whose connection stays open. */
async function busyServer(data: string) {
  const server = run(data, 'serve');
  const address = await until(() => {
    if (server.exitCode !== null) throw new Error(server.said);
    return /Mesters is at (http:\S+)/.exec(server.said)?.[1];
  });
  const command = run(data, 'demo', '--seed', '1');
  await until(() => command.said.includes('Giving people their roles'));
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect(command.exitCode).toBeNull();
  return { server, command };
}

async function ended(child: ChildProcess, from: number): Promise<{ code: number | null; seconds: number }> {
  if (child.exitCode === null) await once(child, 'exit');
  return { code: child.exitCode, seconds: (performance.now() - from) / 1000 };
}

test('a server that is asked to stop in the middle of its work does so within seconds, and at once when asked again', async () => {
  const data = temporaryFolder();
  const first = await busyServer(data);
  const gone = ended(first.command, performance.now());
  first.server.kill('SIGTERM');
  const stopped = await ended(first.server, performance.now());
  expect(stopped.code).toBe(0);
  expect(stopped.seconds).toBeLessThan(9);
  expect((await gone).code).toBe(1);
  expect(first.command.said).toContain('The program is stopping. The command was not finished');

  const second = await busyServer(data);
  second.server.kill('SIGTERM');
  await until(() => second.server.said.includes('"stopping"'));
  second.server.kill('SIGTERM');
  const cut = await ended(second.server, performance.now());
  expect(cut.code).toBe(1);
  expect(cut.seconds).toBeLessThan(1.5);

  // What was cut off has left nothing that keeps the folder from being opened again.
  const again = run(data, 'migrate');
  expect((await ended(again, 0)).code).toBe(0);
}, 120_000);
