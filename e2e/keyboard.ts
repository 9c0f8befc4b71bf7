import type { ElementHandle, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible } from './visitor';

/** What has the focus, whether it can be seen to have it, and whether it is the one wanted. Radios, boxes and chips are drawn by their labels. */
const focused = (page: Page, wanted?: ElementHandle) =>
  page.evaluate((wanted) => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const marks = (style: CSSStyleDeclaration) =>
      style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0);
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const own = getComputedStyle(element);
    const visible =
      (marks(own) && own.opacity !== '0') ||
      labels.some((label) => marks(getComputedStyle(label)) || marks(getComputedStyle(label, '::before')));
    return { what: element.outerHTML.slice(0, 160), visible, there: element === wanted };
  }, wanted);

/** The focus can be seen wherever it is now. @returns whether it is where it is wanted. */
export async function expectFocusSeen(page: Page, wanted?: ElementHandle): Promise<boolean> {
  const now = await focused(page, wanted);
  if (now) expect(now, `focus on ${page.url()}`).toEqual({ ...now, visible: true });
  return now?.there ?? false;
}

/** Goes on with Tab, or back with Shift and Tab, until this has the focus; the focus is seen at every step. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  // Found once: to look for a link by its name at every step takes longer than the step.
  const wanted = (await target.elementHandle()) as ElementHandle;
  if (await wanted.evaluate((element) => element === document.activeElement)) return;
  for (let step = 0; step < 150; step++) {
    await page.keyboard.press(key);
    if (await expectFocusSeen(page, wanted)) return;
  }
  throw new Error(`${key} never came to ${target} on ${page.url()}`);
}

/** Goes to a link or a button and presses it. */
export async function pressAt(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Goes to a field, empties it as one does by hand, and types. */
export async function typeInto(page: Page, field: Locator, words: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(words);
}

/** Follows a link, and finds nothing wrong with the page that it leads to. */
export async function follow(page: Page, link: Locator): Promise<void> {
  await tabTo(page, link);
  // Not the loading of the page on which the link stands.
  await page.waitForLoadState();
  const loaded = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await loaded;
  await expectAccessible(page);
}

/** From the main navigation on, link by link. */
export async function goBy(page: Page, first: string, ...more: string[]): Promise<void> {
  await follow(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: first, exact: true }));
  for (const name of more)
    await follow(
      page,
      page.locator('main, nav:not([aria-label="Main"])').getByRole('link', { name, exact: true }).first(),
    );
}

/** Presses twice at once, as an impatient hand does. */
export async function pressTwice(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
}

/** The page says what is wrong, has the focus there, and leads to the field; nothing of it is out of reach. */
export async function expectProblem(page: Page, words: RegExp, field?: Locator): Promise<void> {
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('govuk-error-summary');
  await expectFocusSeen(page);
  await expectAccessible(page);
  await pressAt(page, summary.getByRole('link', { name: words }));
  if (field) await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
}
