import type { OwnMeasure } from '../catalogue/own-measures';
import { dimensions } from '../catalogue/pupil-groups';
import { type Areas, fewestSchools } from '../suppression';
import type { MeasuredRow } from './compile';
import { keyOf, placeOf } from './keys';

/** One or two exclusions of a school could be counted from its rate: the rate is not shown, as the number is not (disclosure.md section 1). */
const fewestEvents = 3;

/**
 * Exclusions that are not for others, as `place period group measure`. A pupil is excluded where everybody sees it, so that a single event is a single child:
 *
 * - Of a school others see everybody's rates of the year alone, and those of one or two events not.
 * - Of each school that is hidden there is another with which a child may change places, and nothing shown differs: an area that only one of them belongs to is hidden too.
 *   Or the areas that it belongs to are hidden, where that takes less from everybody.
 * - By half-term, reason and group a whole city is told alone: trusts, partnerships and sectors are too few schools, and what is left of the city without them is one.
 *   Each part shown is of three schools or more, and what is not shown is two parts at least of three schools, so that two schools may exchange theirs.
 *
 * What is told of the same events goes together: fixed-period exclusions, who had them and the days that they took.
 */
export function eventsToHide(rows: readonly MeasuredRow[], measures: readonly OwnMeasure[], areas: Areas): Set<string> {
  const hidden = new Set<string>();
  for (const kind of ['permanent', 'fixed'] as const) {
    const own = rows.filter(({ m }) => kindOf(measures[m]!) === kind);
    const places = placesToHide(
      own.filter((row) => isWhole(row, measures)),
      areas,
    );
    const shownParts = partsToShow(own, measures, areas);
    for (const row of own)
      if (isWhole(row, measures) ? places.has(placeOf(row)) : places.has(placeOf(row)) || !shownParts.has(partKey(row)))
        hidden.add(`${keyOf(row)} ${measures[row.m]!.id}`);
  }
  return hidden;
}

const kindOf = ({ expression }: OwnMeasure) => (expression.includes('permanent') ? 'permanent' : 'fixed');
const isWhole = ({ pupil_group: group, period, m }: MeasuredRow, measures: readonly OwnMeasure[]): boolean =>
  group === 'all' && period === 'year' && measures[m]!.section !== 'parts';
const partKey = (row: MeasuredRow): string => `${keyOf(row)} ${row.m}`;

/** Schools of one or two events, those that change places with them, and the areas that would tell the one from the other. */
function placesToHide(rows: readonly MeasuredRow[], areas: Areas): Set<string> {
  const events = new Map<string, number>();
  const few = new Set<string>();
  for (const { urn, numerator } of rows) {
    if (urn === null) continue;
    const school = String(urn);
    const number = Number(numerator);
    events.set(school, Math.max(events.get(school) ?? 0, number));
    if (number > 0 && number < fewestEvents) few.add(school);
  }
  const areasOf = new Map<string, Set<string>>([...events.keys()].map((school) => [school, new Set()]));
  for (const [area, schools] of areas) for (const school of schools) areasOf.get(school)?.add(area);
  const hidden = new Set(few);
  const apart = (one: string, other: string) =>
    [...areasOf.get(one)!.symmetricDifference(areasOf.get(other)!)].filter((area) => !hidden.has(area));
  /** What everybody loses by it: nothing of a school that is hidden anyway, little of one that excluded nobody. */
  const costOf = (other: string) => (hidden.has(other) ? 0 : events.get(other) === 0 ? 1 : 3);
  for (const school of [...few].sort()) {
    const changed = [...events.keys()]
      .filter((other) => other !== school)
      .map((other) => ({ other: [other], areas: apart(school, other) }))
      .map((one) => ({ ...one, cost: one.areas.length + costOf(one.other[0]!) }));
    // Without the areas that it belongs to nothing tells of it either.
    const alone = [...areasOf.get(school)!].filter((area) => !hidden.has(area));
    const [best] = [{ other: [], areas: alone, cost: alone.length }, ...changed].sort((a, b) => a.cost - b.cost);
    for (const place of [...best!.other, ...best!.areas]) hidden.add(place);
  }
  return hidden;
}

