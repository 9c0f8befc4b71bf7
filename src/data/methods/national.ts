import { readRows } from './tables';
import source from './tables/national-benchmarks.csv?raw';

const values = new Map(
  readRows(source).map((row) => [
    [row.year, row.key_stage, row.geography, row.pupil_group, row.measure].join('/'),
    Number(row.value),
  ]),
);

/** A published national figure of `tables/national-benchmarks.csv`, or null where it holds none. `measure` is the publication's column. */
export const nationalValue = (of: {
  year: number;
  keyStage: 'KS2' | 'KS4';
  schools: 'England all schools' | 'England state-funded';
  group: string;
  measure: string;
}): number | null => values.get([of.year, of.keyStage, of.schools, of.group, of.measure].join('/')) ?? null;
