import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { counts, differences, type Fate, insertRows, merge, ofEach, type Writing } from './rows';

interface PupilCounts {
  on_roll: number;
  boys: number | null;
  girls: number | null;
  free_meals_ever: number | null;
  extra_language: number | null;
  sen_plan: number | null;
  sen_support: number | null;
  census_type: string | null;
  counted: boolean;
}

/** The pupils of a school on a census day, as a file says it. The school must exist. */
export type PupilFact = Partial<PupilCounts> & { urn: number; census_date: string; on_roll: number; counted: boolean };

const nothing: Omit<PupilCounts, 'on_roll' | 'counted'> = {
  boys: null,
  girls: null,
  free_meals_ever: null,
  extra_language: null,
  sen_plan: null,
  sen_support: null,
  census_type: null,
};

/** Writes pupil numbers that are new or different from the newest accepted of the same school, day and source. */
export async function writePupils(
  tx: Tx,
  writing: Writing,
  source: 'census' | 'establishments',
  facts: readonly PupilFact[],
): Promise<Fate[]> {
  const { rows: found } = await sql<PupilCounts & { urn: number; day: string }>`
    select found.* from ${ofEach(
      facts.map((fact) => fact.urn),
      sql`select distinct on (census_date) urn, census_date::text as day, on_roll, boys, girls, free_meals_ever, extra_language,
          sen_plan, sen_support, census_type, counted
        from schools.pupil_number where urn = each.number and source = ${source} and ${counts(writing)}
        order by census_date, import_id desc nulls last`,
    )}`.execute(tx);
  const held = new Map(found.map(({ urn, day, ...numbers }) => [`${urn} ${day}`, numbers]));
  const rows: object[] = [];
  const fates = facts.map(({ urn, census_date, ...said }): Fate => {
    const before = held.get(`${urn} ${census_date}`);
    const after = merge<PupilCounts>(before ?? { ...nothing, ...said }, said);
    if (before && differences(before, after).length === 0) return 'unchanged';
    rows.push({ urn, census_date, import_id: writing.importId, source, school_aged: null, reason: null, ...after });
    return before ? 'changed' : 'new';
  });
  await insertRows(tx, 'pupil_number', rows);
  return fates;
}
