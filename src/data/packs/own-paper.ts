import type { Block } from '../../platform/documents';
import { counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { figureStrips, groupStrips, groupsHeading, type Places } from './blocks';
import type { AttendancePart, OwnPack, OwnPackPart } from './own-content';

/** What is worked out from the school's files of pupils, after what is published. */
export function ownBlocks(own: OwnPack | null, places: Places, of: 'school' | 'partnership'): Block[] {
  if (!own) return [];
  return [
    { kind: 'heading', text: 'Worked out from pupils’ files' },
    {
      kind: 'paragraph',
      text: `${
        own.inside
          ? 'Contains small groups: for the school’s own leaders, not for publication.'
          : 'Small groups are hidden, and what they could be worked out from.'
      } Worked out by the methods of the published measures from ${
        of === 'school'
          ? 'the school’s own files'
          : 'the files of those of its schools that share them, all their pupils together'
      }, and not published.`,
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
          text: groupsHeading(groups[0].measure),
        },
        groupStrips(groups, places),
      ]
    : []),
  {
    kind: 'note',
    text: `${stage === 'validated' ? 'Validated' : `Results are ${stage} and may change`}: ${releaseWords(releases)}.${others.length > 0 ? ' The groups of the other measures are in the spreadsheet.' : ''}`,
  },
];

const releaseWords = (names: readonly string[]): string =>
  names.length > 3 ? counted(names.length, 'release') : `release ${listed(names)}`;

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
  { kind: 'note', text: `Of ${releaseWords(releases)}.` },
];
