import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Tx } from '../platform/database';
import { keepFile } from '../platform/files';
import { testMesters } from '../platform/jobs/testing';
import { as, asSystem, temporaryFolder, testDatabase } from '../platform/testing';
import { levelsOf, roles } from '../schools';
import { newSeed } from './methods/testing/random';
import { makeRun, startRun } from './packs/run';
import { csv } from './pupils/testing';
import { bringChildren, oneSchool, otherSchool, testChildren } from './pupils/testing-children';
import { bringRelease } from './testing';

/** Row-level security alone, with no page before it: what each role gets who asks the database for another school's pupils by every way there is. */

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
const seed = newSeed();
const children = testChildren(seed);
const own = children.filter(({ urn }) => urn === oneSchool);
const [first] = own as [(typeof own)[number]];
await bringChildren(database, mesters, folder, children);

// A file of which a row was rejected, and an upload as a page keeps it.
const phonics = join(folder, 'phonics.csv');
writeFileSync(phonics, csv(['URN', 'UPN', 'Phonics'], [oneSchool, first.upn, 33], [oneSchool, own[1]?.upn ?? '', 99]));
const rejecting = await bringRelease(mesters, 'phonics', phonics, { year: 2017 });
await asSystem(database, async (tx) => {
  const { id } = await keepFile(tx, mesters.files, {
    content: new TextEncoder().encode('x'),
    name: `${first.surname}.csv`,
    type: 'text/csv',
    level: 'pupil/*',
  });
  await sql`update data.release set upload = ${id} where status = 'checking'`.execute(tx);
});

// Statistics hold the commonest values, names among them.
const connection = await database.source.acquire();
await connection.script('analyze data.pupil; analyze data.pupil_result; analyze data.reject');
connection.release();

// Packs of a run: those with figures of the school's pupils are kept for its own people.
const packs = await asSystem(database, (tx) => startRun(tx, { actor: null, clock: mesters.clock }));
await makeRun(mesters, packs, { signal: new AbortController().signal, progress: () => {} });

/** Whatever stands for a pupil of the school. Short names would be found in other words. */
const secrets = own.flatMap(({ upn, surname, forename }) => [upn, surname, forename]).filter((text) => text.length > 5);

const relations = await asSystem(database, async (tx) => {
  const { rows } = await sql<{ name: string; kind: string; columns: string[] }>`
    select c.oid::regclass::text as name, c.relkind::text as kind,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('data', 'platform', 'schools', 'pgboss', 'public')
      and has_table_privilege('mesters_web', c.oid, 'select') order by 1`.execute(tx);
  return rows;
});
const ofData = relations.filter(({ name }) => name.startsWith('data.'));

interface Asker {
  name: string;
  levels: string[] | 'nobody';
}
const holding = (role: string, urn: number): string[] => {
  const { scope } = roles.find((one) => one.id === role)!;
  const id = { installation: null, school: String(urn), trust: '9999', partnership: 'elsewhere' }[scope];
  return levelsOf([{ role, scope: { kind: scope, id } as never }], {
    schoolsOfTrust: () => [String(otherSchool)],
    partnershipsOfSchool: () => ['elsewhere'],
  });
};
/** Each role, held at another school, and two who hold none. */
const others: Asker[] = [
  { name: 'a visitor', levels: 'nobody' },
  { name: 'somebody without a role', levels: [] },
  ...roles.map(({ id }) => ({ name: `${id} elsewhere`, levels: holding(id, otherSchool) })),
];
const seesPupils = ({ levels }: Asker): boolean => levels.includes('pupil/*');
const strangers = others.filter((asker) => !seesPupils(asker));

