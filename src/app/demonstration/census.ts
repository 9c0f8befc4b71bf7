import type { Kind } from './city';
import { type Random, randomFor } from './random';
import { censusYears, type FictionalSchool, type World } from './world';

/** One row of a census file. */
export interface CensusRow {
  urn: number;
  la: number;
  number: number;
  kind: Kind;
  onRoll: number;
  girls: number;
  senPlan: number;
  senSupport: number;
  extraLanguage: number;
  freeMeals: number;
  freeMealsEver: number;
}

/** The census of one January, as it is published afterwards: under the number that the school has by then. */
export function censusOf(world: World, year: (typeof censusYears)[number]): CensusRow[] {
  const at = censusYears.indexOf(year);
  // The newest table came out after the last school had opened.
  const published = Temporal.PlainDate.from({ year, month: year === censusYears.at(-1) ? 12 : 3, day: 1 });
  return world.schools.flatMap((school) => {
    const onRoll = school.pupils[at] ?? 0;
    const here =
      !school.predecessors.length || (school.opened && Temporal.PlainDate.compare(school.opened, published) <= 0);
    const share = shareOf(randomFor(world.seed, 'census', school.urn), school);
    if (here) return [rowOf(school, school, onRoll, share)];
    return school.predecessors.map((one) => rowOf(one, school, Math.round((onRoll * one.share) / 100), share));
  });
}

interface Shares {
  girls: number;
  senPlan: number;
  senSupport: number;
  extraLanguage: number;
  freeMeals: number;
}

/** Where a school stands stays so for years; the figures of a year follow. */
function shareOf(random: Random, { kind }: FictionalSchool): Shares {
  const poor = random.next() ** 1.6 * 0.55;
  const special = kind.numbers === 'special';
  return {
    girls: special ? 0.28 : 0.46 + random.next() * 0.07,
    senPlan: special ? 0.98 : 0.004 + random.next() * 0.03,
    senSupport: special ? 0.02 : 0.07 + random.next() * 0.14,
    extraLanguage: random.next() ** 2.4 * 0.8,
    freeMeals: poor,
  };
}

function rowOf(
  numbered: { urn: number; number: number; kind: Kind },
  { la }: FictionalSchool,
  onRoll: number,
  share: Shares,
): CensusRow {
  const of = (part: number) => Math.round(onRoll * part);
  return {
    ...{ urn: numbered.urn, la, number: numbered.number, kind: numbered.kind, onRoll },
    girls: of(share.girls),
    senPlan: of(share.senPlan),
    senSupport: of(share.senSupport),
    extraLanguage: of(share.extraLanguage),
    freeMeals: of(share.freeMeals),
    freeMealsEver: of(Math.min(0.9, share.freeMeals * 1.25)),
  };
}
