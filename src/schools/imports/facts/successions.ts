import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { becameAcademy, type Candidate, type Succession, successionOf } from '../succession-rules';
import { counts, type Fate, insertRows, knowSchools, type Writing } from './rows';
import type { SchoolState } from './schools';

/** Writes successions that are new. One of two schools must be known, or the row is about neither of ours. */
export async function writeSuccessions(tx: Tx, writing: Writing, found: readonly Succession[]): Promise<Fate[]> {
  const urns = found.flatMap((one) => [one.predecessor, one.successor]);
  const { rows } = await sql<{ urn: number }>`
    select distinct urn from schools.school_version where urn = any(${urns}::int[]) and (import_id = ${writing.importId} or ${counts(writing)})`.execute(tx);
  const known = new Set(rows.map((row) => row.urn));
  const { rows: before } = await sql<{ pair: string }>`
    select predecessor || ' ' || successor as pair from schools.succession
    where predecessor = any(${urns}::int[]) and (import_id = ${writing.importId} or ${counts(writing)})`.execute(tx);
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
  await knowSchools(tx, fresh.flatMap((one) => [one.predecessor, one.successor]));
  await insertRows(tx, 'schools.succession', fresh.map((one) => ({ ...one, import_id: writing.importId })));
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
    select distinct on (urn) urn, status from schools.school_version
    where urn = any(${urns}::int[]) and type_name is not null and (import_id = ${writing.importId} or ${counts(writing)})
    order by urn, as_at desc, id desc`.execute(tx);
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

/** Schools of this import that were not known before: those that may have a predecessor, or be one. */
export async function newSchools(tx: Tx, writing: Writing): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`
    select urn from schools.school_version
    where import_id = ${writing.importId} and not placeholder and (change = 'new' or 'name' = any(changed)) order by urn`.execute(tx);
  return rows.map((row) => row.urn);
}

/** Finds and writes who took whose place, among these schools and those that are like them. */
export async function detectSuccessions(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Succession[]> {
  const asAt = writing.asAt.toString();
  const facts = sql`urn, name, la, establishment_number as number, postcode, type_name as "typeName", status, open,
    opened::text as opened, closed::text as closed, import_id is not distinct from ${writing.importId} as "inFile", as_at::text as seen`;
  const { rows: ours } = await sql<Candidate>`
    select ${facts} from schools.school_version where import_id = ${writing.importId} and urn = any(${[...urns]}::int[])`.execute(tx);
  const { rows: others } = await sql<Candidate>`
    select distinct on (urn) ${facts} from schools.school_version
    where (import_id = ${writing.importId} or (as_at <= ${asAt}::date and ${counts(writing)})) and not placeholder and urn in (
      select v.urn from schools.school_version x join schools.school_version v on v.la = x.la and v.establishment_number = x.establishment_number
      where x.import_id = ${writing.importId} and x.urn = any(${[...urns]}::int[])
      union
      select v.urn from schools.school_version x join schools.school_version v on v.postcode = x.postcode
      where x.import_id = ${writing.importId} and x.urn = any(${[...urns]}::int[])
    )
    order by urn, import_id is not distinct from ${writing.importId} desc, as_at desc, id desc`.execute(tx);
  const byPlace = new Map<string, Candidate[]>();
  for (const one of others) for (const key of keysOf(one)) byPlace.set(key, [...(byPlace.get(key) ?? []), one]);
  const found = new Map<string, Succession>();
  for (const one of ours) {
    for (const other of keysOf(one).flatMap((key) => byPlace.get(key) ?? [])) {
      const succession = successionOf(one, other);
      if (succession) found.set(`${succession.predecessor} ${succession.successor}`, succession);
    }
  }
  const all = [...found.values()];
  const fates = await writeSuccessions(tx, writing, all);
  return all.filter((_, i) => fates[i] === 'new');
}

const keysOf = (one: Candidate): string[] => [
  ...(one.la !== null && one.number !== null ? [`${one.la}/${one.number}`] : []),
  ...(one.postcode === null ? [] : [one.postcode]),
];

/**
 * Ends the schools that were open, are not in the file, and whose place another has taken: their last day is the day before the other opened.
 * A file that merely leaves a school out ends nothing.
 */
export async function endPredecessors(tx: Tx, writing: Writing, successions: readonly Succession[]): Promise<void> {
  const last = new Map(successions.flatMap((one) => (one.happened ? [[one.predecessor, one.happened] as const] : [])));
  if (last.size === 0) return;
  const asAt = writing.asAt.toString();
  const { rows } = await sql<SchoolState & { urn: number; id: number; import_id: number | null; as_at: string }>`
    select distinct on (urn) *, opened::text as opened, closed::text as closed, as_at::text as as_at from schools.school_version
    where urn = any(${[...last.keys()]}::int[]) and (import_id = ${writing.importId} or (as_at <= ${asAt}::date and ${counts(writing)}))
    order by urn, import_id is not distinct from ${writing.importId} desc, placeholder, as_at desc, id desc`.execute(tx);
  const ended = rows.filter((row) => row.import_id !== writing.importId && row.open && row.closed === null);
  await insertRows(
    tx,
    'schools.school_version',
    ended.map(({ id: _, ...row }) => ({
      ...row,
      import_id: writing.importId,
      as_at: asAt,
      change: 'converted',
      changed: ['open', 'closed'],
      open: false,
      closed: Temporal.PlainDate.from(last.get(row.urn) ?? asAt).subtract({ days: 1 }).toString(),
    })),
  );
}
