import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { changeInstallation } from '../../platform/installation';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { datasetNamed } from '../catalogue/catalogue';
import { readPublished } from '../methods/testing/published';
import type { Stage } from '../tables';
import { bringRelease, publicFile } from '../testing';
import { laterThan, laterWords } from './later';
import { planOf } from './plan';
import { releaseById } from './queries';
import { describeRelease, releaseJson } from './report';
import { digest, figuresIn } from './road';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const bring = (content: string, more: { year?: number; stage?: Stage; yes?: boolean; la?: number } = {}) =>
  bringRelease(mesters, 'ks2', write('file.csv', content), { year: 2012, ...more });
/** All that is in the database about figures, beside the notes of files that were refused or discarded. */
const everything = () =>
  asSystem(database, async (tx) => {
    const { rows } = await sql<{ figures: number; accepted: number; rejects: number; digest: string }>`
      select (select count(*)::int from data.figure) as figures, (select count(*)::int from data.release where status = 'accepted') as accepted,
        (select md5(coalesce(string_agg(f::text, '|' order by f::text), '')) from data.figure f) as digest`.execute(tx);
    return rows[0];
  });
const current = (urn: number, measure = 'ks2-rwm-expected', year = 2012) =>
  database.transaction(as('nobody'), async (tx) => {
    const { rows } = await sql<{ shown: string; name: string; stage: string }>`
      select f.shown, r.name, r.stage from data.current_figure f join data.release r on r.id = f.release_id
      where f.urn = ${urn} and f.measure = ${measure} and f.year = ${year} and f.pupil_group = 'all'`.execute(tx);
    return rows[0] ?? null;
  });

it('a look changes nothing, and a file that is accepted is seen by everybody', async () => {
  const before = await everything();
  const file = 'URN,KS2 Pupils,Overall Meet Std\n900001,30,59%\n';
  expect((await bring(file, { yes: false })).report.outcome).toBe('preview');
  expect(await everything()).toEqual(before);
  expect(await current(900001)).toBeNull();
  const { report } = await bring(file);
  expect(report).toMatchObject({ outcome: 'accepted', release: { name: 'ks2-2012-13-validated' } });
  expect(await current(900001)).toEqual({ shown: '59%', name: 'ks2-2012-13-validated', stage: 'validated' });
});

it('the publisher’s word for progress is kept, as a figure or written out', async () => {
  const bands = (value: string, urn: number) => `URN,Reading Progress,Reading Progress Band\n${urn},2.1,${value}\n`;
  await bring(bands('2', 900011), { year: 2017 });
  await bring(bands('Above average', 900012), { year: 2017 });
  const { rows } = await asSystem(database, (tx) =>
    sql<{ band: number }>`select band from data.figure where urn in (900011, 900012)`.execute(tx),
  );
  expect(rows.map(({ band }) => band)).toEqual([2, 2]);
});

it('the same file again changes nothing, compressed or not', async () => {
  const file = 'URN,KS2 Pupils,Overall Meet Std\n900001,30,59%\n';
  const before = await everything();
  expect((await bring(file)).report.outcome).toBe('nothing');
  const packed = await bringRelease(mesters, 'ks2', write('file.csv.gz', gzipSync(file)), { year: 2012 });
  expect(packed.report).toMatchObject({ outcome: 'nothing', release: { same: 'ks2-2012-13-validated' } });
  expect(await everything()).toEqual(before);
});

it('a later release replaces in view, never in history; an earlier stage replaces nothing, whenever it comes', async () => {
  const one = (percent: string) => `URN,Overall Meet Std\n900002,${percent}\n`;
  await bring(one('50%'), { stage: 'initial' });
  expect(await current(900002)).toMatchObject({ shown: '50%', stage: 'initial' });
  await bring(one('52%'));
  expect(await current(900002)).toMatchObject({ shown: '52%', stage: 'validated' });
  await bring(one('51%'), { stage: 'refined' });
  expect(await current(900002)).toMatchObject({ shown: '52%', stage: 'validated' });
  await bring(one('53%'));
  expect(await current(900002)).toMatchObject({ shown: '53%', name: 'ks2-2012-13-validated-3' });
  const kept = await asSystem(database, (tx) =>
    sql<{ shown: string }>`select shown from data.figure where urn = 900002 order by shown`.execute(tx),
  );
  expect(kept.rows.map((row) => row.shown)).toEqual(['50%', '51%', '52%', '53%']);
});

