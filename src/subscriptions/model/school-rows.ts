import type { Offer } from '../../offer';
import type { Cell, ExportTable } from '../../platform/documents';
import type { Order } from '../../platform/ui';
import { sectorName, statusName } from '../words';
import type { ModelOutcome, SchoolOutcome } from './what-if';

/** Every school before and after: how the list is sorted, and how it is taken away. */

export const schoolKeys = ['name', 'pupils', 'before', 'after', 'difference'] as const;
export type SchoolKey = (typeof schoolKeys)[number];
export const usualOrder: Order<SchoolKey> = { key: 'name', dir: 'asc' };

export const difference = ({ pence, after }: SchoolOutcome): number | null =>
  pence === null || after === null ? null : after - pence;

export const sortBy: Record<SchoolKey, (row: SchoolOutcome) => string | number | null> = {
  name: ({ name }) => name,
  pupils: ({ pupilsAfter }) => pupilsAfter,
  before: ({ pence }) => pence,
  after: ({ after }) => after,
  difference,
};

export function schoolsTable(offer: Offer, rows: readonly SchoolOutcome[]): ExportTable {
  return {
    name: 'Schools',
    columns: [
      { heading: 'URN', kind: 'identifier' },
      { heading: 'School', kind: 'text' },
      { heading: 'Sector', kind: 'text' },
      { heading: 'Status', kind: 'text' },
      { heading: 'Pupils', kind: 'number' },
      { heading: 'Pupils, what if', kind: 'number' },
      { heading: `Fee ${offer.year}`, kind: 'money' },
      { heading: 'Fee, what if', kind: 'money' },
      { heading: 'Difference', kind: 'money' },
      { heading: 'Leaves after', kind: 'text' },
    ],
    rows: rows.map((row): Cell[] => [
      row.urn,
      row.name,
      sectorName(offer, row.sector),
      statusName(offer, row.status),
      row.pupils,
      row.pupilsAfter,
      row.pence,
      row.after,
      difference(row),
      row.leavesAfter,
    ]),
  };
}

export function yearsTable(offer: Offer, { years, table }: ModelOutcome): ExportTable {
  const { columns } = offer.funding.table;
  return {
    name: 'Years',
    columns: [
      { heading: 'Year', kind: 'text' },
      { heading: 'Schools', kind: 'number' },
      { heading: 'Subscriptions as things stand', kind: 'money' },
      { heading: 'Subscriptions, what if', kind: 'money' },
      ...columns.map(({ name }) => ({ heading: `Funding: ${name}`, kind: 'money' as const })),
      { heading: 'Funding: total', kind: 'money' },
    ],
    rows: table.rows.map((row): Cell[] => {
      const year = years.find((one) => one.year === row.year);
      return [
        row.year,
        year?.schools ?? null,
        year?.before ?? null,
        year?.after ?? null,
        ...columns.map(({ id }) => row.cells.find(({ column }) => column === id)?.pence ?? null),
        row.total,
      ];
    }),
  };
}
