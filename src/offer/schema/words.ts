import { z } from 'zod';
import { type FactType, type Kind, type Known, kinds } from './known';

/** The small words that every part of an offer file is written in. Money is written in pounds and read as pence. */

export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Write an id in small letters, figures and hyphens, such as "spring-visit".');

export const text = z.string().trim().min(1, 'Write something here, or take the line out.');

export const whole = z.number().int('Write a whole number.').nonnegative('Write a number that is not below zero.');

/** So many days, months or years, or times one after the other. Calendars end: what would take longer than anybody's contract is a slip. */
export const soMany = whole.max(3660);

/** A thousand million pounds: what is longer has a slip in it, and could not be counted to the penny. */
const mostPounds = 1_000_000_000;

/** What the ledger counts of one unit. */
const mostUnits = 2_000_000_000;

/** 501.34 is read as 50134. */
export const pounds = z
  .number()
  .nonnegative('Write an amount that is not below zero.')
  .max(mostPounds, 'Write an amount of 1,000,000,000 or less.')
  .refine(
    (n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-6,
    'Write pounds with at most two decimals, such as 501.34.',
  )
  .transform((n) => Math.round(n * 100));

/** 1.5 is read as 6: quarter-days. */
export const days = z
  .number()
  .nonnegative('Write a number of days that is not below zero.')
  .refine((n) => Number.isInteger(n * 4), 'Write days in quarters, such as 0.25, 0.5 or 2.')
  .transform((n) => n * 4);

export const year = z
  .string('Write the year in quotes, such as "2031/32".')
  .regex(/^\d{4}(\/\d{2})?$/, 'Write a year such as 2031/32.')
  .refine(
    (y) => y.length === 4 || (Number(y.slice(2, 4)) + 1) % 100 === Number(y.slice(5)),
    'The second half of the year must follow the first: 2031/32.',
  );

export const date = dated(
  'Write a date such as 2031-09-01.',
  (s) => Temporal.PlainDate.from(s, { overflow: 'reject' }),
  /^\d{4}-\d{2}-\d{2}$/,
);

/** A day in any year: 09-01 is 1 September. */
export const monthDay = dated(
  'Write a month and a day such as 09-01 (1 September).',
  (s) => Temporal.PlainMonthDay.from(s, { overflow: 'reject' }),
  /^\d{2}-\d{2}$/,
);

export const month = z.number().int().min(1, 'Write a month from 1 to 12.').max(12, 'Write a month from 1 to 12.');

/** A line of the offer that people read and nothing computes from. */
export const named = { id, name: text };

/** A quantity of one unit, always an integer. `unlimited` means no number is owed or counted down. */
export interface Amount {
  unit: string;
  quantity: number;
  unlimited: boolean;
}

export type FactValue = string | number | boolean;

/** All of these must hold. No conditions always hold. */
export type Condition = { fact: string; isOneOf: FactValue[] }[];

/** Money in pence: one figure is written as low = high. */
export interface Span {
  low: number;
  high: number;
}

function dated<T>(message: string, read: (text: string) => T, shape: RegExp) {
  return z.string(message).transform((written, ctx): T => {
    try {
      if (shape.test(written)) return read(written);
    } catch {
      // Falls through to the same message: 2019-02-30 has the right shape and is no date.
    }
    ctx.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** Says of a complaint that it is about a name which the file should declare, and of what kind. */
const names = (kind: Kind) => ({ names: kind });

/** The words that depend on what the file itself declares. */
export function vocabulary(known: Known) {
  const ref = (kind: Kind) =>
    z.string().refine((value) => known.ids[kind].has(value), {
      error: (issue) => unknown(kinds[kind], issue.input, known.ids[kind]),
      params: names(kind),
    });

  const amount = z
    .record(z.string(), z.union([z.number(), z.literal('unlimited')], 'Write a number, or unlimited.'))
    .transform((written, ctx): Amount => {
      const [entry, ...more] = Object.entries(written);
      const unit = entry && known.written.get(entry[0]);
      if (!entry || !unit || more.length > 0) {
        ctx.addIssue({
          code: 'custom',
          params: names('unit'),
          message: `Write one amount with its unit, such as {${[...known.written.keys()][0] ?? 'each'}: 2}. ${choice('The units', known.written.keys())}`,
        });
        return z.NEVER;
      }
      if (entry[1] === 'unlimited') return { unit: unit.id, quantity: 0, unlimited: true };
      const quantity = Math.round(entry[1] * unit.perWritten * 1e6) / 1e6;
      if (!Number.isInteger(quantity) || quantity < 0 || quantity > mostUnits) {
        ctx.addIssue({
          code: 'custom',
          message:
            quantity < 0
              ? 'Write an amount that is not below zero.'
              : quantity > mostUnits
                ? `${entry[1]} ${entry[0]} is more than can be counted: change the number.`
                : `${entry[1]} ${entry[0]} is not a whole number of ${unit.id}: change the number.`,
        });
        return z.NEVER;
      }
      return { unit: unit.id, quantity, unlimited: false };
    });

  const domain = (type: FactType | undefined): Set<string> | null =>
    type === 'sector' || type === 'status' || type === 'category' ? known.ids[type] : null;

  const scalar = z.union(
    [z.string(), z.number(), z.boolean()],
    'Write one value, or a list of values in square brackets.',
  );
  const condition = z
    .record(
      z.string(),
      z.union([scalar, z.array(scalar).min(1)], 'Write one value, or a list of values in square brackets.'),
    )
    .transform(
      (written, ctx): Condition =>
        Object.entries(written).map(([fact, values]) => {
          const isOneOf = [values].flat();
          const type = known.facts.get(fact);
          const allowed = domain(type);
          const complain = (message: string, kind?: Kind) =>
            ctx.addIssue({ code: 'custom', message, path: [fact], ...(kind && { params: names(kind) }) });
          if (type === undefined) complain(unknown(kinds.fact, fact, known.facts.keys()), 'fact');
          else if (allowed)
            for (const value of isOneOf)
              !allowed.has(String(value)) && complain(unknown(kinds[type as Kind], value, allowed), type as Kind);
          else if (type === 'yes-or-no' && isOneOf.some((value) => typeof value !== 'boolean'))
            complain(`Write true or false for "${fact}".`);
          else if (type === 'occurrence')
            complain(`"${fact}" is an occurrence: use "forEach: ${fact}" in a rule instead of a condition.`);
          return { fact, isOneOf };
        }),
    );

  /** One answer for each value of a fact: {sector: {…: answer, …}}. */
  const byFact = <T extends z.ZodType>(answer: T) =>
    z
      .record(z.string(), z.record(z.string(), answer))
      .transform((written, ctx): { fact: string; answers: Record<string, z.output<T>> } => {
        const [entry, ...more] = Object.entries(written);
        const type = entry && known.facts.get(entry[0]);
        const allowed = domain(type);
        if (!entry || !allowed || more.length > 0) {
          ctx.addIssue({
            code: 'custom',
            params: names('fact'),
            message:
              'Name one fact that has a list of values (a sector, a status or a category), then an answer for each value.',
          });
          return z.NEVER;
        }
        for (const value of Object.keys(entry[1]))
          if (!allowed.has(value))
            ctx.addIssue({
              code: 'custom',
              message: unknown(entry[0], value, allowed),
              path: [entry[0], value],
              params: names(type as Kind),
            });
        return { fact: entry[0], answers: entry[1] };
      });

  return { ref, amount, condition, byFact };
}
export type Vocabulary = ReturnType<typeof vocabulary>;

/** "There is no element "sprng-visit". Did you mean "spring-visit"?" */
export function unknown(what: string, value: unknown, allowed: Iterable<string>): string {
  const all = [...allowed];
  const written = String(value);
  const near = all.map((word) => ({ word, away: distance(word, written) })).sort((a, b) => a.away - b.away)[0];
  const advice =
    near && near.away <= Math.max(2, written.length / 3)
      ? `Did you mean "${near.word}"?`
      : choice(`Use one of these`, all);
  return `There is no ${what} "${written}". ${advice}`;
}

const choice = (lead: string, words: Iterable<string>): string => {
  const all = [...words];
  return all.length === 0
    ? 'The file declares none yet.'
    : `${lead}: ${all.slice(0, 12).join(', ')}${all.length > 12 ? ' and more' : ''}.`;
};

/** How many letters must change to turn one word into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
