import { yearName } from '../../schools';
import { datasetOf, type Measure, markerWords } from '../catalogue/catalogue';
import { activityDataset, periodName } from '../own/periods';
import { notShownWords } from '../own/rows';
import type { Choice } from './choose';
import { isOwn } from './own';
import type { Point } from './rank';

/** What a tab is called: the shortest that tells the measures of a page apart. */
export function tabWords(measure: Measure, all: readonly Measure[]): string {
  const same = all.filter(({ name }) => name === measure.name);
  if (same.length === 1 || same[0] === measure) return measure.name;
  return measure.section === 'progress' ? `${measure.name} progress` : `${measure.name}, ${measure.second}`;
}

/** Why a school has no figure. */
export function reasonOf({ result }: Point, measure: Measure): string {
  return isOwn(measure) ? notShownWords(result.shown) : (markerWords(result.shown, datasetOf(measure)) ?? result.shown);
}

/** The year, and of figures of our own the half-term or the months. */
export const whenWords = ({ year, period, measure }: Pick<Choice, 'year' | 'period' | 'measure'>): string =>
  period === 'year' && measure.dataset !== activityDataset
    ? yearName(year)
    : `${periodName(period, measure.dataset)} of ${yearName(year)}`;
