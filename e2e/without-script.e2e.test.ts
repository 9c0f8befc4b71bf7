import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { bringPartnerships, csv } from './files';
import { enterAs, expectNoSidewaysScroll, launch, visit, widths } from './visitor';

const browser = await launch();

const visitWithoutScript = async (width?: number) => {
  const visited = await visit(browser, { script: false, ...(width ? { width } : {}) });
  await visited.page.goto('/');
  // Only script sets this class: without it nothing of ours runs.
  expect(await visited.page.locator('body.js-enabled').count()).toBe(0);
  return visited;
};

/** While a file is checked its page offers a link to look again, for those whose page does not do so by itself. */
async function lookUntilChecked(page: Page): Promise<void> {
  const again = page.getByRole('link', { name: 'Look again' });
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click();
        return page.getByText(/Waits for you|Refused/).isVisible();
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe(true);
}

it('the menu opens on a phone', async () => {
  const { page, context } = await visitWithoutScript(widths.phone);
  await enterAs(page, 'headteacher');
  const link = page.getByRole('navigation', { name: 'All sections' }).getByRole('link', { name: 'The offer' });
  expect(await link.isVisible()).toBe(false);
  await page.locator('summary', { hasText: 'Menu' }).click();
  await expectNoSidewaysScroll(page);
  await link.click();
  await page.waitForURL('/offer');
  await context.close();
});

it('the directory is searched with a button, and says when nothing is found', async () => {
  const { page, context } = await visitWithoutScript();
  await page.goto('/schools');
  await page.getByLabel('Name, postcode or URN').fill('nether wheel');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.waitForURL(/q=nether/);
  await page.getByRole('heading', { level: 2, name: '1 school' }).waitFor();
  expect(await page.getByLabel('Name, postcode or URN').inputValue()).toBe('nether wheel');
  await page.getByLabel('Name, postcode or URN').fill('zzzzzzzz');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('heading', { level: 2, name: /No schools?|0 schools/ }).waitFor();
  await context.close();
});

it('the offer works a fee out', async () => {
  const { page, context } = await visitWithoutScript();
  await page.goto('/offer');
  await page.getByLabel('Sector').selectOption('Primary');
  await page.getByLabel(/^School-aged pupils/).fill('210');
  await page.getByRole('radio', { name: 'Maintained' }).check();
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.waitForURL(/pupils=210/);
  // A base of £1,500 and £4 for each pupil.
  await page.getByText('£2,340').first().waitFor();
  await context.close();
});

it('viability is worked out with a button', async () => {
  const { page, context } = await visitWithoutScript();
  await enterAs(page, 'finance officer');
  await page.goto('/subscriptions/viability');
  await page.getByLabel('Share of these, in percent').fill('50');
  await page.getByRole('main').getByRole('button', { name: 'Work it out' }).click();
  await page.waitForURL(/share=50/);
  await page.getByText(/15 of 30 schools/).waitFor();
  await context.close();
});

it('a file is brought, looked at and accepted; another is refused', async () => {
  const { page, context } = await visitWithoutScript();
  await enterAs(page, 'administrator');
  await bringPartnerships(
    page,
    csv(
      'reading_2018-09-01.csv',
      'URN,Partnership,Kind',
      '199001,Reading circle,network',
      '100001,Reading circle,network',
    ),
  );
  await lookUntilChecked(page);
  const preview = await page.getByRole('main').textContent();
  expect(preview).toContain('Nether Wheel Primary');
  expect(preview).toContain('1 row was rejected');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText(/^Accepted\. 1 /).waitFor();
  await page.goto('/schools/199001');
  await page.getByRole('link', { name: 'Reading circle' }).waitFor();

  await bringPartnerships(page, csv('refused.csv', 'School,Circle', 'Nether Wheel Primary,Reading'));
  await lookUntilChecked(page);
  await page.getByText('Nothing was changed.').waitFor();
  expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
  await page.goto('/imports');
  expect(await page.getByRole('row', { name: /refused\.csv/ }).textContent()).toContain('Refused');
  await context.close();
});

it('somebody who ends a session is a visitor again', async () => {
  const { page, context } = await visitWithoutScript();
  await enterAs(page, 'governor');
  await page.locator('summary', { hasText: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
  await context.close();
});
