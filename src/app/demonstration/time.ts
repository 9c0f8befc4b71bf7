import { type Clock, heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { changeInstallation, readInstallation } from '../../platform/installation';
import { createJobs } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { everydayJobs } from '../work';

/** Days that pass in an installation: its today moves, and what has fallen due is done, by the very jobs that do it in everyday life. */
export interface Time {
  /** The installation as it stands on the day. */
  mesters: Mesters;
  today(): Temporal.PlainDate;
  /** Moves today forward, or to where it is. Nothing is done yet. */
  moveTo(day: Temporal.PlainDate): Promise<void>;
  /** Does everything that is due, until nothing is. */
  settle(): Promise<void>;
  /** In the program's own name. */
  asProgram<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** `from`: the day on which it begins. */
export async function startTime(given: Mesters, from: Temporal.PlainDate): Promise<Time> {
  let held = heldClock(from, '10:00');
  const clock: Clock = { now: () => held.now(), today: () => held.today() };
  // Nobody is written to by a post office while the days of a demonstration pass.
  const mesters: Mesters = { ...given, clock, config: { ...given.config, smtpUrl: null } };
  mesters.jobs = createJobs(given.database, () => mesters);
  const asProgram = <T>(work: (tx: Tx) => Promise<T>) => given.database.transaction(systemStanding(clock), work);
  await mesters.jobs.start(everydayJobs);
  return {
    mesters,
    today: () => held.today(),
    async moveTo(day) {
      held = heldClock(day, '10:00');
      // Other processes, and the worker that may run beside this, live on the same day.
      await asProgram(async (tx) => {
        const { heldToday } = await readInstallation(tx);
        // Of two that move it, neither moves it back.
        if (!heldToday || Temporal.PlainDate.compare(heldToday, day) < 0)
          await changeInstallation(tx, { heldToday: day });
      });
      given.forgetInstallation();
      await given.installation();
    },
    settle: () => mesters.jobs.idle(),
    asProgram,
    stop: () => mesters.jobs.stop(),
  };
}

/** Lets the days pass until that day has been: one by one, so that whatever falls due is done on its own day, or by so many at a time. */
export async function pass(time: Time, until: Temporal.PlainDate, days = 1): Promise<void> {
  while (Temporal.PlainDate.compare(time.today(), until) < 0) {
    const next = time.today().add({ days });
    await time.moveTo(Temporal.PlainDate.compare(next, until) < 0 ? next : until);
    await time.settle();
  }
}
