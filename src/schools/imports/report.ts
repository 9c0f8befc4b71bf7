import { describeRejected, type RejectedValue } from '../../platform/rejected';
import { capital, count, counted, date, listed } from '../../platform/words';
import type { Kind } from './kinds/kind';

/** What a file would change, or has changed. */
export interface Counts {
  /** Rows below the headings. */
  rows: number;
  /** Facts of the file's kind that nobody had: schools, pupil numbers, memberships, inspections. */
  new: number;
  changed: number;
  /** Schools that were open and are not. */
  closed: number;
  /** Schools known before that have become academies. */
  converted: number;
  /** Schools known before that go on under another number in another way. */
  continued: number;
  /** States from before the first that was known. */
  earlier: number;
  unchanged: number;
  /** Rows that cannot be taken. */
  rejected: number;
  /** Rows of another authority than the one asked for. */
  outside: number;
  /** Rows about schools that are not known here. */
  unknown: number;
  /** Rows with nothing to keep: totals, and schools without a figure. */
  empty: number;
  /** Schools that a census counts and no list has named. */
  unnamed: number;
  /** Pupil numbers that came along with a list of schools. */
  numbers: number;
  /** Links from a school to the one that took its place. */
  successions: number;
  /** Schools that a list of groups no longer has in a group. */
  left: number;
  /** Partnerships that are called otherwise than they were: name, letter or kind. */
  partnerships: number;
  /** 1 where no list of groups said before that it was so on that day: a school that an older list has in a group, and this one not, has left it by then. */
  confirmed: number;
  /** 1 where the file stops without the end of its last line: it may have been cut inside its last value. */
  unended: number;
}

export const noCounts: Counts = {
  rows: 0,
  new: 0,
  changed: 0,
  closed: 0,
  converted: 0,
  continued: 0,
  earlier: 0,
  unchanged: 0,
  rejected: 0,
  outside: 0,
  unknown: 0,
  empty: 0,
  unnamed: 0,
  numbers: 0,
  successions: 0,
  left: 0,
  partnerships: 0,
  confirmed: 0,
  unended: 0,
};

export type Outcome = 'accepted' | 'preview' | 'nothing' | 'refused';

/** What the command line and the pages say of one file. */
export interface ImportReport {
  id: number | null;
  kind: string;
  file: string;
  outcome: Outcome;
  /** The day from which the facts hold, and how it was found. */
  asAt: string | null;
  asAtSource: string | null;
  la: number | null;
  counts: Counts;
  /** Names of types and groups that we do not know: kept as published. */
  unknownNames: string[];
  rejects: RejectedValue[];
  /** Why the file was refused, or what to know before accepting it. */
  problem: string | null;
  warnings: string[];
}

/** Whether anything would change. */
export const changesAnything = (counts: Counts): boolean =>
  counts.new + counts.changed + counts.closed + counts.converted + counts.continued + counts.earlier > 0 ||
  counts.unnamed + counts.numbers + counts.successions + counts.left + counts.partnerships + counts.confirmed > 0;

/** The rows of a file, and those that change nothing, by what pages call them; only what there is. */
export function rowsInWords(counts: Counts): { key: string; value: string }[] {
  const passed = [
    ['Known already', counts.unchanged],
    ['Of another authority', counts.outside],
    ['About schools not known here', counts.unknown],
    ['Totals, and rows without a figure', counts.empty],
  ] as const;
  return [
    { key: 'Rows', value: count(counts.rows) },
    ...passed.filter(([, rows]) => rows > 0).map(([key, rows]) => ({ key, value: counted(rows, 'row') })),
  ];
}

