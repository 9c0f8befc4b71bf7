import { CompiledQuery } from 'kysely';
import type { Clock } from '../clock';
import { type Database, standingParameters, systemStanding, type Tx, takeStanding } from './database';

class TakenBack extends Error {}

/** Makes a change in the program's own name, asks as a visitor what is so then, and takes the change back: nobody else ever sees it. */
export async function askAsIf<T>(
  { database, clock }: { database: Database; clock: Clock },
  change: (tx: Tx) => Promise<unknown>,
  ask: (tx: Tx) => Promise<T>,
): Promise<T> {
  let answer: { is: T } | undefined;
  try {
    await database.transaction(systemStanding(clock), async (tx) => {
      await change(tx);
      await tx.executeQuery(CompiledQuery.raw(takeStanding, standingParameters({ role: 'web', actor: null, clock })));
      answer = { is: await ask(tx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (answer && error instanceof TakenBack) return answer.is;
    throw error;
  }
  throw new Error('A change that was to be taken back was kept.');
}
