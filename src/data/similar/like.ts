import type { Database, Tx } from '../../platform/database';
import { type Nearest, nearest } from './nearest';
import { type DescribedMember, describedSchools, features } from './read';

/** How many are compared unless somebody chose, and how many can be ticked. */
const mostNear = 30;
const mostTicked = 60;

/** A school among those of its sector and phase of results, and which of them are most like it. */
export interface Like {
  own: DescribedMember;
  pool: readonly DescribedMember[];
  /** Nearer first, more than are compared. */
  found: Nearest;
  /** The URNs that are compared unless somebody chose. */
  near: readonly number[];
}

export async function schoolsLike(
  tx: Tx,
  database: Database,
  { urn, name, sector }: { urn: number; name: string; sector: string },
): Promise<Like> {
  const all = await describedSchools(tx, database, sector);
  const own = all.find((one) => one.urn === urn) ?? { urn, name, sector, results: [], features: {} };
  // Of the same phase of results: whoever has key stage 2 is compared with whoever has it.
  const same = all.filter((one) => one === own || own.results.every((id) => one.results.includes(id)));
  const pool = same.includes(own) ? same : [own, ...same];
  const found = nearest(
    own,
    pool,
    features.map(({ id }) => id),
    mostTicked,
  );
  return { own, pool, found, near: found.near.slice(0, mostNear).map((one) => one.urn) };
}
