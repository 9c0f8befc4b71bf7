import { combinations, foldsUp, range, unsplit } from './lattice';
import type { Reason } from './rules';

/** A cell of figures that are made of the same pupils: a school or an area, and groups of its pupils. */
export interface PlacedCell {
  place: string;
  groups: Readonly<Record<string, string>>;
  pupils: number;
  /** How many reached it, for each of the figures; of an average whatever. */
  numerators: readonly number[];
}

/** An area is the sum of its schools. Areas may overlap. */
export type Areas = ReadonlyMap<string, readonly string[]>;

export interface PlacedNode {
  place: number;
  slot: number;
  /** The value of each group; `unsplit` where it is not of that group. */
  values: readonly number[];
  pupils: number;
  numerators: readonly number[];
  /** The place among the cells given; null for a remainder, which anybody can work out and nobody is shown. */
  given: number | null;
  hidden: Reason | 'remainder' | null;
}

export interface PlacedLine {
  sum: PlacedNode;
  parts: PlacedNode[];
}

/**
 * Cells of places and groups, and what adds up to what: a cell is the sum of those that split it by one more group, and an area's the sum of its schools'. A cell is
 * found by its place and its slot: the number of the groups' values.
 */
export interface PlacedLattice {
  nodes: readonly PlacedNode[];
  lines: readonly PlacedLine[];
  crosses: readonly (readonly number[])[];
  /** How many values a group has, the remainder last. */
  sizes: readonly number[];
  at: (place: number, slot: number) => PlacedNode | undefined;
  slotOf: (cross: readonly number[], value: (group: number) => number) => number;
  schools: readonly number[];
  /** The areas that a school belongs to. */
  areasOf: (school: number) => readonly number[];
  /** The schools of a place: of a school itself. */
  schoolsOf: (place: number) => readonly number[];
}

/** Throws where cells contradict each other, or where what they add up to is not among them. */
export function placedLattice(cells: readonly PlacedCell[], areas: Areas): PlacedLattice {
  const names = [...new Set(cells.flatMap((cell) => Object.keys(cell.groups)))].sort();
  const listed = names.map((name) => [...new Set(cells.flatMap((cell) => cell.groups[name] ?? []))]);
  const valueNumbers = listed.map((values) => new Map(values.map((value, n) => [value, n])));
  const sizes = listed.map((values) => values.length + 1);
  const crosses = crossesOf(cells, names);
  const bases = new Map<readonly number[], number>();
  let slots = 0;
  for (const cross of crosses) {
    bases.set(cross, slots);
    slots += cross.reduce((product, group) => product * sizes[group]!, 1);
  }
  const slotOf: PlacedLattice['slotOf'] = (cross, value) => {
    let slot = 0;
    for (const group of cross) slot = slot * sizes[group]! + value(group);
    return bases.get(cross)! + slot;
  };
  const crossNamed = new Map(crosses.map((cross) => [cross.join(), cross]));

  const inAreas = new Set([...areas.values()].flat());
  const schoolNames = [...new Set(cells.map((cell) => cell.place))].filter((place) => !areas.has(place));
  const places = [...schoolNames, ...areas.keys()];
  const numberOf = new Map(places.map((place, n) => [place, n]));
  const schoolsOf = places.map((place, n) =>
    (areas.get(place) ?? []).flatMap((school) => numberOf.get(school) ?? []).concat(areas.has(place) ? [] : [n]),
  );
  const areasOf = places.map((): number[] => []);
  for (const [place, own] of schoolsOf.entries())
    if (areas.has(places[place]!)) for (const school of own) areasOf[school]!.push(place);

  const table: (PlacedNode | undefined)[] = new Array(places.length * slots);
  const at = (place: number, slot: number) => table[place * slots + slot];
  const figures = cells[0]?.numerators.length ?? 0;
  for (const [given, { place, groups, pupils, numerators }] of cells.entries()) {
    const values = names.map((name, n) => (groups[name] === undefined ? unsplit : valueNumbers[n]!.get(groups[name])!));
    const cross = crossNamed.get(values.flatMap((value, n) => (value === unsplit ? [] : [n])).join())!;
    const slot = slotOf(cross, (group) => values[group]!);
    const number = numberOf.get(place)!;
    if (at(number, slot))
      throw new Error(`two cells of ${place}, ${Object.values(groups).join(' and ') || 'everybody'}`);
    if (pupils > 0)
      table[number * slots + slot] = { place: number, slot, values, pupils, numerators, given, hidden: null };
  }

  // What is left of a cell when every listed value of a group is taken off, from the cells of fewer groups upwards.
  for (const cross of crosses) {
    const all = combinations(cross.map((group) => range(sizes[group]!)));
    const remainders = (choice: readonly number[]) =>
      choice.filter((value, n) => value === listed[cross[n]!]!.length).length;
    for (const choice of all.filter((one) => remainders(one) > 0).sort((a, b) => remainders(a) - remainders(b))) {
      const values = names.map((_, group) => (cross.includes(group) ? choice[cross.indexOf(group)]! : unsplit));
      const group = cross.find((one) => values[one] === listed[one]!.length)!;
      const rest = crossNamed.get(cross.filter((one) => one !== group).join())!;
      const slot = slotOf(cross, (one) => values[one]!);
      const whole = slotOf(rest, (one) => values[one]!);
      const parts = range(listed[group]!.length).map((value) =>
        slotOf(cross, (one) => (one === group ? value : values[one]!)),
      );
      for (const place of places.keys()) {
        const sum = at(place, whole);
        if (!sum) continue;
        let { pupils } = sum;
        const numerators = [...sum.numerators];
        for (const part of parts) {
          const node = at(place, part);
          pupils -= node?.pupils ?? 0;
          for (let n = 0; n < figures; n++) numerators[n]! -= node?.numerators[n] ?? 0;
        }
        if (pupils < 0) throw new Error(`cells do not add up: ${pupils} pupils are left of ${places[place]}`);
        if (pupils > 0)
          table[place * slots + slot] = { place, slot, values, pupils, numerators, given: null, hidden: 'remainder' };
      }
    }
  }

  const lattice = {
    nodes: table.filter((node) => node !== undefined),
    crosses,
    sizes,
    at,
    slotOf,
    schools: schoolNames.map((_, n) => n),
    areasOf: (school: number) => areasOf[school]!,
    schoolsOf: (place: number) => schoolsOf[place]!,
  };
  for (const school of inAreas)
    if (areas.has(school)) throw new Error(`${school} is an area, and stands among the schools of one`);
  return { ...lattice, lines: [...linesOfGroups(lattice, crossNamed), ...linesOfAreas(lattice, slots, places, areas)] };
}

