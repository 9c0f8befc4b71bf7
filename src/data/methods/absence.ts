import { ok, type Result } from '../../platform/result';
import { text } from './sql';
import { type NeedsTable, needsTable, readRows } from './tables';
import codes2006 from './tables/attendance-codes-2006.csv?raw';
import codes2024 from './tables/attendance-codes-2024.csv?raw';
import holidays from './tables/bank-holidays-england.csv?raw';

/** Attendance and absence (attendance.md sections 1 to 3): from marks to sessions, from sessions to rates. */

export type MarkCategory = 'present' | 'approved' | 'authorised' | 'unauthorised' | 'not possible';
export interface AttendanceCode {
  code: string;
  meaning: string;
  category: MarkCategory;
}
export type CodeSet = 'codes of 2006' | 'codes of 2024';

const categories: Record<string, MarkCategory> = {
  present: 'present',
  'approved activity': 'approved',
  'attending elsewhere': 'approved',
  authorised: 'authorised',
  unauthorised: 'unauthorised',
  'not a possible session': 'not possible',
};

const readCodes = (csv: string): AttendanceCode[] =>
  readRows(csv).map((row) => {
    const category = categories[row.statistical_category ?? ''];
    if (!category) throw new Error(`attendance code ${row.code} has no category`);
    return { code: row.code ?? '', meaning: row.meaning ?? '', category };
  });

export const attendanceCodes: Record<CodeSet, readonly AttendanceCode[]> = {
  'codes of 2006': readCodes(codes2006),
  'codes of 2024': readCodes(codes2024),
};

const changeOver = Temporal.PlainDate.from('2024-08-19');
export const codeSetOn = (date: Temporal.PlainDate): CodeSet =>
  Temporal.PlainDate.compare(date, changeOver) < 0 ? 'codes of 2006' : 'codes of 2024';

/** Sessions of an enrolment in a period. Whole numbers. */
export interface Sessions {
  possible: number;
  attended: number;
  authorised: number;
  unauthorised: number;
  absent: number;
  /** Blank marks: no code, not possible, and counted so that they can be seen. */
  missing: number;
}

/** Counts marks: code and how often. An unknown code is never silently a category: it is named in the refusal. */
export function sessionsOf(
  marks: Iterable<readonly [code: string, times: number]>,
  set: CodeSet,
): Result<Sessions, { unknownCodes: string[] }> {
  const byCode = new Map(attendanceCodes[set].map((one) => [one.code, one.category]));
  const count: Record<MarkCategory | 'missing', number> = {
    present: 0,
    approved: 0,
    authorised: 0,
    unauthorised: 0,
    'not possible': 0,
    missing: 0,
  };
  const unknown = new Set<string>();
  for (const [code, times] of marks) {
    const category = code.trim() === '' ? 'missing' : byCode.get(code);
    if (category) count[category] += times;
    else unknown.add(code);
  }
  if (unknown.size > 0) return { ok: false, reason: { unknownCodes: [...unknown].sort() } };
  const attended = count.present + count.approved;
  const absent = count.authorised + count.unauthorised;
  return ok({
    possible: attended + absent,
    attended,
    absent,
    authorised: count.authorised,
    unauthorised: count.unauthorised,
    missing: count.missing,
  });
}

/** Missed a tenth or more of the enrolment's own possible sessions, in whole numbers: exactly 10% counts. The measure of 2015/16 on. */
export const isPersistent = ({ absent, possible }: Pick<Sessions, 'absent' | 'possible'>): boolean =>
  possible > 0 && absent * 10 >= possible;
/** Missed half or more. */
export const isSevere = ({ absent, possible }: Pick<Sessions, 'absent' | 'possible'>): boolean =>
  possible > 0 && absent * 2 >= possible;

/** Totals over totals, never a mean of rates. An enrolment without a possible session is out of every count. */
export interface Absence {
  enrolments: number;
  possible: number;
  absent: number;
  authorised: number;
  unauthorised: number;
  persistent: number;
  severe: number;
}

export function absenceOf(enrolments: readonly Sessions[]): Absence {
  const counted = enrolments.filter((one) => one.possible > 0);
  const total = (of: (one: Sessions) => number) => counted.reduce((sum, one) => sum + of(one), 0);
  return {
    enrolments: counted.length,
    possible: total((one) => one.possible),
    absent: total((one) => one.absent),
    authorised: total((one) => one.authorised),
    unauthorised: total((one) => one.unauthorised),
    persistent: counted.filter(isPersistent).length,
    severe: counted.filter(isSevere).length,
  };
}

