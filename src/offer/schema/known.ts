/**
 * What an offer file declares, gathered from the raw document before it is checked, so that every reference to a
 * sector, an element or a unit can be checked where it stands, in the same pass as everything else.
 */

/** What can be referred to by id, with the word a message uses for it. */
export const kinds = {
  unit: 'unit',
  sector: 'sector',
  status: 'status',
  category: 'category',
  fact: 'fact',
  source: 'funding source',
  part: 'part',
  element: 'element',
  thing: 'line of the eligibility grid',
  service: 'service of the menu',
  plan: 'payment plan',
  partnership: 'partnership',
  report: 'data report',
  setting: 'setting',
  outcome: 'outcome area',
} as const;
export type Kind = keyof typeof kinds;

export const factTypes = [
  'yes-or-no',
  'sector',
  'status',
  'category',
  'count',
  'date',
  'occurrence',
  'quantity',
] as const;
export type FactType = (typeof factTypes)[number];

export interface KnownUnit {
  id: string;
  /** How many of the unit one of the written words is: 100 for "pounds" over pence, 4 for "days" over quarter-days. */
  perWritten: number;
}

export interface Duplicate {
  path: (string | number)[];
  /** What has the id twice, as a message writes it. */
  what: string;
  id: string;
}

export interface Known {
  ids: Record<Kind, Set<string>>;
  facts: Map<string, FactType>;
  /** By the word that the file writes: "days" leads to quarter-days. */
  written: Map<string, KnownUnit>;
  duplicates: Duplicate[];
}

type Loose = { [key: string]: unknown };

/** Where the ids of each kind are declared. A star stands for every item of a list. */
const places: Record<Kind, string[]> = {
  unit: ['units.*'],
  sector: ['sectors.*'],
  status: ['statuses.*'],
  category: ['categories.*'],
  fact: ['facts.*'],
  source: ['funding.sources.*'],
  part: ['parts.*'],
  // The credit is an account like any element's, so it shares their ids.
  element: ['elements.*', 'bespoke.credit'],
  thing: ['eligibility.*'],
  service: ['bespoke.services.*'],
  plan: ['contract.plans.*'],
  partnership: ['partnerships.*'],
  report: ['reports.*'],
  setting: ['settings.*'],
  outcome: ['funding.outcomes.*'],
};

/** Reads the ids of a raw document of any shape; what is not where it should be is left for the schema to report. */
export function gather(raw: unknown): Known {
  const ids = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, new Set<string>()])) as Known['ids'];
  const duplicates: Duplicate[] = [];
  for (const kind of Object.keys(kinds) as Kind[]) {
    for (const { path, value } of places[kind].flatMap((place) => at(raw, place.split('.')))) {
      const id = isLoose(value) ? value.id : undefined;
      if (typeof id !== 'string') continue;
      if (ids[kind].has(id)) duplicates.push({ path: [...path, 'id'], what: kinds[kind], id });
      ids[kind].add(id);
    }
  }
  const told = new Set(duplicates.map(({ path }) => path.join('.')));
  duplicates.push(...repeated(raw).filter(({ path }) => !told.has(path.join('.'))));
  return { ids, duplicates, facts: factsOf(raw), written: writtenOf(raw) };
}

/** Whether a mistake at this place keeps names of the kind from being known: the list itself, an item of it, or what its items are called by. */
export function hides(kind: Kind, path: readonly PropertyKey[]): boolean {
  return places[kind].some((place) => {
    const steps = place.split('.');
    const [last, ...deeper] = path.slice(steps.length);
    return (
      steps.every((step, i) => path.length <= i || step === '*' || step === path[i]) &&
      (last === undefined || (calledBy.has(last) && deeper.length === 0))
    );
  });
}

/** What other parts of the file, or the rules about them, go by. */
const calledBy = new Set<PropertyKey>(['id', 'is', 'writtenAs', 'perWritten']);

function factsOf(raw: unknown): Known['facts'] {
  const declared = at(raw, ['facts', '*']).map(({ value }) => value as Loose);
  return new Map(
    declared
      .filter(isLoose)
      .filter((fact) => typeof fact.id === 'string')
      .map((fact) => [String(fact.id), fact.is as FactType]),
  );
}

function writtenOf(raw: unknown): Known['written'] {
  const declared = at(raw, ['units', '*']).map(({ value }) => value as Loose);
  return new Map(
    declared
      .filter(isLoose)
      .filter((unit) => typeof unit.id === 'string')
      .map((unit) => [
        String(unit.writtenAs ?? unit.id),
        { id: String(unit.id), perWritten: typeof unit.perWritten === 'number' ? unit.perWritten : 1 },
      ]),
  );
}

/** Items of one list that share an id, in a list of any kind: a place in the file is told by the ids on the way to it. */
function repeated(value: unknown, path: (string | number)[] = []): Duplicate[] {
  const found: Duplicate[] = [];
  if (Array.isArray(value)) {
    const seen = new Set<unknown>();
    for (const [i, item] of value.entries()) {
      const id = isLoose(item) ? item.id : undefined;
      if (typeof id !== 'string') continue;
      if (seen.has(id)) found.push({ path: [...path, i, 'id'], what: 'item of this list', id });
      seen.add(id);
    }
  }
  if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      found.push(...repeated(inner, [...path, Array.isArray(value) ? Number(name) : name]));
  return found;
}

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(
  value: unknown,
  steps: string[],
  path: (string | number)[] = [],
): { path: (string | number)[]; value: unknown }[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [{ path, value }];
  if (step === '*') return Array.isArray(value) ? value.flatMap((item, i) => at(item, rest, [...path, i])) : [];
  return isLoose(value) && step in value ? at(value[step], rest, [...path, step]) : [];
}
