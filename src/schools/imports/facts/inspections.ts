import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { counts, differences, type Fate, insertRows, knownSchools, merge, ofEach, type Writing } from './rows';

interface Outcome {
  outcome: string;
  grade: number | null;
  published: string | null;
}

export type InspectionFact = Outcome & { urn: number; inspected: string };

/** Writes inspections of schools that are known, where they are new or different. One that another row of the file has told stays as it was told first. */
export async function writeInspections(tx: Tx, writing: Writing, facts: readonly InspectionFact[]): Promise<Fate[]> {
  const urns = facts.map((fact) => fact.urn);
  const known = await knownSchools(tx, urns);
  const { rows: found } = await sql<Outcome & { urn: number; day: string; told: boolean }>`
    select found.* from ${ofEach(
      urns,
      sql`select distinct on (inspected) urn, inspected::text as day, outcome, grade, published::text as published,
          import_id is not distinct from ${writing.importId} as told
        from schools.inspection where urn = each.number and (import_id = ${writing.importId} or ${counts(writing)})
        order by inspected, told desc, import_id desc nulls last`,
    )}`.execute(tx);
  const held = new Map(found.map(({ urn, day, told, ...outcome }) => [`${urn} ${day}`, { told, outcome }]));
  const rows: object[] = [];
  const fates = facts.map(({ urn, inspected, ...said }): Fate => {
    if (!known.has(urn)) return 'unknown';
    const { told = false, outcome: before } = held.get(`${urn} ${inspected}`) ?? {};
    if (told) return 'unchanged';
    const after = merge<Outcome>(before ?? said, said);
    if (before && differences(before, after).length === 0) return 'unchanged';
    rows.push({ urn, inspected, import_id: writing.importId, ...after });
    return before ? 'changed' : 'new';
  });
  await insertRows(tx, 'inspection', rows);
  return fates;
}