/**
 * Absences by reason: the sum of the reasons, or where they fall short of the stated totals those, the rest being unclassified
 * (section 2).
 */
export function absencesByReason(reasons: Readonly<Record<string, number>>, stated: number): Record<string, number> {
  const named = Object.values(reasons).reduce((sum, sessions) => sum + sessions, 0);
  return stated > named ? { ...reasons, unclassified: stated - named } : { ...reasons };
}

export type AbsencePeriod = 'autumn' | 'spring' | 'summer 1' | 'summer 2';
export interface Period {
  period: AbsencePeriod;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
}

/**
 * The periods of published absence statistics in the academic year that ends in the summer of `year` (section 3). They go by date: a school's
 * own half terms are others. Needs the year's bank holidays.
 */
export function absencePeriods(
  year: number,
  supplied: readonly { date: string; name: string }[] = [],
): Result<Period[], NeedsTable> {
  const rows = [...readRows(holidays), ...supplied].filter((row) => row.date?.startsWith(`${year}-`));
  const on = (name: string) => rows.find((row) => row.name === name)?.date;
  const [easter, spring] = [on('Easter Monday'), on('Spring')];
  if (!easter || !spring) return needsTable('bank-holidays', year);
  const easterMonday = Temporal.PlainDate.from(easter);
  const springHoliday = Temporal.PlainDate.from(spring);
  const day = (iso: string) => Temporal.PlainDate.from(iso);
  return ok([
    { period: 'autumn', from: day(`${year - 1}-08-01`), to: day(`${year - 1}-12-31`) },
    { period: 'spring', from: day(`${year}-01-01`), to: easterMonday.subtract({ days: 1 }) },
    { period: 'summer 1', from: easterMonday, to: springHoliday.subtract({ days: 1 }) },
    { period: 'summer 2', from: springHoliday, to: day(`${year}-07-31`) },
  ]);
}

/**
 * Whether an enrolment's sessions in a half term (1 to 6) belong to the published measure (section 2): aged 5 to 15 on 31 August before the
 * year, not the sixth half term of year 11 (age 15), and not who first started in the sixth.
 */
export function countsInAbsence({
  age,
  halfTerm,
  startedIn,
}: {
  age: number;
  halfTerm: number;
  startedIn: number;
}): boolean {
  return age >= 5 && age <= 15 && !(age === 15 && halfTerm === 6) && startedIn < 6;
}
export const countsInAbsenceSql = '(age between 5 and 15 and not (age = 15 and half_term = 6) and started_in < 6)';

/**
 * From marks to sessions for millions of marks: `marks` has `code` and the columns of `by` (enrolment, half term …), a row a mark. Columns
 * made: `possible`, `attended`, `authorised`, `unauthorised`, `absent`, `missing`, `unknown` (codes that are none of the set: a fault to show).
 */
export function sessionsSql({ marks, by, set }: { marks: string; by: readonly string[]; set: CodeSet }): string {
  const kinds: MarkCategory[] = ['present', 'approved', 'authorised', 'unauthorised', 'not possible'];
  // Each mark is looked up once and then counted by a small number: half the time of a count for each list of codes.
  const kind = attendanceCodes[set].map((one) => `when code = ${text(one.code)} then ${kinds.indexOf(one.category)}`);
  return `select ${by.join(', ')},
  attended + authorised + unauthorised as possible, attended, authorised, unauthorised, authorised + unauthorised as absent, missing, unknown
from (
  select ${by.join(', ')},
    count_if(kind <= ${kinds.indexOf('approved')}) as attended,
    count_if(kind = ${kinds.indexOf('authorised')}) as authorised,
    count_if(kind = ${kinds.indexOf('unauthorised')}) as unauthorised,
    count_if(kind = ${kinds.length}) as missing,
    count_if(kind is null) as unknown
  from (
    select ${by.join(', ')},
      case ${kind.join(' ')} when coalesce(trim(code), '') = '' then ${kinds.length} end::utinyint as kind
    from ${marks}
  ) group by ${by.join(', ')}
)`;
}

/** From sessions to the figures of a set of enrolments: the columns of `Absence`, over rows of `sessionsSql` summed to one an enrolment. */
export const absenceColumnsSql = `count(*) filter (possible > 0) as enrolments,
  sum(possible)::bigint as possible, sum(absent)::bigint as absent, sum(authorised)::bigint as authorised, sum(unauthorised)::bigint as unauthorised,
  count(*) filter (possible > 0 and absent * 10 >= possible) as persistent,
  count(*) filter (possible > 0 and absent * 2 >= possible) as severe`;
