import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { as, asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { createMetrics, createWeb } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { describeSupply, runSupply } from './command';
import { suppliedTable, suppliedVersions } from './queries';
import { suppliedRoutes } from './routes';

const database = await testDatabase();
const folder = temporaryFolder();
const actor: Actor = {
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'An analyst',
  email: 'a@example.org',
  roles: [],
  sees: ['imports/*', 'staff'],
};
const site = testSite(database, suppliedRoutes, actor);
const visitor = testSite(database, suppliedRoutes, null);
const app = createWeb({
  mesters: site.mesters,
  routes: suppliedRoutes,
  findActor: async () => actor,
  shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
  metrics: createMetrics(),
});

const supply = (content: string | Uint8Array, year = 2018) => {
  const file = join(folder, 'phonics.csv');
  writeFileSync(file, content);
  return runSupply(site.mesters, { name: 'phonics-standard', file, year });
};
const holds = (year: number) => asSystem(database, (tx) => suppliedTable(tx, 'phonics-standard', year));
const versions = () => asSystem(database, (tx) => suppliedVersions(tx, 'phonics-standard'));

async function upload(fields: Record<string, string>, content?: string) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (content !== undefined) body.append('file', new Blob([content]), 'averages.csv');
  const response = await app.request('http://localhost/official-tables/attainment-8-averages', {
    method: 'POST',
    body,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const html = await response.text();
  return {
    status: response.status,
    text: html === '' ? '' : (parseHTML(html).document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' '),
  };
}

it('a table holds for its year; a later version replaces it in view, never in history', async () => {
  expect(await holds(2018)).toBeNull();
  expect(await supply('year,mark\n2019,32\n')).toMatchObject({ ok: true, report: { outcome: 'accepted', rows: 1 } });
  const first = await holds(2018);
  expect(first?.value).toEqual([{ year: 2019, mark: 32 }]);
  expect((await supply(Buffer.from('\ufeffyear,mark\r\n2019,33\r\n', 'utf16le'))).ok).toBe(true);
  expect((await holds(2018))?.value).toEqual([{ year: 2019, mark: 33 }]);
  expect(await holds(2017)).toBeNull();
  expect((await versions()).map(({ id, rows }) => [id, rows])).toEqual([
    [expect.any(Number), 1],
    [first?.id, 1],
  ]);
});

it('the same table again changes nothing', async () => {
  const before = await versions();
  expect((await supply('year,mark\r\n2019,33\r\n')).report.outcome).toBe('nothing');
  expect(await versions()).toEqual(before);
});

it.each([
  ['another year', 'year,mark\n2018,32\n', 'Line 2, year: "2018" This is not of 2018/19, which the table calls 2019.'],
  ['no heading', 'year,marks\n2019,32\n', 'There is no column "mark". Add it.'],
  ['no number', 'year,mark\n2019,many\n', 'has to be a number'],
  ['no rows', 'year,mark\n', 'The table has no rows'],
  ['no table', 'PK\u0003\u0004xl/', 'This is an Excel workbook'],
  ['nothing', '', 'This file is empty'],
  ['far too much', `year,mark\n${'2019,32\n'.repeat(700_000)}`, 'far larger than an official table'],
])('%s: refused with its reason, and nothing is changed', async (_, content, reason) => {
  const before = await versions();
  const { ok, report } = await supply(content);
  expect(ok).toBe(false);
  expect(describeSupply(report).join('\n')).toContain(reason);
  expect(await versions()).toEqual(before);
});

it('what was supplied is never changed, and only who brings files may supply', async () => {
  const refused = (who: Parameters<typeof as>[0], work: ReturnType<typeof sql>) =>
    database
      .transaction(as(who), (tx) => work.execute(tx))
      .then(
        () => 'nothing',
        (error: { code?: string }) => error.code,
      );
  expect(await refused('system', sql`update data.supplied_table set year = 2000`)).toBe('42501');
  expect(await refused('system', sql`delete from data.supplied_table`)).toBe('42501');
  const add = sql`insert into data.supplied_table (name, year, file_name, sha256, content, rows, supplied_at)
    values ('parameters', 2018, 'a', ${'a'.repeat(64)}, 'a', 1, platform.now())`;
  expect(await refused(['staff', 'pupil/*'], add)).toBe('42501');
  expect(await refused('nobody', add)).toBe('42501');
});

it('pages say what is needed and take a table; what is wrong with one is said line by line', async () => {
  expect((await site.get('/official-tables')).text).toContain('official tables are still needed');
  expect((await visitor.get('/official-tables')).status).not.toBe(200);
  expect((await site.get('/official-tables/shoes')).status).toBe(404);
  const empty = await site.get('/official-tables/attainment-8-averages?year=2017-18');
  expect(empty.text).toContain('Nobody has supplied this table yet');
  expect(empty.html).toContain('value="2017/18"');
  const nothing = await upload({ year: 'soon' });
  expect(nothing.status).toBe(422);
  expect(nothing.text).toMatch(/Enter an academic year such as 2017\/18.*Choose a file/);
  const wrong = await upload(
    { year: '2017/18' },
    'year,group,overall,english,maths,ebacc,open,minimum\n2018,1.5,1,2,3,4,5,-9\n',
  );
  expect(wrong.text).toContain('"1.6"'.replace('1.6', '2.0'));
  expect(wrong.text).toContain('This group is missing. Add it.');
  const version = (await versions())[0]!;
  const page = await site.get('/official-tables/phonics-standard');
  expect(page.text).toMatch(/2018\/19.*Holds.*Replaced/);
  expect((await site.get('/official-tables/phonics-standard/versions.csv')).html).toContain(version.sha256);
  expect((await site.get(`/official-tables/phonics-standard/${version.id}/table.csv`)).html).toContain('2019,33');
  expect((await site.get(`/official-tables/parameters/${version.id}/table.csv`)).status).toBe(404);
});
