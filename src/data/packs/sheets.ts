import type { Cell, ExportColumn, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import { groupWords, type Measure } from '../catalogue/catalogue';
import { dayOf, eachOnce } from './ends';
import type { PackRow } from './rows';
import type { PackRelease, SchoolPack } from './school-content';
import { measuresOfPack } from './school-paper';

/** The figures of a school's pack as sheets: the same rows as on paper, in true numbers, and the groups of every measure. */
export function schoolSheets(pack: SchoolPack): ExportTable[] {
  const { parts, exclusions, city, partnership, releases } = pack;
  const places = { city: city ?? 'Authority', partnership: partnership ?? 'Partnership' };
  return [
    rowsSheet(
      'Headlines',
      parts.flatMap(({ headlines, more }) => [...headlines, ...more]),
      places,
    ),
    rowsSheet(
      'Groups',
      parts.flatMap(({ groups }) => groups.flat()),
      places,
    ),
    rowsSheet(
      'Trends',
      parts.flatMap(({ trends }) => trends.flatMap(({ rows }) => rows)),
      places,
    ),
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
    definitionsSheet(measuresOfPack(pack)),
    releasesSheet(releases, pack.notHere),
  ];
}

export const unitWords: Record<Measure['format'], string> = {
  percent: '% of pupils',
  rate: 'for every 100 pupils',
  score: 'scaled score',
  points: 'points',
  progress: 'against 0, the England average',
  count: 'number',
};

function rowsSheet(
  name: string,
  rows: readonly PackRow[],
  { city, partnership }: { city: string; partnership: string },
): ExportTable {
  const columns: ExportColumn[] = [
    { heading: 'Measure', kind: 'text' },
    { heading: 'What', kind: 'text' },
    { heading: 'Unit', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    { heading: 'This school', kind: 'number' },
    { heading: 'Out of', kind: 'number' },
    { heading: 'Likely range from', kind: 'number' },
    { heading: 'Likely range to', kind: 'number' },
    { heading: 'Range by', kind: 'text' },
    { heading: 'England', kind: 'number' },
    { heading: city, kind: 'number' },
    { heading: partnership, kind: 'number' },
    { heading: 'Against England', kind: 'text' },
    { heading: 'Change', kind: 'text' },
    { heading: 'Release', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'Measure identifier', kind: 'text' },
  ];
  return {
    name,
    columns,
    rows: rows.map((row): Cell[] => [
      row.measure.name,
      row.measure.second,
      unitWords[row.measure.format],
      yearName(row.year),
      groupWords[row.group] ?? row.group,
      row.value ?? row.missing,
      row.pupils,
      row.range && rounded(row.range.low),
      row.range && rounded(row.range.high),
      row.range && (row.range.by === 'publisher' ? 'the publisher' : 'worked out here'),
      row.england?.value ?? null,
      row.city && rounded(row.city.value),
      row.partnership && rounded(row.partnership.value),
      row.against,
      row.change,
      row.release,
      row.stage,
      row.measure.id,
    ]),
  };
}

/** What we work out has no more than four decimals: the rest is no knowledge. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

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

export const releasesSheet = (releases: readonly PackRelease[], notHere: readonly string[]): ExportTable => ({
  name: 'Releases',
  columns: [
    { heading: 'Release', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'Accepted', kind: 'date' },
    { heading: 'File', kind: 'text' },
    { heading: 'Rows', kind: 'number' },
  ],
  rows: [
    ...releases.map(({ name, stage, acceptedAt, file, rows }): Cell[] => [name, stage, dayOf(acceptedAt), file, rows]),
    ...notHere.map((words): Cell[] => [words, null, null, null, null]),
  ],
});
