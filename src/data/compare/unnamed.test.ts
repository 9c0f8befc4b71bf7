import { describe, expect, it } from 'vitest';
import { newSeed, random } from '../methods/testing/random';
import { shownIn } from './unnamed';

const seed = newSeed();

describe('where a figure is shown without its name', () => {
  it('is not where it could be told by being in two places at once', () => {
    const wanted = new Map<number, string[]>([
      [1, ['trust/1', 'partnership/a', 'la/1']],
      [2, ['trust/1', 'partnership/b', 'la/1']],
      [3, ['trust/1', 'partnership/b', 'la/1']],
      ...[4, 5, 6].map((urn) => [urn, ['partnership/a', 'la/1']] as [number, string[]]),
      [7, ['partnership/b', 'la/1']],
    ]);
    const shown = shownIn(wanted);
    // No two of the trust are in its page alone: they stand among those of their partnerships.
    expect(Object.fromEntries(shown)).toEqual({
      1: ['partnership/a', 'la/1'],
      2: ['partnership/b', 'la/1'],
      3: ['partnership/b', 'la/1'],
      4: ['partnership/a', 'la/1'],
      5: ['partnership/a', 'la/1'],
      6: ['partnership/a', 'la/1'],
      7: ['partnership/b', 'la/1'],
    });
    expect([
      ...shownIn(
        new Map([
          [1, ['la/1']],
          [2, ['la/1']],
        ]),
      ).values(),
    ]).toEqual([[], []]);
  });

  it(`leaves everybody with two at least who stand in the very same places, and each page decides alike (seed ${seed})`, () => {
    const { times, whole, chance } = random(seed);
    const names = ['trust/1', 'trust/2', 'set/1', 'set/2', 'partnership/a', 'partnership/b', 'la/1/x', 'la/1'];
    for (let round = 0; round < 300; round++) {
      const wanted = new Map(times(whole(1, 40), (urn) => [urn, names.filter(() => chance(0.5))] as const));
      const shown = shownIn(wanted);
      for (const some of Map.groupBy([...shown], ([, places]) => places.join()).values())
        expect(some.length >= 3 || some[0]?.[1].length === 0).toBe(true);
      for (const [urn, places] of shown) for (const place of places) expect(wanted.get(urn)).toContain(place);
      // A page knows its own schools alone.
      for (const place of names) {
        const page = shownIn(new Map([...wanted].filter(([, places]) => places.includes(place))));
        for (const [urn, places] of page)
          expect(places.includes(place), `${place} of ${urn}`).toBe(shown.get(urn)?.includes(place));
      }
    }
  });
});
