import {
  type Areas,
  type PlacedCell,
  type PlacedLattice,
  type PlacedLine,
  type PlacedNode,
  placedLattice,
} from './placed';
import { type MoveTests, type PlacedMove, placedMoves } from './placed-moves';
import { type Knowledge, knowledgeOf, type Relation } from './relations';
import { type How, repairs } from './repair';
import { type Figure, reasonAlone, type SuppressionRules, usualRules } from './rules';

/**
 * Decides what of many figures may be shown outside a school, over every place and group that they are shown of: schools, and areas that may overlap. The
 * figures of a set are made of the same pupils; a set is shown for a period, so that one cell stands in several sets.
 *
 * First the numbers of pupils, of all sets together: a cell that is hidden is hidden in every figure, set and period, so that none tells of another. Then each
 * figure by itself, where what it leaves open is hidden for it alone: its cells' pupils are known from the others, and what they reached is not pinned all the same.
 */
export interface FigureSet {
  cells: readonly PlacedCell[];
  /** By the numerators of the cells. The same name in another set is the same figure of another period. */
  figures: readonly (Figure & { name: string })[];
  /** What everybody knows of them, by their names. */
  relations?: readonly Relation[];
}

export interface Together {
  /** Of each set, its cells in order: whether the number of pupils, and with it every figure, is hidden. */
  cells: readonly boolean[][];
  /** Of each set and figure, its cells in order, with the former. */
  figures: readonly boolean[][][];
}

/** Does some work, and gives way: a caller that serves pages runs it piece by piece. */
export function* suppressTogether(
  sets: readonly FigureSet[],
  areas: Areas,
  rules: SuppressionRules = usualRules,
): Generator<void, Together> {
  const lattices: PlacedLattice[] = [];
  const knowledge: Knowledge[] = [];
  for (const { cells, figures, relations = [] } of sets) {
    const lattice = placedLattice(cells, areas);
    lattices.push(lattice);
    knowledge.push(knowledgeOf(figures, relations, lattice.nodes));
    yield;
  }
  const keys = sets.map(({ cells }) => cells.map(keyOf));
  const hidden = new Set<string>();
  // What one set hides the others hide too, until none hides more.
  yield* untilSettled(
    lattices,
    () => hidden.size,
    function* (lattice, n) {
      begin(lattice, keys[n]!, hidden);
      for (const node of lattice.nodes)
        if (node.given !== null && node.hidden === null && node.pupils < rules.smallestCell) node.hidden = 'small';
      yield* protect(lattice, [numbersOfPupils(knowledge[n]!)], rules.smallestCell);
      for (const node of lattice.nodes)
        if (node.given !== null && node.hidden !== null) hidden.add(keys[n]![node.given]!);
    },
  );
  const names = [...new Set(sets.flatMap(({ figures }) => figures.map((figure) => figure.name)))];
  const alone = new Map(names.map((name) => [name, new Set(hidden)]));
  /** Hides of a figure what it needs hidden, proved in one of these ways. */
  function* decide(name: string, waysOf: (n: number, f: number) => readonly Way[] | null): Generator<void, void> {
    const own = alone.get(name)!;
    yield* untilSettled(
      lattices,
      () => own.size,
      function* (lattice, n) {
        const { figures } = sets[n]!;
        const f = figures.findIndex((one) => one.name === name);
        const figure = figures[f];
        // An average is hidden with its pupils: a sum to which anything can have been added is pinned by nothing else.
        const ways = figure && figure.kind !== 'average' ? waysOf(n, f) : null;
        if (!figure || ways === null) return;
        begin(lattice, keys[n]!, own);
        for (const node of lattice.nodes) {
          if (node.given === null || node.hidden !== null) continue;
          node.hidden = reasonAlone(
            { groups: {}, numerator: node.numerators[f]!, denominator: node.pupils },
            { ...figure, rules },
          );
        }
        yield* protect(lattice, ways, rules.smallestCell);
        for (const node of lattice.nodes)
          if (node.given !== null && node.hidden !== null) own.add(keys[n]![node.given]!);
      },
    );
  }
  for (const name of names) yield* decide(name, (_, f) => [whoReachedIt(f)]);
  // Then with what the others say of it, until none hides more of another.
  const settled = new Map<string, number>();
  const isOpen = (name: string) => settled.get(name) !== alone.get(name)!.size;
  for (let name = names.find(isOpen); name !== undefined; name = names.find(isOpen)) {
    yield* decide(name, (n, f) => {
      if (!knowledge[n]!.isRelated(f)) return null;
      const { figures } = sets[n]!;
      const shownIn = ({ given }: PlacedNode, other: number) =>
        given !== null && !alone.get(figures[other]!.name)!.has(keys[n]![given]!);
      const hideIn = (other: number, { given }: PlacedNode) => {
        if (given !== null) alone.get(figures[other]!.name)!.add(keys[n]![given]!);
      };
      const wantedFor = repairs(lattices[n]!, knowledge[n]!.bounds, (other, node) => !shownIn(node, other));
      // What is hidden will do where the others can move too; they may need a few of their own cells hidden, and else the very same.
      const besideOthers = (most: number, how: How): Way => ({
        ...whoReachedIt(f),
        price: (node) => (node.hidden === null ? Number.POSITIVE_INFINITY : 0),
        accept: (move) => {
          const wanted = wantedFor(f, move, most, how);
          for (const [other, node] of wanted ?? []) hideIn(other, node);
          return wanted !== null;
        },
      });
      return [
        besideOthers(0.5, 'apart'),
        besideOthers(0.5, 'together'),
        besideOthers(30, 'apart'),
        besideOthers(200, 'apart'),
        besideOthers(1000, 'together'),
        ...knowledge[n]!.changesOf(f).map(
          (change): Way => ({
            ...change,
            together: () => true,
            price: (node) =>
              change.figures.filter((one) => (one === f ? node.hidden === null : shownIn(node, one))).length *
              node.pupils,
            hide: (node) => {
              for (const one of change.figures) if (one !== f) hideIn(one, node);
              node.hidden ??= 'complementary';
            },
          }),
        ),
      ];
    });
    settled.set(name, alone.get(name)!.size);
  }
  return {
    cells: keys.map((own) => own.map((key) => hidden.has(key))),
    figures: sets.map(({ figures }, n) => figures.map(({ name }) => keys[n]!.map((key) => alone.get(name)!.has(key)))),
  };
}

