import type { Measure } from '../catalogue/catalogue';

/** From where to where a drawing runs: a percentage from 0 to 100, progress about 0, the others from a round figure below to one above. */
export function scaleFor({ format, scale }: Measure, values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(low)) return scale ?? [0, 100];
  const [from, to] = scale ?? (format === 'percent' ? [0, 100] : [low, high]);
  if (format === 'progress') {
    const most = Math.ceil(Math.max(Math.abs(from), Math.abs(to), Math.abs(low), Math.abs(high)));
    return [-most, most];
  }
  if (scale === undefined && format === 'percent') return [0, 100];
  return roundly(Math.min(from, low), Math.max(to, high));
}

/** The same, but close about the values: for drawings of two measures, where the room matters more than the nought. */
export function closely({ format }: Measure, values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(low)) return [0, 1];
  if (format === 'progress') {
    const most = Math.max(1, Math.ceil(Math.max(Math.abs(low), Math.abs(high))));
    return [-most, most];
  }
  // A rate of events is small or large beside nought.
  return roundly(format === 'rate' ? 0 : low, high, leastStep);
}

/** The ends and their middle are written with one decimal: closer ones would be called alike. */
const leastStep = 0.2;

function roundly(low: number, high: number, least = 0): [number, number] {
  const spread = high - low || Math.max(1, Math.abs(high));
  const power = 10 ** Math.floor(Math.log10(spread));
  const step = Math.max(least, spread / power > 5 ? power * 2 : spread / power > 2 ? power : power / 2);
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  return [from, to > from ? to : from + step];
}

/** Where guide lines stand: the ends and the middle, and the quarters of a percentage. */
export const guidesOf = ([from, to]: readonly [number, number]): number[] =>
  from === 0 && to === 100 ? [0, 25, 50, 75, 100] : [from, (from + to) / 2, to];
