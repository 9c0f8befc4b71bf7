import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { SchoolState } from './facts/schools';

/** What an import would change, or has changed, row by row. Read in the program's own name: an import that waits is seen by nobody else. */
export interface Preview {
  newSchools: Listed<SchoolLine>;
  changedSchools: Listed<ChangedLine>;
  closedSchools: Listed<SchoolLine>;
  successions: Listed<SuccessionLine>;
  unnamed: Listed<SchoolLine>;
  numbers: Listed<FactLine>;
  inspections: Listed<FactLine>;
  memberships: Listed<FactLine>;
  partnerships: Listed<PartnershipChange>;
}

/** The first of many, and how many there are. */
export interface Listed<Line> {
  total: number;
  lines: Line[];
}

export interface SchoolLine {
  urn: number;
  name: string;
  typeName: string | null;
  opened: Temporal.PlainDate | null;
  closed: Temporal.PlainDate | null;
}

export interface ChangedLine {
  urn: number;
  name: string;
  changed: (keyof SchoolState)[];
  before: Partial<SchoolState> | null;
  after: SchoolState;
}

export interface SuccessionLine {
  predecessor: number;
  successor: number;
  predecessorName: string | null;
  successorName: string | null;
  kind: 'conversion' | 'merger' | 'other';
  happened: Temporal.PlainDate | null;
  evidence: string;
}

/** What a partnership is called, and was: its name, letter and kind. */
export interface PartnershipChange {
  id: string;
  name: string;
  before: string;
  after: string;
}

/** One fact beside a school: what it is about, what it was and what it is. */
export interface FactLine {
  urn: number;
  name: string | null;
  about: string;
  before: string | null;
  after: string;
}

const shown = 100;

