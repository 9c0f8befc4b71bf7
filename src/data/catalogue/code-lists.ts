import { yearName } from '../../schools';
import { attendanceCodes, codeSetOn } from '../methods/absence';
import { activities, monthEnd, months } from '../methods/activity';
import { exclusionReasons } from '../methods/exclusions';
import { ethnicGroups } from '../methods/groups';
import { ks1Points } from '../methods/key-stage-2-progress';
import { ks4Subjects } from '../methods/key-stage-4';
import { facilitatingSubjects } from '../methods/post-16';
import { readRows } from '../methods/tables';
import gcse from '../methods/tables/gcse-points.csv?raw';
import level3 from '../methods/tables/level-3-points.csv?raw';
import technical from '../methods/tables/technical-award-points.csv?raw';
import subjectsFile from './ks4-subjects.csv?raw';

/** What a coded column may hold: the canonical value, and what else it may be written as, in small letters. */
export type Codes = Readonly<Record<string, readonly string[]>>;

export interface CodeList {
  codes: Codes;
  /** Any other text is taken too, as it is or in small letters: a table that is supplied may know it. */
  open?: 'as it is' | 'in small letters';
  /** What to say of any other, where a list of the codes says too little. */
  wrong?: string;
}

const plainly = (codes: Iterable<string>): Codes => Object.fromEntries([...codes].map((code) => [code, []]));

const pScales = ['P1i', 'P1ii', 'P2i', 'P2ii', 'P3i', 'P3ii', 'P4', 'P5', 'P6', 'P7', 'P8'];
const assessments = 'BLW PKF PKE PKG PK1 PK2 PK3 PK4 PK5 PK6 WTS EXS GDS HNM A D L M F P'.split(' ');

/** Subjects by the names that files give them; a name that is not here is rejected, because an EBacc subject must not count as any other. */
const subjects = Object.fromEntries(
  Object.keys(ks4Subjects).map((subject) => [
    subject,
    readRows(subjectsFile).flatMap((row) => (row.subject === subject ? [(row.name ?? '').toLowerCase()] : [])),
  ]),
);

const scales: Codes = {
  'GCSE 9-1': ['gcse (9-1)', 'gcse 9 to 1', 'gcse9-1', 'gcse full course (9-1)', '9-1'],
  'GCSE A*-G': ['gcse (a*-g)', 'gcse a* to g', 'gcse a*-g full course', 'a*-g'],
  'GCSE combined science (per slot, two slots)': [
    'gcse combined science',
    'gcse 9-1 double award',
    'gcse (9-1) double award',
    'gcse double award (9-1)',
    '9-1 double award',
  ],
  'level 2 technical award': ['technical award level 2', 'level 2'],
  'level 1 technical award': ['technical award level 1', 'level 1'],
};

const level3Scales: Codes = {
  'A level': ['gce a level', 'a-level', 'gce a-level'],
  AS: ['as level', 'gce as level', 'as-level'],
  EPQ: ['extended project', 'extended project (diploma)'],
};

/** Facilitating subjects by their other names; any language counts as one. Every other subject keeps its name. */
const level3Subjects: Codes = {
  ...plainly(facilitatingSubjects),
  mathematics: ['maths'],
  'further mathematics': ['further maths', 'mathematics (further)'],
  language: subjects.language ?? [],
};

/** How a grade may be written beside its name in the tables: both halves of a double award without a hyphen, an award by its first letter. */
const otherwise = (grade: string): string[] => {
  const double = /^([1-9])-([1-9])$/.exec(grade);
  if (double) return [`${double[1]}${double[2]}`, `${double[1]}/${double[2]}`, `${double[1]} ${double[2]}`];
  if (grade === 'U') return ['uu', 'u-u'];
  return { 'Distinction*': ['d*'], Distinction: ['d'], Merit: ['m'], Pass: ['p'] }[grade] ?? [];
};

/** The grades of each scale in hand, whatever the year. */
export const gradesOfScale: ReadonlyMap<string, Codes> = new Map(
  [...new Set([gcse, technical, level3].flatMap((file) => readRows(file).map((row) => row.scale ?? '')))].map(
    (scale) => [
      scale,
      Object.fromEntries(
        [gcse, technical, level3].flatMap((file) =>
          readRows(file).flatMap((row) => (row.scale === scale ? [[row.grade ?? '', otherwise(row.grade ?? '')]] : [])),
        ),
      ),
    ],
  ),
);

const monthNumber = (day: Temporal.PlainDate): string => String(day.month).padStart(2, '0');

/** Months of the year by their names and numbers, with the year or without it, and by their last day. */
const monthsOf = (year: number): Codes =>
  Object.fromEntries(
    months.map((month) => {
      const end = monthEnd(month, year);
      const short = [month.slice(0, 3), ...(month === 'september' ? ['sept'] : [])];
      const [two, four] = [String(end.year).slice(2), String(end.year)];
      return [
        month,
        [
          ...short,
          ...[month, ...short].flatMap((name) => [
            `${name} ${four}`,
            `${name} ${two}`,
            `${name}-${two}`,
            `${name}-${four}`,
          ]),
          ...new Set([String(end.month), monthNumber(end)]),
          `${four}-${monthNumber(end)}`,
          `${monthNumber(end)}/${four}`,
          `${four}${monthNumber(end)}`,
          end.toString(),
          `${end.day}/${monthNumber(end)}/${four}`,
          `${end.day}-${monthNumber(end)}-${four}`,
        ],
      ];
    }),
  );

/** The official lists by name, of the academic year that starts in a year. */
export const codeLists: Readonly<Record<string, (year: number) => CodeList>> = {
  ethnicity: () => ({ codes: plainly(ethnicGroups.keys()) }),
  'key-stage-1': () => ({ codes: plainly([...ks1Points.keys(), 'A', 'D', 'M']) }),
  assessment: () => ({ codes: plainly([...assessments, ...pScales]) }),
  'key-stage-4-subjects': () => ({
    codes: subjects,
    wrong: 'is the name of no subject that is known: write the kind that it counts as, such as language or other',
  }),
  'key-stage-4-scales': () => ({ codes: scales, open: 'as it is' }),
  'level-3-subjects': () => ({ codes: level3Subjects, open: 'in small letters' }),
  'level-3-scales': () => ({ codes: level3Scales, open: 'as it is' }),
  months: (year) => ({
    codes: monthsOf(year),
    wrong: `is no month of ${yearName(year)}, such as December or 31/12/${year}`,
  }),
  activities: () => ({ codes: plainly(activities.map(({ activity }) => activity)), open: 'in small letters' }),
  attendance: (year) => ({
    codes: plainly(
      attendanceCodes[codeSetOn(Temporal.PlainDate.from({ year, month: 9, day: 1 }))].map(({ code }) => code),
    ),
  }),
  'exclusion-reasons': (year) => ({
    codes: plainly(exclusionReasons.filter((one) => (year < 2020 ? one.to2020 : one.from2021)).map(({ code }) => code)),
  }),
};
