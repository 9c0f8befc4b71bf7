import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../platform/testing';
import { archiveLines, archiveWriter, checkArchive } from './archive';

test('a large backup waits for the disk many times, and each wait leaves nothing behind', async () => {
  const warnings: string[] = [];
  const heard = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
  process.on('warning', heard);
  const path = join(temporaryFolder(), 'large.backup');
  const archive = archiveWriter(path);
  await archive.write({ mesters: 'backup', format: 1, madeAt: '', migrations: [], tables: [], sequences: [] });
  for (let i = 0; i < 60; i++) await archive.write({ part: randomBytes(48 * 1024).toString('base64') });
  await archive.end();
  await setImmediate();
  process.off('warning', heard);
  expect(warnings).toEqual([]);
  expect((await checkArchive(path)).format).toBe(1);
  expect((await Array.fromAsync(archiveLines(path))).length).toBe(60);
});
