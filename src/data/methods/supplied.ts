import { ok, type Result } from '../../platform/result';
import { readActivityCodes, readActivityLapses } from './activity';
import { readKs2Averages } from './key-stage-2-progress';
import { readProgress8Averages } from './progress-8';
import { readSupplied, type TableFault, type TableName } from './tables';

/**
 * How each official table is read that somebody supplies: a CSV with these headings, checked by line. What comes out is what the method that
 * asked for the table takes.
 */
export const suppliedTables = {
  'gcse-points': {
    headings: ['year', 'scale', 'grade', 'points'],
    read: (csv: string) => readSupplied(csv, { texts: ['scale', 'grade'], numbers: ['year', 'points'] }),
  },
  'attainment-8-averages': {
    headings: ['year', 'group', 'overall', 'english', 'maths', 'ebacc', 'open', 'minimum'],
    read: readProgress8Averages,
  },
  'ks2-outcome-points': {
    headings: ['year', 'outcome', 'subject', 'points'],
    read: (csv: string) =>
      mapped(readSupplied(csv, { texts: ['outcome', 'subject'], numbers: ['year', 'points'] }), (row) => ({
        ...row,
        writing: row.subject === 'writing',
      })),
  },
  'ks2-progress-averages': {
    headings: [
      'year',
      'group',
      'aps_from',
      'aps_below',
      'reading',
      'writing',
      'maths',
      'minimum_reading',
      'minimum_writing',
      'minimum_maths',
    ],
    read: readKs2Averages,
  },
  parameters: {
    headings: ['phase', 'parameter', 'year', 'subject', 'value'],
    read: (csv: string) => readSupplied(csv, { texts: ['phase', 'parameter', 'subject'], numbers: ['year', 'value'] }),
  },
  'phonics-standard': {
    headings: ['year', 'mark'],
    read: (csv: string) => readSupplied(csv, { texts: [], numbers: ['year', 'mark'] }),
  },
  'level-3-points': {
    headings: ['scale', 'grade', 'points', 'size'],
    read: (csv: string) => readSupplied(csv, { texts: ['scale', 'grade'], numbers: ['points', 'size'] }),
  },
  'level-3-expected-points': {
    headings: ['year', 'scale', 'subject', 'gcse_from', 'gcse_below', 'points'],
    read: (csv: string) =>
      readSupplied(csv, {
        texts: ['scale', 'subject'],
        numbers: ['year', 'gcse_from', 'gcse_below', 'points'],
        blank: ['gcse_below'],
      }),
  },
  'bank-holidays': {
    headings: ['date', 'name'],
    read: (csv: string) => readSupplied(csv, { texts: ['date', 'name'], numbers: [] }),
  },
  activities: { headings: ['code', 'activity', 'group'], read: readActivityCodes },
  'activity-lapses': { headings: ['activity', 'months'], read: readActivityLapses },
} satisfies Record<TableName, { headings: string[]; read: (csv: string) => Result<unknown, TableFault[]> }>;

const mapped = <From, To>(read: Result<From[], TableFault[]>, to: (row: From) => To): Result<To[], TableFault[]> =>
  read.ok ? ok(read.value.map(to)) : read;
