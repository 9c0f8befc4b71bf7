import { beforeAll, expect, it } from 'vitest';
import { readPdf } from './files';
import { expectProblem, follow, goBy, pressAt, pressTwice, tabTo, typeInto } from './keyboard';
import { addressOf, deeds, enterByCode, office, prospects, type School, subscribe } from './office';
import { expectAccessible, launch, type Visit, wordsOf } from './visitor';

const browser = await launch();
let atOffice: Visit;
let manager: Visit;
let school: School;

beforeAll(async () => {
  atOffice = await office(browser);
  [school] = (await prospects(atOffice.page)) as [School];
  const place = `/schools/${school.urn}`;
  const head = await enterByCode(browser, atOffice.page, await addressOf(atOffice.page, place, 'Headteacher'));
  await subscribe({ office: atOffice.page, head: head.page }, school, /^Three equal payments/);
  await head.context.close();
  const email = await addressOf(atOffice.page, place, 'School business manager');
  manager = await enterByCode(browser, atOffice.page, email);
});

it('opens an invoice and reads its PDF', async () => {
  const { page } = manager;
  await goBy(page, 'Our school', 'Subscription', 'Money');
  const first = page.getByRole('link', { name: /^INV-/ }).first();
  const number = await wordsOf(first);
  await follow(page, first);
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
  const left = /£[\d,.]+/.exec(await wordsOf(page.getByText('is still to pay.')))?.[0] ?? 'no amount';
  const pdf = page.getByRole('link', { name: 'Open the PDF' });
  await tabTo(page, pdf);
  const text = await readPdf(page, (await pdf.getAttribute('href')) ?? '');
  expect(text).toContain(number);
  expect(text).toContain(left);
  expect(text).toContain(school.name);
  // What only the office does is not offered.
  expect(await page.getByRole('link', { name: 'Write a credit note' }).count()).toBe(0);
});

it('gives the order number of the invoice to come, wrongly at first, and once', async () => {
  const { page, context } = manager;
  await goBy(page, 'Our school', 'Subscription', 'Money');
  const field = page.getByLabel(/^Your order number/);
  const save = page.getByRole('button', { name: 'Save the order number' });
  const other = await context.newPage();
  await other.goto(page.url());
  await typeInto(page, field, 'PO 1234 for the year, with far too many words');
  await pressAt(page, save);
  await expectProblem(page, /40 letters or fewer/, field);
  expect(await field.inputValue()).toBe('PO 1234 for the year, with far too many words');
  await typeInto(page, field, 'PO 1234');
  await pressTwice(page, save);
  await page.getByText('1 invoice to come carries PO 1234.').waitFor();
  await expectAccessible(page);
  await typeInto(other, other.getByLabel(/^Your order number/), 'PO 1234');
  await pressAt(other, other.getByRole('button', { name: 'Save the order number' }));
  await other.getByText('The order number stays as it was.').waitFor();
  await other.close();
  expect(await deeds(atOffice.page, `school/${school.urn}`, 'subscriptions.order-number-set')).toBe(1);
});

it('takes the statement of account', async () => {
  const { page } = manager;
  await goBy(page, 'Our school', 'Subscription', 'Money');
  const owed = await wordsOf(page.getByRole('row', { name: /Still to pay/ }));
  const amount = /£[\d,.]+(?=\s*$)/.exec(owed)?.[0] ?? 'no amount';
  const pdf = page.getByRole('link', { name: 'PDF', exact: true });
  await tabTo(page, pdf);
  expect(await readPdf(page, (await pdf.getAttribute('href')) ?? '')).toContain(amount);
});

it('orders from the menu more than the credit, with the rest on an invoice', async () => {
  const { page, context, complaints } = manager;
  await goBy(page, 'Our school', 'Support', 'Bookings');
  await follow(page, page.getByRole('main').getByRole('link', { name: /menu/i }).first());
  const left = page.getByText(/ is left to spend/);
  const credit = Number(/£([\d,]+)/.exec(await wordsOf(left))?.[1]?.replace(',', ''));
  // More days than the credit pays for.
  await tabTo(page, page.locator('#days'));
  for (let days = 0; days < 1 + (2 * credit) / 400; days++) await page.keyboard.press('ArrowDown');
  await pressAt(page, page.getByRole('button', { name: 'See what it comes to' }));
  await page.getByText(/and needs £[\d,.]+ more by invoice/).waitFor();
  await expectAccessible(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await pressTwice(page, page.getByRole('button', { name: /^Order, with £/ }));
  await page.getByText('1 booking held. The office confirms it next.').waitFor();
  await expectAccessible(page);
  // The other tab was made for a credit that is spent now: it says so, and orders nothing that was not agreed to.
  await pressAt(other, other.getByRole('button', { name: /^Order, with £/ }));
  await other.waitForLoadState();
  await other.close();
  expect(await deeds(atOffice.page, `school/${school.urn}`, 'bookings.ordered')).toBe(1);

  // The credit is spent: what is chosen now says what it needs more.
  await page.goto(`/schools/${school.urn}/menu`);
  await page.getByRole('heading', { name: 'Choose from the menu' }).waitFor();
  await expectAccessible(page);
  expect(await wordsOf(page.getByRole('main'))).toMatch(/needs £[\d,.]+ more: add to an invoice|£[\d,.]+ by invoice/i);
  expect([...complaints, ...atOffice.complaints]).toEqual([]);
  await context.close();
});
