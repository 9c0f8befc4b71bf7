import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enterAs, launch, visit } from './visitor';
import { pattern, reachable } from './walk';

const browser = await launch();

/** Between them they reach every form. */
const people = [null, 'headteacher', 'administrator'] as const;

const hostile = `"'><script>document.title='executed'</script><img src="/" onerror="document.title='executed'">\\%00`;
const inputs = {
  nothing: '',
  'markup and quotes': hostile,
  nonsense: '-1e999 🐟 ٣٤ 99/99/9999',
  'five thousand letters': 'a'.repeat(5000),
};

/** Forms of a page by what they are sent to: how many fields somebody sees, and how many there are. */
const formsOf = (page: Page) =>
  page.evaluate(() =>
    [...document.forms].map((form, at) => {
      const fields = [...form.elements].filter((field) => field.matches('input, select, textarea'));
      const shown = fields.filter((field) => !field.matches('[type=hidden]'));
      const seen = shown.length;
      /** Why something is cancelled, for instance: any words will do. */
      const words = shown.every((field) => field.matches('[type=text]:not([inputmode]), textarea, [type=checkbox]'));
      return { at, words, sentTo: `${form.method} ${new URL(form.action).pathname}`, fields: fields.length, seen };
    }),
  );

type Found = Awaited<ReturnType<typeof formsOf>>[number];

const nameOf = ({ sentTo }: Found): string => {
  const [method, path = ''] = sentTo.split(' ');
  return `${method} ${pattern(path)}`;
};

/**
 * Puts the same words in every field, hidden and chosen ones too, and sends the form past the page's own script.
 * Very long ones go into the first field alone where they stand in the address, which has an end.
 */
async function send(page: Page, at: number, words: string): Promise<number> {
  const answered = page.waitForNavigation();
  await page.evaluate(
    ({ at, words }) => {
      const form = document.forms[at];
      if (!form) throw new Error(`There is no form ${at}.`);
      const typed = [...form.elements].filter((field) =>
        field.matches('input:not([type]), [type=text], [type=search], [type=email], textarea'),
      );
      for (const field of words.length > 1000 && form.method === 'get' ? typed.slice(0, 1) : form.elements) {
        if (field instanceof HTMLSelectElement) field.append(new Option(words, words, true, true));
        else if (field instanceof HTMLTextAreaElement) field.value = words;
        else if (field instanceof HTMLInputElement && field.type !== 'file') {
          field.value = words;
          if (field.type === 'radio' || field.type === 'checkbox') field.checked = words !== '';
        }
      }
      HTMLFormElement.prototype.submit.call(form);
    },
    { at, words },
  );
  // After a redirect, the page that was led to is the answer.
  return (await answered)?.status() ?? 0;
}

/** A page of ours, with a heading; nothing that was typed has run, or stands in it as an element. */
async function expectKind(page: Page, where: string): Promise<void> {
  expect(await page.getByRole('heading', { level: 1 }).count(), where).toBe(1);
  expect(await page.title(), where).not.toBe('executed');
  expect(await page.locator('img[onerror]').count(), where).toBe(0);
}

