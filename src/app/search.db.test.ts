import { expect, it } from 'vitest';
import { publishOffer } from '../offer';
import { shippedOfferText } from '../offer/testing';
import type { Actor } from '../platform/actor';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
import { company, schoolsRoutes } from '../schools';

import { aPartnership, aPerson, aSchool, aTrust } from '../schools/testing';
import { searchRoutes } from './search';

const database = await testDatabase();
await asSystem(database, async (tx) => {
  const school = await aSchool(tx, { urn: 100001, name: 'St. Zoë’s Primary' });
  for (let n = 10; n < 35; n++) await aSchool(tx, { urn: 100000 + n, name: `Weir ${n} Primary` });
  await aTrust(tx, 5001, 'Élan Weir Trust', [school]);
  await aPartnership(tx, 'a', 'Weirside Locality', [school], 'A');
});
const administrator = await aPerson(database, 'administrator', company, 'Zoë O’Brien');
const site = (actor: Actor | null) => testSite(database, [...searchRoutes, ...schoolsRoutes], actor);
const search = async (q: string, actor: Actor | null = administrator) => {
  const { status, document, text } = await site(actor).get(`/search?q=${encodeURIComponent(q)}`);
  const links = [...document.querySelectorAll('#found li a')].map((link) => link.textContent?.trim());
  const says = document.querySelector('#found')?.getAttribute('data-live-says');
  return { status, says, links, text, document };
};

it('counts what was found, all of it and nothing else', async () => {
  expect(await search('zoe')).toMatchObject({ says: '1 thing found for “zoe”.', links: ['St. Zoë’s Primary'] });
  const weir = await search('weir');
  expect(weir.says).toBe('27 things found for “weir”.');
  expect(weir.links).toHaveLength(22);
  expect(weir.document.querySelector('a[href="/schools?q=weir&open=all"]')?.textContent).toBe('All 25 that fit');
  expect(weir.text).toContain('1 school');
});

it.each([
  'xyzzyq',
  '%',
  '_',
  "'",
  '’',
  '"',
  '-',
  '.',
  '\\',
  '💙',
  '<b>',
  "' or 1=1 --",
  'zz'.repeat(250),
  `${'z'.repeat(99)}💙`,
  '\u0000',
])('says of %s that nothing is called that, also where people may be looked for', async (q) => {
  for (const actor of [administrator, null]) {
    const { status, links, says } = await search(q, actor);
    expect([status, links]).toEqual([200, []]);
    expect(says === '' || says?.startsWith('Nothing found for “')).toBe(true);
  }
});

it.each([
  ['ST ZOES', 'St. Zoë’s Primary'],
  ["zoë's st", 'St. Zoë’s Primary'],
  ['100001', 'St. Zoë’s Primary'],
  ['ÉLAN', 'Élan Weir Trust'],
  ['elan-weir', 'Élan Weir Trust'],
  ['5001', 'Élan Weir Trust'],
  ['weirside', 'Weirside Locality'],
])('finds by %s %s', async (q, name) => expect((await search(q)).links).toEqual([name]));

const finds = async (q: string, actor: Actor | null) =>
  [...(await search(q, actor)).document.querySelectorAll('#found li a')].map((link) => link.getAttribute('href'));

it.each([
  ['invoices', '/money/invoices'],
  ['invoi', '/money/invoices'],
  ['imports', '/imports'],
  ['packs', '/packs'],
  ['PUPILS’ TERMS', '/data-sharing-terms/versions'],
  ['pupils terms', '/data-sharing-terms/versions'],
  ['audit', '/administration'],
  ['viability', '/subscriptions/gate', '/subscriptions/viability'],
  ['attendance', '/data'],
  ['passkeys', '/account/passkeys'],
])('finds by %s the page of that name', async (q, ...pages) => expect(await finds(q, administrator)).toEqual(pages));

it('finds the pages of one’s own place, and none that are not offered', async () => {
  const at = { kind: 'school', id: '100001' } as const;
  const head = await aPerson(database, 'headteacher', at);
  expect(await finds('attendance', head)).toEqual(['/data', '/schools/100001/attendance']);
  expect(await finds('money', head)).toEqual(['/schools/100001/money']);
  expect(await finds('money', await aPerson(database, 'teacher', at))).toEqual([]);
  expect(await finds('published', await aPerson(database, 'chair', { kind: 'partnership', id: 'a' }))).toEqual([
    '/partnerships/a/data',
  ]);
  for (const q of ['invoices', 'imports', 'packs', 'terms', 'audit', 'viability', 'passkeys'])
    expect(await finds(q, null), q).toEqual([]);
});

it('finds the pages of the offer, its parts and what they hold, and of its versions only for who may see them', async () => {
  expect(await finds('menu', null)).toEqual([]);
  await asSystem(database, (tx) =>
    publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'sheffield-2018-19.yaml'),
  );
  expect(await finds('menu', null)).toEqual(['/offer/bespoke', '/offer/sections/bespoke#bespoke-credit']);
  expect(await finds('crisis', null)).toEqual(['/offer/sections/system#point-of-need']);
  expect(await finds('rapid response', null)).toEqual(['/offer/sections/bespoke#communications-service']);
  expect((await search('safeguarding', null)).text).toContain('Safeguarding, with a check of the website');
  expect((await search('governors', null)).links).toContain('Headteacher recruitment support');
  expect(await finds('in', null)).not.toContain('/offer/sections/system#point-of-need');
  expect((await finds('one city', null))[0]).toBe('/offer/sections/system');
  expect(await finds('signposting', null)).toEqual(['/offer/sections/universal#signposting']);
  expect(await finds('versions', null)).toEqual([]);
  expect(await finds('versions', administrator)).toEqual(['/offer/versions']);
});

it('offers what is spelt nearly so, and does not call it found', async () => {
  const { says, text } = await search('weirr primry');
  expect(says).toBe('Nothing found for “weirr primry”, but some are spelt nearly so.');
  expect(text).toContain('Schools that are spelt nearly so');
});

it('leads those who may look people up to their page, and nobody else', async () => {
  const link = '#found a[href="/people?q=obrien"]';
  expect((await search('obrien')).document.querySelector(link)).not.toBeNull();
  expect((await search('obrien', null)).document.querySelector('#found a[href^="/people"]')).toBeNull();
  for (const q of ['obrien', "o'brien", 'zoe o', 'ZOË'])
    expect((await site(administrator).get(`/people?q=${encodeURIComponent(q)}`)).text).toContain('Zoë O’Brien');
  for (const q of ["'", '%', '💙'])
    expect((await site(administrator).get(`/people?q=${encodeURIComponent(q)}`)).text).toContain('Nobody is called');
});
