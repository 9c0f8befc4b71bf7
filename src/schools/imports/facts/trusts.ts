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

/** What a full list leaves nothing out of: the schools of these authorities in groups of these kinds, or of any. */
export interface Whole {
  las: readonly number[];
  kinds: readonly string[] | null;
}

/** A school in a group, or no longer. */
interface Membership {
  urn: number;
  uid: number;
  joined: string | null;
  present: boolean;
}

/** What a file says of a membership on its day, and what is known of it. */
interface Said extends Membership {
  kind: string;
  before: Membership | undefined;
  /** The next later day of which something is known. */
  after: string | undefined;
}

/** Writes groups and the schools in them, where they are new or different. `written` remembers the groups of this file. */
export async function writeMemberships(
  tx: Tx,
  writing: Writing,
  facts: readonly MembershipFact[],
  written: Set<number>,
): Promise<Fate[]> {
  await writeGroups(tx, writing, facts, written);
  const held = await heldMemberships(
    tx,
    writing,
    facts.map((fact) => fact.urn),
  );
  const said = facts.flatMap(({ urn, uid, joined, group }): Said[] => {
    const { before, after } = held.get(`${urn} ${uid}`) ?? {};
    if (before?.present && (joined === null || before.joined === joined)) return [];
    return [{ urn, uid, kind: group.kind, joined: joined ?? before?.joined ?? null, present: true, before, after }];
  });
  await knowSchools(
    tx,
    facts.map((fact) => fact.urn),
  );
  const past = await writeSaid(tx, writing, said);
  const fates = new Map(
    said.map(({ urn, uid, before }): [string, Fate] => {
      const key = `${urn} ${uid}`;
      return [key, past.has(key) ? 'earlier' : before?.present ? 'changed' : 'new'];
    }),
  );
  return facts.map(({ urn, uid }) => fates.get(`${urn} ${uid}`) ?? 'unchanged');
}

/** What is known on the day of the file, and the next later day of which something is known. */
async function heldMemberships(
  tx: Tx,
  writing: Writing,
  urns: readonly number[],
): Promise<Map<string, { before?: Membership; after?: string }>> {
  const asAt = writing.asAt.toString();
  const { rows } = await sql<Membership & { as_at: string; later: boolean }>`
    select found.* from ${ofEach(
      urns,
      sql`select distinct on (uid, later) urn, uid, joined::text as joined, present, as_at::text as as_at, m.as_at > ${asAt}::date as later
        from schools.trust_membership m where urn = each.number and ${counts(writing)}
        order by uid, later, abs(m.as_at - ${asAt}::date), import_id desc nulls last`,
    )}`.execute(tx);
  const held = new Map<string, { before?: Membership; after?: string }>();
  for (const { later, as_at, ...state } of rows) {
    const key = `${state.urn} ${state.uid}`;
    held.set(key, { ...held.get(key), ...(later ? { after: as_at } : { before: state }) });
  }
  return held;
}

/**
 * Writes what a file says on its day. A later full list that was accepted, and of which nothing is written, found what was known without this
 * file: so that is written again, from the day of that list on.
 * @returns those of which today says what it said before, as "URN UID".
 */
async function writeSaid(tx: Tx, writing: Writing, said: readonly Said[]): Promise<Set<string>> {
  const lists = said.length > 0 ? await laterLists(tx, writing) : [];
  const authorities = lists.length > 0 ? await authoritiesOf(tx, writing, said) : new Map<number, number | null>();
  const listed = ({ urn, kind, after }: Said) =>
    lists.find(
      ({ asAt, las, kinds }) =>
        (after === undefined || asAt < after) &&
        las.includes(authorities.get(urn) ?? 0) &&
        (kinds === null || kinds.includes(kind)),
    );
  const past = new Set<string>();
  const row = ({ urn, uid }: Said, as_at: string, { joined, present }: Pick<Membership, 'joined' | 'present'>) => ({
    urn,
    uid,
    import_id: writing.importId,
    as_at,
    joined,
    present,
  });
  const rows = said.flatMap((one) => {
    const list = listed(one);
    if (list || one.after) past.add(`${one.urn} ${one.uid}`);
    return [
      row(one, writing.asAt.toString(), one),
      ...(list ? [row(one, list.asAt, one.before ?? { joined: one.joined, present: false })] : []),
    ];
  });
  await insertRows(tx, 'trust_membership', rows);
  return past;
}

/** The full lists of later days that have been accepted, by their days. */
async function laterLists(tx: Tx, { asAt, accepted }: Writing): Promise<(Whole & { asAt: string })[]> {
  const { rows } = await sql<{ asAt: string; whole: Whole }>`
    select as_at::text as "asAt", counts -> 'whole' as whole from schools.import
    where id = any(${[...accepted]}::int[]) and as_at > ${asAt.toString()}::date and counts -> 'whole' is not null
    order by as_at, id`.execute(tx);
  return rows.map(({ asAt: day, whole }) => ({ asAt: day, ...whole }));
}

/** Whether a full list of the same day has been accepted, of at least the same extent where it is about schools that are known here. */
export async function isConfirmed(tx: Tx, { asAt, accepted }: Writing, { las, kinds }: Whole): Promise<boolean> {
  const { rows } = await sql<{ confirmed: boolean }>`
    with ours as (select distinct la from schools.school_version where la = any(${[...las]}::int[]))
    select not exists (select from ours) or exists (
      select from schools.import
      where id = any(${[...accepted]}::int[]) and as_at = ${asAt.toString()}::date
        and counts -> 'whole' -> 'las' @> (select jsonb_agg(la) from ours)
        and (counts -> 'whole' -> 'kinds' = 'null' or counts -> 'whole' -> 'kinds' @> ${JSON.stringify(kinds)}::jsonb)
    ) as confirmed`.execute(tx);
  return rows[0]!.confirmed;
}

async function authoritiesOf(
  tx: Tx,
  writing: Writing,
  schools: readonly { urn: number }[],
): Promise<Map<number, number | null>> {
  const { rows } = await sql<{ urn: number; la: number | null }>`
    select found.* from ${ofEach(
      schools.map(({ urn }) => urn),
      sql`select urn, la from schools.school_version where urn = each.number and ${counts(writing)}
        order by placeholder, as_at desc, id desc limit 1`,
    )}`.execute(tx);
  return new Map(rows.map(({ urn, la }) => [urn, la]));
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
  file: Whole & { seen: ReadonlySet<string> },
): Promise<number[]> {
  const held = await heldMemberships(tx, writing, urns);
  const there = [...held].flatMap(([key, { before, after }]) =>
    before?.present && !file.seen.has(key) ? [{ ...before, before, after }] : [],
  );
  if (there.length === 0) return [];
  const authorities = await authoritiesOf(tx, writing, there);
  const { rows } = await sql<{ uid: number; kind: string }>`
    select distinct on (uid) uid, kind from schools.trust_version
    where uid = any(${[...new Set(there.map(({ uid }) => uid))]}::int[]) and ${counts(writing)} order by uid, as_at desc`.execute(
    tx,
  );
  const kinds = new Map(rows.map(({ uid, kind }) => [uid, kind]));
  const left = there.flatMap((one): Said[] => {
    const kind = kinds.get(one.uid);
    const ours = file.las.includes(authorities.get(one.urn) ?? 0);
    return kind !== undefined && ours && (file.kinds === null || file.kinds.includes(kind))
      ? [{ ...one, kind, present: false }]
      : [];
  });
  await writeSaid(tx, writing, left);
  return left.map(({ urn }) => urn);
}
