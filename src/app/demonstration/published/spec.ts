import { z } from 'zod';
import type { Stage } from '../../../data';
import source from './published.yaml';

const number = z.number();

const spec = z.strictObject({
  releases: z.array(
    z.strictObject({
      dataset: z.string(),
      /** The calendar year in which the academic year of the file begins, and of its pupils. */
      label: z.int(),
      year: z.int(),
      brought: z.string().transform((day) => Temporal.PlainDate.from(day)),
      stage: z.enum(['initial', 'refined', 'confirmed', 'validated']) satisfies z.ZodType<Stage>,
    }),
  ),
  groups: z.record(z.string(), z.strictObject({ share: number, points: number, deviations: number })),
  first: z.int(),
  /** The year of which one school's results were never published. */
  missed: z.int(),
  measures: z.record(
    z.string(),
    z.strictObject({
      england: z.array(number).min(1),
      first: z.int().optional(),
      spread: number,
      pupil: number.optional(),
      poor: number,
      sectors: z.record(z.string(), number).default({}),
      special: number.default(1),
      at_most: z.array(z.string()).default([]),
    }),
  ),
  destinations: z.record(z.string(), number),
});

export type Invented = z.infer<typeof spec>['measures'][string];
export type MadeRelease = z.infer<typeof spec>['releases'][number];

export const published = spec.parse(source);

/** What England's figure is in a year. */
export const middleOf = ({ england, first = published.first }: Invented, year: number): number =>
  england[Math.min(Math.max(year - first, 0), england.length - 1)] ?? 0;
