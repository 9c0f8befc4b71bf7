import { describe, expect, it } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import {
  changesOf,
  changesTitle,
  connectionOf,
  connectionTitle,
  countOf,
  type Point,
  pairsOf,
  rankingOf,
  rankingTitle,
} from './rank';
import { pointsOf, type Result } from './read';
import { closely, scaleFor } from './scale';

const measure = measureNamed('ks2-reading-expected')!;
const point = (urn: number, value: number | null, half: number | null = 5): Point => ({
  member: { urn, name: `School ${urn}`, sector: 'primary' },
  result: { urn, measure: measure.id, year: 2017, shown: value === null ? 'SUPP' : `${value}%` } as Result,
  value,
  range: value === null || half === null ? null : { low: value - half, high: value + half, by: 'us' },
  pupils: 30,
});

describe('schools beside each other', () => {
  const points = [point(1, 60), point(2, 75), point(3, 64), point(4, 49.9), point(5, null), point(6, 70)];

  it('are too close to call where their ranges overlap ours, and clearly different where they do not', () => {
    const ranking = rankingOf(points, 1, 62);
    // 70 to 5 either side touches 65, the end of ours: touching is overlapping.
    expect(ranking.ranked.map(({ point: { member }, standing }) => [member.urn, standing])).toEqual([
      [2, 'above'],
      [6, 'close'],
      [3, 'close'],
      [1, 'own'],
      [4, 'below'],
    ]);
    expect(rankingTitle(ranking, measure)).toBe(
      '2 of the other 4 are too close to call, 1 clearly above and 1 clearly below',
    );
    expect(ranking.without.map(({ member }) => member.urn)).toEqual([5]);
  });

  it('are set against England where nobody is ours, or ours has no figure', () => {
    for (const own of [null, 5]) {
      const ranking = rankingOf(points, own, 62);
      expect(ranking.against).toBe('england');
      expect(rankingTitle(ranking, measure)).toBe(
        '2 of 5 schools are too close to call, 2 clearly above and 1 clearly below England',
      );
    }
  });

  it('without ranges nothing is called', () => {
    const ranking = rankingOf([point(1, 60, null), point(2, 75, null), point(3, 41, null)], 1, 62);
    expect(countOf(ranking, 'above') + countOf(ranking, 'below') + countOf(ranking, 'close')).toBe(0);
    expect(rankingTitle(ranking, measure)).toBe('2 other schools, from 41% to 75%');
  });

  it.each([
    [[point(1, 60)], 'No other school has a published figure'],
    [[point(1, null)], 'No school has a published figure'],
    [[point(1, 60), point(2, 61)], 'The other school is too close to call'],
    [[point(1, 60), point(2, 61), point(3, 59)], 'All 2 others are too close to call'],
    [
      [point(1, 60), point(2, 90), point(3, 20)],
      'None of the other 2 is too close to call: 1 clearly above and 1 clearly below',
    ],
  ])('a title says no rank: %#', (some, title) => {
    expect(rankingTitle(rankingOf(some, 1, null), measure)).toBe(title);
  });

  const seed = Math.floor(Math.random() * 1e9);
  it(`the order in which they come, and which of two is ours, change nothing (seed ${seed})`, () => {
    const random = generator(seed);
    for (let round = 0; round < 200; round++) {
      const some = Array.from({ length: 2 + Math.floor(random() * 20) }, (_, at) =>
        point(100001 + at, Math.round(random() * 1000) / 10, random() * 20),
      );
      const standing = (points: Point[], own: number, of: number) =>
        rankingOf(points, own, null).ranked.find(({ point: one }) => one.member.urn === of)?.standing;
      const [one, other] = [100001, 100002];
      const opposite = { above: 'below', below: 'above', close: 'close' } as Record<string, string>;
      expect(opposite[standing(some, one, other) ?? '']).toBe(standing(some, other, one));
      expect(rankingOf(some.toReversed(), one, null).ranked).toEqual(rankingOf(some, one, null).ranked);
    }
  });
});

it('a change is clear where the two ranges do not overlap', () => {
  const changes = changesOf(
    [point(1, 50), point(2, 50), point(3, 50), point(4, null)],
    [point(1, 61), point(2, 55), point(3, 39), point(4, 50), point(5, 1)],
  );
  expect(changes.map(({ way }) => way)).toEqual(['up', 'close', 'down']);
  expect(changesTitle(changes)).toBe('1 of 3 changes is too close to call, 1 clearly up and 1 clearly down');
});

describe('two measures', () => {
  it('go together only where the likely range of their correlation does not hold nought', () => {
    // r of 1 to 10 against their squares is 0.9746; Fisher: atanh ± 1.96 / √7.
    const xs = Array.from({ length: 10 }, (_, at) => point(at, at + 1));
    const ys = Array.from({ length: 10 }, (_, at) => point(at, (at + 1) ** 2));
    const found = connectionOf(pairsOf(xs, ys))!;
    expect(found.r).toBeCloseTo(0.9746, 4);
    expect(found.low).toBeCloseTo(0.8923, 3);
    expect(found.high).toBeCloseTo(0.9942, 3);
    expect(connectionTitle(found, 'free meals', 'Reading')).toBe(
      'Reading is clearly higher where free meals is higher',
    );
    const scattered = connectionOf(
      pairsOf(
        xs,
        [5, 1, 4, 2, 3, 3, 5, 1, 2, 4].map((y, at) => point(at, y)),
      ),
    );
    expect(connectionTitle(scattered, 'free meals', 'Reading')).toBe('Too close to call whether the two go together');
  });

  it('of few schools, or one that is the same everywhere, nothing is said', () => {
    const few = Array.from({ length: 7 }, (_, at) => point(at, at));
    expect(connectionOf(pairsOf(few, few))).toBeNull();
    const flat = Array.from({ length: 12 }, (_, at) => point(at, 50));
    expect(connectionOf(pairsOf(flat, flat))).toBeNull();
  });
});

it('where two URNs of a school have a figure, the later holds; a cohort stands in another file of the same year', () => {
  const member = { urn: 3, name: 'A', sector: 'primary' };
  const result = (urn: number, measureId: string, shown: string): Result =>
    ({
      urn,
      measure: measureId,
      year: 2017,
      group: 'all',
      shown,
      value: shown.replace('%', ''),
      numerator: null,
      denominator: null,
      low: null,
      high: null,
      band: null,
      line: 2,
      releaseId: 1,
    }) as Result;
  const points = pointsOf(
    member,
    [result(3, measure.id, '61%'), result(2, measure.id, '50%'), result(3, 'ks2-pupils', '44')],
    [2, 3],
  );
  expect(points.find(({ result: { measure: id } }) => id === measure.id)).toMatchObject({
    value: 61,
    pupils: 44,
    range: { by: 'us' },
  });
});

it('a scale holds every value: a percentage from 0 to 100, progress about 0', () => {
  const progress = measureNamed('ks2-reading-progress')!;
  const points = measureNamed('ks4-attainment8')!;
  expect(scaleFor(measure, [40, 60])).toEqual([0, 100]);
  expect(scaleFor(progress, [-2, 7.3])).toEqual([-8, 8]);
  expect(closely(progress, [-0.2, 0.4])).toEqual([-1, 1]);
  const [from, to] = closely(points, [38.2, 57.9]);
  expect(from <= 38.2 && to >= 57.9 && to - from < 40).toBe(true);
  expect(closely(points, [50, 50])[1]).toBeGreaterThan(closely(points, [50, 50])[0]);
});

function generator(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
