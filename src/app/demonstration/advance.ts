import { recordDeed } from '../../platform/audit';
import { systemStanding } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { system } from '../../schools';
import { startDays } from '../daily';
import { demonstrationBegun } from './make';
import { pass, startTime } from './time';

/** The demonstration's story ends with the last year of its subscriptions. */
const lastDay = Temporal.PlainDate.from('2021-08-31');

/**
 * Moves a demonstration's today forward, day by day, and does on each what falls due: invoices and reminders, years that begin, subscriptions
 * that end. Moving to the day it is moves nothing, and does what is still to be done.
 */
export async function advanceDemonstration(
  mesters: Mesters,
  to: Temporal.PlainDate,
): Promise<Result<null, 'backwards' | 'too-far' | 'being-made' | 'not-a-demonstration'>> {
  const { database, clock } = mesters;
  const answer = await database.transaction(systemStanding(clock), async (tx) => {
    const { kind, heldToday } = await readInstallation(tx);
    if (kind !== 'demonstration' || !heldToday) return refused('not-a-demonstration' as const);
    if ((await demonstrationBegun(tx))?.made === false) return refused('being-made' as const);
    if (Temporal.PlainDate.compare(to, heldToday) < 0) return refused('backwards' as const);
    if (Temporal.PlainDate.compare(to, lastDay) > 0) return refused('too-far' as const);
    if (to.equals(heldToday)) return ok(heldToday);
    await recordDeed(
      tx,
      { actor: system, clock },
      {
        action: 'app.day-moved',
        scope: 'installation',
        about: 'The demonstration moved on',
        before: heldToday.toString(),
        after: to.toString(),
      },
    );
    return ok(heldToday);
  });
  if (!answer.ok) return answer;
  const time = await startTime(mesters, answer.value);
  try {
    await startDays(time.mesters);
    await time.settle();
    await pass(time, to);
  } finally {
    await time.stop();
  }
  return ok(null);
}
