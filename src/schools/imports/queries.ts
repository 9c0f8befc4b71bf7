import { sql } from 'kysely';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import type { RejectedValue } from '../../platform/rejected';
import type { Step } from '../../platform/slices';
import type { AsAt } from './dates';
import type { Whole } from './facts/trusts';
import { type Counts, noCounts } from './report';

export interface Started {
  id: number;
  kind: string;
  fileName: string;
  la: number | null;
}

/** One file that somebody brought, as the list shows it. */
export interface Import extends Started {
  sha256: string;
  asAt: Temporal.PlainDate;
  asAtSource: string;
  status: 'checking' | 'ready' | 'accepted' | 'discarded' | 'failed';
  counts: Counts;
  unknownNames: string[];
  /** What to know before accepting, in sentences. */
  remarks: string[];
  problem: string | null;
  base: number | null;
  madeAt: Temporal.Instant;
  madeBy: string | null;
  acceptedAt: Temporal.Instant | null;
}

const columns = [
  'id',
  'kind',
  'file_name',
  'sha256',
  'as_at',
  'as_at_source',
  'la',
  'status',
  'counts',
  'problem',
  'base_import_id',
] as const;
const rest = ['made_at', 'made_by', 'accepted_at'] as const;

/** Newest first. */
export async function recentImports(tx: Tx, limit: number): Promise<Import[]> {
  const rows = await tx
    .selectFrom('schools.import')
    .select([...columns, ...rest])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Null when there is none that the asker may see. */
export async function importById(tx: Tx, id: number): Promise<Import | null> {
  const row = await tx
    .selectFrom('schools.import')
    .select([...columns, ...rest])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

type Row = Awaited<ReturnType<typeof rowOf>>;
const rowOf = (tx: Tx) =>
  tx
    .selectFrom('schools.import')
    .select([...columns, ...rest])
    .executeTakeFirstOrThrow();

function fromRow(row: Row): Import {
  const {
    unknown_names: unknownNames = [],
    remarks = [],
    whole: _,
    ...counts
  } = row.counts as Partial<Counts> & { unknown_names?: string[]; remarks?: string[]; whole?: Whole };
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    sha256: row.sha256,
    la: row.la,
    asAt: row.as_at,
    asAtSource: row.as_at_source,
    status: row.status,
    counts: { ...noCounts, ...counts },
    unknownNames,
    remarks,
    problem: row.problem,
    base: row.base_import_id,
    madeAt: row.made_at,
    madeBy: row.made_by,
    acceptedAt: row.accepted_at,
  };
}

/** From here on what it says counts. */
export async function markAccepted(tx: Tx, id: number, clock: Clock): Promise<void> {
  await tx
    .updateTable('schools.import')
    .set({ status: 'accepted', accepted_at: clock.now() })
    .where('id', '=', id)
    .execute();
}

/** The import that was accepted last: what is compared with it stands until another is. */
export async function newestAccepted(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from schools.import where status = 'accepted' order by accepted_at desc, id desc limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function acceptedImports(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`select schools.accepted_imports() as ids`.execute(tx);
  return rows[0]?.ids ?? [];
}

export async function saveChecked(
  tx: Tx,
  checked: {
    id: number;
    asAt: AsAt;
    base: number | null;
    counts: Counts;
    unknownNames: string[];
    remarks?: string[];
    whole?: Whole | null;
  },
): Promise<void> {
  const saved = await tx
    .updateTable('schools.import')
    .set({
      as_at: checked.asAt.date,
      as_at_source: checked.asAt.source,
      base_import_id: checked.base,
      counts: JSON.stringify({
        ...checked.counts,
        unknown_names: checked.unknownNames,
        remarks: checked.remarks ?? [],
        ...(checked.whole && { whole: checked.whole }),
      }),
      problem: null,
      status: 'ready',
    })
    .where('id', '=', checked.id)
    .where('status', '=', 'checking')
    .executeTakeFirst();
  if (saved.numUpdatedRows === 0n) throw new Error(`Import ${checked.id} is no longer being checked.`);
}

/**
 * The counts in the words of a preview: a school that has become another is no new school and none that closed.
 * Only a predecessor that this import ends counts; one that had ended before is history. One that it also finds is not new beside that.
 */
export async function finalCounts(tx: Tx, importId: number, read: Counts): Promise<Counts> {
  const { rows } = await sql<{
    conversion: boolean;
    predecessors: number;
    found: number;
    closed: number;
    successors: number;
  }>`
    select s.kind = 'conversion' as conversion, count(distinct s.predecessor)::int as predecessors,
      count(distinct s.predecessor) filter (where exists (
        select from schools.school_version f where f.urn = s.predecessor and f.import_id = s.import_id and f.change = 'new'
      ))::int as found,
      count(distinct s.predecessor) filter (where p.change = 'closed')::int as closed,
      count(distinct s.successor) filter (where n.change = 'new')::int as successors
    from schools.succession s
    join schools.school_version p on p.urn = s.predecessor and p.import_id = s.import_id and p.change in ('closed', 'converted')
    left join schools.school_version n on n.urn = s.successor and n.import_id = s.import_id
    where s.import_id = ${importId} group by 1`.execute(tx);
  const counts = { ...read };
  for (const { conversion, predecessors, found, closed, successors } of rows) {
    counts[conversion ? 'converted' : 'continued'] += predecessors;
    counts.closed -= closed;
    counts.new -= successors + found;
  }
  return counts;
}

export async function rejectsOf(tx: Tx, importId: number, limit: number): Promise<RejectedValue[]> {
  const { rows } = await sql<RejectedValue>`
    select line, "column", heading, value, reason from schools.import_reject
    where import_id = ${importId} order by line, "column" nulls first limit ${limit}`.execute(tx);
  return rows;
}

export const firstReject = async (tx: Tx, importId: number): Promise<RejectedValue | null> =>
  (await rejectsOf(tx, importId, 1))[0] ?? null;

const factTables = {
  succession: ['predecessor', 'successor'],
  partnership_membership: ['urn'],
  trust_membership: ['urn', 'uid'],
  trust_version: ['uid'],
  inspection: ['urn'],
  pupil_number: ['urn'],
  school_version: ['urn'],
} as const;

const atOnce = 100;

/** Removes what an import wrote, in short transactions, and the schools, groups and partnerships that only it named. */
export async function removeFacts(step: Step, importId: number): Promise<void> {
  for (const [table, names] of Object.entries(factTables)) {
    for (;;) {
      const removed = await step(async (tx) => {
        // Facts that count are never removed, whoever woke up late.
        const { rows: state } = await sql<{
          status: string;
        }>`select status from schools.import where id = ${importId} for update`.execute(tx);
        if (state[0]?.status === 'accepted') return 0;
        const { rows } = await sql<Record<string, number>>`
          delete from ${sql.table(`schools.${table}`)}
          where ctid = any(array(select ctid from ${sql.table(`schools.${table}`)} where import_id = ${importId} limit ${atOnce}))
          returning ${sql.join(names.map((name) => sql.ref(name)))}`.execute(tx);
        await removeUnused(tx, rows);
        return rows.length;
      });
      if (removed < atOnce) break;
    }
  }
  await step((tx) => removePartnerships(tx, importId));
}

async function removeUnused(tx: Tx, rows: readonly Record<string, number>[]): Promise<void> {
  const urns = rows.flatMap(({ uid: _, ...numbers }) => Object.values(numbers));
  const uids = rows.flatMap(({ uid }) => (uid === undefined ? [] : [uid]));
  const unused = (
    ['school_version', 'pupil_number', 'inspection', 'trust_membership', 'partnership_membership'] as const
  ).map((table) => sql`not exists (select from ${sql.table(`schools.${table}`)} f where f.urn = s.urn)`);
  if (urns.length > 0)
    await sql`
      delete from schools.school s where urn = any(${urns}::int[]) and ${sql.join(unused, sql` and `)}
        and not exists (select from schools.succession f where f.predecessor = s.urn)
        and not exists (select from schools.succession f where f.successor = s.urn)`.execute(tx);
  if (uids.length > 0)
    await sql`
      delete from schools.trust t where uid = any(${uids}::int[])
        and not exists (select from schools.trust_version f where f.uid = t.uid)
        and not exists (select from schools.trust_membership f where f.uid = t.uid)`.execute(tx);
}

/** A partnership that this import named first is handed to another import that uses it too, else it goes. */
async function removePartnerships(tx: Tx, importId: number): Promise<void> {
  await sql`
    delete from schools.partnership_version where import_id = ${importId}
      and not exists (select from schools.import where id = ${importId} and status = 'accepted')`.execute(tx);
  await sql`
    delete from schools.partnership p where import_id = ${importId}
      and not exists (select from schools.partnership_membership m where m.partnership_id = p.id)
      and not exists (select from schools.partnership_version v where v.partnership_id = p.id)`.execute(tx);
  await sql`
    update schools.partnership p set import_id = coalesce(
      (select v.import_id from schools.partnership_version v where v.partnership_id = p.id limit 1),
      (select m.import_id from schools.partnership_membership m where m.partnership_id = p.id limit 1))
    where import_id = ${importId}`.execute(tx);
}

export const removeRejects = (tx: Tx, importId: number) =>
  sql`delete from schools.import_reject where import_id = ${importId}`.execute(tx);

/** Against keeping and removing the same content at the same time: whoever does either holds this until the transaction ends. */
export const lockContent = (tx: Tx, sha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`import/${sha256}`}, 0))`.execute(tx);

/** Whether another import still needs the content: it is being checked, or may be compared again. */
export async function contentNeeded(tx: Tx, sha256: string): Promise<boolean> {
  const { rows } = await sql`
    select from schools.import where sha256 = ${sha256} and status in ('checking', 'ready')
    union all select from platform.file where sha256 = ${sha256} limit 1`.execute(tx);
  return rows.length > 0;
}
