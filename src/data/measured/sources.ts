/** The rows of each dataset of pupils as something that DuckDB can select from: what an accepted file holds, under the canonical names. */
export type Sources = Readonly<Partial<Record<MeasuredDataset, string>>>;

const columns = {
  pupils: {
    former_upn: 'varchar',
    sex: 'varchar',
    born: 'date',
    year_group: 'varchar',
    ethnicity: 'varchar',
    language: 'varchar',
    sen: 'varchar',
    free_meals: 'boolean',
    free_meals_in_six_years: 'boolean',
    ever_in_care: 'boolean',
    left_care: 'boolean',
    entry_date: 'date',
    enrolment: 'varchar',
    ks1_reading: 'varchar',
    ks1_writing: 'varchar',
    ks1_maths: 'varchar',
    ks2_reading: 'decimal(9,4)',
    ks2_maths: 'decimal(9,4)',
  },
  'early-years': {
    sex: 'varchar',
    born: 'date',
    ...Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`e${String(n + 1).padStart(2, '0')}`, 'varchar'])),
  },
  phonics: { sex: 'varchar', born: 'date', year_group: 'int', phonics: 'varchar', phonics_year_one: 'varchar' },
  ks1: { sex: 'varchar', born: 'date', reading: 'varchar', writing: 'varchar', maths: 'varchar', science: 'varchar' },
  'ks2-pupils': {
    sex: 'varchar',
    born: 'date',
    reading: 'varchar',
    maths: 'varchar',
    gps: 'varchar',
    writing: 'varchar',
    science: 'varchar',
    reading_assessment: 'varchar',
    maths_assessment: 'varchar',
    ks1_reading: 'varchar',
    ks1_writing: 'varchar',
    ks1_maths: 'varchar',
  },
  'ks4-entries': {
    sex: 'varchar',
    born: 'date',
    subject: 'varchar',
    scale: 'varchar',
    grade: 'varchar',
    ks2_reading: 'decimal(9,4)',
    ks2_maths: 'decimal(9,4)',
  },
  'post-16-pupils': {
    sex: 'varchar',
    born: 'date',
    scale: 'varchar',
    subject: 'varchar',
    grade: 'varchar',
    one_year: 'boolean',
    gcse_points: 'decimal(9,4)',
    english_at_16: 'decimal(9,4)',
    english_after: 'decimal(9,4)',
    maths_at_16: 'decimal(9,4)',
    maths_after: 'decimal(9,4)',
    retained: 'boolean',
  },
  'attendance-marks': { day: 'date', mark: 'varchar' },
  'attendance-counts': {
    period: 'varchar',
    possible: 'int',
    authorised: 'int',
    unauthorised: 'int',
  },
  'exclusion-events': {
    sex: 'varchar',
    born: 'date',
    category: 'varchar',
    start: 'date',
    sessions: 'int',
    reason: 'varchar',
    reason_2: 'varchar',
    reason_3: 'varchar',
  },
  'destination-pupils': { sex: 'varchar', born: 'date', leaving: 'varchar', destination: 'varchar', offer: 'boolean' },
  'monthly-activity': {
    sex: 'varchar',
    born: 'date',
    year_group: 'varchar',
    month: 'varchar',
    activity: 'varchar',
    confirmed: 'date',
  },
  'transfer-pupils': {
    sex: 'varchar',
    born: 'date',
    from_urn: 'int',
    reading: 'varchar',
    maths: 'varchar',
    gps: 'varchar',
    writing: 'varchar',
    science: 'varchar',
    ks1_reading: 'varchar',
    ks1_writing: 'varchar',
    ks1_maths: 'varchar',
  },
} as const satisfies Record<string, Record<string, string>>;

export type MeasuredDataset = keyof typeof columns;

/** A dataset whose runs make figures. Counts of attendance are measured together with marks. */
export const isMeasured = (dataset: string): dataset is MeasuredDataset => dataset in columns;

/** Rows with every column that our figures ask for, typed; one that the files lack, or a value that is none, is null. */
export function typedRows(dataset: MeasuredDataset, { [dataset]: source }: Sources): string {
  const all: Record<string, string> = { urn: 'int', upn: 'varchar', line: 'int', ...columns[dataset] };
  const empty = Object.entries(all).map(([name, type]) => `null::${type} as ${name}`);
  const typed = Object.entries(all).map(([name, type]) =>
    type === 'varchar' ? `${name}::varchar as ${name}` : `try_cast(${name} as ${type}) as ${name}`,
  );
  const rows = source
    ? `select * from ${source} union all by name select ${empty.join(', ')} where false`
    : `select ${empty.join(', ')} where false`;
  return `(select ${typed.join(', ')} from (${rows}))`;
}

/** The `urn` of each school that has rows. Found before it is typed: a distinct number costs nothing to cast, a cast of millions of rows a sixth of the whole query. */
export const schoolsOf = (dataset: MeasuredDataset, { [dataset]: source }: Sources): string =>
  source
    ? `(select distinct try_cast(urn as int) as urn from (select distinct urn from ${source}))`
    : '(select null::int as urn where false)';
