import type { Tx } from '../../platform/database';
import type { Cell, ExportTable } from '../../platform/documents';
import { standing } from './cells';
import type { Kept } from './kept';
import { type Model, schoolsOf } from './model';
import { type ModelOutcome, type ModelWish, modelOutcome, readModelWish } from './what-if';

/** A kept what-if, worked out on what stands today. */
export interface Compared extends Kept {
  wish: ModelWish;
  outcome: ModelOutcome;
}

export const fewestCompared = 2;
export const mostCompared = 4;

export async function compared(tx: Tx, model: Model, kept: readonly Kept[]): Promise<Compared[]> {
  const found: Compared[] = [];
  for (const one of kept) {
    const { wish } = readModelWish(new URLSearchParams(one.query));
    const schools = await schoolsOf(tx, model, wish.who);
    found.push({ ...one, wish, outcome: modelOutcome(model.published.offer, schools, wish, standing(model.cells)) });
  }
  return found;
}

/** Every school once, with what it would pay by each. */
export function comparedTable(chosen: readonly Compared[]): ExportTable {
  const schools = new Map(
    chosen.flatMap(({ outcome }) => outcome.schools.map((school) => [school.urn, school] as const)),
  );
  const afters = chosen.map(({ outcome }) => new Map(outcome.schools.map(({ urn, after }) => [urn, after])));
  const years = chosen[0]?.outcome.years.map(({ year }) => year) ?? [];
  return {
    name: 'What-ifs',
    columns: [
      { heading: 'URN', kind: 'identifier' },
      { heading: 'School', kind: 'text' },
      { heading: 'Fee now', kind: 'money' },
      ...chosen.map(({ name }) => ({ heading: name, kind: 'money' as const })),
    ],
    rows: [
      ...[...schools.values()]
        .toSorted((a, b) => a.name.localeCompare(b.name) || a.urn - b.urn)
        .map((school): Cell[] => [
          school.urn,
          school.name,
          school.pence,
          ...afters.map((after) => after.get(school.urn) ?? null),
        ]),
      ...years.map((year): Cell[] => [
        null,
        `Subscriptions ${year}`,
        null,
        ...chosen.map(({ outcome }) => outcome.years.find((row) => row.year === year)?.after ?? null),
      ]),
      ...years.map((year): Cell[] => [
        null,
        `All funding ${year}`,
        null,
        ...chosen.map(({ outcome }) => outcome.table.rows.find((row) => row.year === year)?.total ?? null),
      ]),
    ],
  };
}
