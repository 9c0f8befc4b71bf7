import { describe, expect, it } from 'vitest';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { newSeed, random } from '../methods/testing/random';
import type { MeasuredRow } from './compile';
import { eventsToHide } from './events';

const measures = ownMeasuresOf('exclusion-events', 2017);
const fixed = measures.findIndex(({ id }) => id === 'own-exclusions-fixed');
const halves = ['autumn-1', 'autumn-2', 'spring-1'];
const reasons = ['PP', 'VA', 'DB'].map((code) => measures.findIndex(({ id }) => id === `own-exclusions-fixed-${code}`));
const groups = ['girls', 'boys'];

/** Events of each school: half-term, reason and sex of each, by their place in the lists. */
type Events = Map<string, { half: number; reason: number; sex: number }[]>;

function rowsOf(events: Events, areas: ReadonlyMap<string, readonly string[]>): MeasuredRow[] {
  const places = [
    ...[...events].map(([school, own]) => ({ urn: Number(school), area: null, own })),
    ...[...areas].map(([area, schools]) => ({ urn: null, area, own: schools.flatMap((one) => events.get(one)!) })),
  ];
  return places.flatMap(({ urn, area, own }) => {
    const row = (m: number, period: string, group: string, of: number): MeasuredRow => ({
      urn,
      area,
      m,
      period,
      pupil_group: group,
      numerator: String(of),
      denominator: '200',
      pupils: 200,
      value: of / 2,
      low: null,
      high: null,
      band: null,
      told: null,
    });
    return [
      row(fixed, 'year', 'all', own.length),
      ...halves.map((period, n) => row(fixed, period, 'all', own.filter(({ half }) => half === n).length)),
      ...reasons.map((m, n) => row(m, 'year', 'all', own.filter(({ reason }) => reason === n).length)),
      ...groups.map((group, n) => row(fixed, 'year', group, own.filter(({ sex }) => sex === n).length)),
    ];
  });
}

const events = (...own: string[]) =>
  own.map((word) => ({ half: Number(word[0]), reason: Number(word[1]), sex: Number(word[2]) }));
const isHidden = (hidden: ReadonlySet<string>, place: string, period = 'year', group = 'all', m = fixed) =>
  hidden.has(`${place} ${period} ${group} ${measures[m]!.id}`);

describe('what of exclusions is for others', () => {
  const city: Events = new Map([
    ['1', events('000', '010', '101', '111')],
    ['2', events('000', '011', '111', '120')],
    ['3', events('001', '010', '100', '111', '120')],
    ['4', events('001')],
    ['5', []],
  ]);
  const areas = new Map([
    ['la/9', ['1', '2', '3', '4', '5']],
    ['la/9/primary', ['1', '2', '3']],
    ['la/9/secondary', ['4', '5']],
    ['trust/1', ['4']],
    ['trust/2', ['1', '2']],
  ]);
  const hidden = eventsToHide(rowsOf(city, areas), measures, areas);

  it('hides a school of one event, another like it, and the area that tells them apart', () => {
    expect(isHidden(hidden, '4')).toBe(true);
    expect(isHidden(hidden, '5')).toBe(true);
    expect(isHidden(hidden, 'trust/1')).toBe(true);
    for (const place of ['1', '2', '3', 'la/9', 'la/9/primary', 'la/9/secondary', 'trust/2'])
      expect(isHidden(hidden, place), place).toBe(false);
  });

  it('tells half-terms, reasons and groups of the city alone', () => {
    for (const place of ['1', '2', '3', '4', '5', 'la/9/primary', 'la/9/secondary', 'trust/1', 'trust/2']) {
      for (const period of halves) expect(isHidden(hidden, place, period), `${place} ${period}`).toBe(true);
      for (const group of groups) expect(isHidden(hidden, place, 'year', group), `${place} ${group}`).toBe(true);
      for (const m of reasons) expect(isHidden(hidden, place, 'year', 'all', m)).toBe(true);
    }
    for (const period of halves) expect(isHidden(hidden, 'la/9', period), period).toBe(false);
    for (const group of groups) expect(isHidden(hidden, 'la/9', 'year', group)).toBe(false);
  });

  it('a reason of two schools is not told, and neither is the one by which it could be counted', () => {
    expect(reasons.map((m) => isHidden(hidden, 'la/9', 'year', 'all', m))).toEqual([false, true, true]);
  });

  it('where everything happened in one half-term each school’s half-term is its year', () => {
    const once: Events = new Map([...city].map(([school, own]) => [school, own.map((one) => ({ ...one, half: 1 }))]));
    expect(isHidden(eventsToHide(rowsOf(once, areas), measures, areas), 'la/9', 'autumn-2')).toBe(true);
  });
});

describe.each([1, newSeed()])('nothing shown pins a hidden number of events (seed %d)', (seed) => {
  const { whole, pick, chance, times } = random(seed);

  it('of schools that share areas, and of half-terms in a city', () => {
    let looked = 0;
    for (let round = 0; round < 300; round++) {
      const schools = times(whole(2, 6), (n) => String(n + 1));
      const city: Events = new Map(
        schools.map((school) => [
          school,
          times(pick([0, 1, 2, 3, 6]), () => ({ half: whole(0, 2), reason: whole(0, 2), sex: whole(0, 1) })),
        ]),
      );
      const some = () => schools.filter(() => chance(0.5));
      const areas = new Map([['la/9', schools], ...times(3, (n): [string, string[]] => [`trust/${n}`, some()])]);
      const rows = rowsOf(city, areas);
      const hidden = eventsToHide(rows, measures, areas);
      // A second set of numbers, for each hidden school, with which every figure that is shown stays as it is.
      for (const school of schools.filter((one) => isHidden(hidden, one) && city.get(one)!.length > 0)) {
        const shownAreas = [...areas].filter(([area]) => !isHidden(hidden, area));
        const partner = schools.find(
          (other) =>
            other !== school &&
            isHidden(hidden, other) &&
            shownAreas.every(([, own]) => own.includes(school) === own.includes(other)),
        );
        const nowhere = shownAreas.every(([, own]) => !own.includes(school));
        expect(partner !== undefined || nowhere, `round ${round} school ${school}`).toBe(true);
        looked++;
      }
      // Of each school's half-terms, from the year of each and the city's half-terms that are shown: an exchange with another school.
      const free = halves.map((period) => isHidden(hidden, 'la/9', period));
      for (const [school, own] of city)
        for (const { half } of own) {
          const to = halves.flatMap((_, n) => (n === half ? [] : [n]));
          const may = to.some(
            (n) =>
              (free[half] && free[n]) ||
              [...city].some(([other, theirs]) => other !== school && theirs.some((one) => one.half === n)),
          );
          expect(may, `round ${round} school ${school} half-term ${half}`).toBe(true);
          looked++;
        }
    }
    expect(looked).toBeGreaterThan(500);
  });
});
