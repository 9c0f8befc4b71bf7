import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { as, testDatabase } from '../testing';
import { anyTable, head, placeOn, rows, Visitor } from './testing';

// The service says at length that it is set up for development only, which is what it is for here.
vi.hoisted(() => {
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => {});
});

const database = await testDatabase();
const service = await startService();
afterAll(() => service.stop());

const signInTables = <T>(work: (tx: import('../database').Tx) => Promise<T>) =>
  database.transaction(as(['sign-in']), work);

beforeEach(() =>
  signInTables(async (tx) => {
    await anyTable(tx).deleteFrom('platform.sign_in_user').execute();
  }),
);

const place = () => placeOn(database, { oidc: service.client });

test('a person comes in by the organisation, to where they were going', async () => {
  service.signedInAs({ sub: 'u1', email: 'Head@Rivelin.example', email_verified: true });
  const { site, visitor, entered } = place();
  expect(await (await visitor.get('/sign-in')).text()).toContain('Sign in with Test organisation');
  const done = await through(visitor, '/schools?page=2');
  expect(done.headers.get('location')).toBe('/schools?page=2');
  expect(await site.signIn.email(visitor.headers)).toBe(head);
  expect(entered).toEqual([{ email: head, how: 'organisation' }]);
});

test('the second time, and after a code, it is the same account', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { site, visitor, another, enter } = place();
  await enter();
  for (let time = 1; time <= 2; time++) {
    const device = another();
    await through(device);
    expect(await site.signIn.email(device.headers)).toBe(head);
  }
  expect(await signInTables((tx) => rows(tx, 'sign_in_user').selectAll().execute())).toHaveLength(1);
  expect(await signInTables((tx) => rows(tx, 'sign_in_account').selectAll().execute())).toHaveLength(1);
  expect(await site.signIn.email(visitor.headers)).toBe(head);
});

test('the tokens, the name and the picture of the service are not kept', async () => {
  service.signedInAs({
    sub: 'u1',
    email: head,
    email_verified: true,
    name: 'Somebody',
    picture: 'https://service.example/p.png',
  });
  const { visitor } = place();
  await through(visitor);
  const [account] = await signInTables((tx) => rows(tx, 'sign_in_account').selectAll().execute());
  expect(account).toMatchObject({
    provider_id: 'organisation',
    account_id: 'u1',
    access_token: null,
    refresh_token: null,
    id_token: null,
  });
  const [user] = await signInTables((tx) => rows(tx, 'sign_in_user').selectAll().execute());
  expect([user?.name, user?.image]).toEqual(['', null]);
});

test('an address without a current role is turned away, and told so', async () => {
  service.signedInAs({ sub: 'u2', email: 'someone@elsewhere.example', email_verified: true });
  const { site, visitor } = place();
  const done = await through(visitor);
  const page = await visitor.get(done.headers.get('location') ?? '');
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('has no current role here');
  expect(await site.signIn.email(visitor.headers)).toBeNull();
  expect(await signInTables((tx) => rows(tx, 'sign_in_user').selectAll().execute())).toEqual([]);
});

test('a person who has ended is turned away, though the account is known', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { site, visitor, another, invited } = place();
  await through(visitor);
  invited.clear();
  const later = another();
  const done = await through(later);
  expect((await later.get(done.headers.get('location') ?? '')).status).toBe(403);
  expect(await site.signIn.email(later.headers)).toBeNull();
});

test('an address that the service calls unverified does not open the account of its owner', async () => {
  service.signedInAs({ sub: 'u3', email: head, email_verified: false });
  const { site, visitor, enter } = place();
  await enter();
  const impostor = new Visitor(site);
  const done = await through(impostor);
  expect(done.headers.get('location')).toMatch(/^\/sign-in\?problem=organisation/);
  expect(await site.signIn.email(impostor.headers)).toBeNull();
  expect(await site.signIn.email(visitor.headers)).toBe(head);
});

test('a service that signs in another name than the one that was chosen is not believed', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const issuer = service.client.issuer.replace('127.0.0.1', 'localhost');
  const { site, visitor } = placeOn(database, { oidc: { ...service.client, issuer } });
  const start = (await visitor.get('/sign-in/organisation')).headers.get('location') ?? '';
  const done = await visitor.get(await service.follow(start.replace('localhost', '127.0.0.1')));
  expect(done.headers.get('location')).toMatch(/^\/sign-in\?problem=organisation/);
  expect(await site.signIn.email(visitor.headers)).toBeNull();
});

