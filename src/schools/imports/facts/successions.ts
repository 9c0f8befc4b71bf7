import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { becameAcademy, type Candidate, type Succession, successionOf } from '../succession-rules';
import { counts, type Fate, insertRows, knowSchools, ofEach, type Writing } from './rows';
import { type SchoolState, stateColumns } from './schools';

/** Writes successions that are new. One of two schools must be known, or the row is about neither of ours. */
export async function writeSuccessions(tx: Tx, writing: Writing, found: readonly Succession[]): Promise<Fate[]> {
  const urns = found.flatMap((one) => [one.predecessor, one.successor]);
  const { rows } = await sql<{ urn: number }>`
    select found.urn from ${ofEach(
      urns,
      sql`select urn from schools.school_version where urn = each.number and (import_id = ${writing.importId} or ${counts(writing)}) limit 1`,
    )}`.execute(tx);
  const known = new Set(rows.map((row) => row.urn));
  const { rows: before } = await sql<{ pair: string }>`
    select found.pair from ${ofEach(
      found.map((one) => one.predecessor),
      sql`select predecessor || ' ' || successor as pair from schools.succession
        where predecessor = each.number and (import_id = ${writing.importId} or ${counts(writing)})`,
    )}`.execute(tx);
  const held = new Set(before.map((row) => row.pair));
  const fresh: Succession[] = [];
  const fates = found.map((one): Fate => {
    const pair = `${one.predecessor} ${one.successor}`;
    if (!known.has(one.predecessor) && !known.has(one.successor)) return 'unknown';
    if (held.has(pair)) return 'unchanged';
    held.add(pair);
    fresh.push(one);
    return 'new';
  });
  await knowSchools(
    tx,
    fresh.flatMap((one) => [one.predecessor, one.successor]),
  );
  await insertRows(
    tx,
    'succession',
    fresh.map((one) => ({ ...one, import_id: writing.importId })),
  );
  return fates;
}

/** What a list says of two schools, without saying what kind of school each is. */
export interface Link {
  predecessor: number;
  successor: number;
  merged: boolean;
  happened: string | null;
  evidence: string;
}

/** Writes what a list says of pairs of schools, with what it means by what each of them is. A school linked to itself is no succession. */
export async function writeLinks(tx: Tx, writing: Writing, links: readonly Link[]): Promise<Fate[]> {
  const urns = links.flatMap((link) => [link.predecessor, link.successor]);
  const { rows } = await sql<{ urn: number; status: string }>`
    select found.* from ${ofEach(
      urns,
      sql`select urn, status from schools.school_version
        where urn = each.number and type_name is not null and (import_id = ${writing.importId} or ${counts(writing)})
        order by as_at desc, id desc limit 1`,
    )}`.execute(tx);
  const status = new Map(rows.map((row) => [row.urn, row.status]));
  const real = links.filter((link) => link.predecessor !== link.successor);
  const fates = await writeSuccessions(
    tx,
    writing,
    real.map(({ merged, ...link }): Succession => {
      const before = status.get(link.predecessor);
      const after = status.get(link.successor);
      const converted = before !== undefined && after !== undefined && becameAcademy(before, after);
      return { ...link, kind: merged ? 'merger' : converted ? 'conversion' : 'other' };
    }),
  );
  const byLink = new Map(real.map((link, i) => [link, fates[i]!]));
  return links.map((link) => byLink.get(link) ?? 'none');
}

