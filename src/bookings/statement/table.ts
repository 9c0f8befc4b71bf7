import type { Offer } from '../../offer';
import type { Cell, ExportTable } from '../../platform/documents';
import type { Figures, Row } from './figures';
import type { SchoolStatement } from './read';
import { rowOwed, rowUnits, standingWords } from './words';

/** The statement as rows to take away: the page's own words beside figures that can be added up. */
export const statementTable = (
  statement: Pick<SchoolStatement, 'name' | 'year' | 'offer'>,
  figures: Figures,
): ExportTable => ({
  name: 'Statement',
  columns: [
    { heading: 'School', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Part', kind: 'text' },
    { heading: 'Element', kind: 'text' },
    { heading: 'Standing', kind: 'text' },
    { heading: 'Owed', kind: 'text' },
    { heading: 'Held', kind: 'text' },
    { heading: 'Used', kind: 'text' },
    { heading: 'Left', kind: 'text' },
    { heading: 'Lapsed', kind: 'text' },
    { heading: 'Stated value, low', kind: 'money' },
    { heading: 'Stated value, high', kind: 'money' },
    { heading: 'Used, low', kind: 'money' },
    { heading: 'Used, high', kind: 'money' },
    { heading: 'Counted in the sum', kind: 'text' },
    { heading: 'Why', kind: 'text' },
  ],
  rows: [
    ...figures.rows.map((row): Cell[] => [statement.name, statement.year, ...cells(statement.offer, row)]),
    [
      statement.name,
      statement.year,
      null,
      'All that is counted',
      null,
      null,
      null,
      null,
      null,
      null,
      figures.worth.low,
      figures.worth.high,
      figures.split.used.low,
      figures.split.used.high,
      'Yes',
      null,
    ],
  ],
});

const cells = (offer: Offer, row: Row): Cell[] => [
  offer.parts.find(({ id }) => id === row.part)?.name ?? row.part,
  row.name,
  standingWords[row.standing],
  row.lines.length > 0 ? rowOwed(offer, row) : null,
  row.lines.length > 0 ? rowUnits(offer, row, 'held') : null,
  row.lines.length > 0 ? rowUnits(offer, row, 'used') : null,
  row.lines.length > 0 ? rowUnits(offer, row, 'left') : null,
  row.lines.length > 0 ? rowUnits(offer, row, 'lapsed') : null,
  row.worth?.low ?? null,
  row.worth?.high ?? null,
  row.split?.used.low ?? null,
  row.split?.used.high ?? null,
  row.worth && !row.apart ? 'Yes' : 'No',
  row.why,
];

/** One line a school, for the statement of a trust or the city. */
export const schoolsTable = (all: readonly SchoolStatement[]): ExportTable => ({
  name: 'Schools',
  columns: [
    { heading: 'URN', kind: 'number' },
    { heading: 'School', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Subscribes', kind: 'text' },
    { heading: 'Fee', kind: 'money' },
    { heading: 'Stated value, low', kind: 'money' },
    { heading: 'Stated value, high', kind: 'money' },
    { heading: 'Used, low', kind: 'money' },
    { heading: 'Used, high', kind: 'money' },
    { heading: 'Held, low', kind: 'money' },
    { heading: 'Held, high', kind: 'money' },
    { heading: 'Left, low', kind: 'money' },
    { heading: 'Left, high', kind: 'money' },
  ],
  rows: all.map(({ urn, name, year, subscribed, feePence, figures: { worth, split } }): Cell[] => [
    urn,
    name,
    year,
    subscribed ? 'Yes' : 'No',
    feePence,
    worth.low,
    worth.high,
    split.used.low,
    split.used.high,
    split.held.low,
    split.held.high,
    split.left.low + split.open.low,
    split.left.high + split.open.high,
  ]),
});
