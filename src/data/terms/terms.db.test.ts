import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { as, asSystem, testDatabase } from '../../platform/testing';
import { type Req, type Route, route } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { readsPupils } from '../policy';
import { withPupils } from './gate';
import { termsRoutes } from './routes';
import { terms } from './terms';

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
    const accepted = await site.post('/data-sharing-terms', { returnTo: `/schools/${urn}/children?year=2018-19` });
    expect(accepted.location).toBe(`/schools/${urn}/children?year=2018-19`);
    // Twice is once.
    await site.post('/data-sharing-terms', { returnTo: '/' });

    expect((await site.get(`/schools/${urn}/children`)).status).toBe(200);
    expect(read.times).toBe(1);
    expect(await audited(user)).toEqual([
      expect.objectContaining({ action: 'data.terms-accepted', scope: `person/${user.personId}` }),
      { action: 'data.pupils-viewed', kind: 'view', scope: `school/${urn}`, about: 'Children.' },
    ]);
    expect((await site.get('/data-sharing-terms')).text).toContain('You accepted these terms on');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'evil'])(
    'going back to %j leads home',
    async (returnTo) => {
      const site = siteFor(someone('32', 'pupil/*'));
      expect((await site.post('/data-sharing-terms', { returnTo })).location).toBe('/');
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
    await site.post('/data-sharing-terms', { returnTo: '/' });
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
