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
export async function schoolHead(tx: Tx, urn: number): Promise<SchoolHead | null> {
  const row = await tx.selectFrom('schools.current_school').where('urn', '=', urn).selectAll().executeTakeFirst();
  return row ? headOf(row, (await trustsOf(tx, [urn])).get(urn) ?? []) : null;
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
  return {
    ...headOf(row, (await trustsOf(tx, [urn])).get(urn) ?? []),
    facts: row,
    source: { file: row.file_name, asAt: row.as_at },
    partnerships: (await partnershipsOf(tx, [urn])).get(urn) ?? [],
    censuses: await censusesOf(tx, urn),
    inspections: await inspectionsOf(tx, urn),
    predecessors: await kin(tx, urn, 'predecessor'),
    successors: await kin(tx, urn, 'successor'),
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
 * The school and everything it came from. A merger is followed for inspections, but never for pupil numbers: those were of other children.
 * Asked first and given on as numbers, so that only their rows are read.
 */
async function lineOf(tx: Tx, urn: number, kinds: readonly Kin['kind'][]): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`
    with recursive line(urn) as (
      select ${urn}::int
      union
      select s.predecessor from schools.succession s join line l on s.successor = l.urn
      where s.kind = any(${kinds}) and (s.happened is null or s.happened <= platform.today())
    )
    select urn from line`.execute(tx);
  return rows.map((row) => row.urn);
}

async function censusesOf(tx: Tx, urn: number): Promise<Census[]> {
  const line = await lineOf(tx, urn, ['conversion']);
  const { rows } = await sql<Census>`
    select distinct on (p.census_date) p.urn, p.census_date as "censusDate", p.source, p.on_roll as "onRoll", p.school_aged as "schoolAged",
      p.boys, p.girls, p.reason, i.file_name as file
    from schools.current_pupil_number p left join schools.import i on i.id = p.import_id
    where p.urn = any(${line})
    order by p.census_date desc, p.urn = ${urn} desc, p.urn desc`.execute(tx);
  return rows;
}

async function inspectionsOf(tx: Tx, urn: number): Promise<Inspection[]> {
  const line = await lineOf(tx, urn, ['conversion', 'merger', 'other']);
  const { rows } = await sql<Inspection>`
    select distinct on (n.inspected, n.urn) n.urn, n.inspected, n.outcome, n.grade, n.published, i.file_name as file
    from schools.inspection n left join schools.import i on i.id = n.import_id
    where n.urn = any(${line}) and n.inspected <= platform.today()
    order by n.inspected desc, n.urn, n.import_id desc nulls last`.execute(tx);
  return rows;
}

async function kin(tx: Tx, urn: number, which: 'predecessor' | 'successor'): Promise<Kin[]> {
  const self = which === 'predecessor' ? 'successor' : 'predecessor';
  const { rows } = await sql<Kin>`
    select distinct on (s.urn) s.urn, s.name, s.open, k.kind, k.happened
    from schools.succession k
    -- One by one, with "offset 0": else the planner may read every school there is for the few that are asked for.
    join lateral (select c.urn, c.name, c.open from schools.current_school c where c.urn = k.${sql.ref(which)} offset 0) s on true
    where k.${sql.ref(self)} = ${urn} and (k.happened is null or k.happened <= platform.today())
    order by s.urn, k.import_id desc nulls last`.execute(tx);
  return rows;
}
