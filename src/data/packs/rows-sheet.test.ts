import { expect, it } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import type { PackRow } from './rows';
import { rowsSheet } from './rows-sheet';

it('what is worked out stands with four decimals, half away from nought on either side of it', () => {
  const measure = measureNamed('ks2-writing-progress')!;
  const row = (value: number) =>
    ({ measure, year: 2015, group: 'all', value: 0, partnership: { value, source: 'average' } }) as PackRow;
  const { columns, rows } = rowsSheet('Headlines', [row(-0.27625), row(0.27625), row(-0.00001)], {
    city: 'Authority',
    partnership: 'Locality C',
  });
  const at = columns.findIndex(({ heading }) => heading === 'Locality C');
  expect(rows.map((cells) => cells[at])).toEqual([-0.2763, 0.2763, 0]);
});
