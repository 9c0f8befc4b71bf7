import { readRows, type TableName } from '../methods/tables';
import bankHolidays from '../methods/tables/bank-holidays-england.csv?raw';
import gcse from '../methods/tables/gcse-points.csv?raw';
import outcomes from '../methods/tables/ks2-outcome-points.csv?raw';
import parameters from '../methods/tables/parameters.csv?raw';
import phonics from '../methods/tables/phonics-standard.csv?raw';

const years = (file: string, column: string): number[] =>
  [...new Set(readRows(file).map((row) => Number((row[column] ?? '').slice(0, 4)) - 1))].sort((a, b) => a - b);

/** Of which academic years, by their first calendar year, something of a table is shipped; 'any' where it does not change. */
export const shippedYears: Readonly<Record<TableName, readonly number[] | 'any'>> = {
  'gcse-points': years(gcse, 'year'),
  'attainment-8-averages': [],
  'ks2-outcome-points': years(outcomes, 'year_ks2'),
  'ks2-progress-averages': [],
  parameters: years(parameters, 'year'),
  'phonics-standard': years(phonics, 'year'),
  'level-3-points': 'any',
  'level-3-expected-points': [],
  'bank-holidays': years(bankHolidays, 'date'),
  activities: 'any',
  'activity-lapses': [],
};
