import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import type { OwnPack } from './own-content';
import { rowsSheet } from './rows-sheet';

/** The same figures as on paper, with the groups of every measure, in true numbers. */
export function ownSheets(
  own: OwnPack | null,
  places: { city: string; partnership: string; own?: string },
): ExportTable[] {
  if (!own) return [];
  const { parts, attendance } = own;
  return [
    ...(parts.length === 0
      ? []
      : [
          rowsSheet(
            'Worked out from pupils',
            parts.flatMap(({ rows, groups }) => [
              ...rows.filter(({ measure }) => !groups.some(([first]) => first?.measure === measure)),
              ...groups.flat(),
            ]),
            places,
          ),
        ]),
    ...(attendance
      ? [
          {
            name: 'Attendance by half-term',
            columns: [
              { heading: 'Year', kind: 'text' as const },
              { heading: 'Half-term', kind: 'text' as const },
              { heading: 'Pupils', kind: 'text' as const },
              ...attendance.measures.map(({ name }) => ({ heading: `${name}, %`, kind: 'number' as const })),
            ],
            rows: attendance.groupsByPeriod.flatMap(({ title, groups }) =>
              groups.map((group): Cell[] => [
                yearName(attendance.year),
                title,
                group.title,
                ...group.cells.map(({ value, shown }) => value ?? shown),
              ]),
            ),
          },
        ]
      : []),
  ];
}
