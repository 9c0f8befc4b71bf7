import type { Cell, Reason } from './rules';

/**
 * All cells of a figure and what adds up to what: a cell is the sum of the cells that split it by one more group. Pupils of a cell that
 * no listed value holds (not known, not asked) are a remainder: never shown, but anybody can work it out.
 *
 * Groups and their values are numbered, so that a cell is found by one number.
 */
export interface Node {
  /** The value of each group, by the group's number; `unsplit` where the cell is not of that group. */
  values: readonly number[];
  numerator: number;
  denominator: number;
  /** The place in the cells given, or null for a remainder. */
  given: number | null;
  hidden: Reason | 'remainder' | null;
}

export const unsplit = -1;

/** A cell and those that add up to it. */
export interface Line {
  sum: Node;
  parts: Node[];
}

export interface Lattice {
  /** Cells with pupils in them. */
  nodes: readonly Node[];
  lines: readonly Line[];
  /** The sets of groups that are crossed with each other, each once, the empty one among them. */
  crosses: readonly (readonly number[])[];
  /** How many values a group has, the remainder last where there is one. */
  sizes: readonly number[];
  /** A cell's number is the sum of (value + 1) × stride over its groups. */
  strides: readonly number[];
  /** The cell of a number, if there are pupils in it. */
  at: ReadonlyMap<number, Node>;
}

/** Throws where the cells contradict each other, or where what they add up to is not among them. */
export function latticeOf(cells: readonly Cell[], kind: 'percentage' | 'average'): Lattice {
  const names = [...new Set(cells.flatMap((cell) => Object.keys(cell.groups)))].sort();
  const listed = names.map((name) => [...new Set(cells.flatMap((cell) => cell.groups[name] ?? []))]);
  const strides = listed.map((_, n) =>
    listed.slice(0, n).reduce((product, values) => product * (values.length + 2), 1),
  );
  const numberOf = (values: readonly number[]) => values.reduce((sum, value, n) => sum + (value + 1) * strides[n]!, 0);
  const describe = (values: readonly number[]) =>
    values
      .flatMap((value, n) => (value === unsplit ? [] : [`${names[n]} ${listed[n]?.[value] ?? 'not listed'}`]))
      .join(', ') || 'everybody';
  const checked = (node: Node): Node => {
    const { numerator, denominator, values } = node;
    const possible =
      Number.isInteger(denominator) &&
      denominator >= 0 &&
      (kind === 'average' || (Number.isInteger(numerator) && numerator >= 0 && numerator <= denominator));
    if (!possible) {
      throw new Error(`cells do not add up: ${numerator} of ${denominator} are left for ${describe(values)}`);
    }
    return node;
  };

  const nodes = new Map<number, Node>();
  const crosses = new Map<string, number[]>();
  for (const [given, { groups, numerator, denominator }] of cells.entries()) {
    const values = names.map((name, n) => (groups[name] === undefined ? unsplit : listed[n]!.indexOf(groups[name])));
    const cross = values.flatMap((value, n) => (value === unsplit ? [] : [n]));
    if (nodes.has(numberOf(values))) throw new Error(`two cells of ${describe(values)}`);
    crosses.set(cross.join(), cross);
    nodes.set(numberOf(values), checked({ values, numerator, denominator, given, hidden: null }));
  }
  for (const cross of crosses.values()) {
    for (const group of cross) {
      const rest = cross.filter((one) => one !== group);
      if (crosses.has(rest.join())) continue;
      const said = (groups: number[]) => groups.map((one) => names[one]).join(' and ') || 'nothing';
      throw new Error(`cells by ${said(cross)}, but none by ${said(rest)}`);
    }
  }
  if (!foldsUp([...crosses.values()])) {
    throw new Error(
      'three groups crossed in pairs: give the cross of all three too, or what is hidden cannot be proved',
    );
  }

  // What is left of a cell when every listed value of a group is taken off, from the cells of fewer groups upwards.
  const byGroups = [...crosses.values()].sort((a, b) => a.length - b.length);
  const of = (values: readonly number[]) => nodes.get(numberOf(values)) ?? { numerator: 0, denominator: 0 };
  const found = new Set<number>();
  for (const cross of byGroups) {
    const all = combinations(cross.map((group) => range(listed[group]!.length + 1)));
    // Fewer remainders first: those of several groups are what is left of those of one.
    const remainders = (choice: readonly number[]) =>
      choice.filter((value, n) => value === listed[cross[n]!]!.length).length;
    for (const choice of all.filter((one) => remainders(one) > 0).sort((a, b) => remainders(a) - remainders(b))) {
      const values = names.map((_, group) => (cross.includes(group) ? choice[cross.indexOf(group)]! : unsplit));
      const group = values.findIndex((value, n) => value === listed[n]!.length);
      const whole = of(values.with(group, unsplit));
      let { numerator, denominator } = whole;
      for (const value of range(listed[group]!.length)) {
        const part = of(values.with(group, value));
        numerator -= part.numerator;
        denominator -= part.denominator;
      }
      nodes.set(numberOf(values), checked({ values, numerator, denominator, given: null, hidden: 'remainder' }));
      if (denominator > 0) for (const [n, value] of values.entries()) if (value === listed[n]!.length) found.add(n);
    }
  }
  const at = new Map([...nodes].filter(([, node]) => node.denominator > 0));
  const lattice = {
    nodes: [...at.values()],
    crosses: byGroups,
    sizes: listed.map((values, n) => values.length + (found.has(n) ? 1 : 0)),
    strides,
    at,
  };
  return { ...lattice, lines: linesOf(lattice, crosses) };
}

function linesOf({ nodes, sizes, strides, at }: Omit<Lattice, 'lines'>, crosses: ReadonlyMap<string, unknown>): Line[] {
  return nodes.flatMap((sum) => {
    const number = sum.values.reduce((total, value, n) => total + (value + 1) * strides[n]!, 0);
    return sizes.flatMap((size, group) => {
      if (sum.values[group] !== unsplit) return [];
      const cross = sum.values.flatMap((value, n) => (value !== unsplit || n === group ? [n] : []));
      if (!crosses.has(cross.join())) return [];
      return [{ sum, parts: range(size).flatMap((value) => at.get(number + (value + 1) * strides[group]!) ?? []) }];
    });
  });
}

/**
 * Whether any figures that agree where crosses overlap are the figures of some pupils: so for crosses that fold up, group by group (an acyclic
 * family). For three groups crossed in pairs alone it need not be so.
 */
export function foldsUp(crosses: readonly (readonly number[])[]): boolean {
  let left = crosses.filter((groups) => groups.length > 0);
  for (;;) {
    const before = left.flat().length;
    const within = (groups: readonly number[], n: number) =>
      left.some(
        (other, m) =>
          m !== n && groups.every((group) => other.includes(group)) && (groups.length < other.length || m < n),
      );
    const widest = left.filter((groups, n) => !within(groups, n));
    const alone = (group: number) => widest.filter((groups) => groups.includes(group)).length === 1;
    left = widest.map((groups) => groups.filter((group) => !alone(group))).filter((groups) => groups.length > 0);
    if (left.length === 0) return true;
    if (left.flat().length === before) return false;
  }
}

/** Every choice of one from each. */
export const combinations = <One>(choices: readonly (readonly One[])[]): One[][] =>
  choices.reduce<One[][]>((all, one) => all.flatMap((begun) => one.map((value) => begun.concat([value]))), [[]]);

export const range = (size: number): number[] => Array.from({ length: size }, (_, n) => n);
