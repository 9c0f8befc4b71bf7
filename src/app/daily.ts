import { startWorkingOut } from '../entitlements';
import { systemStanding } from '../platform/database';
import type { Mesters } from '../platform/mesters';
import { startDailyMoney } from '../subscriptions';

/**
 * Sets off what is done every day and then sets itself off again: money, and what holders are owed. Asked again it adds nothing that waits already.
 * A new installation has nothing to do.
 */
export async function startDays({
  database,
  clock,
  installation,
}: Pick<Mesters, 'database' | 'clock' | 'installation'>): Promise<void> {
  if ((await installation()).kind === 'new') return;
  await database.transaction(systemStanding(clock), async (tx) => {
    await startDailyMoney(tx, { clock });
    await startWorkingOut(tx, clock);
  });
}
