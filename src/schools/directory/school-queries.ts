import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { SchoolVersionTable } from '../tables';
import { type GroupRef, partnershipsOf, trustsOf } from './lookups';

/** Where a fact comes from: the file that somebody brought, or nothing where it was entered by hand. */
export interface Source {
  file: string | null;
  asAt: Temporal.PlainDate;
}

/** What stands above each of a school's pages. */
export interface SchoolHead {
  urn: number;
  name: string;
  sector: string;
  status: string;
  typeName: string | null;
  publiclyFunded: boolean;
  open: boolean;
  closed: Temporal.PlainDate | null;
  town: string | null;
  trusts: GroupRef<number>[];
}

export interface Census {
  /** Under which URN it was counted: a predecessor's where the school has converted since. */
  urn: number;
  censusDate: Temporal.PlainDate;
  source: 'census' | 'establishments' | 'office';
  onRoll: number;
  schoolAged: number | null;
  boys: number | null;
  girls: number | null;
  reason: string | null;
  file: string | null;
}

export interface Inspection {
  /** Under which URN it was inspected. */
  urn: number;
  inspected: Temporal.PlainDate;
  outcome: string;
  grade: number | null;
  published: Temporal.PlainDate | null;
  file: string | null;
}

/** Another school that this one came from, or became. */
export interface Kin {
  urn: number;
  name: string;
  open: boolean;
  kind: 'conversion' | 'merger' | 'other';
  happened: Temporal.PlainDate | null;
}

export interface SchoolFacts extends SchoolHead {
  facts: Pick<
    Selectable<SchoolVersionTable>,
    | 'la'
    | 'establishment_number'
    | 'ukprn'
    | 'opened'
    | 'low_age'
    | 'high_age'
    | 'gender'
    | 'religious_character'
    | 'street'
    | 'locality'
    | 'postcode'
    | 'website'
    | 'telephone'
    | 'easting'
    | 'northing'
    | 'ward'
    | 'capacity'
    | 'placeholder'
  >;
  source: Source;
  partnerships: GroupRef<string>[];
  /** Newest first; those of schools it converted from follow. */
  censuses: Census[];
  /** Newest first, those of predecessors among them. */
  inspections: Inspection[];
  predecessors: Kin[];
  successors: Kin[];
}

/** What stands above a school's pages, or null where no school has this URN. */
export const schoolHead = async (tx: Tx, urn: number): Promise<SchoolHead | null> =>
  (await schoolHeads(tx, [urn])).get(urn) ?? null;

/** The same of many schools. */
export async function schoolHeads(tx: Tx, urns: readonly number[]): Promise<Map<number, SchoolHead>> {
  if (urns.length === 0) return new Map();
  const rows = await tx
    .selectFrom('schools.current_school')
    .where('urn', 'in', [...urns])
    .selectAll()
    .execute();
  const trusts = rows.length === 0 ? new Map() : await trustsOf(tx, urns);
  return new Map(rows.map((row) => [row.urn, headOf(row, trusts.get(row.urn) ?? [])]));
}

/** All that is publicly known of one school, or null where no school has this URN. */
export async function schoolFacts(tx: Tx, urn: number): Promise<SchoolFacts | null> {
  const row = await tx
    .selectFrom('schools.current_school as s')
    .leftJoin('schools.import as i', 'i.id', 's.import_id')
    .where('s.urn', '=', urn)
    .selectAll('s')
    .select('i.file_name')
    .executeTakeFirst();
  if (!row) return null;
  const line = await lineOf(tx, urn);
  return {
    ...headOf(row, (await trustsOf(tx, [urn])).get(urn) ?? []),
    facts: row,
    source: { file: row.file_name, asAt: row.as_at },
    partnerships: (await partnershipsOf(tx, [urn])).get(urn) ?? [],
    censuses: await censusesOf(tx, urn, line.converted),
    inspections: await inspectionsOf(tx, line.all),
    ...(await kinOf(tx, urn)),
  };
}

const headOf = (row: Selectable<SchoolVersionTable>, trusts: GroupRef<number>[]): SchoolHead => ({
  urn: row.urn,
  name: row.name,
  sector: row.sector,
  status: row.status,
  typeName: row.type_name,
  publiclyFunded: row.publicly_funded,
  open: row.open,
  closed: row.closed,
  town: row.town,
  trusts,
});

/**
 * The school and everything it came from. A merger is followed for inspections, but never for pupil numbers: those were of other children, so
 * `converted` are those reached by conversions alone. Asked first and given on as numbers, so that only their rows are read.
 */
async function lineOf(tx: Tx, urn: number): Promise<{ all: number[]; converted: number[] }> {
  const { rows } = await sql<{ urn: number; converted: boolean }>`
    with recursive line(urn, converted) as (
      select ${urn}::int, true
      union
      select s.predecessor, l.converted and s.kind = 'conversion' from schools.succession s join line l on s.successor = l.urn
      where s.happened is null or s.happened <= platform.today()
    )
    select urn, bool_or(converted) as converted from line group by urn`.execute(tx);
  return { all: rows.map((row) => row.urn), converted: rows.filter((row) => row.converted).map((row) => row.urn) };
}

async function censusesOf(tx: Tx, urn: number, line: readonly number[]): Promise<Census[]> {
  const { rows } = await sql<Census>`
    select distinct on (p.census_date) p.urn, p.census_date as "censusDate", p.source, p.on_roll as "onRoll", p.school_aged as "schoolAged",
      p.boys, p.girls, p.reason, i.file_name as file
    from schools.current_pupil_number p left join schools.import i on i.id = p.import_id
    where p.urn = any(${line})
    order by p.census_date desc, p.urn = ${urn} desc, p.urn desc`.execute(tx);
  return rows;
}

async function inspectionsOf(tx: Tx, line: readonly number[]): Promise<Inspection[]> {
  const { rows } = await sql<Inspection>`
    select distinct on (n.inspected, n.urn) n.urn, n.inspected, n.outcome, n.grade, n.published, i.file_name as file
    from schools.inspection n left join schools.import i on i.id = n.import_id
    where n.urn = any(${line}) and n.inspected <= platform.today()
    order by n.inspected desc, n.urn, n.import_id desc nulls last`.execute(tx);
  return rows;
}

async function kinOf(tx: Tx, urn: number): Promise<{ predecessors: Kin[]; successors: Kin[] }> {
  const { rows } = await sql<Kin & { before: boolean }>`
    select distinct on (before, s.urn) k.successor = ${urn} as before, s.urn, s.name, s.open, k.kind, k.happened
    from schools.succession k
    -- One by one, with "offset 0": else the planner may read every school there is for the few that are asked for.
    join lateral (
      select c.urn, c.name, c.open from schools.current_school c
      where c.urn = case when k.successor = ${urn} then k.predecessor else k.successor end offset 0
    ) s on true
    where (k.predecessor = ${urn} or k.successor = ${urn}) and (k.happened is null or k.happened <= platform.today())
    order by before, s.urn, k.import_id desc nulls last`.execute(tx);
  const kin = (wanted: boolean) =>
    rows.filter(({ before }) => before === wanted).map(({ before, ...school }) => school);
  return { predecessors: kin(true), successors: kin(false) };
}
