import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import './tables';

/** What has just become known of schools: everything that an accepted import says, or something about a few of them. */
export type SchoolsChanged = { importId: number } | { urns: readonly number[] };

type Listener = (tx: Tx, changed: SchoolsChanged) => Promise<void>;
const listeners: Listener[] = [];

/**
 * Has a larger module told, in the transaction of the change itself, that facts of schools have changed: this module knows nothing of
 * larger ones. A listener notes what is to be done, by a job, and does no work of its own: whoever accepts an import waits for it.
 */
export const onSchoolsChanged = (listener: Listener): void => {
  listeners.push(listener);
};

export async function tellOfChange(tx: Tx, changed: SchoolsChanged): Promise<void> {
  for (const listener of listeners) await listener(tx, changed);
}

/** The next schools, by number, that an import says something about: of a national list all at once would keep pages waiting. */
export async function changedSchools(tx: Tx, importId: number, after: number, limit: number): Promise<number[]> {
  const of = (table: string, column: string) => sql`(
    select distinct ${sql.ref(column)} as urn from ${sql.table(`schools.${table}`)}
    where import_id = ${importId} and ${sql.ref(column)} > ${after} order by 1 limit ${limit})`;
  const { rows } = await sql<{ urn: number }>`
    select urn from (
      ${of('school_version', 'urn')} union ${of('pupil_number', 'urn')} union ${of('inspection', 'urn')}
      union ${of('succession', 'predecessor')} union ${of('succession', 'successor')}
    ) as changed order by urn limit ${limit}`.execute(tx);
  return rows.map(({ urn }) => urn);
}

/** The trusts and partnerships that an import says something about. */
export async function changedGroups(tx: Tx, importId: number): Promise<{ trusts: number[]; partnerships: string[] }> {
  const { rows } = await sql<{ trusts: number[]; partnerships: string[] }>`
    select
      array(select distinct uid from schools.trust_version where import_id = ${importId} order by 1) as trusts,
      array(
        select id from schools.partnership where import_id = ${importId}
        union select partnership_id from schools.partnership_membership where import_id = ${importId}
        order by 1
      ) as partnerships`.execute(tx);
  return rows[0] ?? { trusts: [], partnerships: [] };
}
