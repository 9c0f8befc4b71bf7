import { type Dataset, type Measure, markerWords } from '../catalogue/catalogue';
import { bandWords } from '../methods/progress';

/** A figure as it was written, without its sign, thousands and true minus: "43.30%" is "43.30". Null where it is no number. */
export function numberIn(written: string): string | null {
  const text = written.trim().replace(/\s*%$/, '').replace('−', '-').replace(/^\+/, '');
  if (!/^-?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/.test(text) || !/\d/.test(text)) return null;
  const plain = text.replaceAll(',', '').replace(/^(-?)\./, '$10.');
  return /^-0*(\.0*)?$/.test(plain) ? plain.slice(1) : plain;
}

const bands = new Map(Object.entries(bandWords).map(([band, words]) => [words, Number(band)]));

/** The publisher's word for progress, which is a figure until 2018/19 and written out since; null where there is none. */
export function bandIn(written: string): number | null {
  const text = written.trim().toLowerCase();
  return bands.get(text) ?? (/^[1-5]$/.test(text) ? Number(text) : null);
}

const ofFormat: Readonly<Record<Measure['format'], readonly [number, number]>> = {
  percent: [0, 100],
  rate: [0, 10_000],
  score: [0, 200],
  points: [0, 1000],
  progress: [-100, 100],
  count: [0, 100_000_000],
};

/** What is wrong with a published value, as the end of a sentence that begins with it; null when it can be taken. */
export function wrongWith(written: string, measure: Measure, dataset: Dataset): string | null {
  if (written === '' || markerWords(written, dataset) !== null) return null;
  const number = numberIn(written);
  if (number === null) return 'is neither a number nor a mark that the publisher uses';
  const [low, high] = measure.range ?? ofFormat[measure.format];
  return Number(number) < low || Number(number) > high ? `is not between ${low} and ${high}` : null;
}

/** The same for the columns beside a figure: its range, and how many pupils stand behind it. */
export function wrongBeside(written: string, dataset: Dataset, least: number | null): string | null {
  if (written === '' || markerWords(written, dataset) !== null) return null;
  const number = numberIn(written);
  if (number === null) return 'is neither a number nor a mark that the publisher uses';
  return least !== null && Number(number) < least ? `is less than ${least}` : null;
}
