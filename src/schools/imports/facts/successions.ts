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

/** Finds and writes who took whose place, among these schools and those that are like them. */
export async function detectSuccessions(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Succession[]> {
  const asAt = writing.asAt.toString();
  const facts = sql`v.urn, v.name, v.la, v.establishment_number as number, v.postcode, v.type_name as "typeName", v.status, v.open,
    v.opened::text as opened, v.closed::text as closed, v.import_id is not distinct from ${writing.importId} as "inFile", v.as_at::text as seen`;
  const { rows: ours } = await sql<Candidate>`
    select found.* from ${ofEach(
      urns,
      sql`select ${facts} from schools.school_version v where v.urn = each.number and v.import_id = ${writing.importId}`,
    )}`.execute(tx);
  const { rows: alike } = await sql<{ urn: number }>`
    select distinct found.urn from json_to_recordset(${JSON.stringify(ours)}::json) as x(la int, number int, postcode text)
    cross join lateral (
      select urn from schools.school_version where la = x.la and establishment_number = x.number
      union all select urn from schools.school_version where postcode = x.postcode
      offset 0
    ) found`.execute(tx);
  const { rows: others } = await sql<Candidate>`
    select found.* from ${ofEach(
      alike.map((row) => row.urn),
      sql`select ${facts} from schools.school_version v
        where v.urn = each.number and not v.placeholder
          and (v.import_id = ${writing.importId} or (v.as_at <= ${asAt}::date and ${counts(writing)}))
        order by v.import_id is not distinct from ${writing.importId} desc, v.as_at desc, v.id desc limit 1`,
    )}`.execute(tx);
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
  const { rows } = await sql<SchoolState & { urn: number; import_id: number | null }>`
    select found.* from ${ofEach(
      [...last.keys()],
      sql`select urn, import_id, ${stateColumns} from schools.school_version
        where urn = each.number and (import_id = ${writing.importId} or (as_at <= ${asAt}::date and ${counts(writing)}))
        order by import_id is not distinct from ${writing.importId} desc, placeholder, as_at desc, id desc limit 1`,
    )}`.execute(tx);
  const ended = rows.filter((row) => row.import_id !== writing.importId && row.open && row.closed === null);
  await insertRows(
    tx,
    'school_version',
    ended.map((row) => ({
      ...row,
      import_id: writing.importId,
      as_at: asAt,
      placeholder: false,
      change: 'converted',
      changed: ['open', 'closed'],
      open: false,
      closed: Temporal.PlainDate.from(last.get(row.urn) ?? asAt)
        .subtract({ days: 1 })
        .toString(),
    })),
  );
}
