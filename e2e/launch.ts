import { type Browser, chromium, type Page } from 'playwright-core';

/**
 * The browser's own defaults, which keep web security on, less what reaches outside. Each page is seen once or twice: to optimise its script
 * would take longer than to run it (570 ms of processor time a page that axe looks at, 860 with).
 */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--js-flags=--no-opt --no-maglev',
    ],
  });

export const widths = { phone: 360, tablet: 768, desk: 1440 } as const;

/** Signs in through the demonstration's own page as the person who has this role, as the page names it. */
export async function enter(page: Page, role: string): Promise<void> {
  await page.goto('/demonstration');
  await page.getByRole('button', { name: new RegExp(`, ${role}$`) }).click();
  // The first look at a server that has just started may wait for it.
  await page.getByText('You are ').first().waitFor({ timeout: 60_000 });
}