it('whoever brings an earlier stage after a later one reads that the later still holds, and what of theirs counts', async () => {
  const file = (...lines: string[]) => `URN,Overall Meet Std\n${lines.join('\n')}\n`;
  const of = async (stage: Stage, content: string, yes = true) => {
    const { report } = await bringRelease(mesters, 'ks2', write('stages.csv', content), { year: 2009, stage, yes });
    const { warnings } = releaseJson(report) as { warnings: string[] };
    return { said: describeRelease(report), warnings, release: report.release! };
  };
  expect((await of('initial', file('900002,50%'))).warnings).toEqual([]);
  expect((await of('validated', file('900002,52%'))).warnings).toEqual([]);
  const none = 'ks2-2009-10-validated is of a later stage and still holds. No figure that is shown changes.';
  expect((await of('refined', file('900002,51%'), false)).said).toContain(none);
  expect((await of('refined', file('900002,51%'))).said).toContain(none);
  const one =
    'ks2-2009-10-validated is of a later stage and still holds. Of this release only 1 figure counts, which no later one has.';
  expect((await of('confirmed', file('900002,51%', '900003,40%'))).warnings).toContain(one);
  expect(await current(900002, 'ks2-rwm-expected', 2009)).toMatchObject({ shown: '52%' });
  expect(await current(900003, 'ks2-rwm-expected', 2009)).toMatchObject({ shown: '40%', stage: 'confirmed' });
  // A correction of the last stage is no earlier one.
  expect((await of('validated', file('900002,53%'))).warnings).toEqual([]);
  const holding =
    'ks2-2009-10-validated-2, ks2-2009-10-validated, ks2-2009-10-confirmed and ks2-2009-10-refined are of a later stage and still hold.';
  const { warnings, release } = await of('initial', file('900002,54%'));
  expect(warnings).toEqual([`${holding} No figure that is shown changes.`]);
  // Of a whole nation they are not compared one by one while somebody waits for the page.
  const national = { ...release, counts: { ...release.counts, figures: 2_000_000 } };
  const later = await asSystem(database, (tx) => laterThan(tx, national));
  expect(laterWords(national, later!)).toBe(`${holding} Of this release only figures count which no later one has.`);
});

it('a file of the year itself goes before one that repeats it', async () => {
  await bring('RECTYPE,LEA,URN,PTRWM_EXP\n1,373,900003,60%\n', { year: 2013 });
  await bring('RECTYPE,LEA,URN,PTRWM_EXP,PTRWM_EXP_14\n1,373,900003,70%,61%\n1,373,900004,71%,62%\n', { year: 2014 });
  expect((await current(900003, 'ks2-rwm-expected', 2013))?.shown).toBe('60%');
  expect((await current(900004, 'ks2-rwm-expected', 2013))?.shown).toBe('62%');
});

it('rows that cannot be taken are reported, and the others do not wait for them', async () => {
  const { ok, report } = await bring('URN,Overall Meet Std\n900005,40%\n12,40%\n900006,140%\n900005,41%\n', {
    year: 2010,
  });
  expect(ok).toBe(true);
  expect(report.release?.counts).toMatchObject({ rows: 4, rejected: 3, schools: 1 });
  expect(report.rejects.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
    [3, 1, '12', 'is not a URN of six figures'],
    [4, 2, '140%', 'is not between 0 and 100'],
    [5, null, '900005,41%', 'the row is about the same as line 2'],
  ]);
});

const full = 'URN,Overall Meet Std,Academic Year\n900007,40%,2013\n900008,41%,2013\n';
it.each([
  ['no key', 'SCHOOL,Overall Meet Std\na,1%\n', 'It has no column "URN"'],
  ['no measure', 'URN,SHOES\n900007,4\n', 'None of its headings is that of a measure we know'],
  ['another year', full.replaceAll('2013', '2012'), 'This file is of 2011/12, and 2012/13 was asked for.'],
  ['cut in the middle', full.slice(0, -9), 'The file ends in the middle of line 3'],
  ['an open quotation mark', full.replace('40%', '"40%'), 'quoted value'],
  ['nothing but rows that are wrong', 'URN,Overall Meet Std\nx,1%\n', 'None of 1 row could be taken'],
  ['headings alone', 'URN,Overall Meet Std\n', 'This file has headings and no rows'],
  ['no figure', 'URN,Overall Meet Std\n900007,\n', 'No row of this file has a figure'],
  ['another authority alone', 'RECTYPE,LEA,URN,PTRWM_EXP\n1,370,900007,1%\n', 'belongs to the authority'],
  [
    'another authority and the country',
    'RECTYPE,LEA,URN,PTRWM_EXP\n1,370,900007,1%\n4,,,65%\n5,,,65%\n',
    'belongs to the authority',
  ],
])('%s: refused with its reason, and nothing is changed', async (_, content, reason) => {
  const before = await everything();
  const { ok, report } = await bring(content, { la: 373 });
  expect(ok).toBe(false);
  expect(report.problem).toContain(reason);
  expect(await everything()).toEqual(before);
});

it('a file that stops inside its last value cannot be told from one without a last line end, so both are looked at by a person', async () => {
  const said = async (content: string) => {
    const { report } = await bring(content, { yes: false });
    expect(report.outcome).toBe('preview');
    return (releaseJson(report) as { warnings: string[] }).warnings.filter((words) => words.includes('stops'));
  };
  const short = 'URN,Overall Meet Std\n900007,40%\n900008,41';
  expect(await said(short)).toEqual([expect.stringContaining('the last value is too short')]);
  expect(await said(`${short}%\n`)).toEqual([]);
  expect(await said(`${short}%\r`)).toEqual([]);
});