/** Each lattice in turn, and again where another has hidden something since: with more hidden, what was proved stays so, and the new has to be proved. */
function* untilSettled(
  lattices: readonly PlacedLattice[],
  size: () => number,
  work: (lattice: PlacedLattice, n: number) => Generator<void, void>,
): Generator<void, void> {
  const seen = lattices.map(() => -1);
  while (seen.some((one) => one !== size()))
    for (const [n, lattice] of lattices.entries()) {
      if (seen[n] === size()) continue;
      yield* work(lattice, n);
      seen[n] = size();
    }
}

const keyOf = ({ place, groups }: PlacedCell): string =>
  [
    place,
    ...Object.entries(groups)
      .map(([group, value]) => `${group}=${value}`)
      .sort(),
  ].join('|');

/** As the lattice was made, and those that are hidden already: for good, they are not shown again. */
function begin({ nodes }: PlacedLattice, keys: readonly string[], hidden: ReadonlySet<string>): void {
  for (const node of nodes) if (node.given !== null) node.hidden = hidden.has(keys[node.given]!) ? 'small' : null;
}

/** A kind of move, and how what it needs is hidden. */
interface Way extends MoveTests {
  hide: (node: PlacedNode) => void;
}

const priceOf = (node: PlacedNode): number => (node.hidden === null ? node.pupils : 0);
const hide = (node: PlacedNode): void => {
  node.hidden = 'complementary';
};

/** Pupils come and go, and what they reached goes with them. */
const numbersOfPupils = ({ canLeave }: Knowledge): Way => ({
  gain: () => true,
  // A hidden cell is never empty, which everybody knows: an empty one would be blank.
  lose: (node) => node.pupils > 1,
  together: canLeave,
  price: priceOf,
  hide,
});

const whoReachedIt = (f: number): Way => ({
  gain: (node) => node.numerators[f]! < node.pupils,
  lose: (node) => node.numerators[f]! > 0,
  together: () => true,
  price: priceOf,
  hide,
});

