import { expect, it } from 'vitest';
import type { Database } from '../platform/database';
import { testMesters } from '../platform/jobs/testing';
import { testDatabase, undoing } from '../platform/testing';
import { createMetrics, createWeb, type Route, type Sample } from '../platform/web';
import { roles } from '../schools';
import { pagesFor, shellOf } from './navigation';
import { siteParts } from './site';
import { makeWorld } from './testing/world';

// Every route as every role, in the own scope and in another's: what is answered and how many rows change, compared with the written
// table in permissions.txt. A new route appears there, and a person reads the difference before it is committed (`vitest run -u`).
const database = await testDatabase();
const mesters = testMesters(database);
const world = await makeWorld(mesters);
// Nobody has been here yet: what leads in from there does nothing anywhere else.
const empty = siteOf(await testDatabase());
const site = siteOf(database);
const asked: { name: string; cookie: string | null }[] = [
  { name: 'visitor', cookie: null },
  ...roles.map((role) => ({ name: role.id, cookie: world.cookies[role.id] ?? null })),
];

it('every role holds what the table says on every route', async () => {
  const lines: string[] = [];
  const unreachable: string[] = [];
  const { routes } = siteParts(mesters);
  for (const route of routes) {
    const samples = route.sample(world.samples);
    const same = JSON.stringify(samples.own) === JSON.stringify(samples.other);
    const outcomes: Map<string, string[]>[] = [];
    let succeeded = false;
    for (const sample of same ? [samples.own] : [samples.own, samples.other]) {
      const byOutcome = new Map<string, string[]>();
      for (const { name, cookie } of asked) {
        const outcome = await call(site, route, sample, cookie);
        if (/^[23]\d\d/.test(outcome) && !outcome.includes('to sign in')) succeeded = true;
        byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), name]);
      }
      outcomes.push(byOutcome);
    }
    const leadsIn = route.path === '/' || route.path.startsWith('/start/');
    const inEmpty = leadsIn ? await call(empty, route, samples.own, null) : null;
    // There a change must really be one: a redirect that changes nothing only says that this is not the place.
    if (inEmpty !== null && route.method === 'POST') succeeded = /^303 \S+ \d/.test(inEmpty);
    if (!succeeded)
      unreachable.push(
        `${route.method} ${route.path}\n${describeOutcome(outcomes[0] ?? new Map())}${inEmpty ? `\n  in a new installation: ${inEmpty}` : ''}`,
      );
    lines.push(`${route.method} ${route.path}`);
    const [own, other = own] = outcomes.map(describeOutcome);
    if (own === other) lines.push(own ?? '');
    else lines.push(` own scope\n${own}`, ` another's scope\n${other}`);
    if (inEmpty !== null) lines.push(` in a new installation\n  ${inEmpty}: whoever asks`);
    lines.push('');
  }
  expect(unreachable, 'routes on which no role succeeds').toEqual([]);
  expect(routes.length).toBeGreaterThan(25);
  await expect(`${lines.join('\n')}`).toMatchFileSnapshot('permissions.txt');
}, 900_000);

it('each page that somebody is offered by its name opens for them', async () => {
  const { findActor } = siteParts(mesters);
  for (const { name, cookie } of asked) {
    const actor = await findActor(new Headers(cookie ? { Cookie: cookie } : {}));
    const pages = pagesFor(actor);
    expect(pages.length, name).toBeGreaterThan(4);
    for (const { href } of pages) {
      const { value } = await site.undone(() => site.request(href, { headers: cookie ? { Cookie: cookie } : {} }));
      expect([name, href, value.status]).toEqual([name, href, 200]);
    }
  }
}, 900_000);

const describeOutcome = (outcomes: Map<string, string[]>): string =>
  [...outcomes]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([outcome, names]) => `  ${outcome}: ${names.length === asked.length ? 'everybody' : names.join(', ')}`)
    .join('\n');

/**
 * A site of which every call is undone. Each is asked from an address of its own, so that nobody has called too often; and as every call
 * finds the same world, who somebody is and what the installation is are asked once, until a call changes the installation.
 */
function siteOf(base: Database) {
  const { database: inner, undone } = undoing(base);
  const own = testMesters(inner, { config: { ...mesters.config, trustProxy: true } });
  const { installation } = own;
  let known: ReturnType<typeof installation> | null = null;
  let changed = false;
  own.installation = () => {
    known ??= installation();
    return known;
  };
  own.forgetInstallation = () => {
    known = null;
    changed = true;
  };
  const { routes, findActor, signIn } = siteParts(own);
  const actors = new Map<string | null, ReturnType<typeof findActor>>();
  const web = createWeb({
    mesters: own,
    routes,
    findActor: (headers) => {
      const cookie = headers.get('cookie');
      const actor = actors.get(cookie) ?? findActor(headers);
      actors.set(cookie, actor);
      return actor;
    },
    shell: shellOf,
    metrics: createMetrics(),
  });
  let calls = 0;
  return {
    async undone<T>(work: () => Promise<T>) {
      const done = await undone(work);
      if (changed) known = null;
      changed = false;
      return done;
    },
    async request(path: string, init: { headers: Record<string, string>; method?: string; body?: BodyInit }) {
      const headers = { ...init.headers, 'X-Forwarded-For': `caller ${++calls}` };
      const response = await web.request(path, { ...init, headers });
      await response.arrayBuffer();
      await signIn.settled();
      return response;
    },
  };
}

async function call(
  at: ReturnType<typeof siteOf>,
  route: Route,
  sample: Sample,
  cookie: string | null,
): Promise<string> {
  const { value, rows } = await at.undone(() => at.request(sample.path, requestOf(route, sample, cookie)));
  const place = value.headers.get('location') ?? '';
  const where = place.startsWith('/sign-in?returnTo') ? ' to sign in' : '';
  const changed = Object.entries(rows).filter(
    ([table]) => !table.startsWith('pgboss.') || table === 'pgboss.job_common',
  );
  return `${value.status}${where}${changed.map(([table, n]) => ` ${table} ${n}`).join(',')}`;
}

function requestOf(route: Route, sample: Sample, cookie: string | null) {
  const headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin', ...(cookie ? { Cookie: cookie } : {}) };
  if (route.method === 'GET') return { headers };
  if (!sample.upload) return { method: 'POST', headers, body: new URLSearchParams(sample.form ?? {}) };
  const form = new FormData();
  for (const [name, value] of Object.entries(sample.form ?? {})) form.append(name, value);
  form.append(sample.upload.field, new File([sample.upload.text], sample.upload.name));
  return { method: 'POST', headers, body: form };
}
