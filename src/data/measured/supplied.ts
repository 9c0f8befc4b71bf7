import {
  type ActivityCode,
  type ActivityLapse,
  type ExpectedPoints,
  type Ks2Averages,
  type Parameter,
  type Parameters,
  type Progress8Averages,
  parametersWith,
  suppliedTables,
  type TableName,
} from '../methods';

/** The official tables that somebody has supplied, in the form that the methods take. */
export interface Supplied {
  gcsePoints: (summer: number) => { scale: string; grade: string; points: number }[];
  progress8Averages: Progress8Averages[];
  outcomePoints: (summer: number) => { outcome: string; writing: boolean; points: number }[];
  ks2Averages: Ks2Averages[];
  parameters: Parameters;
  phonicsStandards: { year: number; mark: number }[];
  level3Points: { scale: string; grade: string; points: number; size: number }[];
  expectedPoints: (summer: number) => ExpectedPoints[];
  bankHolidays: { date: string; name: string }[];
  activityCodes: ActivityCode[];
  /** Null where no table of them is in hand. */
  activityLapses: ActivityLapse[] | null;
}

/** Tables as CSV, each as `suppliedTables` has checked it. One that cannot be read any more is left out: then its measures need it. */
export function suppliedFrom(tables: readonly { name: TableName; csv: string }[]): Supplied {
  const read = <Rows>(name: TableName, of: (csv: string) => { ok: true; value: Rows } | { ok: false }): Rows[] =>
    tables.flatMap((one) => {
      if (one.name !== name) return [];
      const found = of(one.csv);
      return found.ok ? [found.value] : [];
    });
  const points = read('gcse-points', suppliedTables['gcse-points'].read).flat();
  const outcomes = read('ks2-outcome-points', suppliedTables['ks2-outcome-points'].read).flat();
  const expected = read('level-3-expected-points', suppliedTables['level-3-expected-points'].read).flat();
  const lapses = read('activity-lapses', suppliedTables['activity-lapses'].read);
  return {
    gcsePoints: (summer) => points.filter((row) => row.year === summer),
    progress8Averages: read('attainment-8-averages', suppliedTables['attainment-8-averages'].read),
    outcomePoints: (summer) => outcomes.filter((row) => row.year === summer),
    ks2Averages: read('ks2-progress-averages', suppliedTables['ks2-progress-averages'].read),
    parameters: parametersWith(read('parameters', suppliedTables.parameters.read).flat() as Parameter[]),
    phonicsStandards: read('phonics-standard', suppliedTables['phonics-standard'].read).flat(),
    level3Points: read('level-3-points', suppliedTables['level-3-points'].read).flat(),
    expectedPoints: (summer) => expected.filter((row) => row.year === summer),
    bankHolidays: read('bank-holidays', suppliedTables['bank-holidays'].read).flat(),
    activityCodes: read('activities', suppliedTables.activities.read).flat(),
    activityLapses: lapses.at(-1) ?? null,
  };
}

export const nothingSupplied: Supplied = suppliedFrom([]);
