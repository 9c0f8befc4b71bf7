import { sql } from 'kysely';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { asSystem, testDatabase } from '../../platform/testing';
import { createMetrics, createWeb } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { dataJobs } from '../releases/jobs';
import { releaseRoutes } from '../releases/routes';
import { aUpn, csv, twoSchools, twoUrns } from './testing';

const database = await testDatabase();
await asSystem(database, twoSchools);
const person = (name: string, ...sees: string[]): Actor => ({
  personId: '00000000-0000-0000-0000-000000000007',
  name,
  email: 'a@example.org',
  roles: [],
  sees: ['staff', ...sees],
});
const analyst = person('An analyst', 'imports/*', 'pupil/*');
const site = testSite(database, releaseRoutes, analyst);
const administrator = testSite(database, releaseRoutes, person('An administrator', 'imports/*'));
const dataUser = testSite(database, releaseRoutes, person('A data user', `pupil/${twoUrns[0]}`));
await site.mesters.jobs.start(dataJobs);

async function upload(as: Actor, fields: Record<string, string>, content: string) {
  const app = createWeb({
    mesters: site.mesters,
    routes: releaseRoutes,
    findActor: async () => as,
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
    metrics: createMetrics(),
  });
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([content]), 'phonics.csv');
  const response = await app.request('http://localhost/releases', {
    method: 'POST',
    body,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const html = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: html === '' ? '' : (parseHTML(html).document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' '),
  };
}

const [one, other] = twoUrns;
const file = csv(
  ['URN', 'UPN', 'Phonics', 'Notes'],
  [one, aUpn(1), 34, 'a'],
  [other, aUpn(2), 30, 'b'],
  [one, '=cmd|A1', 30, 'c'],
  [one, aUpn(4), 99, 'd'],
);
const wish = { dataset: 'phonics', year: '2017/18', stage: 'validated' };
const deeds = async () => {
  const { rows } = await asSystem(database, (tx) =>
    sql<{ action: string }>`select action from platform.audit where action like 'data.%' order by id`.execute(tx),
  );
  return rows.map(({ action }) => action);
};

it('a file of pupils is brought by a data analyst alone', async () => {
  const refused = await upload(person('An administrator', 'imports/*'), wish, file);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Choose what is in the file');
  expect((await administrator.get('/releases/new')).text).not.toContain('Phonics results of pupils');
  expect((await site.get('/releases/new')).text).toContain('Phonics results of pupils');
  expect((await upload(analyst, { ...wish, la: '373' }, file)).text).toContain('a file of pupils is taken whole');
});

it('what it holds is shown; what was rejected to data analysts alone, and each look is written down', async () => {
  const { location } = await upload(analyst, wish, file);
  await site.mesters.jobs.idle();
  const ready = await site.get(location);
  expect(ready.text).toContain('2 rows about 2 pupils of 2 schools. 2 rows were rejected.');
  expect(ready.text).toContain('1 column is not used, and not kept: Notes.');
  expect(ready.text).toContain('School 107014');
  expect(ready.text).toContain('It is neither a score from 0 to 40');
  const taken = await site.get(`${location}/rejects.csv`);
  // A spreadsheet would run it.
  expect(taken.html).toContain("4,2,UPN,'=cmd|A1,");
  expect(await deeds()).toEqual(['data.rejected-viewed', 'data.rejected-taken']);
  const seen = await administrator.get(location);
  expect(seen.text).toContain('A data analyst decides about files of pupils.');
  expect(seen.html).not.toContain('=cmd');
  expect((await administrator.get(`${location}/rejects.csv`)).status).toBe(404);
  expect((await administrator.get(`${location}/rejects.xlsx`)).status).toBe(404);
  expect((await administrator.post(`${location}/accept`)).status).toBe(403);
  expect((await administrator.post(`${location}/discard`)).status).toBe(403);
  expect((await dataUser.get(location)).status).not.toBe(200);
  expect((await site.post(`${location}/accept`)).notice).toContain('Accepted. 2 rows about 2 pupils');
  expect((await site.get('/releases.csv')).html).toContain('phonics-2017-18-validated');
});

it('a file that is given up leaves nothing', async () => {
  const { location } = await upload(analyst, { ...wish, stage: 'initial' }, file);
  await site.mesters.jobs.idle();
  expect((await site.post(`${location}/discard`)).notice).toContain('was discarded');
  await site.mesters.jobs.idle();
  const { rows } = await asSystem(database, (tx) =>
    sql<{ schools: number; rejects: number; files: number }>`
      select (select count(*)::int from data.release_school where release_id = ${Number(location.split('/').at(-1))}) as schools,
        (select count(*)::int from data.reject where release_id = ${Number(location.split('/').at(-1))}) as rejects,
        (select count(*)::int from platform.file) as files`.execute(tx),
  );
  expect(rows).toEqual([{ schools: 0, rejects: 0, files: 1 }]);
});
