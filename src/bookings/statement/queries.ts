import { sql } from 'kysely';
import { type Account, accountsById, accountsOf, type Holder, schoolHolders } from '../../entitlements';
import type { FactValue, Snapshot } from '../../offer';
import { offerOfVersion, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { SchoolHead } from '../../schools';
import '../tables';

/** What a statement reads. The asker's own level decides what is there. */

/** What is known of schools on a day, by the holder's identifier. What was told last of what holds is what holds. */
export async function knownOn(tx: Tx, ids: readonly string[], day: Temporal.PlainDate): Promise<Map<string, Snapshot>> {
  const { rows } = await sql<{ id: string; kind: string; value: FactValue }>`
    select holder_id as id, kind, value from entitlements.fact
    where holder_kind = 'school' and holder_id = any(${ids as string[]}::text[]) and withdrawn_at is null
      and starts <= ${day.toString()}::date and (ends is null or ends >= ${day.toString()}::date)
    order by starts, id`.execute(tx);
  const known = new Map<string, Record<string, FactValue>>(ids.map((id) => [id, {}]));
  for (const { id, kind, value } of rows) (known.get(id) ?? {})[kind] = value;
  return known;
}

/** The accounts of schools in a year, by the holder's identifier: their own, and what of theirs lies in pools. */
export async function accountsWithPools(tx: Tx, ids: readonly string[], year: string): Promise<Map<string, Account[]>> {
  const own = await accountsOf(
    tx,
    ids.map((id): Holder => ({ kind: 'school', id })),
    { year },
  );
  const moved = own.filter(({ moved: units }) => units !== 0).map(({ id }) => id);
  const { rows } =
    moved.length === 0
      ? { rows: [] }
      : await sql<{
          id: number;
        }>`select id from entitlements.account where origin_id = any(${moved}::bigint[])`.execute(tx);
  const holderOf = new Map(own.map(({ id, holder }) => [id, holder.id]));
  const pooled = await accountsById(
    tx,
    rows.map(({ id }) => id),
  );
  return Map.groupBy([...own, ...pooled], (one) => holderOf.get(one.originId ?? one.id) ?? one.holder.id);
}

/** The version of the offer of a year that these schools follow: what a contract pins, else the newest published. Null where there is none. */
export async function offersOf(
  tx: Tx,
  ids: readonly string[],
  year: string,
): Promise<(id: string) => PublishedOffer | null> {
  const { rows } = await sql<{ holder: string | null; offer: string }>`
    (select null::text as holder, id as offer from offer.published where year = ${year} order by version desc limit 1)
    union all
    select holder_id, offer_id from entitlements.pinned_offer
    where holder_kind = 'school' and holder_id = any(${ids as string[]}::text[]) and year = ${year}`.execute(tx);
  const versions = new Map<string, PublishedOffer>();
  for (const id of new Set(rows.map(({ offer }) => offer))) {
    const found = await offerOfVersion(tx, id);
    if (found) versions.set(id, found);
  }
  const pinned = new Map(rows.map(({ holder, offer }) => [holder, versions.get(offer) ?? null]));
  const newest = pinned.get(null) ?? null;
  return (id) => pinned.get(id) ?? newest;
}

/** Every school that is open, counts as a member and has an account, under any number that it ever had; by its name. */
export async function cityHeads(tx: Tx): Promise<Pick<SchoolHead, 'urn' | 'name'>[]> {
  const open = await tx
    .selectFrom('schools.current_school')
    .select(['urn', 'name'])
    .where('open', '=', true)
    .where('publicly_funded', '=', true)
    .orderBy('name')
    .execute();
  const { rows } = await sql<{ id: string }>`
    select distinct holder_id as id from entitlements.account where holder_kind = 'school'`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  const holders = await schoolHolders(
    tx,
    open.map(({ urn }) => urn),
  );
  return open.filter(({ urn }) => known.has(holders.get(urn)?.id ?? String(urn)));
}

/** Something that used an account, or holds of it. */
export interface Behind {
  accountId: number;
  state: 'used' | 'held';
  booking: string;
  /** The school on whose pages the booking stands; null where it is none of ours to open. */
  urn: number | null;
  what: string;
  day: Temporal.PlainDate;
  units: number;
  unit: string;
  evidence: string | null;
  evidenceLink: string | null;
}

/** A booking's own identifier: whoever else writes to the ledger names theirs otherwise. */
const anUuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
/** How many of an account's newest movements are looked at for its row. All of them stand on the account's own page. */
const newest = 24;

/**
 * The newest bookings behind accounts. Found from the end of each account's lines, so that one of ten thousand postings costs no more than
 * one of ten.
 */
export async function behindAccounts(tx: Tx, accounts: readonly number[]): Promise<Behind[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<Behind>`
    select m.account_id as "accountId", m.state, m.booking, m.units, m.unit, coalesce(b.what, m.words) as what,
      coalesce(b.delivered_on, b.day, m.day) as day, b.evidence, b.evidence_link as "evidenceLink",
      (select min(f.urn) from bookings.booking_for f where f.booking_id = b.id) as urn
    from entitlements.bookings_behind(${accounts as number[]}::bigint[], ${newest}) m
      left join lateral (select * from bookings.booking b where b.id = case when m.booking ~ ${anUuid} then m.booking::uuid end offset 0) b on true
    order by m.account_id, day, m.booking`.execute(tx);
  return rows;
}

/** One thing that happened to an account. */
export interface Movement {
  id: number;
  kind: 'grant' | 'use' | 'return' | 'pool' | 'hold';
  booking: string | null;
  urn: number | null;
  day: Temporal.PlainDate;
  at: Temporal.Instant;
  /** Null: the program itself, or somebody whom the reader may not know. */
  person: string | null;
  byPerson: boolean;
  words: string;
  /** Above nothing: the account got them. */
  units: number;
  /** A hold: until when, and what became of it. */
  until: Temporal.Instant | null;
  ended: 'confirmed' | 'released' | 'ran-out' | null;
}

/** Every posting to an account, the newest first, from one before a given posting on. */
export async function postingsOf(tx: Tx, account: number, before: number | null, limit: number): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select p.id, p.what as kind, p.booking, p.day, p.at, s.name as person, p.person_id is not null as "byPerson", p.words, x.units,
      null::timestamptz as until, null::text as ended,
      (select min(f.urn) from bookings.booking_for f where f.booking_id::text = p.booking) as urn
    from (
      select posting_id, units from entitlements.line
      where account_id = ${account} and (${before}::bigint is null or posting_id < ${before})
      order by posting_id desc limit ${limit}
    ) x join entitlements.posting p on p.id = x.posting_id left join schools.person s on s.id = p.person_id
    order by p.id desc`.execute(tx);
  return rows;
}

/** What is promised of an account, and was: the newest first. */
export async function holdsOf(tx: Tx, account: number, limit: number): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select h.id, 'hold' as kind, h.booking, h.day, h.made_at as at, s.name as person, h.made_by is not null as "byPerson", h.words, -x.units as units,
      h.until, case when h.ended is null and h.until <= platform.now() then 'ran-out' else h.ended end as ended,
      (select min(f.urn) from bookings.booking_for f where f.booking_id::text = h.booking) as urn
    from (select hold_id, units from entitlements.hold_line where account_id = ${account} order by hold_id desc limit ${limit}) x
      join entitlements.hold h on h.id = x.hold_id left join schools.person s on s.id = h.made_by
    order by h.id desc`.execute(tx);
  return rows;
}
