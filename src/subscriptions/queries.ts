import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { type CountedSchool, countedSchools } from '../schools';
import type { PupilNumber, Quoted } from './quote';

/** A school with what a quote asks of it. */
export interface QuotedSchool extends Quoted {
  urn: number;
  open: boolean;
}

type Raw = Omit<QuotedSchool, 'pupils'> & {
  pupils: (Omit<PupilNumber, 'censusDate'> & { censusDate: string }) | null;
};

/**
 * A school with its newest pupil number: its own, or else that of the school it converted from. A census comes before a
 * figure that came along with a list of schools, however new that is. Null where no school has the URN.
 */
export async function quotedSchool(tx: Tx, urn: number): Promise<QuotedSchool | null> {
  const { rows } = await sql<Raw>`
    with recursive line(urn, step) as (
      select ${urn}::int, 0
      union
      select s.predecessor, l.step + 1 from schools.succession s join line l on s.successor = l.urn
      where s.kind = 'conversion' and l.step < 9 and (s.happened is null or s.happened <= platform.today())
        and (s.import_id is null or s.import_id = any ((select schools.accepted_imports())::int[]))
    )
    select s.urn, s.name, s.sector, s.status, s.publicly_funded as "publiclyFunded", s.open, (
      select json_build_object('urn', p.urn, 'censusDate', p.census_date, 'source', p.source, 'file', i.file_name,
        'onRoll', p.on_roll, 'schoolAged', p.school_aged, 'reason', p.reason)
      from line join schools.current_pupil_number p using (urn) left join schools.import i on i.id = p.import_id
      order by line.step, (p.source = 'establishments'), p.census_date desc limit 1
    ) as pupils
    from schools.current_school s where s.urn = ${urn}`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  const { pupils } = row;
  return { ...row, pupils: pupils && { ...pupils, censusDate: Temporal.PlainDate.from(pupils.censusDate) } };
}

/** A school of the newest census, with the names of where it belongs. */
export interface CitySchool extends CountedSchool {
  partnership: { id: string; name: string } | null;
  trust: { uid: number; name: string } | null;
}

/** Every school that counts, by name. */
export async function citySchools(tx: Tx): Promise<CitySchool[]> {
  const schools = await countedSchools(tx);
  const partnerships = new Map(
    (await tx.selectFrom('schools.current_partnership').select(['id', 'name']).execute()).map((one) => [one.id, one]),
  );
  const uids = [...new Set(schools.flatMap(({ trustUid }) => (trustUid === null ? [] : [trustUid])))];
  const trusts = new Map(
    uids.length === 0
      ? []
      : (await tx.selectFrom('schools.current_trust').select(['uid', 'name']).where('uid', 'in', uids).execute()).map(
          (one) => [one.uid, one],
        ),
  );
  return schools.map((school) => ({
    ...school,
    partnership: partnerships.get(school.partnershipId ?? '') ?? null,
    trust: trusts.get(school.trustUid ?? -1) ?? null,
  }));
}

/** The names of the files that a census came from. */
export async function censusFiles(tx: Tx, censusDate: Temporal.PlainDate): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct i.file_name as name from schools.pupil_number p join schools.import i on i.id = p.import_id
    where p.source = 'census' and p.census_date = ${censusDate} and i.status = 'accepted' order by 1`.execute(tx);
  return rows.map(({ name }) => name);
}
