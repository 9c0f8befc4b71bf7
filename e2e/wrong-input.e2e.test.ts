import { parseHTML } from 'linkedom';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enterAs, launch, visit } from './visitor';
import { noPages, pattern, reachable } from './walk';

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

interface Found {
  /** Of which page. */
  address: string;
  method: string;
  action: string;
  enctype: string;
  fields: Element[];
  /** How many fields somebody sees. */
  seen: number;
  /** Why something is cancelled, for instance: any words will do. */
  words: boolean;
}

const formsOf = (address: string, document: Document): Found[] =>
  [...document.querySelectorAll('form')].map((form) => {
    const fields = [...form.querySelectorAll('input, select, textarea')];
    const shown = fields.filter((field) => !field.matches('[type=hidden]'));
    return {
      address,
      method: (form.getAttribute('method') ?? 'get').toLowerCase(),
      action: new URL(form.getAttribute('action') || address, 'http://x').pathname,
      enctype: form.getAttribute('enctype') ?? '',
      fields,
      seen: shown.length,
      words: shown.every((field) => field.matches('[type=text]:not([inputmode]), textarea, [type=checkbox]')),
    };
  });

const nameOf = ({ method, action }: Found): string => `${method} ${pattern(action)}`;

const isTyped = (field: Element) =>
  field.matches('input:not([type]), [type=text], [type=search], [type=email], textarea');

interface Answer {
  status: number;
  document: Document;
}

const read = (status: number, html: string): Answer => ({ status, document: parseHTML(html).document });

/**
 * Sends the form with the same words in every field, hidden and chosen ones too.
 * Very long ones go into the first field alone where they stand in the address, which has an end.
 */
async function send(page: Page, { method, action, fields }: Found, words: string): Promise<Answer> {
  const filled = words.length > 1000 && method === 'get' ? fields.filter(isTyped).slice(0, 1) : fields;
  const form = new FormData();
  for (const field of filled) {
    const name = field.getAttribute('name');
    if (!name) continue;
    if (field.matches('[type=file]')) form.set(name, new File([], ''));
    else if (words !== '' || !field.matches('[type=radio], [type=checkbox]')) form.set(name, words);
  }
  const text = new URLSearchParams([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  const body = new Response([...form.values()].some((value) => value instanceof File) ? form : text);
  const answer =
    method === 'get'
      ? await page.request.get(`${action}?${text}`)
      : await page.request.post(action, {
          data: Buffer.from(await body.arrayBuffer()),
          headers: { 'Content-Type': body.headers.get('content-type') ?? '', 'Sec-Fetch-Site': 'same-origin' },
        });
  // After a redirect, the page that was led to is the answer.
  return read(answer.status(), await answer.text());
}

/** The same as a form of the page that is open sends it: what is typed there could run when it comes back. */
async function type(page: Page, { method, action, enctype, fields }: Found, words: string): Promise<Answer> {
  const names = fields
    .filter((field) => !field.matches('[type=file]'))
    .map((field) => field.getAttribute('name') ?? '');
  const answered = page.waitForNavigation();
  await page.evaluate(
    ({ words, names, ...how }) => {
      const form = Object.assign(document.createElement('form'), how);
      for (const name of names) form.append(Object.assign(document.createElement('input'), { name, value: words }));
      document.body.append(form);
      HTMLFormElement.prototype.submit.call(form);
    },
    { words, names, method, action, enctype },
  );
  return read((await answered)?.status() ?? 0, await page.content());
}

async function open(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(path);
  return read(answer.status(), await answer.text());
}

/** A page of ours, with a heading; nothing that was typed has run, or stands in it as an element. */
function expectKind({ document }: Answer, where: string): void {
  expect(document.querySelectorAll('h1'), where).toHaveLength(1);
  expect(document.title, where).not.toBe('executed');
  expect(document.querySelectorAll('img[onerror]'), where).toHaveLength(0);
}

const alertsOf = ({ document }: Answer) =>
  [...document.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent ?? '');

describe('every form takes whatever is typed', () => {
  /** What each form is called, and who tried it: somebody who tries again begins anew. */
  const tried = new Map<string, string | null>();
  const files = noPages();
  for (const person of people) {
    it(`by ${person ?? 'a visitor'}`, async () => {
      const { page, context, complaints } = await visit(browser);
      await page.goto('/');
      if (person) await enterAs(page, person);
      const forms: Found[] = [];
      await reachable(
        page,
        async (address, document) => {
          for (const form of formsOf(address, document)) {
            const by = tried.get(nameOf(form)) ?? person;
            if (form.fields.length === 0 || form.action === '/sign-out' || by !== person) continue;
            if (forms.some((other) => nameOf(other) === nameOf(form))) continue;
            tried.set(nameOf(form), person);
            forms.push(form);
          }
        },
        files,
      );
      for (const form of forms) {
        for (const [kind, words] of Object.entries(inputs)) {
          const where = `${kind} in ${nameOf(form)} of ${form.address}`;
          const answer = await (words === hostile ? type : send)(page, form, words);
          expect(answer.status, where).toBeLessThan(500);
          expectKind(answer, where);
          // Taken as it was typed; a form that was filled in has done its work then, and may be gone.
          const taken = form.words && alertsOf(answer).some((alert) => alert.includes('Done'));
          if (taken && words !== '') break;
          if (taken) continue;
          // What only buttons send may be forged, but nobody is told how to mend it; nor what an authenticator sends.
          if (form.method === 'post' && form.seen > 0 && !form.action.endsWith('/passkeys'))
            expectRefusal(answer, where);
        }
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  it('and the forms are many', () => expect(tried.size, [...tried.keys()].join('\n')).toBeGreaterThan(20));
});

/** What was sent is refused in words: beside its fields, or as a page that says why. */
function expectRefusal(answer: Answer, where: string): void {
  if (answer.status >= 400) return;
  expect(alertsOf(answer), `${where} is answered`).toEqual([
    expect.stringMatching(/There is a problem|Choose|Enter|did not|could not|not |Nothing has changed/),
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
  expectKind(read(200, await page.content()), 'the directory');
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
    const answer = await open(page, path);
    expect(answer.status, path).toBe(404);
    expectKind(answer, path);
  }
  await enterAs(page, 'administrator');
  for (const path of [
    ...nowhere,
    '/imports/99999999',
    '/imports/abc',
    '/people/roles/none',
    '/administration/letters/0',
  ]) {
    const answer = await open(page, path);
    expect(answer.status, path).toBe(404);
    expectKind(answer, path);
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
      const answer = await open(page, address);
      expect(answer.status, address.slice(0, 80)).toBeLessThan(500);
      expectKind(answer, address.slice(0, 80));
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
