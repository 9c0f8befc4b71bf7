import type { Child } from 'hono/jsx';
import { type Column, DataTable, Section, Strip, StripMark, StripScale } from '../../platform/ui';
import { groupWords, type Measure } from '../catalogue/catalogue';
import { Against, ownColumn } from './figures-table';
import { ends, scaleOf } from './told';
import { groupsWith, type MeasureRow, measureRow, type SchoolData } from './view';
import { figureWords } from './words';

/** The groups of pupils that the files have, for the first headline that has them. */
export function Groups({
  view,
  headlines,
  year,
  hidden,
}: {
  view: SchoolData;
  headlines: readonly Measure[];
  year: number;
  /** Small groups are left out, and numbers that would give them away. */
  hidden: boolean;
}) {
  const measure = headlines.find(({ id }) => groupsWith(view, id, year).length > 1);
  if (!measure) return null;
  const rows = groupsWith(view, measure.id, year).map((group) => measureRow(view, measure, year, group));
  return (
    <Section
      title="Groups of pupils"
      rule="ink"
      id="groups"
      intro={`${measure.name}, ${measure.second}. England shows the same group, except that disadvantaged pupils are set against all other pupils nationally.${hidden ? ' Groups of fewer than 6 pupils are hidden, with every number that would give them away.' : ''}`}
    >
      <DataTable
        caption="Groups of pupils"
        captionHidden
        rows={rows}
        columns={groupColumns(measure, {
          england: rows.some(({ england }) => england),
          name: (group) => groupWords[group] ?? group,
          pupils: ({ told }) => (told.kind === 'figure' || told.kind === 'withheld' ? told.figure.denominator : null),
        })}
      />
    </Section>
  );
}

/** A row a group of pupils: its figure, drawn with England's beside it, of how many, and what may be said. */
export const groupColumns = (
  measure: Measure,
  { name, pupils, england }: { name: (group: string) => string; pupils: (row: MeasureRow) => Child; england: boolean },
): Column<MeasureRow>[] => [
  { key: 'group', header: 'Group', name: true, cell: ({ group }) => name(group) },
  ownColumn,
  {
    key: 'strip',
    header: <StripScale ends={ends(measure)} />,
    strip: true,
    plain: true,
    cell: ({ told, range, england }) =>
      told.kind === 'figure' ? (
        <Strip scale={scaleOf(measure)} value={told.value} range={range ?? undefined} line={england?.value} />
      ) : null,
  },
  ...(england ? [englandColumn(measure)] : []),
  { key: 'pupils', header: 'Pupils', align: 'end', cell: pupils },
  ...(england
    ? [
        {
          key: 'against',
          header: 'Against England',
          plain: true,
          cell: (row: MeasureRow) => <Against row={row} />,
        },
      ]
    : []),
];

const englandColumn = (measure: Measure): Column<MeasureRow> => ({
  key: 'england',
  header: (
    <>
      <StripMark of="line" />
      England
    </>
  ),
  label: 'England',
  mark: 'line',
  align: 'end',
  cell: ({ england }) => england && figureWords(england.value, measure),
});
