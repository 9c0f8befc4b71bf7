import { randomBytes } from 'node:crypto';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Anyone } from '../actor';
import { elapsed } from '../clock';
import { projectRoot } from '../config';
import type { Installation } from '../installation';
import type { Mesters } from '../mesters';
import { forbidden, notFound, problem, redirect } from './answers';
import { type Body, Malformed, noBody, queryOf, readForm, readUpload, TooLarge, withoutNul } from './body';
import { fromOurPages, securityHeaders } from './guards';
import type { Metrics } from './metrics';
import { handOn, takeNotice } from './notice';
import { createRateLimit } from './rate-limit';
import type { Req, Route, Shell } from './route';
import { databaseIsAway } from './unreachable';

export interface WebParts {
  mesters: Mesters;
  routes: readonly Route[];
  /** Who asks, as they stand now. */
  findActor: (headers: Headers) => Promise<Anyone>;
  shell: (req: Omit<Req, 'shell'>) => Promise<Shell>;
  metrics: Metrics;
}

/** Calls a minute from one address before it is asked to wait: many for one person, few for a school's staff behind one. */
const generalRate = { calls: 3000, seconds: 60 };

/** The site as a function from request to answer: what the server serves and what tests call in process. */
export function createWeb(parts: WebParts): Hono {
  const { mesters } = parts;
  const app = new Hono();
  const rate = createRateLimit();
  const https = mesters.config.baseUrl.startsWith('https:');
  const ownOrigins = [new URL(mesters.config.baseUrl).origin];
  const formsMayLeadTo = mesters.config.oidc ? new URL(mesters.config.oidc.issuer).origin : undefined;

  app.use(compress());
  app.use('/assets/*', async (c, next) => {
    await next();
    if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.use('/assets/*', serveStatic({ root: `${projectRoot}/build/client` }));

  for (const route of parts.routes) app.on(route.method, route.path, (c) => answer(c, route));
  app.all('*', (c) => answer(c, null));
  return app;

  async function answer(c: Context, route: Route | null): Promise<Response> {
    const started = elapsed();
    const nonce = randomBytes(16).toString('base64');
    const requestId = randomBytes(8).toString('hex');
    let body: Body = noBody;
    let response: Response;
    try {
      const req = await requestOf(c, nonce, requestId, route?.bare ?? false);
      response = await guarded(req, c, route, (read) => {
        body = read;
      });
      handOn(req, response);
    } catch (error) {
      mesters.log.error('request failed', error, { requestId, route: route?.path ?? 'none' });
      response = databaseIsAway(error) ? plainAway() : plainFailure(requestId);
    } finally {
      await body.discard();
    }
    const named = route ? `${route.method} ${route.path}` : 'none';
    const took = elapsed() - started;
    for (const [name, value] of Object.entries(securityHeaders(nonce, { https, formsMayLeadTo })))
      response.headers.set(name, value);
    response.headers.set('X-Request-Id', requestId);
    parts.metrics.record(named, response.status, took);
    mesters.log.info('request', { requestId, route: named, status: response.status, ms: Math.round(took) });
    return response;
  }

  async function guarded(req: Req, c: Context, route: Route | null, keep: (body: Body) => void): Promise<Response> {
    const wait =
      rate.take(req.address, generalRate) || (route?.rate ? rate.take(visitorOf(req), route.rate, route.path) : 0);
    if (wait > 0) return tooMany(req, wait);
    if (!route) return notFound(req);
    // The browser's word, or the address that the request itself names when no proxy stands between.
    if (
      route.method !== 'GET' &&
      !fromOurPages(req.headers, [...ownOrigins, mesters.config.trustProxy ? '' : req.url.origin])
    )
      return problem(req, 403, 'This form came from another site', 'Open the page again here and send it from there.');
    if (!route.may(req.actor, req.params)) {
      if (req.actor) return forbidden(req);
      return req.url.pathname.endsWith('.json')
        ? forbidden(req)
        : redirect(`/sign-in?returnTo=${encodeURIComponent(req.url.pathname + req.url.search)}`);
    }
    if (route.method === 'GET') return route.handle(req);
    let body: Body;
    try {
      body = route.body === 'upload' ? await readUpload(c.req.raw) : await readForm(c.req.raw);
    } catch (error) {
      if (error instanceof TooLarge)
        return problem(
          req,
          413,
          'That is too large',
          'Send a smaller file, or ask the partnership office to load it from the command line.',
        );
      if (error instanceof Malformed)
        return problem(req, 400, 'The form did not arrive whole', 'Go back and send it again. Nothing has changed.');
      throw error;
    }
    keep(body);
    return route.handle(Object.assign(req, { form: body.form, uploads: body.uploads }));
  }

  async function requestOf(c: Context, nonce: string, requestId: string, bare: boolean): Promise<Req> {
    const installation = bare ? unasked : await mesters.installation();
    const headers = c.req.raw.headers;
    const actor = bare ? null : await parts.findActor(headers);
    const url = new URL(c.req.url);
    const notice = takeNotice(url, headers);
    const query = queryOf(url);
    // Pages link to their own address with some of it changed.
    if (url.search.includes('%00')) url.search = query.toString();
    const req: Omit<Req, 'shell'> = {
      mesters,
      installation,
      actor,
      clock: mesters.clock,
      url,
      params: Object.fromEntries(
        Object.entries(c.req.param() as Record<string, string>).map(([name, value]) => [name, withoutNul(value)]),
      ),
      query,
      form: noBody.form,
      uploads: [],
      headers,
      requestId,
      nonce,
      notice,
      address: addressOf(c, mesters.config.trustProxy),
      signal: c.req.raw.signal,
      tx: (work) => mesters.database.transaction({ role: 'web', actor, clock: mesters.clock }, work),
      raw: c.req.raw,
    };
    return { ...req, shell: bare ? noShell : await parts.shell(req) };
  }
}

/** What stands for installation and shell where nobody asked for them. */
const unasked: Installation = { kind: 'new', name: '', heldToday: null };
const noShell: Shell = { navigation: [], menu: [], footer: [], tabsOf: () => [] };

function tooMany(req: Req, seconds: number): Promise<Response> {
  return problem(req, 429, 'Too many requests', `Wait ${seconds} seconds, then try again.`).then((response) => {
    response.headers.set('Retry-After', String(seconds));
    return response;
  });
}

/** When even a page cannot be made: no layout, nothing that could fail again. */
const plainFailure = (requestId: string): Response =>
  plainPage(
    500,
    'Sorry, there is a problem',
    'Nothing that you had saved is lost. Try again in a minute.',
    `If it happens again, tell the partnership office this reference: ${requestId}.`,
  );

/** The same while the database is away: it will be back, and nobody needs to be told. */
function plainAway(): Response {
  const answer = plainPage(
    503,
    'Sorry, the site is not available',
    'The site does not reach its database just now. Nothing that you had saved is lost.',
    'Try again in a minute. What you had typed is still in the form when you go back.',
  );
  answer.headers.set('Retry-After', '30');
  return answer;
}

const plainPage = (status: number, title: string, ...sentences: string[]): Response =>
  new Response(
    `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Mesters</title></head><body><main><h1>${title}</h1>${sentences.map((sentence) => `<p>${sentence}</p>`).join('')}<p><a href="/">Go to the home page</a></p></main></body></html>`,
    { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } },
  );

/** Whose calls of one route are counted together: a whole school may stand behind one address. */
const visitorOf = ({ actor, address }: Req): string => (actor ? `person/${actor.personId}` : address);

function addressOf(c: Context, trustProxy: boolean): string {
  if (trustProxy) return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unknown';
  return (
    (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress ??
    'in-process'
  );
}
