import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/database';
import './tables';

/**
 * The URNs that one school has had, oldest first: a conversion closes an establishment and opens another for the same school. A merger
 * makes another school, and is not followed. Ends with `urn` and whatever followed it.
 */
export async function lineage(tx: Tx, urn: number): Promise<number[]> {
  return (await lineages(tx, [urn])).get(urn) ?? [urn];
}

/** The same for many schools in one question. A school without a conversion is a line of one. */
export async function lineages(tx: Tx, urns: readonly number[]): Promise<Map<number, number[]>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ of: number; urn: number; step: number }>`
    with recursive before (of, urn, step) as (
      select u, u, 0 from unnest(${urns as number[]}::int[]) u
      union
      select b.of, c.predecessor, b.step - 1 from before b cross join lateral ${conversions(sql`s.successor = b.urn`)} c where b.step > -20
    ), after (of, urn, step) as (
      select u, u, 0 from unnest(${urns as number[]}::int[]) u
      union
      select a.of, c.successor, a.step + 1 from after a cross join lateral ${conversions(sql`s.predecessor = a.urn`)} c where a.step < 20
    )
    select of, urn, step from before union select of, urn, step from after order by of, step, urn`.execute(tx);
  const found = new Map<number, number[]>();
  for (const { of, urn } of rows) found.set(of, [...(found.get(of) ?? []), urn]);
  return found;
}

/**
 * The conversions of one school, through its index: with "offset 0" no planner reads those of all schools for the few that are asked for.
 * The program itself also sees what is being checked, and that says nothing yet.
 */
const conversions = (of: RawBuilder<unknown>) => sql`(
  select s.predecessor, s.successor from schools.succession s
  where ${of} and s.kind = 'conversion' and (s.import_id is null or s.import_id = any ((select schools.accepted_imports())::int[]))
  offset 0
)`;
