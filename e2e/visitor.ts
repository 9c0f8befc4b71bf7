import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';
import { serveCopy } from './demonstration';
import { madeDemonstration } from './global-setup';
import { enter, launch as launchAt, widths } from './launch';

const axeSource = `{ ${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')} }`;

let address = '';

/**
 * A browser, and a demonstration that no other file's tests see: the program itself serves a copy of the one that was made for all.
 * Both end after the file's tests.
 */
export async function launch(): Promise<Browser> {
  const made = await madeDemonstration(inject('demonstration'));
  const [served, browser] = await Promise.all([serveCopy(made), launchAt(inject('browser'))]);
  address = served.address;
  afterAll(async () => {
    await browser.close();
    await served.stop();
  });
  return browser;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Errors that the page's script or the content policy reported. */
  complaints: string[];
}

/** Somebody's own browser window. */
export async function visit(browser: Browser, options: { width?: number; script?: boolean } = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: options.width ?? widths.desk, height: 900 },
    javaScriptEnabled: options.script ?? true,
    bypassCSP: false,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  // What waits in vain is then named by its own error, not by the test's.
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d|5\d\d)/.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
  return { page, context, complaints };
}

export { enter as enterAs, widths };

/** Nothing that axe knows of is wrong with the page as it stands, to WCAG 2.2 AA. */
export async function expectAccessible(page: Page): Promise<void> {
  // The content policy lets no script of the page be added; the browser's own console may. From the first page on, every page of the window
  // has it as it loads: to send it to each takes as long as to run it.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.context().addInitScript({ content: axeSource });
    await page.evaluate(axeSource);
  }
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
      // What is fetched again for rules that are not run: style sheets for orientation, sound and film.
      preload: false,
    });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n  ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join('\n  ')}`,
    );
  });
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Nothing runs out of the window sideways, except inside a table that scrolls by itself. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wide, width } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }));
  expect(wide, `width of ${page.url()}`).toBeLessThanOrEqual(width);
}

/** What can be read there, with single blanks. */
export async function wordsOf(locator: Locator): Promise<string> {
  await locator.waitFor();
  return (await locator.allInnerTexts()).join(' ').replace(/\s+/g, ' ').trim();
}
