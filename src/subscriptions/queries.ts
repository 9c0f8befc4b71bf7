import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/database';
import type { PupilNumber, Quoted } from './quote';

/** A school that counts among the city's schools, with the number it was counted at. */
export interface CountedSchool extends Quoted {
  urn: number;
  pupils: PupilNumber;
  open: boolean;
  partnership: { id: string; name: string } | null;
  trust: { uid: number; name: string } | null;
}

const pupilColumns = sql`json_build_object('urn', p.urn, 'censusDate', p.census_date, 'source', p.source, 'file', i.file_name,
  'onRoll', p.on_roll, 'schoolAged', p.school_aged, 'reason', p.reason)`;

/** A census comes before a figure that came along with a list of schools, however new that is. */
const newestFirst = sql`(p.source = 'establishments'), p.census_date desc`;

type Raw<School> = Omit<School, 'pupils'> & { pupils: (Omit<PupilNumber, 'censusDate'> & { censusDate: string }) | null };

const withDate = (raw: Raw<Quoted>['pupils']): PupilNumber | null =>
  raw && { ...raw, censusDate: Temporal.PlainDate.from(raw.censusDate) };

/** A school with its newest pupil number: its own, or else that of the school it converted from. Null where no school has the URN. */
export async function quotedSchool(
  tx: Tx,
  urn: number,
): Promise<(Quoted & { urn: number; open: boolean; typeName: string | null }) | null> {
  const { rows } = await sql<Raw<Quoted & { urn: number; open: boolean; typeName: string | null }>>`
    with recursive line(urn, step) as (
      select ${urn}::int, 0
      union
      select s.predecessor, l.step + 1 from schools.succession s join line l on s.successor = l.urn
      where s.kind = 'conversion' and l.step < 9 and (s.happened is null or s.happened <= platform.today())
    )
    select s.urn, s.name, s.sector, s.status, s.publicly_funded as "publiclyFunded", s.open, s.type_name as "typeName", (
      select ${pupilColumns}
      from line join schools.current_pupil_number p using (urn) left join schools.import i on i.id = p.import_id
      order by line.step, ${newestFirst} limit 1
    ) as pupils
    from schools.current_school s where s.urn = ${urn}`.execute(tx);
  const row = rows[0];
  return row ? { ...row, pupils: withDate(row.pupils) } : null;
}

/** Every school of the newest census that counts among the city's schools, by name. */
export async function countedSchools(tx: Tx): Promise<CountedSchool[]> {
  const { rows } = await sql<Raw<CountedSchool>>`
    with census as materialized (
      select distinct urn from schools.current_pupil_number
      where counted and source = 'census' and census_date = (${newestCensus})
    ), pupils as materialized (
      select distinct on (p.urn) p.urn, ${pupilColumns} as pupils
      from schools.current_pupil_number p join census using (urn) left join schools.import i on i.id = p.import_id
      order by p.urn, ${newestFirst}
    )
    select s.urn, s.name, s.sector, s.status, s.publicly_funded as "publiclyFunded", s.open, p.pupils,
      (select json_build_object('id', g.id, 'name', g.name)
        from schools.current_partnership_membership m join schools.partnership g on g.id = m.partnership_id
        where m.urn = s.urn and g.kind in ('locality', 'sector') order by g.kind, g.place, g.name limit 1) as partnership,
      (select json_build_object('uid', t.uid, 'name', t.name)
        from schools.current_trust_membership m join schools.current_trust t on t.uid = m.uid
        where m.urn = s.urn and t.runs_schools order by lower(t.name) limit 1) as trust
    from schools.current_school s join pupils p using (urn)
    order by lower(s.name), s.urn`.execute(tx);
  return rows.map((row) => ({ ...row, pupils: withDate(row.pupils)! }));
}

const newestCensus: RawBuilder<unknown> = sql`
  select max(census_date) from schools.current_pupil_number where counted and source = 'census'`;
