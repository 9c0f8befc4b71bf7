import { describe, expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { unzip } from '../../platform/documents/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { anIntent } from '../gate/testing';
import { modelRoutes } from './routes';

const database = await testDatabase();
await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const [bank, weir, lane] = [
    await aSchool(tx, { name: 'Rivelin Bank', pupils: 315 }),
    await aSchool(tx, { name: 'Weir High', sector: 'secondary', status: 'academy', pupils: 1800 }),
    await aSchool(tx, { name: 'Mill Lane', pupils: 420 }),
  ];
  await anIntent(tx, { urn: bank, stands: 'contracted' });
  await anIntent(tx, { urn: weir, stands: 'contracted' });
  await anIntent(tx, { urn: lane, stands: 'indicated' });
});
const finance = testSite(database, modelRoutes, await aPerson(database, 'finance-officer', company, 'Fay Nance'));
const other = testSite(database, modelRoutes, await aPerson(database, 'administrator', company, 'Adi Min'));
const officer = testSite(database, modelRoutes, await aPerson(database, 'project-officer', company, 'Pru Ject'));
const at = '/subscriptions/model';
const cell = `${at}/cells/2018-19/surplus`;

describe('the model', () => {
  test('shows what is contracted and indicated, the draw, and the plan beside it', async () => {
    const { text, status } = await officer.get(at);
    expect(status).toBe(200);
    // 276,000 + 450,000 pence, with 320,000 + 185,000 + 150,000 pounds beside it in the first year.
    expect(text).toContain('£7,260planned £355,000');
    expect(text).toContain('£662,260planned £1,010,000');
    expect(text).toContain('£2,832,260 over three years: £347,740 less than planned');
    expect(text).toContain('£3,1801 school');
    expect(text).toContain('no price yet');
    expect((await officer.get(`${at}?counts=indicated`)).text).toContain('£10,440planned £355,000');
  });

  test('is not for schools', async () => {
    const head = await aPerson(database, 'headteacher', { kind: 'school', id: '100001' });
    expect((await testSite(database, modelRoutes, head).get(at)).status).toBe(403);
  });
});

describe('a cell', () => {
  const form = { to: 'sum', pounds: '175,000', reason: 'Agreed in June', seen: '0' };

  test('is changed by those who work on money, with a reason', async () => {
    expect((await officer.get(cell)).status).toBe(403);
    const wrong = await finance.post(cell, { to: 'sum', pounds: 'much', reason: '', seen: '0' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter an amount of money, such as 150,000');
    expect((await finance.get(`${at}/cells/2018-19/nothing`)).status).toBe(404);
  });

  test('two at once are one change, and the second is told; the same twice is one', async () => {
    const both = await Promise.all([
      finance.post(cell, form),
      other.post(cell, { ...form, pounds: '180,000', reason: 'Another reason' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(both.find(({ status }) => status === 409)?.text).toContain('has changed this cell since you opened it');
    const [winner, again] =
      both[0]?.status === 303 ? [finance, form] : [other, { ...form, pounds: '180,000', reason: 'Another reason' }];
    expect((await winner.post(cell, again)).status).toBe(303);
    const rows = await asSystem(database, (tx) => tx.selectFrom('subscriptions.model_cell').selectAll().execute());
    expect(rows).toHaveLength(1);
  });

  test('stands in the table with who and why, keeps its history, and goes back to the plan', async () => {
    const next = { to: 'sum', pounds: '200,000', reason: 'Settled', seen: '1' };
    expect((await finance.post(cell, next)).status).toBe(303);
    expect((await officer.get(at)).text).toContain('£200,000planned £150,000set by Fay Nance: Settled');
    expect((await finance.get(cell)).document.querySelectorAll('tbody tr')).toHaveLength(2);
    await finance.post(cell, { to: 'plan', reason: 'Back again', seen: '2' });
    expect((await officer.get(at)).text).toContain('£2,832,260 over three years');
  });
});

describe('a what-if', () => {
  const address = `${at}?base=1600&pupils=10`;

  test('shows income and every school before and after, in the order asked for', async () => {
    const { text, document } = await officer.get(`${address}&sort=difference&dir=desc`);
    expect(text).toContain('In 2018/19 £10,440 becomes £11,036: £596 more.');
    const rows = [...document.querySelectorAll('#schools tbody tr')].map((row) => row.textContent);
    expect(rows.map((row) => row?.slice(0, 5))).toEqual(['Mill ', 'Rivel', 'Weir ']);
    expect(rows[1]).toContain('£2,988');
    const wrong = await officer.get(`${at}?base=much`);
    expect(wrong.status).toBe(422);
    expect((wrong.document.querySelector('#base') as HTMLInputElement).getAttribute('value')).toBe('much');
  });

  test('is taken away as CSV and as a spreadsheet', async () => {
    const csv = (await officer.get(`${at}.csv?base=1600`)).html;
    expect(csv).toMatch(/Rivelin Bank.*2760(\.00)?,2860/);
    const sheets = unzip((await officer.get(`${at}.xlsx?base=1600`)).bytes);
    expect([...sheets.keys()].filter((name) => /worksheets\/sheet/.test(name))).toHaveLength(2);
  });

  test('is kept once under its name, compared side by side, taken away and removed', async () => {
    for (const [name, query] of [
      ['Dearer', 'base=1600'],
      ['Dearer', 'base=1600'],
      ['Fewer', 'churn=50'],
    ])
      expect((await officer.post(`${at}/kept`, { name: name!, query: query! })).status).toBe(303);
    const taken = await officer.post(`${at}/kept`, { name: 'dearer', query: 'base=1700' });
    expect(taken.status).toBe(422);
    expect(taken.text).toContain('Another what-if is called “Dearer”');
    expect((await officer.post(`${at}/kept`, { name: '', query: 'base=1700' })).text).toContain(
      'Give the what-if a name',
    );
    const kept = await asSystem(database, (tx) =>
      tx.selectFrom('subscriptions.model_kept').select(['id', 'name']).orderBy('name').execute(),
    );
    expect(kept.map(({ name }) => name)).toEqual(['Dearer', 'Fewer']);
    const query = kept.map(({ id }) => `id=${id}`).join('&');
    const { text } = await officer.get(`${at}/compare?${query}`);
    expect(text).toContain('Subscriptions, 2018/19£10,740£10,440');
    expect((await officer.get(`${at}/compare?id=${kept[0]?.id}`)).status).toBe(422);
    expect((await officer.get(`${at}/compare.csv?${query}`)).html).toContain('Dearer,Fewer');
    await officer.post(`${at}/kept/${kept[0]?.id}/remove`);
    expect((await officer.post(`${at}/kept/${kept[0]?.id}/remove`)).notice).toBe('It had been removed already.');
    expect((await officer.post(`${at}/kept`, { name: 'Dearer', query: 'base=1700' })).status).toBe(303);
  });
});
