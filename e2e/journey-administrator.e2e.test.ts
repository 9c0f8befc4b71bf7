import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { csv } from './files';
import { expectProblem, follow, goBy, pressAt, pressTwice, tabTo, typeInto } from './keyboard';
import {
  addressOf,
  completeForm,
  deeds,
  enterByCode,
  office,
  prospects,
  publishWithLine,
  type School,
  waitUntil,
} from './office';
import { expectAccessible, launch, type Visit, wordsOf } from './visitor';

const browser = await launch();
let one: Visit;
/** Somebody else of the office, who does the same at the same time. */
let two: Visit;
let schools: [School, School];
let invoice: string;

beforeAll(async () => {
  [one, two] = await Promise.all([office(browser), office(browser)]);
  schools = (await prospects(one.page)).slice(0, 2) as [School, School];
});

const subscriptionOf = ({ urn }: School) => `/schools/${urn}/subscription`;
const scopeOf = ({ urn }: School) => `school/${urn}`;

/** Both press at once: whoever comes second is told what has been done, in a page of ours. */
async function bothPress(path: string, button: string): Promise<void> {
  for (const { page } of [one, two]) {
    await page.goto(path);
    await tabTo(page, page.getByRole('button', { name: button, exact: true }));
  }
  await Promise.all(
    [one, two].map(async ({ page }) => {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.keyboard.press('Enter');
      expect((await answered).status()).toBeLessThan(500);
      await page.waitForLoadState();
      await page.getByRole('heading', { level: 1 }).waitFor();
    }),
  );
  await expectAccessible(two.page);
}

it('records intentions in the pipeline, and sends the forms of several schools, once though two do it at once', async () => {
  const { page } = one;
  await goBy(page, 'Subscriptions');
  await pressAt(page, page.getByRole('button', { name: 'Send the form' }));
  await expectProblem(page, /Tick the schools/);
  const tick = (of: Page) =>
    schools.map(({ name }) =>
      of.getByRole('row').filter({ hasText: name }).getByRole('checkbox', { name, exact: true }),
    );
  for (const box of tick(page)) {
    await tabTo(page, box);
    await page.keyboard.press('Space');
  }
  await pressTwice(page, page.getByRole('button', { name: 'Record an intention' }));
  await page.getByText('Recorded the intention of 2 schools.').waitFor();
  for (const { page: each } of [one, two]) {
    await each.goto('/subscriptions?state=intention');
    for (const box of tick(each)) {
      await tabTo(each, box);
      await each.keyboard.press('Space');
    }
    await tabTo(each, each.getByRole('button', { name: 'Send the form' }));
  }
  await Promise.all([one, two].map(({ page: each }) => each.keyboard.press('Enter')));
  for (const { page: each } of [one, two]) await each.getByText(/Sent the form to|had been done already/).waitFor();
  await expectAccessible(page);
  for (const school of schools) {
    expect(await deeds(page, scopeOf(school), 'subscriptions.intention-recorded')).toBe(1);
    expect(await deeds(page, scopeOf(school), 'subscriptions.form-sent')).toBe(1);
  }
});

it('accepts a completed form, once though two do it at once', async () => {
  const [school] = schools;
  const email = await addressOf(one.page, `/schools/${school.urn}`, 'Headteacher');
  const head = await enterByCode(browser, one.page, email);
  await completeForm(head.page, school, /^Three equal payments/);
  await head.context.close();
  await bothPress(subscriptionOf(school), 'Accept the form');
  await one.page.goto(subscriptionOf(school));
  expect(await one.page.getByRole('button', { name: 'Accept the form' }).count()).toBe(0);
  expect(await deeds(one.page, scopeOf(school), 'subscriptions.accepted')).toBe(1);
});

