import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import { groupRows } from './groups';
import type { ByPeriod, OwnPack } from './own-content';
import { rowsSheet } from './rows-sheet';

/** The same figures as on paper, with the groups of every measure, in true numbers. */
export function ownSheets(
  own: OwnPack | null,
  places: { city: string; partnership: string; own?: string },
): ExportTable[] {
  if (!own) return [];
  const { parts, attendance, activity } = own;
  return [
    ...(parts.length === 0
      ? []
      : [
          rowsSheet(
            'Worked out from pupils',
            parts.flatMap(({ rows, subjects, groups }) => [
              ...rows.filter(({ measure }) => !groups.some(([first]) => first?.measure === measure)),
              ...groups.flatMap(groupRows),
              ...subjects,
            ]),
            places,
          ),
        ]),
    ...(attendance ? [periodSheet(attendance, 'Attendance by half-term', 'Half-term')] : []),
    ...(activity ? [periodSheet(activity, 'Activity by month', 'Month')] : []),
  ];
}

const periodSheet = ({ year, measures, groupsByPeriod }: ByPeriod, name: string, period: string): ExportTable => ({
  name,
  columns: [
    { heading: 'Year', kind: 'text' },
    { heading: period, kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    ...measures.map((measure) => ({ heading: `${measure.name}, %`, kind: 'number' as const })),
  ],
  rows: groupsByPeriod.flatMap(({ title, groups }) =>
    groups.map((group): Cell[] => [
      yearName(year),
      title,
      group.title,
      ...group.cells.map(({ value, shown }) => value ?? shown),
    ]),
  ),
});
