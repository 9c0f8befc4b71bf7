import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import type { Holder } from './holders';
import './tables';

/** One thing that a holder is owed, with where it stands now. Units are integers of the account's unit: quarter-days, pence, tickets. */
export interface Account {
  id: number;
  holder: Holder;
  key: string;
  year: string;
  element: string;
  rule: string;
  why: string;
  unit: string;
  /** Which money pays: a funding source of the offer. */
  source: string;
  /** Counted for the year, or for each event: then `owed` is what each event has, and each has an account with its `occasion`. */
  per: 'year' | 'event';
  occasion: string | null;
  /** In a pool: the school's account that the units came from. */
  originId: number | null;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  unlimited: boolean;
  atLeast: boolean;
  offerId: string | null;
  owed: number;
  granted: number;
  used: number;
  /** Net of what came from and went to pools. */
  moved: number;
  balance: number;
  held: number;
  /** Neither used nor held, nor lapsed: nothing is left after the last day. */
  left: number;
  /** What was used or granted beyond what is owed now, for a person to settle. */
  shortfall: number;
}

export interface AccountWish {
  year?: string;
  element?: string;
}

/** The accounts of holders, as far as the asker may see them: in the order in which they are spent. */
export async function accountsOf(tx: Tx, holders: readonly Holder[], wish: AccountWish = {}): Promise<Account[]> {
  if (holders.length === 0) return [];
  return accountRows(
    tx,
    // Each holder's by the index: without "offset 0" the planner, which knows nothing of sizes on PGlite, reads all accounts for a hundred holders.
    sql`from (select distinct * from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[])) h (kind, id)
      cross join lateral (select * from entitlements.account x where x.holder_kind = h.kind and x.holder_id = h.id offset 0) a
      where (${wish.year ?? null}::text is null or a.year = ${wish.year ?? null})
      and (${wish.element ?? null}::text is null or a.element = ${wish.element ?? null})`,
  );
}

/** The accounts with these numbers, as far as the asker may see them. */
export const accountsById = (tx: Tx, ids: readonly number[]): Promise<Account[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : accountRows(tx, sql`from entitlements.account a where a.id = any(${ids as number[]}::bigint[])`);

async function accountRows(tx: Tx, from: ReturnType<typeof sql>): Promise<Account[]> {
  const { rows } = await sql<Omit<Account, 'holder'> & { kind: Holder['kind']; holderId: string }>`
    with a as materialized (select a.* ${from})
    select a.id, a.holder_kind as kind, a.holder_id as "holderId", a.key, a.year, a.element, a.rule, a.why, a.unit, a.source, a.per, a.occasion,
      a.origin_id as "originId", a.starts, a.ends, a.unlimited, a.at_least as "atLeast", a.offer_id as "offerId",
      a.owed, a.granted, a.used, a.moved, a.balance, coalesce(h.units, 0) as held,
      case when a.ends < platform.today() then 0 else greatest(a.balance - coalesce(h.units, 0), 0) end as left,
      case when a.per = 'event' and a.occasion is null then 0 else greatest(a.granted - a.owed, 0) end as shortfall
    from a left join entitlements.held_among(array(select id from a)) h on h.account_id = a.id
    order by a.ends, a.id`.execute(tx);
  return rows.map(({ kind, holderId, ...row }) => ({ ...row, holder: { kind, id: holderId } }));
}
