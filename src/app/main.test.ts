import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { projectRoot } from '../platform/config';
import { temporaryFolder } from '../platform/testing';

test.each([
  ['what helps', 0, ['help']],
  ['what was asked for', 0, ['quote', '--pupils', '315']],
  ['what went wrong', 2, ['quote', '--pupils', 'many']],
])('who hears no more of %s ends no command: its exit code is %i', async (_, code, words) => {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/run.mjs'), ...words], {
    env: { PATH, HOME, MESTERS_DATA: temporaryFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // As "| head -1" does once it has its line.
  child.stdout.destroy();
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([child.exitCode, said.match(/^ +at .*|EPIPE/m)]).toEqual([code, null]);
});
