import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { slug } from '../../../platform/words';
import { type Fate, insertRows, knownSchools, type Writing } from './rows';

export type PartnershipKind = 'locality' | 'sector' | 'board' | 'network' | 'group';

export interface PartnershipFact {
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

/** Writes partnerships that are new, and the schools in them. */
export async function writePartnerships(tx: Tx, writing: Writing, facts: readonly PartnershipFact[]): Promise<Fate[]> {
  const known = await knownSchools(
    tx,
    facts.map((fact) => fact.urn),
  );
  const kinds = await namePartnerships(
    tx,
    writing,
    facts.filter((fact) => known.has(fact.urn)),
  );
  const history = await membershipsOf(tx, writing, [...known]);
  const rows: object[] = [];
  const add = (urn: number, id: string, asAt: string, present: boolean, kind: PartnershipKind) => {
    history.push({ urn, id, kind, asAt, present });
    rows.push({ urn, partnership_id: id, import_id: writing.importId, as_at: asAt, present });
  };
  const fates = facts.map((fact): Fate => {
    const { urn, until } = fact;
    const id = slug(fact.partnership);
    if (!known.has(urn)) return { name: 'urn', reason: 'is not the number of a school that is known here' };
    if (id === '') return { name: 'partnership', reason: 'has no letter or figure in it' };
    const from = fact.from ?? writing.asAt.toString();
    if (until && until.toString() < from) return { name: 'until', reason: 'is before the day from which it holds' };
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
  return fates;
}

/** What holds on a day: the newest row on or before it. */
const stateOn = (history: readonly Membership[], urn: number, id: string, day: string): Membership | undefined =>
  history
    .filter((one) => one.urn === urn && one.id === id && one.asAt <= day)
    .reduce<Membership | undefined>((newest, one) => (newest && newest.asAt > one.asAt ? newest : one), undefined);

async function membershipsOf(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select m.urn, m.partnership_id as id, p.kind, m.as_at::text as "asAt", m.present
    from schools.partnership_membership m join schools.partnership p on p.id = m.partnership_id
    where m.urn = any(${[...urns]}::int[]) and (m.import_id = ${writing.importId} or m.import_id is null or m.import_id = any(${[...writing.accepted]}::int[]))
    order by m.as_at, m.id`.execute(tx);
  return rows;
}

/** @returns the kind of each partnership named. */
async function namePartnerships(
  tx: Tx,
  writing: Writing,
  facts: readonly PartnershipFact[],
): Promise<Map<string, PartnershipKind>> {
  const named = new Map(facts.map((fact) => [slug(fact.partnership), fact]));
  named.delete('');
  const rows = [...named].map(([id, { partnership, letter, kind }], place) => ({
    id,
    name: partnership,
    letter,
    kind: kind ?? 'group',
    place: letter?.toUpperCase().charCodeAt(0) ?? 100 + place,
    import_id: writing.importId,
  }));
  await sql`
    insert into schools.partnership (id, name, letter, kind, place, import_id)
    select id, name, letter, kind, place, import_id from json_populate_recordset(null::schools.partnership, ${JSON.stringify(rows)}::json)
    on conflict (id) do nothing`.execute(tx);
  const { rows: found } = await sql<{ id: string; kind: PartnershipKind }>`
    select id, kind from schools.partnership where id = any(${[...named.keys()]}::text[])`.execute(tx);
  return new Map(found.map(({ id, kind }) => [id, kind]));
}
