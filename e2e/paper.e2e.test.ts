import { expect, it } from 'vitest';
import { enterAs, launch, visit } from './visitor';

const browser = await launch();

it('nothing of a table that scrolls on a screen is cut off on paper, and no name is torn', async () => {
  const { page } = await visit(browser, { width: 680 });
  await enterAs(page, 'administrator');
  await page.goto('/administration?q=form');
  await page.emulateMedia({ media: 'print' });
  const table = await page
    .locator('.m-scroll')
    .first()
    .evaluate((scrolls) => ({
      room: scrolls.clientWidth,
      wide: scrolls.scrollWidth,
      rows: scrolls.querySelectorAll('tbody tr').length,
      // A word that is torn makes its cell higher than its words, each on a line of its own.
      lines: [...scrolls.querySelectorAll('tbody tr td:nth-child(2)')].map((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size;
      }),
    }));
  expect(table.rows).toBeGreaterThan(5);
  expect(table.wide).toBeLessThanOrEqual(table.room);
  expect(Math.max(...table.lines)).toBeLessThanOrEqual(2);
});

it('a table of many columns is whole on paper too', async () => {
  const { page } = await visit(browser, { width: 680 });
  await enterAs(page, 'project officer');
  await page.emulateMedia({ media: 'print' });
  const unspent = page.locator('.m-scroll').filter({ has: page.getByRole('table', { name: 'Unspent by school' }) });
  const { room, wide } = await unspent.evaluate(({ clientWidth, scrollWidth }) => ({
    room: clientWidth,
    wide: scrollWidth,
  }));
  expect(room).toBeGreaterThan(500);
  expect(wide).toBeLessThanOrEqual(room);
});

it('a statement on paper asks nobody to open a line', async () => {
  const { page } = await visit(browser, { width: 680 });
  await enterAs(page, 'headteacher');
  await page.goto('/schools/199001/statement');
  const line = page.locator('.m-table__open > summary').first();
  const sign = () => line.evaluate((summary) => getComputedStyle(summary, '::before').display);
  expect(await page.getByText('Open a line').isVisible()).toBe(true);
  expect(await sign()).not.toBe('none');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByText('Open a line').isVisible()).toBe(false);
  expect(await sign()).toBe('none');
  expect(await line.isVisible()).toBe(true);
});

it('of a filter and of the headings that sort, paper shows what was chosen and nothing to press', async () => {
  const { page } = await visit(browser, { width: 680 });
  await enterAs(page, 'administrator');
  await page.goto('/administration?q=form&kind=change');
  await page.emulateMedia({ media: 'print' });
  const shown = await page
    .locator('form[data-live] .govuk-form-group')
    .evaluateAll((groups) =>
      groups
        .filter((group) => group.getClientRects().length > 0)
        .map((group) => group.querySelector('label')?.textContent),
    );
  expect(shown).toEqual(['What', 'Kind']);
  const signs = await page
    .locator('.m-table__sort')
    .evaluateAll((links) => links.map((link) => getComputedStyle(link, '::after').content.replaceAll('"', '').trim()));
  expect(signs).toEqual(['↓', 'none', 'none', 'none']);
});

it('of the amounts that a calculator asks for, paper shows those that were typed', async () => {
  const { page } = await visit(browser, { width: 680 });
  await page.goto('/offer/schools/199001');
  const amounts = page.locator('.m-table .govuk-input__wrapper input');
  await amounts.first().fill('1200');
  await page.pdf();
  await page.emulateMedia({ media: 'print' });
  const shown = await amounts.evaluateAll((fields) =>
    fields.filter((field) => field.getClientRects().length > 0).map((field) => (field as HTMLInputElement).value),
  );
  expect(await amounts.count()).toBeGreaterThan(shown.length);
  expect(shown).toEqual(['1200', '500']);
});

it('a school of a list is on one sheet, without the way to its place on a map', async () => {
  const { page } = await visit(browser, { width: 680 });
  await page.goto('/schools');
  const ways = page.locator('.m-places__show');
  expect(await ways.count()).toBeGreaterThan(5);
  await page.emulateMedia({ media: 'print' });
  expect(await ways.evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length)).toBe(0);
  const breaks = await page
    .locator('.m-places > li')
    .evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).breakInside))]);
  expect(breaks).toEqual(['avoid']);
  await page.getByText(/^15 of \d+ schools; the list as a file has all\.$/).waitFor();
  expect(await page.getByText(/^Show \d+ more$/).isVisible()).toBe(false);
});

it('of who would subscribe, paper has their names, and nothing to press or to tick', async () => {
  const { page } = await visit(browser, { width: 680 });
  await enterAs(page, 'administrator');
  await page.goto('/subscriptions/viability?share=50');
  await page.emulateMedia({ media: 'print' });
  const boxes = page.locator('#schools .govuk-checkboxes__item');
  const ticked = await boxes.locator('input:checked').count();
  expect(ticked).toBeGreaterThan(5);
  expect(await boxes.count()).toBeGreaterThan(ticked);
  expect(
    await boxes.evaluateAll((all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).length),
  ).toBe(ticked);
  for (const name of ['Draw another lot', 'Everyone', 'Tick all', 'Tick none'])
    expect(await page.getByText(name, { exact: true }).isVisible(), name).toBe(false);
});
