import { ok, type Result } from '../../platform/result';
import { type NeedsTable, needsTable, readRows } from './tables';
import source from './tables/parameters.csv?raw';

export interface Parameter {
  phase: string;
  parameter: string;
  year: number;
  subject: string;
  value: number;
}

/** National figures of progress measures, by phase, name, year and subject. */
export type Parameters = ReadonlyMap<string, number>;

const key = (...parts: (string | number | undefined)[]): string => parts.join('/');

/** Those of `tables/parameters.csv`. */
export const parametersInHand: Parameters = new Map(
  readRows(source).map((row) => [key(row.phase, row.parameter, row.year, row.subject), Number(row.value)]),
);

/** Those in hand and what is supplied, which wins. */
export const parametersWith = (supplied: readonly Parameter[]): Parameters =>
  new Map([
    ...parametersInHand,
    ...supplied.map((row) => [key(row.phase, row.parameter, row.year, row.subject), row.value] as const),
  ]);

export function parameter(
  parameters: Parameters,
  phase: 'ks2' | 'ks4',
  name: string,
  year: number,
  subject: string,
): Result<number, NeedsTable> {
  const value = parameters.get(key(phase, name, year, subject));
  return value === undefined ? needsTable('parameters', year, `${phase}, ${name}, ${subject}`) : ok(value);
}
