import type { StripRow, Strips, Text } from '../../platform/documents';
import { capital, count } from '../../platform/words';
import { groupWords, type Measure } from '../catalogue/catalogue';
import { besideWords, ends, endsWords, scaleOf } from '../school/told';
import { rangeWords } from '../school/words';
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
  // A column in which nothing stands would be read as something that is missing.
  const withEngland = rows.some((row) => row.england);
  const withAgainst = (city === null || partnership === null) && rows.some(({ against }) => against !== null);
  return {
    kind: 'strips',
    name: head,
    own: places.own,
    ...rangeColumn(rows),
    ends: sharedEnds(rows),
    beside: [
      ...(withEngland ? [{ heading: 'England', mark: 'line' as const }] : []),
      ...(city === null ? [] : [{ heading: city, mark: 'below' as const }]),
      ...(partnership === null ? [] : [{ heading: partnership, mark: 'above' as const }]),
      ...(withAgainst ? [{ heading: 'Against England', wide: true }] : []),
    ],
    rows: rows.map((row) => ({
      ...drawnRow(row),
      name: nameOf(row.measure),
      beside: [
        ...(withEngland ? [england(row)] : []),
        ...(city === null ? [] : [row.city ? besideWords(row.city, row.measure) : '']),
        ...(partnership === null ? [] : [row.partnership ? besideWords(row.partnership, row.measure) : '']),
        ...(withAgainst ? [againstWord(row)] : []),
      ],
    })),
  };
}

/** Groups of pupils of one measure and year, England's beside them and nothing else. */
export function groupStrips(rows: readonly PackRow[], places: Pick<Places, 'own'>): Strips {
  const withPupils = rows.some(({ pupils }) => pupils !== null);
  const withEngland = rows.some((row) => row.england);
  const withAgainst = rows.some(({ against }) => against !== null);
  return {
    kind: 'strips',
    name: 'Group',
    ...(withPupils ? { count: 'Pupils' } : {}),
    own: places.own,
    ...rangeColumn(rows),
    ends: rows[0] ? ends(rows[0].measure) : null,
    beside: [
      ...(withEngland ? [{ heading: 'England', mark: 'line' as const }] : []),
      ...(withAgainst ? [{ heading: 'Against England', wide: true }] : []),
    ],
    rows: rows.map((row) => {
      const { below: _, above: __, ...drawn } = drawnRow(row);
      return {
        ...drawn,
        name: groupWords[row.group] ?? row.group,
        ...(withPupils ? { count: row.pupils === null ? '' : count(row.pupils) } : {}),
        beside: [...(withEngland ? [england(row)] : []), ...(withAgainst ? [againstWord(row)] : [])],
      };
    }),
  };
}

/** A column in which no range stands would be read as ranges that are missing. */
export const rangeColumn = (rows: readonly PackRow[]): Pick<Strips, 'range'> =>
  rows.some(({ range }) => range) ? { range: 'Likely range' } : {};

const england = ({ england: beside, measure }: PackRow): string => (beside ? besideWords(beside, measure) : '');

export function againstWord({ against, clear }: PackRow): Text {
  if (against === null) return '';
  const words = shorter[against] ?? against;
  return clear ? [{ strong: words }] : words;
}

/** What a narrow column has room for: said in full in the note below the table, or of the department's bands in its heading. */
const shorter: Readonly<Record<string, string>> = {
  'Too close to call': 'Too close',
  'No likely range': 'No range',
  'Well above average': 'Well above',
  'Well below average': 'Well below',
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

/** A name within a sentence: "Progress 8", "A level", "NEET" and names of places keep their capital. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]+ \d|^English|^[A-Z](?![a-z])/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

export const groupsHeading = ({ name, second }: Measure): string => `Groups of pupils: ${lowerFirst(name)}, ${second}`;
