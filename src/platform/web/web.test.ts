import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Actor, Anyone } from '../actor';
import { heldClock } from '../clock';
import { type Config, readConfig } from '../config';
import type { Log } from '../log';
import type { Mesters } from '../mesters';
import { page, redirect } from './answers';
import { limits } from './body';
import { createMetrics } from './metrics';
import { anyone, type Req, type Route, route, sameSample, signedIn } from './route';
import { createWeb } from './web';

const somebody: Actor = {
  personId: '00000000-0000-0000-0000-000000000001',
  name: 'Robin Vale',
  email: 'robin@school.example',
  roles: [],
  sees: [],
};
const ours = { 'sec-fetch-site': 'same-origin' };

/** A site of these routes, with everything between the request and the handler real. Pages need no database. */
function site(
  routes: Route[],
  options: { actor?: Anyone; config?: Partial<Config>; findActor?: (headers: Headers) => Promise<Anyone> } = {},
) {
  const lines: { event: string; facts: unknown; error?: unknown }[] = [];
  const log: Log = {
    info: (event, facts) => lines.push({ event, facts }),
    error: (event, error, facts) => lines.push({ event, facts, error }),
  };
  const mesters = {
    config: { ...readConfig({}), ...options.config },
    clock: heldClock('2019-01-14'),
    log,
    installation: async () => ({ kind: 'own', name: 'Weirside', heldToday: null }),
  } as unknown as Mesters;
  const metrics = createMetrics();
  const web = createWeb({
    mesters,
    routes,
    metrics,
    findActor: options.findActor ?? (async () => options.actor ?? null),
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
  });
  return {
    lines,
    metrics,
    fetch: web.fetch,
    ask: (path: string, init?: RequestInit) => web.request(`http://localhost:3000${path}`, init),
    send: (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
      web.request(`http://localhost:3000${path}`, {
        method: 'POST',
        body,
        headers: { ...ours, ...headers },
        duplex: 'half',
      } as RequestInit),
  };
}

const get = (path: string, more: Partial<Route> = {}) =>
  route({
    method: 'GET',
    path,
    may: anyone,
    sample: sameSample(path),
    handle: (req) => page(req, { title: 'A page' }, req.params.id ?? 'words'),
    ...more,
  });
/** Takes a form and answers with what arrived. */
const post = (path: string, more: Partial<Route> = {}) =>
  route({
    method: 'POST',
    path,
    may: anyone,
    sample: sameSample(path),
    handle: async (req) =>
      Response.json({
        form: req.form.entries(),
        uploads: req.uploads.map(({ field, name, bytes }) => ({ field, name, bytes })),
      }),
    ...more,
  });

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const asForm = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a page', () => {
  it('is whole, private and guarded by a policy whose nonce is new each time', async () => {
    const { ask } = site([get('/a')]);
    const first = await ask('/a');
    const second = await ask('/a');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('cache-control')).toBe('private, no-store');
    const html = await first.text();
    expect(html).toMatch(/^<!DOCTYPE html><html/);
    const nonceOf = (answer: Response) =>
      /script-src 'nonce-([^']{20,})' 'strict-dynamic'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    expect(nonceOf(first)).toBeDefined();
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    for (const [, nonce] of html.matchAll(/<script[^>]*\bnonce="([^"]*)"/g)) expect(nonce).toBe(nonceOf(first));
    expect(html.match(/<script(?![^>]*\bnonce=)/g)).toBeNull();
    expect(html).not.toMatch(/\son[a-z]+="|\sstyle="/);
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ["default-src 'none'"],
    ["style-src 'self'"],
    ["form-action 'self'"],
    ["frame-ancestors 'none'"],
    ["base-uri 'none'"],
  ])('allows nothing beyond %s', async (directive) => {
    const answer = await site([get('/a')]).ask('/a');
    expect(answer.headers.get('content-security-policy')?.split('; ')).toContain(directive);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|http:/);
  });

  it('has the same headers when it is an error, a redirect or a file', async () => {
    const file = get('/file', { handle: async () => new Response('a,b') });
    const broken = get('/broken', { handle: () => Promise.reject(new Error('no')) });
    const away = get('/away', { handle: async () => redirect('/a') });
    const { ask } = site([file, broken, away]);
    for (const path of ['/file', '/broken', '/away', '/nowhere']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  it('asks for https to be kept only where there is https', async () => {
    expect((await site([get('/a')]).ask('/a')).headers.has('strict-transport-security')).toBe(false);
    const secure = site([get('/a')], { config: { baseUrl: 'https://mesters.example' } });
    expect((await secure.ask('/a')).headers.get('strict-transport-security')).toContain('max-age=');
  });

  it('answers HEAD as it answers GET, without the page', async () => {
    const answer = await site([get('/a')]).ask('/a', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toBe('');
  });
});

describe('what an address asks for', () => {
  const seen: Pick<Req, 'query' | 'params' | 'url'>[] = [];
  const { ask } = site([
    get('/places/:id', {
      async handle({ query, params, url }) {
        seen.push({ query, params, url });
        return new Response('');
      },
    }),
  ]);

  it('holds no character that the database cannot, wherever it stands', async () => {
    await ask('/places/a%00b?q=%00weir%00%20&q=+head&%00sort=na%00me&empty=%00');
    const { query, params, url } = seen.pop()!;
    expect([...query]).toEqual([
      ['q', 'weir'],
      ['q', 'head'],
      ['sort', 'name'],
      ['empty', ''],
    ]);
    expect(params).toEqual({ id: 'ab' });
    expect(url.search).not.toContain('%00');
  });

  it('stays as it was written otherwise', async () => {
    await ask('/places/a%20b?q=st%20mary%27s&page=2');
    const { query, params, url } = seen.pop()!;
    expect(Object.fromEntries(query)).toEqual({ q: "st mary's", page: '2' });
    expect(params).toEqual({ id: 'a b' });
    expect(url.search).toBe('?q=st%20mary%27s&page=2');
  });
});

describe('who may not', () => {
  const closed = get('/schools/:id', { may: (actor, { id }) => actor !== null && id === '1' });

  it('is led to sign-in, and back afterwards', async () => {
    const answer = await site([closed]).ask('/schools/1?tab=people&page=2');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(
      `/sign-in?returnTo=${encodeURIComponent('/schools/1?tab=people&page=2')}`,
    );
  });

  it('gets a plain refusal when signed in', async () => {
    const { ask } = site([closed], { actor: somebody });
    expect((await ask('/schools/1')).status).toBe(200);
    const answer = await ask('/schools/2');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('You cannot use this page');
  });

  it('gets a refusal, not a page of sign-in, from an address for programs', async () => {
    expect((await site([get('/a.json', { may: signedIn })]).ask('/a.json')).status).toBe(403);
  });

  it('changes nothing: the body is not even read', async () => {
    let ran = false;
    const write = post('/a', {
      may: signedIn,
      handle: async () => {
        ran = true;
        return redirect('/b');
      },
    });
    const answer = await site([write]).send('/a', form({ a: '1' }));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain('/sign-in');
    expect(ran).toBe(false);
  });

  it('finds no page where there is none, nor another method where there is one', async () => {
    const { ask, send } = site([get('/a')]);
    for (const answer of [await ask('/b'), await send('/a', form({})), await ask('/a', { method: 'DELETE' })]) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Page not found');
    }
  });
});

describe('a change', () => {
  const headers = (given: Record<string, string>, config: Partial<Config> = {}) =>
    site([post('/a')], { config }).ask('/a', { method: 'POST', body: form({ a: ' 1 ' }), headers: given });

  it('is taken from our own pages', async () => {
    const answer = await headers(ours);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ form: { a: '1' }, uploads: [] });
    expect((await headers({ origin: 'http://localhost:3000' })).status).toBe(200);
    expect((await headers({ origin: 'https://mesters.example' }, { baseUrl: 'https://mesters.example' })).status).toBe(
      200,
    );
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of the site', { 'sec-fetch-site': 'same-site' }],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }],
    ['another site that names ours', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }],
    ['another site, in an older browser', { origin: 'http://elsewhere.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['no page at all', {} as Record<string, string>],
  ])('is refused from %s', async (_, given) => {
    const answer = await headers(given);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('This form came from another site');
  });

  it('behind a proxy is taken from the public address alone', async () => {
    const config = { baseUrl: 'https://mesters.example', trustProxy: true };
    expect((await headers({ origin: 'https://mesters.example' }, config)).status).toBe(200);
    expect((await headers({ origin: 'http://localhost:3000' }, config)).status).toBe(403);
  });
});

