import { censusOf } from '../census';
import { randomFor } from '../random';
import { censusYears, type FictionalSchool, type Predecessor, type World } from '../world';
import { published } from './spec';

/** The pupils of one school at the end of a stage, in one year. */
export interface Cohort {
  school: FictionalSchool;
  /** Under which number it was published: the school's, or that of one it took the place of. */
  one: FictionalSchool | Predecessor;
  pupils: number;
  /** How the school stands against others like it, about -2 to 2; most of it stays from year to year. */
  standing: number;
  /** From 0 to 1: of its pupils, those who ever had free meals. */
  poor: number;
}

/** The ages between which each dataset's pupils are, and at which they leave it. */
const ages: Readonly<Record<string, { from: number; to: number }>> = {
  ks2: { from: 10, to: 11 },
  ks4: { from: 15, to: 16 },
  ks5: { from: 17, to: 18 },
  destinations: { from: 15, to: 16 },
};

/** Who is published for a dataset in a year, under the numbers that they had by the next December. One school of each sort misses a year. */
export function cohortsOf(world: World, dataset: string, year: number): Cohort[] {
  const { from, to } = ages[dataset] ?? { from: 99, to: 7 };
  const has = ({ kind, counted }: FictionalSchool) => counted && kind.ages[1] >= to && kind.ages[0] <= from;
  const all = world.schools.filter(has);
  const missing = year === published.missed ? all.filter(({ head }) => head === null).at(4)?.urn : undefined;
  const out = Temporal.PlainDate.from({ year: year + 1, month: 12, day: 1 });
  const poor = poorOf(world);
  return all.flatMap((school): Cohort[] => {
    if (school.urn === missing) return [];
    const { kind, opened, predecessors } = school;
    const at = Math.min(Math.max(year - censusYears[0] + 1, 0), censusYears.length - 1);
    const roll = school.pupils[at] ?? 0;
    const random = randomFor(world.seed, 'published', dataset in ages ? dataset : 'all', school.urn, year);
    const yearGroups = Math.max(1, Math.min(kind.ages[1], 19) - Math.max(kind.ages[0], 4));
    const sixth = to === 18 && kind.ages[0] < 16 ? 0.45 : 1;
    const pupils = dataset in ages ? Math.round((roll / yearGroups) * sixth * (0.86 + random.next() * 0.28)) : roll;
    const own = randomFor(world.seed, 'standing', school.urn);
    const standing = bell(own) * 0.85 + bell(random) * 0.45;
    const cohort = { school, pupils, standing, poor: poor.get(school.urn) ?? 0.25 };
    const here = predecessors.length === 0 || (opened && Temporal.PlainDate.compare(opened, out) <= 0);
    if (here) return [{ ...cohort, one: school }];
    return predecessors
      .filter(({ kind: before }) => before.ages[1] >= to && before.ages[0] <= from)
      .map((one, _, those) => ({
        ...cohort,
        one,
        pupils: those.length === 1 ? pupils : Math.round((pupils * one.share) / 100),
      }));
  });
}

function poorOf(world: World): Map<number, number> {
  const newest = censusYears.at(-1) ?? censusYears[0];
  return new Map(
    censusOf(world, newest).map(({ urn, onRoll, freeMealsEver }) => [urn, freeMealsEver / Math.max(onRoll, 1)]),
  );
}

/** As the publisher divides schools. */
export const sectorOf = ({ kind }: Pick<FictionalSchool, 'kind'>): 'primary' | 'secondary' | 'special' =>
  kind.numbers === 'special' ? 'special' : kind.ages[1] > 13 ? 'secondary' : 'primary';

/** About 0, and as often above as below: the sum of a few even draws, which needs no tails. */
export function bell(random: { next: () => number }): number {
  return (random.next() + random.next() + random.next() - 1.5) * 2;
}
