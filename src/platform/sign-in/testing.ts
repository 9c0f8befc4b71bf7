import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { expect } from 'vitest';
import type { Actor } from '../actor';
import type { Config } from '../config';
import type { Database, Tx } from '../database';
import { silentLog } from '../log';
import type { Mesters } from '../mesters';
import { testClock } from '../testing';
import { createMetrics, createWeb } from '../web';
import { createSignIn, type HowEntered, type SignInParts } from '.';

/** The head who may enter, unless a test says otherwise. */
export const head = 'head@rivelin.example';

export interface Given {
  baseUrl?: string;
  oidc?: Config['oidc'];
  sendCode?: () => Promise<void>;
  /** Who asks, whatever the request says: as when the session ends just after it was looked at. */
  actor?: string;
}

/** A site that is nothing but sign-in, with a person who may enter, the codes sent, and a visitor. */
export function placeOn(database: Database, given: Given = {}) {
  const baseUrl = given.baseUrl ?? 'http://mesters.example';
  const invited = new Set([head]);
  const codes: { email: string; code: string }[] = [];
  const entered: { email: string; how: HowEntered }[] = [];
  const config = { baseUrl, oidc: given.oidc ?? null, secret: () => 'a secret of the tests, 32 letters long' };
  const parts: SignInParts = {
    config,
    database,
    log: silentLog,
    people: {
      mayEnter: async (email) => invited.has(email),
      entered: async (email, how) => void entered.push({ email, how }),
    },
    sendCode: given.sendCode ?? (async (email, code) => void codes.push({ email, code })),
  };
  const signIn = createSignIn(parts);
  const site = Object.assign(siteOf(signIn, config, database, given.actor), { signIn });
  const another = () => new Visitor(site, baseUrl);
  const visitor = another();
  const askForCode = async (who = visitor, email = head) => {
    expect((await who.post('/sign-in', { email })).status).toBe(303);
    await signIn.settled();
    return codes.at(-1)?.code ?? '';
  };
  const enter = async (who = visitor, email = head) => {
    const code = await askForCode(who, email);
    expect((await who.post('/sign-in/code', { code })).status).toBe(303);
  };
  return { parts, site, visitor, another, codes, entered, invited, askForCode, enter };
}

function siteOf(signIn: ReturnType<typeof createSignIn>, config: object, database: Database, actor?: string) {
  const mesters = {
    config: { trustProxy: false, ...config },
    database,
    clock: testClock,
    log: silentLog,
  } as unknown as Mesters;
  mesters.installation = async () => ({ kind: 'own', name: 'Test partnership', heldToday: null });
  return createWeb({
    mesters,
    routes: signIn.routes,
    metrics: createMetrics(),
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
    async findActor(headers): Promise<Actor | null> {
      const email = actor ?? (await signIn.email(headers));
      return email
        ? { personId: '00000000-0000-0000-0000-000000000002', name: 'Somebody', email, roles: [], sees: [] }
        : null;
    },
  });
}

/** A browser without windows, for tests: keeps cookies and sends forms as one would. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  constructor(
    private readonly site: Hono,
    private readonly origin = 'http://mesters.example',
  ) {}

  get(path: string): Promise<Response> {
    return this.send(path, {});
  }

  post(path: string, form: Record<string, string> = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
  }

  get headers(): Headers {
    return new Headers({ cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  }

  private async send(
    path: string,
    init: { method?: string; body?: URLSearchParams; headers?: Record<string, string> },
  ): Promise<Response> {
    const headers = this.headers;
    for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
    const response = await this.site.request(new URL(path, this.origin).href, { ...init, headers });
    this.keep(response.headers);
    return response;
  }

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) this.cookies.delete(name);
      else this.cookies.set(name, value.join('='));
    }
  }
}

/** The library's tables are known to it alone: tests look at them without types. */
export const anyTable = (tx: Tx) => tx as unknown as Kysely<Record<string, Record<string, unknown>>>;
export const rows = (tx: Tx, table: string) => anyTable(tx).selectFrom(`platform.${table}`);
export const change = (tx: Tx, table: string, values: Record<string, unknown>) =>
  anyTable(tx).updateTable(`platform.${table}`).set(values).execute();
