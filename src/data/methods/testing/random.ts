/** Random choices that can be made again: the seed is in the name of the test that uses them. */
export function random(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    chance: (share: number) => next() < share,
    pick: <One>(from: readonly One[]): One => from[whole(0, from.length - 1)]!,
    times: <One>(count: number, make: (index: number) => One): One[] =>
      Array.from({ length: count }, (_, n) => make(n)),
  };
}

export const newSeed = () => Math.floor(Math.random() * 2 ** 31);
