import { sql } from 'kysely';
import { type Clock, heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { changeInstallation, readInstallation } from '../../platform/installation';
import { inTurn } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { doToday, nextBusyDay } from '../daily';
import { city } from './city';

/** What happens on a day, in the program's own name; `settle` does at once what has been set off so far. */
export type Deeds<T = void> = (tx: Tx, settle: () => Promise<void>) => Promise<T>;

/** Days that pass in an installation: its today moves, and what falls due is done, by the very jobs that do it in everyday life. */
export interface Time {
  /** The installation as it stands on the day. */
  mesters: Mesters;
  today(): Temporal.PlainDate;
  /** The next day on which something falls due by itself, as it stands; null where nothing will. */
  nextBusy(): Promise<Temporal.PlainDate | null>;
  /**
   * Today is that day: what falls due by itself is done, then the deeds, then what follows from them, all in one transaction. So a day has been
   * wholly or not at all, whenever the program stops. Nothing of what falls due is looked for on a day before the next busy one.
   */
  day(day: Temporal.PlainDate, deeds?: Deeds): Promise<void>;
  /** More of today. */
  meanwhile<T>(deeds: Deeds<T>): Promise<T>;
  /** It is so many minutes after midnight, within a day that is being lived. */
  clockTo(tx: Tx, minutes: number): Promise<void>;
  /** Lets the days pass until that day has been. Each on which something falls due is lived, the others are passed over. */
  pass(until: Temporal.PlainDate, passed?: (day: Temporal.PlainDate) => void): Promise<void>;
}

/** Before anybody is at work, what falls due by itself is done. */
const opens = '08:00';

/** `from`: the day on which it begins. */
export function startTime(given: Mesters, from: Temporal.PlainDate): Time {
  let held = heldClock(from, opens);
  const clock: Clock = { now: () => held.now(), today: () => held.today() };
  // Nobody is written to by a post office while the days of a demonstration pass.
  const installation = async () => ({
    kind: 'demonstration' as const,
    name: city.partnership,
    heldToday: clock.today(),
  });
  const mesters: Mesters = { ...given, clock, installation, config: { ...given.config, smtpUrl: null } };
  let busy: { day: Temporal.PlainDate | null } | null = null;
  const meanwhile = <T>(deeds: Deeds<T>): Promise<T> =>
    given.database.transaction(systemStanding(clock), (tx) => inTurn(tx, mesters, (settle) => deeds(tx, settle)));
  const time: Time = {
    mesters,
    today: () => held.today(),
    meanwhile(deeds) {
      busy = null;
      return meanwhile(deeds);
    },
    async nextBusy() {
      busy ??= { day: await meanwhile((tx) => nextBusyDay(tx, held.today())) };
      return busy.day;
    },
    async day(day, deeds) {
      const [before, due] = [held, await time.nextBusy()];
      const idle = !due || Temporal.PlainDate.compare(day, due) < 0;
      held = heldClock(day, opens);
      try {
        await meanwhile(async (tx, settle) => {
          await moveTo(tx, day);
          if (!idle) await doToday(tx);
          await settle();
          await deeds?.(tx, settle);
          await settle();
          busy = { day: await nextBusyDay(tx, day) };
        });
      } catch (error) {
        busy = null;
        held = before;
        throw error;
      }
      // Other processes, and the worker that may run beside this, live on the same day.
      given.forgetInstallation();
      await given.installation();
    },
    async clockTo(tx, minutes) {
      held = heldClock(held.today(), Temporal.PlainTime.from('00:00').add({ minutes }).toString());
      await sql`select set_config('app.now', ${held.now().toString()}, true)`.execute(tx);
    },
    async pass(until, passed) {
      while (Temporal.PlainDate.compare(held.today(), until) < 0) {
        const due = await time.nextBusy();
        const next = due && Temporal.PlainDate.compare(due, until) < 0 ? due : until;
        await time.day(next);
        passed?.(next);
      }
    },
  };
  return time;
}

/** Of two that move it, neither moves it back. */
async function moveTo(tx: Tx, day: Temporal.PlainDate): Promise<void> {
  const { heldToday } = await readInstallation(tx);
  if (!heldToday || Temporal.PlainDate.compare(heldToday, day) < 0) await changeInstallation(tx, { heldToday: day });
}
