import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What has the focus, and whether it can be seen to have it. Radios, boxes and chips are drawn by their labels. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const marks = (style: CSSStyleDeclaration) =>
      style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0);
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const own = getComputedStyle(element);
    const visible =
      (marks(own) && own.opacity !== '0') ||
      labels.some((label) => marks(getComputedStyle(label)) || marks(getComputedStyle(label, '::before')));
    return { what: element.outerHTML.slice(0, 160), visible };
  });

/** The focus can be seen wherever it is now. */
export async function expectFocusSeen(page: Page): Promise<void> {
  const now = await focused(page);
  if (now) expect(now, `focus on ${page.url()}`).toEqual({ what: now.what, visible: true });
}

/** Goes on with Tab, or back with Shift and Tab, until this has the focus; the focus is seen at every step. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 150; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    await expectFocusSeen(page);
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
