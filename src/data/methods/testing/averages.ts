import type { Progress8Averages } from '../progress-8';
import { readRows } from '../tables';
import early from './attainment-8-averages-2019-early-not-official.csv?raw';

/**
 * A fixture for tests, never for a page: an early estimate for 2019 by ASCL and SISRA, not the department's. It has no elements (0 here),
 * no minimums, and lacks group 3.9.
 */
export const earlyAverages: Progress8Averages = {
  year: 2019,
  groups: new Map(
    readRows(early).map((row) => [
      Number(row.ks2_fine_level),
      { total: Number(row.attainment8_estimate), english: 0, maths: 0, ebacc: 0, open: 0, minimum: null },
    ]),
  ),
};
