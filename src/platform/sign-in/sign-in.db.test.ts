import { beforeEach, describe, expect, test } from 'vitest';
import { realClock } from '../clock';
import type { Tx } from '../database';
import { as, testDatabase } from '../testing';
import { createAuth } from './auth';
import { anyTable, change, type Given, head, placeOn, rows } from './testing';

const database = await testDatabase();

describe('by code', () => {
  test('a person with a role gets six digits, types them, and is signed in', async () => {
    const { site, visitor, codes, entered } = place();
    expect((await visitor.get('/sign-in')).status).toBe(200);
    const asked = await visitor.post('/sign-in', { email: ` ${head.toUpperCase()} `, returnTo: '/schools?page=2' });
    expect(asked.status).toBe(303);
    expect(asked.headers.get('location')).toBe('/sign-in/code?returnTo=%2Fschools%3Fpage%3D2');
    await site.signIn.settled();
    expect(codes).toEqual([{ email: head, code: expect.stringMatching(/^\d{6}$/) }]);
    expect(await (await visitor.get('/sign-in/code')).text()).toContain(head);
    const code = codes[0]?.code ?? '';
    const done = await visitor.post('/sign-in/code', {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
      returnTo: '/schools?page=2',
    });
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe('/schools?page=2');
    expect(await site.signIn.email(visitor.headers)).toBe(head);
    expect(entered).toEqual([{ email: head, how: 'code' }]);
    expect((await visitor.get('/sign-in?returnTo=%2Fschools')).headers.get('location')).toBe('/schools');
  });

  test('a wrong code is refused with what was typed, and the right one still works', async () => {
    const { site, visitor, askForCode } = place();
    const code = await askForCode();
    const refused = await visitor.post('/sign-in/code', { code: other(code) });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('That code is not right');
    expect(page).toContain(`value="${other(code)}"`);
    expect(await site.signIn.email(visitor.headers)).toBeNull();
    expect((await visitor.post('/sign-in/code', { code })).status).toBe(303);
  });

  test('a code works once', async () => {
    const { visitor, askForCode, another } = place();
    const code = await askForCode();
    const second = another();
    second.cookies.set('mesters_address', head);
    expect((await visitor.post('/sign-in/code', { code })).status).toBe(303);
    const again = await second.post('/sign-in/code', { code });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain('was used before');
  });

  test('after five wrong tries the right code is refused too', async () => {
    const { site, visitor, askForCode } = place();
    const code = await askForCode();
    for (let attempt = 1; attempt <= 5; attempt++)
      expect((await visitor.post('/sign-in/code', { code: other(code) })).status).toBe(422);
    const late = await visitor.post('/sign-in/code', { code });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('tried too often');
    expect(await site.signIn.email(visitor.headers)).toBeNull();
  });

  test('a code expires after ten minutes', async () => {
    const { visitor, askForCode } = place();
    const code = await askForCode();
    const { expires } = await signInTables((tx) =>
      rows(tx, 'sign_in_verification').select('expires_at as expires').executeTakeFirstOrThrow(),
    );
    const minutes = realClock
      .now()
      .until(expires as Temporal.Instant)
      .total('minutes');
    expect(minutes).toBeGreaterThan(9.5);
    expect(minutes).toBeLessThanOrEqual(10);
    await signInTables((tx) =>
      change(tx, 'sign_in_verification', { expires_at: realClock.now().subtract({ seconds: 1 }) }),
    );
    const late = await visitor.post('/sign-in/code', { code });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('has expired');
  });

  test('the code is not kept in words', async () => {
    const { askForCode } = place();
    const code = await askForCode();
    const kept = await signInTables((tx) => rows(tx, 'sign_in_verification').selectAll().execute());
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(code);
  });

  test('an address that nobody invited sees the same pages, is sent nothing, and cannot enter', async () => {
    const { site, visitor, another, codes } = place();
    const stranger = another();
    const answers = [];
    for (const [who, email] of [
      [visitor, head],
      [stranger, 'someone@elsewhere.example'],
    ] as const) {
      const asked = await who.post('/sign-in', { email });
      const shown = await who.get('/sign-in/code');
      const wrong = await who.post('/sign-in/code', { code: '12345' });
      answers.push([
        asked.status,
        asked.headers.get('location'),
        shown.status,
        plain(await shown.text(), email),
        wrong.status,
        plain(await wrong.text(), email),
      ]);
    }
    await site.signIn.settled();
    expect(answers[1]).toEqual(answers[0]);
    expect(codes.map(({ email }) => email)).toEqual([head]);
    for (let attempt = 1; attempt <= 6; attempt++) {
      const known = await visitor.post('/sign-in/code', { code: other(codes[0]?.code ?? '') });
      const unknown = await stranger.post('/sign-in/code', { code: other(codes[0]?.code ?? '') });
      expect(unknown.status).toBe(known.status);
      expect(plain(await unknown.text(), 'someone@elsewhere.example')).toBe(plain(await known.text(), head));
    }
    expect(await signInTables((tx) => rows(tx, 'sign_in_user').selectAll().execute())).toEqual([]);
  });

  test('a person who ends between the code and its use is refused, and no account is made', async () => {
    const { visitor, askForCode, invited } = place();
    const code = await askForCode();
    invited.clear();
    expect((await visitor.post('/sign-in/code', { code })).status).toBe(422);
    expect(await signInTables((tx) => rows(tx, 'sign_in_user').selectAll().execute())).toEqual([]);
  });

  test.each([head, 'someone@elsewhere.example'])('%s is sent five codes an hour and no more', async (email) => {
    const { site, visitor, codes } = place();
    for (let asked = 1; asked <= 5; asked++) expect((await visitor.post('/sign-in', { email })).status).toBe(303);
    const tooMany = await visitor.post('/sign-in', { email });
    expect(tooMany.status).toBe(429);
    expect(Number(tooMany.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(Number(tooMany.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    expect(await tooMany.text()).toContain('Wait 60 minutes, then ask again');
    await site.signIn.settled();
    expect(codes).toHaveLength(email === head ? 5 : 0);
    await signInTables((tx) => change(tx, 'sign_in_limit', { since: realClock.now().subtract({ minutes: 61 }) }));
    expect((await visitor.post('/sign-in', { email })).status).toBe(303);
  });

  test.each(['', 'head', 'head@', 'a b@school.example', `${'a'.repeat(250)}@school.example`])(
    'the address "%s" is a mistake, shown with what was typed',
    async (email) => {
      const { visitor } = place();
      const refused = await visitor.post('/sign-in', { email });
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain(email === '' ? 'Enter your email address' : `value="${email}"`);
    },
  );

  test('a code that is not six digits is a mistake that costs no try', async () => {
    const { visitor, askForCode } = place();
    const code = await askForCode();
    for (let attempt = 1; attempt <= 7; attempt++)
      expect((await visitor.post('/sign-in/code', { code: 'abc' })).status).toBe(422);
    expect((await visitor.post('/sign-in/code', { code })).status).toBe(303);
  });

  test('a failing mail server does not fail the page', async () => {
    const { site, visitor } = place({ sendCode: () => Promise.reject(new Error('no mail today')) });
    expect((await visitor.post('/sign-in', { email: head })).status).toBe(303);
    await site.signIn.settled();
  });
});

describe('returning to where the visitor was going', () => {
  test.each([
    'https://evil.example/',
    '//evil.example',
    '//evil.example/schools',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/../..//evil.example',
    '/sign-out',
    '/.//evil.example',
  ])('%j leads home', async (returnTo) => {
    const { visitor, askForCode } = place();
    expect(await (await visitor.get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`)).text()).not.toContain('evil');
    const code = await askForCode();
    expect((await visitor.post('/sign-in/code', { code, returnTo })).headers.get('location')).toBe('/');
    expect((await visitor.get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`)).headers.get('location')).toBe('/');
  });
});

describe('a session', () => {
  test.each([
    ['http://mesters.example', false],
    ['https://mesters.example', true],
  ])('at %s its cookie is for this host and the server only', async (baseUrl, secure) => {
    const { site, visitor, codes } = place({ baseUrl });
    await visitor.post('/sign-in', { email: head });
    await site.signIn.settled();
    const done = await visitor.post('/sign-in/code', { code: codes[0]?.code ?? '' });
    const cookie = done.headers.getSetCookie().find((line) => line.includes('session_token')) ?? '';
    expect(cookie).toMatch(secure ? /^__Host-mesters\.session_token=/ : /^mesters\.session_token=/);
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=43200'])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    expect(cookie.includes('Secure')).toBe(secure);
    expect(await site.signIn.email(visitor.headers)).toBe(head);
  });

  test('ends after twelve hours, and after eight without use', async () => {
    for (const ended of [
      { expires_at: realClock.now().subtract({ seconds: 1 }) },
      { updated_at: realClock.now().subtract({ hours: 8 }) },
    ]) {
      const { site, visitor, enter } = place();
      await enter();
      await signInTables((tx) => change(tx, 'sign_in_session', ended));
      expect(await site.signIn.email(visitor.headers)).toBeNull();
      expect(await signInTables((tx) => rows(tx, 'sign_in_session').selectAll().execute())).toEqual([]);
    }
  });

  test('that has run out goes when anybody signs in', async () => {
    const { enter, another } = place();
    await enter();
    await signInTables((tx) => change(tx, 'sign_in_session', { expires_at: realClock.now().subtract({ seconds: 1 }) }));
    await enter(another());
    expect(await signInTables((tx) => rows(tx, 'sign_in_session').selectAll().execute())).toHaveLength(1);
  });

  test('being used keeps it from ending for idleness', async () => {
    const { site, visitor, enter } = place();
    await enter();
    await signInTables((tx) => change(tx, 'sign_in_session', { updated_at: realClock.now().subtract({ hours: 7 }) }));
    expect(await site.signIn.email(visitor.headers)).toBe(head);
    const [session] = await signInTables((tx) => rows(tx, 'sign_in_session').selectAll().execute());
    expect(
      realClock
        .now()
        .since(session?.updated_at as Temporal.Instant)
        .total('minutes'),
    ).toBeLessThan(1);
  });

  test('a forged or cut cookie is nobody', async () => {
    const { site, visitor, enter } = place();
    await enter();
    const [name, value] = [...visitor.cookies].find(([key]) => key.includes('session')) ?? ['', ''];
    for (const forged of [value.slice(0, -4), `${value.split('.')[0]}.AAAA`, value.split('.')[0] ?? '', 'x', ''])
      expect(await site.signIn.email(new Headers({ cookie: `${name}=${forged}` }))).toBeNull();
    expect(await site.signIn.email(new Headers())).toBeNull();
  });

  test('signing out ends this one; signing out everywhere ends them all', async () => {
    const { site, visitor, another, enter } = place();
    const [phone, laptop] = [another(), another()];
    for (const device of [visitor, phone, laptop]) await enter(device);
    const before = visitor.headers;
    expect((await visitor.post('/sign-out')).headers.get('location')).toMatch(/^\/\?notice=/);
    expect(await site.signIn.email(before)).toBeNull();
    expect(await site.signIn.email(phone.headers)).toBe(head);
    await phone.post('/sign-out', { everywhere: 'yes' });
    expect(await site.signIn.email(laptop.headers)).toBeNull();
    expect((await visitor.post('/sign-out')).status).toBe(303);
  });

  test('the program can end every session of an address', async () => {
    const { site, visitor, enter } = place();
    await enter();
    await site.signIn.signOutEverywhere('other@rivelin.example');
    expect(await site.signIn.email(visitor.headers)).toBe(head);
    await site.signIn.signOutEverywhere(head.toUpperCase());
    expect(await site.signIn.email(visitor.headers)).toBeNull();
  });

  test('a person who has ended cannot come in again, by no way', async () => {
    const { site, visitor, invited, enter, codes } = place();
    await enter();
    invited.clear();
    await visitor.post('/sign-out');
    await visitor.post('/sign-in', { email: head });
    await site.signIn.settled();
    expect(codes).toHaveLength(1);
    await expect(site.signIn.enterProven(head)).rejects.toThrow();
  });

  test('the demonstration enters without a code, as somebody invited only', async () => {
    const { site, visitor, entered } = place();
    const headers = new Headers();
    for (const cookie of await site.signIn.enterProven(head)) headers.append('set-cookie', cookie);
    visitor.keep(headers);
    expect(await site.signIn.email(visitor.headers)).toBe(head);
    expect(entered).toEqual([{ email: head, how: 'proven' }]);
    await expect(site.signIn.enterProven('someone@elsewhere.example')).rejects.toThrow();
  });

  test('keeps neither the address nor the browser of the visitor', async () => {
    const { enter } = place();
    await enter();
    const [session] = await signInTables((tx) => rows(tx, 'sign_in_session').selectAll().execute());
    expect([session?.ip_address, session?.user_agent]).toEqual(['', '']);
  });
});

describe('the tables', () => {
  test('are those that the library expects', async () => {
    const { parts } = place();
    const { explicitSchemaCheck } = await createAuth(parts, () => {}, false).$context;
    expect(explicitSchemaCheck).toBeTypeOf('function');
    await explicitSchemaCheck?.();
  });

  test('are seen by the sign-in path only', async () => {
    const { enter } = place();
    await enter();
    for (const table of ['sign_in_user', 'sign_in_session'] as const) {
      expect(await signInTables((tx) => rows(tx, table).selectAll().execute())).toHaveLength(1);
      for (const sees of ['nobody', ['system'], ['audit/*', 'installation/*', 'staff']] as const)
        expect(await database.transaction(as(sees as never), (tx) => rows(tx, table).selectAll().execute())).toEqual(
          [],
        );
      await expect(
        database.transaction(as('system', 'worker'), (tx) => rows(tx, table).selectAll().execute()),
      ).rejects.toThrow('permission denied');
    }
  });
});

describe('passkeys', () => {
  test('the list is for those who have signed in', async () => {
    const { visitor, enter } = place();
    expect((await visitor.get('/account/passkeys')).headers.get('location')).toContain('/sign-in?returnTo=');
    await enter();
    const page = await visitor.get('/account/passkeys');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('No passkey yet');
  });

  test('a session that ends between two pages leads to signing in, not to a failure', async () => {
    const { visitor } = place({ actor: head });
    for (const answer of [
      await visitor.get('/account/passkeys'),
      await visitor.post('/account/passkeys/options.json'),
      await visitor.post('/account/passkeys', { response: '{}' }),
      await visitor.post(`/account/passkeys/${crypto.randomUUID()}/name`, { name: 'Phone' }),
      await visitor.post(`/account/passkeys/${crypto.randomUUID()}/remove`),
    ])
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?returnTo=%2Faccount%2Fpasskeys']);
    expect((await visitor.post('/sign-out', { everywhere: 'yes' })).status).toBe(303);
  });

  test('the browser is asked to recognise the person', async () => {
    const { visitor, enter } = place();
    const use = await (await visitor.post('/sign-in/passkey/options.json')).json();
    expect(use).toMatchObject({ rpId: 'mesters.example', userVerification: 'required', challenge: expect.any(String) });
    expect(use).not.toHaveProperty('allowCredentials');
    await enter();
    const add = await (await visitor.post('/account/passkeys/options.json')).json();
    expect(add).toMatchObject({
      rp: { id: 'mesters.example' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  test('a made-up answer of a device signs nobody in and adds nothing', async () => {
    const { site, visitor, enter, another } = place();
    const stranger = another();
    await stranger.post('/sign-in/passkey/options.json');
    const response = JSON.stringify({
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: {},
      clientExtensionResults: {},
    });
    expect((await stranger.post('/sign-in/passkey', { response })).status).toBe(422);
    expect(await site.signIn.email(stranger.headers)).toBeNull();
    expect((await stranger.post('/sign-in/passkey', { response: '{' })).headers.get('location')).toBe('/sign-in');
    await enter();
    await visitor.post('/account/passkeys/options.json');
    expect((await visitor.post('/account/passkeys', { response, name: 'Laptop' })).status).toBe(422);
    expect(await signInTables((tx) => rows(tx, 'sign_in_passkey').selectAll().execute())).toEqual([]);
  });

  test('are named and removed by their owner, and nobody else', async () => {
    const { visitor, another, enter, invited } = place();
    invited.add('governor@rivelin.example');
    await enter();
    const governor = another();
    await enter(governor, 'governor@rivelin.example');
    const id = await keepPasskey(head);
    expect(await (await visitor.get('/account/passkeys')).text()).toContain('School laptop');
    expect(await (await governor.get('/account/passkeys')).text()).not.toContain('School laptop');
    await governor.post(`/account/passkeys/${id}/name`, { name: 'Mine' });
    await governor.post(`/account/passkeys/${id}/remove`);
    await governor.post('/account/passkeys/not-an-id/remove');
    expect(await passkeyNames()).toEqual(['School laptop']);
    const unnamed = await visitor.post(`/account/passkeys/${id}/name`, { name: ' ' });
    expect(unnamed.status).toBe(422);
    expect(await unnamed.text()).toContain('Enter a name');
    expect((await visitor.post(`/account/passkeys/${id}/name`, { name: 'a'.repeat(61) })).status).toBe(422);
    await visitor.post(`/account/passkeys/${id}/name`, { name: 'Phone' });
    expect(await passkeyNames()).toEqual(['Phone']);
    await visitor.post(`/account/passkeys/${id}/remove`);
    expect(await passkeyNames()).toEqual([]);
    expect((await visitor.post(`/account/passkeys/${id}/remove`)).status).toBe(303);
  });
});

/** Every test starts with no account and nothing waiting. */
beforeEach(() =>
  signInTables(async (tx) => {
    for (const table of ['sign_in_user', 'sign_in_verification', 'sign_in_limit'] as const)
      await anyTable(tx).deleteFrom(`platform.${table}`).execute();
  }),
);

const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** A page without what differs from one answer to the next. */
const plain = (html: string, email: string) => html.replaceAll(email, '[address]').replace(/nonce="[^"]*"/g, '');

async function keepPasskey(email: string): Promise<string> {
  const id = crypto.randomUUID();
  await signInTables(async (tx) => {
    const { id: user_id } = await rows(tx, 'sign_in_user')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    await anyTable(tx)
      .insertInto('platform.sign_in_passkey')
      .values({
        id,
        user_id,
        name: 'School laptop',
        public_key: 'k',
        credential_id: id,
        counter: 0,
        device_type: 'singleDevice',
        backed_up: false,
        created_at: realClock.now(),
      })
      .execute();
  });
  return id;
}

const passkeyNames = () =>
  signInTables(async (tx) => (await rows(tx, 'sign_in_passkey').selectAll().execute()).map(({ name }) => name));

const place = (given: Given = {}) => placeOn(database, given);
const signInTables = <T>(work: (tx: Tx) => Promise<T>) => database.transaction(as(['sign-in']), work);
