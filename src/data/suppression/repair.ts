import type { PlacedLattice, PlacedNode } from './placed';
import { type MoveTests, type PlacedMove, placedMoves } from './placed-moves';
import { type Bound, roomIn } from './relations';

/** By how much each figure changes where the move gains. */
type Steps = ReadonlyMap<number, number>;
/** Of each cell that changes, by how much each figure does. */
type Changes = ReadonlyMap<PlacedNode, Steps>;

/** Moves that are looked for beside one. */
const mostBeside = 12;

/** Whether the others that have to change in a cell move each in its own way, or all in the same. */
export type How = 'apart' | 'together';

/** A cell that has to be hidden of a figure. */
type Wanted = readonly [figure: number, node: PlacedNode];

/**
 * Answers what has to be hidden of other figures, of so many pupils at most in each, for a move of one figure to be true; null where it cannot be. Others are free to
 * move with it, each in its own way: whoever is counted in a part of a figure is counted in the whole, so the whole has to gain where the part does, unless there is room.
 */
export function repairs(
  lattice: PlacedLattice,
  bounds: readonly Bound[],
  isHidden: (figure: number, node: PlacedNode) => boolean,
): (figure: number, move: Pick<PlacedMove, 'cells' | 'losing'>, most: number, how: How) => readonly Wanted[] | null {
  const search = placedMoves(lattice);
  const touching = new Map<number, Bound[]>();
  for (const bound of bounds)
    for (const [figure] of bound.by) touching.set(figure, [...(touching.get(figure) ?? []), bound]);

  return (figure, move, most, how) => {
    const limit: PlacedMove = { cells: [], losing: [], toHide: [], pupils: most };
    const wanted: Wanted[] = [];
    let changes = moved(new Map(), new Map([[figure, 1]]), move);
    const fresh = [...move.cells];
    for (let beside = 0; ; beside++) {
      const at = fresh.find((node) => brokenAt(node, changes.get(node)!) !== null);
      if (!at) return wanted;
      const steps = beside < mostBeside ? missingAt(at, changes.get(at)!, how) : null;
      const found = steps && search(at, towards(steps, at), limit);
      // The figure itself stays as it was moved.
      if (!found || found === limit || steps.has(figure)) return null;
      changes = moved(changes, steps, found);
      fresh.push(...found.cells);
      for (const node of found.toHide)
        for (const other of steps.keys()) if (!isHidden(other, node)) wanted.push([other, node]);
    }
  };

  function brokenAt(node: PlacedNode, steps: Steps): { bound: Bound; off: number } | null {
    for (const figure of steps.keys())
      for (const bound of touching.get(figure) ?? []) {
        const off = roomIn(bound, node) + bound.by.reduce((sum, [f, times]) => sum + times * (steps.get(f) ?? 0), 0);
        if (bound.exact ? off !== 0 : off < 0) return { bound, off };
      }
    return null;
  }

  /** The figures that have to change in the cell as well. */
  function missingAt(node: PlacedNode, steps: Steps, how: How): Steps | null {
    const all = new Map(steps);
    for (let broken = brokenAt(node, all); broken; broken = brokenAt(node, all)) {
      const { bound, off } = broken;
      const next = bound.by.find(([figure]) => !all.has(figure));
      if (!next) return null;
      all.set(next[0], off < 0 === next[1] > 0 ? 1 : -1);
      if (how === 'apart') break;
    }
    return new Map([...all].filter(([figure]) => !steps.has(figure)));
  }

  /** Moves of these figures together, each by its step where this cell gains. */
  function towards(steps: Steps, at: PlacedNode): MoveTests {
    const all = [...steps];
    const can = (node: PlacedNode, sign: number) =>
      all.every(([f, step]) => (step * sign > 0 ? node.numerators[f]! < node.pupils : node.numerators[f]! > 0));
    return {
      gain: (node) => can(node, 1),
      lose: (node) => node !== at && can(node, -1),
      together: () => true,
      price: (node) => all.filter(([f]) => !isHidden(f, node)).length * node.pupils,
    };
  }
}

function moved(changes: Changes, steps: Steps, { cells, losing }: Pick<PlacedMove, 'cells' | 'losing'>): Changes {
  const lost = new Set(losing);
  const after = new Map(changes);
  for (const node of cells) {
    const own = new Map(after.get(node));
    for (const [figure, step] of steps) own.set(figure, (own.get(figure) ?? 0) + (lost.has(node) ? -step : step));
    after.set(node, own);
  }
  return after;
}
