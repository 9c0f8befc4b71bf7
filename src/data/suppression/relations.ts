import type { PlacedNode } from './placed';
import type { Figure } from './rules';

/**
 * What everybody knows of several figures of the same pupils, whatever is hidden: who reached the higher standard has reached the expected one. Each figure's count times
 * its number here, and the pupils times theirs, add up to nothing where it is exact, and otherwise never to less.
 */
export interface Relation {
  figures: Readonly<Record<string, number>>;
  pupils: number;
  exact: boolean;
}

const each = (names: readonly string[], times: number) => Object.fromEntries(names.map((name) => [name, times]));

/** Whoever is counted in one is counted in the other. */
export const within = (name: string, other: string): Relation => ({
  figures: { [name]: -1, [other]: 1 },
  pupils: 0,
  exact: false,
});
/** Counted is who is counted in one of these, of which nobody is in two. */
export const sumOf = (name: string, parts: readonly string[]): Relation => ({
  figures: { ...each(parts, -1), [name]: 1 },
  pupils: 0,
  exact: true,
});
/** Nobody is in two of these. */
export const apart = (names: readonly string[]): Relation => ({ figures: each(names, -1), pupils: 1, exact: false });

/** A relation by the numbers of the figures. */
export interface Bound {
  by: readonly (readonly [figure: number, times: number])[];
  pupils: number;
  exact: boolean;
}

/** A change of one figure by one, with the others that change with it so that what is known stays true. */
export interface Change {
  figures: readonly number[];
  gain: (node: PlacedNode) => boolean;
  lose: (node: PlacedNode) => boolean;
}

export interface Knowledge {
  /** The relations that hold, and of each count that it is of so many pupils. */
  bounds: readonly Bound[];
  /** Whether some other figure says something of it. */
  isRelated: (figure: number) => boolean;
  /** The ways in which who reached a figure can change, those of fewest figures first. */
  changesOf: (figure: number) => readonly Change[];
  /** Whether one pupil, the same in all figures, can leave all of these cells. */
  canLeave: (losing: readonly PlacedNode[]) => boolean;
}

/** More figures than this change together only where one pupil does who reached other things. */
const mostTogether = 3;

/** What is known of the figures of a set: of each count that it is of so many pupils, and the relations that hold in every one of its cells. */
export function knowledgeOf(
  figures: readonly (Figure & { name: string })[],
  relations: readonly Relation[],
  nodes: readonly PlacedNode[],
): Knowledge {
  const counts = figures.flatMap(({ kind }, f) => (kind === 'percentage' ? [f] : []));
  const numbers = new Map(counts.map((f) => [figures[f]!.name, f]));
  const told = relations
    .filter((one) => Object.keys(one.figures).every((name) => numbers.has(name)))
    .map(
      (one): Bound => ({
        by: Object.entries(one.figures).map(([name, times]) => [numbers.get(name)!, times]),
        pupils: one.pupils,
        exact: one.exact,
      }),
    )
    // Of a result that is not in a file of that year nothing of the kind is known.
    .filter((bound) => nodes.every((node) => (bound.exact ? roomIn(bound, node) === 0 : roomIn(bound, node) >= 0)));
  const bounds = [
    ...counts.flatMap((f): Bound[] => [
      { by: [[f, 1]], pupils: 0, exact: false },
      { by: [[f, -1]], pupils: 1, exact: false },
    ]),
    ...told,
  ];
  const parts = connected(counts, told).map((some) => ({ some, profiles: profilesOf(some, bounds) }));
  const changes = new Map<number, Change[]>();
  return {
    bounds,
    isRelated: (figure) => told.some(({ by }) => by.some(([f]) => f === figure)),
    changesOf(figure) {
      const { profiles } = parts.find(({ some }) => some.includes(figure))!;
      const known = changes.get(figure) ?? changesFor(figure, bounds, profiles);
      changes.set(figure, known);
      return known;
    },
    canLeave: (losing) =>
      parts.every(({ profiles }) =>
        profiles.some(({ takes }) =>
          takes.every(([bound, room]) => room === 0 || losing.every((node) => roomIn(bound, node) >= room)),
        ),
      ),
  };
}

