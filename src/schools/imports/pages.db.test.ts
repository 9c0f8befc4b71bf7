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
  shell: async () => ({ navigation: [], menu: [], footer: [] }),
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
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: html === '' ? '' : (parseHTML(html).document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' '),
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
    const discarded = await site.post(`${location}/discard`);
    expect(discarded.notice).toBe('ours.csv was discarded. Nothing has changed.');
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('Discarded');
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

  it('tells what is wrong with a file that cannot be used, and keeps nothing of it', async () => {
    const wrong = real('2018-19.csv', 'school_census/2018-19.csv');
    const { location } = await upload({ kind: 'gias' }, wrong);
    await site.mesters.jobs.idle();
    expect((await site.get(location)).text).toContain('This looks like a census file, not an establishments file');
    expect((await site.get('/imports')).text).toContain('Refused');
    const { createHash } = await import('node:crypto');
    expect(await site.mesters.files.has(createHash('sha256').update(wrong.content).digest('hex'))).toBe(false);
    await site.mesters.jobs.stop();
  });

  it('is for those who may, and knows what there is not', async () => {
    expect((await site.get('/imports/4711')).status).toBe(404);
    expect((await site.get('/imports/x')).status).toBe(404);
    const other = testSite(database, importRoutes, { ...actor, sees: ['staff', 'school/*'] });
    expect((await other.get('/imports')).status).toBe(403);
    expect((await other.post('/imports/1/accept')).status).toBe(403);
  });
});
