import { describe, expect, it } from 'vitest';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { newSeed, random } from '../methods/testing/random';
import { toldOf } from '../suppression/testing';
import type { MeasuredRow } from './compile';
import { fewSchools } from './few-schools';
import { bothSets } from './figures';

const row = (place: string, m: number, period: string, group = 'all'): MeasuredRow => ({
  urn: place.includes('/') ? null : Number(place),
  area: place.includes('/') ? place : null,
  m,
  period,
  pupil_group: group,
  numerator: '5',
  denominator: '10',
  pupils: 10,
  value: 50,
  low: null,
  high: null,
  band: null,
  told: null,
});

/** Of each measure and period the schools that have pupils in it. */
const hiddenOf = (schools: Record<string, number[]>, areas: Record<string, number[]>, dataset = 'attendance-marks') => {
  const list = new Map(Object.entries(areas).map(([area, own]) => [area, own.map(String)]));
  const rows = Object.entries(schools).flatMap(([of, some]) => {
    const [m, period] = of.split(' ') as [string, string];
    return some.map((urn) => row(String(urn), Number(m), period));
  });
  const { hides, shown } = fewSchools(rows, list, dataset);
  return {
    areas: (m: number, period: string, group = 'all') =>
      [...list.keys()].filter((area) => hides(row(area, m, period, group))),
    shown: [...shown.keys()],
  };
};

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('areas of few schools', () => {
  it('those of a school’s own kind come before the city, partnerships and trusts, the larger first', () => {
    const { areas, shown } = hiddenOf(
      { '0 year': range(1, 12) },
      {
        'trust/1': range(1, 3),
        'partnership/b': range(4, 9),
        'partnership/a': range(1, 8),
        'la/9': range(1, 12),
        'la/9/secondary': range(10, 11),
        'la/9/special': [12],
        'la/9/primary': range(1, 9),
      },
    );
    // Of the primary schools without the eight of a one is left.
    expect(areas(0, 'year')).toEqual(['partnership/a', 'la/9/secondary', 'la/9/special']);
    expect(shown).toEqual(['trust/1', 'partnership/b', 'la/9', 'la/9/primary']);
  });

  it('are decided by the schools that have pupils in a figure, for all of its groups', () => {
    const { areas, shown } = hiddenOf({ '0 year': range(1, 4), '1 year': range(1, 2) }, { 'la/9': range(1, 5) });
    expect([areas(0, 'year'), areas(1, 'year'), areas(1, 'year', 'girls')]).toEqual([[], ['la/9'], ['la/9']]);
    expect(shown).toEqual(['la/9']);
  });

  it('hide the year too where a half-term of it is of few, and no other half-term', () => {
    const { areas } = hiddenOf(
      { '0 autumn-1': range(1, 4), '0 autumn-2': range(1, 2), '0 year': range(1, 4) },
      { 'la/9': range(1, 4) },
    );
    expect([areas(0, 'autumn-1'), areas(0, 'autumn-2'), areas(0, 'year')]).toEqual([[], ['la/9'], ['la/9']]);
  });

  it('hide the year where it is not of all schools of its months, and those left out are few', () => {
    const months = { '0 december': range(1, 5), '0 january': range(1, 5), '0 february': range(1, 4) };
    const year = (to: number) =>
      hiddenOf({ ...months, '0 year': range(1, to) }, { 'la/9': range(1, 5) }, 'monthly-activity').areas(0, 'year');
    expect([year(5), year(4)]).toEqual([[], ['la/9']]);
  });

  it('of exclusions are told by the year, whose half-terms have a rule of their own', () => {
    const schools = { '0 year': range(1, 4), '0 autumn-1': range(1, 4), '0 autumn-2': range(1, 2) };
    const { areas } = hiddenOf(schools, { 'la/9': range(1, 4), 'trust/1': range(1, 2) }, 'exclusion-events');
    expect([areas(0, 'year'), areas(0, 'autumn-2')]).toEqual([['trust/1'], ['trust/1']]);
  });
});

