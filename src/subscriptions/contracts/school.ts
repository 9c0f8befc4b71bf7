import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { lineage, type SchoolHead, schoolHead } from '../../schools';

/** A contract's school as it stands today. */
export interface ContractSchool extends SchoolHead {
  /** Every URN it has had, oldest first. */
  urns: number[];
  /** The trusts that it is in. */
  trustUids: number[];
}

/** The school that goes on under any of these URNs: the last of its line that is known today. Null where no school has the URN. */
export async function contractSchool(tx: Tx, urn: number): Promise<ContractSchool | null> {
  const urns = await lineage(tx, urn);
  for (const one of urns.toReversed()) {
    const head = await schoolHead(tx, one);
    if (head && (head.open || one === urns[0])) return { ...head, urns, trustUids: head.trusts.map(({ id }) => id) };
  }
  return null;
}

/** Those who are written to about a school's form: whoever may complete it, in the school or for its trust. As far as the asker may see them. */
export async function signatories(tx: Tx, school: ContractSchool, roles: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select distinct p.email from schools.role_held r join schools.person p on p.id = r.person_id
    where r.starts <= platform.today() and (r.ends is null or r.ends > platform.today()) and (
      (r.scope_kind = 'school' and r.scope_id = any (${school.urns.map(String)}::text[]) and r.role = any (${roles as string[]}::text[]))
      or (r.scope_kind = 'trust' and r.scope_id = any (${school.trustUids.map(String)}::text[]) and r.role = 'trust-leader')
    )
    order by 1`.execute(tx);
  return rows.map(({ email }) => email);
}

/** What a trust is called today; null where none has the UID. */
export async function trustName(tx: Tx, uid: number): Promise<string | null> {
  const row = await tx.selectFrom('schools.current_trust').select('name').where('uid', '=', uid).executeTakeFirst();
  return row?.name ?? null;
}
