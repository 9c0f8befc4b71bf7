import { counted, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import type { Dataset } from '../catalogue/catalogue';
import { againstWords } from './told';
import type { MeasureRow } from './view';
import { decimals, figureWords, publishedWords, rangeWords } from './words';

/** Something that stands out, in a heading and a sentence that say only what the statistics support. */
export interface Finding {
  title: string;
  text: string;
}

const named = ({ measure }: MeasureRow): string =>
  measure.format === 'progress' && !/progress/i.test(measure.name) ? `${measure.name} ${measure.second}` : measure.name;

const own = ({ told, measure }: MeasureRow): string =>
  told.kind === 'figure' ? publishedWords(told.figure.value ?? '', measure) : '';

/** Up to three: what is clearly different from England, and how much is too close to call. */
export function findingsOf(
  rows: readonly MeasureRow[],
  dataset: Pick<Dataset, 'about'>,
  pupils: number | null,
): Finding[] {
  const worded = rows.filter(({ band }) => band !== null && band !== 'Average');
  const clear = rows.filter(({ band, verdict }) => band === null && (verdict === 'above' || verdict === 'below'));
  const close = rows.filter(({ band, verdict }) => band === null && verdict === 'too-close');
  return [
    ...worded.map((row) => ({
      title: `${named(row)} is ${row.band?.toLowerCase()}`,
      text: `${own(row)}${row.range ? `, likely range ${rangeWords(row.range, row.measure)}` : ''}. The word is the department’s; 0 is the England average.`,
    })),
    ...clear.slice(0, 2).map((row) => ({
      title: `${row.measure.name}, ${row.measure.second}: ${row.verdict} England`,
      text: `${own(row)}, likely range ${row.range ? rangeWords(row.range, row.measure) : ''}. England has ${row.england ? figureWords(row.england.value, row.measure) : ''}, outside that range.`,
    })),
    ...(close.length > 0 ? [closeFinding(close, rows, dataset, pupils)] : []),
  ].slice(0, 3);
}

function closeFinding(
  close: readonly MeasureRow[],
  rows: readonly MeasureRow[],
  dataset: Pick<Dataset, 'about'>,
  pupils: number | null,
): Finding {
  // Of figures without a likely range, and of those with a word of their own, that would be too much.
  const every = rows.every(
    ({ told, band, verdict }) =>
      told.kind !== 'figure' || (band === null ? verdict === 'too-close' : band === 'Average'),
  );
  const title =
    every && close.length > 1
      ? 'Every headline is too close to call'
      : `${counted(close.length, 'headline')} ${close.length === 1 ? 'is' : 'are'} too close to call`;
  const size =
    pupils !== null && pupils > 0
      ? ` With ${counted(pupils, 'pupil')} ${dataset.about}, one pupil moves a percentage by ${decimals(100 / pupils, 1)} points.`
      : '';
  return { title, text: `England lies inside the likely range.${size}` };
}

/** The answer in a sentence, above everything: the first headline and what may be said of it, and of how many pupils. */
export function leadOf(
  rows: readonly MeasureRow[],
  { dataset, year, pupils }: { dataset: Pick<Dataset, 'about' | 'short'>; year: number; pupils: number | null },
): string {
  const row = rows.find(({ told }) => told.kind === 'figure');
  const who = pupils === null ? '' : ` ${counted(pupils, 'pupil')}${dataset.about === '' ? '' : ` ${dataset.about}`}.`;
  const when = `${dataset.short}, ${yearName(year)}.`;
  if (!row) return `${when}${who}`;
  const { measure, england } = row;
  const against = againstWords(row);
  const beside =
    england && measure.by_definition === undefined ? ` England ${figureWords(england.value, measure)}` : '';
  const said = [beside, against === null || against === 'No likely range' ? '' : ` ${lowerFirst(against)}`];
  return `${when} ${[`${measure.name}, ${measure.second}: ${own(row)}`, ...said.filter(Boolean)].join(',')}.${who}`;
}
