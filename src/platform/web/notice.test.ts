import { describe, expect, it } from 'vitest';
import { heldClock } from '../clock';
import { readConfig } from '../config';
import type { Mesters } from '../mesters';
import { page, redirect } from './answers';
import { createMetrics } from './metrics';
import { anyone, type Req, type Route, route, sameSample } from './route';
import { createWeb } from './web';

const seen: string[] = [];
const get = (path: string, handle: (req: Req) => Promise<Response>): Route =>
  route({ method: 'GET', path, may: anyone, sample: sameSample(path), handle });
const leadTo = (path: string, to: (req: Req) => string): Route =>
  route({
    method: 'POST',
    path,
    may: anyone,
    sample: sameSample(path),
    handle: async (req) => redirect(to(req), { notice: `“${req.form.get('word')}”; 100%, done` }),
  });
const web = createWeb({
  mesters: {
    config: readConfig({}),
    clock: heldClock('2019-01-14'),
    log: { info: () => {}, error: () => {} },
    installation: async () => ({ kind: 'own', name: 'Weirside', heldToday: null }),
  } as unknown as Mesters,
  routes: [
    get('/list', async (req) => {
      seen.push(`${req.url.search} ${[...req.query.keys()]}`);
      return page(req, { title: 'A list' }, 'words');
    }),
    get('/other', (req) => page(req, { title: 'Another' }, 'words')),
    get('/on', async () => redirect('/list?then=1')),
    get('/away', async () => redirect('https://elsewhere.example/a')),
    get('/own', async () => redirect('/list', { notice: 'its own' })),
    get('/wrong', (req) => page(req, { title: 'Wrong', errors: [{ text: 'no', href: '#a' }] }, 'words')),
    leadTo('/save', (req) => req.form.get('to')),
    get('/not', async () => redirect('/list', { refusal: 'It was taken already.' })),
  ],
  metrics: createMetrics(),
  findActor: async () => null,
  shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
});

/** A browser: its windows share their cookies, and each follows its own answer. */
function browser() {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: { method?: string; body?: URLSearchParams } = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await web.request(`http://localhost:3000${path}`, {
      ...init,
      headers: { 'sec-fetch-site': 'same-origin', cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    jar,
    ask,
    /** Sends the form of a window. @returns where it is to go. */
    async send(word: string, to: string): Promise<string> {
      const answer = await ask('/save', { method: 'POST', body: new URLSearchParams({ word, to }) });
      return answer.headers.get('location') ?? '';
    },
    async leads(path: string): Promise<string> {
      return (await ask(path)).headers.get('location') ?? '';
    },
    /** What a page says above everything. */
    async says(path: string): Promise<string> {
      const text = await (await ask(path)).text();
      return /“(\w+)”; 100%, done|its own/.exec(text)?.slice(0, 2).findLast(Boolean) ?? '';
    },
  };
}

describe('the word of an answer', () => {
  it.each([
    ['the same page', '/list', '/list'],
    ['two pages', '/list', '/other'],
    ['one page as two were asked for it', '/list?q=a', '/list?q=b'],
  ])('is that of its own window, where two are answered at the same moment and lead to %s', async (_what, a, b) => {
    const { send, says, jar } = browser();
    const [first, second] = [await send('first', a), await send('second', b)];
    expect([await says(second), await says(first)]).toEqual(['second', 'first']);
    expect([await says(first), await says(second)]).toEqual(['', '']);
    expect(jar.size).toBe(0);
  });

  it('waits while other pages, and lists that refresh themselves, are asked for', async () => {
    const { send, says } = browser();
    const to = await send('word', '/list');
    expect(await says('/list')).toBe('');
    expect(await says('/other')).toBe('');
    expect(await says(to)).toBe('word');
  });

  it('is handed on by a page that only leads on, unless that has its own, and leaves the site with nobody', async () => {
    const { send, says, leads } = browser();
    expect(await says(await leads(await send('word', '/on')))).toBe('word');
    expect(await says(await leads(await send('word', '/own')))).toBe('its own');
    expect(await leads(await send('word', '/away'))).toBe('https://elsewhere.example/a');
  });

  it('stands beside an error', async () => {
    const { send, says } = browser();
    expect(await says(await send('word', '/wrong'))).toBe('word');
  });

  it('does not come into addresses that pages make from their own, and keeps the place in the page', async () => {
    const { send, says } = browser();
    const to = await send('word', '/list?q=a%20b#here');
    expect(to).toMatch(/^\/list\?q=a%20b&notice=[0-9a-f]{8}#here$/);
    seen.length = 0;
    await says(to.replace('#here', ''));
    await says('/list?notice=zzz&q=1');
    expect(seen).toEqual(['?q=a+b q', '?q=1 q']);
  });

  it('that something was not done does not call itself done, and is read out all the same', async () => {
    const { leads, ask } = browser();
    const text = await (await ask(await leads('/not'))).text();
    const [banner = ''] = /<div class="govuk-notification-banner[\s\S]*?<\/p>/.exec(text) ?? [];
    expect(banner).toContain('It was taken already.');
    expect(banner).toContain('role="alert"');
    expect(banner).not.toMatch(/Done|--success/);
  });

  it('is nobody else’s: a key without its cookie says nothing', async () => {
    const to = await browser().send('word', '/list');
    expect(await browser().says(to)).toBe('');
    for (const key of ['', 'deadbeef', '../x', '%00', 'a'.repeat(500)])
      expect(await browser().says(`/list?notice=${encodeURIComponent(key)}`)).toBe('');
  });
});
