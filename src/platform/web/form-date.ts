import type { Form } from './route';

/** What stands in the three boxes of a date: a date, nothing at all, or something that is no date. */
export type TypedDate =
  | { kind: 'date'; date: Temporal.PlainDate }
  | { kind: 'empty' }
  | { kind: 'wrong'; missing: ('day' | 'month' | 'year')[] };

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
  if (Number(typed.year) < years.first || Number(typed.year) > years.last) return { kind: 'wrong', missing: [] };
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
