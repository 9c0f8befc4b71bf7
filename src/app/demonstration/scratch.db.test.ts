import { sql } from 'kysely';
import { it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { makeDemonstration } from './make';

it.each((process.env.SIZES ?? '173').split(',').map(Number))('%d', { timeout: 1_500_000 }, async (schools) => {
  const database = await testDatabase();
  const began = performance.now();
  let last = began;
  let said = '';
  const line = (words = '') => {
    const now = performance.now();
    if (words !== said) {
      console.log(schools, Math.round(now - last), 'ms before', words);
      last = now;
      said = words;
    }
  };
  await makeDemonstration(testMesters(database), { seed: 1, schools, progress: (_d, _o, w) => line(w) });
  console.log(
    schools,
    Math.round(performance.now() - began),
    'ms in all',
    Math.round(process.memoryUsage().rss / 1e6),
    'MB',
  );
  for (const t of [
    'schools.school',
    'schools.school_version',
    'schools.current_school',
    'schools.person',
    'schools.role_held',
    'schools.inspection',
    'schools.current_trust',
    'schools.partnership',
    'schools.succession',
    'platform.audit',
    'schools.pupil_number',
  ])
    console.log(
      t,
      JSON.stringify(
        (await asSystem(database, (tx) => sql`select count(*)::int as n from ${sql.table(t)}`.execute(tx))).rows,
      ),
    );
  console.log(
    JSON.stringify(
      (
        await asSystem(database, (tx) =>
          sql`select grade, count(*)::int as n from (select distinct on (urn) urn, grade from schools.inspection order by urn, inspected desc) x group by grade order by grade`.execute(
            tx,
          ),
        )
      ).rows,
    ),
  );
  console.log(
    JSON.stringify(
      (
        await asSystem(database, (tx) =>
          sql`select sector, status, count(*)::int as n from schools.current_school where open group by 1,2 order by 1`.execute(
            tx,
          ),
        )
      ).rows,
    ),
  );
  console.log(
    JSON.stringify(
      (
        await asSystem(database, (tx) =>
          sql`select p.name, count(*)::int as n from schools.partnership p join schools.current_partnership_membership m on m.partnership_id=p.id group by p.name, p.place order by p.place limit 14`.execute(
            tx,
          ),
        )
      ).rows,
    ),
  );
  console.log(
    JSON.stringify(
      (
        await asSystem(database, (tx) =>
          sql`select t.name, t.kind, count(m.urn)::int as n from schools.current_trust t left join schools.current_trust_membership m on m.uid=t.uid group by 1,2 order by 3 desc limit 14`.execute(
            tx,
          ),
        )
      ).rows,
    ),
  );
  console.log(
    JSON.stringify(
      (
        await asSystem(database, (tx) =>
          sql`select x.*, a.name as a, b.name as b from schools.succession x join schools.current_school a on a.urn=x.predecessor join schools.current_school b on b.urn=x.successor limit 12`.execute(
            tx,
          ),
        )
      ).rows,
    ),
  );
});