const seed = newSeed();
it(`of no area and part of a year, the year being a sum of its parts, can a figure of one or two schools be worked out (seed ${seed})`, () => {
  const { times, chance, whole } = random(seed);
  let hidden = 0;
  for (let round = 0; round < 100; round++) {
    const all = times(whole(3, 9), (n) => n + 1);
    const halves = ['autumn-1', 'autumn-2', 'spring-1'].slice(0, whole(1, 3));
    const here = new Map(halves.map((period) => [period, all.filter(() => chance(0.8))]));
    const areas = Object.fromEntries(
      ['la/9/x', 'la/9/y', 'la/9', 'partnership/a', 'partnership/b', 'trust/1'].map((area) => [
        area,
        all.filter(() => chance(0.6)),
      ]),
    );
    const how = chance(0.5) ? 'some' : 'every';
    // Of sessions the year is of whoever was there, of months of who was there in all of them.
    const inYear = all.filter((urn) => [...here.values()][how]((some) => some.includes(urn)));
    const schools = Object.fromEntries([
      ...[...here].map(([period, some]) => [`0 ${period}`, some] as const),
      ['0 year', inYear],
    ]);
    const { areas: away } = hiddenOf(schools, areas);
    // What a school adds to a sum is its half-terms.
    const parts = new Map<string, string[]>();
    for (const [area, own] of Object.entries(areas)) {
      const ofPeriod = (period: string) =>
        here
          .get(period)!
          .filter((urn) => own.includes(urn))
          .map((urn) => `${urn} ${period}`);
      for (const period of halves)
        if (!away(0, period).includes(area)) parts.set(`${area} ${period}`, ofPeriod(period));
      if (!away(0, 'year').includes(area))
        parts.set(
          `${area} year`,
          halves.flatMap(ofPeriod).filter((part) => inYear.includes(Number(part.split(' ')[0]))),
        );
      hidden += away(0, 'year').includes(area) ? 1 : 0;
    }
    const bySchool = new Map(all.map((urn) => [String(urn), halves.map((period) => `${urn} ${period}`)]));
    expect(toldOf([...parts.values()], bySchool), `round ${round}`).toBeNull();
  }
  expect(hidden).toBeGreaterThan(30);
});

it(`an area in which everybody is hidden shows nothing at all, and hides nothing of its schools (seed ${seed})`, async () => {
  const { times, chance, pick, whole: between } = random(seed);
  const measures = ownMeasuresOf('ks2-pupils', 2017);
  const m = measures.findIndex(({ id }) => id === 'own-ks2-pupils');
  let left = 0;
  for (let round = 0; round < 40; round++) {
    const schools = times(between(4, 9), (n) => String(910_001 + n));
    const areas = new Map([
      ['la/9', schools],
      ...times(3, (n): [string, string[]] => [`partnership/${n}`, schools.filter(() => chance(0.5))]),
      ...times(2, (n): [string, string[]] => [`trust/${n}`, schools.filter(() => chance(0.5))]),
    ]);
    const own = new Map(
      schools.map((school) => [school, { girls: pick([0, 2, 5, 9, 20]), boys: pick([0, 2, 5, 9, 20]) }]),
    );
    const rows = [...schools.map((one): [string, string[]] => [one, [one]]), ...areas].flatMap(([place, some]) => {
      const sum = (of: 'girls' | 'boys') => some.reduce((all, school) => all + own.get(school)![of], 0);
      const counts = { all: sum('girls') + sum('boys'), girls: sum('girls'), boys: sum('boys') };
      return Object.entries(counts).flatMap(([group, pupils]) =>
        pupils === 0
          ? []
          : [
              {
                ...row(place, m, 'year', group),
                pupils,
                value: pupils,
                numerator: String(pupils),
                denominator: String(pupils),
              },
            ],
      );
    });
    const figures = await bothSets(rows, measures, { dataset: 'ks2-pupils', year: 2017, areas });
    const isShown = (place: string) =>
      figures.some(
        (one) => one.area === place && one.audience === 'outside' && one.pupil_group === 'all' && one.value !== null,
      );
    const shown = new Map([...areas].filter(([area]) => isShown(area)));
    for (const { area, audience, value } of figures)
      if (area !== null && audience === 'outside' && !shown.has(area)) expect(value).toBeNull();
    // As if the others were no areas.
    const without = await bothSets(
      rows.filter(({ area }) => area === null || shown.has(area)),
      measures,
      { dataset: 'ks2-pupils', year: 2017, areas: shown },
    );
    const ofSchools = (some: typeof figures) => some.filter(({ urn }) => urn !== null);
    expect(ofSchools(figures), `round ${round}`).toEqual(ofSchools(without));
    left += areas.size - shown.size;
  }
  expect(left).toBeGreaterThan(0);
});
