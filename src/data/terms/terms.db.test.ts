import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { as, asSystem, testDatabase } from '../../platform/testing';
import { type Req, type Route, route } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { readsPupils } from '../policy';
import { withPupils } from './gate';
import { termsRoutes } from './routes';
import { shippedTerms as terms } from './terms';

const database = await testDatabase();
const someone = (last: string, ...sees: string[]): Actor => ({
  personId: `00000000-0000-0000-0000-0000000000${last}`,
  name: 'A data user',
  email: `${last}@example.org`,
  roles: [],
  sees,
});

/** A page of pupils as any module's: what it read is what it shows. */
const read: { times: number } = { times: 0 };
const pupilRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/children',
    may: readsPupils,
    sample: () => ({ own: { path: '' }, other: { path: '' } }),
    handle: (req: Req) =>
      withPupils(
        req,
        Number(req.params.urn),
        { kind: 'view', action: 'data.pupils-viewed', about: () => 'Children.' },
        async () => {
          read.times++;
          return 'Ann and Bob';
        },
        (found) => new Response(found),
      ),
  }),
];
const siteFor = (actor: Actor) => testSite(database, [...termsRoutes, ...pupilRoutes], actor);

const audited = (actor: Actor) =>
  asSystem(database, (tx) =>
    tx
      .selectFrom('platform.audit')
      .select(['action', 'kind', 'scope', 'about'])
      .where('person_id', '=', actor.personId)
      .orderBy('id')
      .execute(),
  );

describe('pages of pupils', () => {
  it('ask for the terms first, read nothing before, and lead back afterwards', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { name: 'Weir Head' }));
    const user = someone('31', `pupil/${urn}`);
    const site = siteFor(user);
    const asked = await site.get(`/schools/${urn}/children?year=2018-19`);
    expect(asked.status).toBe(303);
    expect(asked.location).toBe(
      `/data-sharing-terms?returnTo=${encodeURIComponent(`/schools/${urn}/children?year=2018-19`)}`,
    );
    expect(read.times).toBe(0);
    expect(await audited(user)).toEqual([]);

    const shown = await site.get(asked.location ?? '');
    for (const { title } of terms.sections) expect(shown.text).toContain(title);
    const accepted = await site.post('/data-sharing-terms', {
      returnTo: `/schools/${urn}/children?year=2018-19`,
      version: terms.version,
    });
    expect(accepted.location).toBe(`/schools/${urn}/children?year=2018-19`);
    // Twice is once.
    await site.post('/data-sharing-terms', { returnTo: '/', version: terms.version });

    expect((await site.get(`/schools/${urn}/children`)).status).toBe(200);
    expect(read.times).toBe(1);
    expect(await audited(user)).toEqual([
      expect.objectContaining({
        action: 'data.terms-accepted',
        scope: `person/${user.personId}`,
        about: `Accepted the terms for looking at pupils, version ${terms.version}.`,
      }),
      { action: 'data.pupils-viewed', kind: 'view', scope: `school/${urn}`, about: 'Children.' },
    ]);
    expect((await site.get('/data-sharing-terms')).text).toContain('You accepted these terms on');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'evil'])(
    'going back to %j leads home',
    async (returnTo) => {
      const site = siteFor(someone('32', 'pupil/*'));
      expect((await site.post('/data-sharing-terms', { returnTo, version: terms.version })).location).toBe('/');
      const { document } = await site.get(`/data-sharing-terms?returnTo=${encodeURIComponent(returnTo)}`);
      expect(document.querySelector('main a[href]')?.getAttribute('href')).toBe('/');
    },
  );

  it('are not for a head who is no data user, and the terms are not either', async () => {
    const site = siteFor(someone('33', 'school/100001', 'leader/100001'));
    expect((await site.get('/schools/100001/children')).status).toBe(403);
    expect((await site.get('/data-sharing-terms')).status).toBe(403);
  });

  it('of a school that does not exist are not found, and nothing is written down', async () => {
    const analyst = someone('34', 'pupil/*');
    const site = siteFor(analyst);
    await site.post('/data-sharing-terms', { returnTo: '/', version: terms.version });
    expect((await site.get('/schools/999999/children')).status).toBe(404);
    expect((await audited(analyst)).map(({ action }) => action)).toEqual(['data.terms-accepted']);
  });

  it('nobody accepts for somebody else', async () => {
    const [one, other] = [someone('35', 'pupil/*'), someone('36', 'pupil/*')];
    const accept = database.transaction({ ...as([]), actor: one }, (tx) =>
      tx
        .insertInto('data.terms_acceptance')
        .values({
          person_id: other.personId,
          version: terms.version,
          accepted_at: Temporal.Instant.from('2019-01-14T09:00Z'),
        })
        .execute(),
    );
    await expect(accept).rejects.toThrow(/row-level security/);
  });
});

