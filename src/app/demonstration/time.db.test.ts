import { expect, it } from 'vitest';
import { publishShippedOffers } from '../../offer';
import { heldClock } from '../../platform/clock';
import { type Database, systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { inTurn } from '../../platform/jobs';
import { testMesters } from '../../platform/jobs/testing';
import { testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { aContract } from '../../subscriptions/testing';
import { doToday } from '../daily';
import { city } from './city';
import { contentOf } from './testing';
import { startTime } from './time';

const from = Temporal.PlainDate.from('2018-07-20');
/** Until then invoices are raised, the year begins, and who has not paid is reminded three times. */
const until = Temporal.PlainDate.from('2018-10-10');

/** A demonstration with a few contracts, on the day it begins. */
async function begun(database: Database) {
  const clock = heldClock(from, '08:00');
  const mesters = testMesters(database, { clock });
  await publishShippedOffers(mesters);
  await database.transaction(systemStanding(clock), async (tx) => {
    await changeInstallation(tx, { kind: 'demonstration', name: city.partnership, heldToday: from });
    for (const [i, plan] of ['once', 'termly'].entries()) {
      const urn = await aSchool(tx, { urn: 100_001 + i, pupils: 200 + i });
      await aContract(tx, { files: mesters.files, clock, urn, state: 'active', plan });
    }
  });
  return mesters;
}

it('days on which nothing falls due may be passed over: what comes of it is the same', {
  timeout: 120_000,
}, async () => {
  const [some, every] = [await testDatabase(), await testDatabase()];
  const mesters = await begun(some);
  let lived = 0;
  await startTime(mesters, from).pass(until, () => {
    lived += 1;
  });
  expect(lived).toBeLessThan(15);

  const other = await begun(every);
  for (let day = from; !day.equals(until); ) {
    day = day.add({ days: 1 });
    const clock = heldClock(day, '08:00');
    await every.transaction(systemStanding(clock), async (tx) => {
      await changeInstallation(tx, { heldToday: day });
      const installation = async () => ({ kind: 'demonstration' as const, name: city.partnership, heldToday: day });
      await inTurn(tx, { ...other, clock, installation }, () => doToday(tx));
    });
  }
  const [one, two] = [await contentOf(some), await contentOf(every)];
  expect(one['subscriptions.invoice']).toHaveLength(2);
  expect(one['subscriptions.invoice_letter']).toHaveLength(8);
  for (const [table, rows] of Object.entries(one)) expect({ [table]: two[table] }).toEqual({ [table]: rows });
});
