import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowed, counts, isOpen, type Moments, stateAt, states } from './state';

const start = Temporal.Instant.from('2019-01-01T09:00:00Z');
const at = (hours: number) => start.add({ hours });
const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO('Europe/London').toPlainDate();

/** A booking that went some way along the road, each step some hours after the one before. */
const roads = fc
  .record({
    steps: fc.array(fc.nat(500), { minLength: 6, maxLength: 6 }),
    quoted: fc.boolean(),
    far: fc.nat(4),
    cancelled: fc.boolean(),
    keptFor: fc.nat(800),
    quoteFor: fc.nat(30),
    endless: fc.boolean(),
  })
  .map(({ steps, quoted, far, cancelled, keptFor, quoteFor, endless }): Moments => {
    const times = steps.map((_, i) => at(steps.slice(0, i + 1).reduce((a, b) => a + b, 0)));
    const reached = (step: number, i: number) => (far >= step ? (times[i] ?? null) : null);
    const quotedAt = quoted ? reached(1, 0) : null;
    const heldAt = reached(2, 1);
    return {
      quotedAt,
      quoteUntil: quotedAt && dayOf(quotedAt).add({ days: quoteFor }),
      heldAt,
      heldUntil: heldAt && !endless ? heldAt.add({ hours: keptFor }) : null,
      confirmedAt: reached(3, 2),
      deliveredAt: cancelled ? null : reached(4, 3),
      cancelledAt: cancelled ? (times[5] ?? null) : null,
    };
  });

test('it has one state, the furthest that it came to, and time alone only lets it run out', () => {
  fc.assert(
    fc.property(roads, fc.nat(5000), fc.nat(5000), (road, hours, more) => {
      const [now, later] = [at(hours), at(hours + more)];
      const [before, after] = [stateAt(road, now, dayOf(now)), stateAt(road, later, dayOf(later))];
      expect(states).toContain(before);
      if (before !== after) {
        expect(after).toBe('lapsed');
        expect(['held', 'quoted']).toContain(before);
      }
      if (road.cancelledAt) expect(before).toBe('cancelled');
      else if (road.deliveredAt) expect(before).toBe('delivered');
      else if (road.confirmedAt) expect(before).toBe('confirmed');
      expect(allowed(before, road).length === 0).toBe(!isOpen(before));
      if (counts(before)) expect(road.heldAt).not.toBeNull();
      if (allowed(before, road).includes('confirm')) expect(road.heldAt).not.toBeNull();
      if (allowed(before, road).includes('accept'))
        expect([road.quotedAt === null, road.heldAt]).toEqual([false, null]);
    }),
  );
});