describe('a new version of the terms', () => {
  const office = someone('41', 'audit/*');
  const wish = {
    version: '2019-09',
    title: 'Terms for looking at pupils, renewed',
    lead: 'They are about children.',
    body: 'What you promise\n- Nothing leaves the school.\n- Nobody is named.\n\nWho asks\n- The school.',
  };

  it('asks everybody again, by old links too, and keeps what was accepted', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { name: 'Weir Foot' }));
    const user = someone('42', `pupil/${urn}`);
    const site = siteFor(user);
    const link = `/schools/${urn}/children?year=2018-19`;
    await site.post('/data-sharing-terms', { returnTo: link, version: terms.version });
    expect((await site.get(link)).status).toBe(200);

    const admin = siteFor(office);
    const form = await admin.get('/data-sharing-terms/versions');
    expect(form.document.querySelector('textarea#body')?.textContent).toContain('What you promise\n- Look up only');
    const brought = await admin.post('/data-sharing-terms/versions', { ...wish, follows: terms.version });
    expect(brought.notice).toBe('Version 2019-09 holds from now on. Everybody is asked to accept it.');

    const again = await site.get(link);
    expect(again.location).toBe(`/data-sharing-terms?returnTo=${encodeURIComponent(link)}`);
    const asked = await site.get(again.location ?? '');
    expect(asked.text).toContain('They have changed since you accepted them on');
    expect(asked.text).toContain('Nobody is named.');
    // The page of the old version was still open in another tab.
    const stale = await site.post('/data-sharing-terms', { returnTo: link, version: terms.version });
    expect(stale.location).toContain('/data-sharing-terms?returnTo=');
    expect((await site.get(link)).status).toBe(303);
    await site.post('/data-sharing-terms', { returnTo: link, version: wish.version });
    expect((await site.get(link)).status).toBe(200);
    const kept = await database.transaction({ ...as([]), actor: office }, (tx) =>
      tx
        .selectFrom('data.terms_acceptance')
        .select('version')
        .where('person_id', '=', user.personId)
        .orderBy('version')
        .execute(),
    );
    expect(kept.map(({ version }) => version)).toEqual([terms.version, wish.version]);
    expect(await audited(office)).toEqual([
      expect.objectContaining({
        action: 'data.terms-brought',
        about: `Brought a new version of the terms for looking at pupils, ${wish.version}: everybody is asked to accept it.`,
      }),
    ]);
    expect((await admin.get('/data-sharing-terms/versions')).text).toMatch(/2019-09[\s\S]*1 person/);
  });

  it('is refused field by field, and the form keeps what was typed', async () => {
    const admin = siteFor(office);
    const { text, document } = await admin.post('/data-sharing-terms/versions', {
      version: terms.version,
      title: '',
      lead: 'Typed.',
      body: '- A point of no part',
      follows: wish.version,
    });
    for (const words of [`There has been a version ${terms.version} already`, 'Enter the title', 'Line 1 is a point'])
      expect(text).toContain(words);
    expect(document.querySelector('textarea#lead')?.textContent).toBe('Typed.');
    for (const [body, words] of [
      ['What you promise', 'No point stands below “What you promise”'],
      ['Part\n-', 'Line 2 is a hyphen with nothing behind it'],
      [' ', 'Enter the terms'],
    ] as const)
      expect(
        (await admin.post('/data-sharing-terms/versions', { ...wish, version: 'x', body, follows: wish.version })).text,
      ).toContain(words);
  });

  it('that somebody else brought meanwhile is shown, and what was typed is kept', async () => {
    const { text, document } = await siteFor(office).post('/data-sharing-terms/versions', {
      ...wish,
      version: '2019-10',
      follows: terms.version,
    });
    expect(text).toContain('Somebody else brought version 2019-09 while you were typing');
    expect(document.querySelector('input#version')?.getAttribute('value')).toBe('2019-10');
  });

  it('is not for a data user to bring, and never changed', async () => {
    expect((await siteFor(someone('43', 'pupil/*')).get('/data-sharing-terms/versions')).status).toBe(403);
    await expect(
      database.transaction({ ...as([]), actor: office }, (tx) =>
        tx.updateTable('data.terms').set({ title: 'x' }).execute(),
      ),
    ).rejects.toThrow(/permission denied/);
  });
});
