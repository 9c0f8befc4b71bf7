import type { Form } from './route';

/** What stands in the three boxes of a date: a date, nothing at all, or something that is no date. */
export type TypedDate =
  | { kind: 'date'; date: Temporal.PlainDate }
  | { kind: 'empty' }
  | { kind: 'wrong'; missing: ('day' | 'month' | 'year')[]; outOfYears?: boolean };

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

// A year that somebody can mean here. Others are slips of the finger, such as 1019 or 20119.
const years = { first: 1900, last: 2199 };
/** For what is wrong with a date of another year: "a last day from 1900 to 2199". */
export const yearsTaken = `from ${years.first} to ${years.last}`;
const outOfYears = (year: string): boolean => Number(year) < years.first || Number(year) > years.last;

/** Reads `NAME-day`, `NAME-month` and `NAME-year` as typed. A month may be written out: "March", "mar". */
export function readDate(form: Form, name: string): TypedDate {
  const typed = { day: form.get(`${name}-day`), month: form.get(`${name}-month`), year: form.get(`${name}-year`) };
  const missing = (['day', 'month', 'year'] as const).filter((part) => typed[part] === '');
  if (missing.length === 3) return { kind: 'empty' };
  if (missing.length > 0) return { kind: 'wrong', missing };
  const named =
    typed.month.length >= 3 ? months.findIndex((month) => month.startsWith(typed.month.toLowerCase())) + 1 : 0;
  const month = named || Number(typed.month);
  if (!/^\d{1,2}$/.test(typed.day) || !/^\d{4}$/.test(typed.year) || !Number.isInteger(month))
    return { kind: 'wrong', missing: [] };
  if (outOfYears(typed.year)) return { kind: 'wrong', missing: [], outOfYears: true };
  try {
    return {
      kind: 'date',
      date: Temporal.PlainDate.from(
        { day: Number(typed.day), month, year: Number(typed.year) },
        { overflow: 'reject' },
      ),
    };
  } catch {
    return { kind: 'wrong', missing: [] };
  }
}

/** A period as an address asks for it: two days, either of which may be left open, or what is wrong with one of them. */
export interface TypedPeriod {
  /** As typed, for showing it again. */
  typed: { from: string; to: string };
  from: Temporal.PlainDate | null;
  /** The last day of it. */
  to: Temporal.PlainDate | null;
  errors: { from?: string; to?: string };
}

/** Reads `from` and `to`: as the browser's own field of a date sends them, or as people write a day: 14/1/2019, 14 1 2019. */
export function readPeriod(query: URLSearchParams): TypedPeriod {
  const typed = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const errors: TypedPeriod['errors'] = {};
  const read = (name: 'from' | 'to') => {
    const day = typed[name] === '' ? null : dayOf(typed[name]);
    const what = name === 'from' ? 'first day' : 'last day';
    if (day === undefined) errors[name] = `Enter a ${what} that exists, like 14/1/2019`;
    if (day !== 'out of years') return day ?? null;
    errors[name] = `Enter a ${what} ${yearsTaken}, like 14/1/2019`;
    return null;
  };
  const from = read('from');
  const to = read('to');
  if (from && to && Temporal.PlainDate.compare(to, from) < 0) errors.to = 'Enter a last day on or after the first';
  return { typed, from, to, errors };
}

function dayOf(typed: string): Temporal.PlainDate | 'out of years' | undefined {
  const iso = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/.exec(typed);
  const { day, month, year } =
    (iso ?? /^(?<day>\d{1,2})[/. -](?<month>\d{1,2})[/. -](?<year>\d{4})$/.exec(typed))?.groups ?? {};
  if (!day || !month || !year) return undefined;
  if (outOfYears(year)) return 'out of years';
  try {
    return Temporal.PlainDate.from(
      { day: Number(day), month: Number(month), year: Number(year) },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
}

/** The three boxes as typed, or of a date, for showing them again. */
export const dateBoxes = (
  from: Form | Temporal.PlainDate | null,
  name = '',
): { day?: string; month?: string; year?: string } =>
  from === null
    ? {}
    : from instanceof Temporal.PlainDate
      ? { day: String(from.day), month: String(from.month), year: String(from.year) }
      : { day: from.get(`${name}-day`), month: from.get(`${name}-month`), year: from.get(`${name}-year`) };
