import { below } from './rounding';

/**
 * Attainment at key stage 2 (ks2.md sections 1 and 2). Every percentage is of the eligible pupils: who was absent or below the test
 * stays in and has not reached it. Averages are of those with a scaled score, and blank without any.
 */
export interface Ks2Results {
  /** A scaled score of 80 to 120, or a code: A, B, T, J, N, L, M, Q, H, X. */
  reading: string;
  maths: string;
  gps: string;
  /** Teacher assessments: GDS, EXS, WTS, PKG, PKE, PKF, BLW, P1i to P8, HNM, A, D, L … */
  writing: string;
  science: string;
}

export const scoreExpected = 100;
export const scoreHigh = 110;
export const lowestScore = 80;
export const highestScore = 120;
export const writingExpected = ['EXS', 'GDS'] as const;
/** The code of a pupil who left: no longer of the cohort. */
export const left = 'L';

export function scaledScore(outcome: string): number | null {
  if (!/^\d{2,3}$/.test(outcome)) return null;
  const score = Number(outcome);
  return score >= lowestScore && score <= highestScore ? score : null;
}

export const isEligible = ({ reading, maths, gps, writing }: Ks2Results): boolean =>
  ![reading, maths, gps, writing].includes(left);

export const reached = (outcome: string, score: number): boolean => (scaledScore(outcome) ?? 0) >= score;

export const writingReached = (writing: string, levels: readonly string[] = writingExpected): boolean =>
  levels.includes(writing);

/** Reading, writing and maths together: the spelling test is never part of it. */
export const readingWritingMathsExpected = ({ reading, maths, writing }: Ks2Results): boolean =>
  reached(reading, scoreExpected) && reached(maths, scoreExpected) && writingReached(writing);

export const readingWritingMathsHigh = ({ reading, maths, writing }: Ks2Results): boolean =>
  reached(reading, scoreHigh) && reached(maths, scoreHigh) && writingReached(writing, ['GDS']);

/** Low, middle, high by key stage 1 points: under 12, 12 to under 18, 18 and over (section 3.1). */
export function ks2PriorAttainment(ks1Points: number | null): 'low' | 'middle' | 'high' | null {
  if (ks1Points === null) return null;
  if (below(ks1Points, 12)) return 'low';
  return below(ks1Points, 18) ? 'middle' : 'high';
}
