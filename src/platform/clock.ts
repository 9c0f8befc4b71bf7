/** Where today comes from. Everything else asks a clock: no other file calls `Date` or `Temporal.Now`. */
export interface Clock {
  now(): Temporal.Instant;
  today(): Temporal.PlainDate;
}

export const zone = 'Europe/London';

/** The real clock, in Europe/London. */
export const realClock: Clock = {
  now: () => Temporal.Now.instant(),
  today: () => Temporal.Now.plainDateISO(zone),
};

/** A clock that stands on one day: at 09:00 unless told otherwise. The demonstration and the tests use it. */
export function heldClock(today: Temporal.PlainDate | string, time = '09:00'): Clock {
  const date = Temporal.PlainDate.from(today);
  const now = date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
  return { now: () => now, today: () => date };
}

/** Milliseconds from an arbitrary start, for measuring how long something took. Never a date. */
export const elapsed = (): number => performance.now();

/** For a library that reckons in `Date`: nothing of ours does. */
export const legacyDate = (at: Temporal.Instant): Date => new Date(at.epochMilliseconds);
