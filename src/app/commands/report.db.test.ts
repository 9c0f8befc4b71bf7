import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bringRelease } from '../../data/testing';
import { readPdf } from '../../platform/documents/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { runOn } from '../command-line';
import type { Program } from '../program';

const database = await testDatabase();
const own = testMesters(database);
const program: Program = { ...own, close: async () => {} };
const folder = await mkdtemp(join(tmpdir(), 'mesters-report-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let urn = 0;

const report = (...argv: string[]) => mesters('report', ...argv);

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
  return { exit, said, json: /^[{[]/.test(out) ? JSON.parse(out) : null };
}

test('with no school there is nothing to write, and it says so', async () => {
  expect(await report('all', '--out', 'packs')).toMatchObject({
    exit: 1,
    said: expect.stringContaining('No school is known'),
  });
  expect(existsSync(join(folder, 'packs'))).toBe(false);
});

test('one school: the file by its ending, and what was written as JSON', async () => {
  urn = await asSystem(database, (tx) => aSchool(tx, { name: 'Rivelin Bank' }));
  const file = join(folder, 'ks2.csv');
  await writeFile(file, `RECTYPE,LEA,URN,TELIG,PTRWM_EXP,PTREAD_EXP\n1,373,${urn},44,61%,68%\n5,,,600000,64%,75%\n`);
  await bringRelease(own, 'ks2', file, { year: 2017 });
  const { exit, json } = await report('school', String(urn), '--out', 'pack.pdf');
  expect(exit).toBe(0);
  const bytes = await readFile(join(folder, 'pack.pdf'));
  expect(json).toMatchObject({
    releases: ['ks2-2017-18-validated'],
    written: [{ kind: 'school', id: String(urn), name: 'Rivelin Bank', for: 'governors', bytes: bytes.length }],
  });
  expect(json.written[0].file).toBe(join(folder, 'pack.pdf'));
  const pdf = await readPdf(bytes);
  expect(pdf.text).toContain('61% 47 to 74');
  expect((await report('school', String(urn), '--out', 'pack.xlsx', '--for', 'leaders')).json.written[0].for).toBe(
    'leaders',
  );
  expect((await readFile(join(folder, 'pack.xlsx'))).subarray(0, 2).toString()).toBe('PK');
});

test('what is typed wrong, or is not there, is said, and no file is written', async () => {
  for (const [argv, words, code] of [
    [['school', String(urn)], 'Say where it goes', 2],
    [['school', '12', '--out', 'a.pdf'], 'six figures', 2],
    [['school', '999999', '--out', 'a.pdf'], 'No school here has the URN 999999', 1],
    [['partnership', 'nowhere', '--out', 'a.pdf'], 'There is no partnership nowhere', 1],
    [['school', String(urn), '--out', 'a.doc'], 'ends with .pdf or .xlsx', 2],
    [['school', String(urn), '--out', 'no/where/a.pdf'], 'There is no folder', 1],
    [['town', '--out', 'a.pdf'], 'Say whose pack', 2],
    [['all', '--out', '.'], 'not empty', 1],
  ] as const) {
    const { exit, said } = await report(...argv);
    expect({ exit, said }, argv.join(' ')).toEqual({ exit: code, said: expect.stringContaining(words) });
  }
  expect((await readdir(folder)).filter((name) => name.startsWith('a.'))).toEqual([]);
});

test('all of them, in a folder that is complete', async () => {
  await asSystem(database, async (tx) => {
    const other = await aSchool(tx, { name: 'Weir High', sector: 'secondary' });
    await tx
      .insertInto('schools.partnership')
      .values({ id: 'loc', name: 'Locality A', letter: 'A', kind: 'locality' })
      .execute();
    for (const one of [urn, other])
      await tx
        .insertInto('schools.partnership_membership')
        .values({
          urn: one,
          partnership_id: 'loc',
          import_id: null,
          as_at: Temporal.PlainDate.from('2017-09-01'),
          present: true,
        })
        .execute();
  });
  const { exit, said, json } = await report('all', '--out', 'packs');
  expect(exit).toBe(0);
  expect(said).toContain('3 of 3 packs');
  expect(json.written).toHaveLength(6);
  for (const { file, bytes } of json.written) expect((await readFile(file)).length).toBe(bytes);
  expect((await readdir(join(folder, 'packs/schools'))).toSorted()).toEqual([
    `rivelin-bank-${urn}-for-governors.pdf`,
    `rivelin-bank-${urn}-for-governors.xlsx`,
    `weir-high-${urn + 1}-for-governors.pdf`,
    `weir-high-${urn + 1}-for-governors.xlsx`,
  ]);
  expect(await readdir(join(folder, 'packs/partnerships'))).toHaveLength(2);
});

test('a run that breaks leaves no folder, and nothing beside it', async () => {
  const target = join(folder, 'broken');
  const broken: Program = {
    ...program,
    installation: async () => {
      // The folder is begun by then: what is in the way makes the move at the end fail.
      await mkdir(join(target, 'in-the-way'), { recursive: true });
      return program.installation();
    },
  };
  await expect(
    runOn(broken, ['report', 'all', '--out', 'broken'], { cwd: folder, out: () => {}, say: () => {} }),
  ).rejects.toThrow();
  expect(await readdir(target)).toEqual(['in-the-way']);
  expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('figures of a school that no file and no list knows are refused, those of a school without any are none', async () => {
  expect(await mesters('measures', '--school', '999999', '--format', 'json')).toEqual({
    exit: 1,
    said: 'No school here has the URN 999999, and no file has a figure of it.\n',
    json: { refused: 'no-school', words: 'No school here has the URN 999999, and no file has a figure of it.' },
  });
  const bare = await asSystem(database, (tx) => aSchool(tx, { name: 'Weir Lane' }));
  expect(await mesters('measures', '--school', String(bare), '--format', 'json')).toMatchObject({ exit: 0, json: [] });
});
