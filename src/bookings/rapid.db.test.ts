import { expect, test } from 'vitest';
import { publishOffer } from '../offer';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import { heldClock } from '../platform/clock';
import { as, testDatabase } from '../platform/testing';
import { bookRapid } from './rapid';
import { aBookingSchool } from './testing';
import { bookingYear } from './year';

const database = await testDatabase();
const clock = heldClock('2018-07-02');
const by = { actor: null, clock };
const offer = shippedOffer();

test('before the service starts it is for schools that intend to subscribe and whose own service ends before', async () => {
  const run = <T>(work: Parameters<typeof database.transaction<T>>[1]) =>
    database.transaction(as('system', 'worker', clock), work);
  const own = await run(async (tx) => {
    await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
    return aBookingSchool(tx, { clock });
  });
  const ask = (ends: string) =>
    run(async (tx) => {
      const year = await bookingYear(tx, own.holder, null, clock.today());
      if (!year) throw new Error('No year.');
      return bookRapid(tx, by, offer, { key: 'one', ...own, ownServiceEnds: Temporal.PlainDate.from(ends), year });
    });
  expect(await ask('2018-08-01')).toMatchObject({ ok: false, reason: { because: 'no-intention' } });
  await run(async (tx) => {
    const year = await bookingYear(tx, own.holder, null, clock.today());
    await tx
      .insertInto('subscriptions.contract')
      .values({
        id: crypto.randomUUID(),
        urn: own.urn,
        offer_id: year?.offerId ?? '',
        plan: offer.contract.plans[0]?.id ?? '',
        starts: offer.contract.from,
        ends: offer.contract.to,
        indicated_at: clock.now(),
      } as never)
      .execute();
  });
  expect(await ask('2018-10-01')).toMatchObject({ ok: false, reason: { because: 'own-service' } });
  const first = await ask('2018-08-01');
  const again = await ask('2018-08-01');
  expect(first).toMatchObject({ ok: true, value: { payers: [], year: offer.year } });
  expect(again.ok && first.ok && again.value.id === first.value.id).toBe(true);
});
