import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPersistent } from '../methods';
import { type HalfTermSessions, inOrderOfNeed, watch } from './watch';

const half = (possible: number, absent: number, unauthorised = 0): HalfTermSessions => ({
  possible,
  absent,
  unauthorised,
});

describe('where a pupil stands', () => {
  it.each([
    ['half of the year missed is severe', [half(60, 40)], null, 'severe'],
    ['exactly a tenth is persistent', [half(80, 8)], null, 'persistent'],
    ['a tenth in the last half-term too', [half(70, 10), half(70, 8)], null, 'persistent'],
    ['over a tenth, but not lately', [half(70, 20), half(70, 2)], null, 'recovering'],
    ['two more days would make it a tenth', [half(80, 5)], null, 'near'],
    ['nothing missed is never near', [half(10, 0)], null, 'fine'],
    ['as the last half-term went, the year would end beyond a tenth', [half(140, 2), half(60, 10)], 180, 'near'],
    ['the same without knowing what is to come', [half(140, 2), half(60, 10)], null, 'fine'],
    ['no possible session', [half(0, 0)], 380, 'fine'],
  ] as const)('%s', (_, halfTerms, toCome, standing) => expect(watch(halfTerms, toCome).standing).toBe(standing));

  it('says by how much the last half-term differs, and what can still be missed', () => {
    expect(watch([half(80, 8), half(60, 3)], 240)).toMatchObject({ change: -5, spare: 26 });
    expect(watch([half(80, 8)], null)).toMatchObject({ change: null, spare: null });
    expect(watch([half(80, 60)], 300).spare).toBe(0);
  });
});

const sessions = fc
  .tuple(fc.nat(80), fc.nat(80), fc.nat(80))
  .map(([a, b, c]) => half(Math.max(a, b, c), [a, b, c].sort((x, y) => x - y)[1] ?? 0, Math.min(a, b, c)));

describe('whatever the sessions', () => {
  it('missing what is spare keeps under a tenth, and one more does not', () => {
    fc.assert(
      fc.property(fc.array(sessions, { minLength: 1, maxLength: 6 }), fc.nat(380), (halfTerms, toCome) => {
        const { possible, absent, spare } = watch(halfTerms, toCome);
        if (possible === 0 || spare === null || spare === 0) return;
        const end = possible + toCome;
        expect(isPersistent({ possible: end, absent: absent + spare })).toBe(false);
        if (spare < toCome) expect(isPersistent({ possible: end, absent: absent + spare + 1 })).toBe(true);
      }),
    );
  });

  it('is severe or persistent exactly when the official measure says so', () => {
    fc.assert(
      fc.property(fc.array(sessions, { maxLength: 6 }), (halfTerms) => {
        const watched = watch(halfTerms, null);
        expect(['severe', 'persistent', 'recovering'].includes(watched.standing)).toBe(isPersistent(watched));
      }),
    );
  });

  it('the most pressing stand first, and nobody is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.array(sessions, { maxLength: 3 }), { maxLength: 20 }), (pupils) => {
        const given = pupils.map((halfTerms) => ({ watched: watch(halfTerms, null) }));
        const ordered = inOrderOfNeed(given);
        expect(new Set(ordered)).toEqual(new Set(given));
        const weights = ordered.map(({ watched: { standing } }) =>
          ['severe', 'persistent', 'near', 'recovering', 'fine'].indexOf(standing),
        );
        expect(weights).toEqual([...weights].sort((a, b) => a - b));
      }),
    );
  });
});
