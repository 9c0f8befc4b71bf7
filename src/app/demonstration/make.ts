import { systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { company, givePersonRole, system } from '../../schools';

export interface DemonstrationWish {
  seed: number;
  schools: number;
  progress: (done: number, of: number, words?: string) => void;
}

export async function makeDemonstration(mesters: Mesters, wish: DemonstrationWish): Promise<void> {
  wish.progress(1, 2, 'People');
  await mesters.database.transaction(systemStanding(mesters.clock), async (tx) => {
    await givePersonRole(
      tx,
      { actor: system, clock: mesters.clock },
      {
        name: 'Sam Calloway',
        email: 'sam@example.org',
        role: 'administrator',
        scope: company,
        starts: Temporal.PlainDate.from('2018-04-01'),
        ends: null,
      },
    );
    await changeInstallation(tx, {
      kind: 'demonstration',
      name: 'Five Weirs Learning Partnership',
      heldToday: Temporal.PlainDate.from('2019-01-14'),
    });
  });
  mesters.forgetInstallation();
  wish.progress(2, 2, 'Done');
}
