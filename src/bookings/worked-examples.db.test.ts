import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf } from '../entitlements';
import { publishOffer } from '../offer';
import { shippedOffer, shippedOfferText, workedExamples } from '../offer/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { invoiceBy, linesOf } from '../subscriptions';
import { confirm, type Item, order, settle } from './index';
import { aBookingSchool, type TestSchool, wishOf } from './testing';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const offer = shippedOffer();
const credit = offer.bespoke.credit.id;
const dayRate = offer.bespoke.services.find(({ price }) => price === 'day-rate')?.id as string;

const itemsOf = ({ halfDays, services }: { halfDays: number; services: readonly string[] }): Item[] => [
  ...(halfDays > 0 ? [{ service: dayRate, quarterDays: 2 * halfDays }] : []),
  ...services.map((service) => ({ service })),
];
const standing = (school: TestSchool) =>
  asSystem(database, async (tx) => {
    const [account] = await accountsOf(tx, [school.holder], { element: credit });
    return account && { used: account.used, held: account.held, left: account.left };
  });

beforeAll(() =>
  asSystem(database, async (tx) => {
    const published = await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
    if (!published.ok) throw new Error('The shipped offer has mistakes.');
  }),
);

// Offer, section 15, each from the order to the balance and the invoice.
describe.each(workedExamples())('a credit of £$credit', ({ credit: pounds, sector, baskets }) => {
  test.each(baskets)('$name', async ({ halfDays, services, leaves }) => {
    const school = await asSystem(database, (tx) => aBookingSchool(tx, { sector }));
    const wishes = itemsOf({ halfDays, services }).map((item) => wishOf(school, item));
    const topUp = Math.max(0, -leaves) * 100;
    if (topUp > 0) {
      const refusal = await asSystem(database, (tx) => order(tx, by, wishes));
      expect(refusal).toMatchObject({ ok: false, reason: { because: 'needs-top-up' } });
      expect(refusal.ok ? '' : refusal.reason.words).toContain(`You can have £${-leaves} added to an invoice`);
      expect(await standing(school)).toEqual({ used: 0, held: 0, left: pounds * 100 });
    }
    const made = await asSystem(database, (tx) =>
      order(
        tx,
        by,
        wishes.map((wish) => ({ ...wish, invoiceUpTo: topUp })),
      ),
    );
    if (!made.ok) throw new Error(made.reason.words);
    const takes = pounds * 100 - Math.max(0, leaves * 100);
    expect(await standing(school)).toEqual({ used: 0, held: takes, left: pounds * 100 - takes });
    let billed = 0;
    for (const { id } of made.value) {
      await asSystem(database, (tx) => confirm(tx, by, id));
      await asSystem(database, (tx) => settle(tx, by, id));
      await asSystem(database, (tx) => settle(tx, by, id));
      const invoice = await asSystem(database, (tx) => invoiceBy(tx, { key: `booking/${id}` }));
      const lines = invoice ? await asSystem(database, (tx) => linesOf(tx, invoice.id)) : [];
      for (const line of lines) expect(line.source).toBe(offer.bespoke.booking.invoicedSource);
      billed += invoice?.pence ?? 0;
    }
    expect(await standing(school)).toEqual({ used: takes, held: 0, left: pounds * 100 - takes });
    expect(billed).toBe(topUp);
  });
});

test('each discount once a year, two in all, also in later orders', async () => {
  const school = await asSystem(database, (tx) => aBookingSchool(tx, { sector: 'secondary' }));
  const [limit] = offer.bespoke.limits;
  const [first, second] = limit?.services ?? [];
  if (!first || !second) throw new Error('The shipped offer limits nothing.');
  const book = (service: string) => asSystem(database, (tx) => order(tx, by, [wishOf(school, { service })]));
  expect(await book(first)).toMatchObject({ ok: true });
  expect(await book(first)).toMatchObject({ ok: false, reason: { because: 'over-limit' } });
  expect(await book(second)).toMatchObject({ ok: true });
  expect(await book(second)).toMatchObject({ ok: false, reason: { because: 'over-limit' } });
});
