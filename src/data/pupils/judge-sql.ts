import { text } from '../methods/sql';
import { fieldSql } from './field-sql';
import type { FoundField, PupilPlan } from './plan';
import { curriculumRules } from './year-group-sql';

/** Where DuckDB finds what it judges with. */
export interface JudgeFiles {
  /** Rows as `writeNumbered` makes them. */
  rows: string;
  separator: string;
  /** The directory as CSV: `urn`, `number` (the DfE number that it holds today; empty where another has taken it over). */
  schools: string;
}

/** Where a pupil has many rows, pupil numbers and days come again and again: each of them is judged once. */
const repeated = ({ dataset, fields }: PupilPlan): FoundField[] =>
  dataset.key.length === 1
    ? []
    : fields.filter(({ field, instead }) => instead === null && (field.kind === 'upn' || field.kind === 'date'));

const longest = 80;

/**
 * A row for every row of the file: `line`, `urn`, the fields typed, and `rejects`, null where the row can be taken, else what is wrong with it
 * (`place` from 0, null for the whole row; `value`; `reason`). Compiled from the catalogue, in the order of the file.
 */
export function judgeSql(plan: PupilPlan, year: number, files: JudgeFiles): string {
  const column = (at: number) => `c${at + 1}`;
  const raw = plan.fields.flatMap(({ name, at, instead }) => [
    `${instead === null ? column(at) : `coalesce(${column(at)}, ${column(instead)})`} as ${name}__raw`,
    ...(instead === null
      ? []
      : [
          `case when ${column(at)} is null and ${column(instead)} is not null then ${instead} else ${at} end as ${name}__at`,
        ]),
  ]);
  const schools = Object.entries(plan.school).flatMap(([name, at]) =>
    at === null ? [] : [`${column(at)} as school_${name}`],
  );
  const repeats = new Set(repeated(plan).map(({ name }) => name));
  const known = repeated(plan).map(({ name, field, at }) => {
    const { value, type, reason } = fieldSql(field, 'raw', year);
    return `${name}__known as materialized (
  select raw, (${value})::${type} as value, ${reason} as reason from (select distinct ${column(at)} as raw from ${rowsOf(plan, files)})
),
`;
  });
  const read = [
    ...plan.fields.map(({ name, field }) => {
      if (repeats.has(name)) return `${name}__known.value as ${name}, ${name}__known.reason as ${name}__reason`;
      const { value, type } = fieldSql(field, `${name}__raw`, year);
      return `(${value})::${type} as ${name}`;
    }),
    ...plan.lacking.map(([name, field]) => `null::${fieldSql(field, "''", year).type} as ${name}`),
  ];
  const wrong = [
    ...schoolChecks(plan),
    ...plan.fields.flatMap((found) => fieldCheck(found, year, repeats.has(found.name))),
    ...ruleChecks(plan, year),
  ];
  const kept = ['line', 'urn', ...Object.keys(plan.dataset.fields)];
  return `with known as (
  select urn::int as known_urn, nullif(number, '')::int as known_number from read_csv(${text(files.schools)}, header = true, auto_detect = false, delim = ',', columns = {'urn': 'VARCHAR', 'number': 'VARCHAR'})
),
${known.join('')}raw as (
  select c0::int as line, ${[...raw, ...schools].join(', ')}
  from ${rowsOf(plan, files)}
),
placed as (
  select raw.*, ${schoolOf(plan)} as urn
  from raw ${schoolJoins(plan)}
),
read as (
  select placed.*, ${read.join(',\n    ')}
  from placed ${[...repeats].map((name) => `left join ${name}__known on ${name}__known.raw = ${name}__raw`).join(' ')}
)
select ${kept.join(', ')},
  case when ${wrong.map(({ when }) => `(${when})`).join('\n    or ')} then list_filter([
    ${wrong.map(({ when, at, value, reason }) => `{'place': (${at})::int, 'value': case when ${when} then ${cut(value)} end, 'reason': case when ${when} then ${reason} end}`).join(',\n    ')}
  ], lambda one: one.reason is not null) end as rejects
from read`;
}

/** The rows of the file, a column `c1`, `c2` … a heading, and `c0` the line. */
export function rowsOf({ headings }: PupilPlan, { rows, separator }: JudgeFiles): string {
  const columns = ['line', ...headings].map((_, at) => `'c${at}': 'VARCHAR'`);
  return `read_csv(${text(rows)}, header = false, auto_detect = false, delim = ${text(separator)}, quote = '"', escape = '"', new_line = '\\n', max_line_size = 4000000, columns = {${columns.join(', ')}})`;
}

interface Check {
  /** True where the row is wrong. Never null. */
  when: string;
  /** The place of the column. */
  at: string;
  value: string;
  reason: string;
}

