import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { date, slug } from '../../../platform/words';
import { type Fate, insertRows, knownSchools, type Refusal, type Writing } from './rows';

export type PartnershipKind = 'locality' | 'sector' | 'board' | 'network' | 'group';

export interface PartnershipFact {
  line: number;
  urn: number;
  partnership: string;
  letter: string | null;
  /** Null: as it is, or a group. */
  kind: PartnershipKind | null;
  /** From the day of the file unless said. */
  from: string | null;
  /** The last day. */
  until: Temporal.PlainDate | null;
}

/** A school is in one of these at a time: going to another ends the one before. */
const single: readonly PartnershipKind[] = ['locality', 'sector'];

interface Membership {
  urn: number;
  id: string;
  kind: PartnershipKind;
  asAt: string;
  present: boolean;
}

/** What the lines of one file have said of each partnership so far, and on which line each word of it was said first. */
export type Said = Map<string, Partial<Record<'letter' | 'kind', { value: string; line: number }>>>;

/**
 * Writes what partnerships are called, and the schools in them.
 * @param said what the lines before these have said, and after this what these have said too.
 * @returns what became of each row, and how many partnerships are called otherwise than they were.
 */
export async function writePartnerships(
  tx: Tx,
  writing: Writing,
  facts: readonly PartnershipFact[],
  said: Said,
): Promise<{ fates: Fate[]; changed: number }> {
  const known = await knownSchools(
    tx,
    facts.map((fact) => fact.urn),
  );
  const startOf = (fact: PartnershipFact) => fact.from ?? writing.asAt.toString();
  const refusals = facts.map((fact) => refusalOf(fact, startOf(fact), known, said));
  const { kinds, changed } = await namePartnerships(
    tx,
    writing,
    facts.filter((_, at) => !refusals[at]),
  );
  const history = await membershipsOf(tx, writing, [...known]);
  const rows: object[] = [];
  const add = (urn: number, id: string, asAt: string, present: boolean, kind: PartnershipKind) => {
    history.push({ urn, id, kind, asAt, present });
    rows.push({ urn, partnership_id: id, import_id: writing.importId, as_at: asAt, present });
  };
  const fates = facts.map((fact, at): Fate => {
    const refusal = refusals[at];
    if (refusal) return refusal;
    const { urn, until } = fact;
    const id = slug(fact.partnership);
    const from = startOf(fact);
    const kind = kinds.get(id) ?? 'group';
    const before = rows.length;
    const inIt = stateOn(history, urn, id, from);
    if (inIt && !inIt.present) add(urn, id, from, true, kind);
    if (!inIt) add(urn, id, from, true, kind);
    if (single.includes(kind)) {
      for (const other of history.filter((one) => one.urn === urn && one.kind === kind && one.id !== id)) {
        if (stateOn(history, urn, other.id, from)?.present) add(urn, other.id, from, false, kind);
      }
    }
    const end = until?.add({ days: 1 }).toString();
    if (end && stateOn(history, urn, id, end)?.present) add(urn, id, end, false, kind);
    if (rows.length === before) return 'unchanged';
    return inIt ? 'changed' : 'new';
  });
  await insertRows(tx, 'partnership_membership', rows);
  return { fates, changed };
}

function refusalOf(fact: PartnershipFact, from: string, known: ReadonlySet<number>, said: Said): Refusal | null {
  const { urn, until, line } = fact;
  const id = slug(fact.partnership);
  if (!known.has(urn)) return { name: 'urn', reason: 'is not the number of a school that is known here' };
  if (id === '') return { name: 'partnership', reason: 'has no letter or figure in it' };
  if (until && until.toString() < from)
    return { name: 'until', reason: `is before ${date(Temporal.PlainDate.from(from))}, from which it holds` };
  // A partnership has one letter and one kind: of two, none is taken for the right one because it comes last.
  const before = said.get(id) ?? {};
  for (const name of ['letter', 'kind'] as const) {
    const first = before[name];
    if (first && fact[name] !== null && fact[name] !== first.value)
      return { name, reason: `is not what line ${first.line} says of this partnership: ${first.value}` };
  }
  for (const name of ['letter', 'kind'] as const) {
    const value = fact[name];
    if (value !== null) before[name] ??= { value, line };
  }
  said.set(id, before);
  return null;
}

