import type { Database, Tx } from '../../platform/database';
import type { SchoolFacts } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import { dimensions, pupilGroupWords } from '../catalogue/pupil-groups';
import { type MeasuredFigure, measuredOfAreas, measuredOfSchool } from '../measured/queries';
import { elsewhere } from '../own/read';
import { exclusionsDataset, type OwnExclusions, ownExclusions, yearOf, yearsOf } from './exclusions';
import { halfTerms } from './words';

/** A figure of attendance as a page needs it. */
export interface AttendanceFigure {
  measure: string;
  group: string;
  /** A half-term, or 'year': so far. */
  period: string;
  year: number;
  value: number | null;
  /** As it is shown: in place of a value that is hidden, why. */
  shown: string;
  numerator: number | null;
  denominator: number | null;
  pupils: number | null;
}

export interface SchoolAttendance {
  figures: readonly AttendanceFigure[];
  /** The same with the releases that they were made from, for who takes them away. */
  told: readonly MeasuredFigure[];
  /** Years of which half-terms are loaded, newest first. */
  years: readonly number[];
  year: number;
  /** Half-terms of the year that are loaded, in their order. */
  periods: readonly string[];
  /** The year has ended, and its last half-term is loaded. */
  over: boolean;
  /** Groups that there is a figure of, in the order of pages, everybody first. */
  groups: readonly string[];
  /** What it is compared with: the partnership and the city, where schools of them share their attendance. */
  beside: readonly { name: string; figures: readonly AttendanceFigure[] }[];
  /** The releases behind the year's figures, in words. */
  releases: readonly string[];
  exclusions: OwnExclusions | null;
}

const dataset = 'attendance-marks';
const order = ['all', ...[...dimensions.values()].flat()];

/** What somebody asks to see of it. */
export interface Asked {
  year: number | null;
  /** The half-term of attendance whose groups are asked for, and that of exclusions. */
  period: string | null;
  half: string | null;
}

/**
 * What is loaded of a school's attendance by half-term, as full as the asker may see it: all that a page shows, or everything, to be taken away.
 * Most figures are of groups in half-terms that a page does not show.
 */
export async function schoolAttendance(
  tx: Tx,
  database: Database,
  school: SchoolFacts,
  asked: Asked,
  thisYear: number,
  extent: 'page' | 'everything',
): Promise<SchoolAttendance> {
  const { urn } = school;
  const all =
    extent === 'page' ? await figuresOfPage(tx, urn, asked) : await measuredOfSchool(tx, urn, { datasets: elsewhere });
  const own = all.filter((one) => one.dataset === dataset);
  const years = yearsOf(own);
  const year = yearOf(own, asked.year) ?? thisYear;
  const ofYear = own.filter((one) => one.year === year);
  const groups = new Set(own.map(({ group }) => group));
  const periods = halfTerms.filter((period) => ofYear.some((one) => one.period === period));
  return {
    figures: own.map(figureOf),
    told: own,
    beside: own.length === 0 ? [] : await besideOf(tx, school),
    years,
    year,
    periods,
    over: year < thisYear && periods.at(-1) === halfTerms.at(-1),
    groups: [...order, ...Object.keys(pupilGroupWords)].filter(
      (one, at, all) => groups.has(one) && all.indexOf(one) === at,
    ),
    releases: [...new Set(ofYear.flatMap(({ releases }) => releases))].sort(),
    exclusions: await ownExclusions(tx, database, school, all, { asked: asked.year, thisYear }, asked.half),
  };
}

/** Everybody in every half-term and year; and of the year that is shown the groups in the half-term that is asked for, and in all of it. */
async function figuresOfPage(tx: Tx, urn: number, { year, period, half }: Asked): Promise<MeasuredFigure[]> {
  const everybody = await measuredOfSchool(tx, urn, { datasets: elsewhere, group: 'all' });
  const groupsOf = (of: string, asked: string | null) => {
    const own = everybody.filter((one) => one.dataset === of);
    const shown = yearOf(own, year);
    if (shown === undefined) return [];
    const held = halfTerms.filter((name) => own.some((one) => one.year === shown && one.period === name));
    const periods = ['year', held.find((name) => name === asked) ?? held.at(-1) ?? 'year'];
    return [{ datasets: [of], year: shown, periods }];
  };
  const wishes = [...groupsOf(dataset, period), ...groupsOf(exclusionsDataset, half ?? 'year')];
  if (wishes.length === 0) return [];
  const groups = await measuredOfSchool(tx, urn, ...wishes);
  return [...everybody, ...groups.filter(({ group }) => group !== 'all')];
}

const number = (text: string | null): number | null => (text === null ? null : Number(text));

export const figureOf = ({
  measure,
  group,
  period,
  year,
  shown,
  pupils,
  ...one
}: MeasuredFigure): AttendanceFigure => ({
  measure,
  group,
  period,
  year,
  shown,
  pupils,
  value: number(one.value),
  numerator: number(one.numerator),
  denominator: number(one.denominator),
});

/** Overall absence of everybody in the areas that a school is set against: of children of its own kind of school. */
async function besideOf(tx: Tx, { facts, partnerships, sector }: SchoolFacts): Promise<SchoolAttendance['beside']> {
  const { la } = facts;
  const areas = [
    ...partnerships.slice(0, 1).map(({ id, name }) => ({ name, area: `partnership/${id}` })),
    ...(la === null ? [] : [{ name: `${authorityName(String(la))}, ${sector} schools`, area: `la/${la}/${sector}` }]),
  ];
  const figures = await measuredOfAreas(
    tx,
    areas.map(({ area }) => area),
    { datasets: [dataset], group: 'all' },
  );
  return areas
    .map(({ name, area }) => ({
      name,
      figures: figures.filter((one) => one.area === area).map(figureOf),
    }))
    .filter((one) => one.figures.length > 0);
}
