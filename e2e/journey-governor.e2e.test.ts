import { beforeAll, expect, it } from 'vitest';
import { goBy, tabTo } from './keyboard';
import { addressOf, enterByCode, office, prospects, type School, subscribe } from './office';
import { expectAccessible, launch, type Visit } from './visitor';

const browser = await launch();
let atOffice: Visit;
let head: Visit;
let governor: Visit;
let school: School;

beforeAll(async () => {
  atOffice = await office(browser);
  [school] = (await prospects(atOffice.page)) as [School];
  const place = `/schools/${school.urn}`;
  head = await enterByCode(browser, atOffice.page, await addressOf(atOffice.page, place, 'Headteacher'));
  await subscribe({ office: atOffice.page, head: head.page }, school, /^Three equal payments/);
  governor = await enterByCode(browser, atOffice.page, await addressOf(atOffice.page, place, 'Governor'));
});

const pages = [
  ['Subscription', 'Contract'],
  ['Subscription', 'Money'],
  ['Subscription', 'Quote'],
  ['Support', 'Statement'],
  ['Support', 'Bookings'],
] as const;

it('comes to every page of what the school pays and gets, and finds the figures that the head finds', async () => {
  const { page } = governor;
  for (const [group, name] of pages) {
    await goBy(page, 'Our school', group, name);
    await page.getByRole('heading', { level: 1, name: school.name }).waitFor();
    await head.page.goto(page.url());
    const figures = (of: Visit) =>
      of.page.getByRole('main').evaluate((main) => main.textContent.match(/£[\d,.]*\d|\d+½?¼?¾? days?/g) ?? []);
    expect(await figures(governor), name).toEqual(await figures(head));
    if (name !== 'Bookings') expect((await figures(governor)).length, name).toBeGreaterThan(0);
  }
});

it('is offered nothing that changes anything, and cannot send it either', async () => {
  const { page, context, complaints } = governor;
  const base = `/schools/${school.urn}`;
  for (const path of ['/subscription', '/money', '/statement', '/bookings', '/menu']) {
    await page.goto(base + path);
    const sent = await page
      .getByRole('main')
      .evaluate((main) => [...main.querySelectorAll('form[method=post]')].length);
    expect(sent, path).toBe(0);
  }
  await expectAccessible(page);
  await page.getByText('A leader of the school orders from the menu.').waitFor();
  // A form of the head's, in the governor's browser.
  await head.page.goto(`${base}/money`);
  const form = await head.page.locator('form[action$="/order-number"]').evaluate((one) => one.outerHTML);
  await page.evaluate((html) => {
    const here = document.querySelector('main');
    if (here) here.innerHTML = html;
  }, form);
  await tabTo(page, page.getByRole('button', { name: 'Save the order number' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'You cannot use this page' }).waitFor();
  await expectAccessible(page);
  for (const path of ['/subscription/form', '/menu/basket?days=4', '/bookings/new']) {
    const status = (await page.goto(base + path))?.status();
    if (path === '/subscription/form') expect(new URL(page.url()).pathname).toBe(`${base}/subscription`);
    else expect(status, path).toBe(403);
  }
  expect([...complaints, ...head.complaints]).toEqual([]);
  await context.close();
});