/** Rule 4, then a proof for each hidden cell, as in `suppress`; and what turns out not to be needed is shown again, the largest first. */
function* protect(lattice: PlacedLattice, ways: readonly Way[], smallest: number): Generator<void, void> {
  const { nodes, lines } = lattice;
  const linesWith = new Map<PlacedNode, PlacedLine[]>();
  for (const line of lines)
    for (const node of [line.sum, ...line.parts]) {
      const own = linesWith.get(node);
      if (own) own.push(line);
      else linesWith.set(node, [line]);
    }
  yield;
  yield* hideComplements(lines, smallest);
  const search = placedMoves(lattice);
  const cheapestMove = (node: PlacedNode): (PlacedMove & { way: Way }) | null => {
    let best: (PlacedMove & { way: Way }) | null = null;
    for (const way of ways) {
      const move = search(node, way, best);
      if (move !== null && move !== best) best = { ...move, way };
      if (best?.pupils === 0) break;
    }
    return best;
  };
  const proofs = new Map<PlacedNode, PlacedMove>();
  let open = nodes.filter((node) => isProtected(node, smallest));
  while (open.length > 0) {
    for (const node of open) {
      const move = cheapestMove(node);
      if (move === null) throw new Error('no way to hide a cell');
      if (move.toHide.length > 0) {
        for (const one of move.toHide) move.way.hide(one);
        yield* hideComplements(
          [...new Set(move.toHide.flatMap((one) => linesWith.get(one) ?? []))],
          smallest,
          linesWith,
        );
      }
      proofs.set(node, move);
      yield;
    }
    open = nodes.filter((node) => isProtected(node, smallest) && !proofs.has(node));
  }
  const uses = new Map<PlacedNode, Set<PlacedNode>>();
  const note = (node: PlacedNode, move: PlacedMove) => {
    for (const cell of move.cells) {
      const own = uses.get(cell);
      if (own) own.add(node);
      else uses.set(cell, new Set([node]));
    }
  };
  for (const [node, move] of proofs) note(node, move);
  for (const node of nodes.filter((one) => one.hidden === 'complementary').sort((a, b) => b.pupils - a.pupils)) {
    node.hidden = null;
    const ruled = (linesWith.get(node) ?? []).every((line) => !wantsOneMore(line, smallest));
    const others = [...(uses.get(node) ?? [])].filter(
      (one) => one !== node && one.hidden !== null && proofs.get(one)?.cells.includes(node),
    );
    const again: [PlacedNode, PlacedMove][] = [];
    for (const one of ruled ? others : []) {
      const move = cheapestMove(one);
      if (move === null || move.toHide.length > 0) break;
      again.push([one, move]);
      yield;
    }
    if (ruled && again.length === others.length) {
      proofs.delete(node);
      for (const [one, move] of again) {
        proofs.set(one, move);
        note(one, move);
      }
    } else node.hidden = 'complementary';
  }
}

const isProtected = ({ hidden, pupils }: PlacedNode, smallest: number): boolean =>
  hidden === 'remainder' ? pupils < smallest : hidden !== null;

/** Rule 4, over every row and column until none changes. */
function* hideComplements(
  lines: readonly PlacedLine[],
  smallest: number,
  linesWith?: ReadonlyMap<PlacedNode, PlacedLine[]>,
): Generator<void, void> {
  let left: readonly PlacedLine[] = lines;
  while (left.length > 0) {
    const touched = new Set<PlacedLine>();
    for (const line of left) {
      while (wantsOneMore(line, smallest)) {
        const next = smallestShown(line);
        if (next === null) break;
        next.hidden = 'complementary';
        for (const one of linesWith?.get(next) ?? lines) touched.add(one);
      }
    }
    left = [...touched];
    yield;
  }
}

/** Of cells that add up to a shown one, exactly one is hidden, or those that are hold too few pupils; or all but the sum are shown. */
function wantsOneMore({ sum, parts }: PlacedLine, smallest: number): boolean {
  let hidden = 0;
  let pupils = 0;
  for (const part of parts) {
    if (part.hidden === null) continue;
    hidden++;
    pupils += part.pupils;
  }
  if (sum.hidden !== null) return hidden === 0;
  return hidden === 1 || (hidden > 0 && pupils < smallest);
}

/** The smallest part goes; the sum itself only where there is no other. */
function smallestShown({ sum, parts }: PlacedLine): PlacedNode | null {
  let least: PlacedNode | null = null;
  for (const part of parts) if (part.hidden === null && (least === null || part.pupils < least.pupils)) least = part;
  return least ?? (sum.hidden === null ? sum : null);
}
