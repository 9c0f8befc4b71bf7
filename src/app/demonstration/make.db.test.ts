import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { currentOffer, publishShippedOffers } from '../../offer';
import type { Database } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { actorByEmail, isDemonstrationUrn, roles } from '../../schools';
import { aSchool } from '../../schools/testing';
import { CannotMake, demonstrationBegun, makeDemonstration } from './make';

const make = (database: Database, seed: number, schools: number) =>
  makeDemonstration(testMesters(database), { seed, schools, progress: () => {} });

const count = (database: Database, table: string) =>
  asSystem(
    database,
    async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)).rows[0]!.n,
  );

/** Everything that pages show of schools and people, without what is drawn anew each time: identifiers. */
async function contentOf(database: Database): Promise<unknown> {
  const queries = [
    sql`select to_jsonb(s) - 'id' - 'import_id' as row from schools.current_school s order by urn`,
    sql`select to_jsonb(p) - 'import_id' as row from schools.current_pupil_number p order by urn, census_date`,
    sql`select to_jsonb(i) - 'import_id' as row from schools.inspection i order by urn, inspected`,
    sql`select to_jsonb(m) - 'id' - 'import_id' as row from schools.partnership_membership m order by urn, partnership_id, as_at`,
    sql`select to_jsonb(m) - 'import_id' as row from schools.trust_membership m order by urn, uid, as_at`,
    sql`select to_jsonb(s) - 'import_id' as row from schools.succession s order by predecessor`,
    sql`select to_jsonb(p) - 'id' as row from schools.person p order by email`,
    sql`select p.email, to_jsonb(r) - 'id' - 'person_id' - 'given_by' as row from schools.role_held r join schools.person p on p.id = r.person_id
        order by p.email, r.role, r.scope_id`,
    sql`select at, person_name, action, scope, about, before, after from platform.audit where action <> 'offer.published' order by id`,
  ];
  return asSystem(database, async (tx) => {
    const found: unknown[] = [];
    for (const query of queries) found.push((await query.execute(tx)).rows);
    return JSON.parse(JSON.stringify(found));
  });
}

const [first, second, third] = [await testDatabase(), await testDatabase(), await testDatabase()];

/** Making takes seconds, and longer beside other work. */
const patience = 180_000;

describe('a demonstration of twenty schools', () => {
  beforeAll(() => make(first, 1, 20), patience);

  it('is one, on its own day', async () => {
    expect(await asSystem(first, readInstallation)).toEqual({
      kind: 'demonstration',
      name: 'Five Weirs Learning Partnership',
      heldToday: Temporal.PlainDate.from('2019-01-14'),
    });
    expect(await asSystem(first, demonstrationBegun)).toEqual({ seed: 1, schools: 20, made: true });
  });

  it('has twenty open schools that count, by the census of 2018', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{ urn: number }>`
        select s.urn from schools.current_school s join schools.current_pupil_number p on p.urn = s.urn
        where s.open and p.counted and p.census_date = '2018-01-18' and s.publicly_funded and s.sector <> 'college'`.execute(
        tx,
      ),
    );
    expect(rows).toHaveLength(20);
    for (const { urn } of rows) expect(isDemonstrationUrn(urn)).toBe(true);
  });

  it('shows a conversion, a predecessor that has closed, and its pupils of the years before', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{ open: boolean; years: number; kind: string }>`
        select s.open, x.kind, (select count(*)::int from schools.current_pupil_number p where p.urn = x.predecessor) as years
        from schools.succession x join schools.current_school s on s.urn = x.predecessor`.execute(tx),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toEqual({ open: false, kind: 'conversion', years: 2 });
  });

  it('has three censuses of most schools, inspections, trusts, a federation and partnerships', async () => {
    for (const table of ['inspection', 'current_trust_membership', 'current_partnership_membership'])
      expect(await count(first, `schools.${table}`)).toBeGreaterThan(9);
    expect(await count(first, 'schools.current_trust')).toBeGreaterThan(3);
    const { rows } = await asSystem(first, (tx) =>
      sql<{ kind: string }>`select distinct kind from schools.partnership order by kind`.execute(tx),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['board', 'locality', 'network', 'sector']);
  });

  it('has every role held by somebody today', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{
        role: string;
      }>`select distinct role from schools.role_held where starts <= platform.today() and (ends is null or ends > platform.today())`.execute(
        tx,
      ),
    );
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(roles.map(({ id }) => id)));
  });

  it('leaves nobody in who has left', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{ email: string }>`select p.email from schools.person p where not exists (select from schools.role_held r
        where r.person_id = p.id and (r.ends is null or r.ends > platform.today()))`.execute(tx),
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { email } of rows) expect(await asSystem(first, (tx) => actorByEmail(tx, email))).toBeNull();
  });

  it('was made by people in the years before, not today', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{ action: string; person_name: string; day: string }>`
        select action, person_name, min(at)::date::text as day from platform.audit group by action, person_name`.execute(
        tx,
      ),
    );
    expect(
      rows.some(({ action, person_name: name }) => action === 'schools.role-given' && name === 'Maya Threlfall'),
    ).toBe(true);
    expect(rows.some(({ action }) => action === 'schools.role-ended')).toBe(true);
    expect(rows.find(({ action }) => action === 'schools.import-accepted')?.day).toBe('2017-09-11');
  });

  it('has an offer under its own name, where the shipped one was published before too', {
    timeout: patience,
  }, async () => {
    const nameOf = async (database: Database) => (await asSystem(database, currentOffer))?.offer.name;
    expect(await nameOf(first)).toBe('Five Weirs school-improvement offer 2018/19');
    expect(await count(first, 'offer.published')).toBe(1);
    const opened = await testDatabase();
    await publishShippedOffers(testMesters(opened));
    await make(opened, 1, 12);
    expect(await nameOf(opened)).toBe('Five Weirs school-improvement offer 2018/19');
  });

  it('asked for again changes nothing, and another cannot be made in its place', async () => {
    const before = await contentOf(first);
    await make(first, 1, 20);
    expect(await contentOf(first)).toEqual(before);
    await expect(make(first, 2, 20)).rejects.toThrow(CannotMake);
    await expect(make(first, 1, 21)).rejects.toThrow(CannotMake);
  });

  it('is equal for an equal seed, and another for another', { timeout: patience }, async () => {
    await make(second, 1, 20);
    await make(third, 2, 20);
    expect(await contentOf(second)).toEqual(await contentOf(first));
    expect(await contentOf(third)).not.toEqual(await contentOf(first));
  });
});

it('is not made where schools are already', async () => {
  const database = await testDatabase();
  await asSystem(database, (tx) => aSchool(tx));
  await expect(make(database, 1, 12)).rejects.toThrow(CannotMake);
  expect((await asSystem(database, readInstallation)).kind).toBe('new');
});
