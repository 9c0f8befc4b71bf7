import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../platform/actor';
import { asSystem, testDatabase } from '../platform/testing';
import { createMetrics, createWeb } from '../platform/web';
import { testSite } from '../platform/web/testing';
import { aSchool } from '../schools/testing';
import { dataJobs } from './releases/jobs';
import { releaseRoutes } from './releases/routes';
import { schoolDataRoutes } from './school/routes';

const database = await testDatabase();
const actor: Actor = {
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'An analyst',
  email: 'a@example.org',
  roles: [],
  sees: ['imports/*', 'staff'],
};
const routes = [...releaseRoutes, ...schoolDataRoutes];
const site = testSite(database, routes, actor);
const visitor = testSite(database, routes, null);
const app = createWeb({
  mesters: site.mesters,
  routes,
  findActor: async () => actor,
  shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
  metrics: createMetrics(),
});
await site.mesters.jobs.start(dataJobs);

async function upload(fields: Record<string, string>, file?: { name: string; content: string }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file) body.append('file', new Blob([file.content]), file.name);
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

const head = 'RECTYPE,LEA,URN,TELIG,PTRWM_EXP,PTREAD_EXP,READPROG,READPROG_LOWER,READPROG_UPPER,READPROG_DESCR,SHOES\n';
const results = `${head}1,373,900101,44,61%,68%,-1.9,-3.5,-0.3,4,1\n1,373,900102,5,SUPP,SUPP,SUPP,SUPP,SUPP,SUPP,2\n1,373,900103,many,1%,1%,,,,,3\n5,,,600000,64%,75%,,,,,4\n`;

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await aSchool(tx, { urn: 900101, name: 'Long Lane', pupils: 200 });
    await aSchool(tx, { urn: 900102, name: 'Small Hill', pupils: 30 });
  });
});

