import { setTimeout } from 'node:timers/promises';
import { isBeingMeasured, type NewForMeasures } from '../../data';
import { systemStanding } from '../../platform/database';
import type { Call } from '../command';
import { jobKinds } from '../jobs';
import type { Program } from '../program';

/** Milliseconds between two looks whether the figures are there. */
const look = 100;

/**
 * Ends when the figures that follow from what a command brought are there, so that the next command finds them: worked out by whoever does
 * background work, and by the command itself where this process does none.
 */
export async function untilMeasured(call: Pick<Call, 'say'>, program: Program, of: NewForMeasures): Promise<void> {
  const waits = () => program.database.transaction(systemStanding(program.clock), (tx) => isBeingMeasured(tx, of));
  if (!(await waits())) return;
  call.say('Working out the figures that follow.\n');
  const alone = !program.jobs.started;
  if (alone) await program.jobs.start(jobKinds);
  try {
    while (await waits()) await setTimeout(look);
  } finally {
    if (alone) await program.jobs.stop();
  }
}
