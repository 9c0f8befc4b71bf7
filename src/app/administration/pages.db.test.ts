import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import { heldClock } from '../../platform/clock';
import { sendMail } from '../../platform/mail';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { jobKinds } from '../jobs';
import { administrationRoutes } from './routes';

const database = await testDatabase();
const actor: Actor = {
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'Ada Administrator',
  email: 'ada@example.org',
  roles: [],
  sees: ['audit/*', 'mail/*', 'jobs/*'],
};
const site = testSite(database, administrationRoutes, actor);
const rows = async (path: string, column: string) =>
  [...(await site.get(path)).document.querySelectorAll(`tbody tr > [data-label="${column}"]`)].map((cell) =>
    cell.textContent?.trim(),
  );
const names = async (path: string) =>
  [...(await site.get(path)).document.querySelectorAll('tbody th')].map((cell) => cell.textContent?.trim());
const lines = async (path: string) => (await site.get(path)).html.trim().split('\r\n');

await asSystem(database, async (tx) => {
  await aSchool(tx, { urn: 100001, name: 'Weir Head Primary' });
  await aSchool(tx, { urn: 100002, name: 'Weir Foot Primary' });
  for (const [day, name, about] of [
    ['2019-01-10', 'Bea', 'second'],
    ['2019-01-11', 'abel', 'third'],
    ['2019-01-12', 'Cid', 'first'],
  ] as const)
    await recordDeed(
      tx,
      { actor: { ...actor, name }, clock: heldClock(day) },
      {
        action: 'test.done',
        scope: `school/10000${day.at(-1)}`,
        about,
        after: { ends: '2019-08-31', parts: [{ pence: 1 }, { pence: 2 }], price: 55_000, feePence: 240_050, units: 4 },
      },
    );
  for (const [to, subject] of [
    ['b@example.org', 'About the autumn'],
    ['a@example.org', 'About the spring'],
    ['c@example.org', 'Welcome'],
  ] as const)
    await sendMail(tx, { to, subject, text: 'Hello', kind: 'plain' });
});
const failed = async (kind: string, attempts: number, error: string) => {
  const connection = await database.source.acquire();
  await connection.query(
    `insert into pgboss.job (id, name, data, state, completed_on, retry_count, output) values ($1, 'work', $2, 'failed', current_timestamp, $3, $4)`,
    [crypto.randomUUID(), JSON.stringify({ kind }), attempts, JSON.stringify({ message: error })],
  );
  connection.release();
};
await failed('platform.send-letter', 2, 'no answer');
await failed('test.two', 5, 'a full disk');

