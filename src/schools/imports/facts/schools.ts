import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import { type Step, slicer } from '../../../platform/slices';
import { classify } from '../../classification';
import { counts, differences, type Fate, insertRows, knowSchools, merge, ofEach, type Writing } from './rows';

/** What a school is, field by field as the table names them. Days are text. */
export interface SchoolState {
  name: string;
  la: number | null;
  establishment_number: number | null;
  ukprn: string | null;
  type_name: string | null;
  sector: string;
  status: string;
  publicly_funded: boolean;
  open: boolean;
  opened: string | null;
  closed: string | null;
  low_age: number | null;
  high_age: number | null;
  gender: string | null;
  religious_character: string | null;
  street: string | null;
  locality: string | null;
  town: string | null;
  postcode: string | null;
  website: string | null;
  telephone: string | null;
  easting: number | null;
  northing: number | null;
  ward: string | null;
  capacity: number | null;
}

/** One row's word about a school. */
export type SchoolFact = Partial<SchoolState> & { urn: number; name: string };

interface Held {
  /** What is known on the day of the file, or null: nothing yet. */
  state: SchoolState | null;
  /** True when all that is known is that a census counted it. */
  placeholder: boolean;
  /** True when something is known, though only of a later day. */
  later: boolean;
}

const unknown = classify({});

/** A school of which nothing is known but its number. */
const nothing: Omit<SchoolState, 'name'> = {
  la: null,
  establishment_number: null,
  ukprn: null,
  type_name: null,
  sector: unknown.sector,
  status: unknown.status,
  publicly_funded: unknown.publiclyFunded,
  open: true,
  opened: null,
  closed: null,
  low_age: null,
  high_age: null,
  gender: null,
  religious_character: null,
  street: null,
  locality: null,
  town: null,
  postcode: null,
  website: null,
  telephone: null,
  easting: null,
  northing: null,
  ward: null,
  capacity: null,
};

/** Every column of a state, days as text. */
export const stateColumns = sql.join(
  ['name', ...Object.keys(nothing)].map((name) =>
    name === 'opened' || name === 'closed' ? sql`${sql.ref(name)}::text as ${sql.ref(name)}` : sql.ref(name),
  ),
);

/** Writes what is new or different about schools. Each stands at most once in `facts`; those not known by name before go to `fresh`. */
export async function writeSchools(
  tx: Tx,
  writing: Writing,
  facts: readonly SchoolFact[],
  fresh: number[] = [],
): Promise<Fate[]> {
  const held = await heldSchools(
    tx,
    writing,
    facts.map((fact) => fact.urn),
  );
  const fates: Fate[] = [];
  const rows: object[] = [];
  for (const { urn, ...said } of facts) {
    const before = held.get(urn);
    const after = afterwards(before?.state ?? null, said);
    const changed = before?.state ? differences(before.state, after) : [];
    const fate = fateOf(before, after, changed);
    fates.push(fate);
    if (!before || before.placeholder) fresh.push(urn);
    if (fate === 'unchanged') continue;
    const asAt = writing.asAt.toString();
    rows.push({ urn, import_id: writing.importId, as_at: asAt, placeholder: false, change: fate, changed, ...after });
  }
  await knowSchools(
    tx,
    facts.flatMap(({ urn }) => (held.has(urn) ? [] : [urn])),
  );
  await insertRows(tx, 'school_version', rows);
  return fates;
}

function afterwards(before: SchoolState | null, said: Omit<SchoolFact, 'urn'>): SchoolState {
  const after = merge<SchoolState>(before ?? { ...nothing, name: said.name }, said);
  // An open school has no day on which it closed, though another file said so before; otherwise a blank says nothing.
  if (said.open === true && said.closed == null) after.closed = null;
  if (before && said.sector === unknown.sector) after.sector = before.sector;
  return after;
}