/** Finds and writes who took whose place, among these schools and those that are like them, and ends the predecessors of whom no newer list speaks. */
export async function succeed(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Succession[]> {
  const found = await detectSuccessions(tx, writing, urns);
  await endPredecessors(tx, writing, found);
  return found;
}

/**
 * Finds and writes who took whose place, among these schools of the file and those that are like them: those that were known on its day,
 * and, where a newer list was brought before it, those that only that list has.
 */
async function detectSuccessions(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Succession[]> {
  const asAt = writing.asAt.toString();
  const { rows: ours } = await sql<Candidate>`
    select found.* from ${ofEach(
      urns,
      sql`select ${candidate}, true as "inNewer" from schools.school_version v where v.urn = each.number and v.import_id = ${writing.importId}`,
    )}`.execute(tx);
  const { rows: alike } = await sql<{ urn: number }>`
    select distinct found.urn from json_to_recordset(${JSON.stringify(ours)}::json) as x(la int, number int, postcode text)
    cross join lateral (
      select urn from schools.school_version where la = x.la and establishment_number = x.number
      union all select urn from schools.school_version where postcode = x.postcode
      offset 0
    ) found`.execute(tx);
  const like = alike.map((row) => row.urn);
  const { rows: then } = await sql<Candidate>`
    select found.* from ${ofEach(
      like,
      sql`select ${candidate}, v.import_id is not distinct from ${writing.importId} as "inNewer" from schools.school_version v
        where v.urn = each.number and not v.placeholder
          and (v.import_id = ${writing.importId} or (v.as_at <= ${asAt}::date and ${counts(writing)}))
        order by v.import_id is not distinct from ${writing.importId} desc, v.as_at desc, v.id desc limit 1`,
    )}`.execute(tx);
  const { rows: since } = await sql<Candidate>`
    select found.* from ${ofEach(
      like,
      sql`select ${candidate}, true as "inNewer" from schools.school_version v
        where v.urn = each.number and not v.placeholder and v.as_at > ${asAt}::date and ${counts(writing)}
        order by v.as_at, v.id limit 1`,
    )}`.execute(tx);
  const known = new Set(then.map((one) => one.urn));
  const inNewerList = new Set(since.map((one) => one.urn));
  const found = [
    ...among(ours, then),
    ...among(
      ours.filter((one) => !inNewerList.has(one.urn)).map((one) => ({ ...one, inNewer: false })),
      since.filter((one) => !known.has(one.urn)),
    ),
  ];
  const all = [...new Map(found.map((one) => [`${one.predecessor} ${one.successor}`, one])).values()];
  const fates = await writeSuccessions(tx, writing, all);
  return all.filter((_, i) => fates[i] === 'new');
}

const candidate = sql`v.urn, v.name, v.la, v.establishment_number as number, v.postcode, v.type_name as "typeName", v.status, v.open,
  v.opened::text as opened, v.closed::text as closed, v.as_at::text as seen`;

function among(ours: readonly Candidate[], others: readonly Candidate[]): Succession[] {
  const byPlace = new Map<string, Candidate[]>();
  for (const one of others) for (const key of keysOf(one)) byPlace.set(key, [...(byPlace.get(key) ?? []), one]);
  return ours.flatMap((one) =>
    keysOf(one).flatMap((key) => (byPlace.get(key) ?? []).flatMap((other) => successionOf(one, other) ?? [])),
  );
}

const keysOf = (one: Candidate): string[] => [
  ...(one.la !== null && one.number !== null ? [`${one.la}/${one.number}`] : []),
  ...(one.postcode === null ? [] : [one.postcode]),
];

/**
 * Ends the schools that were open, that the newest list no longer has, and whose place another has taken: their last day is the day before the
 * other opened. A file that merely leaves a school out ends nothing. What an older file adds holds from the first list that has the other.
 */
async function endPredecessors(tx: Tx, writing: Writing, successions: readonly Succession[]): Promise<void> {
  const by = new Map(successions.flatMap((one) => (one.happened ? [[one.predecessor, one] as const] : [])));
  if (by.size === 0) return;
  const asAt = writing.asAt.toString();
  const { rows } = await sql<SchoolState & { urn: number; import_id: number | null }>`
    select found.* from ${ofEach(
      [...by.keys()],
      sql`select urn, import_id, ${stateColumns} from schools.school_version
        where urn = each.number and (import_id = ${writing.importId} or (as_at <= ${asAt}::date and ${counts(writing)}))
        order by import_id is not distinct from ${writing.importId} desc, placeholder, as_at desc, id desc limit 1`,
    )}`.execute(tx);
  const { rows: newer } = await sql<{ urn: number; seen: string }>`
    select found.* from ${ofEach(
      [...by.values()].map((one) => one.successor),
      sql`select urn, as_at::text as seen from schools.school_version
        where urn = each.number and not placeholder and (import_id = ${writing.importId} or ${counts(writing)}) order by as_at, id limit 1`,
    )}`.execute(tx);
  const firstSeen = new Map(newer.map((row) => [row.urn, row.seen]));
  const ended = rows.flatMap((row) => {
    const { successor, happened } = by.get(row.urn)!;
    const from = firstSeen.get(successor) ?? asAt;
    const inFile = row.import_id === writing.importId;
    if (!row.open || row.closed !== null || (inFile && from <= asAt)) return [];
    return [
      {
        ...row,
        as_at: inFile ? from : asAt,
        closed: Temporal.PlainDate.from(happened ?? asAt)
          .subtract({ days: 1 })
          .toString(),
      },
    ];
  });
  await insertRows(
    tx,
    'school_version',
    ended.map((row) => ({
      ...row,
      import_id: writing.importId,
      placeholder: false,
      change: 'converted',
      changed: ['open', 'closed'],
      open: false,
    })),
  );
}
