import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import './tables';

/** A pool, with what is known of it before anything is counted. */
export interface Pool {
  id: string;
  name: string;
  year: string;
  trustUid: number | null;
  note: string;
  /** Who agreed and when; null while it is only intended. */
  agreed: { by: string; on: Temporal.PlainDate } | null;
  members: PoolMember[];
}

export interface PoolMember {
  /** The school as a holder. */
  school: string;
  name: string;
  place: number;
  /** The part of its credit that it puts in; null for all of it. */
  part: number | null;
  left: boolean;
}

/** The pools of a year, or of a school, or one, as far as the asker may see them. */
export async function poolsOf(tx: Tx, wish: { id?: string; year?: string; school?: string } = {}): Promise<Pool[]> {
  const { rows } = await sql<Omit<Pool, 'agreed'> & { agreedBy: string | null; agreedOn: Temporal.PlainDate | null }>`
    select p.id, p.name, p.year, p.trust_uid as "trustUid", p.note, p.agreed_by as "agreedBy", p.agreed_on as "agreedOn", coalesce(m.members, '[]') as members
    from entitlements.pool p left join lateral (
      select jsonb_agg(jsonb_build_object('school', m.holder_id, 'name', coalesce(s.name, m.holder_id), 'place', m.place, 'part', m.part, 'left', m.left_at is not null)
        order by m.place) as members
      from entitlements.pool_member m left join schools.current_school s on s.urn = m.holder_id::int
      where m.pool_id = p.id
    ) m on true
    where (${wish.id ?? null}::text is null or p.id = ${wish.id ?? null})
      and (${wish.year ?? null}::text is null or p.year = ${wish.year ?? null})
      and (${wish.school ?? null}::text is null or exists (
        select from entitlements.pool_member o where o.pool_id = p.id and o.holder_id = ${wish.school ?? null} and o.left_at is null))
    order by p.year desc, p.name, p.id`.execute(tx);
  return rows.map(({ agreedBy, agreedOn, ...pool }) => ({
    ...pool,
    agreed: agreedBy && agreedOn ? { by: agreedBy, on: agreedOn } : null,
  }));
}

/** The schools that have left a pool: what they still have there is promised to bookings of before. */
export async function whoHasLeft(tx: Tx, pool: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('entitlements.pool_member')
    .select('holder_id')
    .where('pool_id', '=', pool)
    .where('left_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ holder_id }) => holder_id));
}

/** What one booking has used of a pool, by the school that paid. */
export interface PoolUse {
  booking: string;
  words: string;
  day: Temporal.PlainDate;
  school: string;
  unit: string;
  units: number;
}

/** What paid for what: every booking's use of a pool, less what was given back. */
export async function usesOfPool(tx: Tx, pool: string): Promise<PoolUse[]> {
  const { rows } = await sql<PoolUse>`
    select p.booking, min(p.words) as words, min(p.day) as day, split_part(a.key, '/', 1) as school, a.unit, -sum(l.units)::bigint as units
    from entitlements.account a join entitlements.line l on l.account_id = a.id join entitlements.posting p on p.id = l.posting_id
    where a.holder_kind = 'pool' and a.holder_id = ${pool} and p.booking is not null
    group by p.booking, split_part(a.key, '/', 1), a.unit
    having sum(l.units) <> 0
    order by min(p.id), min(a.id)`.execute(tx);
  return rows;
}

/** What one school has in a pool, in units of its credit. */
export interface PoolShare {
  school: string;
  unit: string;
  putIn: number;
  /** Gone back to the school. */
  back: number;
  used: number;
  held: number;
  left: number;
}

/** Who put in what, and what became of it, in the order of the members. */
export async function sharesOfPool(tx: Tx, pool: string): Promise<PoolShare[]> {
  const { rows } = await sql<PoolShare>`
    select split_part(a.key, '/', 1) as school, a.unit, sum(m.put_in)::bigint as "putIn", sum(m.back)::bigint as back, sum(a.used)::bigint as used,
      sum(h.held)::bigint as held, sum(greatest(a.balance - h.held, 0))::bigint as left
    from entitlements.account a
    cross join lateral (select entitlements.held_of(a.id) as held) h
    cross join lateral (
      select coalesce(sum(l.units) filter (where l.units > 0), 0) as put_in, coalesce(-sum(l.units) filter (where l.units < 0), 0) as back
      from entitlements.line l join entitlements.posting p on p.id = l.posting_id where l.account_id = a.id and p.what = 'pool'
    ) m
    where a.holder_kind = 'pool' and a.holder_id = ${pool}
    group by 1, 2 order by min(a.id)`.execute(tx);
  return rows;
}
