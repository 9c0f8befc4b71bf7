import { expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import type { Actor } from '../../platform/actor';
import { readPdf } from '../../platform/documents/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company, system } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { moneyRoutes } from '.';
import { sageHeadings, xeroHeadings } from './exports';
import { raiseInvoice } from './invoices';
import { invoices } from './queries';
import { anActiveContract, raiseBy } from './testing';

const database = await testDatabase();
const by = { actor: system, clock: testClock };
const made = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const bank = await aSchool(tx, { name: 'Rivelin Bank' });
  const weir = await aSchool(tx, { name: 'Weir High' });
  await anActiveContract(tx, { urn: bank, plan: 'termly', feePence: 190_000, purchaseOrder: 'PO 7' });
  await anActiveContract(tx, { urn: weir });
  await raiseBy(tx);
  return { bank, weir };
});
const site = (actor: Actor | null) => testSite(database, moneyRoutes, actor);
const office = site(await aPerson(database, 'finance-officer', company));
const manager = site(await aPerson(database, 'school-business-manager', { kind: 'school', id: String(made.bank) }));
const governor = site(await aPerson(database, 'governor', { kind: 'school', id: String(made.bank) }));
const officer = site(await aPerson(database, 'project-officer', company));
const ofBank = async () => asSystem(database, async (tx) => (await invoices(tx, { urns: [made.bank] })).reverse());

test('a school sees what it owes, what is to come, and what has no price', async () => {
  for (const one of [manager, governor]) {
    const { status, text } = await one.get(`/schools/${made.bank}/money`);
    expect(status).toBe(200);
    expect(text).toContain('£1,266.67 is to be paid, and nothing is late.');
    expect(text).toContain('2018/19, part 3 of 3');
    expect(text).toContain('2 March 2019');
    expect(text).toContain('the offer that was signed states no price');
  }
  expect((await manager.get(`/schools/${made.weir}/money`)).status).toBe(403);
  expect((await officer.get(`/schools/${made.bank}/money`)).status).toBe(403);
  expect((await officer.get('/money')).status).toBe(403);
});

test('an invoice is a page and a tagged PDF, the same bytes each time, and of its own school only', async () => {
  const [first] = await ofBank();
  const href = `/schools/${made.bank}/money/${first?.name}`;
  expect((await manager.get(href)).text).toContain('£633.34 is still to pay.');
  const once = await manager.get(`${href}/document.pdf`);
  expect(Buffer.from(once.bytes).equals((await manager.get(`${href}/document.pdf`)).bytes)).toBe(true);
  const pdf = await readPdf(once.bytes);
  expect(pdf).toMatchObject({ tagged: true, ua: 1, title: `Invoice ${first?.name}` });
  expect(pdf.text).toContain('£633.34');
  expect(pdf.text).toContain('PO 7');
  expect((await office.get(`/schools/${made.weir}/money/${first?.name}`)).status).toBe(404);
  const statement = await readPdf((await manager.get(`/schools/${made.bank}/money/statement.pdf`)).bytes);
  expect(statement.text).toContain('Still to pay');
});

test('the order number of what is to come is written by a leader and not by a governor', async () => {
  const path = `/schools/${made.bank}/money/order-number`;
  expect((await governor.post(path, { 'order-number': 'PO 8' })).status).toBe(403);
  expect((await manager.post(path, { 'order-number': 'x'.repeat(41) })).status).toBe(422);
  expect((await manager.post(path, { 'order-number': 'PO 8' })).notice).toBe('1 invoice to come carries PO 8.');
  expect((await manager.post(path, { 'order-number': 'PO 8' })).notice).toBe('The order number stays as it was.');
});

