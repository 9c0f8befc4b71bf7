import { cheapestOf, choicesOf, type Plan, planner } from './moves';
import type { PlacedLattice, PlacedNode } from './placed';

/** As in `moves.ts`, where pupils also change places between schools: every area that only one of two schools belongs to changes with it. */
export interface PlacedMove {
  cells: readonly PlacedNode[];
  /** Those of them that lose; the others gain. */
  losing: readonly PlacedNode[];
  toHide: readonly PlacedNode[];
  pupils: number;
}

/** Which cells can gain one and lose one, and whether those that lose can do so together. */
export interface MoveTests {
  gain: (node: PlacedNode) => boolean;
  lose: (node: PlacedNode) => boolean;
  together: (losing: readonly PlacedNode[]) => boolean;
  /** How many pupils it costs to hide a cell: none where it is hidden. */
  price: (node: PlacedNode) => number;
  /** Whether a move for which nothing has to be hidden will do: all will, unless said. */
  accept?: (move: Pick<PlacedMove, 'cells' | 'losing'>) => boolean;
}

/**
 * Finds the cheapest move that changes a hidden cell: with nothing to hide it is the proof that the cell is safe. The one given where none is cheaper, and
 * null where there is none at all.
 */
export function placedMoves(lattice: PlacedLattice) {
  const { schools, areasOf, schoolsOf } = lattice;
  const plansOf = planner(lattice);
  // Schools of the very same areas first: between them no area changes.
  const kind = schools.map((school) => areasOf(school).join());
  const nearest = schools.map((school) => {
    const others = schools.filter((other) => other !== school);
    return [
      ...others.filter((other) => kind[other] === kind[school]),
      ...others.filter((other) => kind[other] !== kind[school]),
      nowhere,
    ];
  });
  // Asked for every cell that is hidden.
  const exchanges: (Exchange | undefined)[][] = schools.map(() => []);
  const between = (school: number, other: number): Exchange => {
    const known = exchanges[school]!;
    known[other + 1] ??= exchange(lattice, school, other);
    return known[other + 1]!;
  };
  return (node: PlacedNode, tests: MoveTests, least: PlacedMove | null = null): PlacedMove | null => {
    let best = least;
    const own = schoolsOf(node.place);
    const inArea = own.length === 1 && own[0] === node.place ? null : new Set(own);
    for (const plan of plansOf(node)) {
      for (const school of own) {
        for (const other of nearest[school]!) {
          // Between two schools of an area the area stays as it is.
          if (inArea?.has(other)) continue;
          const places = between(school, other);
          if (!mayBeCheaper(lattice, node, places, tests, best)) continue;
          const move = cheapest(lattice, node, plan, places, tests, best);
          if (move === null) continue;
          if (move.pupils === 0) return move;
          best = move;
        }
      }
    }
    return best;
  };
}

/** Where pupils come from who were at no school. */
const nowhere = -1;

/** What gains where pupils come to a school from another, or from nowhere, and what loses. */
interface Exchange {
  to: readonly number[];
  from: readonly number[];
}

function exchange({ areasOf }: PlacedLattice, school: number, other: number): Exchange {
  if (other === nowhere) return { to: [school, ...areasOf(school)], from: [] };
  const [own, its] = [areasOf(school), areasOf(other)];
  return {
    to: [school, ...own.filter((area) => !its.includes(area))],
    from: [other, ...its.filter((area) => !own.includes(area))],
  };
}

/**
 * Whether a move between these places can be at all, and cost less than the best so far, by its cells of the groups of the cell itself: they are in every plan. Of most
 * schools that is known at once. Asked millions of times for a city, so it makes nothing: hence one loop a side.
 */
function mayBeCheaper(
  { at }: PlacedLattice,
  { slot }: PlacedNode,
  { to, from }: Exchange,
  { gain, lose, price }: MoveTests,
  best: PlacedMove | null,
): boolean {
  const limit = best?.pupils ?? Number.POSITIVE_INFINITY;
  let [comes, goes, pupils] = [true, true, 0];
  for (const place of from) {
    const cell = at(place, slot);
    if (!cell) return false;
    pupils += price(cell);
    comes &&= lose(cell);
    goes &&= gain(cell);
    if (pupils >= limit || !(comes || goes)) return false;
  }
  for (const place of to) {
    const cell = at(place, slot);
    if (!cell) return false;
    pupils += price(cell);
    comes &&= gain(cell);
    goes &&= lose(cell);
    if (pupils >= limit || !(comes || goes)) return false;
  }
  return true;
}

function cheapest(
  { sizes, at, slotOf }: PlacedLattice,
  node: PlacedNode,
  plan: Plan,
  places: Exchange,
  tests: MoveTests,
  best: PlacedMove | null,
): PlacedMove | null {
  const from = [...node.values];
  const to = [...node.values];
  const corners = 2 ** plan.blocks.length;

  const movesIn = (crosses: readonly (readonly number[])[], direction: boolean, limit: number): PlacedMove | null => {
    const cells: PlacedNode[] = [];
    const losing: PlacedNode[] = [];
    const toHide: PlacedNode[] = [];
    let pupils = 0;
    const change = (side: readonly number[], slot: number, gaining: boolean): boolean => {
      for (const place of side) {
        const cell = at(place, slot);
        if (!cell || !(gaining ? tests.gain(cell) : tests.lose(cell))) return false;
        cells.push(cell);
        if (!gaining) losing.push(cell);
        const price = tests.price(cell);
        if (price > 0) {
          toHide.push(cell);
          pupils += price;
          if (pupils >= limit) return false;
        }
      }
      return true;
    };
    for (const cross of crosses) {
      for (let corner = 0; corner < corners; corner++) {
        let gains = direction;
        for (let left = corner; left > 0; left >>= 1) if (left & 1) gains = !gains;
        const slot = slotOf(cross, (group) => {
          const block = plan.blockOf[group]!;
          return (block >= 0 && (corner >> block) & 1 ? to : from)[group]!;
        });
        if (!change(places.to, slot, gains) || !change(places.from, slot, !gains)) return null;
      }
    }
    return { cells, losing, toHide, pupils };
  };
  const cheapestShared = (part: Plan['shared'][0], direction: boolean, limit: number): PlacedMove | null => {
    const { groups, crosses } = part;
    let least: PlacedMove | null = null;
    for (const choice of choicesOf(part, sizes)) {
      for (const [n, group] of groups.entries()) from[group] = to[group] = choice[n]!;
      const move = movesIn(crosses, direction, limit);
      if (move && (least === null || move.pupils < least.pupils) && tests.together(move.losing)) least = move;
      if (least?.pupils === 0) break;
    }
    return least;
  };
  const price = (direction: boolean, limit: number): PlacedMove | null => {
    const settled = movesIn(plan.settled, direction, limit);
    if (settled === null) return null;
    const moves = [settled];
    let { pupils } = settled;
    for (const part of plan.shared) {
      const move = cheapestShared(part, direction, limit);
      if (move === null) return null;
      moves.push(move);
      pupils += move.pupils;
      if (pupils >= limit) return null;
    }
    const losing = moves.flatMap((move) => move.losing);
    if (!tests.together(losing)) return null;
    const cells = moves.flatMap((move) => move.cells);
    if (pupils === 0 && tests.accept?.({ cells, losing }) === false) return null;
    return { cells, losing, pupils, toHide: moves.flatMap((move) => move.toHide) };
  };

  return cheapestOf(
    { values: node.values, sizes },
    plan,
    { from, to },
    price,
    best?.pupils ?? Number.POSITIVE_INFINITY,
  );
}