/** The first `most` lines of each part. */
export async function previewOf(tx: Tx, importId: number, most = shown): Promise<Preview> {
  const accepted = sql`(import_id is null or import_id = any ((select schools.accepted_imports())::int[]))`;
  const nameOf = (
    urn: ReturnType<typeof sql>,
  ) => sql`(select name from schools.school_version v where v.urn = ${urn} and (v.import_id = ${importId} or ${accepted})
    order by v.placeholder, v.as_at desc, v.id desc limit 1)`;
  const school = sql`v.urn, v.name, v.type_name as "typeName", v.opened, v.closed`;
  // As `finalCounts` counts: a school that becomes another by this import stands with its successor, and neither is new or closed beside that.
  const becomes = (side: ReturnType<typeof sql>) => sql`exists (
    select from schools.succession s
    join schools.school_version p on p.urn = s.predecessor and p.import_id = s.import_id and p.change in ('closed', 'converted')
    where s.import_id = v.import_id and ${side} = v.urn)`;
  const ends = becomes(sql`s.predecessor`);
  const versions = (condition: ReturnType<typeof sql>) =>
    list<SchoolLine>(
      tx,
      most,
      sql`select ${school} from schools.school_version v where v.import_id = ${importId} and ${condition}`,
      sql`v.name, v.urn`,
    );
  return {
    newSchools: await versions(
      sql`v.change = 'new' and not v.placeholder and not ${ends} and not ${becomes(sql`s.successor`)}`,
    ),
    closedSchools: await versions(sql`v.change = 'closed' and not ${ends}`),
    unnamed: await versions(sql`v.placeholder`),
    changedSchools: await list<ChangedLine>(
      tx,
      most,
      sql`select v.urn, v.name, v.changed, (select to_jsonb(a) from schools.school_version a where a.id = v.id) as after, (
          select to_jsonb(b) from schools.school_version b
          where urn = v.urn and import_id is distinct from v.import_id and ${accepted} and as_at <= v.as_at
          order by placeholder, as_at desc, id desc limit 1
        ) as before
        from schools.school_version v where v.import_id = ${importId} and v.change in ('changed', 'earlier')`,
      sql`v.name, v.urn`,
    ),
    successions: await list<SuccessionLine>(
      tx,
      most,
      sql`select s.predecessor, s.successor, s.kind, s.happened, s.evidence,
          ${nameOf(sql`s.predecessor`)} as "predecessorName", ${nameOf(sql`s.successor`)} as "successorName"
        from schools.succession s where s.import_id = ${importId}`,
      sql`s.happened desc nulls last, s.predecessor`,
    ),
    numbers: await list<FactLine>(
      tx,
      most,
      sql`select p.urn, ${nameOf(sql`p.urn`)} as name, p.census_date::text as about, (
          select on_roll::text from schools.pupil_number
          where urn = p.urn and census_date = p.census_date and source = p.source and import_id is distinct from p.import_id and ${accepted}
          order by import_id desc nulls last limit 1
        ) as before, p.on_roll::text as after
        from schools.pupil_number p where p.import_id = ${importId}`,
      sql`p.urn`,
    ),
    inspections: await list<FactLine>(
      tx,
      most,
      sql`select i.urn, ${nameOf(sql`i.urn`)} as name, i.inspected::text as about, null as before, i.outcome as after
        from schools.inspection i where i.import_id = ${importId}`,
      sql`i.inspected desc, i.urn`,
    ),
    // Those that are new are seen by the schools that join.
    partnerships: await list<PartnershipChange>(
      tx,
      most,
      sql`select v.partnership_id as id, v.name, concat_ws(', ', b.name, b.letter, b.kind) as before, concat_ws(', ', v.name, v.letter, v.kind) as after
        from schools.partnership_version v join schools.partnership p on p.id = v.partnership_id
        join lateral (
          select name, letter, kind from (
            select n.name, n.letter, n.kind, n.as_at, n.import_id from schools.partnership_version n
            where n.partnership_id = v.partnership_id and n.import_id is distinct from v.import_id and ${accepted} and n.as_at <= v.as_at
            union all select p.name, p.letter, p.kind, null, null where p.import_id is null
          ) known order by as_at desc nulls last, import_id desc nulls last limit 1
        ) b on true
        where v.import_id = ${importId}`,
      sql`v.name`,
    ),
    memberships: await list<FactLine>(
      tx,
      most,
      sql`select m.urn, ${nameOf(sql`m.urn`)} as name, coalesce(t.name, m.uid::text) as about, null as before,
          case when m.as_at <> i.as_at then case when m.present then 'in it again on ' else 'no longer on ' end || m.as_at
            when not m.present then 'leaves'
            when exists (
              select from schools.trust_membership n where n.urn = m.urn and n.uid = m.uid and n.as_at > m.as_at and (import_id = ${importId} or ${accepted})
            ) then 'had joined before' else 'joins' end as after
        from schools.trust_membership m join schools.import i on i.id = m.import_id
        left join lateral (
          select name from schools.trust_version where uid = m.uid and (import_id = ${importId} or ${accepted}) order by as_at desc limit 1
        ) t on true
        where m.import_id = ${importId}
        union all
        select m.urn, ${nameOf(sql`m.urn`)}, p.name, null, case when m.present then 'joins' else 'leaves' end || ' on ' || m.as_at
        from schools.partnership_membership m join schools.partnership p on p.id = m.partnership_id where m.import_id = ${importId}`,
      // Backwards by their words: what leaves stands first, and last what had been so before.
      sql`5 desc, 2, 1`,
    ),
  };
}

/** The first lines and the number of all. What a line says beside its own row stands in its `select`: so it is asked for those shown alone. */
async function list<Line>(
  tx: Tx,
  most: number,
  query: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<Listed<Line>> {
  const { rows } = await sql<Line & { total: number }>`
    select q.*, (select count(*)::int from (${query}) every_one) as total from (${query} order by ${order} limit ${most}) q`.execute(
    tx,
  );
  return { total: rows[0]?.total ?? 0, lines: rows };
}
