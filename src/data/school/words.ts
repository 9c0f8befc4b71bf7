import { count } from '../../platform/words';
import { readAcademicYear, yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';

/** A number with a true minus, rounded half away from zero; never "−0". */
export function decimals(value: number, places: number): string {
  const factor = 10 ** places;
  // A value such as 1.005 lies a hair under its half: the hair is given back before it is cut.
  const whole = Math.round(Math.abs(value) * factor + 1e-9) / factor;
  const text = whole.toFixed(places);
  return value < 0 && whole !== 0 ? `−${text}` : text;
}

/** A figure or a mean of figures as pages write it, with as many decimals as its measure has: "61%", "+0.4", "−1.9", "46.5", "1,072". Where it was published with more decimals than the measure has, they stay. */
export function figureWords(value: number, { format, decimals: least }: Measure, places = least): string {
  switch (format) {
    case 'percent':
      return `${decimals(value, places)}%`;
    case 'progress': {
      const text = decimals(value, places);
      return value > 0 && Number(text) !== 0 ? `+${text}` : text;
    }
    case 'count':
      return count(Math.round(value));
    default:
      return decimals(value, places);
  }
}

/** A measure within a sentence, with what tells it from others of its name. */
export const measureWords = ({ name, second }: Pick<Measure, 'name' | 'second'>): string => `${name}, ${second}`;

/** A year that an address asks for: what it says may be no year at all. */
export function yearWords(asked: string): string {
  const year = readAcademicYear(asked);
  return year === null ? 'the year that was asked for' : yearName(year);
}

/** How many decimals a figure was published with. */
export const placesIn = (value: string): number => (value.split('.')[1] ?? '').replace(/0+$/, '').length;

/** A published figure, in our signs but with its own decimals. */
export const publishedWords = (value: string, measure: Measure): string =>
  figureWords(Number(value), measure, Math.max(measure.decimals, placesIn(value)));

/** "47 to 74", "−1.4 to +2.2". */
export const rangeWords = ({ low, high }: { low: number; high: number }, measure: Measure): string => {
  const plain = { ...measure, format: measure.format === 'percent' ? 'points' : measure.format } as Measure;
  return `${figureWords(low, plain)} to ${figureWords(high, plain)}`;
};

/** What has changed since the year before: "+4 points", "−0.3", "no change". */
export function changeWords(change: number, { format, decimals: places }: Measure): string {
  const text = decimals(change, places);
  if (Number(text.replace('−', '-')) === 0) return 'no change';
  const signed = change > 0 ? `+${text}` : text;
  return format === 'percent'
    ? `${signed} ${Math.abs(Number(text.replace('−', '-'))) === 1 ? 'point' : 'points'}`
    : signed;
}

/** The department's five words for a progress score. */
export const bandWords = [
  '',
  'Well above average',
  'Above average',
  'Average',
  'Below average',
  'Well below average',
] as const;
