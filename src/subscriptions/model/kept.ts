import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import './tables';

/** A what-if under a name. */
export interface Kept {
  id: string;
  year: string;
  name: string;
  query: string;
  at: Temporal.Instant;
  byName: string;
}

const rows = (tx: Tx) =>
  tx
    .selectFrom('subscriptions.model_kept')
    .select(['id', 'year', 'name', 'query', 'kept_at as at', 'kept_by_name as byName'])
    .where('removed_at', 'is', null);

/** By name. */
export const keptOf = (tx: Tx, year: string): Promise<Kept[]> =>
  rows(tx).where('year', '=', year).orderBy('name').execute();

/** Keeps a what-if. The same name with the same what-if is the same one; another one under it is refused. */
export async function keep(
  tx: Tx,
  by: { actor: Anyone; clock: Clock },
  wish: { year: string; name: string; query: string },
): Promise<Result<Kept, string>> {
  const id = crypto.randomUUID();
  await tx
    .insertInto('subscriptions.model_kept')
    .values({
      id,
      ...wish,
      kept_at: by.clock.now(),
      kept_by: by.actor?.personId ?? null,
      kept_by_name: by.actor?.name ?? 'Mesters',
      removed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const there = (await keptOf(tx, wish.year)).find(({ name }) => name.toLowerCase() === wish.name.toLowerCase());
  if (!there) throw new Error('The what-if was not kept.');
  if (there.query !== wish.query)
    return refused(`Another what-if is called “${there.name}”. Choose another name, or remove that one first.`);
  if (there.id === id)
    await recordDeed(tx, by, {
      action: 'subscriptions.what-if-kept',
      scope: 'installation',
      about: `${wish.name} (${wish.year})`,
      after: { query: wish.query },
    });
  return ok(there);
}

/** Null where it had been removed before. */
export async function removeKept(tx: Tx, by: { actor: Anyone; clock: Clock }, id: string): Promise<string | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const gone = await tx
    .updateTable('subscriptions.model_kept')
    .set({ removed_at: by.clock.now() })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!gone) return null;
  await recordDeed(tx, by, {
    action: 'subscriptions.what-if-removed',
    scope: 'installation',
    about: gone.name,
  });
  return gone.name;
}
