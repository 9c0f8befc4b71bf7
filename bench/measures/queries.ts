import { ownMeasuresOf } from '../../src/data/catalogue/own-measures';
import { compile } from '../../src/data/measured/compile';
import { nothingSupplied } from '../../src/data/measured/supplied';
import { madeUpProgress8Averages } from '../../src/data/measured/testing';
import { unitsOf } from '../../src/data/measured/units';
import { progress8Groups } from '../../src/data/methods/progress-8';
import type { DuckDB, Value } from '../../src/platform/duckdb';
import attendanceSql from './attendance.sql?raw';
import type { Cohort } from './data';
import keyStage4Sql from './key-stage-4.sql?raw';

export interface Rival {
  /** The one compiled from the catalogue. */
  compiled: string;
  byHand: string;
  /** The same rows of both, in the same order and with the same names. */
  rowsOf: (db: DuckDB, which: 'compiled' | 'byHand') => Promise<Record<string, Value>[]>;
}

const year = 2017;

/** Attainment 8 and Progress 8 by school and authority and by sex, disadvantage, SEN and prior attainment. */
export function keyStage4(cohort: Cohort): Rival {
  const supplied = { ...nothingSupplied, progress8Averages: [madeUpProgress8Averages(2018, progress8Groups)] };
  const sources = { pupils: cohort.census, 'ks4-entries': cohort.rows };
  return rival(
    'ks4-entries',
    sources,
    supplied,
    ['own-ks4-progress8', 'own-ks4-attainment8'],
    ['sex', 'disadvantage', 'sen', 'prior'],
    keyStage4Sql,
    true,
  );
}

/** Overall absence and persistent absentees by school and authority, by sex, disadvantage and SEN, of each half-term and the year. */
export function attendance(cohort: Cohort): Rival {
  const sources = { pupils: cohort.census, 'attendance-marks': cohort.rows };
  return rival(
    'attendance-marks',
    sources,
    nothingSupplied,
    ['own-absence-overall', 'own-absence-persistent'],
    ['sex', 'disadvantage', 'sen'],
    attendanceSql,
    false,
  );
}

function rival(
  dataset: 'ks4-entries' | 'attendance-marks',
  sources: Parameters<typeof unitsOf>[2],
  supplied: typeof nothingSupplied,
  ids: readonly string[],
  dimensions: readonly string[],
  byHand: string,
  ranges: boolean,
): Rival {
  const units = unitsOf(dataset, year, sources, supplied);
  if (!units.ok) throw new Error(JSON.stringify(units.reason));
  const measures = ownMeasuresOf(dataset, year).filter((one) => ids.includes(one.id));
  const { sql } = compile(
    measures,
    { ...units.value, dimensions, units: `(${units.value.sql})` },
    { areas: 'areas', summer: year + 1, parameters: supplied.parameters },
  );
  const names = `case m ${measures.map((one, m) => `when ${m} then '${one.id}'`).join(' ')} end`;
  const columns = `urn::int as urn, area, ${ranges ? '' : 'period, '}pupil_group, MEASURE as measure, numerator::decimal(18,5) as numerator, denominator::decimal(18,5) as denominator, value::double as value${
    ranges ? ', low::double as low, high::double as high, band::int as band' : ''
  }`;
  const both = {
    compiled: `select ${columns.replace('MEASURE', names)} from (${sql})`,
    byHand: `select ${columns.replace('MEASURE', 'measure')} from (${byHand})`,
  };
  return {
    compiled: sql,
    byHand,
    rowsOf: (db, which) => db.query(`select * from (${both[which]}) order by all`),
  };
}

/** On PostgreSQL the best few of a kind are a sorted array. */
export const forPostgres = (sql: string): string =>
  sql.replaceAll(/max\(points, (\d)\) (filter \([^\n]*\)) as/g, '(array_agg(points order by points desc) $2)[1:$1] as');