/** The cells of cities that may be shown by half-term, by reason and by group. */
function partsToShow(rows: readonly MeasuredRow[], measures: readonly OwnMeasure[], areas: Areas): Set<string> {
  const found = new Set<string>();
  const byPlace = Map.groupBy(rows, placeOf);
  for (const [area, schools] of areas) {
    if (!/^la\/\d+$/.test(area)) continue;
    const ofCity = byPlace.get(area) ?? [];
    const ofSchools = Map.groupBy(
      schools.flatMap((school) => byPlace.get(school) ?? []),
      cellKey,
    );
    for (const parts of waysToPart(ofCity, measures)) {
      const inParts = parts.map((part): Part => {
        const of = part.map((one) => (ofSchools.get(cellKey(one)) ?? []).filter(({ numerator: n }) => Number(n) > 0));
        return {
          rows: part,
          schools: new Set(of.flat().map(placeOf)),
          // Every measure of the part is of nobody, or of three schools.
          enough: of.every((some) => some.length === 0 || some.length >= fewestSchools),
        };
      });
      for (const { rows: some } of partsToKeep(inParts, remainderOf(inParts, ofSchools, ofCity, measures)))
        for (const row of some) found.add(partKey(row));
    }
  }
  return found;
}

interface Part {
  rows: readonly MeasuredRow[];
  schools: ReadonlySet<string>;
  enough: boolean;
}

const cellKey = ({ m, period, pupil_group: group }: MeasuredRow): string => `${m} ${period} ${group}`;

/** The parts into which a city's events fall: half-terms, reasons, and the groups of each dimension. */
function waysToPart(rows: readonly MeasuredRow[], measures: readonly OwnMeasure[]): MeasuredRow[][][] {
  const parts = (some: readonly MeasuredRow[], of: (row: MeasuredRow) => string) => [...Map.groupBy(some, of).values()];
  const everybody = rows.filter(({ pupil_group: group }) => group === 'all');
  return [
    parts(
      everybody.filter(({ period }) => period !== 'year'),
      ({ period }) => period,
    ),
    parts(
      everybody.filter(({ m }) => measures[m]!.section === 'parts'),
      ({ m }) => String(m),
    ),
    ...[...dimensions.values()].map((groups) =>
      parts(
        rows.filter(({ period, pupil_group: group }) => period === 'year' && groups.includes(group)),
        ({ pupil_group: group }) => group,
      ),
    ),
  ];
}

/** Schools with events of pupils who are in none of the groups: they are what is left of everybody's. */
function remainderOf(
  parts: readonly Part[],
  ofSchools: ReadonlyMap<string, readonly MeasuredRow[]>,
  ofCity: readonly MeasuredRow[],
  measures: readonly OwnMeasure[],
): ReadonlySet<string> {
  const listed = parts.flatMap((part) => part.rows);
  const [first] = listed;
  if (!first || first.pupil_group === 'all') return new Set();
  const left = new Map<string, number>();
  const add = (cells: readonly MeasuredRow[], sign: 1 | -1) => {
    for (const cell of cells)
      for (const row of ofSchools.get(cellKey(cell)) ?? []) {
        const key = `${placeOf(row)} ${row.m}`;
        left.set(key, (left.get(key) ?? 0) + sign * Number(row.numerator));
      }
  };
  add(
    ofCity.filter((row) => isWhole(row, measures)),
    1,
  );
  add(listed, -1);
  return new Set([...left].flatMap(([key, number]) => (number > 0 ? [key.split(' ')[0]!] : [])));
}

/**
 * Those that are enough, less the smallest as long as what is not shown is one part alone, or of fewer than three schools; and none where all events are in one part,
 * since that is then each school's whole.
 */
function partsToKeep(parts: readonly Part[], remainder: ReadonlySet<string>): readonly Part[] {
  const withEvents = parts.filter(({ schools }) => schools.size > 0);
  if (withEvents.length === 1 && remainder.size === 0) return [];
  const kept = parts.filter(({ enough }) => enough).sort((a, b) => b.schools.size - a.schools.size);
  const away = parts.filter(({ enough }) => !enough).map(({ schools }) => schools);
  if (remainder.size > 0 && (away.length > 0 || remainder.size < fewestSchools)) away.push(remainder);
  const all = () => away.reduce((sum, some) => sum.union(some), new Set<string>());
  while (away.length > 0 && kept.length > 0 && (away.length < 2 || all().size < fewestSchools))
    away.push(kept.pop()!.schools);
  return kept;
}
