/*
 * For tests: whether something fits what is shown, exactly, in whole numbers. Nothing of what is tested is used here.
 */

/** Terms that add up to nothing: an unknown's number and its sign, and what is known. */
export interface Equation {
  terms: { unknown: number; sign: 1 | -1 }[];
  known: number;
}
export interface Bounds {
  low: number[];
  high: number[];
}

/** Narrows every unknown as far as one equation at a time goes; false where nothing is left. */
function narrow({ low, high }: Bounds, equations: readonly Equation[]): boolean {
  for (let changed = true; changed; ) {
    changed = false;
    for (const { terms, known } of equations) {
      const smallest = (term: Equation['terms'][0]) => (term.sign > 0 ? low[term.unknown]! : -high[term.unknown]!);
      const largest = (term: Equation['terms'][0]) => (term.sign > 0 ? high[term.unknown]! : -low[term.unknown]!);
      const least = terms.reduce((sum, term) => sum + smallest(term), known);
      const most = terms.reduce((sum, term) => sum + largest(term), known);
      if (least > 0 || most < 0) return false;
      for (const term of terms) {
        // The others are at least this much, and at most that.
        const from = -(most - largest(term));
        const to = -(least - smallest(term));
        const [newLow, newHigh] = term.sign > 0 ? [from, to] : [-to, -from];
        if (newLow > low[term.unknown]!) [low[term.unknown], changed] = [newLow, true];
        if (newHigh < high[term.unknown]!) [high[term.unknown], changed] = [newHigh, true];
        if (low[term.unknown]! > high[term.unknown]!) return false;
      }
    }
  }
  return true;
}

/** How many attempts a search may take: nearly all need a few hundred, and one in many thousands would not end in a day. */
const mostAttempts = 3000;

/**
 * Whether whole numbers within the bounds solve the equations. Tries values near the true ones first.
 * @returns 'unknown' where the search was given up.
 */
function isPossible(
  bounds: Bounds,
  equations: readonly Equation[],
  truth: readonly number[],
  attempts = { left: mostAttempts },
): boolean | 'unknown' {
  if (attempts.left-- <= 0) return 'unknown';
  if (!narrow(bounds, equations)) return false;
  const open = bounds.low.map((low, n) => ({ n, width: bounds.high[n]! - low })).filter(({ width }) => width > 0);
  const next = open.reduce<{ n: number; width: number } | null>(
    (least, one) => (least && least.width <= one.width ? least : one),
    null,
  );
  if (!next) return true;
  const values = Array.from({ length: next.width + 1 }, (_, step) => bounds.low[next.n]! + step);
  values.sort((a, b) => Math.abs(a - truth[next.n]!) - Math.abs(b - truth[next.n]!));
  for (const value of values) {
    const tried = { low: [...bounds.low], high: [...bounds.high] };
    tried.low[next.n] = value;
    tried.high[next.n] = value;
    const found = isPossible(tried, equations, truth, attempts);
    if (found) return found;
  }
  return false;
}

/** Counts that were looked for, and those of them of which nothing was found out. */
export class Tally {
  asked = 0;
  unknown = 0;
}

/** Whether only its true value fits the unknown `n`, whatever else is assumed; not where that cannot be found out. */
export function isPinned(
  n: number,
  { bounds, equations, truth }: { bounds: () => Bounds; equations: readonly Equation[]; truth: readonly number[] },
  tally: Tally,
): boolean {
  tally.asked++;
  const over = bounds();
  over.low[n] = truth[n]! + 1;
  const under = bounds();
  under.high[n] = truth[n]! - 1;
  let unknown = false;
  for (const one of [over, under]) {
    const possible = one.low[n]! <= one.high[n]! && isPossible(one, equations, truth);
    if (possible === true) return false;
    unknown ||= possible === 'unknown';
  }
  if (unknown) tally.unknown++;
  return !unknown;
}

/** So large that no small matrix loses a dimension by chance. */
const prime = 2_147_483_647n;
const over = (value: bigint) => ((value % prime) + prime) % prime;
function inverse(value: bigint): bigint {
  let [result, base, power] = [1n, over(value), prime - 2n];
  for (; power > 0n; power >>= 1n) {
    if (power & 1n) result = over(result * base);
    base = over(base * base);
  }
  return result;
}

/** How many of the rows are no combination of the others. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => row.map((value) => over(BigInt(value))));
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const at = left.findIndex((row, n) => n >= rank && row[column] !== 0n);
    if (at < 0) continue;
    [left[rank], left[at]] = [left[at]!, left[rank]!];
    const by = inverse(left[rank]![column]!);
    for (let n = rank + 1; n < left.length; n++) {
      const times = over(left[n]![column]! * by);
      if (times !== 0n) left[n] = left[n]!.map((value, x) => over(value - times * left[rank]![x]!));
    }
    rank++;
  }
  return rank;
}

/**
 * One or two schools that alone some combination of these sums is about; null where there are none. Such a combination is there where the sums lose a dimension once everything of
 * these schools is left out of them.
 * @param schools what each adds to the sums.
 */
export function toldOf(
  sums: readonly (readonly string[])[],
  schools: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const names = [...schools.keys()];
  const rankOver = (some: readonly string[]) => {
    const columns = some.flatMap((school) => schools.get(school)!);
    return rankOf(sums.map((own) => columns.map((column) => (own.includes(column) ? 1 : 0))));
  };
  const rank = rankOver(names);
  for (const [n, first] of names.entries())
    for (const second of names.slice(n))
      if (rankOver(names.filter((one) => one !== first && one !== second)) < rank) return [first, second];
  return null;
}
