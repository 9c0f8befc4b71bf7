import { UnreadableFile } from '../../platform/reading';
import { listed } from '../../platform/words';

/** From what day on a file's facts hold, as far as its name, a year or its own dates tell. Pure. */

export interface AsAt {
  date: Temporal.PlainDate;
  /** How the day was found, in words: "the file's name". */
  source: string;
}

/** A school census or a whole academic year, by the calendar year in which the academic year starts. */
type Found = { kind: 'day'; date: Temporal.PlainDate } | { kind: 'year'; starts: number };

/**
 * The day or the academic year in a file's name: "edubasealldata20180501.csv", "2022-04-20", "2022-08.csv" (its first day), "2017-18.csv",
 * "2017-2018_england_spine.csv", "spine_201718.csv". Null when there is none, or more than one year.
 */
export function dateInName(fileName: string): Found | null {
  const name = bare(fileName);
  for (const match of name.matchAll(/(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/g)) {
    const date = validDate(match[1], match[3], match[4]);
    if (date) return { kind: 'day', date };
  }
  if (yearsInName(fileName).length > 1) return null;
  for (const match of name.matchAll(writtenYear)) {
    const starts = Number(match[1]);
    if (isAcademic(match)) return { kind: 'year', starts };
    const date = match[2] ? null : validDate(match[1], match[3], '1');
    if (date) return { kind: 'day', date };
  }
  return null;
}

const bare = (fileName: string): string => fileName.replace(/\.(csv|txt|tsv|gz)\b/gi, '');

const writtenYear = /(?<!\d)(20\d\d)[-_ ]?(20)?(\d\d)(?!\d)/g;
const isAcademic = ([, starts, , ends]: RegExpExecArray): boolean => Number(ends) === (Number(starts) + 1) % 100;

/** The different academic years in a file's name, in their order there. */
const yearsInName = (fileName: string): number[] => [
  ...new Set([...bare(fileName).matchAll(writtenYear)].filter(isAcademic).map((match) => Number(match[1]))),
];

/** @throws UnreadableFile where a name says several years: none of them is more likely than another. */
function refuseYears(fileName: string): null {
  const years = yearsInName(fileName);
  if (years.length > 1)
    throw new UnreadableFile(
      'headings',
      `The file's name says ${listed(years.map(yearName))}. Say which day it is of, or on the command line which year (--year), then bring it again.`,
    );
  return null;
}

/** "2018/19", "2018-19", "201819" or "2018-2019" as the calendar year in which it starts; null when it is none of these. */
export function readAcademicYear(typed: string): number | null {
  const match = /^(20\d\d)[-/]?(?:20)?(\d\d)$/.exec(typed.trim());
  const starts = Number(match?.[1]);
  return match && Number(match[2]) === (starts + 1) % 100 ? starts : null;
}

export const yearName = (starts: number): string => `${starts}/${String((starts + 1) % 100).padStart(2, '0')}`;

/** The school census of the spring: the third Thursday of January. */
export function censusDay(year: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  const thursday = 4;
  return first.add({ days: ((thursday - first.dayOfWeek + 7) % 7) + 14 });
}

/** The newest census day on or before a day. */
export function newestCensusDay(on: Temporal.PlainDate): Temporal.PlainDate {
  const day = censusDay(on.year);
  return Temporal.PlainDate.compare(day, on) <= 0 ? day : censusDay(on.year - 1);
}

/** The day a list of an academic year stands for: its last. */
export const lastDayOf = (starts: number): Temporal.PlainDate =>
  Temporal.PlainDate.from({ year: starts + 1, month: 8, day: 31 });

interface Known {
  fileName: string;
  asAt?: Temporal.PlainDate | undefined;
  /** The calendar year in which the academic year starts. */
  year?: number | undefined;
  today: Temporal.PlainDate;
}

/** How the day of a census was found where nobody and nothing says it. */
export const guessedCensusDay = 'the newest census day, because the file names no year';

/** Where a census file's numbers belong. A day in the name is when it was published or downloaded, so the census before it. */
export function censusAsAt({ fileName, asAt, year, today }: Known): AsAt {
  if (asAt) return { date: asAt, source: 'as given' };
  if (year !== undefined) return { date: censusDay(year + 1), source: `the census day of ${yearName(year)}, as given` };
  const found = dateInName(fileName) ?? refuseYears(fileName);
  if (found?.kind === 'year')
    return {
      date: censusDay(found.starts + 1),
      source: `the census day of ${yearName(found.starts)}, from the file's name`,
    };
  if (found?.kind === 'day')
    return { date: newestCensusDay(found.date), source: "the census day before the date in the file's name" };
  return { date: newestCensusDay(today), source: guessedCensusDay };
}

/** From when a list's facts hold, as far as can be said without reading it; null when its own dates must tell. */
export function listAsAt({ fileName, asAt, year }: Omit<Known, 'today'>): AsAt | null {
  if (asAt) return { date: asAt, source: 'as given' };
  if (year !== undefined) return { date: lastDayOf(year), source: `the last day of ${yearName(year)}, as given` };
  const found = dateInName(fileName) ?? refuseYears(fileName);
  if (found?.kind === 'year')
    return { date: lastDayOf(found.starts), source: `the last day of ${yearName(found.starts)}, from the file's name` };
  return found ? { date: found.date, source: "the date in the file's name" } : null;
}

function validDate(year = '', month = '', day = ''): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    );
  } catch {
    return null;
  }
}
