import { expect, it } from 'vitest';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { changeInstallation } from '../platform/installation';
import { isPending } from '../platform/jobs';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { type Answer, testSite } from '../platform/web/testing';
import { company, peopleOf, system } from '../schools';
import { buildDemonstration } from './demonstration/job';
import { firstCode } from './first-code';
import { siteParts } from './site';

const database = await testDatabase();
const mesters = testMesters(database);
const site = testSite(database, siteParts(mesters).routes, null);
const code = firstCode(site.mesters.config);
const form = { partnership: 'Own Partnership', name: 'Ada Administrator', email: 'ada@example.org', code };

it.each([
  [{ partnership: '' }, 'Enter the name of the partnership'],
  [{ name: '' }, 'Enter your name'],
  [{ email: '' }, 'Enter your email address'],
  // Sign-in takes no such address: they would be in once and never again.
  [{ email: 'ada@localhost' }, 'Enter your email address'],
  [{ code: '1234-567' }, 'Enter the eight digits'],
  [{ code: code === '0000-0000' ? '1111-1111' : '0000-0000' }, 'Enter the eight digits'],
])('whoever begins with %o is told what is wrong, and keeps what was typed', async (change, words) => {
  const typed = { ...form, ...change };
  const { status, document } = await site.post('/start/own', typed);
  expect(status).toBe(422);
  expect(document.querySelector('.govuk-error-summary')?.textContent).toContain(words);
  for (const [field, value] of Object.entries(typed))
    expect(document.querySelector(`#${field}`)?.getAttribute('value') ?? '').toBe(value);
});

const said = (action: string) => (tx: Tx) =>
  recordDeed(
    tx,
    { actor: system, clock: testClock },
    { action, scope: 'installation', about: '', after: { seed: 1, schools: 3 } },
  );
const begun = said('app.demonstration-begun');

it('nobody is anybody in a demonstration until its year has been lived, and one that stopped is asked for again', async () => {
  const elsewhere = await testDatabase();
  const there = testSite(elsewhere, siteParts(testMesters(elsewhere)).routes, null);
  expect(await there.get('/demonstration')).toMatchObject({ status: 404 });
  await asSystem(elsewhere, begun);
  expect(await there.get('/demonstration')).toMatchObject({ status: 303, location: '/start/demonstration' });
  await asSystem(elsewhere, (tx) =>
    changeInstallation(tx, { kind: 'demonstration', name: 'Five Weirs', heldToday: testClock.today() }),
  );
  for (const answer of [
    await there.get('/demonstration'),
    await there.post('/demonstration/enter', { email: 'ada@example.org' }),
    await there.post('/start/demonstration', {}),
  ])
    expect(answer).toMatchObject({ status: 303, location: '/start/demonstration' });
  const making = await there.get('/start/demonstration');
  expect(making).toMatchObject({ status: 200 });
  expect(making.text).toContain('Making the demonstration');
  expect(await asSystem(elsewhere, (tx) => isPending(tx, buildDemonstration, 'demonstration'))).toBe(true);
  await asSystem(elsewhere, said('app.demonstration-made'));
  expect(await there.get('/start/demonstration')).toMatchObject({ status: 303, location: '/demonstration' });
  expect(await there.post('/start/demonstration', {})).toMatchObject({ status: 303, location: '/' });
  expect((await there.get('/demonstration')).text).toContain('Who would you like to be?');
});

it('nobody begins with own schools where invented ones are being made', async () => {
  const elsewhere = await testDatabase();
  const there = testSite(elsewhere, siteParts(testMesters(elsewhere)).routes, null);
  await asSystem(elsewhere, begun);
  for (const answer of [
    await there.get('/start/own'),
    await there.post('/start/own', { ...form, code: firstCode(there.mesters.config) }),
  ]) {
    expect(answer).toMatchObject({ status: 303, location: '/start/demonstration' });
    expect(answer.notice).toContain('in another data folder');
  }
  expect(await asSystem(elsewhere, (tx) => peopleOf(tx, company))).toEqual([]);
});

it('of two who begin at the same moment one is the administrator, in at once; whoever comes later is told that there is one', async () => {
  const late = {
    status: 303,
    location: '/',
    notice: 'This site has its administrator already. If that is you, sign in. If not, ask them to invite you.',
  };
  const typed = { ...form, code: ` ${code.replace('-', ' ')} ` };
  const both = await Promise.all([
    site.post('/start/own', typed),
    site.post('/start/own', { ...typed, partnership: 'Another', email: 'eve@example.org' }),
  ]);
  const begun = both.find(({ location }) => location === '/imports') ?? (both[0] as Answer);
  expect(both.find((answer) => answer !== begun)).toMatchObject(late);
  expect(begun).toMatchObject({ status: 303, location: '/imports' });
  // On a server either may be the first.
  const [name, first] = begun === both[0] ? ['Own Partnership', 'ada@example.org'] : ['Another', 'eve@example.org'];
  expect(begun.notice).toContain(`${name} is ready`);
  const people = await asSystem(database, (tx) => peopleOf(tx, company));
  expect(people.map(({ email }) => email)).toEqual([first]);
  expect(begun.headers.getSetCookie().join()).toContain('mesters.session_token');
  expect(await site.post('/start/own', { ...form, email: 'eve@example.org' })).toMatchObject(late);
  expect(await site.get('/start/own')).toMatchObject({ status: 303, location: '/', notice: null });
});