describe('every form takes whatever is typed', () => {
  const tried = new Set<string>();
  for (const person of people) {
    it(`by ${person ?? 'a visitor'}`, async () => {
      const { page, context, complaints } = await visit(browser);
      if (person) await enterAs(page, person);
      const forms: (Found & { address: string })[] = [];
      await reachable(page, async (address) => {
        for (const form of await formsOf(page)) {
          if (form.fields === 0 || form.sentTo === 'post /sign-out' || tried.has(nameOf(form))) continue;
          tried.add(nameOf(form));
          forms.push({ ...form, address });
        }
      });
      for (const { address, at, seen, sentTo, words: anyWords } of forms) {
        for (const [kind, words] of Object.entries(inputs)) {
          const where = `${kind} in ${sentTo} of ${address}`;
          await page.goto(address);
          const status = await send(page, at, words);
          expect(status, where).toBeLessThan(500);
          await expectKind(page, where);
          // Taken as it was typed; a form that was filled in has done its work then, and may be gone.
          const taken = anyWords && (await page.getByRole('alert').filter({ hasText: 'Done' }).isVisible());
          if (taken && words !== '') break;
          if (taken) continue;
          // What only buttons send may be forged, but nobody is told how to mend it; nor what an authenticator sends.
          if (sentTo.startsWith('post') && seen > 0 && !sentTo.endsWith('/passkeys'))
            await expectRefusal(page, status, where);
        }
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  it('and the forms are many', () => expect(tried.size, [...tried].join('\n')).toBeGreaterThan(20));
});

/** What was sent is refused in words: beside its fields, or as a page that says why. */
async function expectRefusal(page: Page, status: number, where: string): Promise<void> {
  if (status >= 400) return;
  expect(await page.getByRole('alert').allInnerTexts(), `${where} is answered`).toEqual([
    expect.stringMatching(/There is a problem|Choose|Enter|did not|could not|not /),
  ]);
}

it('what was typed stands in the form again as it was typed', async () => {
  const { page, context } = await visit(browser);
  await enterAs(page, 'headteacher');
  await page.goto('/schools/199001/people/new');
  await page.getByLabel('Name').fill(hostile);
  await page.getByLabel('Email address').fill(`'"<b>@`);
  await page.getByRole('button', { name: /Give the role/ }).click();
  await page.getByText('There is a problem').waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe(hostile);
  expect(await page.getByLabel('Email address').inputValue()).toBe(`'"<b>@`);
  await page.goto(`/schools?q=${encodeURIComponent(hostile)}`);
  expect(await page.getByLabel('Name, postcode or URN').inputValue()).toBe(hostile);
  await expectKind(page, 'the directory');
  await context.close();
});

it('an address that nothing is at is not found, whoever asks', async () => {
  const nowhere = [
    '/nowhere',
    '/schools/1',
    '/schools/abc',
    '/schools/199001/nowhere',
    '/trusts/1',
    '/partnerships/none',
  ];
  const { page, context } = await visit(browser);
  for (const path of [...nowhere, '/offer/sections/none', `/schools/${'9'.repeat(400)}`, '/%3Cscript%3E']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expectKind(page, path);
  }
  await enterAs(page, 'administrator');
  for (const path of [
    ...nowhere,
    '/imports/99999999',
    '/imports/abc',
    '/people/roles/none',
    '/administration/letters/0',
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expectKind(page, path);
  }
  await context.close();
});

it('a query that makes no sense is read as none', async () => {
  const { page, context } = await visit(browser);
  await enterAs(page, 'administrator');
  const rest = `sort=x&q=%00&open=x&sector=x&trust=x&year=x&share=x&pupils=x&plan=x&school=1e9&lot=-5&kind=x&also=x&later=x`;
  const school = ['/schools/199001', '/schools/199001/quote', '/schools/199001/people', '/offer/schools/199001'];
  const lists = ['/schools', '/trusts', '/people', '/search', '/offer', '/offer/programme', '/subscriptions/quotes'];
  const office = ['/subscriptions/viability', '/imports', '/administration', '/administration/letters'];
  for (const path of [...school, ...lists, ...office])
    for (const at of ['1.01', '9'.repeat(2000)]) {
      const address = `${path}?page=${at}&${rest}`;
      expect((await page.goto(address))?.status(), address.slice(0, 80)).toBeLessThan(500);
      await expectKind(page, address.slice(0, 80));
    }
  await context.close();
});

it('the page of another role or school is not opened', async () => {
  const { page, context } = await visit(browser);
  await enterAs(page, 'headteacher');
  for (const path of [
    '/imports',
    '/imports/new',
    '/people',
    '/administration',
    '/subscriptions/viability',
    '/schools/199002/people',
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
    await page.getByRole('heading', { level: 1, name: 'You cannot use this page' }).waitFor();
  }
  await context.close();
});
