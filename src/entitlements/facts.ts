import { sql } from 'kysely';
import type { Fact, FactValue } from '../offer';
import type { Anyone } from '../platform/actor';
import { recordDeed } from '../platform/audit';
import type { Clock } from '../platform/clock';
import type { Tx } from '../platform/database';
import { ensureHolders, type Holder, holderKey, lockHolders } from './holders';
import { type Reconciled, reconcile } from './reconcile';
import { confidentialFacts } from './years';
import './tables';

export interface By {
  actor: Anyone;
  clock: Clock;
}

export interface Telling {
  holder: Holder;
  /** Names the telling, such as 'contract/…': told again under the same key, it replaces what was told before. */
  key: string;
  kind: string;
  value: FactValue;
  from: Temporal.PlainDate;
  /** The last day on which it holds; null while it has none. */
  to: Temporal.PlainDate | null;
  /** Where it comes from, for people. */
  source: string;
}

/**
 * Tells a fact about a holder, and works out at once what that changes in what they are owed. Telling the same again changes
 * nothing. In the transaction of whoever owns the fact; staff and the program only.
 */
export async function tell(tx: Tx, by: By, told: Telling): Promise<Reconciled> {
  const [one] = await tellMany(tx, by, [told]);
  return one as Reconciled;
}

/**
 * The same for many facts, of one holder or of many: each holder is worked out once, those among `also` too of whom nothing is told.
 */
export async function tellMany(
  tx: Tx,
  by: By,
  tellings: readonly Telling[],
  also: readonly Holder[] = [],
): Promise<Reconciled[]> {
  const holders = distinct([...tellings.map(({ holder }) => holder), ...also]);
  await ensureHolders(tx, holders);
  await lockHolders(tx, holders);
  const confidential = await confidentialFacts(tx);
  const rows = tellings.map(({ holder, key, kind, value, from, to, source }) => ({
    kind_of: holder.kind,
    id_of: holder.id,
    key,
    kind,
    value,
    starts: from.toString(),
    ends: to?.toString() ?? null,
    source,
    confidential: confidential.has(kind),
  }));
  const told = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as new (kind_of text, id_of text, key text, kind text, value jsonb, starts date, ends date, source text, confidential boolean)`;
  const same = sql`f.holder_kind = new.kind_of and f.holder_id = new.id_of and f.key = new.key and f.withdrawn_at is null`;
  const equal = sql`(f.kind, f.value, f.starts, f.ends) is not distinct from (new.kind, new.value, new.starts, new.ends)`;
  await sql`
    update entitlements.fact f set withdrawn_at = ${by.clock.now().toString()}::timestamptz
    from ${told} where ${same} and not (${equal})`.execute(tx);
  const { rows: added } = await sql<{ kind_of: Holder['kind']; id_of: string; kind: string; starts: unknown }>`
    insert into entitlements.fact (holder_kind, holder_id, key, kind, value, starts, ends, source, confidential, told_at, told_by)
    select kind_of, id_of, key, kind, value, starts, ends, source, confidential, ${by.clock.now().toString()}::timestamptz, ${by.actor?.personId ?? null}::uuid
    from ${told}
    where not exists (select from entitlements.fact f where ${same})
    returning holder_kind as kind_of, holder_id as id_of, kind, starts`.execute(tx);
  // What the program itself learns from files is kept with its source in the fact; what a person says is a deed.
  if (by.actor)
    for (const { holder, kind, from, to, source } of tellings)
      if (added.some((row) => row.kind_of === holder.kind && row.id_of === holder.id && row.kind === kind))
        await recordDeed(tx, by, {
          action: 'entitlements.fact-told',
          scope: holderKey(holder),
          about: `${kind}, from ${from}${to ? ` to ${to}` : ''}: ${source}`,
        });
  return reconcile(tx, by, holders);
}

/** Takes back what was told under a key, as if it had never been told; what was used is not taken back. */
export async function withdraw(tx: Tx, by: By, holder: Holder, key: string): Promise<Reconciled> {
  await lockHolders(tx, [holder]);
  const { rows } = await sql<{ kind: string; source: string }>`
    update entitlements.fact set withdrawn_at = ${by.clock.now().toString()}::timestamptz
    where holder_kind = ${holder.kind} and holder_id = ${holder.id} and key = ${key} and withdrawn_at is null
    returning kind, source`.execute(tx);
  if (by.actor)
    for (const { kind, source } of rows)
      await recordDeed(tx, by, {
        action: 'entitlements.fact-withdrawn',
        scope: holderKey(holder),
        about: `${kind}: ${source}`,
      });
  const [one] = await reconcile(tx, by, [holder]);
  return one as Reconciled;
}

/** Takes back what was told under keys that begin so and are not among these: for a source that says all it knows at once. */
export async function withdrawOthers(
  tx: Tx,
  by: By,
  said: readonly { holder: Holder; begin: string; keys: readonly string[] }[],
): Promise<void> {
  const rows = said.map(({ holder, begin, keys }) => ({ ...holder, begin, keys }));
  await sql`
    update entitlements.fact f set withdrawn_at = ${by.clock.now().toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as said (kind text, id text, begin text, keys text[])
    where f.holder_kind = said.kind and f.holder_id = said.id and starts_with(f.key, said.begin)
      and f.key <> all(said.keys) and f.withdrawn_at is null`.execute(tx);
}

/** A fact as it stands, with its source. */
export interface KnownFact extends Fact {
  key: string;
  source: string;
}

/** What is known of a holder, as far as the asker may see it. */
export const factsOf = async (tx: Tx, holder: Holder): Promise<KnownFact[]> =>
  (await factsOfMany(tx, [holder])).get(holderKey(holder)) ?? [];

/** The same of many holders, by their keys. */
export async function factsOfMany(tx: Tx, holders: readonly Holder[]): Promise<Map<string, KnownFact[]>> {
  const found = new Map<string, KnownFact[]>();
  const rows = await tx
    .selectFrom('entitlements.fact')
    .select(['holder_kind', 'holder_id'])
    .select(['key', 'kind', sql<FactValue>`value`.as('value'), 'starts as from', 'ends as to', 'source'])
    .where(
      sql<boolean>`(holder_kind, holder_id) in (select * from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[]))`,
    )
    .where('withdrawn_at', 'is', null)
    .orderBy('starts')
    .orderBy('id')
    .execute();
  for (const { holder_kind: kind, holder_id: id, ...fact } of rows) {
    const key = holderKey({ kind, id });
    const own = found.get(key);
    if (own) own.push(fact);
    else found.set(key, [fact]);
  }
  return found;
}

/**
 * Makes the years of holders follow one version of the offer, whatever is published later: a contract keeps its terms.
 * Works nothing out: tell the fact that follows.
 */
export async function pinOffer(
  tx: Tx,
  holders: readonly Holder[],
  years: readonly string[],
  offerId: string,
): Promise<void> {
  await ensureHolders(tx, holders);
  await sql`
    insert into entitlements.pinned_offer (holder_kind, holder_id, year, offer_id)
    select h.kind, h.id, year, ${offerId}::uuid
    from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[]) h (kind, id), unnest(${years as string[]}::text[]) year
    on conflict (holder_kind, holder_id, year) do update set offer_id = excluded.offer_id
      where pinned_offer.offer_id <> excluded.offer_id`.execute(tx);
}

const distinct = (holders: readonly Holder[]): Holder[] => [
  ...new Map(holders.map((holder) => [holderKey(holder), holder])).values(),
];
