import { combinations, type Lattice, type Node, range, unsplit } from './lattice';

/**
 * Why a hidden count is not pinned: a *move* is a change of the pupils by one or a few that leaves every shown cell as it is and changes the
 * hidden one, so that what is shown fits at least two counts. The moves tried are those of the hypercube method of statistical disclosure
 * control: pupils change places between the corners of a cube, or one pupil comes or goes.
 */
export interface Move {
  /** Every cell that changes. */
  cells: readonly Node[];
  /** Cells that would have to be hidden for the move to be possible, and how many pupils they hold. */
  toHide: readonly Node[];
  pupils: number;
}

/** What is known of hidden cells: how many pupils each has, and then what they reached is looked for; or not even that. */
export type Known = 'pupils' | 'nothing';

/** Finds the cheapest move that changes a hidden cell: with nothing to hide it is the proof that the cell is safe. */
export function movesOf(lattice: Lattice, kind: 'percentage' | 'average') {
  const plansOf = planner(lattice);
  return (node: Node, known: Known): Move => {
    let best: Move | null = null;
    for (const tests of waysToMove(known, kind)) {
      for (const plan of plansOf(node)) {
        const move = cheapest(lattice, node, plan, tests, best);
        if (move === null) continue;
        if (move.pupils === 0) return move;
        best = move;
      }
    }
    if (best === null) throw new Error('no way to hide a cell');
    return best;
  };
}

/** Whether a cell can gain one, and whether it can lose one. */
interface Tests {
  gain(node: Node): boolean;
  lose(node: Node): boolean;
}

function waysToMove(known: Known, kind: 'percentage' | 'average'): Tests[] {
  const any = () => true;
  const reached = (node: Node) => node.numerator > 0;
  const notReached = (node: Node) => node.numerator < node.denominator;
  // A hidden cell is never empty, which everybody knows: an empty one would be blank.
  const another = (node: Node) => node.denominator > 1;
  if (known === 'pupils') {
    return kind === 'average' ? [{ gain: any, lose: any }] : [{ gain: notReached, lose: reached }];
  }
  if (kind === 'average') return [{ gain: any, lose: another }];
  return [
    { gain: any, lose: (node) => another(node) && notReached(node) },
    { gain: any, lose: (node) => another(node) && reached(node) },
  ];
}

/** One shape of move for cells of some groups. */
export interface Plan {
  /** Groups that change together, from one end to the other. */
  blocks: readonly (readonly number[])[];
  /** The block of a group, by its number, or -1. */
  blockOf: readonly number[];
  /** The crosses whose cells change, having a group of every block, and no group left to choose. */
  settled: readonly (readonly number[])[];
  /** Groups that neither move nor are the cell's: pupils who move share a value of each, and any will do. Parts do not depend on each other. */
  shared: readonly { groups: readonly number[]; crosses: readonly (readonly number[])[] }[];
}

/** Every way to pick blocks among groups that are crossed with the cell's, each block with a group of the cell; no block is one pupil who comes or goes. */
export function plansFor({ crosses, sizes }: Pick<Lattice, 'crosses' | 'sizes'>, own: readonly number[]): Plan[] {
  const around = crosses.filter((cross) => own.every((group) => cross.includes(group)));
  const widest = around.filter(
    (cross) => !around.some((other) => other.length > cross.length && includesAll(other, cross)),
  );
  const found = new Map<string, number[][]>();
  for (const blocks of widest.flatMap(partitions)) {
    if (!blocks.every((block) => block.some((group) => own.includes(group)))) continue;
    found.set(
      blocks
        .map((block) => block.join())
        .sort()
        .join('|'),
      blocks,
    );
  }
  const plans = [...found.values()].map((blocks): Plan => {
    const decided = new Set([...blocks.flat(), ...own]);
    const changed = crosses.filter((cross) => blocks.every((block) => block.some((group) => cross.includes(group))));
    const free = changed.map((cross) => cross.filter((group) => !decided.has(group)));
    return {
      blocks,
      blockOf: sizes.map((_, group) => blocks.findIndex((block) => block.includes(group))),
      settled: changed.filter((_, n) => free[n]!.length === 0),
      shared: connected(free).map((groups) => ({
        groups,
        crosses: changed.filter((cross) => cross.some((group) => groups.includes(group))),
      })),
    };
  });
  // What changes the cells of fewer crosses is likelier to need nothing hidden; a pupil who comes or goes changes all.
  const changes = ({ settled, shared }: Plan) => settled.length + shared.flatMap(({ crosses: some }) => some).length;
  return plans.sort((a, b) => changes(a) - changes(b));
}

/** The plans for a cell, worked out once for all cells of the same groups. */
export function planner(lattice: Pick<Lattice, 'crosses' | 'sizes'>): (node: { values: readonly number[] }) => Plan[] {
  const plans = new Map<string, Plan[]>();
  return ({ values }) => {
    const own = values.flatMap((value, group) => (value === unsplit ? [] : [group]));
    const known = plans.get(own.join()) ?? plansFor(lattice, own);
    plans.set(own.join(), known);
    return known;
  };
}

/**
 * Puts pupils at every pair of ends that a plan allows for a cell and asks what each move costs: the cheapest that is cheaper than `limit` pupils.
 * `from` and `to`, a value a group, are written before each question.
 */