const asked = <T>({ levels }: Asker, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(as(levels), work);
const textsOf = async (tx: Tx, from: string): Promise<string> => {
  const { rows } = await sql<{
    text: string | null;
  }>`select x::text as text from (select * from ${sql.raw(from)}) x`.execute(tx);
  return rows.map(({ text }) => text ?? '').join('\n');
};
const countOf = async (tx: Tx, from: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(from)}`.execute(tx)).rows[0]?.n ?? 0;
const found = (text: string): string[] => secrets.filter((secret) => text.includes(secret));

describe(`the pupils of a school (seed ${seed})`, () => {
  it('are there to be found, by those who may find them', async () => {
    expect(relations.length).toBeGreaterThan(40);
    expect(rejecting.report.rejects).toHaveLength(1);
    const user = { name: '', levels: holding('named-data-user', oneSchool) };
    for (const asker of [user, { name: '', levels: ['pupil/*'] }])
      expect(
        await asked(asker, async (tx) => [
          await countOf(tx, `data.pupil where urn = ${oneSchool}`),
          (await countOf(tx, `data.pupil_result where urn = ${oneSchool} and results ? 'year'`)) > own.length,
          (await countOf(tx, `data.measured where urn = ${oneSchool} and audience = 'inside'`)) > 0,
        ]),
      ).toEqual([own.length, true, true]);
    expect(found(await asked(user, (tx) => textsOf(tx, 'data.pupil')))).toHaveLength(secrets.length);
    expect(found(await asked(user, (tx) => textsOf(tx, `data.pupil where urn = ${otherSchool}`)))).toEqual([]);
  });

  it.each(strangers)('stand in no row of any table or view that $name can read', async (asker) => {
    await asked(asker, async (tx) => {
      for (const { name } of relations) {
        // A table of which some columns alone may be read, or a view of which the web role may not read what is behind it, says so.
        const text = await textsOf(tx, name);
        expect(found(text), name).toEqual([]);
      }
    });
  });

  it.each(strangers)('are not to be had by $name through an identifier or a join', async (asker) => {
    await asked(asker, async (tx) => {
      const upn = `'${first.upn}'`;
      const ways = [
        `data.pupil where upn = ${upn}`,
        `data.pupil where (urn, upn) in (values (${oneSchool}, ${upn}))`,
        `data.pupil where release_id in (select release_id from data.release_school where urn = ${oneSchool}) and urn = ${oneSchool}`,
        `data.pupil p join data.current_release_school s on s.release_id = p.release_id and s.urn = p.urn where p.urn = ${oneSchool}`,
        `data.release_school s cross join lateral (select * from data.pupil p where p.urn = s.urn and p.release_id = s.release_id) p where p.urn = ${oneSchool}`,
        `data.pupil_result where upn = ${upn}`,
        `data.pupil_result where urn = ${oneSchool}`,
        `data.run r join data.pupil_result p on p.run_id = r.id where p.urn = ${oneSchool}`,
        `data.pupil_result p join data.measured m using (run_id, urn) where urn = ${oneSchool}`,
        `data.measured where urn = ${oneSchool} and audience = 'inside'`,
        `data.measured where urn = ${oneSchool} and (numerator is not null or reason is not null)`,
        `data.measured where area = 'trust/4321' and audience = 'inside'`,
        `data.measured where shown like 'suppressed%' and (value is not null or denominator is not null or pupils is not null)`,
        `data.reject where release_id = ${rejecting.report.release?.id}`,
        `data.release r join data.reject j on j.release_id = r.id where r.level = 'pupil'`,
        "platform.file where level = 'pupil/*'",
        `data.pack where urn = ${oneSchool} and audience <> 'everybody'`,
        `data.pack where urn = ${oneSchool} and (runs <> '{}' or level <> 'public')`,
        `data.pack p join platform.file f on f.id in (p.pdf, p.sheet) where p.urn = ${oneSchool} and f.level <> 'public'`,
        `platform.file where level in ('school/${oneSchool}', 'leader/${oneSchool}')`,
        "data.release r join platform.file f on f.id = r.kept where r.level = 'pupil'",
        'data.current_release_school r join platform.file f on f.id = r.kept',
        "platform.file where name like '%parquet' and id in (select kept from data.release where level = 'pupil')",
      ];
      for (const way of ways) expect(await countOf(tx, way), way).toBe(0);
      for (const { name, columns } of ofData.filter((one) => one.columns.includes('upn')))
        for (const column of columns)
          expect(
            await countOf(tx, `${name} where urn = ${oneSchool} and ${column} is not null`),
            `${name}.${column}`,
          ).toBe(0);
    });
  });

  it.each(strangers)('are not guessed by $name from an error, a plan or a statistic', async (asker) => {
    // A condition that fails on the row of a pupil would tell that there is one.
    const fails = `data.pupil where 1 / (case when upn = '${first.upn}' then 0 else 1 end) = 1 and urn = ${oneSchool}`;
    const casts = `data.pupil_result where (case when upn = '${first.upn}' then upn else '1' end)::int = 1 and urn = ${oneSchool}`;
    for (const way of [fails, casts]) expect(await asked(asker, (tx) => countOf(tx, way))).toBe(0);
    const unbound = asked(asker, async (tx) => {
      await sql`set local row_security = off`.execute(tx);
      return countOf(tx, 'data.pupil');
    });
    await expect(unbound).rejects.toThrow(/row-level security/);
    expect(
      found(
        await asked(asker, (tx) =>
          textsOf(tx, "pg_stats where schemaname = 'data' and tablename in ('pupil', 'pupil_result', 'reject')"),
        ),
      ),
    ).toEqual([]);
  });

  it.each(strangers)('are neither changed nor removed by $name, nor told of by trying', async (asker) => {
    const tries = [
      `update data.pupil set surname = surname where urn = ${oneSchool} returning surname`,
      `delete from data.pupil where urn = ${oneSchool} returning surname`,
      `delete from data.pupil_result where urn = ${oneSchool} returning upn`,
      `delete from data.measured where urn = ${oneSchool} returning value`,
      `delete from data.pack where urn = ${oneSchool} returning pdf`,
      `insert into data.pack (run_id, urn, audience, runs, pdf, sheet) select ${packs}, ${otherSchool}, 'everybody', '{}', pdf, sheet
         from data.pack where urn = ${oneSchool} and audience = 'leaders' returning pdf`,
      `delete from data.reject where release_id = ${rejecting.report.release?.id} returning value`,
      `update data.run set missing = missing returning *`,
      `update platform.file set level = 'public' where level = 'pupil/*' returning *`,
      `insert into data.pupil (release_id, urn, upn, surname, forename, born, sex, year_group)
         select release_id, ${oneSchool}, '${first.upn}', 'A', 'B', '2007-01-01', 'F', '6' from data.release_school limit 1
         on conflict (release_id, urn, upn) do nothing returning surname`,
      `insert into data.measured (run_id, audience, urn, measure, pupil_group, period, year, shown)
         values (1, 'outside', ${oneSchool}, 'm', 'all', 'year', 2017, 'x') returning *`,
    ];
    for (const one of tries) {
      const outcome = await asked(asker, async (tx) => (await sql.raw(one).execute(tx)).rows.length).catch(
        (error: Error) => error.message,
      );
      if (typeof outcome === 'string') expect(found(outcome), one).toEqual([]);
      else expect(outcome, one).toBe(0);
    }
    expect(await asSystem(database, (tx) => countOf(tx, `data.pupil where urn = ${oneSchool}`))).toBe(own.length);
  });
});

describe('the packs of a run', () => {
  const seen = (role: string) =>
    database.transaction(as(holding(role, oneSchool)), async (tx) => {
      const { rows } = await sql<{ audience: string; files: number }>`
        select p.audience, (select count(*)::int from platform.file f where f.id in (p.pdf, p.sheet)) as files
        from data.pack p where p.urn = ${oneSchool} and p.run_id = ${packs} order by 1`.execute(tx);
      return rows;
    });
  it('are there with the school’s own figures, for its governors and in full for who leads it', async () => {
    const two = (...audiences: string[]) => audiences.map((audience) => ({ audience, files: 2 }));
    expect(await seen('headteacher')).toEqual(two('everybody', 'governors', 'leaders'));
    expect(await seen('governor')).toEqual(two('everybody', 'governors'));
    expect(await seen('teacher')).toEqual(two('everybody'));
  });
  it('have no file under another level than their own', async () => {
    const wrong = await asSystem(database, (tx) =>
      countOf(tx, 'data.pack p join platform.file f on f.id in (p.pdf, p.sheet) where f.level <> p.level'),
    );
    expect(wrong).toBe(0);
  });
});

describe('what everybody’s name could be used for', () => {
  const rowsOf = (query: ReturnType<typeof sql<Record<string, string>>>) =>
    asSystem(database, async (tx) => (await query.execute(tx)).rows);

  it('every table of the data has row-level security, forced upon its owner too', async () => {
    expect(
      await rowsOf(sql`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'data' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`),
    ).toEqual([]);
  });
  it('every view asks in the name of whoever asks it', async () => {
    expect(
      await rowsOf(sql`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'data' and c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)`),
    ).toEqual([]);
  });
  it('no function of the data runs as its owner', async () => {
    expect(
      await rowsOf(
        sql`select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'data' and p.prosecdef`,
      ),
    ).toEqual([]);
  });
  it('what a file of pupils became is kept for data analysts alone', async () => {
    expect(
      await rowsOf(
        sql`select distinct f.level from data.release r join platform.file f on f.id = r.kept or f.id = r.upload where r.level = 'pupil'`,
      ),
    ).toEqual([{ level: 'pupil/*' }]);
  });
});