describe('bringing a file on a page', () => {
  it('begins with an empty list, and a school page that says what will be there', async () => {
    expect((await site.get('/releases')).text).toContain('No file of results has been brought yet');
    expect((await visitor.get('/schools/900101/data')).text).toContain('Results, attendance and pupils will be here');
    expect((await visitor.get('/schools/123456/data')).status).toBe(404);
  });

  it('says everything that is missing, and keeps what was typed', async () => {
    const { status, text } = await upload({ dataset: '', year: '2017', la: '12' });
    expect(status).toBe(422);
    for (const words of [
      'Choose what is in the file',
      'Choose a file',
      'Enter an academic year',
      'Enter the code of the authority',
    ])
      expect(text).toContain(words);
  });

  it('says what a file holds and what was rejected; accepting shows it to everybody', async () => {
    const { status, location } = await upload(
      { dataset: 'ks2', year: '2017/18', stage: 'validated' },
      { name: 'ks2.csv', content: results },
    );
    expect(status).toBe(303);
    expect((await site.get(location)).text).toContain('Checking');
    await site.mesters.jobs.idle();
    const ready = await site.get(location);
    expect(ready.text).toContain('about 2 schools and 1 area. 1 row was rejected.');
    expect(ready.text).toContain('1 column is kept and not used: SHOES.');
    expect(ready.text).toContain('It is neither a number nor a mark that the publisher uses.');
    expect((await site.get(`${location}/rejects.csv`)).html).toContain('4,4,TELIG,many,');
    expect((await visitor.get('/schools/900101/data')).text).toContain('will be here');
    expect((await site.post(`${location}/accept`)).notice).toContain('Accepted.');
    expect((await site.post(`${location}/accept`)).notice).toContain('accepted already');
    expect((await site.post(`${location}/discard`)).notice).toContain('cannot be discarded');
    expect((await site.get('/releases.csv')).html).toContain('ks2-2017-18-validated');
    expect((await visitor.get('/schools/900101/data')).text).toContain('Reading progress is below average');
  });

  it('the same file again has nothing to accept, and can be discarded', async () => {
    const { location } = await upload(
      { dataset: 'ks2', year: '2017/18', stage: 'validated' },
      { name: 'again.csv', content: results },
    );
    await site.mesters.jobs.idle();
    const page = await site.get(location);
    expect(page.text).toContain('The very same figures as ks2-2017-18-validated');
    expect(page.text).not.toContain('Accept and show');
    expect((await site.post(`${location}/accept`)).notice).toContain('holds the very same figures');
    expect((await site.post(`${location}/discard`)).notice).toBe('again.csv was discarded. Nothing has changed.');
    await site.mesters.jobs.idle();
  });

  it('a file that cannot be used is refused with its reason', async () => {
    const { location } = await upload(
      { dataset: 'absence', year: '2017/18', stage: 'validated' },
      { name: 'wrong.csv', content: results },
    );
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('It looks like a file of key stage 2 results: bring it as such.');
  });

  it('a file that nobody said the year of stays here, and is checked again once somebody does', async () => {
    const text = 'LA,ESTAB,URN,PERCTOT\n373,2001,900101,4.4\n';
    const { location } = await upload(
      { dataset: 'absence', year: '', stage: 'validated' },
      { name: 'a.csv', content: text },
    );
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('Neither the file nor its name says which year it is of.');
    const wrong = await site.post(`${location}/year`, { year: 'soon' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter an academic year such as 2017/18');
    expect(wrong.html).toContain('value="soon"');
    await site.post(`${location}/year`, { year: '2016/17' });
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toMatch(/Waits for you.*Year ?2016\/17/);
    const late = await site.post(`${location}/year`, { year: '2015/16' });
    expect(late.notice).toBe('This file does not wait for its year. Nothing has changed.');
  });

  it('the file that waits for its year can be given up', async () => {
    const { location } = await upload(
      { dataset: 'absence', year: '', stage: 'validated' },
      { name: 'b.csv', content: 'LA,ESTAB,URN,PERCTOT\n373,2001,900101,5.4\n' },
    );
    await site.mesters.jobs.idle();
    expect((await site.post(`${location}/discard`, {})).notice).toBe('b.csv was discarded. Nothing has changed.');
    const { text } = await site.get(location);
    expect(text).not.toContain('Check it again');
  });

  it('nobody else may', async () => {
    for (const path of ['/releases', '/releases/new', '/releases/1', '/releases/1/rejects.csv'])
      expect((await visitor.get(path)).location).toContain('/sign-in');
  });
});

describe('the figures of a school', () => {
  it('stand with their range, England and the publisher’s word; marks are words', async () => {
    const { text } = await visitor.get('/schools/900101/data');
    for (const words of ['61%', '47 to 74', '64%', 'Too close to call', '−1.9', '−3.5 to −0.3', 'Below average'])
      expect(text).toContain(words);
    const small = await visitor.get('/schools/900102/data');
    expect(small.text).toContain('Not shown: 5 or fewer pupils');
    expect(small.html).not.toContain('SUPP');
  });

  it('open to their definition, method, release, file, line and column', async () => {
    const { text } = await visitor.get('/schools/900101/data/ks2-rwm-expected');
    for (const words of [
      'PTRWM_EXP',
      'ks2-2017-18-validated',
      'ks2.csv, line 2, column PTRWM_EXP',
      'scored 100 or more',
    ])
      expect(text).toContain(words);
    expect((await visitor.get('/schools/900101/data/no-such-measure')).status).toBe(404);
  });

  it('are the same as CSV, as a spreadsheet and for programs', async () => {
    const csv = await visitor.get('/schools/900102/data.csv');
    expect(csv.html).toContain(
      '"Reading, writing and maths",expected standard,2017/18,All pupils,Not shown: 5 or fewer pupils,SUPP',
    );
    expect((await visitor.get('/schools/900101/data.xlsx')).headers.get('content-type')).toContain('spreadsheetml');
    const list = JSON.parse((await visitor.get('/schools/900101/data.json')).html);
    expect(list.find((one: { measure: string }) => one.measure === 'ks2-reading-progress')).toEqual({
      measure: 'ks2-reading-progress',
      year: '2017/18',
      group: 'all',
      value: -1.9,
      shown: '-1.9',
      numerator: null,
      denominator: null,
      low: -3.5,
      high: -0.3,
      release: 'ks2-2017-18-validated',
      stage: 'validated',
      source: 'Department for Education, ks2.csv, line 2',
    });
  });
});