function crossesOf(cells: readonly PlacedCell[], names: readonly string[]): number[][] {
  const found = new Map<string, number[]>();
  for (const { groups } of cells) {
    const cross = names.flatMap((name, n) => (groups[name] === undefined ? [] : [n]));
    found.set(cross.join(), cross);
  }
  const crosses = [...found.values()].sort((a, b) => a.length - b.length);
  for (const cross of crosses)
    for (const group of cross)
      if (!found.has(cross.filter((one) => one !== group).join()))
        throw new Error(`cells by ${cross.map((one) => names[one]).join(' and ')}, but not by fewer`);
  if (!foldsUp(crosses))
    throw new Error(
      'three groups crossed in pairs: give the cross of all three too, or what is hidden cannot be proved',
    );
  return crosses;
}

type Unlined = Omit<PlacedLattice, 'lines'>;

function linesOfGroups(
  { nodes, sizes, at, slotOf }: Unlined,
  crosses: ReadonlyMap<string, readonly number[]>,
): PlacedLine[] {
  return nodes.flatMap((sum) =>
    sizes.flatMap((size, group) => {
      if (sum.values[group] !== unsplit) return [];
      const cross = crosses.get(sum.values.flatMap((value, n) => (value !== unsplit || n === group ? [n] : [])).join());
      if (!cross) return [];
      const parts = range(size).flatMap(
        (value) =>
          at(
            sum.place,
            slotOf(cross, (one) => (one === group ? value : sum.values[one]!)),
          ) ?? [],
      );
      return [{ sum, parts }];
    }),
  );
}

/** Of each area and group of pupils its schools; they have to be all of it. */
function linesOfAreas(
  { at, schoolsOf }: Unlined,
  slots: number,
  places: readonly string[],
  areas: Areas,
): PlacedLine[] {
  return places.flatMap((name, place) =>
    !areas.has(name)
      ? []
      : range(slots).flatMap((slot) => {
          const sum = at(place, slot);
          const parts = schoolsOf(place).flatMap((school) => at(school, slot) ?? []);
          const pupils = parts.reduce((total, part) => total + part.pupils, 0);
          if (pupils !== (sum?.pupils ?? 0))
            throw new Error(`the schools of ${name} have ${pupils} pupils, and it has ${sum?.pupils ?? 0}`);
          return sum ? [{ sum, parts }] : [];
        }),
  );
}
