import { expect, it } from 'vitest';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, temporaryFolder, testDatabase } from '../platform/testing';
import { newSeed } from './methods/testing/random';
import { twoSchools } from './pupils/testing';
import { fuzz } from './testing-fuzz';

const database = await testDatabase();
const seed = Number(process.env.FUZZ_SEED ?? newSeed());
/** On each kind of database; `npm run bench -- fuzz` goes on for longer. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 30);

it(`whatever is wrong with a file, every row is taken or reported, and nothing else changes (seed ${seed})`, async () => {
  await asSystem(database, twoSchools);
  const { files, taken, refused, rejected } = await fuzz(testMesters(database), temporaryFolder(), { seed, seconds });
  expect(files).toBeGreaterThan(seconds / 3);
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  expect(rejected).toBeGreaterThan(0);
});
