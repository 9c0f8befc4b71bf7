import { describe, expect, it } from 'vitest';
import { newSeed, random } from '../methods/testing/random';
import { type Cell, type Figure, usualRules } from './rules';
import { suppress } from './suppress';
import { type Bounds, type Equation, isPinned, Tally } from './testing';

/*
 * Somebody outside takes everything that is shown, knows which cells add up to which, and looks for the counts that are hidden: exactly, in whole
 * numbers. Whatever is hidden must fit two values at least. Nothing of what is tested is used here but its verdicts.
 */

interface Entry extends Cell {
  /** Whether a page lists it, or its pupils are only what is left over. */
  listed: boolean;
}
type Groups = Record<string, string[]>;
const same = (a: Cell['groups'], b: Cell['groups']) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([group, value]) => b[group] === value);

/** Which entries add up to which: a cell, and those of one more group. */
const sumsOf = (entries: readonly Entry[], groups: Groups): { whole: Entry; parts: Entry[] }[] =>
  entries.flatMap((whole) =>
    Object.keys(groups).flatMap((group) => {
      const parts = entries.filter(
        (part) =>
          group in part.groups &&
          !(group in whole.groups) &&
          same({ ...whole.groups, [group]: part.groups[group]! }, part.groups),
      );
      return parts.length === 0 ? [] : [{ whole, parts }];
    }),
  );

/** The names of hidden counts that only one value fits. */
function pinned(
  { entries, sums }: Table,
  isShown: (entry: Entry) => boolean,
  known: 'pupils' | 'nothing',
  tally: Tally,
): string[] {
  const hidden = entries.filter((entry) => entry.denominator > 0 && !isShown(entry));
  const value = (entry: Entry) => (known === 'pupils' ? entry.numerator : entry.denominator);
  const place = new Map(hidden.map((entry, n) => [entry, n]));
  const equations = sums.map(({ whole, parts }) => {
    const equation: Equation = { terms: [], known: 0 };
    for (const entry of [whole, ...parts]) {
      const sign = entry === whole ? 1 : -1;
      const unknown = place.get(entry);
      if (unknown === undefined) equation.known += sign * value(entry);
      else equation.terms.push({ unknown, sign });
    }
    return equation;
  });
  const truth = hidden.map(value);
  const everybody = entries.find((entry) => Object.keys(entry.groups).length === 0)!.denominator;
  const bounds = (): Bounds => ({
    low: hidden.map(() => (known === 'pupils' ? 0 : 1)),
    high: hidden.map((entry) => (known === 'pupils' ? entry.denominator : everybody + 3)),
  });
  return hidden.flatMap((entry, n) => {
    if (!entry.listed && entry.denominator >= usualRules.smallestCell) return [];
    return !isPinned(n, { bounds, equations, truth }, tally)
      ? []
      : [`${JSON.stringify(entry.groups)} ${entry.numerator} of ${entry.denominator}`];
  });
}

interface Table {
  seed: number;
  entries: Entry[];
  sums: { whole: Entry; parts: Entry[] }[];
  sensitive: boolean;
}

/** A random school: up to four groups, crossed in full or each alone and two crossed, with empty and tiny cells, extremes, and pupils of no listed value. */
function randomTable(seed: number): Table {
  const { whole, chance, pick, times } = random(seed);
  const names = ['sex', 'disadvantaged', 'sen', 'prior'].slice(0, whole(1, 4));
  const groups: Groups = Object.fromEntries(
    names.map((name) => [name, times(whole(2, names.length > 3 ? 2 : 3), (n) => `${n}`)]),
  );
  const crossed = chance(0.6) ? names : names.slice(0, 2);
  const size = pick([2, 4, 9, 20]);
  const share = pick([0, 0.05, 0.5, 0.8, 1]);
  const skew = chance(0.5);
  const micro = combine(groups, names).map((values) => {
    const pupils = chance(0.25) ? 0 : whole(0, skew && chance(0.5) ? 2 : size);
    return { values, pupils, reached: times(pupils, () => chance(share)).filter(Boolean).length };
  });
  const unlisted = chance(0.3) ? pick(names) : null;
  const crosses = subsets(names).filter((one) => one.length < 2 || one.every((name) => crossed.includes(name)));
  const entries = crosses.flatMap((cross) =>
    combine(groups, cross).map((values): Entry => {
      const within = micro.filter((one) => cross.every((name) => one.values[name] === values[name]));
      const total = (of: (one: (typeof micro)[0]) => number) => within.reduce((sum, one) => sum + of(one), 0);
      return {
        groups: values,
        numerator: total((one) => one.reached),
        denominator: total((one) => one.pupils),
        listed: unlisted === null || values[unlisted] !== '0',
      };
    }),
  );
  return { seed, entries, sums: sumsOf(entries, groups), sensitive: chance(0.5) };
}

const subsets = (names: readonly string[]): string[][] =>
  Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_, n) => (bits >> n) & 1));
const combine = (groups: Groups, names: readonly string[]): Record<string, string>[] =>
  names.reduce<Record<string, string>[]>(
    (all, name) => all.flatMap((one) => groups[name]!.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );

const tables = 80;

describe.each([1, newSeed()])('what is shown never pins a hidden count (seed %d)', (seed) => {
  const all = Array.from({ length: tables }, (_, n) => randomTable(seed + n));
  const attack = (verdictsOf: (cells: Entry[], figure: Figure) => boolean[], tally = new Tally()) =>
    all.flatMap((table) => {
      const listed = table.entries.filter((entry) => entry.listed);
      const verdicts = verdictsOf(listed, { kind: 'percentage', sensitive: table.sensitive });
      const shown = new Set(listed.filter((_, n) => verdicts[n]));
      return (['pupils', 'nothing'] as const).flatMap((known) =>
        pinned(table, (entry) => shown.has(entry), known, tally).map(
          (what) => `table ${table.seed}, knowing ${known}: ${what}`,
        ),
      );
    });

  it('by our rules, which hide every small cell', () => {
    let shown = 0;
    let hidden = 0;
    const tally = new Tally();
    const found = attack((cells, figure) => {
      const verdicts = suppress(cells, figure).map((verdict) => verdict.shown);
      for (const [n, { denominator }] of cells.entries()) {
        if (denominator > 0 && denominator < usualRules.smallestCell) expect(verdicts[n]).toBe(false);
        if (denominator === 0) expect(verdicts[n]).toBe(true);
        else if (denominator >= usualRules.smallestCell) verdicts[n] ? shown++ : hidden++;
      }
      return verdicts;
    }, tally);
    expect(found).toEqual([]);
    expect(tally.unknown).toBeLessThan(tally.asked / 50);
    // Tables are made to be hard: most hold extremes or hardly anybody. All the same something stays to be shown.
    expect(shown).toBeGreaterThan(hidden / 10);
  });

  it('but it does where only small cells are hidden, so the search can find it', () => {
    const found = attack((cells) =>
      cells.map(({ denominator }) => denominator === 0 || denominator >= usualRules.smallestCell),
    );
    expect(found.length).toBeGreaterThan(20);
  });
});
