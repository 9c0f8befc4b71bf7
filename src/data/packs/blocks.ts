import type { Block, PdfColumn, StripRow, Strips, Text } from '../../platform/documents';
import { capital } from '../../platform/words';
import { yearName } from '../../schools';
import { groupWords, type Measure } from '../catalogue/catalogue';
import { besideWords, ends, endsWords, scaleOf } from '../school/told';
import { figureWords, rangeWords } from '../school/words';
import type { PackRow } from './rows';

/** What stands above the columns of a pack: short names of the places. */
export interface Places {
  own: string;
  city: string | null;
  partnership: string | null;
}

/** Figures of one year and format, each measure a row, on one grid with every other such table. */
export function figureStrips(rows: readonly PackRow[], places: Places): Strips {
  const { head, nameOf } = namesFor(rows);
  const city = rows.some((row) => row.city) ? places.city : null;
  const partnership = rows.some((row) => row.partnership) ? places.partnership : null;
  return {
    kind: 'strips',
    name: head,
    own: places.own,
    range: 'Likely range',
    ends: sharedEnds(rows),
    beside: [
      { heading: 'England', mark: 'line' },
      ...(city === null ? [] : [{ heading: city, mark: 'below' as const }]),
      ...(partnership === null ? [] : [{ heading: partnership, mark: 'above' as const }]),
      ...(city !== null && partnership !== null ? [] : [{ heading: 'Against England', wide: true }]),
    ],
    rows: rows.map((row) => ({
      ...drawnRow(row),
      name: nameOf(row.measure),
      beside: [
        england(row),
        ...(city === null ? [] : [row.city ? besideWords(row.city, row.measure) : '']),
        ...(partnership === null ? [] : [row.partnership ? besideWords(row.partnership, row.measure) : '']),
        ...(city !== null && partnership !== null ? [] : [againstWord(row)]),
      ],
    })),
  };
}

/** Groups of pupils of one measure and year. */
export const groupStrips = (rows: readonly PackRow[], places: Pick<Places, 'own'>): Strips => ({
  kind: 'strips',
  name: 'Group',
  count: 'Pupils',
  own: places.own,
  range: 'Likely range',
  ends: rows[0] ? ends(rows[0].measure) : null,
  beside: [
    { heading: 'England', mark: 'line' },
    { heading: 'Against England', wide: true },
  ],
  rows: rows.map((row) => ({
    ...drawnRow(row),
    name: groupWords[row.group] ?? row.group,
    count: row.pupils === null ? '' : String(row.pupils),
    beside: [england(row), againstWord(row)],
  })),
});

const england = ({ england: beside, measure }: PackRow): string => (beside ? besideWords(beside, measure) : '');

export const againstWord = ({ against: words, clear }: PackRow): Text =>
  clear && words ? [{ strong: words }] : words === null ? '' : (shorter[words] ?? words);

/** Said in full in the note below the table. */
const shorter: Readonly<Record<string, string>> = {
  'Too close to call': 'Too close',
  'No likely range': 'No range',
};

/** The figure with its marks, or why there is none. */
export function drawnRow({
  measure,
  own,
  missing,
  value,
  range,
  england: line,
  city,
  partnership,
}: PackRow): Omit<StripRow, 'name' | 'beside'> {
  return {
    own,
    range: range ? rangeWords(range, measure) : '',
    scale: scaleOf(measure),
    ...(missing === null ? {} : { missing }),
    ...(value === null ? {} : { value }),
    ...(range ? { band: { low: range.low, high: range.high } } : {}),
    ...(line ? { line: line.value } : {}),
    ...(city ? { below: city.value } : {}),
    ...(partnership ? { above: partnership.value } : {}),
  };
}

type Of = { measure: Measure };

const isOneScale = (rows: readonly Of[]): boolean =>
  new Set(rows.map(({ measure }) => scaleOf(measure).join(' '))).size === 1;

/** The words of a scale that all rows share; null where each has its own. */
export const sharedEnds = (rows: readonly Of[]): Strips['ends'] =>
  isOneScale(rows) && rows[0] ? ends(rows[0].measure) : null;

/** How the measures of a table are named: what most of them say behind their names stands once, above them. */
export function namesFor(rows: readonly Of[]): { head: string; nameOf: (measure: Measure) => Text } {
  const counts = Map.groupBy(rows, ({ measure }) => measure.second);
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  const shared = most && most[1].length * 2 > rows.length ? most[0] : null;
  const oneScale = isOneScale(rows);
  const zero = rows[0]?.measure.format === 'progress' ? '0 is the England average' : null;
  return {
    head: zero ?? (shared ? capital(shared) : 'Measure'),
    nameOf: (measure) => {
      const name = measure.second === shared ? measure.name : `${measure.name}, ${measure.second}`;
      return oneScale ? name : [name, { quiet: `, ${endsWords(measure)}` }];
    },
  };
}

/** Years of one measure: the figures beside their chart. */
export function yearsTable(rows: readonly PackRow[], places: Places): Block {
  const measure = rows[0]?.measure;
  const withRange = rows.some(({ range }) => range);
  const withCity = places.city !== null && rows.some((row) => row.city);
  // Shares of the width: columns as wide as their values would all have to be measured first.
  const columns: PdfColumn[] = [
    { heading: 'Year', width: 10 },
    { heading: places.own, align: 'right', width: 12 },
    ...(withRange ? [{ heading: 'Likely range', align: 'right' as const, width: 17 }] : []),
    { heading: 'England', align: 'right', width: 11 },
    ...(withCity ? [{ heading: places.city ?? '', align: 'right' as const, width: 12 }] : []),
  ];
  return {
    kind: 'table',
    columns,
    rows: rows.map((row) => [
      yearName(row.year),
      row.gap === null ? [{ strong: row.own }] : [{ quiet: row.gap }],
      ...(withRange ? [row.range && measure ? rangeWords(row.range, measure) : ''] : []),
      england(row),
      ...(withCity ? [row.city && measure ? besideWords(row.city, measure) : ''] : []),
    ]),
  };
}

/** A mean over schools: one decimal more than the figures have. */
export const meanWords = (value: number, measure: Measure): string =>
  figureWords(value, measure, Math.max(1, measure.decimals));

/** A name within a sentence: "Progress 8", "A level", "NEET" and names of places keep their capital. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]+ \d|^English|^[A-Z](?![a-z])/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

export const groupsHeading = ({ name, second }: Measure): string => `Groups of pupils: ${lowerFirst(name)}, ${second}`;
