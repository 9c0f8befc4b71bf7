import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';

/** Whether a file became a release before: a making that stopped halfway goes on with the next one. */
export const releasedBefore = (
  { database, clock }: Pick<Mesters, 'database' | 'clock'>,
  fileName: string,
): Promise<boolean> =>
  database.transaction(systemStanding(clock), async (tx) => {
    const found = await tx
      .selectFrom('data.release')
      .select('id')
      .where('file_name', '=', fileName)
      .where('status', '=', 'accepted')
      .executeTakeFirst();
    return found !== undefined;
  });
