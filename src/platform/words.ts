/** How figures and dates are written for people, in one place: see `docs/words.md`, "How we write figures". */

const pounds = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  minimumFractionDigits: 0,
  maximumFractionDigits: 0,
});
const poundsAndPence = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const plain = new Intl.NumberFormat('en-GB');

/** Pence as pounds: 276000 is "£2,760", 50134 is "£501.34", a loss has a true minus. */
export function money(pence: number): string {
  const text = (pence % 100 === 0 ? pounds : poundsAndPence).format(Math.abs(pence) / 100);
  return pence < 0 ? `−${text}` : text;
}

/** A whole number with thousands: 1,072. A negative one has a true minus. */
export const count = (n: number): string => (n < 0 ? `−${plain.format(-n)}` : plain.format(n));

/** "1 school", "3 schools": pass the plural where it is not plus s. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** "The whole year": words that begin a line or stand alone. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "the whole year": the same words within a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const quarters = ['', '¼', '½', '¾'] as const;

/** Quarter-days as days: 3 is "¾ of a day", 4 is "1 day", 6 is "1½ days", 0 is "no days". */
export function days(quarterDays: number): string {
  const whole = Math.floor(quarterDays / 4);
  const part = quarters[quarterDays % 4] ?? '';
  if (quarterDays === 0) return 'no days';
  if (whole === 0) return part === '½' ? '½ day' : `${part} of a day`;
  return `${whole}${part} ${quarterDays === 4 ? 'day' : 'days'}`;
}

// Formats are made once: making one takes longer than using it a hundred times.
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const withWeekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

const monthAndYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** "January 2019": a census is known by its month. */
export const monthYear = (d: Temporal.PlainDate): string => monthAndYear.format(d);

/** "1 March". */
export const dayMonth = (d: Temporal.PlainDate): string => dayAndMonth.format(d);

/** "26 March 2019". */
export const date = (d: Temporal.PlainDate): string => dayMonthYear.format(d);

/** "Tuesday 26 March 2019". */
export const longDate = (d: Temporal.PlainDate): string => withWeekday.format(d).replace(',', '');

/** "26 March 2019 at 9:05am", London time. */
export function moment(at: Temporal.Instant): string {
  const z = at.toZonedDateTimeISO('Europe/London');
  const hour = z.hour % 12 === 0 ? 12 : z.hour % 12;
  const minutes = z.minute === 0 ? '' : `:${String(z.minute).padStart(2, '0')}`;
  return `${date(z.toPlainDate())} at ${hour}${minutes}${z.hour < 12 ? 'am' : 'pm'}`;
}

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[], last = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;

/** "governing-body minutes!" as "governing-body-minutes": for addresses and file names. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[̀-ͯ]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
