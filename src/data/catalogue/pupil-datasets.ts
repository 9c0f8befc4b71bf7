import { z } from 'zod';
import { type CodeList, codeLists } from './code-lists';
import source from './pupil-datasets.yaml';

const text = z.string().min(1);
const headings = z.array(text).min(1);

const field = z
  .object({
    kind: z.enum([
      'upn',
      'text',
      'name',
      'code',
      'score',
      'whole',
      'decimal',
      'date',
      'yes',
      'year-group',
      'grade',
      'language',
      'school',
      'marks',
    ]),
    headings,
    instead: headings.default([]),
    required: z.boolean().default(false),
    /** Of a column that the file must have; any other may be blank. */
    blank: z.boolean().default(false),
    codes: z.record(text, z.array(text)).optional(),
    codes_of: text.refine((name) => Object.hasOwn(codeLists, name), 'There is no such list of codes.').optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    decimals: z.int().optional(),
    kept: z.boolean().default(true),
    within: z.enum(['year', 'childhood']).optional(),
  })
  .strict();

const dataset = z
  .object({
    id: text,
    title: text,
    /** Among the kinds of data of a page. */
    short: text,
    called: text,
    hint: text,
    /** What a row is, in the singular: "pupil", "entry". */
    row: text,
    /** The pupils themselves, with their names: they are kept in the database too. */
    names: z.boolean().default(false),
    key: z.array(text).min(1),
    curriculum: z.array(z.int()).default([]),
    fields: z.record(text, field),
    forms: z.array(z.array(text)).default([]),
    rules: z.array(z.object({ wrong: text, at: text, reason: text }).strict()).default([]),
  })
  .strict();

export type PupilField = z.infer<typeof field>;
export type PupilDataset = z.infer<typeof dataset>;

/** Every dataset of pupils, in the order in which pages show them. */
export const pupilDatasets: readonly PupilDataset[] = z.object({ datasets: z.array(dataset) }).parse(source).datasets;

const byId = new Map(pupilDatasets.map((one) => [one.id, one]));
export const pupilDatasetNamed = (id: string): PupilDataset | undefined => byId.get(id);

/** What is kept of a dataset, beside `line` and `urn`: its columns in the Parquet, in their order. */
export const keptFields = ({ fields }: PupilDataset): string[] =>
  Object.entries(fields).flatMap(([name, { kept }]) => (kept ? [name] : []));

/** How a row says which school it is about: its URN, or the number of its authority and its own in one column or two. */
export const schoolHeadings = {
  urn: ['URN', 'School URN', 'Establishment URN'],
  laestab: ['LAESTAB', 'DfE number', 'DFE', 'DFENumber', 'LAEstab number', 'School number', 'EstabID'],
  la: ['LEA', 'LA', 'LA code', 'LA number'],
  establishment: ['ESTAB', 'Establishment number', 'EstablishmentNumber', 'Estab number'],
} as const;

/** Where a row of the file may say its academic year: "2017/18" or "201718". */
export const yearHeadings = ['Academic year', 'AcademicYear', 'Acad year', 'ACADYR'] as const;

/** The codes that a field may hold in the academic year that starts in `year`. */
export const codesOf = ({ codes, codes_of }: PupilField, year: number): CodeList =>
  codes_of === undefined ? { codes: codes ?? {} } : (codeLists[codes_of]?.(year) ?? { codes: {} });
