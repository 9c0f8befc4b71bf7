import { expect, it } from 'vitest';
import { bringPartnerships, csv } from './files';
import { enterAs, expectAccessible, expectNoSidewaysScroll, launch, visit, widths } from './visitor';

const browser = await launch();

it('a search follows what is typed, says how many there are and keeps the focus', async () => {
  const { page, context, complaints } = await visit(browser);
  await page.goto('/schools');
  // Gone if the page were loaded anew.
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  const box = page.getByLabel('Name, postcode or URN');
  const results = page.locator('#find').getByRole('heading', { level: 2 }).first();
  const everySchool = await results.textContent();
  await box.pressSequentially('nether', { delay: 30 });
  await expect.poll(() => results.textContent()).not.toBe(everySchool);
  expect(await page.locator('#live-says').textContent()).toBe(await results.textContent());
  expect(new URL(page.url()).search).toBe('?q=nether');
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
  await box.press('Backspace');
  expect(await box.inputValue()).toBe('nethe');
  await expect.poll(() => new URL(page.url()).search).toBe('?q=nethe');
  await page.getByLabel('Sector').selectOption('Special');
  await expect.poll(() => new URL(page.url()).search).toBe('?q=nethe&sector=special');
  expect(await page.locator('body[data-same-page]').count()).toBe(1);
  await expectAccessible(page);
  // The address is the search: opened anew it finds the same.
  const found = await results.textContent();
  await page.reload();
  expect(await results.textContent()).toBe(found);
  expect(await box.inputValue()).toBe('nethe');
  expect(complaints).toEqual([]);
  await context.close();
});

