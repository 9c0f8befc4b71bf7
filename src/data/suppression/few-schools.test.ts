import { describe, expect, it } from 'vitest';
import { newSeed, random } from '../methods/testing/random';
import { areasOfFewSchools, fewestSchools } from './few-schools';
import { toldOf } from './testing';

/*
 * Somebody outside adds the figures that are shown of areas and takes them from one another, and looks for what is about one or two schools. Nothing of what is tested is used
 * here but its verdicts.
 */

const shownOf = (areas: ReadonlyMap<string, readonly string[]>) => {
  const hidden = areasOfFewSchools(areas);
  return [...areas].filter(([area]) => !hidden.has(area));
};

describe('areas of which figures may be shown', () => {
  const schools = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => String(from + n));
  const hidden = (areas: Record<string, string[]>) => [...areasOfFewSchools(new Map(Object.entries(areas)))];

  it('are not of one or two schools, and are of three', () => {
    expect(hidden({ city: schools(1, 3) })).toEqual([]);
    expect(hidden({ city: schools(1, 2) })).toEqual(['city']);
    expect(hidden({ city: ['1'], trust: [] })).toEqual(['city']);
  });

  it('tell no difference of one or two schools: the later one gives way', () => {
    expect(hidden({ city: schools(1, 10), a: schools(1, 8), b: schools(4, 10) })).toEqual(['a']);
    expect(hidden({ primary: schools(1, 8), city: schools(1, 10), secondary: schools(9, 10) })).toEqual([
      'city',
      'secondary',
    ]);
    // a and b together are the city and the one school that is in both.
    expect(hidden({ city: schools(1, 9), a: schools(1, 5), b: schools(5, 9) })).toEqual(['b']);
  });

  it('tell no school from another, where neither is alone', () => {
    expect(hidden({ a: ['1', ...schools(3, 5)], b: ['2', ...schools(3, 5)] })).toEqual(['b']);
    expect(hidden({ a: ['1', '2', ...schools(5, 7)], b: ['3', '4', ...schools(5, 7)] })).toEqual([]);
  });

  it('may be the very same, and may part an area', () => {
    const areas = { city: schools(1, 9), a: schools(1, 3), b: schools(4, 9), 'all of b': schools(4, 9) };
    expect(hidden(areas)).toEqual([]);
  });
});

describe.each([1, newSeed()])('whatever areas share schools (seed %d)', (seed) => {
  const { whole, chance, pick, times } = random(seed);

  /** Two to eleven schools: a city, sectors that part it, partnerships that part it too or overlap, trusts. */
  function randomAreas(): { areas: Map<string, string[]>; schools: string[] } {
    const schools = times(whole(2, 11), String);
    const parted = (name: string, parts: number) => {
      const of = schools.map(() => whole(1, parts));
      return times(parts, (n): [string, string[]] => [`${name} ${n}`, schools.filter((_, at) => of[at] === n + 1)]);
    };
    const some = (name: string) =>
      times(whole(0, 4), (n): [string, string[]] => [
        `${name} ${n}`,
        schools.filter(() => chance(pick([0.2, 0.5, 0.8]))),
      ]);
    const all: [string, string[]][] = [
      ...parted('sector', whole(1, 3)),
      ['city', schools],
      ...parted('locality', whole(1, 3)),
      ...some('network'),
      ...some('trust'),
    ];
    return { areas: new Map(all), schools };
  }

  it('nothing that can be worked out of those shown is about one or two schools, and one more would tell', () => {
    let hidden = 0;
    let shown = 0;
    let differences = 0;
    for (let round = 0; round < 250; round++) {
      const { areas, schools } = randomAreas();
      const before: string[][] = [];
      const bySchool = new Map(schools.map((school) => [school, [school]]));
      const away = areasOfFewSchools(areas);
      for (const [area, own] of areas) {
        if (!away.has(area)) before.push(own);
        // It is hidden for a reason.
        else expect(toldOf([...before, own], bySchool), `round ${round}, ${area}`).not.toBeNull();
        if (away.has(area)) hidden++;
        else if (own.length > 0) shown++;
        if (away.has(area) && own.length >= fewestSchools) differences++;
      }
      expect(toldOf(before, bySchool), `round ${round}`).toBeNull();
      for (const own of before) expect(own.length === 0 || own.length >= fewestSchools).toBe(true);
    }
    expect(Math.min(hidden, shown, differences)).toBeGreaterThan(100);
  });

  it('takes no longer for a city than a page does', () => {
    const schools = times(175, String);
    const areas = new Map<string, string[]>([
      ['primary', schools.slice(0, 140)],
      ['city', schools],
      ...times(12, (n): [string, string[]] => [`locality ${n}`, schools.filter((_, at) => at % 12 === n)]),
      ...times(40, (n): [string, string[]] => [`trust ${n}`, schools.filter(() => chance(0.04))]),
    ]);
    const began = performance.now();
    const shown = shownOf(areas);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(shown.length).toBeGreaterThan(5);
  });
});
