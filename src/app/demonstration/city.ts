import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import citySource from './city.yaml';
import kindsSource from './kinds.csv?raw';
import wordsSource from './words.yaml';

/** What invented cities are made of, read from `city.yaml`, `kinds.csv` and `words.yaml`, where each word is explained. */

const text = z.string().min(1);
const day = text.transform((value) => Temporal.PlainDate.from(value));
const pair = z.tuple([z.int(), z.int()]);

const figure = z.coerce.number().int();
const yesOrNo = z.enum(['yes', 'no']).transform((value) => value === 'yes');

const kind = z
  .strictObject({
    id: text,
    counted: yesOrNo,
    type: text,
    spine: text,
    phase: text,
    flags: z.string().regex(/^[01]{3}$/),
    low_age: figure,
    high_age: figure,
    count: figure.positive(),
    fewest: figure,
    mean: figure,
    most: figure,
    ending: text,
    numbers: text,
    census: text,
    religion: text,
    /** Some of these became academies not long ago. */
    converts: yesOrNo,
    /** Infant and junior schools stand in pairs, and bear one name. */
    pair: z.enum(['infant', 'junior', '']),
    in_spine: yesOrNo,
  })
  .transform(({ low_age, high_age, fewest, mean, most, in_spine, ...rest }) => ({
    ...rest,
    ages: [low_age, high_age] as const,
    pupils: [fewest, mean, most] as const,
    inSpine: in_spine,
  }));

const cityFile = z.strictObject({
  partnership: text,
  offer: z.strictObject({ id: text, name: text }),
  today: day,
  pay_to: z.strictObject({
    payee: text,
    sort_code: text,
    account_number: text,
    reference: text,
    email: text,
    address: z.array(text),
  }),
  counted: z.int(),
  authorities: z.tuple([z.int(), z.strictObject({ from: z.int(), to: z.int() })]),
  numbers: z.record(text, z.int()),
  conversions: z.int(),
  mergers: z.int(),
  maintained_per_federation: z.int(),
  unplaced: z.int(),
  trusts: z.array(z.int()),
  localities: z.array(z.strictObject({ letter: text, middle: pair, reach: pair, share: z.int() })),
  south_west: pair,
  apart: z.int(),
  postcode_area: text,
  telephones: z.array(text),
  known: z.array(
    z.strictObject({
      place: text,
      kind: text,
      locality: text,
      urn: z.int().optional(),
      pupils: z.int().optional(),
      shares: z.boolean().default(false),
      postcode: text.optional(),
      head: text.optional(),
    }),
  ),
  sharing_secondaries: z.int(),
  trust_names: z.tuple([z.array(text), z.array(text)]),
});

const wordsFile = z.strictObject({
  places: z.strictObject({ first: z.array(text), second: z.array(text), third: z.array(text), real: z.array(text) }),
  towns: z.strictObject({ first: z.array(text), second: z.array(text) }),
  streets: z.array(text),
  given: z.array(text),
  family: z.strictObject({ first: z.array(text), second: z.array(text) }),
  company: z.array(z.strictObject({ name: text, role: text, starts: day, ends: day.optional() })),
  reasons: z.array(text),
  evidence: z.array(text),
  cancelled: z.array(text),
});

export type Kind = z.infer<typeof kind>;

const kinds = z.array(kind).parse(parseCsv(kindsSource, { columns: true }));

export const city = {
  ...cityFile.parse(citySource),
  kinds: kinds.filter(({ counted }) => counted),
  /** Beside those that count. */
  others: kinds.filter(({ counted }) => !counted),
};
export const words = wordsFile.parse(wordsSource);

/** The day on which a demonstration stands when it is new. */
export const firstDay = city.today;
