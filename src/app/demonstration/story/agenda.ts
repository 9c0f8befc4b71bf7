import { isWorkingDay } from '../../../bookings';

type Act = () => Promise<void>;

/** What is to happen on which day. Whatever happens may put more on it, for the same day or a later one. */
export interface Agenda {
  /** On that day, or on the next working day after it. */
  on(day: Temporal.PlainDate, act: Act): void;
  /** The next day on which something happens; null when nothing does any more. */
  next(): Temporal.PlainDate | null;
  /** Does what is to happen on that day. */
  play(day: Temporal.PlainDate): Promise<void>;
}

export function makeAgenda(): Agenda {
  const days = new Map<string, Act[]>();
  return {
    on(day, act) {
      const key = workingDay(day).toString();
      days.set(key, [...(days.get(key) ?? []), act]);
    },
    next() {
      const first = [...days.keys()].sort()[0];
      return first === undefined ? null : Temporal.PlainDate.from(first);
    },
    async play(day) {
      const key = day.toString();
      for (let acts = days.get(key); acts && acts.length > 0; acts = days.get(key)) {
        days.delete(key);
        for (const act of acts) await act();
      }
      days.delete(key);
    },
  };
}

/** That day, or the next on which people work. */
export function workingDay(day: Temporal.PlainDate): Temporal.PlainDate {
  let found = day;
  while (!isWorkingDay(found)) found = found.add({ days: 1 });
  return found;
}
