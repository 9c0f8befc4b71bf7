import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { checkLetter } from '../../src/data/methods/identifiers';
import { random } from '../../src/data/methods/testing/random';

/** A school as the directory's own file has it. */
export interface CitySchool {
  urn: string;
  /** "399/4709" */
  laEstab: string;
  secondary: boolean;
}

/** Files of pupils of a whole city in 2017/18, made up from a seed: 75,000 of them when the schools are those of the demonstration. */
export interface CityFiles {
  pupils: number;
  write: (dataset: keyof typeof writers, seed: number) => Promise<{ path: string; rows: number }>;
}

interface Child {
  urn: string;
  upn: string;
  yearGroup: number;
  born: string;
}

export function cityFiles(schools: readonly CitySchool[], folder: string): CityFiles {
  const children = schools.flatMap(childrenOf);
  return {
    pupils: children.length,
    async write(dataset, seed) {
      const { headings, rowsOf } = writers[dataset];
      const path = join(folder, `${dataset}-${seed}.csv`);
      const file = createWriteStream(path);
      file.write(`${headings.join(',')}\n`);
      const dice = random(seed);
      let rows = 0;
      for (const child of children) {
        const made = rowsOf(child, dice);
        rows += made.length;
        if (made.length > 0 && !file.write(made.map((row) => `${row.join(',')}\n`).join(''))) await once(file, 'drain');
      }
      file.end();
      await once(file, 'finish');
      return { path, rows };
    },
  };
}

/** Seven classes of 58 at a primary school, five years of 174 at a secondary one. */
function childrenOf({ urn, laEstab, secondary }: CitySchool): Child[] {
  const [groups, size] = secondary ? [[7, 8, 9, 10, 11], 174] : [[0, 1, 2, 3, 4, 5, 6], 58];
  return groups.flatMap((yearGroup) =>
    Array.from({ length: size }, (_, n): Child => {
      const body = `${laEstab.replace('/', '')}${String(17 - yearGroup).padStart(2, '0')}${String(n).padStart(3, '0')}`;
      const month = String(1 + (n % 8)).padStart(2, '0');
      return { urn, upn: checkLetter(body) + body, yearGroup, born: `${2013 - yearGroup}-${month}-15` };
    }),
  );
}

type Dice = ReturnType<typeof random>;
type Cell = string | number;

const periods = ['autumn-1', 'autumn-2', 'spring-1', 'spring-2', 'summer-1', 'summer-2'];
const gcse = 'GCSE 9-1';
const subjects = [
  'English language',
  'English literature',
  'Mathematics',
  'Biology',
  'Chemistry',
  'Physics',
  'History',
  'French',
  'Geography',
];

const present = { AM: '/', PM: '\\' };
const absent = ['I', 'I', 'M', 'O', 'G', 'N', 'U', 'L', 'V', 'D'];
const holidays = ['2017-10-23', '2017-12-25', '2018-01-01', '2018-02-12', '2018-03-26', '2018-04-02', '2018-05-28'];

/** The 190 days of a school year: weekdays from September on, but for weeks of holidays. */
const schoolDays = Array.from({ length: 52 * 7 }, (_, n) => Temporal.PlainDate.from('2017-09-04').add({ days: n }))
  .filter(({ dayOfWeek }) => dayOfWeek < 6)
  .filter((day) => !holidays.includes(day.subtract({ days: day.dayOfWeek - 1 }).toString()))
  .slice(0, 190)
  .map(String);

const writers = {
  pupils: {
    headings: [
      'URN',
      'UPN',
      'Surname',
      'Forename',
      'DOB',
      'Gender',
      'NCyearActual',
      'EVERFSM_6',
      'SEN',
      'Ethnicity',
      'Language',
      'KS2 reading',
      'KS2 maths',
    ],
    rowsOf: ({ urn, upn, born, yearGroup }: Child, { pick, whole, chance }: Dice): Cell[][] => [
      [
        urn,
        upn,
        'Invented',
        'Pupil',
        born,
        pick(['F', 'M']),
        yearGroup,
        chance(0.3) ? 'Y' : 'N',
        pick(['N', 'N', 'N', 'N', 'K', 'E']),
        pick(['WBRI', 'APKN', 'BAFR']),
        pick(['ENG', 'ENG', 'URD']),
        ...(yearGroup === 11 ? [whole(25, 58) / 10, whole(25, 58) / 10] : ['', '']),
      ],
    ],
  },
  'ks2-pupils': {
    headings: [
      'URN',
      'UPN',
      'READ_SCALED',
      'MATHS_SCALED',
      'GPS_SCALED',
      'WRIT_TA',
      'KS1_READ',
      'KS1_WRIT',
      'KS1_MATHS',
    ],
    rowsOf: ({ urn, upn, yearGroup }: Child, { pick, whole }: Dice): Cell[][] =>
      yearGroup === 6
        ? [
            [
              urn,
              upn,
              whole(85, 118),
              whole(85, 118),
              whole(85, 118),
              pick(['WTS', 'EXS', 'EXS', 'GDS']),
              '2B',
              '2C',
              '2A',
            ],
          ]
        : [],
  },
  'ks4-entries': {
    headings: ['URN', 'UPN', 'Subject', 'Scale', 'Grade'],
    rowsOf: ({ urn, upn, yearGroup }: Child, { whole }: Dice): Cell[][] =>
      yearGroup === 11 ? subjects.map((subject) => [urn, upn, subject, gcse, whole(1, 9)]) : [],
  },
  phonics: {
    headings: ['URN', 'UPN', 'NCyearActual', 'Phonics'],
    rowsOf: ({ urn, upn, yearGroup }: Child, { whole }: Dice): Cell[][] =>
      yearGroup === 1 ? [[urn, upn, 1, whole(10, 40)]] : [],
  },
  ks1: {
    headings: ['URN', 'UPN', 'READ_TA', 'WRIT_TA', 'MATHS_TA'],
    rowsOf: ({ urn, upn, yearGroup }: Child, { pick }: Dice): Cell[][] =>
      yearGroup === 2 ? [[urn, upn, ...[1, 2, 3].map(() => pick(['WTS', 'EXS', 'EXS', 'GDS']))]] : [],
  },
  'early-years': {
    headings: ['URN', 'UPN', ...Array.from({ length: 17 }, (_, n) => `E${String(n + 1).padStart(2, '0')}`)],
    rowsOf: ({ urn, upn, yearGroup }: Child, { whole }: Dice): Cell[][] =>
      yearGroup === 0 ? [[urn, upn, ...Array.from({ length: 17 }, () => whole(1, 3))]] : [],
  },
  'attendance-marks': {
    headings: ['URN', 'UPN', 'Date', 'Session', 'Mark'],
    rowsOf: ({ urn, upn }: Child, { pick, chance }: Dice): Cell[][] =>
      schoolDays.flatMap((day) =>
        (['AM', 'PM'] as const).map((half) => [urn, upn, day, half, chance(0.95) ? present[half] : pick(absent)]),
      ),
  },
  'attendance-counts': {
    headings: ['URN', 'UPN', 'Period', 'SessionsPossible', 'SessionsAuthorised', 'SessionsUnauthorised'],
    rowsOf: ({ urn, upn }: Child, { whole, chance }: Dice): Cell[][] =>
      periods.map((period) => [urn, upn, period, 64, chance(0.6) ? 0 : whole(1, 12), chance(0.9) ? 0 : whole(1, 6)]),
  },
} as const;
