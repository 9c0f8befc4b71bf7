import { rounded } from '../methods';

/** A figure of pupils whose number is not told, as it is shown. */
export interface Uncounted {
  value: number;
  decimals: number;
  /** A share of the pupils in hundredths, or a mean. */
  kind: 'percentage' | 'average';
  /** What the numerator may differ by: 1 where pupils or whole points are counted. 0: by anything, and every number of pupils fits. */
  step: number;
}

/**
 * Which of these figures may be shown, in their order, so that two numbers of pupils fit what is shown at least: "68%" and "49%" of a few less than sixty may be
 * of 57 and of no other number.
 * @param below pupils of a larger set of which the number is told; these are fewer, by one up to `most`.
 */
export function mayStandUncounted(figures: readonly Uncounted[], below: number, most: number): boolean[] {
  let fitting = Array.from({ length: most }, (_, less) => below - 1 - less).filter((pupils) => pupils > 0);
  return figures.map((figure) => {
    const left = fitting.filter((pupils) => fits(figure, pupils));
    if (left.length < 2) return false;
    fitting = left;
    return true;
  });
}

function fits({ value, decimals, kind, step }: Uncounted, pupils: number): boolean {
  if (step === 0) return true;
  const whole = kind === 'percentage' ? 100 : 1;
  const near = Math.round((value / whole) * (pupils / step));
  return [near - 1, near, near + 1].some(
    (n) => (kind === 'average' || (n >= 0 && n <= pupils)) && rounded((n * step * whole) / pupils, decimals) === value,
  );
}
