import { z } from 'zod';
import { type Clock, zone } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue, type JobKind } from '../../platform/jobs';
import { retellJobs } from './retell';
import { startYear, yearsToBegin } from './years';

/** Every day: years that have begun get their pupil number, and their fee as soon as a price is stated. Each in a transaction of its own. */
const beginYears = defineJob({
  name: 'subscriptions.begin-years',
  title: 'Beginning the year of contracts, every day',
  payload: z.object({}),
  async handle({ tx, clock, signal }) {
    const today = clock.today();
    await tx((open) => tomorrow(open, clock));
    const begun = (await tx(yearsToBegin)).filter(({ from }) => Temporal.PlainDate.compare(from, today) <= 0);
    for (const { contractId, year } of begun) {
      signal.throwIfAborted();
      await tx((open) => startYear(open, { actor: null, clock }, contractId, year));
    }
  },
});

const tomorrow = (tx: Tx, clock: Clock): Promise<string> => {
  const day = clock.today().add({ days: 1 });
  const after = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('00:15') }).toInstant();
  return enqueue(tx, beginYears, {}, { once: 'tomorrow', after });
};

/** Has years begun that should have, now and then every day. To be called when the program starts: it is only added once. */
export const startBeginningYears = (tx: Tx): Promise<string> => enqueue(tx, beginYears, {}, { once: 'today' });

/** The next day after this one on which a year of a contract begins; null where none does. */
export async function nextYearBegins(tx: Tx, today: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const days = (await yearsToBegin(tx)).map(({ from }) => from);
  return (
    days.filter((day) => Temporal.PlainDate.compare(day, today) > 0).toSorted(Temporal.PlainDate.compare)[0] ?? null
  );
}

/** The jobs of contracts, for the worker. */
export const contractJobs: readonly JobKind<never>[] = [...retellJobs, beginYears];