/** What holds on a day: the newest row on or before it. */
const stateOn = (history: readonly Membership[], urn: number, id: string, day: string): Membership | undefined =>
  history
    .filter((one) => one.urn === urn && one.id === id && one.asAt <= day)
    .reduce<Membership | undefined>((newest, one) => (newest && newest.asAt > one.asAt ? newest : one), undefined);

async function membershipsOf(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select m.urn, m.partnership_id as id, p.kind, m.as_at::text as "asAt", m.present
    from schools.partnership_membership m join (${partnershipsAsIn(writing)}) p on p.id = m.partnership_id
    where m.urn = any(${[...urns]}::int[]) and (m.import_id = ${writing.importId} or m.import_id is null or m.import_id = any(${[...writing.accepted]}::int[]))
    order by m.as_at, m.id`.execute(tx);
  return rows;
}

/** Every partnership as it is when this file is accepted: as the file says, else as the newest accepted one of its day or before. */
const partnershipsAsIn = ({ importId, asAt, accepted }: Writing) => sql`
  select p.id, coalesce(v.name, p.name) as name, case when v.partnership_id is null then p.letter else v.letter end as letter,
    coalesce(v.kind, p.kind) as kind, coalesce(v.import_id = ${importId}, false) as own,
    v.partnership_id is not null or p.import_id is null as known
  from schools.partnership p
  left join lateral (
    select n.* from schools.partnership_version n
    where n.partnership_id = p.id
      and (n.import_id = ${importId} or n.as_at <= ${asAt} and (n.import_id is null or n.import_id = any(${[...accepted]}::int[])))
    order by coalesce(n.import_id = ${importId}, false) desc, n.as_at desc, n.import_id desc nulls last limit 1
  ) v on true`;

interface Named {
  name: string;
  letter: string | null;
  kind: PartnershipKind;
}

/**
 * Writes what the file calls its partnerships, where that is new or different. What it does not say stays as it is.
 * @returns the kind of each partnership named, and how many are not what they were.
 */
async function namePartnerships(
  tx: Tx,
  writing: Writing,
  facts: readonly PartnershipFact[],
): Promise<{ kinds: Map<string, PartnershipKind>; changed: number }> {
  const { importId, asAt } = writing;
  const said = new Map<string, PartnershipFact>();
  for (const fact of facts) {
    const id = slug(fact.partnership);
    const before = said.get(id);
    if (id !== '')
      said.set(id, { ...fact, letter: fact.letter ?? before?.letter ?? null, kind: fact.kind ?? before?.kind ?? null });
  }
  const { rows: found } = await sql<Named & { id: string; own: boolean; known: boolean }>`
    select * from (${partnershipsAsIn(writing)}) p where id = any(${[...said.keys()]}::text[])`.execute(tx);
  const there = new Map(found.map((one) => [one.id, one]));
  const kinds = new Map<string, PartnershipKind>();
  const fresh: object[] = [];
  const versions: (Named & { partnership_id: string; import_id: number; as_at: string })[] = [];
  let changed = 0;
  for (const [place, [id, fact]] of [...said].entries()) {
    // What another file says that is not accepted counts for nothing here.
    const was = there.get(id)?.known ? there.get(id) : undefined;
    const now: Named = {
      name: fact.partnership,
      letter: fact.letter ?? was?.letter ?? null,
      kind: fact.kind ?? was?.kind ?? 'group',
    };
    kinds.set(id, now.kind);
    if (!there.has(id))
      fresh.push({ id, ...now, place: now.letter?.toUpperCase().charCodeAt(0) ?? 100 + place, import_id: importId });
    const same = was?.name === now.name && was.letter === now.letter && was.kind === now.kind;
    if (same) continue;
    versions.push({ partnership_id: id, import_id: importId, as_at: asAt.toString(), ...now });
    // Once for a file: a row further down may say more of the same partnership.
    if (was && !was.own) changed++;
  }
  await sql`
    insert into schools.partnership (id, name, letter, kind, place, import_id)
    select id, name, letter, kind, place, import_id from json_populate_recordset(null::schools.partnership, ${JSON.stringify(fresh)}::json)
    on conflict (id) do nothing`.execute(tx);
  await sql`delete from schools.partnership_version where import_id = ${importId} and partnership_id = any(${versions.map((one) => one.partnership_id)}::text[])`.execute(
    tx,
  );
  await insertRows(tx, 'partnership_version', versions);
  return { kinds, changed };
}
