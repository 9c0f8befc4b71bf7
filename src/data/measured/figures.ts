import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { OwnMeasure } from '../catalogue/own-measures';
import { groupsIn } from '../catalogue/pupil-groups';
import { smallestPublishedLeavers } from '../methods';
import {
  type Areas,
  apart,
  type FigureSet,
  hiddenAreaWords,
  hiddenWords,
  mayShowBoth,
  type PlacedCell,
  type Relation,
  type SuppressionRules,
  sumOf,
  suppressTogether,
  type Together,
  usualRules,
  within,
} from '../suppression';
import { isShare, type MeasuredRow } from './compile';
import { eventsToHide } from './events';
import { fewSchools, rankOf } from './few-schools';
import { keyOf, placeOf } from './keys';
import { mayStandUncounted } from './uncounted';

/** A row of `data.measured` on its way there. */
export interface NewFigure {
  audience: 'inside' | 'outside';
  urn: number | null;
  area: string | null;
  measure: string;
  pupil_group: string;
  period: string;
  year: number;
  shown: string;
  value: number | null;
  numerator: string | null;
  denominator: string | null;
  pupils: number | null;
  low: number | null;
  high: number | null;
  band: number | null;
  reason: 'small' | 'complementary' | 'few-schools' | null;
}

/** Raised when what may be shown outside a school changes: runs of an earlier rule are made anew. */
export const outsideRule = 5;

/** What may be shown of a dataset outside a school: leavers are few, and what became of them is told by larger groups alone. */
const ofLeavers = ['destination-pupils', 'monthly-activity'];
export const rulesOf = (dataset: string): SuppressionRules =>
  ofLeavers.includes(dataset) ? { ...usualRules, smallestCell: smallestPublishedLeavers } : usualRules;

/**
 * Both sets of figures, from the rows of the one query: for the inside as they are, for the outside what may be shown there, decided over all of them together.
 * Gives way to others while it decides.
 */
export async function bothSets(
  rows: readonly MeasuredRow[],
  measures: readonly OwnMeasure[],
  { dataset, year, areas, signal }: { dataset: string; year: number; areas: Areas; signal?: AbortSignal | undefined },
): Promise<NewFigure[]> {
  const rules = rulesOf(dataset);
  // What others are told is decided over those who count once: each area is the sum of its schools.
  const counted = rows.filter(({ told }) => told !== 'inside');
  const few = fewSchools(counted, areas, dataset);
  const { families, verdict, shown } = await decideTogether(counted, measures, {
    dataset,
    areas: few.shown,
    rules,
    signal,
  });
  const hidden = new Set<string>();
  for (const [n, { set, keys }] of families.entries())
    for (const [f, { name }] of set.figures.entries())
      for (const [c, is] of verdict.figures[n]![f]!.entries()) if (is) hidden.add(`${keys[c]} ${name}`);
  const alone = fewBetween(families, rules);
  const events = dataset === 'exclusion-events' ? eventsToHide(rows, measures, shown) : null;
  const keyed = (row: MeasuredRow) => `${keyOf(row)} ${measures[row.m]!.id}`;
  const ofSet = (row: MeasuredRow) => `${keyOf(row)} ${familyOf(measures[row.m]!)}`;
  const isAway = (row: MeasuredRow) =>
    few.hides(row) ||
    (row.area !== null && !shown.has(row.area)) ||
    hidden.has(keyed(row)) ||
    (events?.has(keyed(row)) ?? false);
  const uncounted = Map.groupBy(
    counted.filter((row) => alone.has(ofSet(row)) && !isAway(row)),
    ofSet,
  );
  const telling = new Set(
    [...uncounted].flatMap(([set, some]) => tellingOf(some, measures, alone.get(set)!, rules).map(keyed)),
  );
  return rows.flatMap((row) => {
    const measure = measures[row.m]!;
    const { urn, area, pupil_group, period } = row;
    const isAlone = alone.has(ofSet(row));
    const ofFew = few.hides(row);
    const isHidden = isAway(row) || telling.has(keyed(row));
    const same = { urn, area, measure: measure.id, pupil_group, period, year };
    const text = shownOf(row, measure);
    const inside: NewFigure = {
      ...same,
      audience: 'inside',
      shown: text,
      value: text === 'SP' ? null : row.value,
      numerator: plain(row.numerator),
      denominator: plain(row.denominator),
      pupils: row.pupils,
      low: text === 'SP' ? null : row.low,
      high: text === 'SP' ? null : row.high,
      band: row.band,
      reason: !isHidden ? null : ofFew ? 'few-schools' : row.pupils < rules.smallestCell ? 'small' : 'complementary',
    };
    // How many pupils stand behind it is said where it tells nothing of a few who are in another figure and not in this one; and what follows from
    // that number and the value, a likely range and a band, is said where the number is.
    const told = isAlone ? { pupils: null, low: null, high: null, band: null } : {};
    const outside: NewFigure = isHidden
      ? { ...nothing, ...same, audience: 'outside', shown: ofFew ? hiddenAreaWords : hiddenWords(rules) }
      : {
          ...inside,
          audience: 'outside',
          numerator: null,
          denominator: measure.over === undefined && !isAlone ? String(row.pupils) : null,
          ...told,
          reason: null,
        };
    return row.told === null ? [inside, outside] : [row.told === 'inside' ? inside : outside];
  });
}

