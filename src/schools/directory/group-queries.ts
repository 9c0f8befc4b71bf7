import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { Order } from '../../platform/ui';
import { named } from '../names';
import type { partnershipKind } from './words';

export interface TrustLine {
  uid: number;
  name: string;
  kind: string;
  /** Open schools in it. */
  schools: number;
  /** Pupils on roll in those, as far as known. */
  pupils: number;
}

const members = (of: 'trust' | 'partnership') => sql`
  select m.${sql.ref(of === 'trust' ? 'uid' : 'partnership_id')} as id, count(*)::int as schools, coalesce(sum(n.on_roll), 0)::int as pupils
  from ${sql.table(`schools.current_${of}_membership`)} m
  join schools.current_school s on s.urn = m.urn and s.open
  left join (select distinct on (urn) urn, on_roll from schools.current_pupil_number order by urn, census_date desc) n on n.urn = m.urn
  group by 1`;

export const trustKeys = ['name', 'kind', 'schools', 'pupils'] as const;

const trustOrders = {
  name: sql`lower(t.name)`,
  kind: sql`lower(t.kind)`,
  schools: sql`coalesce(m.schools, 0)`,
  pupils: sql`coalesce(m.pupils, 0)`,
};

export interface TrustWish {
  /** A piece of the name, or the UID. */
  q: string;
  order: Order<(typeof trustKeys)[number]>;
}

/** Trusts that run schools. */
export async function findTrusts(
  tx: Tx,
  { q, order }: TrustWish,
  range: { limit: number; offset: number },
): Promise<{ trusts: TrustLine[]; total: number }> {
  const fits = q ? sql`(${named(sql`t.name`, q)} or t.uid::text = ${q})` : sql`true`;
  const { rows } = await sql<TrustLine & { total: number }>`
    with members as (${members('trust')})
    select t.uid, t.name, t.kind, coalesce(m.schools, 0) as schools, coalesce(m.pupils, 0) as pupils, (count(*) over ())::int as total
    from schools.current_trust t left join members m on m.id = t.uid
    where t.runs_schools and t.open and ${fits}
    order by ${trustOrders[order.key]} ${order.dir === 'desc' ? sql`desc` : sql`asc`}, lower(t.name), t.uid limit ${range.limit} offset ${range.offset}`.execute(
    tx,
  );
  return { trusts: rows.map(({ total: _, ...trust }) => trust), total: rows[0]?.total ?? 0 };
}

export interface TrustFacts extends TrustLine {
  companiesHouse: string | null;
  open: boolean;
  closed: Temporal.PlainDate | null;
  file: string | null;
  asAt: Temporal.PlainDate;
}

export async function trustFacts(tx: Tx, uid: number): Promise<TrustFacts | null> {
  const { rows } = await sql<TrustFacts>`
    with members as (${members('trust')})
    select t.uid, t.name, t.kind, coalesce(m.schools, 0) as schools, coalesce(m.pupils, 0) as pupils,
      t.companies_house as "companiesHouse", t.open, t.closed, i.file_name as file, t.as_at as "asAt"
    from schools.current_trust t left join members m on m.id = t.uid left join schools.import i on i.id = t.import_id
    where t.uid = ${uid}`.execute(tx);
  return rows[0] ?? null;
}

export interface PartnershipLine {
  id: string;
  name: string;
  letter: string | null;
  kind: Parameters<typeof partnershipKind>[0];
  schools: number;
  pupils: number;
}

const partnershipLines = sql`
  with members as (${members('partnership')})
  select p.id, p.name, p.letter, p.kind, coalesce(m.schools, 0) as schools, coalesce(m.pupils, 0) as pupils
  from schools.current_partnership p left join members m on m.id = p.id`;

/** Which kinds stand first. */
export const kindsInOrder = ['locality', 'sector', 'board', 'network', 'group'] as const;

/** Partnerships in their order: localities first. */
export async function allPartnerships(tx: Tx): Promise<PartnershipLine[]> {
  const { rows } = await sql<PartnershipLine>`
    ${partnershipLines} order by array_position(${[...kindsInOrder]}::text[], p.kind), p.place, p.name`.execute(tx);
  return rows;
}

export async function partnershipFacts(tx: Tx, id: string): Promise<PartnershipLine | null> {
  const { rows } = await sql<PartnershipLine>`${partnershipLines} where p.id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** Partnerships by words of their names, localities first. */
export async function findPartnerships(tx: Tx, q: string): Promise<PartnershipLine[]> {
  const { rows } = await sql<PartnershipLine>`
    ${partnershipLines} where ${named(sql`p.name`, q)}
    order by array_position(${[...kindsInOrder]}::text[], p.kind), p.place, p.name`.execute(tx);
  return rows;
}
