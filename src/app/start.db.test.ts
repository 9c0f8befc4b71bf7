import { expect, it } from 'vitest';
import { testMesters } from '../platform/jobs/testing';
import { testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
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
  [{ email: '' }, 'Enter your e-mail address'],
  // Sign-in takes no such address: they would be in once and never again.
  [{ email: 'ada@localhost' }, 'Enter your e-mail address'],
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

it('the first administrator is in at once, and there is no second by that way', async () => {
  const begun = await site.post('/start/own', { ...form, code: ` ${code.replace('-', ' ')} ` });
  expect(begun).toMatchObject({ status: 303, location: '/imports' });
  expect(begun.notice).toContain('Own Partnership is ready');
  expect(begun.headers.getSetCookie().join()).toContain('mesters.session_token');
  for (const answer of [
    await site.get('/start/own'),
    await site.post('/start/own', { ...form, email: 'eve@example.org' }),
  ])
    expect(answer).toMatchObject({ status: 303, location: '/', notice: null });
});
