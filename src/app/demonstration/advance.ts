import { recordDeed } from '../../platform/audit';
import { systemStanding } from '../../platform/database';
import { changeInstallation, readInstallation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { system } from '../../schools';

/** The demonstration's story ends with the last year of its subscriptions. */
const lastDay = Temporal.PlainDate.from('2021-08-31');

/** Moves a demonstration's today forward. Moving to the day it is changes nothing. */
export async function advanceDemonstration(
  mesters: Mesters,
  to: Temporal.PlainDate,
): Promise<Result<null, 'backwards' | 'too-far' | 'not-a-demonstration'>> {
  const { database, clock } = mesters;
  const answer = await database.transaction(systemStanding(clock), async (tx) => {
    const { kind, heldToday } = await readInstallation(tx);
    if (kind !== 'demonstration' || !heldToday) return refused('not-a-demonstration' as const);
    if (Temporal.PlainDate.compare(to, heldToday) < 0) return refused('backwards' as const);
    if (Temporal.PlainDate.compare(to, lastDay) > 0) return refused('too-far' as const);
    if (to.equals(heldToday)) return ok(null);
    await changeInstallation(tx, { heldToday: to });
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
    return ok(null);
  });
  mesters.forgetInstallation();
  await mesters.installation();
  return answer;
}
