import type { FundingRow, Offer } from '../offer';
import type { Cell, ExportTable } from '../platform/documents';
import type { Outcome } from './viability';

/** The funding of each year to take away: every column, and beside it what the offer printed. */
export function fundingTableFile(offer: Offer, { table, printed }: Outcome): ExportTable {
  const { columns } = offer.funding.table;
  const of = (row: FundingRow | undefined, id: string) => row?.cells.find(({ column }) => column === id)?.pence ?? 0;
  const cells = (name: string, row: FundingRow, plan: FundingRow | undefined): Cell[] => [
    name,
    ...columns.flatMap(({ id }) => [of(row, id), of(plan, id)]),
    row.total,
    plan?.total ?? null,
  ];
  return {
    name: 'Funding',
    columns: [
      { heading: 'Year', kind: 'text' },
      ...[...columns.map(({ name }) => name), 'Total'].flatMap((name) => [
        { heading: name, kind: 'money' as const },
        { heading: `${name}, as printed`, kind: 'money' as const },
      ]),
    ],
    rows: [...table.rows.map((row, i) => cells(row.year, row, printed.rows[i])), cells('All', table.all, printed.all)],
  };
}
