import { z } from 'zod';
import { grant } from './elements';
import { date, days, id, month, named, pounds, soMany, text, type Vocabulary, whole } from './words';

/** Sections of an offer file about what is bought, published and run: the menu, reports, the programme, partnerships, ways of working. */

export const bespoke = (v: Vocabulary) =>
  z.strictObject({
    credit: z.strictObject({
      ...named,
      description: text,
      unit: v.ref('unit'),
      part: v.ref('part'),
      eligibility: v.ref('thing'),
      source: v.ref('source'),
      grants: z.array(grant(v)).min(1),
      carryOverMonths: soMany,
    }),
    rates: z.strictObject({
      whom: text,
      day: v.amount,
      halfDay: v.amount,
      /** Whole days first, then a half; false prices every half on its own. */
      combineHalves: z.boolean(),
      beyondCredit: text,
    }),
    pool: z.strictObject({
      kinds: z.array(z.enum(['trust', 'group'])),
      perSchoolPerYear: whole,
      sectors: z.union([z.literal('any'), z.array(v.ref('sector'))], 'Write any, or a list of sectors.'),
      share: z.literal('by-credit-left'),
      sparePence: z.literal('first'),
    }),
    booking: z.strictObject({
      heldAt: z.enum(['order', 'confirmation']),
      debitedAt: z.enum(['order', 'confirmation', 'delivery']),
      returnedWhenCancelled: z.strictObject({ workingDaysBefore: soMany }),
      /** How long what was ordered is kept for a school until it is confirmed. */
      heldForDays: soMany.default(28),
      /** Which money pays for what is invoiced; the last source of the element where none is named. */
      invoicedSource: v.ref('source').nullable().default(null),
    }),
    /** What the menu holds at a price or by quote. Time at the day rate is ordered beside it. */
    services: z.array(
      z.strictObject({
        ...named,
        element: v.ref('element'),
        price: z.union(
          [z.literal('quote'), z.literal('day-rate'), z.literal('none'), v.amount],
          'Write quote, day-rate, none or an amount such as {pounds: 550}.',
        ),
        days: days.nullable().default(null),
        smallestStep: days.nullable().default(null),
        /** It may begin on this day, before the year does, and counts in the year. */
        startsFrom: date.nullable().default(null),
        contains: z.array(text).default([]),
        includes: v.ref('service').nullable().default(null),
        notes: z.array(text).default([]),
      }),
    ),
    /** At most so many of these services on one year's credit. */
    limits: z
      .array(z.strictObject({ ...named, services: z.array(v.ref('service')).min(1), each: whole, inAll: whole }))
      .default([]),
    /** Something a whole group gets when each of its schools has bought a service. */
    groupPackages: z
      .array(
        z.strictObject({
          ...named,
          needs: v.ref('service'),
          of: z.enum(['all-open-schools', 'subscribers']),
          contains: z.array(text),
        }),
      )
      .default([]),
    reviews: z
      .array(
        z.strictObject({
          ...named,
          element: v.ref('element'),
          price: z.literal('quote'),
          tiers: z.array(z.strictObject({ ...named, days, adds: text })).min(1),
          areas: z.array(z.strictObject({ ...named, aspects: z.array(text).min(1) })).min(1),
          output: z.array(text).default([]),
          pilots: text.nullable().default(null),
          notes: z.array(text).default([]),
        }),
      )
      .default([]),
  });

export const partnerships = (v: Vocabulary) =>
  z.array(z.strictObject({ ...named, kind: z.enum(['area', 'sector']), sectors: z.array(v.ref('sector')).min(1) }));

export const networks = (v: Vocabulary) =>
  z.array(
    z.strictObject({
      ...named,
      kind: z.enum(['network', 'project', 'support', 'seed', 'group', 'strategy']),
      sectors: z.array(v.ref('sector')).default([]),
      facts: text.optional(),
    }),
  );

export const reports = (v: Vocabulary) =>
  z.array(
    z.strictObject({
      ...named,
      element: v.ref('element'),
      forWhom: text,
      sectors: z.array(v.ref('sector')).default([]),
      when: text,
      timesAYear: whole.nullable().default(null),
      places: whole.nullable().default(null),
      stages: z.array(id).default([]),
      pupilLevel: z.boolean().default(false),
      note: text.optional(),
    }),
  );

export const programme = (v: Vocabulary) =>
  z.strictObject({
    element: v.ref('element'),
    state: z.enum(['draft', 'final']),
    /** As printed, so that a lost line is found. */
    lineCounts: z.record(z.string(), whole),
    extraSessions: text,
    nonSubscriberPrice: pounds.nullable(),
    softLimit: whole.nullable(),
    lines: z.array(z.strictObject({ id, month, sector: v.ref('sector'), title: text, audience: text })),
  });

export const categorisation = (v: Vocabulary) =>
  z.strictObject({
    element: v.ref('element'),
    steps: z.array(z.strictObject({ ...named, who: text })).min(1),
    renewed: text,
    visibleTo: z.array(id).min(1),
    changeInYear: z.enum(['highest', 'latest']),
    notes: z.array(text).default([]),
  });

export const communication = z.strictObject({
  channels: z.array(z.strictObject({ ...named, readers: z.enum(['anyone', 'subscribers']), facts: text })),
  opportunities: text,
  movedToTraded: z.strictObject({ from: date, facts: text }),
  prospectRoutes: z.array(text),
  /** `element` is what it is booked as; without one it is not booked here. */
  rapidResponse: z.strictObject({
    free: z.boolean(),
    ownServiceEndsBefore: date,
    element: id.nullable().default(null),
    facts: text,
  }),
  testimonials: text,
  feedback: text,
  contact: text,
  preference: z.strictObject({ daysEarly: soMany, thenFirst: z.boolean() }),
  logIns: z.strictObject({ limit: whole.nullable(), managedBy: z.array(id), endWithContract: z.boolean() }),
});

export const offset = (v: Vocabulary) =>
  z.strictObject({
    facts: text,
    defaults: z.array(z.strictObject({ element: v.ref('element'), pounds })),
  });

/** Choices of working that later work reads by name. */
export const working = z.strictObject({
  advice: z.strictObject({ minutes: whole, visit: z.boolean() }),
  answers: z.strictObject({ crisisWorkingHours: soMany, otherWorkingDays: soMany }),
  tickets: z.strictObject({ beyondEntitlement: pounds.nullable() }),
  lapse: z.strictObject({ carryOverMonths: soMany }),
  statusChange: z.enum(['from-date']),
  smallNumbers: z.strictObject({ hiddenUpTo: whole }),
  nonSubscriberInPartnership: z.enum(['categorisation-only', 'everything', 'nothing']),
  sectorReports: z.enum(['free-form', 'none']),
  planBudgets: z.enum(['set-by-hand']),
});

export const workflows = z.array(
  z.strictObject({ ...named, states: z.array(text).min(2), ends: z.array(text).default([]), facts: text.optional() }),
);

export const dates = z.array(z.strictObject({ when: text, from: date.nullable().default(null), what: text }));

/** A settled question. Its value stands where it is used; `at` says where. */
export const settings = z.array(z.strictObject({ id, question: text, answer: text, at: z.array(text).min(1) }));
