import { measureAnew } from '../data';
import { nextWorkOutDay, startWorkingOut } from '../entitlements';
import { systemStanding, type Tx } from '../platform/database';
import type { Mesters } from '../platform/mesters';
import { nextMoneyDay, nextYearBegins, startBeginningYears, startDailyMoney } from '../subscriptions';

/**
 * Sets off what is done every day and then sets itself off again: what holders are owed, years that begin, money; and figures of pupils that another rule for what may be shown
 * has to be asked of. Asked again it adds nothing that waits already. To be called when the program starts, and when an installation has become one.
 */
export async function startDays({
  database,
  clock,
  installation,
}: Pick<Mesters, 'database' | 'clock' | 'installation'>): Promise<void> {
  // A new one has nothing to do, and no day that it will keep.
  if ((await installation()).kind === 'new') return;
  await database.transaction(systemStanding(clock), async (tx) => {
    await doToday(tx);
    await measureAnew(tx);
  });
}

/** The same in an open transaction. */
export async function doToday(tx: Tx): Promise<void> {
  await startWorkingOut(tx);
  await startBeginningYears(tx);
  await startDailyMoney(tx);
}

/** The next day after this one that is not idle: something falls due by itself. Null where nothing is to come, as it stands today. */
export async function nextBusyDay(tx: Tx, today: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const days = [await nextWorkOutDay(tx, today), await nextYearBegins(tx, today), await nextMoneyDay(tx, today)];
  return days.flatMap((day) => day ?? []).toSorted(Temporal.PlainDate.compare)[0] ?? null;
}
