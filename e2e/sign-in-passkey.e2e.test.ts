import { serve } from '@hono/node-server';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { createPGlite, databaseOn, migrate, pgliteSource } from '../src/platform/database';
import { head, placeOn } from '../src/platform/sign-in/testing';

const source = pgliteSource(await createPGlite());
await migrate(source);
const database = databaseOn('pglite', source);
const { address, listen, close } = await openServer();
const place = placeOn(database, { baseUrl: address });
listen(place.site.fetch);
const script = await bundle();
const browser: Browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
afterAll(async () => {
  await browser.close();
  await close();
  await database.close();
});

test('a passkey is added after a code, signs in on its own, and does not once it is removed', async () => {
  const { page, device } = await openBrowser({ recognises: true });
  await enterByCode(page);
  await open(page, '/account/passkeys');
  await page.getByLabel('Name', { exact: true }).fill('Office computer');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The passkey has been added').waitFor();
  expect(await page.getByLabel(/^Name of the passkey added on/).inputValue()).toBe('Office computer');

  await open(page, '/account/passkeys');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('This device already has a passkey here').waitFor();

  await signOut(page);
  await open(page, '/sign-in?returnTo=%2Faccount%2Fpasskeys');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL('**/account/passkeys');
  expect(place.entered.at(-1)).toEqual({ email: head, how: 'passkey' });

  await device.recognises(false);
  await signOut(page);
  await open(page, '/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('The passkey was not used').waitFor();
  // Who tries again is at the button, which says what went wrong.
  const [focused, described] = await page.evaluate(() => {
    const at = document.activeElement;
    return [at?.textContent, document.getElementById(at?.getAttribute('aria-describedby') ?? '')?.textContent];
  });
  expect(focused?.trim()).toBe('Sign in with a passkey');
  expect(described).toContain('The passkey was not used');
  await device.recognises(true);

  await enterByCode(page);
  await open(page, '/account/passkeys');
  await page.getByRole('button', { name: 'Remove Office computer' }).click();
  await page.getByText('The passkey has been removed').waitFor();
  await signOut(page);
  await open(page, '/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').getByText('That passkey did not work here').waitFor();
  expect(await place.site.signIn.email(await cookiesOf(page))).toBeNull();
  await page.context().close();
});

test('a passkey does not let in a person who has ended', async () => {
  const { page } = await openBrowser({ recognises: true });
  await enterByCode(page);
  await open(page, '/account/passkeys');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The passkey has been added').waitFor();
  await signOut(page);
  place.invited.delete(head);
  await open(page, '/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').waitFor();
  expect(await place.site.signIn.email(await cookiesOf(page))).toBeNull();
  place.invited.add(head);
  await page.context().close();
});

test('without script, and on a bare number, the page offers the code only', async () => {
  const without = await browser.newContext({ javaScriptEnabled: false });
  const plain = await without.newPage();
  await plain.goto(`${address}/sign-in`);
  expect(await plain.getByLabel('Email address').isVisible()).toBe(true);
  expect(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
  await without.close();
  const { page } = await openBrowser({ recognises: true });
  await page.goto(`${address.replace('localhost', '127.0.0.1')}/sign-in`);
  await page.evaluate(script);
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
  await page.context().close();
});

async function openBrowser(given: { recognises: boolean }) {
  const context: BrowserContext = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: given.recognises,
      automaticPresenceSimulation: true,
    },
  });
  const recognises = (isUserVerified: boolean) =>
    session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { page, device: { recognises } };
}

/** Opens a page and starts our script on it, as the built page does by itself. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(address + path);
  await page.evaluate(script);
}

async function enterByCode(page: Page): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('Email address').fill(head);
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByLabel('Code').waitFor();
  await place.site.signIn.settled();
  await page.getByLabel('Code').fill(place.codes.at(-1)?.code ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${address}/`);
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

async function cookiesOf(page: Page): Promise<Headers> {
  const cookies = await page.context().cookies();
  return new Headers({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') });
}

/** `client.ts` as one script that starts itself. */
async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: 'src/platform/sign-in/client.ts', formats: ['iife'], name: 'passkeys' } },
  })) as Rolldown.RolldownOutput[];
  return `${built[0]?.output[0].code}\npasskeys.initPasskeys();`;
}

/** A port of its own, known before the site is made: the site must know its address. */
async function openServer() {
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 });
  const server = serve({ fetch: (request) => fetch(request), port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `http://localhost:${port}`,
    listen: (given: typeof fetch) => {
      fetch = given;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