const cut = (value: string) =>
  `case when length(${value}) > ${longest} then ${value}[1:${longest - 1}] || '…' else coalesce(${value}, '') end`;

function fieldCheck({ name, field, at, instead }: FoundField, year: number, known: boolean): Check[] {
  const raw = `${name}__raw`;
  const place = instead === null ? String(at) : `${name}__at`;
  const reason = known ? `${name}__reason` : fieldSql(field, raw, year).reason;
  return [
    { when: `${name} is null and ${raw} is not null`, at: place, value: raw, reason },
    ...(field.required && !field.blank
      ? [{ when: `${raw} is null`, at: String(at), value: `''`, reason: `'is blank'` }]
      : []),
  ];
}

const ruleChecks = ({ dataset, fields }: PupilPlan, year: number): Check[] => {
  const names = new Set(fields.map(({ name }) => name));
  return [...dataset.rules, ...curriculumRules(dataset, year)].flatMap(({ wrong, at, reason }) => {
    const found = fields.find(({ name }) => name === at);
    const others = Object.keys(dataset.fields).filter((name) => new RegExp(`\\b${name}\\b`).test(wrong));
    // A rule about a column that the file lacks says nothing; a value that could not be read has its own reason.
    if (!found) return [];
    const unread = others
      .filter((name) => names.has(name))
      .map((name) => `(${name} is null and ${name}__raw is not null)`)
      .join(' or ');
    return [
      {
        when: `coalesce((${wrong}) and not (${unread || 'false'}), false)`,
        at: String(found.at),
        value: `coalesce(${at}__raw, '')`,
        reason: text(reason),
      },
    ];
  });
};

const number = (column: string) =>
  `case when regexp_full_match(${column}, '[2-9][0-9]{2} */? *[1-9][0-9]{3}') then regexp_replace(${column}, '[^0-9]', '', 'g')::int end`;
const twoColumns = `case when regexp_full_match(school_la, '[2-9][0-9]{2}') and regexp_full_match(school_establishment, '[1-9][0-9]{3}') then (school_la || school_establishment)::int end`;

function schoolJoins({ school }: PupilPlan): string {
  const written = numberOf(school);
  return [
    ...(school.urn === null
      ? []
      : [
          `left join known by_urn on by_urn.known_urn = case when regexp_full_match(school_urn, '[1-9][0-9]{5}') then school_urn::int end`,
        ]),
    ...(written === null ? [] : [`left join known by_number on by_number.known_number = ${written}`]),
  ].join(' ');
}

const numberOf = (school: PupilPlan['school']): string | null =>
  school.laestab !== null
    ? number('school_laestab')
    : school.la !== null && school.establishment !== null
      ? twoColumns
      : null;

/** By the URN; where that is blank or there is none, by the DfE number. */
function schoolOf({ school }: PupilPlan): string {
  const byNumber = numberOf(school) === null ? 'null::int' : 'by_number.known_urn';
  return school.urn === null ? byNumber : `case when school_urn is not null then by_urn.known_urn else ${byNumber} end`;
}

function schoolChecks({ school }: PupilPlan): Check[] {
  const written = numberOf(school);
  const numberColumn = school.laestab === null ? 'school_establishment' : 'school_laestab';
  const shown =
    school.laestab === null ? `coalesce(school_la, '') || '/' || coalesce(school_establishment, '')` : 'school_laestab';
  const at = String(school.laestab ?? school.establishment ?? 0);
  const byNumber = (more: string): Check[] =>
    written === null
      ? []
      : [
          {
            when: `${more}${numberColumn} is not null and ${written} is null`,
            at,
            value: shown,
            reason: `'is not the number of a school, such as 3732014'`,
          },
          { when: `${more}urn is null and ${written} is not null`, at, value: shown, reason: unknown },
          { when: `${more}${numberColumn} is null`, at, value: `''`, reason: `'is blank'` },
        ];
  if (school.urn === null) return byNumber('');
  return [
    {
      when: `school_urn is not null and not regexp_full_match(school_urn, '[1-9][0-9]{5}')`,
      at: String(school.urn),
      value: 'school_urn',
      reason: `'is not a URN of six figures'`,
    },
    {
      when: `urn is null and school_urn is not null and regexp_full_match(school_urn, '[1-9][0-9]{5}')`,
      at: String(school.urn),
      value: 'school_urn',
      reason: unknown,
    },
    ...(written === null
      ? [{ when: 'school_urn is null', at: String(school.urn), value: `''`, reason: `'is blank'` }]
      : byNumber('school_urn is null and ')),
  ];
}

const unknown = `'is no school of the directory'`;
