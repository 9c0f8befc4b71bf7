import { firstDay } from './city';
import { type Random, randomFor } from './random';
import type { FictionalSchool, World } from './world';

export interface Inspection {
  urn: number;
  name: string;
  phase: string;
  inspected: Temporal.PlainDate;
  published: Temporal.PlainDate;
  /** 1 to 4. */
  grade: number;
}

/** What inspectors found in the years before, school by school: the better a school, the longer they stay away. */
export function inspectionsOf(world: World): Inspection[] {
  return world.schools
    .filter(({ kind }) => kind.numbers !== 'independent')
    .flatMap((school) => inspectionsOfSchool(randomFor(world.seed, 'inspections', school.urn), school));
}

function inspectionsOfSchool(random: Random, school: FictionalSchool): Inspection[] {
  const { opened, predecessors } = school;
  // A new school is first inspected in its third year; one that has taken another's place has that one's history.
  let day =
    opened && !predecessors.length
      ? opened.add({ months: random.between(20, 34) })
      : schoolDay(random, random.between(2006, 2010));
  let grade = random.percent(15) ? 1 : random.percent(60) ? 2 : 3;
  const found: Inspection[] = [];
  for (let first = true; ; first = false) {
    day = onSchoolDay(day);
    const published = day.add({ days: random.between(18, 34) });
    if (Temporal.PlainDate.compare(published, firstDay) >= 0) return found;
    if (!first) grade = nextGrade(random, grade);
    const before = opened && predecessors.length > 0 && Temporal.PlainDate.compare(day, opened) < 0;
    for (const one of before ? predecessors : [school])
      found.push({ urn: one.urn, name: one.name, phase: school.kind.phase, inspected: day, published, grade });
    const years = grade === 1 ? random.between(5, 8) : grade === 2 ? random.between(3, 5) : 2;
    day = day.add({ years, months: random.between(0, 7), days: random.between(0, 27) });
  }
}

function nextGrade(random: Random, grade: number): number {
  const better = [15, 12, 62, 70][grade - 1]!;
  if (random.percent(better)) return Math.max(1, grade - 1);
  const worse = [45, 14, 45, 0][grade - 1]!;
  return random.percent(worse) ? Math.min(4, grade + 1) : grade;
}

const schoolDay = (random: Random, year: number): Temporal.PlainDate =>
  Temporal.PlainDate.from({ year, month: random.pick([1, 2, 3, 5, 6, 9, 10, 11]), day: random.between(1, 28) });

/** A weekday outside August and the turn of the year. */
function onSchoolDay(day: Temporal.PlainDate): Temporal.PlainDate {
  const month = day.month === 8 ? day.with({ month: 9, day: Math.min(30, day.day) }) : day;
  const term =
    month.month === 12 && month.day > 18
      ? month.with({ day: 11 })
      : month.month === 1 && month.day < 7
        ? month.with({ day: 15 })
        : month;
  return term.dayOfWeek > 5 ? term.add({ days: 8 - term.dayOfWeek }) : term;
}