/** "2 schools are new, 16 have changed, 3 have closed, 14 became academies; 3 rows were rejected." */
export function summary(counts: Counts, kind: Pick<Kind, 'noun'>): string {
  const { noun } = kind;
  const isOne = (n: number) => (n === 1 ? 'is' : 'are');
  const hasOne = (n: number) => (n === 1 ? 'has' : 'have');
  const things = (n: number) => counted(n, noun);
  const parts = [
    counts.new > 0 && `${things(counts.new)} ${isOne(counts.new)} new`,
    counts.changed > 0 && `${things(counts.changed)} ${hasOne(counts.changed)} changed`,
    counts.closed > 0 && `${things(counts.closed)} ${hasOne(counts.closed)} closed`,
    counts.converted > 0 && `${things(counts.converted)} became ${counts.converted === 1 ? 'an academy' : 'academies'}`,
    counts.continued > 0 &&
      `${things(counts.continued)} ${counts.continued === 1 ? 'goes' : 'go'} on under another number`,
    counts.left > 0 && `${counted(counts.left, 'school')} ${hasOne(counts.left)} left a group`,
    counts.earlier > 0 && `${things(counts.earlier)} ${counts.earlier === 1 ? 'gets' : 'get'} an earlier state`,
    counts.unnamed > 0 && `${counted(counts.unnamed, 'school')} ${isOne(counts.unnamed)} not yet known by name`,
    counts.numbers > 0 && `${counted(counts.numbers, 'pupil number')} ${counts.numbers === 1 ? 'comes' : 'come'} along`,
    counts.partnerships > 0 &&
      `${counted(counts.partnerships, 'partnership')} ${hasOne(counts.partnerships)} another name, letter or kind`,
    noun !== 'succession' &&
      counts.successions > 0 &&
      `${counted(counts.successions, 'link')} to a school's successor ${isOne(counts.successions)} new`,
  ].filter((part) => part !== false);
  const same =
    counts.confirmed > 0 ? 'Nothing has changed, and that it was so on that day is new' : 'Nothing has changed';
  const first = parts.length === 0 ? same : capital(listed(withoutRepeats(parts, noun)));
  const rejected =
    counts.rejected > 0
      ? `; ${counted(counts.rejected, 'row')} ${counts.rejected === 1 ? 'was' : 'were'} rejected`
      : '';
  return `${first}${rejected}.`;
}

/** The noun stands once: "2 schools are new, 16 have changed". */
function withoutRepeats(parts: readonly string[], noun: string): string[] {
  let said = false;
  return parts.map((part) => {
    const match = new RegExp(`^([\\d,]+) ${noun}s? `).exec(part);
    if (!match) return part;
    const short = said ? part.replace(match[0], `${match[1]} `) : part;
    said = true;
    return short;
  });
}

/** The lines that the command line says to people. */
export function describeImport(report: ImportReport, kind: Pick<Kind, 'noun' | 'called'>): string[] {
  const { counts, outcome, rejects } = report;
  if (outcome === 'refused')
    return [
      `${report.file} was refused. ${report.problem ?? ''}`.trim(),
      ...rejectLines(rejects),
      'Nothing was changed.',
    ];
  const at = report.asAt
    ? [`The facts hold from ${date(Temporal.PlainDate.from(report.asAt))} (${report.asAtSource}).`]
    : [];
  const passed = [
    counts.unchanged > 0 &&
      `${counted(counts.unchanged, 'row')} ${counts.unchanged === 1 ? 'says' : 'say'} what was known`,
    counts.outside > 0 &&
      `${counted(counts.outside, 'row')} ${counts.outside === 1 ? 'belongs' : 'belong'} to another authority`,
    counts.unknown > 0 &&
      `${counted(counts.unknown, 'row')} ${counts.unknown === 1 ? 'is' : 'are'} about schools that are not known here`,
    counts.empty > 0 && `${counted(counts.empty, 'row')} ${counts.empty === 1 ? 'holds' : 'hold'} nothing to keep`,
  ].filter((part) => part !== false);
  const end = {
    accepted: 'Accepted.',
    preview: 'This was a look only, and nothing was changed. Add --yes to accept it.',
    nothing: 'There was nothing to accept.',
  }[outcome];
  return [
    `${report.file}, ${kind.called}: ${counted(counts.rows, 'row')}. ${summary(counts, kind)}`,
    ...(passed.length > 0 ? [`${capital(listed(passed))}.`] : []),
    ...at,
    ...report.warnings,
    ...rejectLines(rejects),
    end,
  ];
}

const shownRejects = 20;

function rejectLines(rejects: readonly RejectedValue[]): string[] {
  const more = rejects.length - shownRejects;
  return [...rejects.slice(0, shownRejects).map(describeRejected), ...(more > 0 ? [`… and ${count(more)} more.`] : [])];
}

/** For programs. Names are those of the counts; days are ISO dates. */
export function toJson(report: ImportReport): object {
  const { counts, ...rest } = report;
  return {
    import: rest.id,
    kind: rest.kind,
    file: rest.file,
    outcome: rest.outcome,
    as_at: rest.asAt,
    as_at_source: rest.asAtSource,
    la: rest.la,
    ...counts,
    unknown_names: rest.unknownNames,
    rejects: rest.rejects,
    problem: rest.problem,
    warnings: rest.warnings,
  };
}
