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

/** Whose facts an import has changed. */
export interface ChangedByImport {
  urns: number[];
  trusts: number[];
  partnerships: string[];
}

/** The schools, trusts and partnerships that an import says something about. */
export async function changedByImport(tx: Tx, importId: number): Promise<ChangedByImport> {
  const { rows } = await sql<ChangedByImport>`
    select
      array(
        select urn from schools.school_version where import_id = ${importId}
        union select urn from schools.pupil_number where import_id = ${importId}
        union select urn from schools.inspection where import_id = ${importId}
        union select predecessor from schools.succession where import_id = ${importId}
        union select successor from schools.succession where import_id = ${importId}
        order by 1
      ) as urns,
      array(select distinct uid from schools.trust_version where import_id = ${importId} order by 1) as trusts,
      array(
        select id from schools.partnership where import_id = ${importId}
        union select partnership_id from schools.partnership_membership where import_id = ${importId}
        order by 1
      ) as partnerships`.execute(tx);
  return rows[0] ?? { urns: [], trusts: [], partnerships: [] };
}
