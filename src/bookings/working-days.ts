/** Working days in England: Monday to Friday without bank holidays. Pure. */

type Named = readonly [month: number, day: number];

/** Days moved or added by proclamation, which no rule gives. */
const moved: Readonly<Record<number, { without?: readonly Named[]; with: readonly Named[] }>> = {
  2011: { with: [[4, 29]] },
  2012: {
    without: [[5, 28]],
    with: [
      [6, 4],
      [6, 5],
    ],
  },
  2020: { without: [[5, 4]], with: [[5, 8]] },
  2022: {
    without: [[5, 30]],
    with: [
      [6, 2],
      [6, 3],
      [9, 19],
    ],
  },
  2023: { with: [[5, 8]] },
};

/** The bank holidays of England in one calendar year, in their order. Days that fall on a weekend are taken on the next working day. */
export function bankHolidays(year: number): Temporal.PlainDate[] {
  const easter = easterSunday(year);
  const ruled = [
    substitute(on(year, 1, 1), []),
    easter.subtract({ days: 2 }),
    easter.add({ days: 1 }),
    monday(on(year, 5, 1)),
    monday(on(year, 5, 25)),
    monday(on(year, 8, 25)),
    ...christmas(year),
  ];
  const exception = moved[year];
  const kept = ruled.filter((day) => !exception?.without?.some(([month, date]) => day.equals(on(year, month, date))));
  return [...kept, ...(exception?.with ?? []).map(([month, date]) => on(year, month, date))].sort(
    Temporal.PlainDate.compare,
  );
}

export const isWorkingDay = (day: Temporal.PlainDate): boolean =>
  day.dayOfWeek <= 5 && !holidaysOf(day.year).has(day.toString());

/** How many working days there are from `today` until the day before `day`. None where the day has come or gone. */
export function workingDaysBefore(day: Temporal.PlainDate, today: Temporal.PlainDate): number {
  let count = 0;
  for (let at = today; Temporal.PlainDate.compare(at, day) < 0; at = at.add({ days: 1 })) if (isWorkingDay(at)) count++;
  return count;
}

/** The last day from which there are still so many working days before `day`. */
export function lastDayWith(workingDays: number, day: Temporal.PlainDate): Temporal.PlainDate {
  let at = day;
  for (let left = workingDays; left > 0; ) {
    at = at.subtract({ days: 1 });
    if (isWorkingDay(at)) left--;
  }
  return at;
}

const known = new Map<number, Set<string>>();
function holidaysOf(year: number): Set<string> {
  let found = known.get(year);
  if (!found) {
    found = new Set(bankHolidays(year).map(String));
    known.set(year, found);
  }
  return found;
}

const on = (year: number, month: number, day: number) => Temporal.PlainDate.from({ year, month, day });
/** The first Monday on or after a day. */
const monday = (day: Temporal.PlainDate) => day.add({ days: (8 - day.dayOfWeek) % 7 });

/** The day itself, or the next that is neither at a weekend nor taken. */
function substitute(day: Temporal.PlainDate, taken: readonly Temporal.PlainDate[]): Temporal.PlainDate {
  let at = day;
  while (at.dayOfWeek > 5 || taken.some((one) => one.equals(at))) at = at.add({ days: 1 });
  return at;
}

function christmas(year: number): Temporal.PlainDate[] {
  const [first, second] = [on(year, 12, 25), on(year, 12, 26)];
  // A day that needs no substitute keeps its own: on a Sunday and a Monday it is the Sunday's that moves on.
  const boxing = second.dayOfWeek <= 5 ? second : null;
  const day = substitute(first, boxing ? [boxing] : []);
  return [day, boxing ?? substitute(second, [day])];
}

/** The Gregorian reckoning of Meeus, Jones and Butcher. */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return on(year, Math.floor(n / 31), (n % 31) + 1);
}
