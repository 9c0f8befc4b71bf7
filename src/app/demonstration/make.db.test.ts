import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../entitlements';
import { currentOffer, publishShippedOffers } from '../../offer';
import type { Database } from '../../platform/database';
import { readInstallation, watchInstallation } from '../../platform/installation';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { actorByEmail, isDemonstrationUrn, roles } from '../../schools';
import { aSchool } from '../../schools/testing';
import { type Call, type Command, TypedWrong } from '../command';
import { runOn } from '../command-line';
import { demoAdvanceCommand, demoCommand } from '../commands/demo';
import type { Program } from '../program';
import { CannotMake, demonstrationBegun, makeDemonstration } from './make';
import { publishOwnOffers } from './offers';
import { contentOf } from './testing';

const make = (database: Database, seed: number, schools: number) =>
  makeDemonstration(testMesters(database), { seed, schools, progress: () => {} });

const count = (database: Database, table: string) =>
  asSystem(
    database,
    async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)).rows[0]!.n,
  );

/** What a command said, with its exit code. */
async function typed(command: Command, argv: string[], on = first) {
  const watched = watchInstallation(on);
  await watched.read();
  const program: Program = {
    ...testMesters(on, { clock: watched.clock }),
    installation: watched.read,
    forgetInstallation: watched.forget,
    close: async () => {},
  };
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const { values, positionals } = parseArgs({ args: argv, options: command.flags ?? {}, allowPositionals: true });
  const call = {
    words: positionals,
    flags: values as Call['flags'],
    cwd: '.',
    out: say,
    say,
    program: async () => program,
    runOn,
  };
  return { code: await command.run(call), said };
}

const size = ['--seed', '1', '--schools', '16'];

const [first, second] = [await testDatabase(), await testDatabase()];

/** Making takes seconds, and longer beside other work. */
const patience = 300_000;

describe('a demonstration of sixteen schools', () => {
  beforeAll(async () => {
    expect(await typed(demoCommand, size)).toMatchObject({ code: 0, said: expect.stringMatching(/ready: 16 schools/) });
  }, patience);

  it('is one, on its own day', async () => {
    expect(await asSystem(first, readInstallation)).toEqual({
      kind: 'demonstration',
      name: 'Five Weirs Learning Partnership',
      heldToday: Temporal.PlainDate.from('2019-01-14'),
    });
    expect(await asSystem(first, demonstrationBegun)).toEqual({ seed: 1, schools: 16, made: true });
  });

  it('has sixteen open schools that count, by the census of 2018', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql<{ urn: number }>`
        select s.urn from schools.current_school s join schools.current_pupil_number p on p.urn = s.urn
        where s.open and p.counted and p.census_date = '2018-01-18' and s.publicly_funded and s.sector <> 'college'`.execute(
        tx,
      ),
    );
    expect(rows).toHaveLength(16);
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
      expect(await count(first, `schools.${table}`)).toBeGreaterThan(6);
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

  it('holds a year of what schools do with the offer, and its books agree', async () => {
    const one = async (query: ReturnType<typeof sql<{ n: number }>>) =>
      (await asSystem(first, (tx) => query.execute(tx))).rows[0]?.n ?? 0;
    const active = sql<{
      n: number;
    }>`select count(*)::int as n from subscriptions.contract where active_at is not null`;
    expect(await one(active)).toBeGreaterThan(7);
    for (const column of ['form_sent_at', 'withdrawn_at', 'completed_at'])
      expect(
        await one(
          sql`select count(*)::int as n from subscriptions.contract where active_at is null and ${sql.ref(column)} is not null`,
        ),
      ).toBeGreaterThan(0);
    expect(
      await one(sql`select count(distinct raised)::int as n from subscriptions.invoice where kind = 'invoice'`),
    ).toBeGreaterThan(1);
    expect(
      await one(sql`select count(*)::int as n from subscriptions.invoice where kind = 'credit-note'`),
    ).toBeGreaterThan(0);
    expect(await one(sql`select count(*)::int as n from subscriptions.payment`)).toBeGreaterThan(10);
    expect(
      await one(sql`select count(*)::int as n from entitlements.pool where agreed_on is not null`),
    ).toBeGreaterThan(0);
    expect(
      await one(sql`select count(*)::int as n from bookings.booking where delivered_at is not null`),
    ).toBeGreaterThan(10);
    expect(
      await one(
        sql`select count(*)::int as n from bookings.booking where quoted_at is not null and accepted_at is null`,
      ),
    ).toBeGreaterThan(0);
    expect((await asSystem(first, verify)).differences).toEqual([]);
  });

  it('tells nothing of a school outside that its own people are not told', async () => {
    // Pages ask for one of the two sets, and never for both (`src/data/measured/queries.ts`).
    const { rows } = await asSystem(first, (tx) =>
      sql<{ told: number; untold: number }>`
        select count(*)::int as told, count(*) filter (where i.urn is null)::int as untold
        from data.measured o left join data.measured i on i.audience = 'inside' and i.urn = o.urn and i.measure = o.measure
          and i.pupil_group = o.pupil_group and i.period = o.period and i.year = o.year and i.run_id = o.run_id
        where o.audience = 'outside' and o.urn is not null`.execute(tx),
    );
    expect(rows[0]?.told).toBeGreaterThan(1000);
    expect(rows[0]?.untold).toBe(0);
  });

  it('leaves nothing to be done and nothing that failed', async () => {
    const { rows } = await asSystem(first, (tx) =>
      sql`select * from platform.job_count where waiting + running + again + failed > 0`.execute(tx),
    );
    expect(rows).toEqual([]);
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

  it('has an offer under its own name, where the shipped one was published before too', async () => {
    const nameOf = async (database: Database) => (await asSystem(database, currentOffer))?.offer.name;
    expect(await nameOf(first)).toBe('Five Weirs school-improvement offer 2018/19');
    expect(await count(first, 'offer.published')).toBe(1);
    const opened = await testDatabase();
    await publishShippedOffers(testMesters(opened));
    await publishOwnOffers(testMesters(opened), 12);
    expect(await nameOf(opened)).toBe('Five Weirs school-improvement offer 2018/19');
  });

  it('asked for again changes nothing, and another cannot be made in its place', async () => {
    const before = await contentOf(first);
    await make(first, 1, 16);
    expect(await contentOf(first)).toEqual(before);
    await expect(make(first, 2, 16)).rejects.toThrow(CannotMake);
    await expect(make(first, 1, 17)).rejects.toThrow(CannotMake);
  });

  it('is equal for an equal seed, also where it stopped halfway', { timeout: patience }, async () => {
    const stopped = new Error('The power went off.');
    let days = 0;
    const mesters = testMesters(second);
    await expect(
      makeDemonstration(mesters, {
        seed: 1,
        schools: 16,
        progress: (_, __, words) => {
          if (words === 'Living the year' && ++days === 40) throw stopped;
        },
      }),
    ).rejects.toThrow(stopped);
    expect(await asSystem(second, demonstrationBegun)).toMatchObject({ made: false });
    await makeDemonstration(mesters, { seed: 1, schools: 16, progress: () => {} });
    const [one, other] = [await contentOf(first), await contentOf(second)];
    expect(Object.keys(one).length).toBeGreaterThan(40);
    for (const [table, rows] of Object.entries(one)) expect({ [table]: other[table] }).toEqual({ [table]: rows });
  });
});

it('is not made where schools are already', async () => {
  const database = await testDatabase();
  await asSystem(database, (tx) => aSchool(tx));
  await expect(make(database, 1, 16)).rejects.toThrow(CannotMake);
  expect((await asSystem(database, readInstallation)).kind).toBe('new');
});

describe('mesters demo', () => {
  it('says so when it is there already, and refuses another', async () => {
    expect(await typed(demoCommand, size)).toMatchObject({ code: 0, said: expect.stringMatching(/already/) });
    expect(await typed(demoCommand, ['--seed', '2', '--schools', '16'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/seed 1 with 16 schools/),
    });
    expect((await asSystem(first, readInstallation)).kind).toBe('demonstration');
  });

  it('refuses an installation with real schools, and leaves it as it was', async () => {
    const other = await testDatabase();
    await asSystem(other, (tx) => aSchool(tx));
    expect(await typed(demoCommand, size, other)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/another data folder/),
    });
    expect((await asSystem(other, readInstallation)).kind).toBe('new');
  });

  it.each([[['--schools', '3']], [['--schools', '30000']], [['--seed', 'x']]])(
    'does not understand %j',
    async (words) => {
      await expect(typed(demoCommand, words)).rejects.toThrow(TypedWrong);
    },
  );
});

