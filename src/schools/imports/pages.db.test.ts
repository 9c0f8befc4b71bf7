import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { testDatabase } from '../../platform/testing';
import { createMetrics, createWeb } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { importJobs } from './jobs';
import { importRoutes } from './routes';
import { publicFile } from './testing';

const database = await testDatabase();
const actor: Actor = {
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'An administrator',
  email: 'a@example.org',
  roles: [],
  sees: ['imports/*', 'staff'],
};
const site = testSite(database, importRoutes, actor);
const app = createWeb({
  mesters: site.mesters,
  routes: importRoutes,
  findActor: async () => actor,
  shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
  metrics: createMetrics(),
});
await site.mesters.jobs.start(importJobs);

async function upload(fields: Record<string, string>, file?: { name: string; content: Uint8Array | string }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file) body.append('file', new Blob([file.content as BlobPart]), file.name);
  const response = await app.request('http://localhost/imports', {
    method: 'POST',
    body,
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const html = await response.text();
  const { document } = parseHTML(html === '' ? '<main></main>' : html);
  return {
    document,
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: (document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' '),
  };
}
const real = (name: string, file: string) => ({ name, content: readFileSync(publicFile(file)) });

describe('bringing a file on a page', () => {
  it('begins with an empty list', async () => {
    const { status, text } = await site.get('/imports');
    expect({ status, text }).toMatchObject({
      status: 200,
      text: expect.stringContaining('No file has been brought yet'),
    });
    expect((await site.get('/imports/new')).status).toBe(200);
  });

  it('says everything that is missing, and keeps what was typed', async () => {
    const { status, text } = await upload({
      kind: '',
      la: '12',
      'as-at-day': '31',
      'as-at-month': '2',
      'as-at-year': '2020',
    });
    expect(status).toBe(422);
    for (const words of [
      'Choose what is in the file',
      'Choose a file',
      'Enter the code of the authority',
      'Enter a real date',
    ])
      expect(text).toContain(words);
  });

  it('says that a file must be chosen again where something else was missing', async () => {
    const { status, document } = await upload({ kind: '' }, { name: 'ours.csv', content: 'URN,Partnership\n' });
    expect(status).toBe(422);
    expect(document.querySelector('#file-error')?.textContent).toContain('Choose the file again');
    const links = [...document.querySelectorAll('.govuk-error-summary a')].map((link) => link.textContent);
    expect(links).toEqual(['Choose what is in the file', 'Choose the file again']);
  });

  it('reads the file, shows what would change, and changes it when accepted', async () => {
    const { status, location } = await upload(
      { kind: 'spine', la: '373' },
      real('2017-18.csv', 'school_information_spine/2017-18.csv'),
    );
    expect(status).toBe(303);
    expect((await site.get(location)).text).toContain('Checking');
    await site.mesters.jobs.idle();
    const preview = await site.get(location);
    expect(preview.text).toContain("205 schools are new and 16 links to a school's successor are new.");
    expect(preview.text).toContain('One school in the place of another: 16');
    expect(preview.text).toContain('31 August 2018 (the last day of 2017/18');
    const accepted = await site.post(`${location}/accept`);
    expect(accepted.notice).toContain('Accepted. 205 schools are new');
    expect((await site.post(`${location}/accept`)).notice).toContain('accepted already');
    expect((await site.post(`${location}/discard`)).notice).toContain('cannot be discarded');
  });

  it('shows rejected rows, also as CSV, and can be discarded', async () => {
    const text = 'URN,Partnership\n106982,North\n999999,North\n';
    const { location } = await upload({ kind: 'partnerships' }, { name: 'ours.csv', content: text });
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('1 row was rejected');
    const csv = await site.get(`${location}/rejects.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.html).toContain('3,1,URN,999999,is not the number of a school that is known here');
    expect((await site.get(`${location}/rejects.xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
    const discarded = await site.post(`${location}/discard`);
    expect(discarded.notice).toBe('ours.csv was discarded. Nothing has changed.');
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('Discarded');
  });

  it('has nothing but discarding for a file that would change nothing', async () => {
    const { location } = await upload(
      { kind: 'spine', la: '373' },
      real('2017-18.csv', 'school_information_spine/2017-18.csv'),
    );
    await site.mesters.jobs.idle();
    const { text, document } = await site.get(location);
    expect(text).toContain('There is nothing to accept.');
    expect(text).not.toMatch(/Waits for you|Nothing has changed/);
    const ways = document.querySelectorAll('.govuk-button-group :is(button, a)');
    expect([...ways].map((way) => way.textContent)).toEqual(['Discard']);
    await site.post(`${location}/discard`);
    await site.mesters.jobs.idle();
  });

  it('sorts rejected rows and shows those of one column', async () => {
    const text =
      'URN,Partnership,Letter,From\n106982,North,A,2018-09-01\n999999,North,A,2018-09-01\n106983,North,LONG,yesterday\n106984,East,B,never\n';
    const { location } = await upload({ kind: 'partnerships' }, { name: 'rows.csv', content: text });
    await site.mesters.jobs.idle();
    const values = async (query: string) =>
      [...(await site.get(`${location}${query}`)).document.querySelectorAll('#rejected-rows [data-label="Value"]')].map(
        (cell) => cell.textContent,
      );
    expect(await values('')).toEqual(['999999', 'LONG', 'yesterday', 'never']);
    expect(await values('?sort=value')).toEqual(['999999', 'LONG', 'never', 'yesterday']);
    expect(await values('?sort=line&dir=desc')).toEqual(['never', 'LONG', 'yesterday', '999999']);
    expect(await values('?heading=From')).toEqual(['yesterday', 'never']);
    const csv = await site.get(`${location}/rejects.csv?heading=From&sort=value`);
    expect(
      csv.html
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[3]),
    ).toEqual(['never', 'yesterday']);
    await site.post(`${location}/discard`);
    await site.mesters.jobs.idle();
  });

  it('says what joining and leaving counts, with days in words, and as files', async () => {
    const text =
      'URN,Partnership,Kind,From,Until\n106982,Locality North,locality,2018-07-01,2018-12-31\n106987,Locality North,locality,2018-09-01,\n';
    const { location } = await upload({ kind: 'partnerships' }, { name: 'days.csv', content: text });
    await site.mesters.jobs.idle();
    const page = await site.get(location);
    expect(page.text).toContain('2 memberships are new.');
    expect(page.text).toContain('Joining and leaving partnerships: 3');
    expect(page.text).toContain('A line for each time that a school joins or leaves.');
    expect(page.text).toContain('joins on 1 July 2018');
    expect(page.text).toContain('leaves on 1 January 2019');
    expect(page.text).not.toMatch(/20\d\d-\d\d-\d\d/);
    const csv = await site.get(`${location}/changes.csv?part=memberships`);
    expect(csv.html).toContain('Locality North,joins on 1 July 2018');
    expect((await site.get(`${location}/changes.xlsx?part=nonsense`)).status).toBe(200);
    await site.post(`${location}/discard`);
    await site.mesters.jobs.idle();
    expect((await site.get(`${location}/changes.csv?part=memberships`)).status).toBe(404);
  });

  it('compares again what another file has overtaken', async () => {
    const one = await upload({ kind: 'census' }, real('2018-19.csv', 'school_census/2018-19.csv'));
    const two = await upload(
      { kind: 'census' },
      {
        name: '2018-19.csv',
        content: 'URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n106982,373,2001,State-funded primary,600,300,300\n',
      },
    );
    await site.mesters.jobs.idle();
    expect((await site.post(`${two.location}/accept`)).notice).toContain('Accepted');
    expect((await site.get(one.location)).text).toContain('Another file has been accepted since this one was compared');
    expect((await site.post(`${one.location}/accept`)).notice).toContain('Compare this one again');
    await site.post(`${one.location}/compare`);
    await site.mesters.jobs.idle();
    expect((await site.post(`${one.location}/accept`)).notice).toContain('Accepted');
  });

  it('says before it is accepted that the day of a census is a guess', async () => {
    const content = 'URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n106982,373,2001,State-funded primary,601,300,301\n';
    const warned = 'is a guess: neither the file nor its name says of which census it is';
    const [guessed, named] = [
      await upload({ kind: 'census' }, { name: 'england_census.csv', content }),
      await upload({ kind: 'census' }, { name: 'census-2018-19.csv', content }),
    ];
    await site.mesters.jobs.idle();
    expect((await site.get(guessed.location)).text).toContain(warned);
    expect((await site.get(named.location)).text).not.toContain(warned);
  });

  it('tells what is wrong with a file that cannot be used, and keeps nothing of it', async () => {
    const wrong = real('2018-19.csv', 'school_census/2018-19.csv');
    const { location } = await upload({ kind: 'gias' }, wrong);
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain(
      'This looks like a census file, not an establishments file. Bring it again as “Pupil numbers (school census)”, or choose another file.',
    );
    expect((await site.get('/imports')).text).toContain('Refused');
    const { createHash } = await import('node:crypto');
    expect(await site.mesters.files.has(createHash('sha256').update(wrong.content).digest('hex'))).toBe(false);
    await site.mesters.jobs.stop();
  });

  it('lists files by their headings and by what is asked for, and as a file', async () => {
    const { document } = await site.get('/imports');
    expect(document.querySelector('th[aria-sort="descending"]')?.textContent).toContain('Brought');
    const names = async (query: string) =>
      [...(await site.get(`/imports${query}`)).document.querySelectorAll('#files tbody th a')].map(
        (link) => link.textContent,
      );
    expect((await names('?sort=file'))[0]).toBe('2017-18.csv');
    expect((await names('?sort=file&dir=desc'))[0]).toBe('rows.csv');
    expect(await names('?status=discarded&sort=file')).toEqual(['2017-18.csv', 'days.csv', 'ours.csv', 'rows.csv']);
    expect(await names('?kind=spine')).toEqual(['2017-18.csv', '2017-18.csv']);
    expect(await names('?q=OURS')).toEqual(['ours.csv']);
    expect((await site.get('/imports?q=nothing')).text).toContain('Nothing fits');
    const csv = await site.get('/imports.csv?kind=spine&status=accepted');
    expect(csv.html.trim().split('\r\n')).toHaveLength(2);
    expect(csv.html).toMatch(
      /2017-18\.csv,School information \(performance tables\),\d{4}-\d\d-\d\d,2018-08-31,Accepted,/,
    );
  });

  it('is for those who may, and knows what there is not', async () => {
    expect((await site.get('/imports/4711')).status).toBe(404);
    expect((await site.get('/imports/x')).status).toBe(404);
    const other = testSite(database, importRoutes, { ...actor, sees: ['staff', 'school/*'] });
    expect((await other.get('/imports')).status).toBe(403);
    expect((await other.post('/imports/1/accept')).status).toBe(403);
  });
});
