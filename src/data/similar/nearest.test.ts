import { describe, expect, it } from 'vitest';
import { type Described, nearest, reasonsOf } from './nearest';

const school = (urn: number, size: number | null, meals: number | null = null): Described => ({
  urn,
  features: { size, meals },
});
const seed = Math.floor(Math.random() * 1e9);

describe('the nearest schools', () => {
  it('are those with the fewest schools between, in every feature alike', () => {
    const own = school(1, 200, 10);
    // Places of size: 100, 200, 210, 400, 1000 are 0, ¼, ½, ¾, 1; of meals: 5, 10, 11, 30, 60.
    const others = [school(2, 210, 60), school(3, 100, 11), school(4, 400, 5), school(5, 1000, 30)];
    const { near, used, unknown } = nearest(own, others, ['size', 'meals'], 3);
    expect(near.map(({ urn, distance }) => [urn, distance])).toEqual([
      [3, 0.25],
      [4, 0.375],
      [2, 0.5],
    ]);
    expect([used, unknown]).toEqual([['size', 'meals'], []]);
  });

  it('a feature that is not known of the school itself is not used, and said so', () => {
    const { near, used, unknown } = nearest(
      school(1, 200, null),
      [school(2, 900, 3), school(3, 210, 80)],
      ['size', 'meals'],
      5,
    );
    expect([used, unknown]).toEqual([['size'], ['meals']]);
    expect(near.map(({ urn }) => urn)).toEqual([3, 2]);
    const none = nearest(school(1, null), [school(3, 5), school(2, 6)], ['size'], 5);
    expect([none.near.map(({ urn }) => urn), none.unknown]).toEqual([[2, 3], ['size']]);
  });

  it('one that is not known of another counts as half of all schools away', () => {
    const { near } = nearest(school(1, 200, 10), [school(2, 200, null), school(3, 200, 10)], ['size', 'meals'], 5);
    expect(near.map(({ urn, distance }) => [urn, distance])).toEqual([
      [3, 0],
      [2, 0.25],
    ]);
    expect(reasonsOf(near[1]!)).toEqual({ alike: ['size'], apart: [], unknown: ['meals'] });
  });

  it(`whatever scale a feature is written in, and in whatever order the schools come, they are the same (seed ${seed})`, () => {
    const random = generator(seed);
    // Scales that keep the order: doubled, moved, squared, logarithm.
    const scales = [
      (n: number) => n * 2,
      (n: number) => n - 500,
      (n: number) => n ** 2,
      (n: number) => Math.log(n + 1),
    ];
    for (let round = 0; round < 100; round++) {
      const all = Array.from({ length: 2 + Math.floor(random() * 40) }, (_, at) =>
        school(
          100001 + at,
          random() < 0.1 ? null : Math.floor(random() * 30),
          random() < 0.1 ? null : Math.floor(random() * 1000),
        ),
      );
      const [own, ...others] = all as [Described, ...Described[]];
      const found = nearest(own, others, ['size', 'meals'], 30);
      expect(nearest(own, others.toReversed(), ['size', 'meals'], 30)).toEqual(found);
      expect(nearest(own, others, ['meals', 'size'], 30).near.map(({ urn }) => urn)).toEqual(
        found.near.map(({ urn }) => urn),
      );
      const scale = scales[round % scales.length]!;
      const rescaled = all.map(({ urn, features }) => ({
        urn,
        features: { ...features, meals: features.meals == null ? null : scale(features.meals) },
      }));
      expect(nearest(rescaled[0]!, rescaled.slice(1), ['size', 'meals'], 30)).toEqual(found);
      expect(found.near.length).toBe(Math.min(30, others.length));
      for (const { urn, distance } of found.near) {
        expect(urn).not.toBe(own.urn);
        expect(distance >= 0 && distance <= 1).toBe(true);
      }
    }
  });

  it(`two schools are as far apart seen from the one as from the other (seed ${seed})`, () => {
    const random = generator(seed);
    for (let round = 0; round < 50; round++) {
      const all = Array.from({ length: 12 }, (_, at) => school(100001 + at, random() * 100, random() * 100));
      const apart = (from: Described, to: Described) =>
        nearest(from, all, ['size', 'meals'], 50).near.find(({ urn }) => urn === to.urn)?.distance;
      expect(apart(all[0]!, all[1]!)).toBeCloseTo(apart(all[1]!, all[0]!)!, 12);
    }
  });
});

function generator(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
