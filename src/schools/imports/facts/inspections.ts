import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { counts, differences, type Fate, insertRows, knownSchools, merge, ofEach, type Writing } from './rows';

interface Outcome {
  outcome: string;
  grade: number | null;
  published: string | null;
}

export type InspectionFact = Outcome & { urn: number; inspected: string };

/** Writes inspections of schools that are known, where they are new or different. */
export async function writeInspections(tx: Tx, writing: Writing, facts: readonly InspectionFact[]): Promise<Fate[]> {
  const urns = facts.map((fact) => fact.urn);
  const known = await knownSchools(tx, urns);
  const { rows: found } = await sql<Outcome & { urn: number; day: string }>`
    select found.* from ${ofEach(
      urns,
      sql`select distinct on (inspected) urn, inspected::text as day, outcome, grade, published::text as published
        from schools.inspection where urn = each.number and ${counts(writing)}
        order by inspected, import_id desc nulls last`,
    )}`.execute(tx);
  const held = new Map(found.map(({ urn, day, ...outcome }) => [`${urn} ${day}`, outcome]));
  const rows: object[] = [];
  const fates = facts.map(({ urn, inspected, ...said }): Fate => {
    if (!known.has(urn)) return 'unknown';
    const before = held.get(`${urn} ${inspected}`);
    const after = merge<Outcome>(before ?? said, said);
    if (before && differences(before, after).length === 0) return 'unchanged';
    rows.push({ urn, inspected, import_id: writing.importId, ...after });
    return before ? 'changed' : 'new';
  });
  await insertRows(tx, 'inspection', rows);
  return fates;
}
