import { expect, it } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import { hasTrend, Spark } from './spark';
import type { MeasureRow } from './view';

const rows = (id: string, from: number, ...values: (number | null)[]): MeasureRow[] =>
  values.map(
    (value, at) =>
      ({
        measure: measureNamed(id),
        year: from + at,
        told: value === null ? { kind: 'not-loaded' } : { kind: 'figure', value },
      }) as MeasureRow,
  );
const lines = (some: MeasureRow[]) => /d="([^"]*)"/.exec(String(<Spark rows={some} />))?.[1]?.replace(/[^ML]/g, '');

it('years that follow each other are joined; a gap and a year that is not comparable break the line', () => {
  expect(lines(rows('ks2-reading-expected', 2015, 60, 64, null, 61))).toBe('MLM');
  // Writing of 2017/18 is not comparable with the year before, and so are all three together.
  expect(lines(rows('ks2-rwm-expected', 2015, 60, 64, 61))).toBe('MLM');
  expect(lines(rows('ks2-reading-expected', 2015, 60, 60))).toBe('ML');
});

it('where no two years can be joined there is no trend', () => {
  for (const some of [rows('ks2-reading-expected', 2015, 60, null, 61), rows('ks2-rwm-expected', 2016, 60, 61), []])
    expect(hasTrend(some)).toBe(false);
});
