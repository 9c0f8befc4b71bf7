import type { Block, PdfColumn, Text } from '../../platform/documents';
import { capital, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { besideWords } from '../school/told';
import { rangeWords } from '../school/words';
import { lowerFirst, type Places } from './blocks';
import type { PackRow } from './rows';
import type { PackTrend } from './school-content';

/** Years of one measure: the chart, its figures beside it, and what may be said of them below the figures. */
export function trendBlocks({ measure, sentence, svg, rows }: PackTrend, places: Places, level: 2 | 3): Block[] {
  const name = `${measure.name}, ${measure.second}`;
  const notes = trendNotes(rows);
  return [
    { kind: 'heading', level, text: name },
    {
      kind: 'columns',
      columns: [
        { width: 9, body: [{ kind: 'image', svg, alt: `${name}: ${sentence}` }] },
        {
          width: 13,
          body: [
            yearsTable(rows, places),
            ...(notes.length > 0 ? [{ kind: 'note' as const, text: notes.join(' ') }] : []),
          ],
        },
      ],
    },
  ];
}

function yearsTable(rows: readonly PackRow[], places: Places): Block {
  const withRange = rows.some(({ range }) => range);
  const withCity = places.city !== null && rows.some((row) => row.city);
  // Shares of the width: columns as wide as their values would all have to be measured first.
  const columns: PdfColumn[] = [
    { heading: 'Year', width: 11 },
    { heading: places.own, align: 'right', width: 18 },
    ...(withRange ? [{ heading: 'Likely range', align: 'right' as const, width: 19 }] : []),
    { heading: 'England', align: 'right', width: 11 },
    ...(withCity ? [{ heading: places.city ?? '', align: 'right' as const, width: 13 }] : []),
  ];
  return {
    kind: 'table',
    columns,
    rows: rows.map((row): Text[] => [
      yearName(row.year),
      row.gap === null ? [{ strong: row.own }] : [{ quiet: reasonOf(row) ? 'not shown' : lowerFirst(row.gap) }],
      ...(withRange ? [row.range ? rangeWords(row.range, row.measure) : ''] : []),
      row.england ? besideWords(row.england, row.measure) : '',
      ...(withCity ? [row.city ? besideWords(row.city, row.measure) : ''] : []),
    ]),
  };
}

/** What the statistics support of each year, years of which it is the same together; then what is missing, and what is not alike. */
export function trendNotes(rows: readonly PackRow[]): string[] {
  const said = Map.groupBy(
    rows.filter(({ against }) => against !== null),
    ({ against }) => against ?? '',
  );
  const standing = [...said].map(([words, some]) => `${against[words] ?? lowerFirst(words)} in ${yearsOf(some)}`);
  const none = said.size === 1 && said.has('No likely range');
  const reasons = Map.groupBy(
    rows.filter((row) => reasonOf(row) !== null),
    (row) => reasonOf(row) ?? '',
  );
  return [
    ...(none
      ? ['Without likely ranges no year is called different from England.']
      : standing.length > 0
        ? [`${capital(standing.join('; '))}.`]
        : []),
    ...[...reasons].map(([reason, some]) => `Not shown in ${yearsOf(some)}: ${reason}.`),
    ...rows
      .slice(1)
      .filter(({ year, measure }) => measure.breaks.includes(year))
      .map(({ year }) => `${yearName(year)} is not comparable with the year before.`),
  ];
}

const against: Readonly<Record<string, string>> = {
  Above: 'above England',
  Below: 'below England',
  'The same': 'the same as England',
  'Too close to call': 'too close to call against England',
};

const yearsOf = (rows: readonly PackRow[]): string => listed(rows.map(({ year }) => yearName(year)));

/** Why a year is not shown, where a column is too narrow to say it. */
const reasonOf = ({ gap }: PackRow): string | null => /^Not shown: (.+)$/.exec(gap ?? '')?.[1] ?? null;
