import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import './tables';

/** What the books say against what their lines say. */
export interface Difference {
  what: 'account' | 'posting' | 'return' | 'pool' | 'hold';
  id: number;
  words: string;
}

export interface Verified {
  accounts: number;
  postings: number;
  lines: number;
  holds: number;
  differences: Difference[];
}

/**
 * Recomputes every account from its lines and every posting's sums, and looks whether holds and pools fit. The program only: it sees every
 * line. At most a thousand differences are told of each kind.
 */
export async function verify(tx: Tx): Promise<Verified> {
  const { rows: accounts } = await sql<{ id: number; kept: string; lines: string }>`
    with summed as (
      select l.account_id as id,
        coalesce(sum(l.units) filter (where p.what = 'grant'), 0)::bigint as granted,
        coalesce(-sum(l.units) filter (where p.what in ('use', 'return')), 0)::bigint as used,
        coalesce(sum(l.units) filter (where p.what = 'pool'), 0)::bigint as moved
      from entitlements.line l join entitlements.posting p on p.id = l.posting_id
      where l.account_id is not null group by l.account_id
    )
    select a.id, concat_ws(', ', a.granted, a.used, a.moved, a.balance) as kept, concat_ws(', ', n.granted, n.used, n.moved, n.balance) as lines
    from entitlements.account a left join summed s on s.id = a.id
    cross join lateral (
      select coalesce(s.granted, 0) as granted, coalesce(s.used, 0) as used, coalesce(s.moved, 0) as moved,
        case when a.unlimited then 0 else coalesce(s.granted, 0) + coalesce(s.moved, 0) - coalesce(s.used, 0) end as balance
    ) n
    where (a.granted, a.used, a.moved, a.balance) is distinct from (n.granted, n.used, n.moved, n.balance)
    order by a.id limit 1000`.execute(tx);
  const { rows: postings } = await sql<{ id: number; unit: string | null; sum: number }>`
    select p.id, l.unit, sum(l.units)::bigint as sum from entitlements.posting p join entitlements.line l on l.posting_id = p.id
    group by p.id, l.unit having sum(l.units) <> 0 order by p.id limit 1000`.execute(tx);
  const { rows: returns } = await sql<{ id: number; booking: string; units: number }>`
    select l.account_id as id, p.booking, sum(l.units)::bigint as units from entitlements.posting p join entitlements.line l on l.posting_id = p.id
    where p.booking is not null and l.account_id is not null
    group by l.account_id, p.booking having sum(l.units) > 0 order by 1 limit 1000`.execute(tx);
  const { rows: pools } = await sql<{ id: number; units: number }>`
    select coalesce(a.origin_id, a.id) as id, sum(a.moved)::bigint as units from entitlements.account a
    group by 1 having sum(a.moved) <> 0 order by 1 limit 1000`.execute(tx);
  const { rows: holds } = await sql<{ id: number; held: number; balance: number }>`
    select a.id, h.held, a.balance from entitlements.account a cross join lateral (select entitlements.held_of(a.id) as held) h
    where not a.unlimited and h.held > a.balance order by a.id limit 1000`.execute(tx);
  const { rows: open } = await sql<{ id: number }>`
    select distinct h.id from entitlements.hold h join entitlements.hold_line l on l.hold_id = h.id
    where l.open <> (h.ended_at is null) order by 1 limit 1000`.execute(tx);
  const { rows: counts } = await sql<Omit<Verified, 'differences'>>`
    select (select count(*) from entitlements.account) as accounts, (select count(*) from entitlements.posting) as postings,
      (select count(*) from entitlements.line) as lines, (select count(*) from entitlements.hold) as holds`.execute(tx);
  const differences: Difference[] = [
    ...accounts.map(
      ({ id, kept, lines }): Difference => ({
        what: 'account',
        id,
        words: `Account ${id} says granted, used, moved, left: ${kept}. Its lines say ${lines}.`,
      }),
    ),
    ...postings.map(
      ({ id, unit, sum }): Difference => ({
        what: 'posting',
        id,
        words: `The lines of posting ${id} sum to ${sum} ${unit} and not to zero.`,
      }),
    ),
    ...returns.map(
      ({ id, booking, units }): Difference => ({
        what: 'return',
        id,
        words: `Booking ${booking} gave account ${id} back ${units} more than it had used.`,
      }),
    ),
    ...pools.map(
      ({ id, units }): Difference => ({
        what: 'pool',
        id,
        words: `What left account ${id} for pools and what is there of it differ by ${units}.`,
      }),
    ),
    ...holds.map(
      ({ id, held, balance }): Difference => ({
        what: 'hold',
        id,
        words: `Of account ${id}, ${held} are promised and ${balance} are there.`,
      }),
    ),
    ...open.map(({ id }): Difference => ({ what: 'hold', id, words: `Hold ${id} has ended and its lines have not.` })),
  ];
  return { ...(counts[0] as Omit<Verified, 'differences'>), differences };
}
