import type { Browser, Page } from 'playwright-core';
import { vi } from 'vitest';
import { enterAs, type Visit, visit, wordsOf } from './visitor';

/** What others must have done before a journey begins, done through the site as they would: quickly, and not looked at again. */

export interface School {
  urn: string;
  name: string;
}

/** Somebody of the partnership's office, by their role in the demonstration's list of people. */
export async function office(browser: Browser, role = 'administrator'): Promise<Visit> {
  const visited = await visit(browser);
  await enterAs(visited.page, role);
  return visited;
}

/** Schools that have not said anything yet and whose fee is known, in the order of the office's list. */
export async function prospects(page: Page): Promise<School[]> {
  await page.goto('/subscriptions?state=prospect');
  return page.evaluate(() =>
    [...document.querySelectorAll('main tbody tr')].flatMap((row) => {
      const link = row.querySelector<HTMLAnchorElement>('a[href$="/subscription"]');
      const urn = link && /\/schools\/(\d+)\//.exec(link.pathname)?.[1];
      return urn && row.textContent.includes('£') ? [{ urn, name: link.textContent.trim() }] : [];
    }),
  );
}

/** The address of somebody who has this role at a place ("/schools/199001"), by the place's page of people. */
export async function addressOf(page: Page, place: string, role: string): Promise<string> {
  await page.goto(`${place}/people`);
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: role, exact: true }) })
    .first();
  const found = /\S+@\S+/.exec(await wordsOf(row))?.[0];
  if (!found) throw new Error(`Nobody at ${place} is ${role}.`);
  return found;
}

/** Signs in by the code of the letter, which a demonstration keeps for its office to read. */
export async function enterByCode(browser: Browser, officePage: Page, email: string): Promise<Visit> {
  const visited = await visit(browser);
  const { page } = visited;
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByLabel('Code').waitFor();
  await page.getByLabel('Code').fill(await codeFor(officePage, email));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
  return visited;
}

const codeFor = (page: Page, email: string): Promise<string> =>
  vi.waitFor(
    async () => {
      await page.goto(`/administration/letters?q=${encodeURIComponent(email)}`);
      const [newest = ''] = await page.getByRole('link', { name: /^\d{6} is your code/ }).allInnerTexts();
      const code = /^\d{6}/.exec(newest)?.[0];
      if (!code) throw new Error(`No code has come for ${email}.`);
      return code;
    },
    { timeout: 20_000, interval: 200 },
  );

const subscriptionOf = ({ urn }: School): string => `/schools/${urn}/subscription`;

/** Presses the one button of this name on the school's page of its subscription. */
export async function step(page: Page, school: School, button: string): Promise<void> {
  await page.goto(subscriptionOf(school));
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('alert').waitFor();
}

/**
 * Makes the offer run, as the office may: where what has been accepted is too little, by a version of the offer with a lower line. Contracts
 * that are accepted already, and those to come, are binding then.
 */
export async function letTheOfferRun(page: Page): Promise<void> {
  await page.goto('/subscriptions/gate');
  if (await page.getByText('Confirmed', { exact: true }).isVisible()) return;
  const confirm = page.getByRole('button', { name: 'Confirm viability' });
  if (!(await confirm.isVisible())) {
    await publishWithLine(page, 1000);
    await page.goto('/subscriptions/gate');
  }
  await confirm.click();
  await page.getByText('Viability is confirmed').first().waitFor();
}

/** Publishes today's offer once more, to run from this income on. */
export async function publishWithLine(page: Page, pounds: number): Promise<void> {
  await page.goto('/offer/versions');
  const shown = page.getByRole('row', { name: /Shown today/ }).getByRole('link');
  const name = await wordsOf(shown);
  const response = await page.request.get((await shown.getAttribute('href')) ?? '');
  const text = (await response.text()).replace(/^( +(?:line|target): )\d+$/gm, `$1${pounds}`);
  await page.getByLabel('Offer file').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Check this file' }).click();
  await page.getByRole('button', { name: /^Publish/ }).click();
  await page
    .getByText(/published/i)
    .first()
    .waitFor();
}

/** Completes the form that was sent. */
export async function completeForm(page: Page, school: School, plan: RegExp): Promise<void> {
  await page.goto(`${subscriptionOf(school)}/form`);
  await page.getByRole('radio', { name: plan }).check();
  await page.getByLabel('Your full name').fill('Tansy Quillgate');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Complete the form' }).click();
  await page.getByText('The form is completed').first().waitFor();
}

/** Takes a school from nothing to a binding subscription with its invoices. `head` is one of those who may sign for it. */
export async function subscribe(
  { office, head }: { office: Page; head: Page },
  school: School,
  plan: RegExp,
): Promise<void> {
  await step(head, school, 'We mean to subscribe');
  await step(office, school, 'Send the form');
  await completeForm(head, school, plan);
  await step(office, school, 'Accept the form');
  await letTheOfferRun(office);
  await waitUntil(office, subscriptionOf(school), 'Active');
  await office.goto('/money');
  await office.getByRole('button', { name: 'Raise what is due now' }).click();
  await waitUntil(office, `/schools/${school.urn}/money`, 'INV-');
}

/** Opens a page again and again until these words are on it: what a job does is there soon, and not at once. */
export const waitUntil = (page: Page, path: string, words: string): Promise<void> =>
  vi.waitFor(
    async () => {
      await page.goto(path);
      if (!(await wordsOf(page.getByRole('main'))).includes(words)) throw new Error(`${path} does not say: ${words}`);
    },
    { timeout: 40_000, interval: 500 },
  );

/** How often this was done, at a place ("school/199001") or anywhere, by the office's record of what was done. */
export async function deeds(page: Page, scope: string | null, action: string): Promise<number> {
  const place = scope === null ? '' : `&place=${encodeURIComponent(scope)}`;
  await page.goto(`/administration?q=${encodeURIComponent(action)}&kind=change${place}`);
  return page.getByRole('row').filter({ hasText: action }).count();
}