describe('a form', () => {
  it('may repeat a field, and keeps what is typed in any language', async () => {
    let seen: Req | undefined;
    const route = post('/a', {
      handle: async (req) => {
        seen = req;
        return redirect('/b');
      },
    });
    await site([route]).send('/a', 'urn=1&urn=2&name=St+Mary%E2%80%99s&gone=', asForm);
    expect(seen?.form.all('urn')).toEqual(['1', '2']);
    expect(seen?.form.get('name')).toBe('St Mary’s');
    expect([seen?.form.has('gone'), seen?.form.get('gone'), seen?.form.has('never')]).toEqual([true, '', false]);
  });

  it('keeps nothing that nobody sees, and the ends of lines', async () => {
    const { route, seen } = keeping();
    const body = multipart(
      {
        name: '\u202eyramirP \u200bA\u0007nn\u2066e\u0085\ufeff',
        note: 'one\n\ttwo',
        empty: '\u200b \u200f',
        joined: 'می\u200cخواهم',
      },
      { file: new File(['a'], 'list\u202evsc.exe') },
    );
    const answer = await site([route]).send('/a', body);
    expect(await answer.json()).toEqual({
      form: { name: 'yramirP Anne', note: 'one\r\n\ttwo', empty: '', joined: 'می\u200cخواهم' },
      uploads: [{ field: 'file', name: 'listvsc.exe' }],
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['by its own word', () => ['a'.repeat(limits.form + 1), { ...asForm, 'content-length': String(limits.form + 1) }]],
    ['without a word about it', () => [streamed('a'.repeat(1024), 100), asForm]],
    ['in parts', () => [multipart({ a: 'a'.repeat(limits.form + 1) }), {}]],
    [
      'in many parts',
      () => [multipart(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, 'a'.repeat(4096)]))), {}],
    ],
  ] as [string, () => [BodyInit, Record<string, string>]][])('that is too large, %s, is refused', async (_, body) => {
    const answer = await site([post('/a')]).send('/a', ...body());
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('That is too large');
  });

  it('loses no field: too many are refused, not cut', async () => {
    const fields = (n: number) =>
      multipart(Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, String(i)])));
    const taken = await site([post('/a', { body: 'upload' })]).send('/a', fields(900));
    expect(Object.keys((await taken.json()).form)).toHaveLength(900);
    expect((await site([post('/a', { body: 'upload' })]).send('/a', fields(1500))).status).toBe(413);
  });
});