it('sees at the gate why the offer does not run yet, and confirms once that it does when it does', async () => {
  const { page } = one;
  await goBy(page, 'Subscriptions', 'Is it viable?');
  if (!(await page.getByText('Confirmed', { exact: true }).isVisible())) {
    await page
      .getByText(/short of the line/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Confirm viability' }).count()).toBe(0);
    await publishWithLine(page, 1000);
    await bothPress('/subscriptions/gate', 'Confirm viability');
  }
  await waitUntil(page, '/subscriptions/gate', 'is confirmed');
  await expectAccessible(page);
  expect(await deeds(page, null, 'subscriptions.viability-confirmed')).toBe(1);
  await waitUntil(page, subscriptionOf(schools[0]), 'Active');
  expect(await deeds(page, scopeOf(schools[0]), 'subscriptions.activated')).toBe(1);
});

it('records a payment, wrongly at first, and once', async () => {
  const { page } = one;
  await goBy(page, 'Money');
  await pressTwice(page, page.getByRole('button', { name: 'Raise what is due now' }));
  await waitUntil(page, `/schools/${schools[0].urn}/money`, 'INV-');
  await expectAccessible(page);
  invoice = await wordsOf(page.getByRole('link', { name: /^INV-/ }).first());
  await goBy(page, 'Money', 'Payments', 'Record a payment');
  await typeInto(page, page.getByLabel('How much?'), 'a hundred');
  await typeInto(page, page.getByLabel('From whom?'), schools[0].name);
  await typeInto(page, page.getByLabel('What does it pay? (optional)'), invoice);
  const record = page.getByRole('button', { name: 'Record the payment' });
  await pressAt(page, record);
  await expectProblem(page, /amount in pounds/, page.getByLabel('How much?'));
  expect(await page.getByLabel('From whom?').inputValue()).toBe(schools[0].name);
  await typeInto(page, page.getByLabel('How much?'), '100');
  const once = await page.locator('input[name=once]').inputValue();
  const other = await one.context.newPage();
  await other.goto('/money/payments/new');
  await pressTwice(page, record);
  await page.getByText(`£100 from ${schools[0].name} is recorded.`).waitFor();
  await expectAccessible(page);
  // The same form once more, as a browser sends it that goes back and on.
  await other.evaluate((same) => {
    const field = document.querySelector<HTMLInputElement>('input[name=once]');
    if (field) field.value = same;
  }, once);
  await typeInto(other, other.getByLabel('How much?'), '100');
  await typeInto(other, other.getByLabel('From whom?'), schools[0].name);
  await typeInto(other, other.getByLabel('What does it pay? (optional)'), invoice);
  await pressAt(other, other.getByRole('button', { name: 'Record the payment' }));
  await other.getByRole('heading', { level: 1, name: `£100 from ${schools[0].name}` }).waitFor();
  expect(other.url()).toBe(page.url());
  await other.close();
  await page.goto('/money/payments');
  expect(await page.getByRole('row').filter({ hasText: schools[0].name }).count()).toBe(1);
});

it('writes a credit note of no more than is left, and once', async () => {
  const { page } = one;
  await page.goto(`/schools/${schools[0].urn}/money`);
  await follow(page, page.getByRole('link', { name: invoice, exact: true }).first());
  await follow(page, page.getByRole('link', { name: 'Write a credit note' }));
  await typeInto(page, page.getByLabel('How much?'), '99999');
  await typeInto(page, page.getByLabel('For what?'), 'A visit that did not take place');
  await typeInto(page, page.getByLabel('Why?'), 'The partner was ill.');
  const write = page.getByRole('button', { name: 'Write the credit note' });
  await pressAt(page, write);
  await expectProblem(page, /./, page.getByLabel('How much?'));
  expect(await page.getByLabel('Why?').inputValue()).toBe('The partner was ill.');
  await typeInto(page, page.getByLabel('How much?'), '10');
  await pressTwice(page, write);
  await page.getByText(/^Credit note \S+ is written\.$/).waitFor();
  await expectAccessible(page);
  expect(await deeds(page, scopeOf(schools[0]), 'subscriptions.credit-note-written')).toBe(1);
});

it('brings the bank statement, and accepts once what it proposes', async () => {
  const { page, context } = one;
  await page.goto(`/schools/${schools[0].urn}/money/${invoice}`);
  const left = /£([\d,.]+) is still to pay/.exec(await wordsOf(page.getByRole('main')))?.[1]?.replace(',', '');
  await goBy(page, 'Money', 'Bank statement', 'Bring a statement');
  const file = page.getByLabel('File', { exact: true });
  const look = page.getByRole('button', { name: 'Look at this file' });
  await tabTo(page, file);
  await file.setInputFiles(csv('wrong.csv', 'Day,What', '14/01/2019,School'));
  await pressAt(page, look);
  await expectProblem(page, /./, file);
  // What the system's own window does with the file that was chosen there.
  await file.setInputFiles(
    csv('bank.csv', 'Date,Description,Amount', `14/01/2019,${invoice} SCHOOL,${left}`, '14/01/2019,INTEREST,1.25'),
  );
  await pressAt(page, look);
  await page.getByRole('heading', { level: 1, name: '2 lines to add' }).waitFor();
  await expectAccessible(page);
  await pressTwice(page, page.getByRole('button', { name: 'Add 2 lines' }));
  await follow(page, page.getByRole('link', { name: `${invoice} SCHOOL` }));
  await page.getByRole('heading', { name: 'What does it pay?' }).waitFor();
  expect(await page.getByRole('radio', { checked: true }).inputValue()).toBe(invoice);
  const other = await context.newPage();
  await other.goto(page.url());
  await pressTwice(page, page.getByRole('button', { name: 'Accept' }));
  await page
    .getByText(`£${Number(left).toLocaleString('en-GB')}`)
    .first()
    .waitFor();
  await pressAt(other, other.getByRole('button', { name: 'Accept' }));
  await other.getByRole('heading', { level: 1 }).waitFor();
  await expectAccessible(other);
  await other.close();
  await page.goto(`/schools/${schools[0].urn}/money/${invoice}`);
  await page.getByText('Nothing is left to pay.').waitFor();
  await page.goto('/money/payments');
  expect(await page.getByRole('row').filter({ hasText: invoice }).count()).toBe(1);
});

it('asks the funding model what if, and keeps the answer once', async () => {
  const { page, complaints } = one;
  const kept = await deeds(page, null, 'subscriptions.what-if-kept');
  await goBy(page, 'Subscriptions', 'Funding model');
  await tabTo(page, page.getByLabel('Whose fees'));
  await page.keyboard.press('End');
  await typeInto(page, page.getByLabel('Base'), 'much');
  await page.keyboard.press('Enter');
  await expectProblem(page, /./, page.getByLabel('Base'));
  expect(await page.getByLabel('Base').inputValue()).toBe('much');
  await typeInto(page, page.getByLabel('Base'), '1600');
  const keep = page.getByLabel('Keep this what-if as');
  await keep.waitFor();
  await expectAccessible(page);
  await typeInto(page, keep, 'A hundred more');
  await pressTwice(page, page.getByRole('button', { name: 'Keep it' }));
  await page
    .getByText(/A hundred more/)
    .first()
    .waitFor();
  await expectAccessible(page);
  expect(await deeds(page, null, 'subscriptions.what-if-kept')).toBe(kept + 1);
  expect([...complaints, ...two.complaints]).toEqual([]);
  await Promise.all([one.context.close(), two.context.close()]);
});
