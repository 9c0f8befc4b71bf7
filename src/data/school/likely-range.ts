import { datasetOf, type Measure } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';

export interface Range {
  low: number;
  high: number;
  /** As published, or worked out by us from the percentage and the number of pupils. */
  by: 'publisher' | 'us';
}

/** Wilson's range is of pupils as a sample: of results, not of what a school is like. */
const hasChance = ({ format, better }: Measure): boolean => format === 'percent' && better !== 'neither';

/**
 * The publisher's, else ours: from the figure's own number of pupils, or the cohort of the same school and year, as published, where another
 * file has it.
 */
export function rangeOf(
  { value, low, high, denominator, group }: Pick<Figure, 'value' | 'low' | 'high' | 'denominator' | 'group'>,
  measure: Measure,
  cohort: string | null,
): Range | null {
  if (value === null) return null;
  if (low !== null && high !== null) return { low: Number(low), high: Number(high), by: 'publisher' };
  if (!hasChance(measure)) return null;
  const counts = measure.denominator === 'pupils' && datasetOf(measure).weight !== undefined && group === 'all';
  const pupils = Number(denominator ?? (counts ? cohort : null) ?? 0);
  return pupils > 0 ? { ...likelyRange(Number(value), pupils), by: 'us' } : null;
}

/** Of the normal distribution: 19 times in 20. */
const z = 1.959963984540054;

/**
 * The likely range of a percentage of so many pupils: what chance alone could give, 19 times in 20 (Wilson's score interval, E. B. Wilson,
 * "Probable inference", JASA 22, 1927). Ours: the publisher gives none for percentages.
 * A percentage that was published rounded stands for a whole number of pupils: where there is one that rounds to it, that is used.
 * @param percent 0 to 100. @returns percents within 0 to 100.
 */
export function likelyRange(percent: number, pupils: number): { low: number; high: number } {
  const reached = Math.round((percent / 100) * pupils);
  const p = Math.abs((reached / pupils) * 100 - percent) <= 0.5 ? reached / pupils : percent / 100;
  const share = (z * z) / pupils;
  const centre = (p + share / 2) / (1 + share);
  const half = (z / (1 + share)) * Math.sqrt((p * (1 - p)) / pupils + share / (4 * pupils));
  // At nobody and at everybody the two are equal but for a hair, by which England's 0% would lie below a school's.
  return { low: p === 0 ? 0 : (centre - half) * 100, high: p === 1 ? 100 : (centre + half) * 100 };
}
