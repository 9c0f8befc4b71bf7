import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import type { Beside, MeasureRow } from './view';
import { changeWords, figureWords, placesIn } from './words';

/** Why there is no figure, in words; null where there is one. */
export function missingWords({ told, year }: Pick<MeasureRow, 'told' | 'year'>): string | null {
  switch (told.kind) {
    case 'figure':
      return null;
    case 'withheld':
      return told.reason;
    case 'unpublished':
      return 'Not published';
    case 'not-in-files':
      return `Not in the files of ${yearName(year)}`;
    case 'not-loaded':
      return `${yearName(year)} is not loaded`;
  }
}

/** What may be said against England. The publisher's own word stays as published; a difference within the range is none. */
export function againstWords({
  band,
  verdict,
  measure,
}: Pick<MeasureRow, 'band' | 'verdict' | 'measure'>): string | null {
  if (band !== null) return band;
  switch (verdict) {
    case 'above':
      return 'Above';
    case 'below':
      return 'Below';
    case 'too-close':
      return 'Too close to call';
    case 'equal':
      return 'The same';
    case 'no-range':
      return measure.better === 'neither' ? null : 'No likely range';
    case 'no-comparison':
      return null;
  }
}

/** Clearly different from England: what stands out in a table. */
export const isClear = ({ band, verdict }: Pick<MeasureRow, 'band' | 'verdict'>): boolean =>
  band === null ? verdict === 'above' || verdict === 'below' : band !== 'Average';

/** Against the year before, in words; null where there is none to compare with. */
export function changedWords({
  change,
  year,
  measure,
}: Pick<MeasureRow, 'change' | 'year' | 'measure'>): string | null {
  if (change === 'none') return null;
  const before = yearName(year - 1);
  return change === 'not-comparable'
    ? `not comparable with ${before}`
    : `${changeWords(change, measure)} since ${before}`;
}

/** What was published keeps its decimals; a mean has as many as the figures that it is of. */
export const besideWords = ({ value, source }: Beside, measure: Measure): string =>
  source === 'average'
    ? figureWords(value, measure)
    : figureWords(value, measure, Math.max(measure.decimals, placesIn(String(value))));

export const scaleOf = ({ scale, format }: Measure): readonly [number, number] =>
  scale ?? (format === 'percent' ? [0, 100] : format === 'rate' ? [0, 20] : [0, 100]);

/** The ends and the middle of a measure’s scale, in words. */
export function ends(measure: Measure): [string, string, string] {
  const [from, to] = scaleOf(measure);
  const write = (value: number) => figureWords(value, measure, Number.isInteger(value) ? 0 : 1);
  return [write(from), measure.format === 'progress' ? 'England, 0' : write((from + to) / 2), write(to)];
}

/** The ends of a row's own scale, where the rows of a table have several. */
export const endsWords = (measure: Measure): string => {
  const [from, , to] = ends(measure);
  return `${from} to ${to}`;
};
