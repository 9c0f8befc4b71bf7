import { z } from 'zod';
import { date, id, month, monthDay, named, pounds, soMany, text, type Vocabulary, whole, year } from './words';

/** Sections of an offer file about who, when and how much: members, calendar, contract, fee, funding, viability. */

export const calendar = z.strictObject({
  yearStarts: monthDay,
  terms: soMany,
  halfTerms: soMany,
  /** Days of the half-terms, where they are known: drawn on the year, decides nothing. `short` stands for the term on a phone. */
  halfTermDates: z.array(z.strictObject({ name: text, short: text.optional(), from: date, to: date })).default([]),
});

export const units = z.array(
  z.strictObject({
    ...named,
    /** Money can be asked for in pence, time takes a person's day, the rest is counted. */
    counts: z.enum(['money', 'time', 'things']),
    writtenAs: id.optional(),
    perWritten: z.number().int().positive().default(1),
    one: text,
    many: text,
    /** What one of these costs when the credit does not reach; units of money cost themselves. */
    penceEach: whole.nullable().default(null),
  }),
);

export const members = z.strictObject({
  who: text,
  votesEach: whole,
  /** False where membership is kept without a subscription. */
  lostWithoutSubscription: z.boolean(),
});

/** When an instalment becomes an invoice, how long a school has to pay it, and when it is reminded. */
const invoicing = z
  .strictObject({
    raisedDaysBefore: soMany.default(30),
    payWithinDays: soMany.default(30),
    reminders: z
      .strictObject({
        afterDays: soMany.default(7),
        everyDays: soMany.positive().default(14),
        atMost: soMany.default(3),
      })
      .prefault({}),
  })
  .prefault({});

export const contract = (v: Vocabulary) =>
  z.strictObject({
    years: z.array(year).min(1),
    from: date,
    to: date,
    break: z.strictObject({ noticeFrom: monthDay, noticeTo: monthDay, endsOn: monthDay }),
    payer: z.enum(['each-school', 'trust']),
    trustStatement: z.boolean(),
    signatory: z.strictObject({ completes: z.array(id).min(1), accepts: z.array(id).min(1) }),
    binding: z.enum(['when-viable', 'when-accepted']),
    lateJoiner: z.strictObject({ fee: z.enum(['full', 'by-month']), entitlements: z.literal('full') }),
    taxPercent: z.number().min(0).max(100),
    plans: z
      .array(z.strictObject({ ...named, due: z.array(monthDay).min(1), sparePence: z.enum(['earliest', 'latest']) }))
      .min(1),
    pupils: z.strictObject({
      counted: text,
      yearGroups: z.array(z.string()),
      /** Sectors in which nobody on roll is counted until somebody has counted those of school age. */
      belowSchoolAge: z
        .strictObject({ sectors: z.array(v.ref('sector')).min(1), why: text })
        .nullable()
        .default(null),
      quote: z.enum(['newest-loaded']),
      contract: z.enum(['newest-on-or-before-contract']),
      frozenFor: z.enum(['year', 'contract']),
      staffMaySet: z.boolean(),
      censusDay: z.strictObject({
        month,
        weekday: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
        nth: z.number().int().min(1).max(5),
      }),
    }),
    invoicing,
    provisional: z.array(v.ref('setting')).default([]),
  });

/** The first rule that fits a school prices it. A fee is base + perPupil × pupils, the pupils counted up to a cap. */
export const fee = (v: Vocabulary) =>
  z.strictObject({
    formula: text,
    prices: z
      .array(
        z.strictObject({
          year,
          rules: z
            .array(
              z
                .strictObject({
                  when: v.condition.default([]),
                  base: pounds.optional(),
                  perPupil: pounds.default(0),
                  capPupils: whole.nullable().default(null),
                  /** Written as a check on the other three. */
                  largest: pounds.nullable().default(null),
                  byHand: z.literal(true).optional(),
                })
                .refine(
                  (rule) => (rule.base === undefined) !== (rule.byHand === undefined),
                  'Write either a base or "byHand: true".',
                ),
            )
            .nullable(),
        }),
      )
      .min(1),
  });

export const funding = (v: Vocabulary) =>
  z.strictObject({
    sources: z.array(z.strictObject({ ...named, short: text, usedFor: text })).min(1),
    duties: z.array(z.strictObject(named)),
    outcomes: z.array(z.strictObject(named)),
    /**
     * A column is income that depends on schools, a sum that is fixed for each year, or a top-up: what income falls
     * short of `upTo`, as long as the pot lasts.
     */
    table: z.strictObject({
      columns: z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({ ...named, source: v.ref('source'), group: text, kind: z.literal('income') }),
            z.strictObject({ ...named, source: v.ref('source'), group: text, kind: z.literal('fixed') }),
            z.strictObject({
              ...named,
              source: v.ref('source'),
              group: text,
              kind: z.literal('top-up'),
              upTo: pounds,
              pot: pounds,
            }),
          ]),
        )
        .min(1),
      rows: z
        .array(
          z.strictObject({
            year,
            cells: z.record(id, pounds),
            total: pounds,
            override: z.record(id, pounds).default({}),
          }),
        )
        .min(1),
      /** As printed, so that a slip of the pen is found. */
      totals: z.strictObject({ groups: z.record(z.string(), pounds), all: pounds }),
      notes: z.array(text).default([]),
    }),
    viability: z.strictObject({
      line: pounds,
      target: pounds,
      nearPercent: z.number().min(0).max(100),
      basis: z.enum(['contracted', 'indicated']),
      /** Groups of the table's columns that a pound of income is set beside. */
      besides: z.array(text).default([]),
      /** Rounded figures as printed: shown, never computed with. */
      printed: z
        .array(z.strictObject({ of: z.enum(['line', 'target']), percent: z.number(), institutions: whole }))
        .default([]),
      when: z.strictObject({ onTarget: text, viable: text, near: text, below: text }),
    }),
  });
