import { parseHTML } from 'linkedom';
import type { Anyone } from '../actor';
import type { Clock } from '../clock';
import type { Config } from '../config';
import type { Database } from '../database';
import { testMesters } from '../jobs/testing';
import type { Mesters } from '../mesters';
import { createMetrics } from './metrics';
import type { Route } from './route';
import { createWeb } from './web';

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as text; a page's HTML. */
  html: string;
  bytes: Uint8Array;
  document: Document;
  /** What the page's main part says, with single spaces. */
  text: string;
  /** Where a redirect leads, without the key of its word. */
  location: string | null;
  /** The word that a redirect takes along to the next page. */
  notice: string | null;
}

export interface TestSite {
  mesters: Mesters;
  get(path: string): Promise<Answer>;
  /** Sends a form as a page of ours would. */
  post(path: string, form?: Record<string, string>): Promise<Answer>;
}

/** A site of these routes, called in process as this person (null: a visitor), through everything but the network. */
export function testSite(
  database: Database,
  routes: readonly Route[],
  actor: Anyone,
  options: { config?: Partial<Config>; clock?: Clock } = {},
): TestSite {
  const mesters = testMesters(database, options);
  const app = createWeb({
    mesters,
    routes,
    findActor: async () => actor,
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
    metrics: createMetrics(),
  });
  const call = async (path: string, init?: RequestInit) => answerOf(await app.request(`http://localhost${path}`, init));
  return {
    mesters,
    get: (path) => call(path),
    post: (path, form = {}) =>
      call(path, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      }),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const html = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const { document } = parseHTML(html || '<!doctype html><html><body></body></html>') as unknown as {
    document: Document;
  };
  const cookie = /mesters_(?:notice|refusal)_\w+=([^;]*)/.exec(response.headers.getSetCookie().join('\n'));
  return {
    status: response.status,
    headers: response.headers,
    html,
    bytes,
    document,
    text: (document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ').trim(),
    location: response.headers.get('location')?.replace(/[?&]notice=[0-9a-f]{8}/, '') ?? null,
    notice: cookie?.[1] ? decodeURIComponent(cookie[1]) : null,
  };
}
