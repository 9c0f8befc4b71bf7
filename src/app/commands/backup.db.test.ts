import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anOffer, aSubscriber, asOwner } from '../../entitlements/testing';
import type { Database } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { runOn } from '../command-line';
import type { Program } from '../program';

const folder = temporaryFolder();
const database = await testDatabase();
const target = await testDatabase();
const wrong = await testDatabase();

async function mesters(on: Database, ...argv: string[]) {
  const program: Program = { ...testMesters(on), close: async () => {} };
  let [out, said] = ['', ''];
  const exit = await runOn(program, argv, {
    cwd: folder,
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { exit, out, said };
}

test('a backup is restored, every balance is recomputed, and words go beside the result', async () => {
  await asSystem(database, async (tx) => {
    await anOffer(tx);
    await aSubscriber(tx, { facts: { sector: 'upper', status: 'county' } });
  });
  const made = await mesters(database, 'backup', 'well.backup');
  expect(made).toMatchObject({ exit: 0, out: '' });
  expect(made.said).toContain(join(folder, 'well.backup'));
  const again = await mesters(database, 'backup', 'well.backup');
  expect(again.exit).toBe(1);
  expect(again.said).toContain('a backup never replaces another');
  const nowhere = await mesters(database, 'backup', 'none/well.backup');
  expect(nowhere.exit).toBe(1);
  expect(nowhere.said).toContain('There is no folder');

  const restored = await mesters(target, 'restore', 'well.backup');
  expect(restored).toMatchObject({ exit: 0, out: '' });
  expect(restored.said).toContain('Restored');
  expect(restored.said).toMatch(/[1-9]\d* accounts?.*all of them agree/);
  const twice = await mesters(target, 'restore', 'well.backup');
  expect(twice.exit).toBe(1);
  expect(twice.said).toContain('This installation is in use');
});

test('a ledger that did not agree when it was backed up is said, and the exit code tells', async () => {
  await asOwner(database, `update entitlements.account set balance = 9, granted = 9 where element = 'token-purse'`);
  await mesters(database, 'backup', 'ill.backup');
  const restored = await mesters(wrong, 'restore', 'ill.backup');
  expect(restored.exit).toBe(1);
  expect(restored.said).toContain('Restored');
  expect(restored.said).toContain('Its lines say 7, 0, 0, 7.');
  expect(restored.said).toContain('Everything stands as it was backed up');
});
