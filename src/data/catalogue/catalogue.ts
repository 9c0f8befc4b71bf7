import { z } from 'zod';
import attendance from '../measures/attendance.yaml';
import context from '../measures/context.yaml';
import destinations from '../measures/destinations.yaml';
import ks2 from '../measures/ks2.yaml';
import ks4 from '../measures/ks4.yaml';
import ks4Subjects from '../measures/ks4-subjects.yaml';
import ks5 from '../measures/ks5.yaml';
import { type TableName, tableNames } from '../methods/tables';
import datasetsFile from './datasets.yaml';
import authoritiesFile from './local-authorities.csv?raw';
import markersFile from './markers.yaml';
import otherAuthoritiesFile from './other-authorities.csv?raw';
import { pupilGroupWords } from './pupil-groups';

const text = z.string().min(1);
const headings = z.array(text).min(1);

const dataset = z
  .object({
    id: text,
    title: text,
    short: text,
    called: text,
    hint: text,
    publisher: text,
    about: text,
    sectors: z.array(text).min(1),
    few: z.int().min(1),
    shapes: z.array(z.object({ name: text, title: text, headings }).strict()).min(1),
    la: text.optional(),
    areas: z.array(z.object({ when: z.record(text, z.string()), area: text }).strict()),
    national: z.record(text, headings).refine((by) => by.any !== undefined, 'Say which for any other sector.'),
    mistaken: z.object({ title: text, headings }).strict().optional(),
    row_year: z
      .object({ columns: headings, form: z.enum(['ends', 'spans']) })
      .strict()
      .optional(),
    earlier: z.boolean().default(false),
    lag: z.int().min(0).default(0),
    endings: z.object({ published_to: z.int(), left_from: z.int() }).strict().optional(),
    unpublished: z.array(z.int()).default([]),
    weight: text.optional(),
    groups: z.record(text, z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)])),
    pupils: z.record(text, headings).default({}),
    /** Columns that the same file is read for as facts of schools: they decide there, and are not "not used". */
    facts: z.array(text).default([]),
  })
  .strict();

export const measure = z
  .object({
    id: text,
    dataset: text,
    name: text,
    second: text,
    meaning: text,
    method: text,
    /** rate: events for every 100. score and points: an average. progress: about 0, always with its sign. */
    format: z.enum(['percent', 'rate', 'score', 'points', 'progress', 'count']),
    decimals: z.int().min(0).max(4).default(0),
    better: z.enum(['higher', 'lower', 'neither']),
    /** parts: of what another measure tells as a whole, a reason, a subject. They have a table of their own and stand in no list. */
    section: z.enum(['pupils', 'headlines', 'progress', 'more', 'parts']),
    scale: z.tuple([z.number(), z.number()]).optional(),
    /** A published measure: the headings it may stand under, {g} being the group. */
    columns: headings.optional(),
    more: z.record(text, headings).default({}),
    low: headings.default([]),
    high: headings.default([]),
    band: headings.default([]),
    numerator: headings.default([]),
    denominator: z.union([z.literal('pupils'), headings]).optional(),
    /** Columns that make up the denominator between them; where a file lacks one, `denominator` stands in. */
    whole: headings.default([]),
    /** Our own, of pupils: what is summed up over the rows of pupils, in the words of DuckDB (src/data/measured/README.md). */
    expression: text.optional(),
    /** Which pupils are behind it: all of the dataset unless said. */
    pupils: text.optional(),
    /** everybody: of who is not among the pupils too, as an exclusion of somebody who is no longer on roll. */
    summed: z.literal('everybody').optional(),
    /** What the sum is divided by, where that is not the number of pupils: sessions, the size of entries. */
    over: text.optional(),
    /** What every pupil counts for in the denominator: an average over six subjects has 6. */
    each: z.int().min(2).optional(),
    /** Everybody of whom the pupils behind it should be most: under half of them there is no score. */
    cohort: text.optional(),
    /** National deviation and bands, of a progress measure: its name among the parameters. */
    spread: z
      .object({ phase: z.enum(['ks2', 'ks4']), subject: text })
      .strict()
      .optional(),
    /** The part that it is of: a subject, a reason. Of a measure in the section of parts. */
    part: text.optional(),
    /** A fact of which "all" or "nobody" says something about each pupil of a small group. */
    sensitive: z.boolean().default(false),
    /** Of a share of pupils: in which others everybody in it is, of which it is the sum, and with which it has nobody in common (decision 18). */
    within: z.array(text).default([]),
    sum_of: z.array(text).default([]),
    apart_from: z.array(text).default([]),
    /** The official table without which it is not worked out. */
    needs: z.enum(Object.keys(tableNames) as [TableName, ...TableName[]]).optional(),
    /** The published measure that it is ours of: England's and the authorities' figures are its benchmarks. */
    same_as: text.optional(),
    range: z.tuple([z.number(), z.number()]).optional(),
    /** England's figure where the measure is made so that it is this, whatever the year. */
    by_definition: z.number().optional(),
    years: z.object({ from: z.int(), to: z.int().optional() }).strict().optional(),
    /** Years that are not comparable with the one before. */
    breaks: z.array(z.int()).default([]),
  })
  .strict()
  .refine((one) => (one.columns === undefined) !== (one.expression === undefined), {
    message: 'A measure is either published, under columns, or worked out, by an expression.',
  });

