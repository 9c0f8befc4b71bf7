import type { DuckDB } from '../../platform/duckdb';
import type { Progress8Averages } from '../methods';
import { load } from '../methods/testing/load';
import { random } from '../methods/testing/random';
import type { MeasuredDataset, Sources } from './sources';

/** Pupils made up for tests, under the canonical names of the datasets. Schools are 900001, 900002 …; the last of them is small. */
export interface MadePupil {
  urn: number;
  upn: string;
  sex: 'F' | 'M' | '';
  born: string;
  inCensus: boolean;
  ethnicity: string;
  language: string;
  sen: string;
  freeMeals: boolean;
  inCare: boolean;
  leftCare: boolean;
  entry: string;
  dual: boolean;
}

export function makePupils(seed: number, count: number, schools: number, year = 2017): MadePupil[] {
  const { pick, whole, chance, times } = random(seed);
  return times(count, (n) => ({
    urn: 900001 + (chance(0.1) ? schools - 1 : whole(0, Math.max(0, schools - 2))),
    upn: `T${String(n).padStart(12, '0')}`,
    sex: pick(['F', 'M', 'F', 'M', 'F', 'M', '']),
    born: Temporal.PlainDate.from({ year: year - 15, month: 9, day: 1 })
      .add({ days: whole(0, 364) })
      .toString(),
    inCensus: chance(0.95),
    ethnicity: pick(['WBRI', 'WBRI', 'WROM', 'MWAS', 'APKN', 'BAFR', 'CHNE', 'OOTH', 'REFU']),
    language: pick(['ENG', 'ENG', 'URD', 'NOT']),
    sen: pick(['N', 'N', 'N', 'K', 'E']),
    freeMeals: chance(0.3),
    inCare: chance(0.02),
    leftCare: chance(0.02),
    entry: `${year - whole(0, 4)}-${pick(['09', '09', '10', '01'])}-0${whole(1, 9)}`,
    dual: chance(0.03),
  }));
}

/** The census of them, in Year 11. */
export const loadCensus = (db: DuckDB, pupils: readonly MadePupil[]): Promise<void> =>
  load(
    db,
    'census',
    {
      urn: 'integer',
      upn: 'varchar',
      sex: 'varchar',
      born: 'date',
      year_group: 'integer',
      ethnicity: 'varchar',
      language: 'varchar',
      sen: 'varchar',
      free_meals_in_six_years: 'boolean',
      ever_in_care: 'boolean',
      left_care: 'boolean',
      entry_date: 'date',
      enrolment: 'varchar',
    },
    pupils
      .filter((one) => one.inCensus)
      .map((one) => [
        one.urn,
        one.upn,
        one.sex,
        one.born,
        11,
        one.ethnicity,
        one.language,
        one.sen,
        one.freeMeals,
        one.inCare,
        one.leftCare,
        one.entry,
        one.dual ? 'dual-subsidiary' : 'sole',
      ]),
  );

/** Loads rows of a dataset, each with its pupil's `urn`, `upn`, `sex` and `born`, and says where they are. */
export async function loadRows(
  db: DuckDB,
  dataset: MeasuredDataset,
  columns: Record<string, string>,
  rows: readonly { pupil: MadePupil; values: readonly (string | number | boolean | null)[] }[],
): Promise<Sources> {
  const table = `"${dataset}"`;
  await load(
    db,
    table,
    { urn: 'integer', upn: 'varchar', sex: 'varchar', born: 'date', ...columns },
    rows.map(({ pupil, values }) => [pupil.urn, pupil.upn, pupil.sex, pupil.born, ...values]),
  );
  return { [dataset]: table, pupils: 'census' };
}

/** Areas over the schools of `makePupils`, which overlap: a trust, two partnerships that share a school, a sector, the city. */
export async function loadAreas(db: DuckDB, schools: number): Promise<void> {
  const urns = Array.from({ length: schools }, (_, n) => 900001 + n);
  await load(
    db,
    'areas',
    { urn: 'integer', area: 'varchar' },
    urns.flatMap((urn, n) => [
      [urn, 'la/999'],
      [urn, n % 2 === 0 ? 'la/999/primary' : 'la/999/secondary'],
      ...(n < 2 ? [[urn, 'trust/1']] : []),
      ...(n < 3 ? [[urn, 'partnership/a']] : []),
      ...(n > 1 ? [[urn, 'partnership/b']] : []),
    ]),
  );
}

/** For tests only, never for a page: averages that nobody has published, of every key stage 2 group. */
export function madeUpProgress8Averages(year: number, groups: readonly number[]): Progress8Averages {
  return {
    year,
    groups: new Map(
      groups.map((group) => [
        group,
        {
          total: group * 10,
          english: group * 2.1,
          maths: group * 2,
          ebacc: group * 2.8,
          open: group * 3.1,
          minimum: -2.5,
        },
      ]),
    ),
  };
}
