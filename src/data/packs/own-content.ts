import type { Tx } from '../../platform/database';
import type { OwnMeasure } from '../catalogue/own-measures';
import { ownMeasures } from '../catalogue/own-measures';
import { type MeasuredFigure, measuredOfAreas } from '../measured/queries';
import { activityDataset, periodName, periods } from '../own/periods';
import { attendanceDataset, elsewhere } from '../own/read';
import {
  groupName,
  groupsOf,
  hiddenBeside,
  notShownWords,
  type OwnFigures,
  ownGroups,
  ownParts,
  ownRow,
} from '../own/rows';
import { figureWords } from '../school/words';
import type { Stage } from '../tables';
import { type PackRow, publishedRow } from './rows';
import type { PackRelease } from './school-content';

/** Figures that are worked out from files of pupils, of one dataset. */
export interface OwnPackPart {
  title: string;
  year: number;
  stage: Stage;
  releases: string[];
  rows: PackRow[];
  /** Entries and grades by subject, where the file has them. */
  subjects: PackRow[];
  /** A table for each measure that has groups; paper has the first. */
  groups: PackRow[][];
  /** Places beside it of which something is not shown, and why. */
  hiddenBeside: { name: string; reason: string }[];
}

/** Attendance by half-term or activity by month of a year, each measure a column. */
export interface ByPeriod {
  year: number;
  /** Its last half-term is there. */
  whole: boolean;
  releases: string[];
  measures: OwnMeasure[];
  /** Everybody, a row a half-term or month, and one for the year so far or its headline. */
  rows: PeriodRow[];
  /** The groups of pupils, everybody first, of the year so far; and of every half-term. */
  groups: PeriodRow[];
  groupsByPeriod: { title: string; groups: PeriodRow[] }[];
}

interface PeriodRow {
  title: string;
  cells: { shown: string; value: number | null }[];
}

export interface OwnPack {
  /** Small groups stand in it: nobody but the school's own people reads it. */
  inside: boolean;
  parts: OwnPackPart[];
  attendance: ByPeriod | null;
  /** Activity by month at 16 and 17. */
  activity: ByPeriod | null;
}

/** What stands behind that part of a pack, of a school or of a partnership's schools together. */
export type OwnBehind = OwnFigures & {
  attendance: readonly MeasuredFigure[];
  months?: readonly MeasuredFigure[];
  /** Of the files of pupils that any of them is made from. */
  releases?: readonly PackRelease[];
};

/** What of a place's own figures goes into its pack; null where there is nothing. */
export function ownPack(data: OwnBehind): OwnPack | null {
  const parts = ownParts({ figures: data.figures }, null).map(({ dataset, title, year, measures }): OwnPackPart => {
    const figures = data.figures.filter((one) => one.dataset === dataset && one.year === year);
    const shown = measures.filter(({ section }) => section !== 'pupils');
    return {
      title,
      year,
      stage: figures[0]?.stage ?? 'initial',
      releases: [...new Set(figures.flatMap(({ releases }) => releases ?? []))].sort(),
      rows: shown.map((measure) => publishedRow(ownRow(data, measure, year))),
      subjects: ownMeasures
        .filter(
          (one) =>
            one.section === 'parts' && figures.some(({ measure, group }) => measure === one.id && group === 'all'),
        )
        .map((measure) => publishedRow(ownRow(data, measure, year))),
      groups: shown
        .map((measure) =>
          ownGroups(data, measure.id, year).map((group) => publishedRow(ownRow(data, measure, year, group))),
        )
        .filter((rows) => rows.length > 1),
      hiddenBeside: hiddenBeside(data, shown, year),
    };
  });
  const attendance = byPeriod(data.attendance);
  const months = data.months ?? [];
  const activity = byPeriod(
    months.length === 0 ? [] : [...months, ...data.figures.filter(({ dataset }) => dataset === activityDataset)],
    activityColumns,
  );
  if (parts.length === 0 && attendance === null && activity === null) return null;
  return {
    inside: [...data.figures, ...data.attendance, ...months].some(({ audience }) => audience === 'inside'),
    parts,
    attendance,
    activity,
  };
}

/** The releases of pupils' files from which something stands in that part. */
export function releasesOfOwn(own: OwnPack | null, behind: Pick<OwnBehind, 'releases'> | null): PackRelease[] {
  const used = new Set(own ? [...own.parts, own.attendance, own.activity].flatMap((part) => part?.releases ?? []) : []);
  return (behind?.releases ?? []).filter(({ name }) => used.has(name));
}

/** Paper has room for so many of the groups of activities. */
const activityColumns = ['education', 'employment', 'neet', 'not-known', 'neet-or-not-known'].map(
  (one) => `own-activity-${one}`,
);

/** Of the newest year. */
function byPeriod(figures: readonly MeasuredFigure[], columns: readonly string[] | null = null): ByPeriod | null {
  if (figures.length === 0) return null;
  const year = Math.max(...figures.map((one) => one.year));
  const own = figures.filter((one) => one.year === year);
  const measures = ownMeasures.filter(
    ({ id, section }) =>
      section !== 'parts' && (columns === null || columns.includes(id)) && own.some((one) => one.measure === id),
  );
  const held = [...periods.slice(1), 'year'].filter((period) => own.some((one) => one.period === period));
  const rowOf = (title: string, period: string, group: string): PeriodRow => ({
    title,
    cells: measures.map((measure) => {
      const figure = own.find((one) => one.measure === measure.id && one.period === period && one.group === group);
      const value = figure?.value == null ? null : Number(figure.value);
      return { value, shown: value === null ? notShownWords(figure?.shown ?? '') : figureWords(value, measure) };
    }),
  });
  const whole = held.includes('summer-2');
  const titleOf = (period: string) => periodName(period, own[0]?.dataset ?? '', whole);
  const groupsIn = (period: string) =>
    groupsOf(own.filter((one) => one.period === period)).map((group) => rowOf(groupName(group), period, group));
  return {
    year,
    whole,
    releases: [...new Set(own.flatMap(({ releases }) => releases ?? []))].sort(),
    measures,
    rows: held.map((period) => rowOf(titleOf(period), period, 'all')),
    groups: groupsIn('year'),
    groupsByPeriod: held.map((period) => ({ title: titleOf(period), groups: groupsIn(period) })),
  };
}

/** Everybody's figures of a partnership's schools together, those of them that share their files. Nothing of a single school. */
export async function ownOfPartnership(tx: Tx, id: string): Promise<Omit<OwnBehind, 'school' | 'areas'>> {
  const all = await measuredOfAreas(tx, [`partnership/${id}`], { most: 'outside' });
  return {
    figures: all.filter(({ dataset, period }) => period === 'year' && !elsewhere.includes(dataset)),
    attendance: all.filter(({ dataset }) => dataset === attendanceDataset),
    months: all.filter(({ dataset, period }) => dataset === activityDataset && period !== 'year'),
    partnership: null,
    city: null,
  };
}

export const measuresOfOwn = (own: OwnPack | null): OwnMeasure[] => {
  const ids = new Set([
    ...(own?.parts ?? []).flatMap(({ rows }) => rows.map(({ measure }) => measure.id)),
    ...(own?.attendance?.measures ?? []).map(({ id }) => id),
    ...(own?.activity?.measures ?? []).map(({ id }) => id),
  ]);
  return ownMeasures.filter(({ id, section }) => section !== 'parts' && ids.has(id));
};

/** Every figure of it that may have a likely range. */
export const rowsOfOwn = (own: OwnPack | null): PackRow[] =>
  (own?.parts ?? []).flatMap(({ rows, groups }) => [...rows, ...groups.flat()]);
