import { poolsOf } from '../../entitlements';
import type { Tx } from '../../platform/database';
import type { ContractLine } from './lists';
import { isBinding, isOpen } from './state';

/** Schools that said in their form that they mean to pool their credit with the same others, and are in no pool of the year yet. */
export interface MeansToPool {
  /** In the words of the form. */
  with: string;
  schools: { urn: number; name: string }[];
  /** The page on which the office notes the pool, filled in as far as is known. */
  href: string;
}

export async function meansToPool(tx: Tx, lines: readonly ContractLine[]): Promise<MeansToPool[]> {
  const said = lines.filter(({ contract, state }) => contract?.poolWith && (isOpen(state) || isBinding(state)));
  const year = said[0]?.year;
  if (year === undefined) return [];
  const pools = await poolsOf(tx, { year });
  const pooled = new Set(
    pools.flatMap(({ members }) => members.filter(({ left }) => !left).map(({ school }) => Number(school))),
  );
  const waiting = said.filter(({ contract }) => !pooled.has(contract?.urn ?? 0));
  return [
    ...Map.groupBy(waiting, ({ contract, trust }) => `${trust?.uid}/${contract?.poolWith?.toLowerCase()}`).values(),
  ].map((group) => {
    const words = group[0]?.contract?.poolWith ?? '';
    const { trust = null } = group[0] ?? {};
    const query = new URLSearchParams({
      name: trust ? trust.name : words,
      ...(trust ? { trust: String(trust.uid) } : {}),
      members: group.map(({ urn }) => urn).join('\n'),
      note: `Said in the form: ${words}`,
      year,
    });
    return { with: words, schools: group.map(({ urn, name }) => ({ urn, name })), href: `/pools/new?${query}` };
  });
}
