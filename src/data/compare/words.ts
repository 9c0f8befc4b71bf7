import { datasetOf, type Measure, markerWords } from '../catalogue/catalogue';
import { figureWords } from '../school/words';
import type { Point } from './rank';

/** What a tab is called: the shortest that tells the measures of a page apart. */
export function tabWords(measure: Measure, all: readonly Measure[]): string {
  const same = all.filter(({ name }) => name === measure.name);
  if (same.length === 1 || same[0] === measure) return measure.name;
  return measure.section === 'progress' ? `${measure.name} progress` : `${measure.name}, ${measure.second}`;
}

/** A mean has one decimal more than whole percents; never fewer than the measure has. */
export const meanWords = (value: number, measure: Measure): string =>
  figureWords(value, measure, measure.format === 'count' ? 0 : Math.max(1, measure.decimals));

/** Why a school has no figure. */
export const reasonOf = ({ result }: Point, measure: Measure): string =>
  markerWords(result.shown, datasetOf(measure)) ?? result.shown;

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
