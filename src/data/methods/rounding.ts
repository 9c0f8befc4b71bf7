/**
 * Rounding, once and at the end: half away from zero, and never "-0".
 * Source: the method notes' general rules 1, 2 and 3; 178 of 178 published percentages that fall on a half were rounded up.
 */

/**
 * A tie stays a tie although binary fractions miss it by a hair (1.005 is stored as 1.00499…). Sums of published points and
 * scores are multiples of 0.0001 over a number of pupils, so that whatever lies nearer to a tie than this is one.
 */
const hair = 1e-9;

export function rounded(value: number, decimals = 0): number {
  const scale = 10 ** decimals;
  const whole = Math.floor(Math.abs(value) * scale + 0.5 + hair);
  return whole === 0 ? 0 : (Math.sign(value) * whole) / scale;
}

/** As publications write it: -0.234 to two decimals is "-0.23", -0.001 is "0.00". */
export const shown = (value: number, decimals = 0): string => rounded(value, decimals).toFixed(decimals);

/** Counts over counts, exactly. Null where there is nobody: a measure without pupils is blank, not 0. */
export function percentage(numerator: number, denominator: number, decimals = 0): number | null {
  if (denominator === 0) return null;
  const scale = 10 ** decimals;
  const whole = Math.floor((Math.abs(numerator) * 200 * scale + denominator) / (2 * denominator));
  return whole === 0 ? 0 : (Math.sign(numerator) * whole) / scale;
}

/** Whether a value is below a limit by more than a hair: figures that should be equal are. */
export const below = (value: number, limit: number): boolean => value < limit - hair;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
