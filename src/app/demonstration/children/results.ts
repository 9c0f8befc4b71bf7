import { randomFor } from '../random';
import type { World } from '../world';
import { type Child, inYear, normal } from './children';

/** What children did, as the files of a year tell it: a row of values by heading. Each subject has its own luck about a child's ability. */

type Row = Record<string, string | number | null>;

const clamp = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));

/** The highest of these whose limit is reached. */
const graded = (value: number, limits: readonly (readonly [code: string, from: number])[], least: string): string =>
  limits.find(([, from]) => value >= from)?.[0] ?? least;

export interface Drawing {
  world: World;
  year: number;
  children: readonly Child[];
}

/** The children of one year group, each with a draw of luck that belongs to them and this kind of result alone. */
function ofGroup({ world, year, children }: Drawing, wanted: number, name: string) {
  return inYear(children, year)
    .filter(({ group }) => group === wanted)
    .map(({ child }) => {
      const random = randomFor(world.seed, name, year, child.upn);
      return { child, random, luck: (spread: number) => child.ability + normal(random) * spread };
    });
}

const yearGroup = (group: number): string => (group === 0 ? 'R' : String(group));
const yes = (is: boolean): string => (is ? 'Y' : 'N');

const identity = (child: Child, group: number): Row => ({
  URN: child.school.urn,
  UPN: child.upn,
  Surname: child.surname,
  Forename: child.forename,
  DOB: child.born.toString(),
  Gender: child.sex,
  NCyearActual: yearGroup(group),
});

const keyStage1Levels = [
  ['3', 0.75],
  ['2A', 0.15],
  ['2B', -0.45],
  ['2C', -1],
  ['1', -1.7],
] as const;

/** The census, with what was reached in earlier key stages. */
export const censusRows = ({ world, year, children }: Drawing): Row[] =>
  inYear(children, year).map(({ child, group }) => {
    const random = randomFor(world.seed, 'prior', child.upn);
    const level = () => graded(child.ability + normal(random) * 0.45, keyStage1Levels, 'W');
    const fine = () => clamp(150, 455 + 70 * (child.ability + normal(random) * 0.4), 590) / 100;
    const [reading, writing, maths] = [level(), level(), level()];
    const [ks2Reading, ks2Maths] = [fine(), fine()];
    return {
      ...identity(child, group),
      Ethnicity: child.ethnicity,
      Language: child.language,
      SEN: child.sen,
      FSM: yes(child.disadvantaged && random.percent(70)),
      EVERFSM_6: yes(child.disadvantaged),
      InCare: yes(child.inCare),
      LeftCare: 'N',
      EntryDate: child.joined.toString(),
      EnrolStatus: 'C',
      KS1_READING: group > 2 ? reading : null,
      KS1_WRITING: group > 2 ? writing : null,
      KS1_MATHS: group > 2 ? maths : null,
      KS2_READING: group > 6 ? ks2Reading : null,
      KS2_MATHS: group > 6 ? ks2Maths : null,
    };
  });

const goals = Array.from({ length: 17 }, (_, at) => `E${String(at + 1).padStart(2, '0')}`);

export const earlyYearsRows = (drawing: Drawing): Row[] =>
  ofGroup(drawing, 0, 'early years').map(({ child, luck }) => {
    // Who was born in summer is nearly a year younger.
    const younger = child.born.month >= 5 && child.born.month <= 8 ? 0.3 : 0;
    return {
      ...identity(child, 0),
      ...Object.fromEntries(
        goals.map((goal) => [
          goal,
          graded(
            luck(0.25) - younger,
            [
              ['3', 1.1],
              ['2', -1.05],
            ],
            '1',
          ),
        ]),
      ),
    };
  });

export const phonicsRows = (drawing: Drawing): Row[] =>
  ofGroup(drawing, 1, 'phonics')
    .map(({ child, random, luck }) => ({
      ...identity(child, 1),
      PHONICS_MARK: random.percent(1.5) ? null : clamp(0, 36.5 + 5 * luck(0.4), 40),
      PHONICS_OUTCOME: null,
    }))
    .map((row) => (row.PHONICS_MARK === null ? { ...row, PHONICS_OUTCOME: 'A' } : row));

const assessed = [
  ['GDS', 0.75],
  ['EXS', -0.7],
  ['WTS', -1.6],
] as const;

export const keyStage1Rows = (drawing: Drawing): Row[] =>
  ofGroup(drawing, 2, 'key stage 1').map(({ child, luck }) => ({
    ...identity(child, 2),
    READ_TA: graded(luck(0.4), assessed, 'PKF'),
    WRIT_TA: graded(luck(0.4) - 0.15, assessed, 'PKF'),
    MAT_TA: graded(luck(0.4), assessed, 'PKF'),
    SCI_TA: graded(luck(0.4) + 0.2, [['EXS', -0.8]], 'HNM'),
  }));

