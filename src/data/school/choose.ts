import { listed } from '../../platform/words';
import { yearName } from '../../schools';
import { type Dataset, type Measure, measuresOf } from '../catalogue/catalogue';
import { stages } from '../releases/queries';
import { type MeasureRow, measureRow, type SchoolData, yearsOf } from './view';
import { figureWords } from './words';

/** The measures of a dataset that stand in these sections of a page. */
export const sections = (dataset: Dataset, names: readonly Measure['section'][]): Measure[] =>
  measuresOf(dataset.id).filter(({ section }) => names.includes(section));

/** Rows of these measures; one that has never been loaded for the school, and that nobody else has either, is left out. */
export const rowsOf = (view: SchoolData, measures: readonly Measure[], year: number, group = 'all'): MeasureRow[] =>
  measures
    .filter((measure) => (measure.years?.from ?? 0) <= year && year <= (measure.years?.to ?? 9999))
    .map((measure) => measureRow(view, measure, year, group))
    .filter(({ measure, told }) => !isGap(told) || view.figures.some((one) => one.measure === measure.id));

/** No file about the school has it, for that year or at all. */
export const isGap = ({ kind }: MeasureRow['told']): boolean => kind === 'not-loaded' || kind === 'not-in-files';

/** How many pupils the figures of a dataset and year are about, where its files say so. */
export const pupilsOf = (view: SchoolData, dataset: Dataset, year: number): number | null => {
  const [measure] = sections(dataset, ['pupils']);
  const row = measure && measureRow(view, measure, year);
  return row?.told.kind === 'figure' ? row.told.value : null;
};

/** What the measures of a format are called together. */
export const titles: Record<Measure['format'], string> = {
  percent: 'Share of pupils',
  progress: 'Progress',
  points: 'Average points',
  score: 'Average scaled scores',
  rate: 'For every 100 pupils',
  count: 'Numbers',
};

export const likelyRangeWords =
  'The pale band is the likely range: what chance alone could give a school with this many pupils, 19 times in 20.';

/** What the band is, and what else is to be known of the comparisons. */
export function bandWords(rows: readonly MeasureRow[]): string {
  const by = new Set(rows.flatMap(({ range }) => (range ? [range.by] : [])));
  return [
    ...(by.has('us') ? [likelyRangeWords] : []),
    ...(by.has('publisher') ? ['The range of progress is the department’s.'] : []),
    ...earlierStages(rows),
    ...(rows.some(({ partnership }) => partnership)
      ? ['The partnership’s figure is the mean of its schools of today, weighted by pupils.']
      : []),
  ].join(' ');
}

/** A benchmark that is less final than the school's own figures is said to be so. */
function earlierStages(rows: readonly MeasureRow[]): string[] {
  const less = rows.flatMap(({ told, england }) =>
    told.kind === 'figure' && england?.stage && stages.indexOf(england.stage) < stages.indexOf(told.figure.stage)
      ? [england.stage]
      : [],
  );
  return less.length > 0 ? [`England’s figures are of the ${listed([...new Set(less)])} release.`] : [];
}

/** Years between the first and the last that nothing is loaded of. */
export function missingYears(years: readonly number[]): number[] {
  const [from, to] = [years[0], years.at(-1)];
  if (from === undefined || to === undefined) return [];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((year) => !years.includes(year));
}

/** The years of a dataset, gaps among them, oldest first. */
export function trendYears(view: Pick<SchoolData, 'figures'>, dataset: Dataset): number[] {
  const held = yearsOf(view, dataset);
  return [...held, ...missingYears(held)].sort((a, b) => a - b);
}

/** The finding in words, and which years are missing or not comparable. */
export function trendSentence(measure: Measure, rows: readonly MeasureRow[]): string {
  const told = rows.flatMap(({ told: one, year }) =>
    one.kind === 'figure' ? [`${figureWords(one.value, measure)} in ${yearName(year)}`] : [],
  );
  const of = (kind: MeasureRow['told']['kind']) =>
    rows.filter((row) => row.told.kind === kind).map(({ year }) => yearName(year));
  const [notLoaded, notInFiles] = [of('not-loaded'), of('not-in-files')];
  const withheld = rows
    .filter((row) => row.told.kind === 'withheld' || row.told.kind === 'unpublished')
    .map(({ year }) => yearName(year));
  const breaks = rows.slice(1).filter(({ year }) => measure.breaks.includes(year));
  return [
    `${listed(told)}.`,
    ...(notLoaded.length > 0 ? [`Not loaded: ${listed(notLoaded)}.`] : []),
    ...(notInFiles.length > 0 ? [`Not in the files: ${listed(notInFiles)}.`] : []),
    ...(withheld.length > 0 ? [`Not published: ${listed(withheld)}.`] : []),
    ...breaks.map(({ year }) => `${yearName(year)} is not comparable with the year before.`),
  ].join(' ');
}
