import type { Actor } from '../../platform/actor';
import { heldClock } from '../../platform/clock';
import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { countSchoolAged } from '../../schools';
import { words } from './city';
import { randomFor } from './random';
import type { World } from './world';

/** Of every hundred schools with a nursery class, in how many somebody has counted those of school age. */
const often = 25;

/** The administrator counts with some schools that have younger children on roll, and says how it is known. */
export async function countByHand(mesters: Mesters, world: World, administrator: Actor): Promise<void> {
  const clock = heldClock('2018-03-12', '11:15');
  const random = randomFor(world.seed, 'counts');
  const young = world.schools.filter(({ kind, counted }) => counted && kind.ages[0] < 4 && kind.phase === 'Primary');
  for (const school of young) {
    const chosen = random.percent(often);
    const part = 0.84 + random.next() * 0.08;
    const reason = random.pick(words.reasons);
    if (!chosen || school.head) continue;
    const schoolAged = Math.round(school.pupils[2] * part);
    const answer = await mesters.database.transaction(systemStanding(clock), (tx) =>
      countSchoolAged(tx, { actor: administrator, clock }, school.urn, { schoolAged, reason }),
    );
    if (!answer.ok) throw new Error(`The pupils of ${school.name} were not counted: ${answer.reason}`);
  }
}