test('a payment is recorded once, pays the oldest first, is taken off, and a credit note follows', async () => {
  const form = {
    once: crypto.randomUUID(),
    'received-day': '10',
    'received-month': '1',
    'received-year': '2019',
    amount: '700',
    payer: 'Rivelin Bank',
    for: String(made.bank),
    how: 'bank',
  };
  const wrong = await office.post('/money/payments/new', {
    ...form,
    amount: 'lots',
    for: 'INV-99999',
    'received-day': '',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('There is no invoice INV-99999');
  expect((wrong.document.querySelector('#amount') as HTMLInputElement).getAttribute('value')).toBe('lots');
  const first = await office.post('/money/payments/new', form);
  const again = await office.post('/money/payments/new', form);
  expect(first.status).toBe(303);
  expect(again.location).toBe(first.location);
  expect((await ofBank()).map(({ leftPence }) => leftPence)).toEqual([0, 56_667]);
  const [paid] = await ofBank();
  const credit = (amount: string, once = crypto.randomUUID()) =>
    office.post(`/schools/${made.bank}/money/${paid?.name}/credit`, { once, amount, text: 'A part', reason: 'Agreed' });
  expect((await credit('1')).text).toContain('take that payment off the invoice first');
  const page = await office.get(first.location ?? '');
  const allocation = page.document.querySelector('input[name="allocation"]')?.getAttribute('value') ?? '';
  for (const _ of [1, 2]) await office.post(`${first.location}/release`, { allocation });
  expect((await ofBank()).map(({ leftPence }) => leftPence)).toEqual([63_334, 56_667]);
  const once = crypto.randomUUID();
  for (const _ of [1, 2]) expect((await credit('33.34', once)).notice).toContain('Credit note CN-00001');
  expect((await ofBank()).map(({ name, leftPence }) => [name.slice(0, 3), leftPence])).toContainEqual(['INV', 60_000]);
  expect((await office.post(`${first.location}/allocate`, { invoice: 'all' })).status).toBe(303);
});

test('who owes, and the files for the accounts with the headings that each program documents', async () => {
  expect((await office.get('/money')).text).toContain('Every instalment that should be an invoice by today is one.');
  expect((await office.get('/money.csv')).html).toContain('Weir High,2760.00');
  expect((await office.get('/money/invoices?state=due&q=weir')).text).toContain('1 document, £2,760 left to pay');
  const xero = (await office.get('/money/exports/xero.csv')).html.replace('\ufeff', '').split('\r\n');
  expect(xero[0]).toBe(xeroHeadings.join(','));
  expect(xero.find((row) => row.includes('Weir High'))).toMatch(
    /,INV-0000\d,,14\/01\/2019,13\/02\/2019,,.*,1,2760\.00,,200,No VAT,/,
  );
  expect(xero.find((row) => row.includes('CN-00001'))).toContain(',1,-33.34,');
  const sage = (await office.get('/money/exports/sage.csv?sageTax=T0')).html.replace('\ufeff', '').split('\r\n');
  expect(sage[0]).toBe(sageHeadings.join(','));
  expect(sage.find((row) => row.startsWith(`SI,${made.weir}`))).toMatch(
    /^SI,\d{6},4000,0,14\/01\/2019,INV-0000\d,.*,2760\.00,T0,0\.00$/,
  );
  expect(sage.find((row) => row.startsWith('SC'))).toContain('CN-00001');
  expect((await office.get('/money/exports/lines.xlsx')).status).toBe(200);
});

test('a wrong order of days does not break a page', async () => {
  await asSystem(database, (tx) =>
    raiseInvoice(tx, by, {
      key: 'late',
      urn: made.weir,
      due: testClock.today().subtract({ days: 9 }),
      lines: [{ text: 'x', quantity: 2, eachPence: 500, source: 'sale' }],
    }),
  );
  const wrong = await office.get('/money/exports?from=2019-02-31&to=yesterday');
  expect(wrong.status).toBe(422);
  expect(wrong.document.querySelector('.govuk-error-summary')?.textContent).toContain('first day that exists');
  expect(wrong.document.querySelector('#to')?.getAttribute('value')).toBe('yesterday');
  // Not every invoice there is, as if no day had been asked for.
  for (const file of ['xero.csv', 'sage.csv', 'lines.xlsx'])
    expect(await office.get(`/money/exports/${file}?from=2019-02-31`)).toMatchObject({
      status: 303,
      location: '/money/exports?from=2019-02-31',
    });
  expect((await office.get(`/schools/${made.weir}/money/INV-0`)).status).toBe(404);
  expect((await office.get('/money/payments/nothing')).status).toBe(404);
});
