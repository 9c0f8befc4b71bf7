import { expect, it } from 'vitest';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, temporaryFolder, testDatabase } from '../platform/testing';
import { twoSchools } from './pupils/testing';
import { fuzz } from './testing-fuzz';

const database = await testDatabase();
/** The one that once found a NUL in UTF-16. What a change breaks is red here; new seeds are drawn by the bench, which has the time to look into what they find. */
const seed = Number(process.env.FUZZ_SEED ?? 1_788_853_118);
/** A minute on the database of the project, and on a server enough to see that it is the same; `npm run bench -- fuzz` goes on for longer. */
const seconds = Number(process.env.FUZZ_SECONDS ?? (database.kind === 'pglite' ? 60 : 10));

it(`whatever is wrong with a file, every row is taken or reported, and nothing else changes (seed ${seed})`, async () => {
  await asSystem(database, twoSchools);
  const { files, taken, refused, rejected } = await fuzz(testMesters(database), temporaryFolder(), { seed, seconds });
  expect(files).toBeGreaterThan(seconds / 3);
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  expect(rejected).toBeGreaterThan(0);
});