/**
 * What is hidden to protect a few pupils. An area of which nothing is shown tells nothing of its schools, so that less of them has to be hidden where it is left out: those of few
 * schools are from the beginning, and whichever is then hidden with everybody in it is left out, trusts before partnerships, and all is decided anew.
 */
async function decideTogether(
  rows: readonly MeasuredRow[],
  measures: readonly OwnMeasure[],
  {
    dataset,
    areas,
    rules,
    signal,
  }: { dataset: string; areas: Areas; rules: SuppressionRules; signal: AbortSignal | undefined },
): Promise<{ families: Family[]; verdict: Together; shown: Areas }> {
  const families = familiesOf(
    rows.filter(({ area }) => area === null || areas.has(area)),
    measures,
    dataset,
  );
  const sets = families.map((one) => one.set);
  const verdict = await piecemeal(suppressTogether(sets, areas, rules), signal);
  const useless = new Set(areas.keys());
  for (const [n, { cells }] of sets.entries())
    for (const [c, { place, groups }] of cells.entries())
      if (Object.keys(groups).length === 0 && !verdict.cells[n]![c]) useless.delete(place);
  if (useless.size === 0) return { families, verdict, shown: areas };
  const least = Math.max(...[...useless].map(rankOf));
  const left = new Map([...areas].filter(([area]) => !useless.has(area) || rankOf(area) < least));
  return decideTogether(rows, measures, { dataset, areas: left, rules, signal });
}

const nothing = {
  value: null,
  numerator: null,
  denominator: null,
  pupils: null,
  low: null,
  high: null,
  band: null,
  reason: null,
};

/** As publications print it: "54%", "46.5", "-0.23", and LOWCOV where under half of the cohort are behind it. */
export function shownOf(
  { value, numerator }: Pick<MeasuredRow, 'value' | 'numerator'>,
  { format, decimals, dataset }: Pick<OwnMeasure, 'format' | 'decimals' | 'dataset'>,
): string {
  if (value === null) return 'LOWCOV';
  // Of 16 to 18 the department writes so what is more than nothing and rounds to it (disclosure.md section 1).
  if (dataset === 'post-16-pupils' && format === 'percent' && value === 0 && Number(numerator) > 0) return 'SP';
  if (format === 'count') return String(value);
  return `${value.toFixed(decimals)}${format === 'percent' ? '%' : ''}`;
}

/** Exact decimals without the noughts that say nothing. */
const plain = (decimal: string | number): string => {
  const text = String(decimal);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};

interface Family {
  set: FigureSet;
  /** Of each cell, the place, group and period as rows name them. */
  keys: string[];
  name: string;
  /** Of one subject: its figures are of nothing that another subject's are of. */
  isPart: boolean;
  pupils: Map<string, number>;
}

const familyOf = ({ pupils }: Pick<OwnMeasure, 'pupils'>): string => pupils ?? '';