describe('an upload', () => {
  it('lies on disk while it is handled, and is gone afterwards', async () => {
    const { route, seen } = keeping();
    const body = multipart({ why: 'new list' }, { file: new File(['URN,Name\n1,A\n'], '../../list.csv') });
    const answer = await site([route]).send('/a', body);
    expect(await answer.json()).toMatchObject({ form: { why: 'new list' }, uploads: [{ field: 'file' }] });
    expect(seen).toEqual([{ path: expect.not.stringContaining('list.csv'), bytes: 13, onDisk: 13 }]);
    expect(existsSync(seen[0]?.path ?? '')).toBe(false);
  });

  it('is gone also when handling it fails', async () => {
    let path = '';
    const route = post('/a', {
      body: 'upload',
      handle: (req) => {
        path = req.uploads[0]?.path ?? '';
        return Promise.reject(new Error('no'));
      },
    });
    expect((await site([route]).send('/a', multipart({}, { file: new File(['a'], 'a.csv') }))).status).toBe(500);
    expect(path).not.toBe('');
    expect(existsSync(path)).toBe(false);
  });

  it('of nothing is no upload', async () => {
    const { route, seen } = keeping();
    await site([route]).send('/a', multipart({}, { file: new File([], '') }));
    expect(seen).toEqual([]);
  });

  it('never stands in memory, however large', { timeout: 60_000 }, async () => {
    const { route, seen } = keeping();
    const megabytes = 200;
    const before = held();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, held() - before);
    }, 5);
    const answer = await site([route]).send('/a', largeUpload(megabytes), {
      'content-type': 'multipart/form-data; boundary=edge',
    });
    clearInterval(watch);
    expect(answer.status).toBe(200);
    expect(seen[0]?.onDisk).toBe(megabytes * 1024 * 1024);
    expect(most).toBeLessThan((megabytes / 2) * 1024 * 1024);
  });

  it('that is larger than the limit is cut off early and leaves nothing', async () => {
    const { route, seen } = keeping();
    const { send } = site([route]);
    expect(
      (
        await send('/a', 'x', {
          'content-type': 'multipart/form-data; boundary=edge',
          'content-length': String(limits.upload + 1),
        })
      ).status,
    ).toBe(413);
    expect(seen).toEqual([]);
  });

  it.each([
    [
      'cut in the middle of the file',
      '--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nURN,Name\r\n1,',
    ],
    ['cut in a heading', '--edge\r\nContent-Disposition: form-da'],
    ['empty', ''],
    ['of another kind', 'URN,Name\r\n1,A\r\n'],
  ])('that is %s is refused, and the program goes on', async (_, text) => {
    const { route, seen } = keeping();
    const { send } = site([route]);
    const answer = await send('/a', text, { 'content-type': 'multipart/form-data; boundary=edge' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('The form did not arrive whole');
    expect(seen).toEqual([]);
    expect((await send('/a', multipart({}, { file: new File(['a'], 'a.csv') }))).status).toBe(200);
  });

  it('whose heading names no boundary is refused', async () => {
    expect((await site([keeping().route]).send('/a', 'a', { 'content-type': 'multipart/form-data' })).status).toBe(400);
  });
});

