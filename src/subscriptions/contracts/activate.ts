import { pinOffer, schoolHolder } from '../../entitlements';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { type By, type Done, done, locked, pinned, wrongState } from './held';
import { tellSubscribed } from './retell';
import { stateOn, yearsOf } from './state';
import { comingYears, keepYears, planYear, workOutYear } from './years';

/**
 * An accepted contract becomes binding: its offer is pinned for its years, the school is subscribed from its first to its last day, the first
 * year's fee stands and its payments are planned. The later years begin with the work of their first day. In the name of the office or of the program.
 * Safe to repeat.
 */
export async function activate(tx: Tx, by: By, contractId: string): Promise<Result<Done, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  if (contract.activeAt) return ok({ ...found.value, fresh: false });
  const state = stateOn(contract, by.clock.today());
  if (state !== 'accepted') return refused(wrongState(state, `${school.name} has no accepted form to make binding.`));
  const published = await pinned(tx, contract);
  const years = yearsOf(published.offer, contract.starts, contract.ends);
  await tx
    .updateTable('subscriptions.contract')
    .set({ active_at: by.clock.now() })
    .where('id', '=', contract.id)
    .execute();
  await pinOffer(tx, await schoolHolder(tx, contract.urn), years, contract.offerId);
  await tellSubscribed(tx, by, contract);
  const [first] = years;
  if (first !== undefined) {
    const worked = await workOutYear(tx, contract, school, first, by.clock.today());
    const kept = contract.years.find(({ year }) => year === first) ?? worked.row;
    await keepYears(tx, by, contract.id, [kept, ...comingYears(published, contract).slice(1)]);
    await planYear(tx, by, contract, worked.published, kept);
  }
  await recordDeed(tx, by, {
    action: 'subscriptions.activated',
    scope: `school/${school.urn}`,
    about: `${school.name} is subscribed from ${contract.starts} to ${contract.ends}`,
  });
  return done(tx, found.value);
}
