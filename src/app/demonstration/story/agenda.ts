import { isWorkingDay } from '../../../bookings';
import type { Tx } from '../../../platform/database';

/** Something that somebody does. Done before, it does nothing. */
export type Act = (tx: Tx) => Promise<void>;

/** What is to happen on which day: all of it is known from the beginning, so that a story which stopped goes on where it was. */
export interface Agenda {
  /** On that day, or on the next working day after it. */
  on(day: Temporal.PlainDate, act: Act): void;
  /** The first day after this one on which something happens; null when nothing does any more. */
  after(day: Temporal.PlainDate): Temporal.PlainDate | null;
  /** What is to happen on that day, in its order. */
  of(day: Temporal.PlainDate): readonly Act[];
}

export function makeAgenda(): Agenda {
  const days = new Map<string, Act[]>();
  return {
    on(day, act) {
      const key = workingDay(day).toString();
      const acts = days.get(key);
      if (acts) acts.push(act);
      else days.set(key, [act]);
    },
    after(day) {
      const from = day.toString();
      const first = [...days.keys()].filter((key) => key > from).sort()[0];
      return first === undefined ? null : Temporal.PlainDate.from(first);
    },
    of: (day) => days.get(day.toString()) ?? [],
  };
}

/** That day, or the next on which people work. */
export function workingDay(day: Temporal.PlainDate): Temporal.PlainDate {
  let found = day;
  while (!isWorkingDay(found)) found = found.add({ days: 1 });
  return found;
}