describe('what was done', () => {
  it('sorts by its headings', async () => {
    expect(await rows('/administration', 'Who')).toEqual(['Cid', 'abel', 'Bea']);
    expect(await rows('/administration?sort=person', 'Who')).toEqual(['abel', 'Bea', 'Cid']);
    expect(await rows('/administration?sort=about&dir=desc', 'Who')).toEqual(['abel', 'Bea', 'Cid']);
    expect(await rows('/administration?sort=scope', 'Who')).toEqual(['Bea', 'abel', 'Cid']);
  });

  it('has its days in words, and a link to another order that keeps the filter', async () => {
    const { text, document } = await site.get('/administration?q=test&page=1');
    expect(text).toContain('ends: 31 August 2019');
    for (const amount of ['parts: amount: £0.01, amount: £0.02', 'price: £550', 'fee: £2,400.50', 'units: 4'])
      expect(text).toContain(amount);
    expect(document.querySelector('a.m-table__sort[href*="sort=person"]')?.getAttribute('href')).toBe(
      '/administration?q=test&sort=person',
    );
  });

  it('is a file in the order of the page, and taking it is recorded', async () => {
    const taken = await lines('/administration/audit.csv?sort=person&q=test.done');
    expect(taken.slice(1).map((line) => line.split(',')[2])).toEqual(['abel', 'Bea', 'Cid']);
    expect(taken[1]).toMatch(/^2019-01-11,09:00:00,abel,test.done,change,school\/100001,Weir Head Primary,third,/);
    expect(taken[1]).toContain('ends: 2019-08-31');
    expect(await rows('/administration?kind=export', 'Who')).toEqual(['Ada Administrator']);
  });

  it('is found by person, deed, place, kind and day, each and together', async () => {
    const who = (query: string) => rows(`/administration?kind=change&sort=at&${query}`, 'Who');
    expect(await who('')).toEqual(['Bea', 'abel', 'Cid']);
    expect(await who('who=ABE')).toEqual(['abel']);
    expect(await who('q=test.done')).toEqual(['Bea', 'abel', 'Cid']);
    expect(await who('q=thir')).toEqual(['abel']);
    // The name of a person is asked for in its own field: a deed may be about somebody of the same name.
    expect(await who('q=abel')).toEqual([]);
    expect(await who('place=weir+head')).toEqual(['abel']);
    expect(await who('place=100002')).toEqual(['Cid']);
    expect(await who('place=%25')).toEqual([]);
    expect(await who('from=2019-01-11')).toEqual(['abel', 'Cid']);
    expect(await who('to=2019-01-11')).toEqual(['Bea', 'abel']);
    expect(await who('from=11/1/2019&to=11+1+2019')).toEqual(['abel']);
    expect(await who('from=2019-01-11&who=cid&place=head')).toEqual([]);
    expect((await site.get('/administration?who=cid')).text).toContain('Weir Foot Primary');
  });

  it.each([
    ['from=2019-02-30', 'Enter a first day that exists'],
    ['from=soon', 'Enter a first day that exists'],
    ['to=0019-01-01', 'Enter a last day from 1900 to 2199'],
    ['from=1/9/1850', 'Enter a first day from 1900 to 2199'],
    ['from=2019-01-12&to=2019-01-11', 'Enter a last day on or after the first'],
  ])('says what is wrong with the days of %s, and keeps them', async (query, words) => {
    const { status, document } = await site.get(`/administration?${query}`);
    expect(status).toBe(422);
    expect(document.querySelectorAll('tbody tr')).toHaveLength(0);
    expect((await site.get(`/administration/audit.csv?${query}`)).status).toBe(404);
    expect(document.querySelector('.govuk-error-summary')?.textContent).toContain(words);
    for (const [name, value] of new URLSearchParams(query))
      expect(document.querySelector(`#${name}`)?.getAttribute('value')).toBe(value);
  });

  it('begins again where the page asked for is past the last', async () => {
    expect(await rows('/administration?page=99&kind=change&q=test', 'Who')).toEqual(['Cid', 'abel', 'Bea']);
  });
});

describe('letters', () => {
  it('sort by their headings and are found by their words', async () => {
    expect(await rows('/administration/letters?sort=to', 'To')).toEqual([
      'a@example.org',
      'b@example.org',
      'c@example.org',
    ]);
    expect(await names('/administration/letters?sort=subject&dir=desc')).toEqual([
      'Welcome',
      'About the spring',
      'About the autumn',
    ]);
    expect(await names('/administration/letters?q=WELC')).toEqual(['Welcome']);
    expect(await names('/administration/letters?q=a@ex')).toEqual(['About the spring']);
    expect((await site.get('/administration/letters?q=%25')).text).toContain('Nothing fits');
    expect((await site.get('/administration/letters?state=sent')).text).toContain('Nothing fits');
    expect(await names('/administration/letters?state=nonsense')).toHaveLength(3);
  });

  it('are a file without their text, and taking it is recorded', async () => {
    const taken = await lines('/administration/letters.csv?sort=to');
    expect(taken[0]).toContain('Subject,To,Day,Written,State');
    expect(taken[1]).toMatch(/^About the spring,a@example.org,\d{4}-\d\d-\d\d,/);
    expect(taken.join()).not.toContain('Hello');
    expect((await site.get('/administration?q=letters-taken')).text).toContain('3 letters as csv');
  });

  it('lead to the pages of this site that they name, and to no other', async () => {
    const subject = 'With addresses';
    await asSystem(database, (tx) =>
      sendMail(tx, {
        to: 'd@example.org',
        subject,
        text: `Look:\n\n${site.mesters.config.baseUrl}/schools/1?a=<b> and https://elsewhere.example/x\n<b>bold</b>`,
        kind: 'plain',
      }),
    );
    const list = await site.get(`/administration/letters?q=${encodeURIComponent(subject)}`);
    const page = await site.get(list.document.querySelector('#letters tbody a')?.getAttribute('href') ?? '');
    const links = [...page.document.querySelectorAll('.m-letter a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/schools/1?a=%3Cb%3E']);
    expect(page.document.querySelector('.m-letter')?.textContent).toContain('https://elsewhere.example/x');
    expect(page.document.querySelector('.m-letter b')).toBeNull();
  });

  it('with a secret have a name when it has been wiped', async () => {
    await asSystem(database, async (tx) => {
      await sendMail(tx, { to: 'e@example.org', subject: '123456 is your code', text: '123456', kind: 'secret' });
      await tx
        .updateTable('platform.mail')
        .set({ subject: '', text: null, state: 'sent', settled_at: testClock.now() })
        .where('to_address', '=', 'e@example.org')
        .execute();
    });
    const { document } = await site.get('/administration/letters?q=e@example.org');
    const link = document.querySelector('#letters tbody a');
    expect(link?.textContent).toBe('A code for signing in');
    expect((await site.get(link?.getAttribute('href') ?? '')).document.querySelector('h1')?.textContent).toBe(
      'A code for signing in',
    );
  });
});