describe('mesters demo advance', () => {
  it('moves the day forward and never back', async () => {
    expect(await typed(demoAdvanceCommand, ['2019-02-01'])).toEqual({
      code: 0,
      said: expect.stringMatching(/^(Days have passed, \d+%\n)+Today is 1 February 2019\.\n$/),
    });
    expect((await asSystem(first, readInstallation)).heldToday?.toString()).toBe('2019-02-01');
    expect(await typed(demoAdvanceCommand, ['2019-01-20'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/today is 1 February 2019/),
    });
    expect((await typed(demoAdvanceCommand, ['2030-01-01'])).code).toBe(1);
    expect((await asSystem(first, readInstallation)).heldToday?.toString()).toBe('2019-02-01');
  });

  it('does what falls due on the way, once', { timeout: 180_000 }, async () => {
    const raised = async () =>
      (
        await asSystem(first, (tx) =>
          sql<{ raised: string; n: number }>`
            select raised::text, count(*)::int as n from subscriptions.invoice
            where instalment_year is not null and raised > '2019-01-14' group by 1 order by 1`.execute(tx),
        )
      ).rows;
    const instalments = await asSystem(first, (tx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from subscriptions.instalment where due between '2019-04-01' and '2019-05-02'`.execute(
        tx,
      ),
    );
    expect(await raised()).toEqual([]);
    await typed(demoAdvanceCommand, ['2019-05-02']);
    const once = await raised();
    expect(once).toEqual([{ raised: '2019-03-02', n: instalments.rows[0]?.n }]);
    await typed(demoAdvanceCommand, ['2019-05-02']);
    expect(await raised()).toEqual(once);
  });

  it.each([[[]], [['tomorrow']], [['2019-02-30']], [['2019-02-01', '2019-02-02']]])(
    'does not understand %j',
    async (words: string[]) => {
      await expect(typed(demoAdvanceCommand, words)).rejects.toThrow(TypedWrong);
    },
  );

  it('is for demonstrations only', async () => {
    const other = await testDatabase();
    expect(await typed(demoAdvanceCommand, ['2019-02-01'], other)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/not a demonstration/),
    });
  });
});