export function cheapestOf<M extends { pupils: number }>(
  { values, sizes }: { values: readonly number[]; sizes: readonly number[] },
  plan: Plan,
  { from, to }: { from: number[]; to: number[] },
  price: (direction: boolean, limit: number) => M | null,
  limit: number,
): M | null {
  const { moving, ends } = endsOf(plan, values, sizes);
  let best: M | null = null;
  for (const [start, end] of ends) {
    for (const [n, group] of moving.entries()) {
      from[group] = start[n]!;
      to[group] = end[n]!;
    }
    for (const direction of [true, false]) {
      const most = best?.pupils ?? limit;
      const move = price(direction, most);
      if (move === null || move.pupils >= most) continue;
      best = move;
      if (move.pupils === 0) return move;
    }
  }
  return best;
}

interface Ends {
  moving: readonly number[];
  ends: readonly (readonly [start: readonly number[], end: readonly number[]])[];
}

/** Worked out once: a shape of move is tried between every two schools of a city. */
const endsByPlan = new WeakMap<Plan, Map<string, Ends>>();

/** Every pair of ends of the groups that move; a group that is the cell's begins at the cell's value. */
function endsOf(plan: Plan, values: readonly number[], sizes: readonly number[]): Ends {
  const known = endsByPlan.get(plan) ?? new Map<string, Ends>();
  endsByPlan.set(plan, known);
  const moving = plan.blocks.flat();
  const key = moving.map((group) => values[group]).join();
  const found = known.get(key);
  if (found) return found;
  const starts = moving.map((group) => (values[group] === unsplit ? range(sizes[group]!) : [values[group]!]));
  const ends = combinations(starts).flatMap((start) =>
    combinations(moving.map((group, n) => range(sizes[group]!).filter((value) => value !== start[n]))).map(
      (end) => [start, end] as const,
    ),
  );
  const made = { moving, ends };
  known.set(key, made);
  return made;
}

/** Every choice of a value for groups that neither move nor are the cell's. */
const choicesByPart = new WeakMap<Plan['shared'][0], number[][]>();

export function choicesOf(part: Plan['shared'][0], sizes: readonly number[]): readonly (readonly number[])[] {
  const known = choicesByPart.get(part) ?? combinations(part.groups.map((group) => range(sizes[group]!)));
  choicesByPart.set(part, known);
  return known;
}

/** The cheapest move of a shape, if cheaper than the best so far. */
function cheapest(
  { sizes, strides, at }: Lattice,
  node: Node,
  plan: Plan,
  tests: Tests,
  best: Move | null,
): Move | null {
  const from = [...node.values];
  const to = [...node.values];
  const corners = 2 ** plan.blocks.length;

  /** What changes in the cells of some crosses; null where the move cannot be. */
  const moveIn = (crosses: readonly (readonly number[])[], direction: boolean): Move | null => {
    const cells: Node[] = [];
    for (const cross of crosses) {
      for (let corner = 0; corner < corners; corner++) {
        let number = 0;
        let gains = direction;
        for (let left = corner; left > 0; left >>= 1) if (left & 1) gains = !gains;
        for (const group of cross) {
          const block = plan.blockOf[group]!;
          const end = block >= 0 && (corner >> block) & 1 ? to : from;
          number += (end[group]! + 1) * strides[group]!;
        }
        const cell = at.get(number);
        if (!cell || !(gains ? tests.gain(cell) : tests.lose(cell))) return null;
        cells.push(cell);
      }
    }
    const toHide = cells.filter((cell) => cell.hidden === null);
    return { cells, toHide, pupils: toHide.reduce((sum, cell) => sum + cell.denominator, 0) };
  };
  const cheapestShared = (part: Plan['shared'][0], direction: boolean): Move | null => {
    const { groups, crosses } = part;
    let least: Move | null = null;
    for (const choice of choicesOf(part, sizes)) {
      for (const [n, group] of groups.entries()) from[group] = choice[n]!;
      const move = moveIn(crosses, direction);
      if (move && (least === null || move.pupils < least.pupils)) least = move;
      if (least?.pupils === 0) break;
    }
    return least;
  };
  const price = (direction: boolean, limit: number): Move | null => {
    const settled = moveIn(plan.settled, direction);
    if (settled === null) return null;
    const moves = [settled];
    let { pupils } = settled;
    for (const part of plan.shared) {
      if (pupils >= limit) return null;
      const move = cheapestShared(part, direction);
      if (move === null) return null;
      moves.push(move);
      pupils += move.pupils;
    }
    return { cells: moves.flatMap((move) => move.cells), toHide: moves.flatMap((move) => move.toHide), pupils };
  };

  return cheapestOf(
    { values: node.values, sizes },
    plan,
    { from, to },
    price,
    best?.pupils ?? Number.POSITIVE_INFINITY,
  );
}

const includesAll = (cross: readonly number[], groups: readonly number[]) =>
  groups.every((group) => cross.includes(group));

/** Every way to sort some of the groups into blocks. */
function partitions(groups: readonly number[]): number[][][] {
  const [first, ...rest] = groups;
  if (first === undefined) return [[]];
  return partitions(rest).flatMap((blocks) => [
    blocks,
    [[first], ...blocks],
    ...blocks.map((block, n) => blocks.with(n, [first, ...block])),
  ]);
}

/** Groups that stand together in some set, joined over all sets. */
function connected(sets: readonly (readonly number[])[]): number[][] {
  let parts: number[][] = [];
  for (const groups of sets) {
    if (groups.length === 0) continue;
    const touching = parts.filter((part) => part.some((group) => groups.includes(group)));
    parts = [...parts.filter((part) => !touching.includes(part)), [...new Set([...touching.flat(), ...groups])]];
  }
  return parts;
}
