import { recordDeed } from '../../platform/audit';
import { systemStanding } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { system } from '../../schools';
import { demonstrationBegun, largest } from './make';
import { liveStory } from './story/tell';
import { startTime } from './time';
import { inventWorld } from './world';

/** The demonstration's story ends with the last year of its subscriptions. */
const lastDay = Temporal.PlainDate.from('2021-08-31');

/**
 * Moves a demonstration's today forward, day by day: on each, what falls due is done (invoices and reminders, years that begin, subscriptions
 * that end), and its people go on as the story has them. Days on which nothing happens are passed over. Moving to the day it is moves nothing.
 */
export async function advanceDemonstration(
  mesters: Mesters,
  to: Temporal.PlainDate,
  progress: (done: number, of: number) => void = () => {},
): Promise<Result<null, 'backwards' | 'too-far' | 'being-made' | 'not-a-demonstration'>> {
  const { database, clock } = mesters;
  const answer = await database.transaction(systemStanding(clock), async (tx) => {
    const { kind, heldToday } = await readInstallation(tx);
    if (kind !== 'demonstration' || !heldToday) return refused('not-a-demonstration' as const);
    const begun = await demonstrationBegun(tx);
    if (begun?.made === false) return refused('being-made' as const);
    if (Temporal.PlainDate.compare(to, heldToday) < 0) return refused('backwards' as const);
    if (Temporal.PlainDate.compare(to, lastDay) > 0) return refused('too-far' as const);
    if (to.equals(heldToday)) return ok({ begun, today: heldToday });
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
    return ok({ begun, today: heldToday });
  });
  if (!answer.ok) return answer;
  const { begun, today } = answer.value;
  const time = startTime(mesters, today);
  const lived = (day: Temporal.PlainDate) => progress(today.until(day).days, today.until(to).days);
  if (begun && begun.schools <= largest) await liveStory({ time, world: inventWorld(begun) }, to, lived);
  await time.pass(to, lived);
  return ok(null);
}
