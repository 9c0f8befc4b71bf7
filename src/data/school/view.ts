import type { SchoolHead } from '../../schools';
import { type Dataset, datasetOf, groupWords, type Measure, markerWords, measuresOf } from '../catalogue/catalogue';
import { type Average, type Figure, loadedKey } from '../figures/queries';
import type { Stage } from '../tables';
import { type Range, rangeOf } from './likely-range';
import { bandWords } from './words';

/** Everything that the pages of one school's figures are made from. */
export interface SchoolData {
  school: SchoolHead;
  figures: readonly Figure[];
  areas: readonly Figure[];
  /** A measure and a year that some file about the school has: `loadedKey`. */
  loaded: ReadonlySet<string>;
  city: { name: string; code: string; averages: readonly Average[] } | null;
  partnership: { id: string; name: string; averages: readonly Average[] } | null;
}

/** What a page says of a figure, published or our own. */
export type ToldFigure = Pick<
  Figure,
  'group' | 'shown' | 'value' | 'denominator' | 'low' | 'high' | 'band' | 'stage' | 'release' | 'acceptedAt'
>;

/** A figure, why there is none, or that nothing is loaded. */
export type Told =
  | { kind: 'figure'; figure: ToldFigure; value: number }
  | { kind: 'withheld'; figure: ToldFigure; reason: string }
  | { kind: 'unpublished' }
  /** Other measures of that year are loaded, and this one is in none of their files. */
  | { kind: 'not-in-files' }
  | { kind: 'not-loaded' };

export type Verdict = 'too-close' | 'above' | 'below' | 'equal' | 'no-range' | 'no-comparison';

/** A benchmark beside a school's figure. */
export interface Beside {
  value: number;
  /** Whose figure it is, or what it is a mean of. */
  source: 'published' | 'average' | 'definition' | 'worked-out';
  /** Of a published one: how final it is. */
  stage?: Stage;
}

export interface MeasureRow {
  measure: Measure;
  group: string;
  year: number;
  told: Told;
  range: Range | null;
  england: Beside | null;
  city: Beside | null;
  partnership: Beside | null;
  /** Against the year before: the difference, or why there is none. */
  change: number | 'not-comparable' | 'none';
  verdict: Verdict;
  /** The publisher's own word, where it gave one. */
  band: string | null;
}

type Key = Pick<Figure, 'measure' | 'year' | 'group'> & { area?: string | null };
const keyOf = ({ area, measure, year, group }: Key): string => `${area ?? ''} ${measure} ${year} ${group}`;

/** Of each list its figures by what they are of: a page looks for hundreds, among more. */
const indexes = new WeakMap<readonly Figure[], ReadonlyMap<string, Figure>>();

function find(figures: readonly Figure[], key: Key): Figure | undefined {
  let index = indexes.get(figures);
  if (!index) {
    index = new Map(figures.map((one) => [keyOf(one), one]));
    indexes.set(figures, index);
  }
  return index.get(keyOf(key));
}

/** What a school's figure is, and what may be said of it: no more than the statistics support. */
export function measureRow(data: SchoolData, measure: Measure, year: number, group = 'all'): MeasureRow {
  const told = toldOf(data, measure, year, group);
  const figure = told.kind === 'figure' ? told.figure : null;
  const value = told.kind === 'figure' ? told.value : null;
  const cohort = find(data.figures, { measure: datasetOf(measure).weight ?? '', year, group: 'all' })?.value ?? null;
  const range = figure && rangeOf(figure, measure, cohort);
  const england = nationalOf(data.areas, data.school.sector, measure, year, group);
  const before = find(data.figures, { measure: measure.id, year: year - 1, group });
  const change =
    value === null || before?.value == null
      ? 'none'
      : measure.breaks.includes(year)
        ? 'not-comparable'
        : value - Number(before.value);
  return {
    measure,
    group,
    year,
    told,
    range,
    england,
    city: group === 'all' ? cityOf(data, measure, year) : null,
    partnership: group === 'all' ? averageOf(data.partnership?.averages, measure, year) : null,
    change,
    verdict: verdictOf(value, range, england),
    band: figure?.band ? (bandWords[figure.band] ?? null) : null,
  };
}

function toldOf({ figures, loaded }: SchoolData, measure: Measure, year: number, group: string): Told {
  const figure = find(figures, { measure: measure.id, year, group });
  if (figure?.value != null) return { kind: 'figure', figure, value: Number(figure.value) };
  const reason = figure && markerWords(figure.shown, datasetOf(measure));
  if (figure) return { kind: 'withheld', figure, reason: reason ?? figure.shown };
  if (loaded.has(loadedKey(measure.id, year))) return { kind: 'unpublished' };
  const others = measuresOf(measure.dataset).some((one) => loaded.has(loadedKey(one.id, year)));
  return { kind: others ? 'not-in-files' : 'not-loaded' };
}

