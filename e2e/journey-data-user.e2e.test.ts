import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { follow, goBy, pressAt, tabTo } from './keyboard';
import { expectAccessible, expectNoSidewaysScroll, launch, type Visit, visit, widths, wordsOf } from './visitor';

const browser = await launch();
let user: Visit;

/** The page as it stands fits every width and paper, and nothing is wrong with it. */
async function expectGood(page: Page): Promise<void> {
  for (const width of [widths.tablet, widths.phone]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
  }
  await expectAccessible(page);
  // As wide as A4 between its margins.
  await page.setViewportSize({ width: 680, height: 900 });
  await page.emulateMedia({ media: 'print' });
  await expectNoSidewaysScroll(page);
  expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: widths.desk, height: 900 });
  await expectNoSidewaysScroll(page);
}

/** What a link gives to take away, with the reader's own session. */
async function take(page: Page, name: string): Promise<{ name: string; text: string }> {
  const link = page.getByRole('link', { name }).first();
  await tabTo(page, link);
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.status()).toBe(200);
  return {
    name: /filename="([^"]+)"/.exec(answer.headers()['content-disposition'] ?? '')?.[1] ?? '',
    text: await answer.text(),
  };
}

const rows = (page: Page) => page.getByRole('main').locator('table').first().locator('tbody tr').count();

it('the named data user of a school accepts the terms, and finds and takes along the pupils to watch', async () => {
  user = await visit(browser);
  const { page } = user;
  await page.goto('/demonstration');
  await pressAt(page, page.getByRole('button', { name: /, named data user$/ }));
  await page.getByText('You are ').first().waitFor();
  await goBy(page, 'Our school', 'Data', 'Attendance');
  await page.getByRole('heading', { name: /missed a tenth or more of their sessions so far$/ }).waitFor();
  await page.getByRole('heading', { name: 'Groups of pupils', exact: true }).waitFor();
  await expectGood(page);

  await follow(page, page.getByRole('link', { name: 'Pupils to watch' }));
  await page.getByRole('heading', { level: 1, name: 'Terms for looking at pupils' }).waitFor();
  await expectGood(page);
  await pressAt(page, page.getByRole('button', { name: 'Accept the terms and go on' }));
  await page.getByRole('heading', { level: 1, name: 'Pupils to watch' }).waitFor();
  await page.getByText('Contains personal data, not for publication.').waitFor();
  await expectGood(page);

  const all = await rows(page);
  await follow(page, page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: /^Near/ }).first());
  const near = await rows(page);
  expect(near).toBeLessThan(all);
  const words = await wordsOf(page.getByRole('heading', { level: 2, name: / of \d+ pupils$/ }));
  expect(words).toMatch(new RegExp(`^${near} of`));
  const file = await take(page, 'CSV');
  expect(file.name).toMatch(/^personal-data-pupils-to-watch-.*\.csv$/);
  expect(file.text.trimEnd().split('\r\n')).toHaveLength(near + 1);
  await tabTo(page, page.getByLabel('Year group'));
  await page.keyboard.press('End');
  await page.waitForURL(/group=/);
  await expect.poll(() => rows(page)).toBeLessThan(near);
});

it('then opens the school’s own figures, one of them, and the pupils behind it', async () => {
  const { page, context, complaints } = user;
  await goBy(page, 'Our school', 'Data', 'Own figures');
  await page.getByText('For leaders: contains small groups, not for publication.').waitFor();
  await expectGood(page);
  await follow(page, page.getByRole('main').getByRole('link', { name: 'Reading, writing and maths' }).first());
  await page.getByRole('heading', { name: 'Method and source' }).waitFor();
  await expectGood(page);
  await follow(page, page.getByRole('link', { name: /^Who/ }).first());
  await page.getByRole('heading', { level: 1, name: /who is behind it$/ }).waitFor();
  await expectGood(page);
  const file = await take(page, 'CSV');
  expect(file.name).toMatch(/^personal-data-own-ks/);
  expect(file.text.trimEnd().split('\r\n')).toHaveLength((await rows(page)) + 1);
  // Another school's pupils are not this person's, whatever address is typed.
  const here = new URL(page.url()).pathname;
  await page.goto('/schools?sector=primary');
  const links = await page
    .locator('#find a[href^="/schools/"]')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const other = links.find((link) => link && !here.startsWith(link));
  expect((await page.goto(`${other}/attendance/pupils`))?.status()).toBe(403);
  await expectAccessible(page);
  expect(complaints).toEqual([]);
  await context.close();
});
