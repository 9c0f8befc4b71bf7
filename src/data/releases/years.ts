import { UnreadableFile } from '../../platform/reading';
import { dateInName, yearName } from '../../schools';
import type { Dataset } from '../catalogue/catalogue';

interface Told {
  /** As somebody said it. */
  year: number | null;
  /** As endings in the headings tell. */
  ownYear: number | null;
  fileName: string;
}

/**
 * The academic year that a file's figures are of, before its rows are read; null where its rows are to say. Pupils' destinations belong to
 * the year in which they left, and may be asked for by either year.
 * @throws UnreadableFile when the file says another year than was asked for, or nobody says any.
 */
export function yearOf(dataset: Dataset, { year, ownYear, fileName }: Told): number | null {
  if (dataset.row_year?.form === 'spans') return null;
  const { lag } = dataset;
  const named = dateInName(fileName);
  const told = year ?? (named?.kind === 'year' ? named.starts : null);
  if (ownYear === null) return told === null ? null : told - lag;
  const possible = yearsBy(dataset, ownYear);
  const meant = possible.find((one) => told === one || told === one + lag);
  if (year !== null && meant === undefined) throw wrongYear(ownYear, year);
  return meant ?? possible[0] ?? null;
}

/** What the endings of years in the headings may mean, the likeliest first: the year itself, or of pupils who left, the year in which they did. */
function yearsBy({ lag, endings }: Dataset, ownYear: number): number[] {
  if (!endings) return [ownYear - lag];
  return [
    ...(ownYear < endings.left_from ? [ownYear - lag] : []),
    ...(ownYear > endings.published_to ? [ownYear] : []),
  ];
}

/** @param by what of the file says so, where whoever asked may look there */
export const wrongYear = (is: number, asked: number, by?: string): UnreadableFile =>
  new UnreadableFile(
    'year',
    `This file is of ${yearName(is)}${by === undefined ? '' : ` by ${by}`}, and ${yearName(asked)} was asked for. Say the right year, or choose another file.`,
  );

export const noYear = (): UnreadableFile =>
  new UnreadableFile(
    'year',
    'Neither the file nor its name says which year it is of. Say the year, then check it again.',
  );
