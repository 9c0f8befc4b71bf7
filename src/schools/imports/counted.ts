import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { sixteenToNineteen } from '../classification';
import '../tables';

/** A school that counts among the city's: what a quote and the viability page start from. */
export interface CountedSchool {
  urn: number;
  name: string;
  sector: string;
  status: string;
  /** Everybody on roll on the census day. */
  onRoll: number;
  /** The part of school age, where somebody has counted it. */
  schoolAged: number | null;
  censusDate: Temporal.PlainDate;
  partnershipId: string | null;
  trustUid: number | null;
  /** The school that has taken its place since, where one has. */
  successor: number | null;
}

/**
 * Every institution of the newest census on or before today whose kind is counted and that had pupils on roll, once each, less those that
 * teach only from 16 to 19. A school that has become another since stands here under the number that the census used.
 */
export async function countedSchools(tx: Tx): Promise<CountedSchool[]> {
  const { rows } = await sql<CountedSchool>`
    with census as (
      select distinct on (urn) urn, census_date, on_roll, school_aged, counted from schools.pupil_number
      where source = 'census' and (import_id is null or import_id = any ((select schools.accepted_imports())::int[]))
        and census_date = (
          select max(census_date) from schools.pupil_number
          where source = 'census' and census_date <= platform.today()
            and (import_id is null or import_id = any ((select schools.accepted_imports())::int[]))
        )
      order by urn, import_id desc nulls last
    )
    select c.urn, v.name, v.sector, v.status, coalesce(o.on_roll, c.on_roll) as "onRoll", coalesce(o.school_aged, c.school_aged) as "schoolAged",
      c.census_date as "censusDate", p.partnership_id as "partnershipId", t.uid as "trustUid", s.successor
    from census c
    -- What holds today, else what the school was called as soon as somebody knew.
    join lateral (
      select name, sector, status, type_name from schools.school_version v
      where v.urn = c.urn and (v.import_id is null or v.import_id = any ((select schools.accepted_imports())::int[]))
      order by v.as_at > platform.today(), v.placeholder, abs(v.as_at - platform.today()), v.id desc limit 1
    ) v on true
    left join schools.pupil_number o on o.urn = c.urn and o.census_date = c.census_date and o.source = 'office' and o.import_id is null
    left join lateral (
      select partnership_id from schools.current_partnership_membership m join schools.current_partnership q on q.id = m.partnership_id
      where m.urn = c.urn and q.kind in ('locality', 'sector') order by q.kind, q.place limit 1
    ) p on true
    left join lateral (
      select m.uid from schools.current_trust_membership m join schools.current_trust u on u.uid = m.uid
      where m.urn = c.urn and u.runs_schools order by m.as_at desc, m.uid limit 1
    ) t on true
    left join lateral (
      select successor from schools.succession f
      where f.predecessor = c.urn and (f.happened is null or f.happened <= platform.today())
        and (f.import_id is null or f.import_id = any ((select schools.accepted_imports())::int[]))
      order by f.happened desc nulls last limit 1
    ) s on true
    where c.counted and (v.type_name is null or v.type_name <> all(${[...sixteenToNineteen]}::text[]))
    order by v.name, c.urn`.execute(tx);
  return rows;
}
