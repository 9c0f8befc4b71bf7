import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkLetter } from '../../data';
import { projectRoot } from '../../platform/config';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { runOn } from '../command-line';
import { jobKinds } from '../jobs';
import type { Program } from '../program';

const database = await testDatabase();
const own = testMesters(database);
const program: Program = { ...own, close: async () => {} };
const folder = await mkdtemp(join(tmpdir(), 'mesters-import-'));
afterAll(async () => {
  await own.jobs.stop();
  await rm(folder, { recursive: true, force: true });
});

async function mesters(...argv: string[]) {
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

/** Twelve pupils of Year 6 at a school, so many of whom reached the standard. */
async function bring(urn: number, reached: number) {
  const rows = Array.from({ length: 12 }, (_, n) => {
    const body = String(373201417000 + n);
    const score = n < reached ? 105 : 95;
    return [urn, checkLetter(body) + body, score, score, 'EXS'].join(',');
  });
  await writeFile(join(folder, 'ks2.csv'), `URN,UPN,READ_SCALED,MATHS_SCALED,WRIT_TA\n${rows.join('\n')}\n`);
  return mesters('import', 'ks2-pupils', 'ks2.csv', '--year', '2017-18', '--yes');
}
const reads = async (urn: number) => {
  const { out } = await mesters('measures', '--school', String(urn), '--format', 'json');
  const figures = JSON.parse(out) as { measure: string; group: string; shown: string; release: string }[];
  return figures.filter(({ measure, group }) => measure.endsWith('rwm-expected') && group === 'all');
};

test('the figures of a file of pupils are there when the command that brought it ends', async () => {
  const urn = await asSystem(database, (tx) => aSchool(tx, { name: 'Rivelin Bank' }));
  const { exit, out, said } = await bring(urn, 6);
  expect([exit, said]).toEqual([0, 'Working out the figures that follow.\n']);
  expect(out).toContain('Accepted as ks2-pupils-2017-18-validated.');
  expect(await reads(urn)).toMatchObject([{ shown: '50%', release: 'ks2-pupils-2017-18-validated' }]);
  expect(program.jobs.started).toBe(false);
  // Where this process does background work already, it goes on with it.
  await program.jobs.start(jobKinds);
  await bring(urn, 3);
  expect(await reads(urn)).toMatchObject([{ shown: '25%', release: 'ks2-pupils-2017-18-validated-2' }]);
  expect(program.jobs.started).toBe(true);
});

test('a census whose year nobody says: one voice on what was taken, and how to say the day', async () => {
  const copied = async (name: string) =>
    writeFile(join(folder, name), await readFile(join(projectRoot, 'data/public/school_census/2018-19.csv')));
  await copied('england_census.csv');
  const brought = (...more: string[]) => mesters('import', 'census', 'england_census.csv', '--la', '373', ...more);
  const guess = 'is a guess: neither the file nor its name says of which census it is. Say its day with --as-at: ';
  const look = await brought();
  expect(look.exit).toBe(0);
  expect(look.said).toContain(guess);
  const { exit, out, said } = await brought('--yes');
  expect(exit).toBe(0);
  expect(out).toContain('Accepted.');
  expect(said).toMatch(
    /^The pupil numbers were taken, as of 1\d January \d{4}; the figures of the schools' context in the same file were not taken\.\n/,
  );
  expect(said).toContain(guess);
  expect(said).not.toMatch(/refused|Nothing was changed/);
  const told = await brought('--as-at', '2019-01-17', '--yes');
  expect(told.exit).toBe(0);
  expect(told.said).toContain('Accepted as context-2018-19-validated.');
});