export const keyStage2Rows = (drawing: Drawing): Row[] =>
  ofGroup(drawing, 6, 'key stage 2').map(({ child, random, luck }) => {
    const score = (middle: number) => clamp(80, middle + 6.2 * luck(0.45), 120);
    const scored = (middle: number) => {
      if (random.percent(0.7)) return 'A';
      return child.ability < -2 && random.percent(70) ? 'B' : String(score(middle));
    };
    return {
      ...identity(child, 6),
      READ_SCALED: scored(105),
      MATHS_SCALED: scored(104.3),
      GPS_SCALED: scored(106),
      WRIT_TA: graded(
        luck(0.4),
        [
          ['GDS', 0.95],
          ['EXS', -0.75],
          ['WTS', -1.7],
        ],
        'PKF',
      ),
      SCI_TA: graded(luck(0.4), [['EXS', -0.85]], 'HNM'),
    };
  });

const others = [
  'Religious Studies',
  'Art and Design',
  'Business Studies',
  'Physical Education',
  'Media Studies',
  'Drama',
];

/** Nine or ten results each, of the subjects that most schools enter. */
export const keyStage4Rows = (drawing: Drawing): Row[] =>
  ofGroup(drawing, 11, 'key stage 4').flatMap(({ child, random, luck }) => {
    const grade = (middle: number): string => {
      const value = clamp(0, middle + 1.9 * luck(0.4), 9);
      return value === 0 ? 'U' : String(value);
    };
    const entry = (subject: string, result: string, scale = 'GCSE (9-1)'): Row => ({
      ...identity(child, 11),
      Subject: subject,
      'Qualification type': scale,
      Grade: result,
    });
    const science = clamp(1, 4.6 + 1.9 * luck(0.4), 9);
    const two = Math.min(9, science + (random.percent(30) ? 1 : 0));
    return [
      entry('English Language', grade(4.8)),
      entry('English Literature', grade(4.8)),
      entry('Mathematics', grade(4.6)),
      entry('Combined Science', `${two}-${science}`, 'GCSE combined science'),
      entry(random.percent(50) ? 'History' : 'Geography', grade(4.6)),
      ...(random.percent(48) ? [entry('French', grade(4.5))] : []),
      ...random
        .shuffled(others)
        .slice(0, random.between(2, 3))
        .map((subject) => entry(subject, grade(5))),
    ];
  });

/** Sessions that were possible in the half-terms of a year. */
const possible = [76, 70, 60, 56, 58, 60] as const;
const halfTerms = ['autumn-1', 'autumn-2', 'spring-1', 'spring-2', 'summer-1', 'summer-2'] as const;

/** @param terms half-terms that are over. */
export const attendanceRows = ({ world, year, children }: Drawing, terms: number): Row[] =>
  inYear(children, year)
    .filter(({ group }) => group > 0)
    .flatMap(({ child, group }) => {
      const random = randomFor(world.seed, 'attendance', year, child.upn);
      const usual = Math.exp(-3.6 + 0.85 * child.away + (group > 6 ? 0.25 : 0));
      return halfTerms.slice(0, terms).map((period, at): Row => {
        const sessions = possible[at] as number;
        const share = Math.min(0.9, usual * Math.exp(normal(random) * 0.5));
        const absent = clamp(0, sessions * share, sessions);
        const unauthorised = clamp(0, absent * Math.min(0.9, Math.max(0, 0.2 + 0.15 * child.away)), absent);
        return {
          URN: child.school.urn,
          UPN: child.upn,
          Period: period,
          SessionsPossible: sessions,
          SessionsAuthorised: absent - unauthorised,
          SessionsUnauthorised: unauthorised,
        };
      });
    });

/** Why, as schools say it most often. */
const reasons = ['DB', 'DB', 'DB', 'PP', 'VA', 'PP', 'OT'] as const;

/** Few, and most of them of older boys who are away much too: fixed periods of a day or some, and hardly ever one for good. */
export const exclusionRows = ({ world, year, children }: Drawing): Row[] =>
  inYear(children, year).flatMap(({ child, group }) => {
    const random = randomFor(world.seed, 'exclusions', year, child.upn);
    const likely =
      (group > 6 ? 4.5 : group > 2 ? 0.8 : 0.15) * (child.sex === 'M' ? 1.6 : 0.6) * Math.exp(0.45 * child.away);
    if (!random.percent(Math.min(60, likely))) return [];
    const begins = Temporal.PlainDate.from({ year, month: 9, day: 17 });
    const times = random.percent(30) ? random.between(2, 3) : 1;
    const forGood = group > 6 && random.percent(2.5);
    return Array.from({ length: times }, (_, at): Row => {
      const last = at === times - 1;
      // A third of the year each, so that none stands on the day of another; a Saturday or Sunday becomes the Friday before.
      const day = begins.add({ days: at * 80 + random.between(0, 70) });
      const start = day.subtract({ days: Math.max(0, day.dayOfWeek - 5) });
      return {
        ...identity(child, group),
        Category: forGood && last ? 'PERM' : 'FIXD',
        'Start date': start.toString(),
        Sessions: forGood && last ? null : random.between(1, 4) * 2,
        Reason: random.pick(reasons),
      };
    });
  });
