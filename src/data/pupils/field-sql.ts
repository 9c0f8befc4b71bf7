import { yearName } from '../../schools';
import { authorityCodes } from '../catalogue/catalogue';
import { gradesOfScale } from '../catalogue/code-lists';
import { codesOf, type PupilField } from '../catalogue/pupil-datasets';
import { upnLetters } from '../methods/identifiers';
import { list, text } from '../methods/sql';

/**
 * How one value is read, as DuckDB expressions over the column that has it, trimmed and never blank: what it is, null where it is not
 * that; and why not, as the end of a sentence that begins with the value.
 */
export interface FieldSql {
  type: string;
  value: string;
  /** Null where the value can be taken. Only asked where `value` is null, and may name it as `{value}`. */
  reason: string;
}

/** Reading `raw` as a field in the academic year that starts in `year`. */
export function fieldSql(field: PupilField, raw: string, year: number): FieldSql {
  switch (field.kind) {
    case 'upn':
      return upnSql(raw);
    case 'text':
      return textSql(raw, 200);
    case 'name':
      return textSql(raw, 100);
    case 'code': {
      const { codes, open, wrong } = codesOf(field, year);
      const known = choose(`lower(${raw})`, codes);
      return {
        type: 'varchar',
        value: open ? `coalesce(${known}, ${textSql(open === 'as it is' ? raw : `lower(${raw})`, 200).value})` : known,
        reason: text(wrong ?? notOneOf(Object.keys(codes))),
      };
    }
    case 'language':
      return {
        type: 'varchar',
        value: `case when regexp_full_match(${raw}, '[A-Za-z]{3,4}') then upper(${raw}) end`,
        reason: text('is not the code of a language: three or four letters'),
      };
    case 'score':
      return scoreSql(field, raw, year);
    case 'whole':
      return numberSql(field, raw, `case when regexp_full_match(${raw}, '[0-9]{1,9}') then ${raw}::int end`, 'int');
    case 'decimal':
      return numberSql(
        field,
        raw,
        `case when regexp_full_match(${raw}, '[0-9]{1,4}([.][0-9]{1,4})?') then ${raw}::decimal(9,4) end`,
        'decimal(9,4)',
      );
    case 'date':
      return dateSql(field, raw, year);
    case 'yes':
      return {
        type: 'boolean',
        value: `case when lower(${raw}) in ('yes', 'y', 'true', 't', '1') then true when lower(${raw}) in ('no', 'n', 'false', 'f', '0') then false end`,
        reason: text('is not yes or no'),
      };
    case 'year-group': {
      const bare = `regexp_replace(lower(${raw}), '^(year|yr|y)? *0*([0-9])', '\\2')`;
      return {
        type: 'varchar',
        value: choose(bare, yearGroups),
        reason: text('is not a year group: E1, E2, N1, N2, R, 1 to 14, or X'),
      };
    }
    case 'grade':
      return gradeSql(raw);
    case 'school':
      return {
        type: 'int',
        value: `case when regexp_full_match(${raw}, '[1-9][0-9]{5}') then ${raw}::int end`,
        reason: text('is not a URN of six figures'),
      };
    case 'marks': {
      const { codes } = codesOf(field, year);
      const single = Object.keys(codes).filter((code) => code.length === 1);
      const allowed = `[ ${single.map((code) => (/[\\\]^-]/.test(code) ? `\\${code}` : code)).join('')}-]`;
      return {
        type: 'varchar',
        value: `case when length(${raw}) <= 1000 and regexp_full_match(upper(${raw}), ${text(`${allowed}+`)}) then replace(upper(${raw}), '-', ' ') end`,
        reason: text('holds something that is no attendance code of one letter'),
      };
    }
  }
}

const yearGroups = {
  E1: [],
  E2: [],
  N1: ['nursery 1'],
  N2: ['nursery 2', 'nursery'],
  R: ['0', 'reception'],
  ...Object.fromEntries(Array.from({ length: 14 }, (_, n) => [String(n + 1), []])),
  X: [],
};

/** A value by what it may be written as; one that is written in capitals otherwise counts as itself. */
const choose = (lower: string, codes: Readonly<Record<string, readonly string[]>>): string =>
  `case ${lower} ${Object.entries(codes)
    .flatMap(([code, others]) =>
      [...new Set([code.toLowerCase(), ...others])].map((one) => `when ${text(one)} then ${text(code)}`),
    )
    .join(' ')} end`;

function notOneOf(codes: readonly string[]): string {
  if (codes.length > 12) return 'is not one of the official codes';
  const last = codes.at(-1) ?? '';
  return codes.length > 1 ? `is not one of ${codes.slice(0, -1).join(', ')} or ${last}` : `is not ${last}`;
}

/** No control characters, and nothing that could not be read; a line end inside a value is a space by now. */
const textSql = (raw: string, longest: number): FieldSql => ({
  type: 'varchar',
  value: `case when length(${raw}) <= ${longest} and not regexp_matches(${raw}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F\\x{FFFD}]') then ${raw} end`,
  reason: `case when length(${raw}) > ${longest} then ${text(`is longer than ${longest} characters`)} else 'holds a character that is not text' end`,
});

