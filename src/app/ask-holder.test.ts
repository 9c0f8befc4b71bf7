import { cpSync } from 'node:fs';
import { request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../platform/config';
import { holderOf, takeLock } from '../platform/database';
import { type Log, silentLog } from '../platform/log';
import { temporaryFolder } from '../platform/testing';
import { askHolder, holderWhenReady } from './ask-holder';
import { takeCommands } from './take-commands';

type Run = Parameters<typeof takeCommands>[1];

/** A process that holds a folder and works for others. @returns where it takes commands. */
async function holder(run: Run, log: Log = silentLog) {
  const config = readConfig({ MESTERS_DATA: temporaryFolder() });
  const release = takeLock(config.dataDir);
  const stop = await takeCommands({ config, log }, run, 10);
  onTestFinished(async () => {
    await stop();
    release();
  });
  const commands = holderOf(config.dataDir)?.commands;
  if (!commands) throw new Error('It takes no commands.');
  return commands;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function ask(at: Awaited<ReturnType<typeof holder>>, argv: string[], heard: (text: string) => void = () => {}) {
  const said = { out: '', say: '' };
  const exit = await askHolder(at, argv, {
    cwd: '/somewhere',
    out: (text) => {
      said.out += text;
    },
    say: (text) => {
      said.say += text;
      heard(text);
    },
  });
  return { exit, ...said };
}

it('a command runs there with its words and its folder, and its exit code comes back', async () => {
  const at = await holder(async (argv, io) => {
    io.out(`${argv.join(' ')} in ${io.cwd}\n`);
    return 3;
  });
  expect(await ask(at, ['import', 'gias', 'é.csv'])).toEqual({
    exit: 3,
    out: 'import gias é.csv in /somewhere\n',
    say: '',
  });
});

it('what a slow command says on its way is heard while it is still at work', async () => {
  let heard = () => {};
  const first = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const at = await holder(async (_argv, io) => {
    io.say('Schools, 10%\n');
    // Goes on only once somebody has heard it.
    await first;
    await pause(60);
    io.say('Schools, 20%\n');
    io.out('done\n');
    return 0;
  });
  expect(await ask(at, ['demo'], () => heard())).toEqual({
    exit: 0,
    out: 'done\n',
    say: 'Schools, 10%\nSchools, 20%\n',
  });
});

it('a command that says nothing is answered at once, and gives signs of life', async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const at = await holder(async () => {
    await ended;
    return 0;
  });
  const signs: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const asking = request(
      { port: at.port, host: '127.0.0.1', method: 'POST', headers: { Authorization: `Bearer ${at.token}` } },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          signs.push(text);
          if (signs.length === 3) end();
        });
        response.on('end', resolve);
      },
    );
    asking.on('error', reject);
    asking.end(JSON.stringify({ argv: ['slow'], cwd: '/' }));
  });
  expect(signs.slice(0, 3).join('')).toMatch(/^\n+$/);
  expect(signs.join('').trim()).toBe('{"exit":0}');
});

it('a command that breaks says why, and whoever does not know the token is refused', async () => {
  const at = await holder(() => Promise.reject(new Error('The file is gone.')));
  expect(await ask(at, ['import'])).toEqual({ exit: 1, out: '', say: 'The file is gone.\n' });
  await expect(ask({ ...at, token: 'guessed' }, ['import'])).rejects.toThrow('answered 403');
});

it('a command waits for a holder that is starting, says so after a while, and asks it as soon as it takes commands', async () => {
  const config = readConfig({ MESTERS_DATA: temporaryFolder() });
  const release = takeLock(config.dataDir);
  onTestFinished(release);
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const waiting = holderWhenReady(config.dataDir, { say }, 20_000);
  await pause(1200);
  const stop = await takeCommands({ config, log: silentLog }, async () => 0, 10);
  onTestFinished(stop);
  expect((await waiting)?.commands).toEqual(holderOf(config.dataDir)?.commands);
  expect(said).toBe(
    `Process ${process.pid} is starting on this data folder, or at work on a command. Waiting for it.\n`,
  );
});

it('a command on a copy of a folder that is in use does not ask the holder of the folder itself', async () => {
  const config = readConfig({ MESTERS_DATA: temporaryFolder() });
  const copy = temporaryFolder();
  onTestFinished(takeLock(config.dataDir));
  onTestFinished(await takeCommands({ config, log: silentLog }, async () => 0, 10));
  cpSync(config.dataDir, copy, { recursive: true });
  const say = () => {};
  expect(await holderWhenReady(config.dataDir, { say }, 0)).toHaveProperty('commands');
  expect(await holderWhenReady(copy, { say }, 0)).toBeNull();
});

it('a command does the work itself once the holder has left, and waits no longer than it has patience', async () => {
  const { dataDir } = readConfig({ MESTERS_DATA: temporaryFolder() });
  const say = () => {};
  const release = takeLock(dataDir);
  expect(await holderWhenReady(dataDir, { say }, 0)).toMatchObject({ pid: process.pid });
  const waiting = holderWhenReady(dataDir, { say }, 20_000);
  release();
  expect(await waiting).toBeNull();
});
