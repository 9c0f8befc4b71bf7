import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './folder';
import { temporaryFolder } from './testing';

test('a folder is made with those above it, and again', () => {
  const path = join(temporaryFolder(), 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

test('what is no folder stands in the way', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(join(file, 'below'))).toThrow('ENOTDIR');
});

// Node's own way of making those above never comes to an end there.
test.runIf(process.platform === 'linux')('below a folder that takes none the answer is an error, and soon', () => {
  expect(() => makeFolder('/proc/nothing')).toThrow('ENOENT');
  expect(() => makeFolder('/proc/nothing/below')).toThrow('ENOENT');
});
