import type { Database, Tx } from '../../platform/database';
import type { SchoolFacts } from '../../schools';
import { measureNamed } from '../catalogue/catalogue';
import { type OwnMeasure, ownMeasures } from '../catalogue/own-measures';
import { dimensions, pupilGroupWords } from '../catalogue/pupil-groups';
import { areasBeside, rememberingFigures } from '../figures/remembered';
import type { MeasuredFigure } from '../measured/queries';
import { nationalOf } from '../school/view';
import { halfTerms } from './words';

export const exclusionsDataset = 'exclusion-events';

/** What is counted of exclusions, in the order of pages. */
export const exclusionMeasures: readonly OwnMeasure[] = ownMeasures.filter(
  (one) => one.dataset === exclusionsDataset && one.section !== 'parts',
);

/** What a school's own file of exclusions tells, as full as the asker may see it. Outside a school it is of everybody and the year. */
export interface OwnExclusions {
  /** Of all years that are loaded. */
  figures: readonly MeasuredFigure[];
  /** Newest first. */
  years: readonly number[];
  year: number;
  /** The year has ended. */
  over: boolean;
  /** Half-terms of the year up to that of the last exclusion. */
  periods: readonly string[];
  /** The half-term whose groups are shown, or 'year'. */
  period: string;
  /** Groups in which somebody was excluded in it, in the order of pages. */
  groups: readonly string[];
  releases: readonly string[];
  /** England's published rate of a measure and year, for schools of the same kind. */
  england: (measure: OwnMeasure, year: number) => number | null;
}

/** Newest first. */
export const yearsOf = (figures: readonly MeasuredFigure[]): number[] =>
  [...new Set(figures.map(({ year }) => year))].sort((a, b) => b - a);

/** The year that was asked for, or the newest. */
export function yearOf(figures: readonly MeasuredFigure[], asked: number | null): number | undefined {
  const years = yearsOf(figures);
  return asked !== null && years.includes(asked) ? asked : years[0];
}

/** @param all everything that is worked out of the school. Null where no file of its exclusions is loaded. */
export async function ownExclusions(
  tx: Tx,
  database: Database,
  school: SchoolFacts,
  all: readonly MeasuredFigure[],
  { asked, thisYear }: { asked: number | null; thisYear: number },
  half: string | null,
): Promise<OwnExclusions | null> {
  const figures = all.filter((one) => one.dataset === exclusionsDataset);
  const years = yearsOf(figures);
  const year = yearOf(figures, asked);
  if (year === undefined) return null;
  const ofYear = figures.filter((one) => one.year === year);
  const periods = halfTerms.filter((one) => ofYear.some(({ period }) => period === one));
  const period = periods.find((one) => one === half) ?? 'year';
  const somebody = new Set(
    ofYear
      .filter((one) => one.period === period && one.group !== 'all' && Number(one.value) > 0)
      .map(({ group }) => group),
  );
  const areas = await areasBeside(tx, await rememberingFigures(tx, database), school.sector, school.facts.la);
  return {
    figures,
    years,
    year,
    over: year < thisYear,
    periods,
    period,
    groups: [...new Set([...[...dimensions.values()].flat(), ...Object.keys(pupilGroupWords)])].filter((group) =>
      somebody.has(group),
    ),
    releases: [...new Set(ofYear.flatMap(({ releases }) => releases))].sort(),
    england: (measure, of) => {
      const published = measure.same_as === undefined ? undefined : measureNamed(measure.same_as);
      return published ? (nationalOf(areas, school.sector, published, of)?.value ?? null) : null;
    },
  };
}
