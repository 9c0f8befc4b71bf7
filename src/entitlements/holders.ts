import { sql } from 'kysely';
import type { HolderKind } from '../offer';
import type { Tx } from '../platform/database';
import { lineage, lineages } from '../schools';
import './tables';

/** Whoever may hold something: a school, a trust, a partnership or group, or a pool. */
export interface Holder {
  kind: HolderKind;
  /** A school's is the URN of the first of its line of conversions: see `schoolHolder`. */
  id: string;
}

export const holderKey = ({ kind, id }: Holder): string => `${kind}/${id}`;

/** A school as a holder: one that took over by conversion goes on with what its predecessor was owed and had. */
export async function schoolHolder(tx: Tx, urn: number): Promise<Holder> {
  return { kind: 'school', id: String((await lineage(tx, urn))[0]) };
}

/** The same for many schools at once. */
export async function schoolHolders(tx: Tx, urns: readonly number[]): Promise<Map<number, Holder>> {
  const lines = await lineages(tx, urns);
  return new Map(urns.map((urn) => [urn, { kind: 'school', id: String(lines.get(urn)?.[0] ?? urn) }]));
}

/** Makes holders known that are new, and keeps up who may read them. Pools are made by `pools`, which knows their members. */
export async function ensureHolders(tx: Tx, holders: readonly Holder[]): Promise<void> {
  const urns = holders.flatMap(({ kind, id }) => (kind === 'school' ? [Number(id)] : []));
  const lines = await lineages(tx, urns);
  const rows = holders
    .filter(({ kind }) => kind !== 'pool')
    .map((holder) => ({ ...holder, ...levelsOfHolder(holder, lines.get(Number(holder.id)) ?? [Number(holder.id)]) }));
  if (rows.length === 0) return;
  await sql`
    insert into entitlements.holder (kind, id, readers, spenders, confidants)
    select kind, id, readers, spenders, confidants from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as new (kind text, id text, readers text[], spenders text[], confidants text[])
    order by kind, id
    on conflict (kind, id) do update set readers = excluded.readers, spenders = excluded.spenders, confidants = excluded.confidants
      where (holder.readers, holder.spenders, holder.confidants) is distinct from (excluded.readers, excluded.spenders, excluded.confidants)`.execute(
    tx,
  );
}

/** Who may read, spend, and read what follows from a judgement: see `docs/architecture.md`, "Who may see what". */
function levelsOfHolder({ kind, id }: Holder, urns: readonly number[]) {
  if (kind === 'school')
    return {
      readers: ['school/*', ...urns.map((urn) => `school/${urn}`)],
      spenders: ['staff', 'partner', ...urns.map((urn) => `leader/${urn}`)],
      confidants: ['category/*', ...urns.map((urn) => `category/${urn}`)],
    };
  const readers = [`${kind}/*`, `${kind}/${id}`, ...(kind === 'partnership' ? ['partner'] : [])];
  const leads = kind === 'trust' ? `trust-leader/${id}` : `chair/${id}`;
  return { readers, spenders: ['staff', leads, ...(kind === 'partnership' ? ['partner'] : [])], confidants: readers };
}

/**
 * Locks holders in one order, until the transaction ends: whoever changes what they have waits for whoever is at it. Everybody
 * may lock, for locking shows nothing.
 */
export async function lockHolders(tx: Tx, holders: readonly Holder[]): Promise<void> {
  const keys = holders.map(holderKey).sort();
  await sql`select entitlements.lock_holders(${keys}::text[])`.execute(tx);
}