function numberSql({ min, max }: PupilField, _raw: string, read: string, type: string): FieldSql {
  const [least, most] = [min ?? 0, max ?? 999_999];
  return {
    type,
    value: `case when ${read} between ${least} and ${most} then ${read} end`,
    reason: text(`is not a ${type === 'int' ? 'whole number' : 'number'} from ${least} to ${most}`),
  };
}

/** A whole number in a range, or a code that says why there is none. Three figures with a nought in front are two. */
function scoreSql(field: PupilField, raw: string, year: number): FieldSql {
  const { codes } = codesOf(field, year);
  const [least, most] = [field.min ?? 0, field.max ?? 999];
  const number = `try_cast(case when regexp_full_match(${raw}, '[0-9]{1,3}') then ${raw} end as int)`;
  const rest = Object.keys(codes);
  return {
    type: 'varchar',
    value: `case when ${number} between ${least} and ${most} then ${number}::varchar else ${choose(`lower(${raw})`, codes)} end`,
    reason: text(`is neither a score from ${least} to ${most} nor one of ${rest.join(', ')}`),
  };
}

/** A date in one of the ways that files write it, or null. */
export function dateRead(raw: string): string {
  // A time of midnight behind it says nothing.
  const day = `regexp_replace(${raw}, '[ T]0?0:00(:00([.]0+)?)?$', '')`;
  return `case when regexp_full_match(${day}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then try_cast(${day} as date)
    when regexp_full_match(${day}, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}') then try_strptime(${day}, '%d/%m/%Y')::date
    when regexp_full_match(${day}, '[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}') then try_strptime(${day}, '%d-%m-%Y')::date
    when regexp_full_match(${day}, '[0-9]{8}') then try_strptime(${day}, '%Y%m%d')::date end`;
}

function dateSql({ within }: PupilField, raw: string, year: number): FieldSql {
  const read = dateRead(raw);
  const [from, to] = {
    year: [`${year}-08-01`, `${year + 1}-08-31`],
    childhood: childhood(year),
    any: ['1900-01-01', `${year + 1}-08-31`],
  }[within ?? 'any'] as [string, string];
  return {
    type: 'date',
    value: `case when ${read} between date '${from}' and date '${to}' then ${read} end`,
    reason: `case when ${read} is null then 'is not a date, such as 31/12/2012 or 2012-12-31' else ${text(
      within === 'year'
        ? `is not a day of ${yearName(year)}`
        : within === 'childhood'
          ? `is no date of birth of somebody who may be at school in ${yearName(year)}`
          : 'is a day to come, or long past',
    )} end`,
  };
}

/** From two to twenty-five years old on the 31 August before the academic year. */
const childhood = (year: number): [string, string] => [`${year - 26}-09-01`, `${year - 1}-08-31`];

/** A grade of the row's scale; of a scale that no table in hand has, any short text. */
function gradeSql(raw: string): FieldSql {
  const known = [...gradesOfScale].map(
    ([scale, grades]) => `when ${text(scale)} then ${choose(`lower(${raw})`, grades)}`,
  );
  return {
    type: 'varchar',
    value: `case scale ${known.join(' ')} else case when length(${raw}) <= 20 then ${raw} end end`,
    reason: `'is not a grade of ' || coalesce(scale, 'any scale that is known')`,
  };
}

/** `readUpn` for millions, in the same order and with a message for each thing that can be wrong. */
export function upnSql(raw: string): FieldSql {
  const upn = `upper(regexp_replace(${raw}, '\\s', '', 'g'))`;
  const weighted = Array.from({ length: 11 }, (_, n) => `(ascii(${upn}[${n + 2}]) - 48) * ${n + 2}`).join(' + ');
  const last = `case when ${upn}[13] between '0' and '9' then ascii(${upn}[13]) - 48 else strpos(${text(upnLetters)}, ${upn}[13]) - 1 end`;
  const letter = `${text(upnLetters)}[((${weighted} + 13 * (${last})) % 23) + 1]`;
  const formed = `regexp_full_match(${upn}, '[${upnLetters}][0-9]{11}[0-9${upnLetters}]')`;
  const authority = `${upn}[2:4] in ${list(authorityCodes)}`;
  return {
    type: 'varchar',
    value: `case when ${formed} and ${authority} and ${upn}[1] = ${letter} then ${upn} end`,
    reason: `case
      when length(${upn}) <> 13 then 'has ' || length(${upn}) || case when length(${upn}) = 1 then ' character' else ' characters' end || ', and a UPN has 13'
      when not regexp_full_match(${upn}[1], '[${upnLetters}]') then 'has a character 1 that no UPN has: a letter, and never I, O or S'
      when not regexp_full_match(${upn}[2:4], '[0-9]{3}') then 'has no number of a local authority as characters 2 to 4'
      when not regexp_full_match(${upn}[5:12], '[0-9]{8}') then 'has characters 5 to 12 that are not all figures'
      when not regexp_full_match(${upn}[13], '[0-9${upnLetters}]') then 'has a character 13 that is neither a figure nor a letter other than I, O and S'
      when ${upn}[1] <> ${letter} then 'has the wrong check letter at character 1: one of the characters is mistyped'
      else 'has characters 2 to 4 that are the number of no local authority' end`,
  };
}
