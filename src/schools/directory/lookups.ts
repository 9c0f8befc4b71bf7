import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import '../tables';

/** A trust or a partnership by its name. */
export interface GroupRef<Id> {
  id: Id;
  name: string;
}

/**
 * The rows of a view for each of these schools, through its indexes: a planner without statistics would read a view whole for `= any(…)`;
 * `lateral` with `offset 0` leaves it no choice.
 */
const ofEach = (urns: readonly number[], rows: RawBuilder<unknown>) =>
  sql`unnest(${[...urns]}::int[]) as each(urn) cross join lateral (${rows} offset 0) found`;

/** Trusts of several schools today, by URN. */
export async function trustsOf(tx: Tx, urns: readonly number[]): Promise<Map<number, GroupRef<number>[]>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<GroupRef<number> & { urn: number }>`
    select found.urn, t.uid as id, t.name
    from ${ofEach(urns, sql`select m.urn, m.uid from schools.current_trust_membership m where m.urn = each.urn`)}
    join lateral (select c.uid, c.name from schools.current_trust c where c.uid = found.uid and c.runs_schools offset 0) t on true
    order by lower(t.name)`.execute(tx);
  return grouped(rows);
}

/** Partnerships of several schools today, by URN; localities first. */
export async function partnershipsOf(tx: Tx, urns: readonly number[]): Promise<Map<number, GroupRef<string>[]>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<GroupRef<string> & { urn: number }>`
    select found.urn, p.id, p.name
    from ${ofEach(urns, sql`select m.urn, m.partnership_id from schools.current_partnership_membership m where m.urn = each.urn`)}
    join schools.current_partnership p on p.id = found.partnership_id
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
    select found.urn, found.on_roll as "onRoll", found.census_date as "censusDate"
    from ${ofEach(
      urns,
      sql`select p.urn, p.on_roll, p.census_date from schools.current_pupil_number p where p.urn = each.urn order by p.census_date desc limit 1`,
    )}`.execute(tx);
  return new Map(rows.map(({ urn, ...newest }) => [urn, newest]));
}

/** The newest full inspection of several schools, by URN; those of a predecessor are not asked for here. */
export async function newestInspections(
  tx: Tx,
  urns: readonly number[],
): Promise<Map<number, { inspected: Temporal.PlainDate; outcome: string }>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ urn: number; inspected: Temporal.PlainDate; outcome: string }>`
    select found.* from ${ofEach(
      urns,
      sql`select urn, inspected, outcome from schools.inspection
        where urn = each.urn and inspected <= (select platform.today())
        order by inspected desc, import_id desc nulls last limit 1`,
    )}`.execute(tx);
  return new Map(rows.map(({ urn, ...newest }) => [urn, newest]));
}

function grouped<Id>(rows: readonly (GroupRef<Id> & { urn: number })[]): Map<number, GroupRef<Id>[]> {
  const found = new Map<number, GroupRef<Id>[]>();
  for (const { urn, id, name } of rows) found.set(urn, [...(found.get(urn) ?? []), { id, name }]);
  return found;
}
