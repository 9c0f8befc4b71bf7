import { halfTermName, halfTerms } from '../attendance/words';
import { months } from '../methods';

/** The parts of a year that figures of our own are of: half-terms of attendance, months of activity. */

export const activityDataset = 'monthly-activity';

export const monthNames: Readonly<Record<string, string>> = Object.fromEntries(
  months.map((month) => [month, month.charAt(0).toUpperCase() + month.slice(1)]),
);

/** The year itself first, then its parts in their order. */
export const periods: readonly string[] = ['year', ...halfTerms, ...months];

/** Of activity the year is known by its headline: December, January and February together. */
export const periodName = (period: string, dataset: string, over = false): string =>
  monthNames[period] ??
  (dataset === activityDataset && period === 'year' ? 'December to February' : halfTermName(period, over));
