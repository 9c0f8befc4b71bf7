import { expect, test } from 'vitest';
import { heldClock } from '../platform/clock';
import { readConfig } from '../platform/config';
import type { Database } from '../platform/database';
import { silentLog } from '../platform/log';
import type { Mesters } from '../platform/mesters';
import { anyone, createMetrics, createWeb, page, route, sameSample } from '../platform/web';
import { healthRoutes } from './health';

const refusal = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

/** A site whose database answers as given. */
function siteOn(transaction: Database['transaction']) {
  const mesters = {
    config: readConfig({}),
    clock: heldClock('2019-01-14'),
    log: silentLog,
    database: { transaction },
    installation: () => transaction({ role: 'worker', actor: null, clock: heldClock('2019-01-14') }, async () => null),
  } as unknown as Mesters;
  const metrics = createMetrics();
  const front = route({
    method: 'GET',
    path: '/',
    may: anyone,
    sample: sameSample('/'),
    handle: (req) => page(req, { title: 'Front' }, null),
  });
  const web = createWeb({
    mesters,
    routes: [...healthRoutes(metrics, 50), front],
    findActor: async () => null,
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
    metrics,
  });
  return (path: string) => web.request(`http://localhost${path}`);
}

test('without its database the site is alive and not ready, and a page says that it will be back', async () => {
  const get = siteOn(() => Promise.reject(refusal));
  expect((await get('/healthz')).status).toBe(200);
  const ready = await get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.text()).toBe('the database does not answer\n');
  const front = await get('/');
  expect(front.status).toBe(503);
  expect(front.headers.get('Retry-After')).toBe('30');
  expect(front.headers.get('Cache-Control')).toBe('no-store');
  expect(await front.text()).toContain('The site does not reach its database just now.');
});

test.each([
  Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
  Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
  new Error('Connection terminated unexpectedly'),
])('so it is when the database goes in the middle of the work: %s', async (error) => {
  expect((await siteOn(() => Promise.reject(error))('/')).status).toBe(503);
});

test('what is wrong with the program is no matter of waiting', async () => {
  const front = await siteOn(() => Promise.reject(new Error('a mistake')))('/');
  expect(front.status).toBe(500);
  expect(await front.text()).toContain('tell the partnership office this reference');
});

test('a database that never answers is not ready either', async () => {
  const get = siteOn(() => new Promise<never>(() => {}));
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
});
