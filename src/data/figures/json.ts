import { yearName } from '../../schools';
import { datasetOf, datasets, measureNamed, measures } from '../catalogue/catalogue';
import type { MeasuredFigure } from '../measured/queries';
import type { Figure } from './queries';

/** A figure for other programs. `shown` is the text as published: a figure, or the mark for why there is none. */
export interface FigureJson {
  measure: string;
  year: string;
  group: string;
  value: number | null;
  shown: string;
  numerator: number | null;
  denominator: number | null;
  low: number | null;
  high: number | null;
  release: string;
  stage: string;
  source: string;
}

const number = (text: string | null): number | null => (text === null ? null : Number(text));

const datasetPlace = new Map(datasets.map(({ id }, at) => [id, at]));
const measurePlace = new Map(
  measures.map((measure, at) => [measure.id, (datasetPlace.get(measure.dataset) ?? 0) * 1000 + at]),
);

/** In the order of the catalogue, then by year and group. */
export const inCatalogueOrder = (figures: readonly Figure[]): Figure[] =>
  [...figures].sort(
    (a, b) =>
      (measurePlace.get(a.measure) ?? 0) - (measurePlace.get(b.measure) ?? 0) ||
      a.year - b.year ||
      Number(b.group === 'all') - Number(a.group === 'all') ||
      a.group.localeCompare(b.group),
  );

/** Who published it, the file and the line: "Department for Education, 2017-18.csv, line 14". */
export function sourceOf({ measure, file, line }: Pick<Figure, 'measure' | 'file' | 'line'>): string {
  const found = measureNamed(measure);
  return [...(found ? [datasetOf(found).publisher] : []), file, `line ${line}`].join(', ');
}

type Published = Pick<
  Figure,
  'measure' | 'year' | 'group' | 'value' | 'shown' | 'numerator' | 'denominator' | 'low' | 'high'
> &
  Pick<Figure, 'release' | 'stage' | 'file' | 'line'>;

export const figureJson = (figure: Published): FigureJson => ({
  measure: figure.measure,
  year: yearName(figure.year),
  group: figure.group,
  value: number(figure.value),
  shown: figure.shown,
  numerator: number(figure.numerator),
  denominator: number(figure.denominator),
  low: number(figure.low),
  high: number(figure.high),
  release: figure.release,
  stage: figure.stage,
  source: sourceOf(figure),
});

/** The same of a figure of our own. A cell that is hidden has no value, and `shown` says so. */
export const measuredJson = (figure: MeasuredFigure): FigureJson & { period: string; audience: string } => ({
  measure: figure.measure,
  year: yearName(figure.year),
  group: figure.group,
  period: figure.period,
  audience: figure.audience,
  value: number(figure.value),
  shown: figure.shown,
  numerator: number(figure.numerator),
  denominator: number(figure.denominator),
  low: number(figure.low),
  high: number(figure.high),
  release: (figure.releases ?? []).join(', '),
  stage: figure.stage,
  source: `Worked out from pupils by run ${figure.runId}`,
});
