import { type RawBuilder, sql } from 'kysely';
import type { Tables, Tx } from '../../../platform/database';

/** What a batch of facts is compared with, and where it is written. */
export interface Writing {
  importId: number;
  /** The day from which the file's facts hold. */
  asAt: Temporal.PlainDate;
  /** The imports that had been accepted when this one began: the facts it is compared with, whatever happens meanwhile. */
  accepted: readonly number[];
}

/** What became of a row. 'unknown': about a school that is not known here. 'none': it holds nothing to keep. */
export type Fate = 'new' | 'changed' | 'closed' | 'earlier' | 'unchanged' | 'unknown' | 'none' | Refusal;

/** The row cannot be taken: `name` is the column of the shape that is to blame, if one is. */
export interface Refusal {
  name: string | null;
  reason: string;
}

/** A condition on rows of facts: set by hand, or from an import that had been accepted. */
export const counts = (writing: Writing) =>
  sql<boolean>`(import_id is null or import_id = any(${[...writing.accepted]}::int[]))`;

/**
 * The newest rows of a table for each of these numbers, through its index. Tables grow by tens of thousands of rows in one import, and a
 * planner without statistics would read them whole for `= any(…)`; `lateral` with `offset 0` leaves it no choice.
 */
export const ofEach = (urns: readonly number[], rows: RawBuilder<unknown>) =>
  sql`unnest(${[...new Set(urns)]}::int[]) as each(number) cross join lateral (${rows} offset 0) found`;

/** Tables of this module by their own name. */
type Table = keyof Tables extends infer Name ? (Name extends `schools.${infer Own}` ? Own : never) : never;

/** Writes rows of one form in one statement: as JSON, because a parameter for every value is slow. Dates are text. */
export async function insertRows(tx: Tx, table: Table, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(`schools.${table}`)} (${names})
    select ${names} from json_populate_recordset(null::${sql.table(`schools.${table}`)}, ${JSON.stringify(rows)}::json)`.execute(
    tx,
  );
}

/** Makes sure that schools exist for facts to point at. A school without any fact is seen nowhere. */
export async function knowSchools(tx: Tx, urns: readonly number[]): Promise<void> {
  await sql`insert into schools.school (urn) select distinct unnest(${[...urns]}::int[]) on conflict do nothing`.execute(
    tx,
  );
}

/** Those of the numbers that are schools here. */
export async function knownSchools(tx: Tx, urns: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{
    urn: number;
  }>`select urn from schools.school where urn = any(${[...urns]}::int[])`.execute(tx);
  return new Set(rows.map((row) => row.urn));
}

/** A state with only what the file says: what it leaves out or leaves blank stays as it was. */
export function merge<State extends object>(base: State, said: Partial<State>): State {
  const merged = { ...base };
  for (const name of Object.keys(said) as (keyof State)[]) {
    const value = said[name];
    if (value !== undefined && value !== null) merged[name] = value;
  }
  return merged;
}

/** The names under which two states differ. */
export const differences = <State extends object>(before: State, after: State): (keyof State & string)[] =>
  (Object.keys(after) as (keyof State & string)[]).filter((name) => (before[name] ?? null) !== (after[name] ?? null));

export const isoDate = (date: Temporal.PlainDate | null): string | null => date?.toString() ?? null;
