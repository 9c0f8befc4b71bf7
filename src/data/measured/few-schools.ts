import { type Areas, areasOfFewSchools } from '../suppression';
import type { MeasuredRow } from './compile';

/** Areas that are not for others, figure by figure and period by period. */
export interface FewSchools {
  hides: (row: MeasuredRow) => boolean;
  /** The areas of which some figure may be shown, with their schools. */
  shown: Areas;
}

/**
 * Of each figure and period, which areas' figures would tell those of one or two schools: by the schools that have pupils in it, whatever their group. What is decided holds for every
 * group.
 *
 * The year is a sum of its parts, half-terms or months, of all schools or of those of whom no part is missing: the year less what is shown of its parts would tell of those who are in
 * the one and not in the other. So in each part the figures of the year stand behind those of the part, of the schools that are in both, and the year of an area is shown where none of
 * them tells too much. Whatever is then worked out over parts and year is in each part a combination of what may be shown in it together. Exclusions are told of by half-term of a city
 * alone, by their own rule (`events.ts`): of them the year decides.
 */
export function fewSchools(rows: readonly MeasuredRow[], areas: Areas, dataset: string): FewSchools {
  const ordered = [...areas].sort(byImportance);
  const within = (schools: Schools, sum: (area: string) => string) =>
    ordered.map(([area, all]) => [sum(area), all.filter((one) => schools.has(one))] as const);
  const decided = new Map<string, ReadonlySet<string>>();
  // Most figures of a dataset are of the same schools.
  const decide = (ofPart: Schools, ofYear: Schools) => {
    const key = [ofPart, ofYear].map((some) => [...some].sort().join()).join(' ');
    const away = decided.get(key) ?? areasOfFewSchools(new Map([...within(ofPart, inPart), ...within(ofYear, inYear)]));
    decided.set(key, away);
    return away;
  };
  const hidden = new Map<string, ReadonlySet<string>>();
  const shown = new Set<string>();
  for (const [m, periods] of schoolsOf(rows, dataset)) {
    const year = periods.get(whole) ?? new Set<string>();
    const years = new Set(decide(new Set(), year));
    for (const [period, schools] of periods) {
      if (period === whole) continue;
      const away = decide(schools, schools.intersection(year));
      hidden.set(`${m} ${period}`, new Set([...areas.keys()].filter((area) => away.has(inPart(area)))));
      for (const area of areas.keys()) if (away.has(inYear(area))) years.add(inYear(area));
    }
    hidden.set(`${m} ${whole}`, new Set([...areas.keys()].filter((area) => years.has(inYear(area)))));
    for (const [period, schools] of periods)
      for (const [area, some] of within(schools, (one) => one))
        if (some.length > 0 && !hidden.get(`${m} ${period}`)!.has(area)) shown.add(area);
  }
  return {
    hides: ({ area, m, period }) =>
      area !== null && (hidden.get(`${m} ${period}`) ?? hidden.get(`${m} ${whole}`))?.has(area) === true,
    shown: new Map([...areas].filter(([area]) => shown.has(area))),
  };
}

type Schools = ReadonlySet<string>;

const whole = 'year';
const inPart = (area: string): string => area;
const inYear = (area: string): string => `${area} in the year`;

/** Of each measure and period. */
function schoolsOf(rows: readonly MeasuredRow[], dataset: string): Map<number, Map<string, Schools>> {
  const found = new Map<number, Map<string, Set<string>>>();
  for (const { urn, m, period, pupil_group: group } of rows) {
    if (urn === null || group !== 'all' || (dataset === 'exclusion-events' && period !== whole)) continue;
    const periods = found.get(m) ?? new Map<string, Set<string>>();
    found.set(m, periods.set(period, (periods.get(period) ?? new Set()).add(String(urn))));
  }
  return found;
}

/**
 * What a school is set against first of all: those of its own kind. Then the whole city, partnerships and trusts, each the larger first. With the city first, one special
 * school that shares its files would take the figure from all secondary schools.
 */
function byImportance([a, ofA]: readonly [string, readonly string[]], [b, ofB]: readonly [string, readonly string[]]) {
  return rankOf(a) - rankOf(b) || ofB.length - ofA.length || (a < b ? -1 : 1);
}

const kinds = [/^la\/[^/]+\//, /^la\//, /^partnership\//];
/** The more important the lower. */
export const rankOf = (area: string): number => {
  const at = kinds.findIndex((kind) => kind.test(area));
  return at < 0 ? kinds.length : at;
};
