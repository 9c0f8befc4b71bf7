import type { Block } from '../../platform/documents';
import { counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { halfTermWords } from '../attendance/words';
import { groupName } from '../own/rows';
import { figureStrips, groupStrips, groupsHeading, type Places } from './blocks';
import { groupsNote, whyHidden } from './groups';
import type { ByPeriod, OwnPack, OwnPackPart } from './own-content';
import type { PackRow } from './rows';
import { subjectBlocks } from './subjects';

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
    ...(own.activity ? periodBlocks(own.activity, 'Activity by month', 'Month', false) : []),
    ...(own.attendance ? periodBlocks(own.attendance, 'Attendance by half-term', 'Half-term', true) : []),
  ];
}

function partBlocks(part: OwnPackPart, places: Places): Block[] {
  const { title, year, stage, releases, rows, subjects, groups } = part;
  const shown = groups.find((some) => some.filter(({ value }) => value !== null).length > 1);
  const besides = groupsNote((shown ?? []).filter(({ value }) => value !== null));
  const heading = { kind: 'heading', level: 2, text: `${title}, ${yearName(year)}` } as const;
  if ([...rows, ...subjects].every(({ value }) => value === null)) return [heading, noneShown(rows[0]?.missing)];
  return [
    heading,
    ...[...Map.groupBy(rows, ({ measure }) => measure.format).values()].map((some) => figureStrips(some, places)),
    ...part.hiddenBeside.map(({ name, reason }) => hiddenNote(reason, [name])),
    ...(shown ? groupsBlocks(shown, places) : noGroups(groups)),
    ...subjectBlocks(subjects, 3, 'A pupil counts once in each subject, by their best result in it.'),
    {
      kind: 'note',
      text: `${stage === 'validated' ? 'Validated' : `Results are ${stage} and may change`}: ${releaseWords(releases)}.${groups.length > 1 ? ' The groups of the other measures are in the spreadsheet.' : ''}${besides ? ` ${besides}` : ''}`,
    },
  ];
}

/** Where there are groups and none is shown, of whatever measure. */
const noGroups = (groups: readonly (readonly PackRow[])[]): Block[] =>
  groups.length === 0 ? [] : [hiddenNote('No group of pupils is shown', [whyHidden(groups.flat())])];

function groupsBlocks(rows: readonly PackRow[], places: Places): Block[] {
  const [first] = rows;
  const hidden = rows.filter(({ value }) => value === null);
  return [
    ...(first ? [{ kind: 'heading' as const, level: 3 as const, text: groupsHeading(first.measure) }] : []),
    groupStrips(
      rows.filter(({ value }) => value !== null),
      places,
    ),
    ...[...Map.groupBy(hidden, ({ missing }) => missing ?? 'Not shown')].map(([reason, some]) =>
      hiddenNote(
        reason,
        some.map(({ group }) => groupName(group)),
      ),
    ),
  ];
}

const releaseWords = (names: readonly string[]): string =>
  names.length > 3 ? counted(names.length, 'release') : `release ${listed(names)}`;

/** @param withGroups false where the groups stand with the figures of the year already. */
const periodBlocks = (
  { year, whole, measures, rows, groups: all, releases }: ByPeriod,
  title: string,
  first: string,
  withGroups: boolean,
): Block[] => {
  const groups = withGroups ? all : [];
  const table = (heading: string, some: ByPeriod['rows']): Block => ({
    kind: 'table',
    columns: [
      { heading, width: 16 },
      ...measures.map(({ name }) => ({ heading: name, align: 'right' as const, width: 14 })),
    ],
    rows: some.map(({ title, cells }) => [
      title,
      ...cells.map(({ value, shown }) =>
        value === null ? [{ quiet: hiddenFor(shown) ? 'Not shown' : shown }] : [{ strong: shown }],
      ),
    ]),
  });
  const shown = groups.filter(({ cells }) => cells.some(({ value }) => value !== null));
  const hidden = groups.filter((row) => !shown.includes(row));
  const heading = { kind: 'heading', level: 2, text: `${title}, ${yearName(year)}` } as const;
  if (rows.every(({ cells }) => cells.every(({ value }) => value === null)))
    return [heading, noneShown(rows[0]?.cells[0]?.shown)];
  // A column is too narrow for the reason: it stands once below.
  const why = new Set([...rows, ...shown].flatMap(({ cells }) => cells.flatMap((cell) => hiddenFor(cell.shown) ?? [])));
  return [
    heading,
    table(first, rows),
    ...(shown.length > 1
      ? [
          {
            kind: 'heading' as const,
            level: 3 as const,
            text: `Groups of pupils, ${halfTermWords('year', whole)}`,
          },
          table('Group', shown),
        ]
      : []),
    ...[...why].map((some): Block => ({ kind: 'note', text: `Where it says “Not shown”: ${some}.` })),
    ...(hidden.length > 0
      ? [
          hiddenNote(
            hidden[0]?.cells[0]?.shown ?? 'Not shown',
            hidden.map(({ title }) => title),
          ),
        ]
      : []),
    {
      kind: 'note',
      text: `Of ${releaseWords(releases)}.${all.length > 1 ? ` The groups of each ${first.toLowerCase()} are in the spreadsheet.` : ''}`,
    },
  ];
};

/** Of a place of which every figure is hidden. */
const noneShown = (reason: string | null | undefined): Block => ({
  kind: 'paragraph',
  text: `${reason ?? 'Not shown'}.`,
});

/** Why a figure is hidden, where that is what its words say. */
const hiddenFor = (shown: string): string | null => /^Not shown, (.+)$/.exec(shown)?.[1] ?? null;

/** Those that are hidden stand in one sentence: a page of empty rows says no more. */
const hiddenNote = (reason: string, groups: readonly string[]): Block => ({
  kind: 'note',
  text: `${reason}: ${groups.join('; ')}.`,
});
