import type { Block } from '../../platform/documents';
import { listed } from '../../platform/words';
import { yearName } from '../../schools';
import { figureStrips, groupStrips, type Places } from './blocks';
import type { AttendancePart, OwnPack, OwnPackPart } from './own-content';

/** What is worked out from the school's files of pupils, after what is published. */
export function ownBlocks(own: OwnPack | null, places: Places): Block[] {
  if (!own) return [];
  return [
    { kind: 'heading', text: 'Worked out from pupils’ files' },
    {
      kind: 'paragraph',
      text: own.inside
        ? 'Contains small groups: for the school’s own leaders, not for publication. Worked out by the methods of the published measures from the school’s own files, and not published.'
        : 'Small groups are hidden, and what they could be worked out from. Worked out by the methods of the published measures from the school’s own files, and not published.',
    },
    ...own.parts.flatMap((part) => partBlocks(part, places)),
    ...(own.attendance ? attendanceBlocks(own.attendance) : []),
  ];
}

const partBlocks = (
  { title, year, stage, releases, rows, groups: [groups, ...others] }: OwnPackPart,
  places: Places,
): Block[] => [
  { kind: 'heading', level: 2, text: `${title}, ${yearName(year)}` },
  ...[...Map.groupBy(rows, ({ measure }) => measure.format).values()].map((some) => figureStrips(some, places)),
  ...(groups?.[0]
    ? [
        {
          kind: 'heading' as const,
          level: 3 as const,
          text: `Groups of pupils: ${groups[0].measure.name}, ${groups[0].measure.second}`,
        },
        groupStrips(groups, places),
      ]
    : []),
  {
    kind: 'note',
    text: `${stage === 'validated' ? 'Validated' : `Results are ${stage} and may change`}: release ${listed(releases)}.${others.length > 0 ? ' The groups of the other measures are in the spreadsheet.' : ''}`,
  },
];

const attendanceBlocks = ({ year, measures, rows, releases }: AttendancePart): Block[] => [
  { kind: 'heading', level: 2, text: `Attendance by half-term, ${yearName(year)}` },
  {
    kind: 'table',
    columns: [
      { heading: 'Half-term', width: 16 },
      ...measures.map(({ name }) => ({ heading: name, align: 'right' as const, width: 14 })),
    ],
    rows: rows.map(({ title, cells }) => [
      title,
      ...cells.map(({ value, shown }) => (value === null ? [{ quiet: shown }] : [{ strong: shown }])),
    ]),
  },
  { kind: 'note', text: `Release ${listed(releases)}.` },
];
