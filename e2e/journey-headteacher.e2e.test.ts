import { beforeAll, expect, it } from 'vitest';
import { readPdf } from './files';
import { expectProblem, follow, goBy, pressAt, pressTwice, tabTo, typeInto } from './keyboard';
import {
  addressOf,
  deeds,
  enterByCode,
  letTheOfferRun,
  office,
  prospects,
  type School,
  step,
  waitUntil,
} from './office';
import { expectAccessible, expectNoSidewaysScroll, launch, type Visit, wordsOf } from './visitor';

const browser = await launch();
let atOffice: Visit;
let head: Visit;
let school: School;
const signed = 'Tansy Quillgate';

beforeAll(async () => {
  atOffice = await office(browser);
  [school] = (await prospects(atOffice.page)) as [School];
  const email = await addressOf(atOffice.page, `/schools/${school.urn}`, 'Headteacher');
  head = await enterByCode(browser, atOffice.page, email);
});

it('sees all headlines of a phase at once: from their heading to the last of them is one screen', async () => {
  const { page } = head;
  for (const urn of [199001, 199024]) {
    await page.goto(`/schools/${urn}/data`);
    const high = await page.locator('section:has(> .m-ways)').evaluate((section) => {
      const tables = [...section.querySelectorAll(':scope > table')];
      const rows = tables.reduce((n, table) => n + table.querySelectorAll('tbody > tr').length, 0);
      return {
        rows,
        pixels: (tables.at(-1)?.getBoundingClientRect().bottom ?? 0) - section.getBoundingClientRect().top,
      };
    });
    expect(high.rows, `headlines of ${urn}`).toBeGreaterThan(5);
    expect(high.pixels, `headlines of ${urn}`).toBeLessThan(900);
  }
});

it('reads how the school is doing, and opens a figure down to its definition and its file', async () => {
  const { page } = head;
  await goBy(page, 'Our school', 'Data');
  const first = page.getByRole('main').locator('table a[href*="/data/"]').first();
  const name = await wordsOf(first);
  await follow(page, first);
  await page.getByRole('heading', { name: 'Method and source' }).waitFor();
  const words = await wordsOf(page.getByRole('main'));
  expect(words).toContain(name);
  expect(words).toMatch(/line \d+, column \S+/);
  await expectNoSidewaysScroll(page);
});

it('sees the quote, and says once that the school means to subscribe', async () => {
  const { page } = head;
  await goBy(page, 'Our school', 'Subscription', 'Quote');
  expect(await wordsOf(page.getByRole('main'))).toMatch(/£\d,\d{3}/);
  await goBy(page, 'Our school', 'Subscription');
  await page.getByText('A leader of the school says that it means to subscribe.').waitFor();
  await pressTwice(page, page.getByRole('button', { name: 'We mean to subscribe' }));
  await page.getByText(`Recorded: ${school.name} means to subscribe.`).waitFor();
  await page.getByText('The partnership office sends the form.').waitFor();
  await expectAccessible(page);
  expect(await deeds(atOffice.page, `school/${school.urn}`, 'subscriptions.intention-recorded')).toBe(1);
});

it('completes the form once it is sent: first wrongly, then from two tabs, and the terms are kept as a PDF', async () => {
  const { page, context } = head;
  await step(atOffice.page, school, 'Send the form');
  await goBy(page, 'Our school', 'Subscription');
  await follow(page, page.getByRole('link', { name: 'Read and complete the form' }));
  await page.getByRole('heading', { name: 'Complete the form' }).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());

  const name = page.getByLabel('Your full name');
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  const chosen = await page.getByRole('radio', { checked: true }).inputValue();
  await typeInto(page, page.getByLabel(/^Purchase order number/), 'PO-7');
  await typeInto(page, name, signed);
  await pressAt(page, page.getByRole('button', { name: 'Complete the form' }));
  await expectProblem(page, /authorised|Confirm/i, page.getByRole('checkbox'));
  expect(await name.inputValue()).toBe(signed);
  expect(await page.getByLabel(/^Purchase order number/).inputValue()).toBe('PO-7');
  expect(await page.getByRole('radio', { checked: true }).inputValue()).toBe(chosen);

  await page.keyboard.press('Space');
  await pressTwice(page, page.getByRole('button', { name: 'Complete the form' }));
  await page.getByText('The form is completed').first().waitFor();
  await expectAccessible(page);
  await typeInto(other, other.getByLabel('Your full name'), 'Somebody Else');
  await tabTo(other, other.getByRole('radio').first());
  await other.keyboard.press('Space');
  await tabTo(other, other.getByRole('checkbox'));
  await other.keyboard.press('Space');
  await pressAt(other, other.getByRole('button', { name: 'Complete the form' }));
  await other.getByText('The form is completed.').waitFor();
  await other.close();
  expect(await deeds(atOffice.page, `school/${school.urn}`, 'subscriptions.form-completed')).toBe(1);

  const terms = page.getByRole('link', { name: 'Terms (PDF)' });
  await tabTo(page, terms);
  const text = await readPdf(page, (await terms.getAttribute('href')) ?? '');
  expect(text).toContain(signed);
  expect(text).toContain(school.name);
  expect(text).not.toContain('Somebody Else');
});

it('sees what is owed once it binds, and books from the menu', async () => {
  const { page, context } = head;
  await step(atOffice.page, school, 'Accept the form');
  await letTheOfferRun(atOffice.page);
  await waitUntil(page, `/schools/${school.urn}/menu`, 'is left to spend');
  await goBy(page, 'Our school', 'Support');
  expect(await wordsOf(page.getByRole('main'))).toMatch(/owed/i);
  await goBy(page, 'Our school', 'Support', 'Bookings');
  await follow(page, page.getByRole('main').getByRole('link', { name: /menu/i }).first());
  await tabTo(page, page.locator('#days'));
  await page.keyboard.press('ArrowDown');
  await pressAt(page, page.getByRole('button', { name: 'See what it comes to' }));
  await page.getByRole('heading', { name: 'Your order' }).waitFor();
  await expectAccessible(page);
  const other = await context.newPage();
  await other.goto(page.url());

  const day = page.getByRole('group', { name: 'When would you like it?' });
  await typeInto(page, day.getByLabel('Day'), '30');
  await typeInto(page, day.getByLabel('Month'), '2');
  await typeInto(page, day.getByLabel('Year'), '2019');
  await typeInto(page, page.getByLabel('What should we know?'), 'Park at the back.');
  await pressAt(page, page.getByRole('button', { name: /^Order/ }));
  await expectProblem(page, /real date/, day.getByLabel('Day'));
  expect(await page.getByLabel('What should we know?').inputValue()).toBe('Park at the back.');
  await typeInto(page, day.getByLabel('Day'), '5');
  await typeInto(page, day.getByLabel('Month'), '3');
  await pressTwice(page, page.getByRole('button', { name: /^Order/ }));
  await page.getByText('1 booking held. The office confirms it next.').waitFor();
  await expectAccessible(page);
  await other.close();
  expect(await deeds(atOffice.page, `school/${school.urn}`, 'bookings.ordered')).toBe(1);
});

it('sees the statement with what is held', async () => {
  const { page, context, complaints } = head;
  await goBy(page, 'Our school', 'Support');
  expect(await wordsOf(page.getByRole('main'))).toMatch(/held/i);
  expect([...complaints, ...atOffice.complaints]).toEqual([]);
  await context.close();
});
