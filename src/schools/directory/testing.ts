import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { PupilNumberTable, SchoolVersionTable } from '../tables';

const day = (text: string) => Temporal.PlainDate.from(text);

/** What a school is from a day on: as it was, with these changes. */
export async function aChange(
  tx: Tx,
  urn: number,
  changes: Partial<Omit<SchoolVersionTable, 'id' | 'urn' | 'changed' | 'placeholder'>>,
  asAt = '2018-01-01',
): Promise<void> {
  const { id: _, ...was } = await tx
    .selectFrom('schools.current_school')
    .where('urn', '=', urn)
    .selectAll()
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('schools.school_version')
    .values({ ...was, change: 'changed', as_at: day(asAt), ...changes })
    .execute();
}

/** An accepted file that facts may come from. */
export async function aFile(tx: Tx, name: string, at: Temporal.Instant, asAt = '2018-01-18'): Promise<number> {
  const { id } = await tx
    .insertInto('schools.import')
    .values({
      kind: 'census',
      file_name: name,
      sha256: name,
      as_at: day(asAt),
      as_at_source: 'said by hand',
      la: 373,
      status: 'accepted',
      problem: null,
      base_import_id: null,
      made_at: at,
      made_by: null,
      accepted_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function aCensus(
  tx: Tx,
  urn: number,
  censusDate: string,
  onRoll: number,
  more: Partial<PupilNumberTable> = {},
): Promise<void> {
  await tx
    .insertInto('schools.pupil_number')
    .values({
      urn,
      census_date: day(censusDate),
      import_id: null,
      source: 'census',
      on_roll: onRoll,
      school_aged: null,
      boys: null,
      girls: null,
      free_meals_ever: null,
      extra_language: null,
      sen_plan: null,
      sen_support: null,
      census_type: null,
      counted: true,
      reason: null,
      ...more,
    })
    .execute();
}

export async function aTrust(
  tx: Tx,
  uid: number,
  name: string,
  urns: readonly number[] = [],
  runsSchools = true,
): Promise<void> {
  await tx.insertInto('schools.trust').values({ uid }).execute();
  await tx
    .insertInto('schools.trust_version')
    .values({
      uid,
      import_id: null,
      as_at: day('2017-09-01'),
      name,
      kind: 'Multi-academy trust',
      runs_schools: runsSchools,
      companies_house: '01234567',
      open: true,
      closed: null,
    })
    .execute();
  for (const urn of urns)
    await tx
      .insertInto('schools.trust_membership')
      .values({ urn, uid, import_id: null, as_at: day('2017-09-01'), joined: day('2016-09-01'), present: true })
      .execute();
}

export async function aPartnership(
  tx: Tx,
  id: string,
  name: string,
  urns: readonly number[] = [],
  letter: string | null = null,
): Promise<void> {
  await tx
    .insertInto('schools.partnership')
    .values({ id, name, letter, kind: letter ? 'locality' : 'network' })
    .execute();
  for (const urn of urns)
    await tx
      .insertInto('schools.partnership_membership')
      .values({ urn, partnership_id: id, import_id: null, as_at: day('2017-09-01'), present: true })
      .execute();
}

/** Schools in one statement, for what must stand being many: placed on a grid, URNs from `from` on. */
export async function manySchools(tx: Tx, from: number, many: number): Promise<void> {
  await sql`insert into schools.school (urn) select generate_series(${from}::int, ${from + many - 1}::int)`.execute(tx);
  await sql`
    insert into schools.school_version (urn, as_at, change, name, la, sector, status, publicly_funded, open, easting, northing)
    select urn, '2017-09-01', 'new', 'Many ' || urn, 373, 'primary', 'maintained', true, true, (300000 + (urn::bigint * 7919) % 300000)::int, (200000 + (urn::bigint * 104729) % 400000)::int
    from generate_series(${from}::int, ${from + many - 1}::int) urn`.execute(tx);
}
