/** Chance that can be had again: equal seeds and names give equal draws, on every machine. */
export interface Random {
  /** From 0 up to, but not, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number;
  /** True so often of a hundred. */
  percent(often: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<Value>(from: readonly Value[]): Value;
  shuffled<Value>(from: readonly Value[]): Value[];
}

/**
 * A stream of its own for each purpose (`names`): what one part draws does not move what another gets, so adding a fact to a school later
 * leaves its people as they were.
 */
export function randomFor(seed: number, ...names: (string | number)[]): Random {
  let state = hash([seed, ...names].join('/'));
  // Mulberry32: small, fast, and even enough for inventing schools.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    percent: (often) => next() * 100 < often,
    pick(from) {
      if (from.length === 0) throw new RangeError('There is nothing to pick from.');
      return from[between(0, from.length - 1)]!;
    },
    shuffled(from) {
      const all = [...from];
      for (let i = all.length - 1; i > 0; i--) {
        const j = between(0, i);
        [all[i], all[j]] = [all[j]!, all[i]!];
      }
      return all;
    },
  };
}

/** FNV-1a, then stirred: names that differ in one letter start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/** Whole numbers in the shares asked for that add up to `total`: what rounding leaves goes where most was cut off. */
export function inShares(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  const exact = shares.map((share) => (share * total) / sum);
  const whole = exact.map(Math.floor);
  const order = exact
    .map((value, i) => ({ i, cut: value - Math.floor(value) }))
    .sort((a, b) => b.cut - a.cut || a.i - b.i);
  const left = total - whole.reduce((all, n) => all + n, 0);
  for (const { i } of order.slice(0, left)) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}
