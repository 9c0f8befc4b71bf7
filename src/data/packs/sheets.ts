import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { dayOf, eachOnce } from './ends';
import { groupRows, groupsNote } from './groups';
import { ownSheets } from './own-sheets';
import { rowsSheet } from './rows-sheet';
import type { PackRelease, SchoolPack } from './school-content';
import { forWhom, measuresOfPack, type Printed } from './school-paper';

/** The figures of a school's pack as sheets: the same rows as on paper, in true numbers, and the groups of every measure. */
export function schoolSheets(pack: SchoolPack, printed: Printed): ExportTable[] {
  const { parts, exclusions, city, partnership, releases } = pack;
  const besides = groupsNote([...parts, ...(pack.own?.parts ?? [])].flatMap(({ groups }) => groups.flat()));
  const places = { city: city ?? 'Authority', partnership: partnership ?? 'Partnership' };
  return [
    aboutSheet(
      [
        ['School', pack.school.name],
        ['URN', pack.school.urn],
        ['For', forWhom(pack)],
        ...(besides ? [['England', besides] as const] : []),
      ],
      printed,
      pack.notHere,
    ),
    ...filled([
      rowsSheet(
        'Headlines',
        parts.flatMap(({ headlines, more }) => [...headlines, ...more]),
        places,
      ),
      rowsSheet(
        'Groups',
        parts.flatMap(({ groups }) => groups.flatMap(groupRows)),
        places,
      ),
      rowsSheet(
        'Subjects',
        parts.flatMap(({ subjects }) => subjects),
        places,
      ),
      rowsSheet(
        'Trends',
        parts.flatMap(({ trends }) => trends.flatMap(({ rows }) => rows)),
        places,
      ),
    ]),
    ...ownSheets(pack.own, places),
    ...(exclusions.length === 0
      ? []
      : [
          {
            name: 'Exclusions of the authority',
            columns: [
              { heading: 'Measure', kind: 'text' as const },
              { heading: 'What', kind: 'text' as const },
              { heading: 'Year', kind: 'text' as const },
              { heading: places.city, kind: 'number' as const },
              { heading: 'England', kind: 'number' as const },
              { heading: 'Release', kind: 'text' as const },
            ],
            rows: exclusions.map(({ measure, year, city: own, england, release }): Cell[] => [
              measure.name,
              measure.second,
              yearName(year),
              own,
              england,
              release,
            ]),
          },
        ]),
    ...filled([
      definitionsSheet([
        ...measuresOfPack(pack),
        ...[...parts, ...(pack.own?.parts ?? [])].flatMap(({ subjects }) => subjects.map(({ measure }) => measure)),
      ]),
      releasesSheet(releases),
    ]),
  ];
}

/** A sheet of headings alone says nothing. */
export const filled = (sheets: readonly ExportTable[]): ExportTable[] => sheets.filter(({ rows }) => rows.length > 0);

/** What a spreadsheet that is handed on says of itself, as the first page of the paper does. */
export const aboutSheet = (
  what: readonly (readonly [string, Cell])[],
  { organisation, today }: Printed,
  notHere: readonly string[],
): ExportTable => ({
  name: 'About',
  columns: [
    { heading: 'About this pack', kind: 'text' },
    { heading: 'What it is', kind: 'text', width: 90 },
  ],
  rows: [
    ...what,
    ...(organisation ? [['Made by', organisation]] : []),
    ['Made on', today],
    ...notHere.map((words) => ['Not here', words]),
  ],
});

export const definitionsSheet = (measures: readonly Measure[]): ExportTable => ({
  name: 'Definitions',
  columns: [
    { heading: 'Measure', kind: 'text' },
    { heading: 'What', kind: 'text' },
    { heading: 'What it means', kind: 'text', width: 60 },
    { heading: 'Method', kind: 'text', width: 60 },
    { heading: 'Better', kind: 'text' },
    { heading: 'Measure identifier', kind: 'text' },
  ],
  rows: eachOnce(measures).map(({ name, second, meaning, method, better, id }) => [
    name,
    second,
    meaning,
    method,
    better,
    id,
  ]),
});

export const releasesSheet = (releases: readonly PackRelease[]): ExportTable => ({
  name: 'Releases',
  columns: [
    { heading: 'Release', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'Accepted', kind: 'date' },
    { heading: 'File', kind: 'text' },
    { heading: 'Rows', kind: 'number' },
  ],
  rows: releases.map(({ name, stage, acceptedAt, file, rows }): Cell[] => [name, stage, dayOf(acceptedAt), file, rows]),
});