describe('background work', () => {
  it('that failed sorts by its headings, each list on its own, and is chosen by kind', async () => {
    const kinds = async (query: string) => (await names(`/administration/jobs${query}`)).slice(0, 2);
    expect(await kinds('?sort=attempts')).toEqual(['Sending a letter', 'test.two']);
    expect(await kinds('?sort=attempts&dir=desc')).toEqual(['test.two', 'Sending a letter']);
    expect(await kinds('?sort=error')).toEqual(['test.two', 'Sending a letter']);
    const { document } = await site.get('/administration/jobs?kind=test.two');
    expect(document.querySelectorAll('#failed tbody tr')).toHaveLength(1);
  });

  it('is called what people call it, and by its name where this program does not know it', async () => {
    const { document } = await site.get('/administration/jobs');
    const options = [...document.querySelectorAll('#kind option')].map((one) => [
      one.getAttribute('value'),
      one.textContent,
    ]);
    expect(options).toEqual([
      ['', 'Any'],
      ['platform.send-letter', 'Sending a letter'],
      ['test.two', 'test.two'],
    ]);
    expect(document.querySelector('#failed form button')?.textContent).toMatch(
      /^Try again: (Sending a letter|test.two)$/,
    );
    expect((await site.get('/administration/jobs')).text).not.toContain('platform.send-letter');
    const titles = jobKinds.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][a-z]+ing [a-z, ]+$/);
  });

  it('is a file', async () => {
    const taken = await lines('/administration/jobs.csv?sort=work&dir=desc');
    expect(taken.map((line) => line.split(',')[0])).toEqual(['Work', 'test.two', 'Sending a letter']);
    expect((await site.get('/administration/jobs.xlsx')).headers.get('content-type')).toContain('spreadsheetml');
  });
});

it('files are for those who see the page', async () => {
  const stranger = testSite(database, administrationRoutes, { ...actor, sees: ['staff'] });
  for (const path of ['audit.csv', 'letters.csv', 'letters.xlsx', 'jobs.csv', 'jobs.xlsx'])
    expect((await stranger.get(`/administration/${path}`)).status).toBe(403);
});

it('of work that failed and is tried again, and of a letter that did not go yet, the pages say so', async () => {
  const kept = await database.source.acquire();
  await kept.query(
    `insert into pgboss.job (id, name, data, state, retry_count) values ($1, 'work', '{"kind":"test.again"}', 'retry', 1)`,
    [crypto.randomUUID()],
  );
  await kept.query(
    "update platform.mail set error = 'connect ECONNREFUSED', attempts = 1 where to_address = 'c@example.org'",
    [],
  );
  kept.release();
  expect((await site.get('/administration/jobs')).text).toContain('1 job failed and is tried again by itself');
  expect(await rows('/administration/letters?q=Welcome', 'State')).toEqual(['Tried again soon']);
  const { document } = await site.get('/administration/letters?q=Welcome');
  const letter = await site.get(document.querySelector('tbody a')?.getAttribute('href') ?? '');
  expect(letter.text).toContain('Tried 1 time. The mail server: connect ECONNREFUSED');
  expect((await lines('/administration/letters.csv?q=Welcome'))[1]).toContain(',Tried again soon');
  const undo = await database.source.acquire();
  await undo.query("delete from pgboss.job where data->>'kind' = 'test.again'", []);
  await undo.query("update platform.mail set error = null, attempts = 0 where to_address = 'c@example.org'", []);
  undo.release();
});
