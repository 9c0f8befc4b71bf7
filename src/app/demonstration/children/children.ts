import { checkLetter } from '../../../data';
import { words } from '../city';
import { type Random, randomFor } from '../random';
import type { FictionalSchool, World } from '../world';

/** An invented child, with what a school's own system would know. */
export interface Child {
  school: FictionalSchool;
  upn: string;
  surname: string;
  forename: string;
  sex: 'F' | 'M';
  born: Temporal.PlainDate;
  /** National curriculum year in 2017/18: 0 is reception, -1 a year before it. */
  cohort: number;
  joined: Temporal.PlainDate;
  ethnicity: string;
  language: string;
  sen: 'N' | 'K' | 'E';
  disadvantaged: boolean;
  inCare: boolean;
  /** How easily they learn, in standard deviations about 0, and how much they are away: what their results and sessions are drawn about. */
  ability: number;
  away: number;
}

/** The academic year, by its first calendar year, in which `cohort` counts. */
export const cohortYear = 2017;

/** Children of school age who are at a school in 2017/18 or in the year after: who leaves is not there in the second, who comes not in the first. */
export function childrenOf(world: World, school: FictionalSchool): Child[] {
  const [low, high] = groupsOf(school);
  return cohortsOf(world, school, low - 1, high);
}

/** Those who left the school after Year 11 in the summer before 2017/18. */
export const leaversOf = (world: World, school: FictionalSchool): Child[] =>
  groupsOf(school)[1] < 11 ? [] : cohortsOf(world, school, 12, 12);

function cohortsOf(world: World, school: FictionalSchool, from: number, to: number): Child[] {
  const [low, high] = groupsOf(school);
  const size = Math.max(4, Math.round(school.pupils[2] / (high - low + 1)));
  const about = randomFor(world.seed, 'children', school.urn);
  const kind: SchoolKind = {
    effect: normal(about) * 0.22,
    disadvantaged: Math.min(70, Math.max(6, 26 + normal(about) * 16)),
    otherLanguage: Math.min(60, Math.max(2, 14 + normal(about) * 14)),
  };
  const children: Child[] = [];
  for (let cohort = from; cohort <= to; cohort++) {
    const random = randomFor(world.seed, 'children', school.urn, cohort);
    const there = Math.max(2, size + random.between(-3, 3));
    for (let n = 1; n <= there; n++) children.push(aChild(random, school, kind, cohort, n));
  }
  return children;
}

/** The lowest and highest year group: by the ages of the school. */
export function groupsOf({ kind: { ages } }: Pick<FictionalSchool, 'kind'>): readonly [low: number, high: number] {
  return [Math.max(0, ages[0] - 4), Math.max(0, Math.min(11, ages[1] - 5))];
}

/** Those of a year, each with the year group that they are in then. */
export const inYear = (children: readonly Child[], year: number): { child: Child; group: number }[] =>
  children
    .map((child) => ({ child, group: child.cohort + year - cohortYear }))
    .filter(({ child, group }) => {
      const [low, high] = groupsOf(child.school);
      return group >= low && group <= high && child.joined.year <= year + 1;
    });

interface SchoolKind {
  effect: number;
  disadvantaged: number;
  otherLanguage: number;
}

function aChild(random: Random, school: FictionalSchool, kind: SchoolKind, cohort: number, n: number): Child {
  // Their fifth birthday falls into the year of reception.
  const born = Temporal.PlainDate.from({ year: cohortYear - 5 - cohort, month: 9, day: 1 }).add({
    days: random.between(0, 364),
  });
  const sex = random.percent(49) ? 'F' : 'M';
  const disadvantaged = random.percent(kind.disadvantaged);
  const sen = random.percent(sex === 'M' ? 17 : 9) ? 'K' : random.percent(2.5) ? 'E' : 'N';
  const speaksOther = random.percent(kind.otherLanguage);
  const [low] = groupsOf(school);
  const late = random.percent(9);
  const started = Math.max(cohortYear - cohort + low, cohortYear - 12);
  const joined = late
    ? Temporal.PlainDate.from({
        year: Math.max(started, Math.min(2017, started + random.between(0, 4))),
        month: 10,
        day: 1,
      }).add({
        days: random.between(0, 200),
      })
    : Temporal.PlainDate.from({ year: started, month: 9, day: 4 });
  const body = `${school.la}${String(school.number).padStart(4, '0')}${String((started + 100) % 100).padStart(2, '0')}${serial(cohort, n)}`;
  return {
    school,
    upn: checkLetter(body) + body,
    surname: `${random.pick(words.family.first)}${random.pick(words.family.second)}`,
    forename: random.pick(words.given),
    sex,
    born,
    cohort,
    joined,
    ethnicity: speaksOther
      ? random.pick(['APKN', 'AIND', 'BAFR', 'AOTH', 'WOTH', 'OOTH', 'REFU'])
      : random.pick(british),
    language: speaksOther ? random.pick(['URD', 'SOM', 'ARA', 'POL', 'SLO', 'PNJ']) : 'ENG',
    sen,
    disadvantaged,
    inCare: random.percent(disadvantaged ? 3 : 0),
    ability:
      normal(random) * 0.9 +
      kind.effect -
      (disadvantaged ? 0.4 : -0.1) -
      (sen === 'N' ? -0.1 : sen === 'K' ? 0.8 : 1.6),
    away: normal(random) + (disadvantaged ? 0.45 : 0) + (sen === 'N' ? 0 : 0.25),
  };
}

/** Nine in ten of those who speak English at home. */
const british = ['WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'WBRI', 'MWBC', 'BCRB'] as const;

/** A school gives out its numbers of a year in turn; cohorts that started together share them. */
const serial = (cohort: number, n: number): string => String((((cohort + 1) * 37 + n) % 999) + 1).padStart(3, '0');

/** A standard normal draw, by the sum of twelve even ones: within six of 0, and even enough for inventing children. */
export function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}
