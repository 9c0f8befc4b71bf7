import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { refreshAll, verify } from '../../entitlements';
import { heldClock } from '../../platform/clock';
import { systemStanding } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { publishOwnOffers } from './offers';
import { signOnPaper } from './on-paper';
import { liveTerm } from './term';
import { inventWorld, type World } from './world';

const database = await testDatabase();
const mesters = testMesters(database);
const progress = () => {};

const counts = async () =>
  (
    await asSystem(database, (tx) =>
      sql<Record<string, number>>`
        select (select count(*)::int from subscriptions.contract where active_at is not null) as contracts,
          (select count(*)::int from subscriptions.invoice) as invoices,
          (select count(distinct raised)::int from subscriptions.invoice) as "invoiceDays",
          (select count(*)::int from subscriptions.payment) as payments,
          (select count(*)::int from bookings.booking where confirmed_at is null) as held,
          (select count(*)::int from bookings.booking where confirmed_at is not null and delivered_at is null) as confirmed,
          (select count(*)::int from bookings.booking where delivered_at is not null) as delivered`.execute(tx),
    )
  ).rows[0];

it('a large demonstration has contracts by list and one term of what follows, once', { timeout: 120_000 }, async () => {
  await publishOwnOffers(mesters, 173);
  const { schools } = inventWorld({ seed: 1, schools: 60 });
  await asSystem(database, async (tx) => {
    for (const { urn, name } of schools) await aSchool(tx, { urn, name, pupils: 200 });
  });
  const world = { seed: 1, schools } as unknown as World;
  const clock = heldClock('2018-07-01');
  await refreshAll({ clock, tx: (work) => database.transaction(systemStanding(clock), work) });
  await signOnPaper(mesters, world, progress);
  await liveTerm(mesters, world, progress);
  const first = await counts();
  expect(first?.contracts).toBeGreaterThan(35);
  expect(first?.contracts).toBeLessThan(schools.length);
  // Everybody pays something in September, and some the next part in January.
  expect(first?.invoices).toBeGreaterThan(first?.contracts as number);
  expect(first?.invoiceDays).toBe(2);
  expect(first?.payments).toBeGreaterThan((first?.invoices as number) * 0.8);
  expect(first?.payments).toBeLessThan(first?.invoices as number);
  expect(first?.confirmed).toBeGreaterThan(5);
  expect(first?.delivered).toBeGreaterThan(20);
  expect((await asSystem(database, verify)).differences).toEqual([]);
  await signOnPaper(mesters, world, progress);
  await liveTerm(mesters, world, progress);
  expect(await counts()).toEqual(first);
});
