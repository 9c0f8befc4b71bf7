import { expect, it } from 'vitest';
import { expectFocusSeen, pressAt, tabTo, typeInto } from './keyboard';
import { enterAs, expectAccessible, launch, visit } from './visitor';

const browser = await launch();

it('the first Tab offers to skip to the main part, and Enter goes there', async () => {
  const { page, context } = await visit(browser);
  await page.goto('/schools');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  await page.keyboard.press('Tab');
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await expectFocusSeen(page);
  expect((await skip.boundingBox())?.height).toBeGreaterThan(10);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main-content');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('q');
  await context.close();
});

it('a visitor finds a school, asks for its quote in three instalments and reads the fee', async () => {
  const { page, context, complaints } = await visit(browser);
  await page.goto('/');
  await pressAt(page, page.getByRole('link', { name: 'Find a school' }));
  await page.waitForURL('/schools');
  await typeInto(page, page.getByRole('searchbox', { name: 'Name, postcode or URN' }), 'nether wheel');
  await page.getByRole('heading', { level: 2, name: '1 school' }).waitFor();
  await pressAt(page, page.getByRole('link', { name: 'Nether Wheel Primary', exact: true }));
  await page.getByRole('heading', { level: 1, name: 'Nether Wheel Primary' }).waitFor();
  await pressAt(page, page.getByRole('main').getByRole('link', { name: 'Subscription', exact: true }));
  await page.getByRole('heading', { name: 'When it is paid' }).waitFor();
  // Radios are one stop; arrows choose among them.
  await tabTo(page, page.getByRole('radio', { name: 'One payment in September' }));
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: /Three equal payments/ }).isChecked()).toBe(true);
  await expectFocusSeen(page);
  await pressAt(page, page.getByRole('button', { name: 'Work it out' }), 'Space');
  await page.waitForURL(/plan=/);
  const paid = page.getByRole('table', { name: 'When it is paid' });
  expect(await paid.locator('tbody').first().getByRole('row').count()).toBe(3);
  expect(await paid.getByRole('row', { name: /Together/ }).textContent()).toMatch(/£\d,\d{3}/);
  // And back, as one goes over a page again.
  await tabTo(page, page.getByRole('radio', { name: /Three equal payments/ }), 'Shift+Tab');
  expect(complaints).toEqual([]);
  await context.close();
});

it('a headteacher invites a governor, is told of a wrong date, mends it, and ends the role', async () => {
  const { page, context, complaints } = await visit(browser);
  await page.goto('/demonstration');
  await pressAt(page, page.getByRole('button', { name: /, headteacher$/ }));
  await page.getByText('You are ').first().waitFor();
  await pressAt(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Our school' }));
  await pressAt(page, page.getByRole('link', { name: 'People', exact: true }));
  await pressAt(page, page.getByRole('link', { name: 'Give somebody a role' }));
  await typeInto(page, page.getByLabel('Name'), 'Tansy Quillgate');
  await typeInto(page, page.getByLabel('Email address'), 'tansy.quillgate@example.org');
  await tabTo(page, page.getByLabel(/^Role at/));
  await page.keyboard.type('Governor');
  const last = page.getByRole('group', { name: 'Last day' });
  await typeInto(page, last.getByLabel('Day'), '31');
  await typeInto(page, last.getByLabel('Month'), '2');
  await typeInto(page, last.getByLabel('Year'), '2020');
  await page.keyboard.press('Enter');

  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('govuk-error-summary');
  await expectFocusSeen(page);
  await expectAccessible(page);
  await pressAt(page, summary.getByRole('link', { name: /last day that exists/ }));
  expect(await last.getByLabel('Day').evaluate((field) => field === document.activeElement)).toBe(true);
  await expectFocusSeen(page);
  expect(await page.getByLabel('Name').inputValue()).toBe('Tansy Quillgate');
  expect(await page.getByLabel('Email address').inputValue()).toBe('tansy.quillgate@example.org');
  expect(await page.getByLabel(/^Role at/).inputValue()).toBe('governor');
  expect(await last.getByLabel('Month').inputValue()).toBe('2');

  await typeInto(page, last.getByLabel('Month'), '8');
  await pressAt(page, page.getByRole('button', { name: /Give the role/ }));
  const row = page.getByRole('row', { name: /Tansy Quillgate/ });
  await row.waitFor();
  expect(await row.textContent()).toContain('31 August 2020');

  await pressAt(page, row.getByRole('link', { name: /Change/ }));
  await page.getByRole('group', { name: 'When does it end?' }).waitFor();
  await tabTo(page, page.getByRole('radio', { name: 'On a day' }));
  await page.keyboard.press('ArrowUp');
  const now = page.getByRole('radio', { name: 'Now' });
  expect(await now.isChecked()).toBe(true);
  await expectFocusSeen(page);
  await pressAt(page, page.getByRole('button', { name: 'Save the change' }), 'Space');
  await page.getByRole('link', { name: 'Give somebody a role' }).waitFor();
  expect(await row.count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it('an administrator brings a file of the wrong kind and reads what is wrong with it', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'administrator');
  await pressAt(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Imports' }));
  await pressAt(page, page.getByRole('link', { name: 'Bring a file' }));
  await tabTo(page, page.getByRole('radio', { name: /^School information/ }));
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: /^Pupil numbers/ }).isChecked()).toBe(true);
  await tabTo(page, page.getByLabel('File', { exact: true }));
  // What the system's own window does with the file that was chosen there.
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'partnerships.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('URN,Partnership\n199001,Locality A\n'),
  });
  await pressAt(page, page.getByRole('button', { name: 'Check this file' }));
  await page.getByText('Nothing was changed.').waitFor();
  await expect
    .poll(() => page.getByRole('main').textContent())
    .toContain('This looks like a partnership membership file');
  await expectAccessible(page);
  await pressAt(page, page.getByRole('link', { name: 'Choose another file' }));
  await page.waitForURL(/\/imports\/new/);
  expect(await page.getByRole('radio', { name: /^Pupil numbers/ }).isChecked()).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});