it('a list that changes under the focus keeps it on the same school, or on the list where that is gone', async () => {
  const { page, context } = await visit(browser);
  await page.goto('/schools?q=nether+wheel');
  const box = page.getByLabel('Name, postcode or URN');
  const link = page.getByRole('link', { name: 'Nether Wheel Primary', exact: true });
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  const type = async (words: string) => {
    // The focus is in the list before the answer is.
    await box.evaluate((field: HTMLInputElement, value) => {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, words);
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(words);
  };
  await link.focus();
  await type('nether whee');
  expect(await focused()).toBe('Nether Wheel Primary');
  await type('zzzzzz');
  expect(await page.evaluate(() => document.activeElement?.closest('#find') !== null)).toBe(true);
  await context.close();
});

it('an error goes when what was typed is put right', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'administrator');
  await page.goto('/subscriptions/viability');
  const share = page.getByLabel('Share of these, in percent');
  await share.fill('101');
  await page.locator('#share-error').waitFor();
  expect(await page.title()).toMatch(/^Error/);
  await expectAccessible(page);
  await share.fill('60');
  await expect.poll(() => new URL(page.url()).searchParams.get('share')).toBe('60');
  expect(await page.locator('.govuk-error-summary, [class*="--error"], .govuk-error-message').count()).toBe(0);
  expect(await page.title()).not.toMatch(/^Error/);
  expect(await share.getAttribute('aria-describedby')).toBeNull();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a fault is said while somebody types, and takes neither the focus nor the typing until the form is sent', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'administrator');
  await page.goto('/subscriptions/viability');
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  const share = page.getByLabel('Share of these, in percent');
  await share.focus();
  await page.keyboard.type('15.');
  await page.locator('#share-error').filter({ hasText: 'such as 61 or 61.5' }).waitFor();
  expect(await share.getAttribute('aria-describedby')).toBe('share-error');
  await expect.poll(() => page.locator('#live-says').textContent()).toMatch(/^Write a share from 0 to 100/);
  await page.keyboard.type('5');
  await expect.poll(() => new URL(page.url()).searchParams.get('share')).toBe('15.5');
  expect(await share.inputValue()).toBe('15.5');
  expect(await page.locator('.govuk-error-message').count()).toBe(0);
  expect(await page.locator('body[data-same-page]').count()).toBe(1);
  await page.keyboard.type('5');
  await page.locator('#share-error').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.govuk-error-summary').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('govuk-error-summary');
  expect(await share.inputValue()).toBe('15.55');
  // What is put right takes the summary along.
  await share.fill('15');
  await expect.poll(() => page.locator('.govuk-error-summary').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it('a word longer than its line does not widen the page', async () => {
  const { page, context } = await visit(browser, { width: widths.phone });
  await page.goto(`/schools?q=${'a'.repeat(100)}`);
  await page.getByRole('heading', { level: 2, name: '0 schools for' }).waitFor();
  await expectNoSidewaysScroll(page);
  await context.close();
});

it('a search that cannot reach the server says so, and works again when it can', async () => {
  const { page, context } = await visit(browser);
  await page.goto('/schools');
  await context.setOffline(true);
  await page.getByLabel('Name, postcode or URN').fill('nether');
  await expect.poll(() => page.locator('#live-says').textContent()).toMatch(/could not be updated/);
  await context.setOffline(false);
  await page.getByLabel('Name, postcode or URN').fill('nether wheel');
  await page.getByRole('heading', { level: 2, name: '1 school' }).waitFor();
  await context.close();
});

it('an upload shows how far it is, its answer takes the place of the page, and the check is followed to its end', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'administrator');
  await page.goto('/imports/new?kind=partnerships');
  await page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(csv('live_2018-09-01.csv', 'URN,Partnership', '199002,Locality Z'));
  // Held on its way until the progress has been looked at.
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('/imports', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Check this file' }).click();
  await page.getByRole('progressbar', { name: 'Upload' }).waitFor();
  await expect
    .poll(() => page.locator('.m-progress [role=status]').textContent())
    .toMatch(/Uploading|uploaded|Uploaded/);
  await expectAccessible(page);
  go();
  await page.getByRole('heading', { level: 1, name: 'live_2018-09-01.csv' }).waitFor();
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/imports\/\d+$/);
  await page.getByRole('button', { name: 'Accept' }).waitFor({ timeout: 20_000 });
  await expect.poll(() => page.getByRole('main').textContent()).toContain('Locality Z');
  await page.getByRole('button', { name: 'Discard' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'was discarded' });
  await notice.waitFor();
  await expect.poll(() => notice.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

it('an upload with a fault shows it in place and takes the focus there', async () => {
  const { page, context } = await visit(browser);
  await enterAs(page, 'administrator');
  await page.goto('/imports/new');
  await page.getByRole('button', { name: 'Check this file' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('govuk-error-summary');
  await summary.getByRole('link', { name: 'Choose a file' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('file');
  await context.close();
});

it('the menu of a phone closes with Escape, and the focus stays on it', async () => {
  const { page, context } = await visit(browser, { width: widths.phone });
  await enterAs(page, 'headteacher');
  const menu = page.locator('details[data-menu]');
  await menu.locator('summary').click();
  expect(await menu.evaluate((element: HTMLDetailsElement) => element.open)).toBe(true);
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  expect(await menu.evaluate((element: HTMLDetailsElement) => element.open)).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
  await context.close();
});

it('a file accepted in two windows counts once, and the second is told so', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'administrator');
  await bringPartnerships(page, csv('twice_2018-09-01.csv', 'URN,Partnership,Kind', '199003,Twice told,network'));
  await page.getByRole('button', { name: 'Accept' }).waitFor({ timeout: 20_000 });
  const second = await context.newPage();
  await second.goto(page.url());
  await Promise.all([page, second].map((window) => window.getByRole('button', { name: 'Accept' }).click()));
  const said = await Promise.all(
    [page, second].map((window) =>
      window
        .getByRole('alert')
        .filter({ hasText: /accepted/i })
        .textContent(),
    ),
  );
  expect(said.filter((words) => words?.includes('Accepted. 1 '))).toHaveLength(1);
  expect(said.filter((words) => words?.includes('This file had been accepted already.'))).toHaveLength(1);
  await page.goto('/administration?q=twice_2018-09-01.csv');
  expect((await page.getByRole('main').textContent())?.match(/Import \d+: twice_2018/g)).toHaveLength(1);
  expect(complaints).toEqual([]);
  await context.close();
});