export function roomIn({ by, pupils }: Bound, node: PlacedNode): number {
  let sum = pupils * node.pupils;
  for (const [figure, times] of by) sum += times * node.numerators[figure]!;
  return sum;
}

type Steps = ReadonlyMap<number, number>;

const total = ({ by }: Bound, steps: Steps): number =>
  by.reduce((sum, [figure, times]) => sum + times * (steps.get(figure) ?? 0), 0);

const keyOf = (steps: Steps): string => [...steps].sort(([a], [b]) => a - b).join(';');

function changesFor(figure: number, bounds: readonly Bound[], profiles: readonly Profile[]): Change[] {
  const found = new Map<string, Steps>();
  const seen = new Set<string>();
  const grow = (steps: Steps) => {
    const key = keyOf(steps);
    if (steps.size > mostTogether || seen.has(key)) return;
    seen.add(key);
    const off = bounds.find((bound) => bound.exact && total(bound, steps) !== 0);
    if (!off) found.set(key, steps);
    // Another figure goes with it where that keeps an exact sum, or leaves more room.
    for (const bound of off ? [off] : bounds.filter((one) => total(one, steps) !== 0))
      for (const [other, times] of bound.by)
        if (!steps.has(other)) grow(new Map(steps).set(other, -Math.sign(total(bound, steps) * times)));
  };
  grow(new Map([[figure, 1]]));
  // One pupil who reached other things, as few others as can be: so there is always a way.
  for (const { steps: from } of profiles) {
    const others = profiles
      .map(({ steps: to }) => between(from, to, figure))
      .filter((steps) => steps.has(figure))
      .sort((a, b) => a.size - b.size);
    for (const steps of others.slice(0, 1)) found.set(keyOf(steps), steps);
  }
  return [...found.values()]
    .sort((a, b) => a.size - b.size)
    .map((steps) => {
      const touched = bounds.flatMap((bound) => {
        const step = total(bound, steps);
        return step === 0 ? [] : [{ bound, step }];
      });
      return {
        figures: [...steps.keys()],
        gain: (node) => touched.every(({ bound, step }) => step > 0 || roomIn(bound, node) + step >= 0),
        lose: (node) => touched.every(({ bound, step }) => step < 0 || roomIn(bound, node) - step >= 0),
      };
    });
}

/** What changes from one profile to another, so that the figure gains where it changes. */
function between(from: Steps, to: Steps, figure: number): Steps {
  const sign = to.get(figure)! >= from.get(figure)! ? 1 : -1;
  return new Map(
    [...to].flatMap(([f, reached]) => (reached === from.get(f) ? [] : [[f, sign * (reached - from.get(f)!)] as const])),
  );
}

/** Figures that some relation joins. */
function connected(counts: readonly number[], told: readonly Bound[]): number[][] {
  let parts = counts.map((f) => [f]);
  for (const { by } of told) {
    const touched = parts.filter((part) => by.some(([f]) => part.includes(f)));
    parts = [...parts.filter((part) => !touched.includes(part)), touched.flat()];
  }
  return parts;
}

/** What one pupil has reached of some figures, and how much room it takes where they leave. */
interface Profile {
  steps: Steps;
  takes: readonly (readonly [bound: Bound, room: number])[];
}

function profilesOf(some: readonly number[], bounds: readonly Bound[]): Profile[] {
  const own = bounds.filter(({ by }) => by.every(([f]) => some.includes(f)));
  return Array.from({ length: 2 ** some.length }, (_, n) => {
    const steps = new Map(some.map((f, at) => [f, (n >> at) & 1]));
    return { steps, takes: own.map((bound) => [bound, total(bound, steps) + bound.pupils] as const) };
  }).filter(({ takes }) => takes.every(([{ exact }, room]) => (exact ? room === 0 : room >= 0)));
}
