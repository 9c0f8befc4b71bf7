import { parse } from 'csv-parse/sync';
import { ok, type Refused, type Result, refused } from '../../platform/result';

/**
 * The official tables that change every year. Those in hand are files in `tables/`; the others are supplied by whoever has them,
 * and until then a method that needs one answers so.
 */
export const tableNames = {
  'gcse-points': 'Points of key stage 4 grades',
  'attainment-8-averages': 'Average Attainment 8 and lowest Progress 8 by key stage 2 level',
  'ks2-outcome-points': 'Points of key stage 2 outcomes',
  'ks2-progress-averages': 'Key stage 2 averages and lowest scores by prior attainment group',
  parameters: 'National standard deviations, band limits, floor and coasting standards',
  'phonics-standard': 'Expected mark of the phonics screening check',
  'level-3-points': 'Points of level 3 grades',
  'level-3-expected-points': 'Expected level 3 points by prior attainment',
  'bank-holidays': 'Bank holidays in England',
  activities: 'Activities at 16 and 17, and their codes',
  'activity-lapses': 'How long activities at 16 and 17 hold without being confirmed',
} as const;
export type TableName = keyof typeof tableNames;

/** The refusal of a method whose table for a year is not in hand. */
export interface NeedsTable {
  needsTable: TableName;
  /** The summer of the academic year: 2018 is 2017/18. */
  year: number;
  sentence: string;
}

export function needsTable(table: TableName, year: number, what = ''): Refused<NeedsTable> {
  const of = what && ` for ${what}`;
  return refused({
    needsTable: table,
    year,
    sentence: `${tableNames[table]}${of}: the table of ${year} is needed. Once it is supplied, this measure is worked out.`,
  });
}

export type Row = Record<string, string>;

/** The rows of a CSV with headings; a row has every heading. */
export const readRows = (csv: string): Row[] => parse(csv, { bom: true, columns: true, skip_empty_lines: true });

/** What is wrong with a supplied table, by line of the file (headings are line 1). */
export interface TableFault {
  line: number;
  column: string;
  value: string;
  sentence: string;
}

/**
 * A supplied table: every column of `texts` filled, every column of `numbers` a decimal number of at most four places.
 * A column in `blank` may be empty, and is then null.
 */
export function readSupplied<Text extends string, Numbers extends string, Blank extends Numbers = never>(
  csv: string,
  { texts, numbers, blank = [] }: { texts: readonly Text[]; numbers: readonly Numbers[]; blank?: readonly Blank[] },
): Result<Supplied<Text, Numbers, Blank>[], TableFault[]> {
  const faults: TableFault[] = [];
  const fault = (line: number, column: string, value: string, sentence: string) =>
    faults.push({ line, column, value, sentence });
  let rows: Row[] = [];
  try {
    rows = readRows(csv);
  } catch {
    fault(1, '', '', 'This is not a table. Save it as CSV, with headings in the first line.');
  }
  for (const column of [...texts, ...numbers]) {
    if (rows[0] && !(column in rows[0])) fault(1, column, '', `There is no column "${column}". Add it.`);
  }
  if (faults.length === 0 && rows.length === 0) fault(1, '', '', 'The table has no rows. Add them.');
  if (faults.length > 0) return refused(faults);
  const read = rows.map((row, index) => {
    const line = index + 2;
    for (const column of texts) {
      if (!row[column]?.trim()) fault(line, column, '', `Fill in "${column}".`);
    }
    for (const column of numbers) {
      const value = row[column]?.trim() ?? '';
      if (value === '' && (blank as readonly Numbers[]).includes(column)) continue;
      if (!/^-?\d+(\.\d{1,4})?$/.test(value)) {
        fault(line, column, value, `"${column}" has to be a number with at most four decimals.`);
      }
    }
    return Object.fromEntries([
      ...texts.map((column) => [column, row[column]?.trim()]),
      ...numbers.map((column) => [column, row[column]?.trim() ? Number(row[column]) : null]),
    ]) as Supplied<Text, Numbers, Blank>;
  });
  return faults.length > 0 ? refused(faults) : ok(read);
}

type Supplied<Text extends string, Numbers extends string, Blank extends Numbers> = Record<Text, string> &
  Record<Exclude<Numbers, Blank>, number> &
  Record<Blank, number | null>;
