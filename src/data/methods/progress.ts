import { below, percentage, rounded } from './rounding';

/**
 * What is alike in every progress measure (ks2.md section 3.4, ks4.md section 4.4): a mean over pupils with a score, an interval
 * by the national standard deviation, a band read from the published figures, and how much of the cohort is in it.
 */
export interface Progress {
  /** Unrounded. Null where no pupil has a score. */
  mean: number | null;
  /** As published. */
  score: number | null;
  low: number | null;
  high: number | null;
  band: Band | null;
  /** Pupils with a score. */
  pupils: number;
  /** Whole percent of the cohort. */
  coverage: number | null;
  /** What publications print instead of the score: coverage under 50%, or 5 pupils or fewer. */
  marker: 'LOWCOV' | 'SUPP' | null;
}

export type Band = 1 | 2 | 3 | 4 | 5;

export const bandWords: Record<Band, string> = {
  1: 'well above average',
  2: 'above average',
  3: 'average',
  4: 'below average',
  5: 'well below average',
};

/** Where the outer bands begin. At key stage 4 the lower limit itself is not yet "well below". */
export interface Bands {
  wellAbove: number;
  wellBelow: number;
  wellBelowIncludesLimit: boolean;
}

export interface ProgressOf {
  /** The sum of the pupils' scores, and how many have one. */
  total: number;
  pupils: number;
  cohort: number;
  /** The national standard deviation of pupil scores, never the school's own. */
  deviation: number;
  decimals: 1 | 2;
  /** Null where a measure, a year or a type of school has no bands. */
  bands: Bands | null;
}

export function progressOf({ total, pupils, cohort, deviation, decimals, bands }: ProgressOf): Progress {
  const coverage = percentage(pupils, cohort);
  if (pupils === 0) {
    return { mean: null, score: null, low: null, high: null, band: null, pupils, coverage, marker: null };
  }
  const mean = total / pupils;
  const score = rounded(mean, decimals);
  const { low, high } = interval(mean, deviation, pupils, decimals);
  return {
    mean,
    score,
    low,
    high,
    band: bands && bandOf({ score, low, high }, bands),
    pupils,
    coverage,
    marker: pupils <= 5 ? 'SUPP' : pupils * 2 < cohort ? 'LOWCOV' : null,
  };
}

/** The 95% interval: each limit is rounded by itself, from the unrounded mean. */
export function interval(mean: number, deviation: number, pupils: number, decimals: number) {
  const half = (1.96 * deviation) / Math.sqrt(pupils);
  return { low: rounded(mean - half, decimals), high: rounded(mean + half, decimals) };
}

/** Read from the published, rounded figures: a limit that is printed as 0 is neither above nor below average. */
export function bandOf({ score, low, high }: { score: number; low: number; high: number }, bands: Bands): Band {
  if (low > 0) return below(score, bands.wellAbove) ? 2 : 1;
  if (high < 0) {
    const wellBelow = bands.wellBelowIncludesLimit ? !below(bands.wellBelow, score) : below(score, bands.wellBelow);
    return wellBelow ? 5 : 4;
  }
  return 3;
}

/** A score under the group's minimum is raised to it, from 2018 on; high scores stay (ks4.md section 4.3, ks2.md section 3.3). */
export const raised = (score: number, minimum: number | null): number =>
  minimum !== null && below(score, minimum) ? minimum : score;

/**
 * The 95% interval of a percentage, in percent, unrounded: the Wilson score interval, which holds for small
 * groups and never leaves 0 to 100. Publications give none; it says whether our own figure is too close to call.
 */
export function percentageInterval(numerator: number, denominator: number): { low: number; high: number } | null {
  if (denominator === 0) return null;
  const z2 = 1.96 ** 2;
  const share = numerator / denominator;
  const middle = share + z2 / (2 * denominator);
  const half = 1.96 * Math.sqrt((share * (1 - share)) / denominator + z2 / (4 * denominator ** 2));
  const scale = 100 / (1 + z2 / denominator);
  return { low: Math.max(0, (middle - half) * scale), high: Math.min(100, (middle + half) * scale) };
}