describe('over the network', () => {
  async function listening(routes: Route[]): Promise<string> {
    const server = serve({ fetch: site(routes).fetch, hostname: '127.0.0.1', port: 0 });
    onTestFinished(() => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('a body that is too large is answered, not hung up on', async () => {
    const at = await listening([post('/a'), post('/b', { body: 'upload' })]);
    const large = await fetch(`${at}/a`, {
      method: 'POST',
      headers: { ...ours, ...asForm },
      body: 'a'.repeat(3_000_000),
    });
    expect(large.status).toBe(413);
    expect((await fetch(`${at}/b`, { method: 'POST', headers: ours, body: multipart({ a: 'b' }) })).status).toBe(200);
  });

  it('somebody who goes away in the middle of an upload takes nothing along', async () => {
    let handled = false;
    const at = await listening([
      post('/a', {
        body: 'upload',
        handle: async () => {
          handled = true;
          return redirect('/b');
        },
      }),
      get('/b'),
    ]);
    const gone = new AbortController();
    const body = largeUpload(16, () => gone.abort());
    const headers = { ...ours, 'content-type': 'multipart/form-data; boundary=edge' };
    await expect(
      fetch(`${at}/a`, { method: 'POST', headers, body, duplex: 'half', signal: gone.signal } as RequestInit),
    ).rejects.toThrow();
    expect((await fetch(`${at}/b`)).status).toBe(200);
    expect(handled).toBe(false);
  });
});

describe('too many calls', () => {
  it('to one route are asked to wait, by address', async () => {
    const behind = site([get('/a', { rate: { calls: 2, seconds: 60 } }), get('/b')], { config: { trustProxy: true } });
    const from = (address: string, path = '/a') =>
      behind.ask(path, { headers: { 'x-forwarded-for': `10.0.0.1, ${address}` } });
    expect([(await from('192.0.2.1')).status, (await from('192.0.2.1')).status]).toEqual([200, 200]);
    const third = await from('192.0.2.1');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await third.text()).toContain('Too many requests');
    expect((await from('192.0.2.2')).status).toBe(200);
    expect((await from('192.0.2.1', '/b')).status).toBe(200);
  });

  it('to one route are counted by person once somebody has signed in: colleagues share an address', async () => {
    const { ask } = site([get('/a', { rate: { calls: 2, seconds: 60 } })], {
      findActor: async (headers) => {
        const personId = headers.get('x-person');
        return personId ? { ...somebody, personId } : null;
      },
    });
    const as = async (person?: string) => (await ask('/a', person ? { headers: { 'x-person': person } } : {})).status;
    expect([await as('one'), await as('one'), await as('one')]).toEqual([200, 200, 429]);
    expect([await as('other'), await as('other'), await as('other')]).toEqual([200, 200, 429]);
    expect([await as(), await as(), await as()]).toEqual([200, 200, 429]);
  });

  it('are counted by the connection where no proxy is trusted, whatever the request says', async () => {
    const open = site([get('/a', { rate: { calls: 1, seconds: 60 } })]);
    expect((await open.ask('/a', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(200);
    expect((await open.ask('/a', { headers: { 'x-forwarded-for': '192.0.2.2' } })).status).toBe(429);
  });
});

describe('what goes wrong', () => {
  const secret = 'relation "schools.school" of robin@school.example failed';
  const broken = get('/broken/:id', { handle: () => Promise.reject(new Error(secret)) });

  it('is a plain page with a reference and no detail', async () => {
    const { ask, lines } = site([broken]);
    const answer = await ask('/broken/1');
    const html = await answer.text();
    expect(answer.status).toBe(500);
    expect(html).toContain(`this reference: ${answer.headers.get('x-request-id')}`);
    expect(html).not.toMatch(/relation|robin|Error|\bat \w+ \(/);
    expect(lines.find(({ event }) => event === 'request failed')).toMatchObject({
      facts: { requestId: answer.headers.get('x-request-id'), route: '/broken/:id' },
    });
  });

  it('is one too when it cannot even be found out who asks', async () => {
    const { ask } = site([get('/a')], { findActor: () => Promise.reject(new Error(secret)) });
    const answer = await ask('/a');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('relation');
  });

  it('is counted, by route and not by address', async () => {
    const { ask, metrics, lines } = site([broken, get('/a/:id')]);
    await ask('/broken/one-school');
    await ask('/a/one-person');
    await ask('/nowhere/one-thing');
    expect(metrics.text()).toContain('mesters_requests_total{route="GET /broken/:id",status="500"} 1');
    expect(metrics.text()).toContain('mesters_requests_total{route="GET /a/:id",status="200"} 1');
    expect(metrics.text()).toContain('mesters_requests_total{route="none",status="404"} 1');
    expect(JSON.stringify([metrics.text(), lines.map(({ facts }) => facts)])).not.toMatch(/one-(school|person|thing)/);
  });
});

/** Where the file lay while the handler ran. */
function keeping(): { route: Route; seen: { path: string; bytes: number; onDisk: number }[] } {
  const seen: { path: string; bytes: number; onDisk: number }[] = [];
  const handle = async (req: Req) => {
    for (const { path, bytes } of req.uploads) seen.push({ path, bytes, onDisk: statSync(path).size });
    return Response.json({
      form: req.form.entries(),
      uploads: req.uploads.map(({ field, name }) => ({ field, name })),
    });
  };
  return { seen, route: post('/a', { body: 'upload', handle }) };
}

function multipart(fields: Record<string, string>, files: Record<string, File> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of [...Object.entries(fields), ...Object.entries(files)]) data.append(name, value);
  return data;
}

/** The same text several times over, of no declared length. */
function streamed(text: string, times: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(bytes);
      else controller.close();
    },
  });
}

/** `half` is called when that much has been sent. */
function largeUpload(megabytes: number, half: () => void = () => {}): ReadableStream<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const head = encode(
    '--edge\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\nContent-Type: text/csv\r\n\r\n',
  );
  const piece = encode('1234567,"A school",Open\r\n'.repeat(1024 * 1024).slice(0, 64 * 1024));
  let sent = -1;
  return new ReadableStream({
    pull(controller) {
      if (sent === -1) controller.enqueue(head);
      else if (sent < megabytes * 16) controller.enqueue(piece);
      else {
        controller.enqueue(encode('\r\n--edge--\r\n'));
        controller.close();
      }
      sent += 1;
      if (sent === megabytes * 8) half();
    },
  });
}

/** Bytes of buffers in use: where a body would stand. */
const held = () => {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
};
