import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { counts, differences, type Fate, insertRows, knowSchools, merge, ofEach, type Writing } from './rows';

interface Group {
  name: string;
  kind: string;
  runs_schools: boolean;
  companies_house: string | null;
  open: boolean;
  closed: string | null;
}

export interface MembershipFact {
  urn: number;
  uid: number;
  joined: string | null;
  group: Group;
}

/** Writes groups and the schools in them, where they are new or different. `written` remembers the groups of this file. */
export async function writeMemberships(
  tx: Tx,
  writing: Writing,
  facts: readonly MembershipFact[],
  written: Set<number>,
): Promise<Fate[]> {
  await writeGroups(tx, writing, facts, written);
  const asAt = writing.asAt.toString();
  const { rows: found } = await sql<{ urn: number; uid: number; joined: string | null; present: boolean }>`
    select found.* from ${ofEach(
      facts.map((fact) => fact.urn),
      sql`select distinct on (uid) urn, uid, joined::text as joined, present from schools.trust_membership
        where urn = each.number and as_at <= ${asAt}::date and ${counts(writing)}
        order by uid, as_at desc, import_id desc nulls last`,
    )}`.execute(tx);
  const held = new Map(found.map((row) => [`${row.urn} ${row.uid}`, row]));
  const rows: object[] = [];
  const fates = facts.map(({ urn, uid, joined }): Fate => {
    const before = held.get(`${urn} ${uid}`);
    if (before?.present && (joined === null || before.joined === joined)) return 'unchanged';
    rows.push({
      urn,
      uid,
      import_id: writing.importId,
      as_at: asAt,
      joined: joined ?? before?.joined ?? null,
      present: true,
    });
    return before?.present ? 'changed' : 'new';
  });
  await knowSchools(
    tx,
    facts.map((fact) => fact.urn),
  );
  await insertRows(tx, 'trust_membership', rows);
  return fates;
}

async function writeGroups(
  tx: Tx,
  writing: Writing,
  facts: readonly MembershipFact[],
  written: Set<number>,
): Promise<void> {
  const groups = new Map(facts.flatMap(({ uid, group }) => (written.has(uid) ? [] : [[uid, group] as const])));
  if (groups.size === 0) return;
  const asAt = writing.asAt.toString();
  const { rows: found } = await sql<Group & { uid: number }>`
    select distinct on (uid) uid, name, kind, runs_schools, companies_house, open, closed::text as closed from schools.trust_version
    where uid = any(${[...groups.keys()]}::int[]) and as_at <= ${asAt}::date and ${counts(writing)}
    order by uid, as_at desc, import_id desc nulls last`.execute(tx);
  const held = new Map(found.map(({ uid, ...group }) => [uid, group]));
  const rows = [...groups].flatMap(([uid, said]) => {
    const before = held.get(uid);
    const after = merge<Group>(before ?? said, said);
    if (said.open && said.closed === null) after.closed = null;
    if (before && differences(before, after).length === 0) return [];
    return [{ uid, import_id: writing.importId, as_at: asAt, ...after }];
  });
  await sql`insert into schools.trust (uid) select unnest(${[...groups.keys()]}::int[]) on conflict do nothing`.execute(
    tx,
  );
  await insertRows(tx, 'trust_version', rows);
  for (const uid of groups.keys()) written.add(uid);
}

/** Every school that has ever been in a group. */
export async function schoolsInGroups(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`select distinct urn from schools.trust_membership order by urn`.execute(
    tx,
  );
  return rows.map((row) => row.urn);
}

/**
 * Those of the schools that are of these authorities and that the file, which lists all of them, no longer has in a group of these kinds.
 * @returns their numbers, one for each group that was left.
 */
export async function endMemberships(
  tx: Tx,
  writing: Writing,
  urns: readonly number[],
  file: { las: readonly number[]; kinds: readonly string[] | null; seen: ReadonlySet<string> },
): Promise<number[]> {
  const asAt = writing.asAt.toString();
  const { rows: held } = await sql<{ urn: number; uid: number; joined: string | null }>`
    select found.urn, found.uid, found.joined::text as joined
    from ${ofEach(
      urns,
      sql`select distinct on (uid) urn, uid, joined, present from schools.trust_membership
        where urn = each.number and as_at <= ${asAt}::date and ${counts(writing)} order by uid, as_at desc, import_id desc nulls last`,
    )}
    join lateral (
      select la from schools.school_version v where v.urn = found.urn and ${counts(writing)} order by placeholder, as_at desc, id desc limit 1
    ) v on true
    join lateral (
      select kind from schools.trust_version t where t.uid = found.uid and ${counts(writing)} order by as_at desc limit 1
    ) t on true
    where found.present and v.la = any(${[...file.las]}::int[]) and (${file.kinds === null} or t.kind = any(${[...(file.kinds ?? [])]}::text[]))`.execute(
    tx,
  );
  const rows = held.flatMap(({ urn, uid, joined }) =>
    file.seen.has(`${urn} ${uid}`)
      ? []
      : [{ urn, uid, import_id: writing.importId, as_at: asAt, joined, present: false }],
  );
  await insertRows(tx, 'trust_membership', rows);
  return rows.map((row) => row.urn);
}
