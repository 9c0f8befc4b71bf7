import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayPrice, fitsCredit } from '../offer';
import { otherOffer, shippedOffer, workedExamples } from '../offer/testing';
import { propose } from './propose';

const offers = [shippedOffer(), otherOffer()];
const [offer] = offers as [(typeof offers)[number]];

test('it proposes what the offer prints as using the credit up', () => {
  for (const { credit, baskets } of workedExamples()) {
    const proposed = propose(offer, credit * 100, { most: 200 }).map(key);
    for (const { name, halfDays, services, leaves } of baskets)
      if (leaves === 0)
        expect(proposed, `${name} of £${credit}`).toContain(
          key({ halfDays, services: services.map((id) => ({ id, times: 1 })) }),
        );
  }
});

test('what uses everything up comes first', () => {
  expect(propose(offer, 85000, { most: 4 }).map(({ left }) => left)).toEqual([0, 0, 0, 0]);
  expect(propose(offer, 20000)).toEqual([]);
});

test('never more than there is, never beyond a limit, and the sum is what the offer says', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...offers),
      fc.integer({ min: 0, max: 400_000 }),
      fc.array(fc.nat(20), { maxLength: 3 }),
      fc.integer({ min: 1, max: 7 }),
      (of, left, before, schools) => {
        const creditLeft = of === offer ? left : left % 40;
        const { services } = of.bespoke;
        const bought = new Map(before.map((i) => [services[i % services.length]?.id ?? '', 1]));
        for (const one of propose(of, creditLeft, { bought, schools, most: 50 })) {
          expect(one.total).toBeLessThanOrEqual(creditLeft);
          expect(one.left).toBe(creditLeft - one.total);
          const prices = one.services.map(({ id, times }) => {
            const price = services.find((service) => service.id === id)?.price;
            return typeof price === 'object' ? price.quantity * times : Number.NaN;
          });
          expect(dayPrice(of, one.halfDays) + prices.reduce((a, b) => a + b, 0)).toBe(one.total);
          for (const limit of of.bespoke.limits) {
            const all = limit.services.map(
              (id) => (bought.get(id) ?? 0) + (one.services.find((s) => s.id === id)?.times ?? 0),
            );
            const newly = limit.services.some((id) => one.services.some((s) => s.id === id));
            if (newly) {
              expect(all.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(limit.inAll * schools);
              expect(Math.max(...all)).toBeLessThanOrEqual(limit.each * schools);
            }
          }
          if (schools === 1 && bought.size === 0)
            expect(fitsCredit(of, creditLeft, one)).toMatchObject({ ok: true, value: { fits: true } });
        }
      },
    ),
  );
});

const key = ({ halfDays, services }: { halfDays: number; services: readonly { id: string; times: number }[] }) =>
  `${halfDays}: ${services
    .map(({ id, times }) => `${id} ${times}`)
    .sort()
    .join(', ')}`;
