import { recordDeed } from '../../platform/audit';
import { systemStanding, type Tx } from '../../platform/database';
import { readInstallation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { system } from '../../schools';
import { type Begun, demonstrationBegun, largest } from './make';
import { liveStory } from './story/tell';
import { startTime } from './time';
import { inventWorld } from './world';

/** The demonstration's story ends with the last year of its subscriptions. */
const lastDay = Temporal.PlainDate.from('2021-08-31');

export type NotMoved = 'backwards' | 'too-far' | 'being-made' | 'not-a-demonstration';

/** Whether a demonstration's today can be moved to a day, from which day, and how it was begun. Changes nothing. */
export async function mayAdvance(
  tx: Tx,
  to: Temporal.PlainDate,
): Promise<Result<{ today: Temporal.PlainDate; begun: Begun | null }, NotMoved>> {
  const { kind, heldToday } = await readInstallation(tx);
  if (kind !== 'demonstration' || !heldToday) return refused('not-a-demonstration');
  const begun = await demonstrationBegun(tx);
  if (begun?.made === false) return refused('being-made');
  if (Temporal.PlainDate.compare(to, heldToday) < 0) return refused('backwards');
  if (Temporal.PlainDate.compare(to, lastDay) > 0) return refused('too-far');
  return ok({ today: heldToday, begun });
}

/**
 * Moves a demonstration's today forward, day by day: on each, what falls due is done (invoices and reminders, years that begin, subscriptions
 * that end), and its people go on as the story has them. Days on which nothing happens are passed over. Moving to the day it is moves nothing.
 */
export async function advanceDemonstration(
  mesters: Mesters,
  to: Temporal.PlainDate,
  progress: (done: number, of: number) => void = () => {},
): Promise<Result<null, NotMoved>> {
  const { database, clock } = mesters;
  const answer = await database.transaction(systemStanding(clock), async (tx) => {
    const may = await mayAdvance(tx, to);
    if (may.ok && !to.equals(may.value.today))
      await recordDeed(
        tx,
        { actor: system, clock },
        {
          action: 'app.day-moved',
          scope: 'installation',
          about: 'The demonstration moved on',
          before: may.value.today.toString(),
          after: to.toString(),
        },
      );
    return may;
  });
  if (!answer.ok) return answer;
  const { begun, today } = answer.value;
  const time = startTime(mesters, today);
  const lived = (day: Temporal.PlainDate) => progress(today.until(day).days, today.until(to).days);
  if (begun && begun.schools <= largest) await liveStory({ time, world: inventWorld(begun) }, to, lived);
  await time.pass(to, lived);
  return ok(null);
}
