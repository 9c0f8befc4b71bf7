import type { FundingRow, FundingTable } from '../../offer';
import { drawings, stackedBars } from '../../platform/charts';
import { ChartFigure, DataTable } from '../../platform/ui';
import { money } from '../../platform/words';

/** What schools, the council and others bring, year by year, a part of a bar each. */
export async function WhoPays({ table: { rows, all }, level }: { table: FundingTable; level?: 2 | 3 }) {
  const groups = all.groups.map(({ group }) => group);
  return (
    <ChartFigure
      level={level}
      title="Who pays, by year"
      sentence={`${rows.map(({ year, total }) => `${year}: ${money(total)}`).join('. ')}.`}
      {...(await drawings(stackedBars, {
        y: { label: '', format: thousands },
        bars: rows.map(({ year, groups: sums }) => ({ label: year, values: sums.map(({ pence }) => pence) })),
        parts: groups.map((label) => ({ label })),
        width: 420,
        height: 240,
      }))}
      table={
        <DataTable
          caption="Who pays, by year"
          captionHidden
          rows={rows}
          columns={[
            { key: 'year', header: 'Year', name: true, cell: ({ year }) => year },
            ...groups.map((group, i) => ({
              key: `group-${i}`,
              header: group,
              align: 'end' as const,
              cell: (row: FundingRow) => money(row.groups[i]?.pence ?? 0),
            })),
          ]}
        />
      }
    />
  );
}

const thousands = (pence: number): string => (pence === 0 ? '£0' : `${money(Math.round(pence / 100_000) * 100)}k`);