function fateOf(
  held: Held | undefined,
  after: SchoolState,
  changed: string[],
): 'new' | 'earlier' | 'changed' | 'closed' | 'unchanged' {
  if (!held) return 'new';
  if (!held.state) return held.placeholder ? 'changed' : 'earlier';
  if (held.placeholder) return 'changed';
  if (changed.length === 0) return 'unchanged';
  return held.state.open && !after.open ? 'closed' : 'changed';
}

async function heldSchools(tx: Tx, writing: Writing, urns: readonly number[]): Promise<Map<number, Held>> {
  const asAt = writing.asAt.toString();
  const { rows } = await sql<SchoolState & { urn: number; placeholder: boolean; later: boolean }>`
    select found.* from ${ofEach(
      urns,
      sql`select urn, placeholder, as_at > ${asAt}::date as later, ${stateColumns} from schools.school_version
        where urn = each.number and ${counts(writing)}
        order by as_at > ${asAt}::date, placeholder, as_at desc, id desc limit 1`,
    )}`.execute(tx);
  return new Map(
    rows.map(({ urn, placeholder, later, ...state }) => [urn, { state: later ? null : state, placeholder, later }]),
  );
}

/**
 * Schools of the file's authorities that an earlier list had as open on the file's day, and of which the file says nothing: a school whose
 * place another has taken by the file is not among them.
 * @returns "Brook House (123456)", by name.
 */
export async function unlistedSchools(
  step: Step,
  writing: Writing & { memory: { las: ReadonlySet<number>; listed: ReadonlySet<number> } },
): Promise<string[]> {
  const { las, listed } = writing.memory;
  const ofThem = await step((tx) =>
    sql<{ urn: number }>`select distinct urn from schools.school_version where la = any(${[...las]}::int[])`.execute(
      tx,
    ),
  );
  const absent = ofThem.rows.flatMap(({ urn }) => (listed.has(urn) ? [] : [urn]));
  const asAt = writing.asAt.toString();
  const found = await slicer<number, { name: string; urn: number }>(step)(absent, async (tx, urns) => {
    const { rows } = await sql<{ name: string; urn: number }>`
      select urn, name from ${ofEach(
        urns,
        sql`select urn, name, la, open, opened, closed, placeholder from schools.school_version
          where urn = each.number and as_at <= ${asAt}::date and (import_id = ${writing.importId} or ${counts(writing)})
          order by placeholder, as_at desc, id desc limit 1`,
      )}
      where open and not placeholder and la = any(${[...las]}::int[])
        and coalesce(opened <= ${asAt}::date, true) and coalesce(closed >= ${asAt}::date, true)`.execute(tx);
    return rows;
  });
  return found.toSorted((a, b) => a.name.localeCompare(b.name)).map(({ name, urn }) => `${name} (${urn})`);
}

export interface Placeholder {
  urn: number;
  la: number;
  establishmentNumber: number;
  sector: string;
  status: string;
  publiclyFunded: boolean;
}

/**
 * Schools that a census counts and no list has named: kept under their number until one does.
 * @returns those that were unknown.
 */
export async function writePlaceholders(tx: Tx, writing: Writing, all: readonly Placeholder[]): Promise<Set<number>> {
  const { rows } = await sql<{ urn: number }>`
    select distinct urn from schools.school_version
    where urn = any(${all.map((one) => one.urn)}::int[]) and ${counts(writing)}`.execute(tx);
  const known = new Set(rows.map((row) => row.urn));
  const missing = all.filter((one) => !known.has(one.urn));
  await knowSchools(
    tx,
    missing.map((one) => one.urn),
  );
  await insertRows(
    tx,
    'school_version',
    missing.map(({ urn, la, establishmentNumber, sector, status, publiclyFunded }) => ({
      urn,
      import_id: writing.importId,
      as_at: writing.asAt.toString(),
      placeholder: true,
      change: 'new',
      changed: [],
      ...nothing,
      name: `School ${la}/${String(establishmentNumber).padStart(4, '0')} (name not yet known)`,
      la,
      establishment_number: establishmentNumber,
      sector,
      status,
      publicly_funded: publiclyFunded,
    })),
  );
  return new Set(missing.map((one) => one.urn));
}
