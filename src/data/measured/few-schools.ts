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
 * A half-term is a part of the year, so that the year less what is shown of the others would tell of one in which few schools were. So the year of an area is shown where all that
 * is loaded of it may be: whatever is then worked out over periods is in each period a combination of areas that may be shown in it together. Exclusions are told of by half-term of a
 * city alone, by their own rule (`events.ts`): of them the year decides.
 */
export function fewSchools(rows: readonly MeasuredRow[], areas: Areas, dataset: string): FewSchools {
  const schoolsOf = new Map<string, Set<string>>();
  const periodsOf = new Map<number, Set<string>>();
  for (const { urn, m, period, pupil_group: group } of rows) {
    if (urn === null || group !== 'all' || (dataset === 'exclusion-events' && period !== whole)) continue;
    const of = `${m} ${period}`;
    const schools = schoolsOf.get(of);
    if (schools) schools.add(String(urn));
    else schoolsOf.set(of, new Set([String(urn)]));
    const periods = periodsOf.get(m);
    if (periods) periods.add(period);
    else periodsOf.set(m, new Set([period]));
  }
  const ordered = [...areas].sort(byImportance);
  const decided = new Map<string, ReadonlySet<string>>();
  // Most figures of a dataset are of the same schools.
  const decide = (schools: ReadonlySet<string>, inParts: ReadonlySet<string>) => {
    const key = [...schools, '', ...inParts].sort().join(' ');
    const own = ordered.flatMap(([area, all]): [string, string[]][] =>
      inParts.has(area) ? [] : [[area, all.filter((one) => schools.has(one))]],
    );
    const away = decided.get(key) ?? inParts.union(areasOfFewSchools(new Map(own)));
    decided.set(key, away);
    for (const [area, some] of own) if (some.length > 0 && !away.has(area)) shown.add(area);
    return away;
  };
  const shown = new Set<string>();
  const hidden = new Map<string, ReadonlySet<string>>();
  for (const [m, periods] of periodsOf) {
    let inParts: ReadonlySet<string> = new Set();
    for (const period of [...periods].sort((a, b) => Number(a === whole) - Number(b === whole))) {
      const of = `${m} ${period}`;
      const away = decide(schoolsOf.get(of)!, period === whole ? inParts : new Set());
      hidden.set(of, away);
      inParts = inParts.union(away);
    }
  }
  return {
    hides: ({ area, m, period }) =>
      area !== null && (hidden.get(`${m} ${period}`) ?? hidden.get(`${m} ${whole}`))?.has(area) === true,
    shown: new Map([...areas].filter(([area]) => shown.has(area))),
  };
}

const whole = 'year';

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