export type Dataset = z.infer<typeof dataset>;
export type Measure = z.infer<typeof measure>;

/** Every dataset that can be loaded, in the order in which pages show them. */
export const datasets: readonly Dataset[] = z.array(dataset).parse(datasetsFile);

const files: readonly [said: unknown, dataset: string | null][] = [
  [ks2, 'ks2'],
  [ks4, 'ks4'],
  [ks4Subjects, 'ks4'],
  [ks5, 'ks5'],
  [attendance, null],
  [context, 'context'],
  [destinations, 'destinations'],
];

/** Every measure, in the order in which pages show them. */
export const measures: readonly Measure[] = files.flatMap(([said, of]) =>
  (said as object[]).map((one) => measure.parse(of === null ? one : { dataset: of, ...one })),
);

const datasetsById = new Map(datasets.map((one) => [one.id, one]));
const measuresById = new Map(measures.map((one) => [one.id, one]));

export const datasetNamed = (id: string): Dataset | undefined => datasetsById.get(id);
export const measureNamed = (id: string): Measure | undefined => measuresById.get(id);
export const measuresOf = (dataset: string): Measure[] => measures.filter((one) => one.dataset === dataset);

/** The dataset that a measure belongs to. */
export function datasetOf({ dataset: id }: Measure): Dataset {
  const found = datasetsById.get(id);
  if (!found) throw new Error(`There is no dataset ${id}.`);
  return found;
}

/** By its letters, whatever their case and whether in brackets, as later publications print it: "[c]". */
const plainMark = (mark: string): string => mark.toLowerCase().replace(/^\[(.+)\]$/, '$1');
const markers = new Map(
  Object.entries(z.record(text, text).parse(markersFile)).map(([mark, words]) => [plainMark(mark), words]),
);

/** Why there is no figure, in words; null where the text is no mark that publishers use. */
export const markerWords = (shown: string, { few }: Pick<Dataset, 'few'>): string | null =>
  markers.get(plainMark(shown))?.replace('{few}', String(few)) ?? null;

/** By its words, whatever their order: "Bristol, City of" is "Bristol City of". */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ');

/** Authorities by name, from the publisher's list of codes (reference/la_and_region_codes, 2018/19). */
const authorities = parseCsv(authoritiesFile).slice(1);
const codeByName = new Map(authorities.map(([code = '', name = '']) => [plain(name), code]));
const nameByCode = new Map(authorities.map(([code = '', name = '']) => [code, name]));

/** Those of other countries and of the past, and the one that a demonstration invents. */
const otherNameByCode = new Map(
  parseCsv(otherAuthoritiesFile)
    .slice(1)
    .map(([code = '', name = '']) => [code, name]),
);

/** The code of an authority, by its code or by its name; null where it is no authority that we know. */
export const authorityCode = (named: string): string | null =>
  /^[2-9]\d\d$/.test(named) ? named : (codeByName.get(plain(named)) ?? null);

/** Those that pupil numbers may have been given by: authorities of before and since, and those of Wales too. */
export const authorityCodes: readonly string[] = [...nameByCode.keys(), ...otherNameByCode.keys()];

export const authorityName = (code: string): string =>
  nameByCode.get(code) ?? otherNameByCode.get(code) ?? `authority ${code}`;

/** What the groups of pupils are called. */
export const groupWords: Readonly<Record<string, string>> = {
  all: 'All pupils',
  girls: 'Girls',
  boys: 'Boys',
  disadvantaged: 'Disadvantaged',
  other: 'All other pupils',
  'low-prior': 'Low prior attainment',
  'middle-prior': 'Middle prior attainment',
  'high-prior': 'High prior attainment',
  eal: 'English as an additional language',
  'not-mobile': 'Here throughout the key stage',
  ...pupilGroupWords,
};

/** A file of the project's own, without line ends inside values. */
function parseCsv(source: string): string[][] {
  return source
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
}
