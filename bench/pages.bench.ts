import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { serveDemonstration } from '../e2e/demonstration';
import { type Load, load } from './load';

/**
 * Requests per second and the 99th percentile of the directory and of a school's page, on the demonstration, against a route of Hono that
 * answers a few words, in the same run: the ratio says what our pages cost beyond the server they stand on. Then the dashboards of the schools whose
 * leaders are in the demonstration, with every year and group that it holds, one reader at a time: what the server takes for each.
 */
export default async function pages(): Promise<void> {
  const bare = new Hono().get('/', (c) => c.html('<!DOCTYPE html><title>Bare</title><p>Hello</p>'));
  const server = await new Promise<{ port: number; close: () => void }>((resolve) => {
    const made = serve({ fetch: bare.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, close: () => made.close() }),
    );
  });
  const { address, stop } = await serveDemonstration(173, { MESTERS_TRUST_PROXY: '1' });
  try {
    const list = await (await fetch(`${address}/schools`)).text();
    const school = /href="(\/schools\/\d+)"/.exec(list)?.[1];
    if (!school) throw new Error('The directory lists no school.');
    const hono = await load(`http://127.0.0.1:${server.port}/`, { requests: 4000 });
    say('bare Hono route', hono, hono);
    say('directory, all schools', await load(`${address}/schools`), hono);
    say('directory, a search', await load(`${address}/schools?q=wh`), hono);
    say('a school', await load(`${address}${school}`), hono);
    say('one at a time: a school', await load(`${address}${school}`, { connections: 1 }), hono);
    say('one at a time: directory', await load(`${address}/schools`, { connections: 1 }), hono);
    await dashboards(address, hono);
  } finally {
    server.close();
    await stop();
  }
}

/** As the headteacher, who sees every group: what is asked of a dashboard is that 99 of 100 looks take less than 50 ms. */
async function dashboards(address: string, hono: Load): Promise<void> {
  const people = await (await fetch(`${address}/demonstration`)).text();
  const email = /value="([^"]+)"(?:(?!value=)[\s\S])*?, headteacher/.exec(people)?.[1];
  if (!email) throw new Error('The demonstration has no headteacher.');
  const entered = await fetch(`${address}/demonstration/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ email }),
  });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const home = await (await fetch(`${address}/`, { headers: { Cookie: cookie } })).text();
  const own = /href="(\/schools\/\d+)/.exec(home)?.[1];
  if (!own) throw new Error('The headteacher’s first page leads to no school.');
  const links = /href="(\/(?:partnerships|trusts|authorities)\/[^"]+\/data)/g;
  const data = await (await fetch(`${address}${own}/data`, { headers: { Cookie: cookie } })).text();
  const places = [...new Set([...data.matchAll(links)].map(([, path = '']) => path))];
  const one = { connections: 1, requests: 400, cookie };
  for (const path of [`${own}/data`, `${own}/own`, `${own}/attendance`, `${own}/data/similar`, ...places])
    say(path.replace(own, 'own school'), await load(`${address}${path}`, one), hono);
}

function say(name: string, { perSecond, p50, p99 }: Load, bare: Load): void {
  process.stdout.write(
    `${name.padEnd(28)} ${perSecond.toFixed(0).padStart(6)} a second  p50 ${p50.toFixed(1).padStart(6)} ms  p99 ${p99.toFixed(1).padStart(6)} ms  ${(perSecond / bare.perSecond).toFixed(3)} of bare\n`,
  );
}