it('a compressed file that was cut is refused', async () => {
  const packed = gzipSync(full.repeat(1));
  const { ok, report } = await bringRelease(
    mesters,
    'ks2',
    write('cut.csv.gz', packed.subarray(0, packed.length - 12)),
    { year: 2012 },
  );
  expect(ok).toBe(false);
  expect(report.problem).toMatch(/damaged|cut|incomplete/);
});

it('without a year anywhere a file is refused', async () => {
  const { report } = await bringRelease(mesters, 'ks2', write('some.csv', 'URN,Overall Meet Std\n900001,1%\n'));
  expect(report.problem).toContain('Say the year');
});

it('running a release again from what was kept of it gives the very same figures', async () => {
  const path = publicFile('ks2_full_format_other_la/2017-18_LA936.csv');
  const { report } = await bringRelease(mesters, 'ks2', path, { year: 2017 });
  const release = await asSystem(database, (tx) => releaseById(tx, report.release!.id));
  const { rows } = await asSystem(database, (tx) =>
    sql<{ sha256: string; digest: string }>`
      select k.sha256, r.digest from data.release r join platform.file k on k.id = r.kept where r.id = ${release!.id}`.execute(
      tx,
    ),
  );
  const parquet = write('again.parquet', await mesters.files.read(rows[0]!.sha256));
  const headings = (await import('node:fs'))
    .readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/, 1)[0]!
    .split(',');
  const sum = digest();
  let figures = 0;
  for await (const some of figuresIn(parquet, planOf(datasetNamed('ks2')!, headings), 1000)) {
    sum.take(some);
    figures += some.length;
  }
  expect(figures).toBe(release!.counts.figures);
  expect(figures).toBeGreaterThan(30_000);
  expect(sum.hex()).toBe(rows[0]!.digest);
});

it('averages of three years are figures of the last of them, over the pupils of all three', async () => {
  const file = 'ks2_full_format_other_la/2017-18_LA936.csv';
  await bringRelease(mesters, 'ks2', publicFile(file), { year: 2017 });
  const schools = readPublished(file).filter(({ RECTYPE }) => RECTYPE === '1');
  const { rows } = await asSystem(database, (tx) =>
    sql<{ urn: number; shown: string; denominator: string | null }>`
      select urn, shown, denominator::text from data.current_figure
      where measure = 'ks2-rwm-expected-three-years' and year = 2017 and urn = any(${schools.map(({ URN }) => Number(URN))})`.execute(
      tx,
    ),
  );
  const told = new Map(rows.map(({ urn, shown, denominator }) => [String(urn), [shown, denominator]]));
  for (const { URN = '', PTRWM_EXP_3YR: shown = '', TELIG_3YR: pupils = '' } of schools)
    if (/^\d+%$/.test(shown)) expect(told.get(URN), URN).toEqual([shown, pupils]);
  expect(rows.length).toBeGreaterThan(150);
});

it('the database keeps what was accepted as it was', async () => {
  const { report } = await bring('URN,Overall Meet Std\n900009,40%\n', { year: 2009 });
  const { id } = report.release!;
  const refusedBy = async (work: ReturnType<typeof sql>) =>
    asSystem(database, (tx) => work.execute(tx)).then(
      () => 'nothing',
      (error: { constraint?: string; code?: string }) => error.constraint ?? error.code,
    );
  expect(await refusedBy(sql`update data.release set stage = 'initial' where id = ${id}`)).toBe('release_accepted');
  expect(await refusedBy(sql`delete from data.figure where release_id = ${id}`)).toBe('figure_kept');
  expect(await refusedBy(sql`update data.figure set shown = '1%' where release_id = ${id}`)).toBe('42501');
  const add = sql`insert into data.figure (release_id, line, urn, measure, pupil_group, year, shown) values (${id}, 9, 900010, 'ks2-pupils', 'all', 2009, '1')`;
  expect(await refusedBy(add)).toBe('figure_kept');
});

it('what is only being checked is seen by nobody but the program', async () => {
  const { id } = await asSystem(database, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into data.release (dataset, level, year, stage, status, file_name, sha256, made_at)
      values ('ks2', 'public', 2008, 'validated', 'checking', 'a.csv', ${'a'.repeat(64)}, platform.now()) returning id`.execute(
      tx,
    );
    await sql`insert into data.figure (release_id, line, urn, measure, pupil_group, year, shown) values (${rows[0]!.id}, 2, 900011, 'ks2-pupils', 'all', 2008, '7')`.execute(
      tx,
    );
    return rows[0]!;
  });
  const seen = (who: Parameters<typeof as>[0]) =>
    database.transaction(as(who), async (tx) => {
      const { rows } = await sql`select from data.figure where release_id = ${id}`.execute(tx);
      return rows.length;
    });
  expect([await seen('nobody'), await seen(['staff', 'imports/*']), await seen('system')]).toEqual([0, 0, 1]);
});

it('a demonstration takes no file of real schools', async () => {
  await asSystem(database, (tx) =>
    changeInstallation(tx, { kind: 'demonstration', name: 'A partnership', heldToday: mesters.clock.today() }),
  );
  const { report } = await bring('URN,Overall Meet Std\n107047,53%\n');
  expect(report.problem).toContain('is the number of a real school, and this is a demonstration');
});
