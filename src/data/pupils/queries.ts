import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { Step } from '../../platform/slices';
import '../tables';

/** A pupil on the way into the database. */
export interface NewPupil extends Record<string, string | number | Temporal.PlainDate> {
  urn: number;
  upn: string;
  surname: string;
  forename: string;
  born: Temporal.PlainDate;
  sex: string;
  year_group: string;
}

export interface NewSchool extends Record<string, number> {
  urn: number;
  rows: number;
}

export async function insertPupils(tx: Tx, releaseId: number, pupils: readonly NewPupil[]): Promise<null[]> {
  await sql`insert into data.pupil (release_id, urn, upn, surname, forename, born, sex, year_group)
    select ${releaseId}, urn, upn, surname, forename, born, sex, year_group
    from json_populate_recordset(null::data.pupil, ${JSON.stringify(pupils)}::json)`.execute(tx);
  return [];
}

export async function insertSchools(tx: Tx, releaseId: number, schools: readonly NewSchool[]): Promise<null[]> {
  await sql`insert into data.release_school (release_id, urn, rows)
    select ${releaseId}, urn, rows from json_populate_recordset(null::data.release_school, ${JSON.stringify(schools)}::json)`.execute(
    tx,
  );
  return [];
}

const atOnce = 1000;

/** Removes what was written of a release that counts for nothing, in short transactions. What was accepted is never removed. */
export async function removePupils(step: Step, releaseId: number): Promise<void> {
  const removals = [
    sql`delete from data.pupil where ctid = any(array(
      select ctid from data.pupil where release_id = ${releaseId} limit ${atOnce}))`,
    sql`delete from data.release_school where ctid = any(array(
      select ctid from data.release_school where release_id = ${releaseId} limit ${atOnce}))`,
  ];
  for (const removal of removals) {
    for (;;) {
      const removed = await step(async (tx) => {
        const { rows: state } = await sql<{
          status: string;
        }>`select status from data.release where id = ${releaseId} for update`.execute(tx);
        if (state[0]?.status === 'accepted') return 0;
        return Number((await removal.execute(tx)).numAffectedRows ?? 0n);
      });
      if (removed < atOnce) break;
    }
  }
}

/**
 * The directory as CSV for DuckDB: the URN of every school that was ever known, and beside one of them the DfE number, which a school keeps
 * when it converts: today's open one has it, else the newest.
 */
export async function writeDirectory(step: Step, path: string): Promise<void> {
  const { rows } = await step((tx) =>
    sql<{ urn: number; number: number | null }>`
      select urn, case when la is not null and establishment_number >= 1000
          and row_number() over (partition by la, establishment_number order by open desc, urn desc) = 1
        then la * 10000 + establishment_number end as number
      from schools.current_school order by urn`.execute(tx),
  );
  await writeFile(path, `urn,number\n${rows.map(({ urn, number }) => `${urn},${number ?? ''}\n`).join('')}`);
}

/** A school that a release of pupils is about. */
export interface HeldSchool {
  urn: number;
  name: string;
  rows: number;
}

export async function schoolsOfRelease(tx: Tx, releaseId: number): Promise<HeldSchool[]> {
  const { rows } = await sql<HeldSchool>`
    select h.urn, coalesce(s.name, h.urn::text) as name, h.rows
    from data.release_school h left join schools.current_school s on s.urn = h.urn where h.release_id = ${releaseId} order by 2, 1`.execute(
    tx,
  );
  return rows;
}
