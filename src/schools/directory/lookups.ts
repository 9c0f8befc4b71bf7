import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import '../tables';

/** A trust or a partnership by its name. */
export interface GroupRef<Id> {
  id: Id;
  name: string;
}

/** Trusts of several schools today, by URN. */
export async function trustsOf(tx: Tx, urns: readonly number[]): Promise<Map<number, GroupRef<number>[]>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<GroupRef<number> & { urn: number }>`
    select m.urn, t.uid as id, t.name
    from schools.current_trust_membership m
    join lateral (select c.uid, c.name from schools.current_trust c where c.uid = m.uid and c.runs_schools) t on true
    where m.urn = any(${urns})
    order by lower(t.name)`.execute(tx);
  return grouped(rows);
}

/** Partnerships of several schools today, by URN; localities first. */
export async function partnershipsOf(tx: Tx, urns: readonly number[]): Promise<Map<number, GroupRef<string>[]>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<GroupRef<string> & { urn: number }>`
    select m.urn, p.id, p.name
    from schools.current_partnership_membership m join schools.partnership p on p.id = m.partnership_id
    where m.urn = any(${urns})
    order by array_position(array['locality', 'sector', 'board', 'network', 'group'], p.kind), p.place, p.name`.execute(
    tx,
  );
  return grouped(rows);
}

/** The newest number on roll of several schools, by URN. */
export async function newestPupils(
  tx: Tx,
  urns: readonly number[],
): Promise<Map<number, { onRoll: number; censusDate: Temporal.PlainDate }>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ urn: number; onRoll: number; censusDate: Temporal.PlainDate }>`
    select distinct on (urn) urn, on_roll as "onRoll", census_date as "censusDate"
    from schools.current_pupil_number where urn = any(${urns})
    order by urn, census_date desc`.execute(tx);
  return new Map(rows.map(({ urn, ...newest }) => [urn, newest]));
}

/** The newest full inspection of several schools, by URN; those of a predecessor are not asked for here. */
export async function newestInspections(
  tx: Tx,
  urns: readonly number[],
): Promise<Map<number, { inspected: Temporal.PlainDate; outcome: string }>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ urn: number; inspected: Temporal.PlainDate; outcome: string }>`
    select distinct on (urn) urn, inspected, outcome
    from schools.inspection where urn = any(${urns}) and inspected <= platform.today()
    order by urn, inspected desc, import_id desc nulls last`.execute(tx);
  return new Map(rows.map(({ urn, ...newest }) => [urn, newest]));
}

function grouped<Id>(rows: readonly (GroupRef<Id> & { urn: number })[]): Map<number, GroupRef<Id>[]> {
  const found = new Map<number, GroupRef<Id>[]>();
  for (const { urn, id, name } of rows) found.set(urn, [...(found.get(urn) ?? []), { id, name }]);
  return found;
}
