import { sql } from 'kysely';
import { it } from 'vitest';
import { recordDeed } from '../../platform/audit';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { actorByEmail, endPersonRole, givePersonRole, peopleOf, system } from '../../schools';
import { makeDemonstration } from './make';

it('x', { timeout: 1_500_000 }, async () => {
  const database = await testDatabase();
  await makeDemonstration(testMesters(database), { seed: 1, schools: 100, progress: () => {} });
  const time = async (name: string, n: number, work: (tx: any, i: number) => Promise<unknown>) => {
    await asSystem(database, async (tx) => {
      const b = performance.now();
      for (let i = 0; i < n; i++) await work(tx, i);
      console.log(name, ((performance.now() - b) / n).toFixed(2), 'ms');
    });
  };
  const { rows } = await asSystem(database, (tx) =>
    sql<any>`select p.email, p.id, r.scope_id, r.scope_kind from schools.person p join schools.role_held r on r.person_id = p.id where r.scope_kind='school' and role='headteacher' limit 50`.execute(
      tx,
    ),
  );
  await time('select 1', 100, (tx) => sql`select 1`.execute(tx));
  await time('actorByEmail', 50, (tx, i) => actorByEmail(tx, rows[i].email));
  await time('peopleOf', 50, (tx, i) => peopleOf(tx, { kind: 'school', id: rows[i].scope_id }, { past: true }));
  await time('audit', 100, (tx) =>
    recordDeed(tx, { actor: system, clock: testClock }, { action: 'app.x', scope: 'installation', about: 'x' }),
  );
  await time('person_for', 100, (tx, i) =>
    sql`select schools.person_for(${'A B'}, ${`a${i}@example.org`}::citext, ${testClock.now()}) as id`.execute(tx),
  );
  await time('overlap', 100, (tx, i) =>
    tx
      .selectFrom('schools.role_held')
      .where('person_id', '=', rows[i % 50].id)
      .where('role', '=', 'headteacher')
      .where('scope_kind', '=', 'school')
      .where('scope_id', '=', 'a')
      .where(sql<boolean>`daterange(starts, ends) && daterange(${testClock.today()}, ${null})`)
      .select('id')
      .executeTakeFirst(),
  );
  await time('give', 100, (tx, i) =>
    givePersonRole(
      tx,
      { actor: system, clock: testClock },
      {
        name: 'C D',
        email: `c${i}@example.org`,
        role: 'governor',
        scope: { kind: 'school', id: rows[i % 50].scope_id },
        starts: testClock.today(),
        ends: null,
      },
    ),
  );
  const ex = async (tx: any, q: any) =>
    console.log(
      ((await sql`explain (analyze, costs off) ${q}`.execute(tx)).rows as any[]).map((r) => r['QUERY PLAN']).join('\n'),
    );
  await asSystem(database, async (tx) => {
    await ex(
      tx,
      sql`select p.id from schools.person p join schools.role_held r on r.person_id = p.id where p.email = ${rows[3].email} and r.starts <= platform.today()`,
    );
    await ex(
      tx,
      sql`select id from schools.role_held where person_id = ${rows[3].id} and role = 'x' and daterange(starts, ends) && daterange('2019-01-01', null)`,
    );
  });
});