/** England's figure of the same group; disadvantaged pupils are set against all others, as the department does. */
export function nationalOf(
  areas: readonly Figure[],
  sector: string,
  measure: Measure,
  year: number,
  group = 'all',
): Beside | null {
  const { national } = datasetOf(measure);
  const against = group === 'disadvantaged' ? 'other' : group;
  for (const area of [...(national[sector] ?? []), ...(national.any ?? [])]) {
    const found = find(areas, { area, measure: measure.id, year, group: against });
    if (found?.value != null) return { value: Number(found.value), source: 'published', stage: found.stage };
  }
  return measure.by_definition === undefined || group !== 'all'
    ? null
    : { value: measure.by_definition, source: 'definition' };
}

/** The authority's figure as published, else the mean of its schools. */
function cityOf(data: SchoolData, measure: Measure, year: number): Beside | null {
  const published = publishedCity(data, measure, year);
  if (published?.value != null) return { value: Number(published.value), source: 'published', stage: published.stage };
  return averageOf(data.city?.averages, measure, year);
}

export function publishedCity({ areas, city, school }: CityData, measure: Measure, year: number): Figure | null {
  if (!city) return null;
  const own = [`la/${city.code}/${school.sector}`, `la/${city.code}`];
  return (
    own
      .map((area) => find(areas, { area, measure: measure.id, year, group: 'all' }))
      .find((one) => one?.value != null) ?? null
  );
}

function averageOf(averages: readonly Average[] | undefined, measure: Measure, year: number): Beside | null {
  const found = averages?.find((one) => one.measure === measure.id && one.year === year);
  return found && measure.format !== 'count' ? { value: found.value, source: 'average' } : null;
}

/** A range that holds the other figure says nothing about which is higher. */
export function verdictOf(value: number | null, range: Range | null, england: Beside | null): Verdict {
  if (value === null || england === null) return 'no-comparison';
  if (range === null) return value === england.value ? 'equal' : 'no-range';
  if (england.value >= range.low && england.value <= range.high) return 'too-close';
  return value > england.value ? 'above' : 'below';
}

/** The years of a dataset that a school has figures of, oldest first. */
export function yearsOf({ figures }: Pick<SchoolData, 'figures'>, dataset: Dataset): number[] {
  const ids = new Set(measuresOf(dataset.id).map(({ id }) => id));
  return [...new Set(figures.filter(({ measure }) => ids.has(measure)).map(({ year }) => year))].sort((a, b) => a - b);
}

/** The year that a page opens with: the newest that has most of the headlines. */
export function mainYear(data: Pick<SchoolData, 'figures'>, dataset: Dataset): number | null {
  const headlines = new Set(
    measuresOf(dataset.id)
      .filter(({ section }) => section === 'headlines')
      .map(({ id }) => id),
  );
  const years = yearsOf(data, dataset);
  const held = (year: number) =>
    new Set(data.figures.filter((one) => one.year === year && headlines.has(one.measure)).map(({ measure }) => measure))
      .size;
  const most = Math.max(0, ...years.map(held));
  return years.findLast((year) => held(year) * 2 >= most) ?? null;
}

/** The groups of pupils of which a school has a figure of this measure and year. */
export const groupsWith = ({ figures }: Pick<SchoolData, 'figures'>, measure: string, year: number): string[] =>
  Object.keys(groupWords).filter((group) => find(figures, { measure, year, group }) !== undefined);

/** What is asked of an authority: its own figures as published, and the means of its schools, of one sector where `school` has one. */
export type CityData = Pick<SchoolData, 'areas' | 'city'> & { school: Pick<SchoolHead, 'sector'> };

/** Our mean beside the published figure of the same area, and by how much they differ. */
export interface CityCheck {
  measure: Measure;
  year: number;
  average: Average;
  published: Figure;
  difference: number;
}

export function cityChecks(data: CityData, measures: readonly Measure[], years: readonly number[]): CityCheck[] {
  return measures.flatMap((measure) =>
    years.flatMap((year) => {
      const published = publishedCity(data, measure, year);
      const average = data.city?.averages.find((one) => one.measure === measure.id && one.year === year);
      if (!published?.value || !average || measure.format === 'count') return [];
      return [{ measure, year, average, published, difference: average.value - Number(published.value) }];
    }),
  );
}
