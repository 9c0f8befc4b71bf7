import type { Cell, ExportColumn, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import { groupWords, type Measure } from '../catalogue/catalogue';
import { rounded } from '../methods';
import type { PackRow } from './rows';

export const unitWords: Record<Measure['format'], string> = {
  percent: '% of pupils',
  rate: 'for every 100 pupils',
  score: 'scaled score',
  points: 'points',
  progress: 'against 0, the England average',
  count: 'number',
};

export function rowsSheet(
  name: string,
  rows: readonly PackRow[],
  { city, partnership, own = 'This school' }: { city: string; partnership: string; own?: string },
): ExportTable {
  // A place of which nothing is known here has no column: it would be read as figures that are missing.
  const withCity = rows.some((row) => row.city);
  const withPartnership = rows.some((row) => row.partnership);
  const columns: ExportColumn[] = [
    { heading: 'Measure', kind: 'text' },
    { heading: 'What', kind: 'text' },
    { heading: 'Unit', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    { heading: own, kind: 'number' },
    { heading: 'Out of', kind: 'number' },
    { heading: 'Likely range from', kind: 'number' },
    { heading: 'Likely range to', kind: 'number' },
    { heading: 'Range by', kind: 'text' },
    { heading: 'England', kind: 'number' },
    ...(withCity ? [{ heading: city, kind: 'number' as const }] : []),
    ...(withPartnership ? [{ heading: partnership, kind: 'number' as const }] : []),
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
      row.range && fourPlaces(row.range.low),
      row.range && fourPlaces(row.range.high),
      row.range && (row.range.by === 'publisher' ? 'the publisher' : 'worked out here'),
      row.england?.value ?? null,
      ...(withCity ? [row.city && fourPlaces(row.city.value)] : []),
      ...(withPartnership ? [row.partnership && fourPlaces(row.partnership.value)] : []),
      row.against,
      row.change,
      row.release,
      row.stage,
      row.measure.id,
    ]),
  };
}

/** What we work out has no more than four decimals: the rest is no knowledge. */
export const fourPlaces = (value: number): number => rounded(value, 4);
