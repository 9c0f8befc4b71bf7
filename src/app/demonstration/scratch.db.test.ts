import { sql } from 'kysely';
import { it } from 'vitest';
import { verify } from '../../entitlements';
import { testMesters } from '../../platform/jobs/testing';
import { createLog } from '../../platform/log';
import { asSystem, testDatabase } from '../../platform/testing';
import { makeDemonstration } from './make';

const n = Number(process.env.SCHOOLS ?? 20);
it('holds a year', { timeout: 1_500_000 }, async () => {
  const database = await testDatabase();
  const t0 = performance.now();
  let last = '';
  const mesters = testMesters(database, { log: createLog() });
  await makeDemonstration(mesters, {
    seed: 1,
    schools: n,
    progress: (d, of, w) => {
      const l = `${w} ${Math.floor((d * 20) / of)}`;
      if (l !== last) console.log(((performance.now() - t0) / 1000).toFixed(1), l, d);
      last = l;
    },
  });
  console.log('TOTAL', (performance.now() - t0) / 1000);
  await asSystem(database, async (tx) => {
    for (const q of [
      `select case when withdrawn_at is not null then 'withdrawn' when active_at is not null then 'active' when accepted_at is not null then 'accepted' when completed_at is not null then 'completed' when form_sent_at is not null then 'sent' else 'intention' end s, count(*)::int n from subscriptions.contract group by 1`,
      `select kind, count(*)::int n, sum(pence)::int p, sum(paid_pence)::int paid, sum(left_pence)::int lft, count(*) filter (where left_pence>0 and due < '2019-01-14')::int overdue, min(raised)::text a, max(raised)::text b from subscriptions.invoice_standing group by 1`,
      `select left(key,10) k, count(*)::int n from subscriptions.invoice group by 1`,
      `select nth, count(*)::int from subscriptions.invoice_letter group by 1`,
      `select kind, count(*)::int n from entitlements.fact where withdrawn_at is null group by 1`,
      `select case when cancelled_at is not null then case when returned then 'cancelled' else 'cancelled late' end when delivered_at is not null then 'delivered' when confirmed_at is not null then 'confirmed' when held_at is not null then 'held' when quoted_at is not null then 'quoted' else 'draft' end s, count(*)::int n, count(*) filter (where held_until < '2019-01-14 10:00')::int lapsed from bookings.booking group by 1`,
      `select element, service, count(*)::int n from bookings.booking group by 1,2`,
      `select name, agreed_by from entitlements.pool`,
      `select how, count(*)::int from bookings.booking_payer group by 1`,
      `select kind, waiting::int, again::int, failed::int, done::int from platform.job_count`,
      `select kind, error from platform.failed_job limit 5`,
      `select state, count(*)::int from platform.mail group by 1`,
      `select year, count(*)::int from entitlements.account group by 1`,
    ])
      console.log(JSON.stringify((await sql.raw(q).execute(tx)).rows));
    const v = await verify(tx);
    console.log(JSON.stringify(v));
  });
});
