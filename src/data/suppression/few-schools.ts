import type { Areas } from './placed';

/** Figures are shown of so many schools together, or of none: of fewer they would be a school's own, by its name. */
export const fewestSchools = 3;

/** What stands in place of every figure of an area that is hidden for its schools, whether it is one or two itself or would tell of them by a difference. */
export const hiddenAreaWords = 'suppressed: would tell the figures of one or two schools';

/**
 * Which areas may be shown beside one another, where the figures of areas are sums over their schools and may be added and taken from one another. In the order given,
 * the most important first, each is shown unless with those before it something could be worked out that is about one or two schools: itself, or the difference of
 * others. An area without schools has no figure, and is not hidden.
 *
 * Exact, over the rational numbers. Schools that are in the very same areas always go together: they are an *atom*. A shown area is a vector over the atoms, and what
 * can be worked out is every combination of those vectors. They are kept as a reduced basis: each row has an atom of its own, its pivot, at which all other rows are nought.
 *
 * A combination takes each row as many times as it has that row's pivot, and so is made of rows whose pivots are among its atoms. One about one or two
 * schools has one atom, or two atoms of a school each. Of one atom, it is a multiple of a row that is that atom alone. Of two, where one of them is a pivot, it is a
 * multiple of that row, which then has these two atoms and no more. Where both are pivots it is made of both rows, and whatever else these have cancels out: their rests are
 * multiples of one another. So it is enough to look for a row about one or two schools, and for two rows of single schools with the same rest. The second is no row of
 * the basis: of the areas {1, 3, 4, 5} and {2, 3, 4, 5} neither is about two schools, and their difference tells 1 from 2.
 */
export function areasOfFewSchools(areas: Areas): Set<string> {
  const atoms = atomsOf(areas);
  const hidden = new Set<string>();
  let basis: readonly Row[] = [];
  for (const [area, schools] of areas) {
    const own = new Set(schools.map((school) => atoms.of.get(school)!));
    const next = withRow(basis, new Map([...own].map((atom) => [atom, 1n])));
    if (tellsOfFew(next, atoms.sizes)) hidden.add(area);
    else basis = next;
  }
  return hidden;
}

/** Whole numbers without a common divisor, by atom; what is not there is nought. */
type Vector = ReadonlyMap<number, bigint>;

interface Row {
  pivot: number;
  vector: Vector;
}

interface Atoms {
  of: ReadonlyMap<string, number>;
  sizes: readonly number[];
}

function atomsOf(areas: Areas): Atoms {
  const within = new Map<string, string[]>();
  for (const [area, schools] of areas)
    for (const school of new Set(schools)) {
      const own = within.get(school);
      if (own) own.push(area);
      else within.set(school, [area]);
    }
  const alike = [...Map.groupBy(within.keys(), (school) => within.get(school)!.join('\n')).values()];
  return {
    of: new Map(alike.flatMap((schools, atom) => schools.map((school) => [school, atom] as const))),
    sizes: alike.map(({ length }) => length),
  };
}

/** The basis with one vector more, unless it is a combination of the others already. */
function withRow(basis: readonly Row[], vector: Vector): readonly Row[] {
  let rest = vector;
  for (const row of basis) rest = without(rest, row);
  const [pivot] = rest.keys();
  if (pivot === undefined) return basis;
  const added = { pivot, vector: rest };
  return [...basis.map((row) => ({ pivot: row.pivot, vector: without(row.vector, added) })), added];
}

/** As many of the row taken off as make the vector nought at its pivot. */
function without(vector: Vector, { pivot, vector: row }: Row): Vector {
  const times = vector.get(pivot);
  if (times === undefined) return vector;
  const own = row.get(pivot)!;
  const left = new Map<number, bigint>();
  for (const atom of new Set([...vector.keys(), ...row.keys()])) {
    const value = (vector.get(atom) ?? 0n) * own - (row.get(atom) ?? 0n) * times;
    if (value !== 0n) left.set(atom, value);
  }
  return reduced(left);
}

function reduced(vector: Vector): Vector {
  let divisor = 0n;
  for (const value of vector.values()) divisor = greatestDivisor(divisor, value < 0n ? -value : value);
  return divisor > 1n ? new Map([...vector].map(([atom, value]) => [atom, value / divisor])) : vector;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function tellsOfFew(basis: readonly Row[], sizes: readonly number[]): boolean {
  const rests = new Set<string>();
  for (const { pivot, vector } of basis) {
    let schools = 0;
    for (const atom of vector.keys()) schools += sizes[atom]!;
    if (schools < fewestSchools) return true;
    if (sizes[pivot] !== 1) continue;
    const rest = restOf(vector, pivot);
    if (rests.has(rest)) return true;
    rests.add(rest);
  }
  return false;
}

/** What a row has beside its pivot, the same for all multiples of it. */
function restOf(vector: Vector, pivot: number): string {
  const rest = [...reduced(new Map([...vector].filter(([atom]) => atom !== pivot)))].sort(([a], [b]) => a - b);
  const sign = rest[0]![1] < 0n ? -1n : 1n;
  return rest.map(([atom, value]) => `${atom} ${value * sign}`).join();
}