/** Figures of the same pupils, a set for each period. */
function familiesOf(rows: readonly MeasuredRow[], measures: readonly OwnMeasure[], dataset: string): Family[] {
  const found = new Map<string, { of: string; measures: Set<number>; cells: Map<string, MeasuredRow[]> }>();
  for (const row of rows) {
    // What is told of events by reason is decided with the events: its pupils are those of the whole.
    if (dataset === 'exclusion-events' && measures[row.m]!.section === 'parts') continue;
    const of = familyOf(measures[row.m]!);
    const name = `${row.period}\n${of}`;
    const family = found.get(name) ?? { of, measures: new Set(), cells: new Map() };
    found.set(name, family);
    family.measures.add(row.m);
    const key = keyOf(row);
    const cell = family.cells.get(key);
    if (cell) cell.push(row);
    else family.cells.set(key, [row]);
  }
  return [...found.values()].map(({ of, measures: own, cells }) => {
    const order = [...own].sort((a, b) => a - b);
    const listed = [...cells].map(([, [first, ...rest]]): PlacedCell => {
      const byMeasure = new Map([first!, ...rest].map((row) => [row.m, row]));
      return {
        place: placeOf(first!),
        groups: groupsIn(first!.pupil_group),
        pupils: first!.pupils,
        numerators: order.map((m) => Number(byMeasure.get(m)?.numerator ?? 0)),
      };
    });
    return {
      name: of,
      isPart: order.every((m) => measures[m]!.section === 'parts'),
      keys: [...cells.keys()],
      pupils: new Map([...cells].map(([key, [first]]) => [key, first!.pupils])),
      set: {
        cells: listed,
        figures: order.map((m) => ({
          name: measures[m]!.id,
          kind: isShare(measures[m]!) ? ('percentage' as const) : ('average' as const),
          sensitive: measures[m]!.sensitive,
        })),
        relations: order.flatMap((m) => relationsOf(measures[m]!)),
      },
    };
  });
}

/** What follows from one figure for others of the same pupils, by what they mean. */
const relationsOf = ({ id, ...measure }: OwnMeasure): Relation[] => [
  ...measure.within.map((other) => within(id, other)),
  ...(measure.sum_of.length > 0 ? [sumOf(id, measure.sum_of)] : []),
  ...(measure.apart_from.length > 0 ? [apart([id, ...measure.apart_from])] : []),
];

/**
 * Sets of pupils of one cell that lack a few of another set, and how many that has: their number is not shown, or the few could be counted
 * (disclosure.md, rule 5).
 */
function fewBetween(families: readonly Family[], rules: SuppressionRules): Map<string, number> {
  const found = new Map<string, number>();
  for (const family of families)
    for (const other of families) {
      if (other.name === family.name || (other.isPart && family.isPart)) continue;
      for (const [key, pupils] of family.pupils) {
        const larger = other.pupils.get(key);
        if (larger !== undefined && larger > pupils && !mayShowBoth(larger, pupils, rules)) {
          const set = `${key} ${family.name}`;
          found.set(set, Math.min(larger, found.get(set) ?? larger));
        }
      }
    }
  return found;
}

/** Of shown figures of such a set those that would tell its number, by itself or with the others. */
function tellingOf(
  rows: readonly MeasuredRow[],
  measures: readonly OwnMeasure[],
  larger: number,
  { smallestCell }: SuppressionRules,
): MeasuredRow[] {
  const valued = rows.filter(({ m, value }) => value !== null && measures[m]!.over === undefined);
  const isCounted = ({ m }: MeasuredRow) => measures[m]!.format === 'count';
  const others = valued.filter((row) => !isCounted(row));
  const may = mayStandUncounted(
    others.map(({ m, value, numerator }) => ({
      value: value!,
      decimals: measures[m]!.decimals,
      kind: isShare(measures[m]!) ? 'percentage' : 'average',
      step: [1, 0.5].find((step) => Number.isInteger(Number(numerator) / step)) ?? 0,
    })),
    larger,
    smallestCell - 1,
  );
  return [...valued.filter(isCounted), ...others.filter((_, n) => !may[n])];
}

/** Milliseconds at a stretch: pages are served by the same process. */
const stretch = 10;

async function piecemeal(work: Generator<void, Together>, signal: AbortSignal | undefined): Promise<Together> {
  let began = performance.now();
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    if (performance.now() - began < stretch) continue;
    signal?.throwIfAborted();
    await setImmediate();
    began = performance.now();
  }
}

/** Of every row in its order: two runs with the same have the same. */
export function digestOf(figures: readonly NewFigure[]): string {
  const hash = createHash('sha256');
  for (const figure of figures) hash.update(`${JSON.stringify(Object.values(figure))}\n`);
  return hash.digest('hex');
}
