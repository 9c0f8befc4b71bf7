import { z } from 'zod';
import { type Amount, date, days, id, named, pounds, type Span, soMany, text, type Vocabulary } from './words';

/** Sections of an offer file about what is owed: facts, elements, their grants and values, and who is eligible. */

const holderKinds = ['school', 'trust', 'partnership', 'pool'] as const;
export type HolderKind = (typeof holderKinds)[number];

export const facts = (types: readonly [string, ...string[]]) =>
  z.array(
    z.strictObject({
      ...named,
      of: z.enum(holderKinds).default('school'),
      is: z.enum(types),
    }),
  );

/** When an inspection is due at the latest, by the outcome of the last: what is expected until the office sets another day. */
export const inspections = (v: Vocabulary) =>
  z
    .strictObject({
      /** The facts that are told: the day that is expected, and that one took place. */
      expected: v.ref('fact'),
      held: v.ref('fact'),
      /** By the published grade of the last one, 1 to 4. A grade without a rule is not inspected by the calendar. */
      latest: z.partialRecord(
        z.enum(['1', '2', '3', '4']),
        z
          .strictObject({
            /** Only for schools of which this holds. */
            when: v.condition.default([]),
            /** The end of the school year so many after that of the last inspection. */
            schoolYears: soMany.positive().nullable().default(null),
            /** So many months after the last one, or after its report was published. */
            months: soMany.positive().nullable().default(null),
            from: z.enum(['inspection', 'publication']).default('inspection'),
          })
          .refine(
            ({ schoolYears, months }) => (schoolYears === null) !== (months === null),
            'Write either schoolYears or months.',
          )
          .optional(),
      ),
      /** How long after an inspection its report is taken to be published where nobody has said when it was. */
      reportAfterDays: soMany.positive().default(42),
      /** Months after the opening of a school that has had none. */
      firstMonths: soMany.positive().nullable().default(null),
    })
    .nullable()
    .default(null);

const answers = ['included', 'priced', 'on-request', 'no'] as const;
/** Included; to be paid for; not owed but may be asked for; not available. */
export type Answer = (typeof answers)[number];

export const eligibility = (v: Vocabulary) =>
  z.array(
    z.strictObject({
      ...named,
      /** The first rule whose conditions all hold answers; the last one has no conditions. */
      rules: z
        .array(
          z.strictObject({
            when: v.condition.default([]),
            answer: z.enum(answers, `Write one of ${answers.join(', ')}.`),
            /** What the grid shows in place of a plain tick, pound sign or dash. */
            words: text.nullable().default(null),
            price: z
              .union([z.literal('quote'), z.literal('if-set'), pounds], 'Write quote, if-set or an amount in pounds.')
              .nullable()
              .default(null),
            setting: v.ref('setting').nullable().default(null),
          }),
        )
        .min(1),
    }),
  );

/** How a rule counts: once a year, for each event, for each time a fact occurs, or in a window before a date. */
export const grant = (v: Vocabulary) =>
  z
    .strictObject({
      id,
      to: z.enum(holderKinds).default('school'),
      when: v.condition.default([]),
      amount: v.amount.optional(),
      amountBy: v.byFact(v.amount).optional(),
      amountFrom: z.strictObject({ fact: v.ref('fact'), unit: v.ref('unit') }).optional(),
      /** The amount is the least that is owed. */
      atLeast: z.boolean().default(false),
      per: z.enum(['year', 'event']).default('year'),
      forEach: v.ref('fact').nullable().default(null),
      window: z
        .strictObject({
          endsOn: v.ref('fact'),
          months: soMany.positive(),
          closedBy: v.ref('fact'),
          repeats: soMany,
          /** When the thing happened with some of the amount unused. */
          unused: z.enum(['lapse', 'keep']),
        })
        .nullable()
        .default(null),
      source: v.ref('source').nullable().default(null),
      why: text,
    })
    .refine(
      (rule) => [rule.amount, rule.amountBy, rule.amountFrom].filter(Boolean).length === 1,
      'Write exactly one of amount, amountBy and amountFrom.',
    )
    .refine((rule) => rule.forEach === null || rule.window === null, 'Write either forEach or window, not both.');

const span = z.union(
  [
    pounds.transform((pence): Span => ({ low: pence, high: pence })),
    z
      .strictObject({ low: pounds, high: pounds })
      .refine(({ low, high }) => low <= high, 'The low figure is above the high one: swap them.'),
  ],
  'Write an amount in pounds, or {low: 250, high: 400}.',
);

/** What a school would pay elsewhere. `apart` is added only on request; `in-credit` is part of the credit's own value. */
export type Value =
  | { kind: 'unpriced' }
  | { kind: 'in-credit' }
  | { kind: 'stated'; by: null; span: Span; apart: boolean }
  | { kind: 'stated'; by: string; spans: Record<string, Span>; apart: boolean };

const value = (v: Vocabulary) =>
  z.union(
    [
      z.literal('unpriced').transform((): Value => ({ kind: 'unpriced' })),
      z.literal('in-credit').transform((): Value => ({ kind: 'in-credit' })),
      span.transform((s): Value => ({ kind: 'stated', by: null, span: s, apart: false })),
      z
        .strictObject({ by: v.byFact(span) })
        .transform(({ by }): Value => ({ kind: 'stated', by: by.fact, spans: by.answers, apart: false })),
      z
        .strictObject({ apart: span })
        .transform(({ apart }): Value => ({ kind: 'stated', by: null, span: apart, apart: true })),
    ],
    'Write unpriced, in-credit, an amount in pounds, {low: …, high: …}, {by: {fact: {…}}} or {apart: …}.',
  );

/** One shape that an element's time may take; its parts sum to what is owed. */
const template = z.strictObject({
  ...named,
  parts: z
    .array(
      z.strictObject({
        days,
        times: z.number().int().positive().default(1),
        what: text,
        at: z.enum(['school', 'away']),
      }),
    )
    .min(1),
});

export const elements = (v: Vocabulary) =>
  z
    .array(
      z.strictObject({
        ...named,
        part: v.ref('part'),
        description: text,
        /** For whom, and how much, as people read it; the eligibility line and the grants decide. */
        forWhom: text,
        quantity: text,
        eligibility: v.ref('thing'),
        /** Only where the school is in a trust. */
        forTrusts: z.boolean().default(false),
        grants: z.array(grant(v)).default([]),
        value: value(v),
        /** The first source pays unless a rule or a booking says otherwise. */
        sources: z.array(v.ref('source')).min(1),
        provisional: z.boolean().default(false),
        templates: z.array(template).default([]),
        freeTemplate: z.boolean().default(false),
        /** The least that can be used at a time, where that is not half a day. */
        smallestStep: days.nullable().default(null),
        /** It may be used from this day, before the year begins, and counts in the year. */
        startsFrom: date.nullable().default(null),
        stages: z.array(text).default([]),
        kinds: z.array(text).default([]),
        notes: z.array(text).default([]),
      }),
    )
    .min(1);

export type { Amount };