test('an answer of the service to one browser does not sign another in', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { site, visitor, another } = place();
  const start = await visitor.get('/sign-in/organisation');
  const back = await service.follow(start.headers.get('location') ?? '');
  const victim = another();
  await victim.get('/sign-in/organisation');
  const done = await victim.get(back);
  expect(done.headers.get('location')).toContain('/sign-in?problem=organisation');
  expect(await site.signIn.email(victim.headers)).toBeNull();
});

test('an answer works once, and one that nobody asked for not at all', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { site, visitor, another } = place();
  const back = await service.follow((await visitor.get('/sign-in/organisation')).headers.get('location') ?? '');
  const before = new Map(visitor.cookies);
  await visitor.get(back);
  const again = another();
  for (const [name, value] of before) again.cookies.set(name, value);
  await again.get(back);
  expect(await site.signIn.email(again.headers)).toBeNull();
  const stranger = another();
  for (const path of [
    '/sign-in/callback/organisation',
    '/sign-in/callback/organisation?code=x&state=y',
    '/sign-in/callback/organisation?error=access_denied&state=y',
  ])
    expect((await stranger.get(path)).headers.get('location')).toContain('problem=organisation');
});

test('who turns back at the service is told so, and still comes to where they were going', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { visitor } = place();
  const start = await visitor.get('/sign-in/organisation?returnTo=%2Fschools%3Fpage%3D2');
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
  const back = await visitor.get(`/sign-in/callback/organisation?error=access_denied&state=${state}`);
  const page = await visitor.get(back.headers.get('location') ?? '');
  const html = await page.text();
  expect(html).toContain('You left Test organisation before you had signed in');
  expect(html).toContain('name="returnTo" value="/schools?page=2"');
});

test.each(['https://evil.example', '//evil.example'])('going to %s leads home', async (returnTo) => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { visitor } = place();
  expect((await through(visitor, returnTo)).headers.get('location')).toBe('/');
});

test('a service that does not answer is said to, and is asked again the next time', async () => {
  service.signedInAs({ sub: 'u1', email: head, email_verified: true });
  const { site, visitor } = place();
  service.away(true);
  const failed = await visitor.get('/sign-in/organisation');
  expect(await (await visitor.get(failed.headers.get('location') ?? '')).text()).toContain('did not work');
  service.away(false);
  await through(visitor);
  expect(await site.signIn.email(visitor.headers)).toBe(head);
});

test('without configuration there is no such way in', async () => {
  const { site, visitor } = placeOn(database);
  expect(site.signIn.routes.filter(({ path }) => path.includes('organisation'))).toEqual([]);
  expect((await visitor.get('/sign-in/organisation')).status).toBe(404);
  expect((await visitor.get('/sign-in/callback/organisation')).status).toBe(404);
});

/** From our page to the service, through it, and back. */
async function through(visitor: Visitor, returnTo = '/'): Promise<Response> {
  const start = await visitor.get(`/sign-in/organisation?returnTo=${encodeURIComponent(returnTo)}`);
  expect(start.status).toBe(303);
  return visitor.get(await service.follow(start.headers.get('location') ?? ''));
}

type Claims = { sub: string; email: string; email_verified: boolean; name?: string; picture?: string };

/** A real OpenID Connect service on a port of its own, at which somebody is always signed in. */
async function startService() {
  let person: Claims = { sub: '', email: '', email_verified: false };
  let away = false;
  const server = createServer((request, response) => {
    if (away) return void response.writeHead(503).end();
    if (request.url?.startsWith('/interaction/'))
      return void provider.interactionFinished(request, response, { login: { accountId: person.sub } });
    provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { issuer, clientId: 'mesters', clientSecret: 'a secret of the service', name: 'Test organisation' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: ['http://mesters.example/sign-in/callback/organisation'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    cookies: { keys: ['a key of the service'] },
    jwks: {
      keys: [
        {
          ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
          use: 'sig',
          alg: 'RS256',
        },
      ],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => person }),
    async loadExistingGrant({ oidc }: { oidc: { client: { clientId: string }; session: { accountId: string } } }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  return {
    client,
    signedInAs: (claims: Claims) => {
      person = claims;
    },
    away: (now: boolean) => {
      away = now;
    },
    /** Follows the service's own redirects with its own cookies, as a browser would. @returns the path of ours that it leads to. */
    async follow(address: string): Promise<string> {
      const cookies = new Map<string, string>();
      let at = new URL(address);
      for (let step = 0; step < 10 && at.origin === issuer; step++) {
        const response = await fetch(at, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        });
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          cookies.set(name, value);
        }
        const to = response.headers.get('location');
        if (!to) throw new Error(`The service answered ${response.status}: ${await response.text()}`);
        at = new URL(to, at);
      }
      return at.pathname + at.search;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
