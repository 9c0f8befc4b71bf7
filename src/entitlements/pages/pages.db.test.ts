import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { accountsOf } from '../accounts';
import { schoolHolder } from '../holders';
import { entitlementsRoutes } from '../routes';
import { anOffer, aSubscriber, inventedOfferText } from '../testing';

const database = await testDatabase();
const site = (actor: Actor | null = null) => testSite(database, entitlementsRoutes, actor);
const administrator = await aPerson(database, 'administrator', company);
const officer = await aPerson(database, 'project-officer', company);
const facts = { sector: 'upper', status: 'county', category: 'focused' };
let urn = 0;
let other = 0;
let head: Actor;

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await anOffer(
      tx,
      inventedOfferText((text) => text.replace('sectors: [first], share', 'sectors: any, share')),
    );
    urn = (await aSubscriber(tx, { name: 'Weir Head', facts })).urn;
    other = (await aSubscriber(tx, { name: 'Rivelin Bank', facts })).urn;
  });
  head = await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) });
});

const owed = (element: string) =>
  asSystem(database, async (tx) =>
    (await accountsOf(tx, [await schoolHolder(tx, urn)], { element })).map(({ granted }) => granted),
  );
const onDay = (name: string, day: string) => {
  const [year = '', month = '', of = ''] = day.split('-');
  return { [`${name}-day`]: of, [`${name}-month`]: month, [`${name}-year`]: year };
};

describe('the facts of a school', () => {
  const at = () => `/facts/school/${urn}`;

  it('are the office’s to see and to say', async () => {
    const { status, text } = await site(officer).get(`/schools/${urn}/facts`);
    expect(status).toBe(200);
    expect(text).toContain('closed by a storm');
    for (const actor of [null, head])
      expect((await site(actor).get(`/schools/${urn}/facts`)).status).toBeGreaterThanOrEqual(300);
    expect((await site(officer).get('/schools/999999/facts')).status).toBe(404);
  });

  it('that are a judgement are said and seen by those who see judgements', async () => {
    const [seen, hidden] = [
      await site(administrator).get(`/schools/${urn}/facts`),
      await site(officer).get(`/schools/${urn}/facts`),
    ];
    expect(seen.text).toContain('Focused');
    expect(hidden.text).not.toContain('Focused');
    expect((await site(officer).get(`${at()}/category`)).status).toBe(404);
    expect((await site(administrator).get(`${at()}/category`)).status).toBe(200);
  });

  it('and whether it subscribes is no matter of saying so', async () => {
    expect((await site(administrator).get(`${at()}/subscribed`)).status).toBe(404);
  });

  it('change what is owed, once for each form, and can be taken back', async () => {
    const once = crypto.randomUUID();
    const form = { once, ...onDay('from', '2019-01-10'), source: 'A call from the head' };
    for (const _ of [1, 2]) {
      const saved = await site(officer).post(`${at()}/storm`, form);
      expect(saved.status).toBe(303);
    }
    expect(await owed('storm-relief')).toEqual([3]);
    await site(officer).post(`${at()}/storm`, { ...form, once: crypto.randomUUID() });
    expect(await owed('storm-relief')).toEqual([6]);
    expect((await site(officer).get(`/schools/${urn}/facts`)).text).toContain('A call from the head');
    expect((await site(officer).post(`${at()}/withdraw`, { key: `office/storm/${once}` })).status).toBe(303);
    expect(await owed('storm-relief')).toEqual([3]);
    expect((await site(officer).post(`${at()}/withdraw`, { key: 'test/sector' })).status).toBe(404);
  });

  it('open a window by an expected day', async () => {
    const saved = await site(officer).post(`${at()}/visit-due`, {
      ...onDay('day', '2019-04-01'),
      ...onDay('from', '2019-01-14'),
      source: 'A letter',
    });
    expect(saved.status).toBe(303);
    expect(await owed('visit-help')).toEqual([2]);
  });

  it('are asked for again beside what is wrong, with what was typed', async () => {
    const answer = await site(officer).post(`${at()}/visit-due`, {
      ...onDay('day', '2019-02-30'),
      ...onDay('from', '2019-01-14'),
      source: '',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('There is a problem');
    expect(answer.text).toContain('Enter the day that is expected');
    expect(answer.html).toContain('value="30"');
  });

  it('come as a file', async () => {
    const { status, html: text } = await site(officer).get(`/schools/${urn}/facts.csv`);
    expect(status).toBe(200);
    expect(text).toContain('closed by a storm');
  });
});

describe('a pool', () => {
  it('is noted, made final by an administrator, traced and left', async () => {
    const wrong = await site(officer).post('/pools', { name: '', members: 'Weir Head' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Line 1');
    const unknown = await site(officer).post('/pools', { name: 'Harbour', members: '999998' });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('No school has the number 999998');
    const filled = await site(officer).get(`/pools/new?name=Harbour&members=${urn}%0A${other}&note=Said+in+the+form`);
    expect(filled.document.querySelector('#members')?.textContent).toBe(`${urn}\n${other}`);
    const noted = await site(officer).post('/pools', { name: 'Harbour', members: `${urn}\n${other} 2` });
    expect(noted.status).toBe(303);
    const at = noted.location ?? '';
    const agreed = { by: 'A leader', ...onDay('on', '2019-01-14') };
    expect((await site(officer).post(`${at}/final`, agreed)).status).toBe(403);
    expect((await site(administrator).post(`${at}/final`, { by: '' })).status).toBe(422);
    for (const _ of [1, 2]) expect((await site(administrator).post(`${at}/final`, agreed)).status).toBe(303);
    const shown = await site(head).get(at);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('9 tokens');
    expect(shown.text).toContain('A leader');
    const stranger = await asSystem(database, (tx) => aSchool(tx));
    const elsewhere = await aPerson(database, 'headteacher', { kind: 'school', id: String(stranger) });
    expect((await site(elsewhere).get(at)).status).toBe(404);
    expect((await site(elsewhere).get('/pools')).text).not.toContain('Harbour');
    expect((await site(officer).post(`${at}/leave`, { school: String(other) })).status).toBe(303);
    expect((await site(officer).get(at)).text).toContain('has left');
    expect((await site(officer).get(`${at}/orders.csv`)).status).toBe(200);
  });
});
