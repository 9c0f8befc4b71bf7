import { expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import type { Tx } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { company, system } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { activateIfConfirmed, confirmGate } from './confirm';
import { beginSubscription } from './job';
import { anIntent } from './testing';

const database = await testDatabase();

test('a form that is accepted beside the confirmation is never left out', async () => {
  // On PGlite nothing runs beside an open transaction, so there is nothing to see.
  if (database.kind === 'pglite') return;
  await asSystem(database, (tx) =>
    publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml'),
  );
  const finance = await aPerson(database, 'finance-officer', company);
  const inName = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction({ ...as('nobody'), actor: finance }, work);
  const by = { actor: finance, clock: testClock };
  const late = await asSystem(database, async (tx) => {
    for (let i = 0; i < 79; i++) await anIntent(tx, { urn: await aSchool(tx, { pupils: 900 }), stands: 'contracted' });
    const urns: number[] = [];
    for (let i = 0; i < 8; i++) urns.push(await aSchool(tx, { pupils: 100 }));
    return urns;
  });
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  // Each is accepted, asks whether viability is confirmed, and ends a little later than the next begins.
  const accepting = late.map(async (urn, i) => {
    await pause(i * 15);
    return asSystem(database, async (tx) => {
      const id = await anIntent(tx, { urn, stands: 'contracted' });
      const done = await activateIfConfirmed(tx, { actor: system, clock: testClock }, id);
      await pause(120);
      return done;
    });
  });
  await pause(60);
  const confirmed = await inName((tx) => confirmGate(tx, by, '2018/19'));
  const accepted = await Promise.all(accepting);
  expect(confirmed.ok).toBe(true);
  // Some came before it and some after: else this shows nothing.
  expect(new Set(accepted.map((done) => done.ok && done.value)).size).toBe(2);

  const { jobs } = testMesters(database);
  await jobs.start([beginSubscription as never]);
  await jobs.idle();
  await jobs.stop();
  const left = await asSystem(database, (tx) =>
    tx.selectFrom('subscriptions.contract').select('urn').where('active_at', 'is', null).execute(),
  );
  expect(left).toEqual([]);
}, 60_000);
