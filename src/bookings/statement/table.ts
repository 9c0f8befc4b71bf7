import type { Offer } from '../../offer';
import type { Cell, ExportTable } from '../../platform/documents';
import { elementName } from '../words';
import type { CityTotals } from './bought';
import type { Figures, Row } from './figures';
import type { Behind } from './queries';
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

/** The units behind the words, as numbers: a row for each line of what a school is owed. Time in days, money in pounds. */
export const unitsTable = (
  all: readonly Pick<SchoolStatement, 'urn' | 'name' | 'offer' | 'figures'>[],
): ExportTable => ({
  name: 'Units',
  columns: [
    { heading: 'URN', kind: 'identifier' },
    { heading: 'School', kind: 'text' },
    { heading: 'Element', kind: 'text' },
    { heading: 'For', kind: 'text' },
    { heading: 'Unit', kind: 'text' },
    { heading: 'Limit', kind: 'text' },
    { heading: 'Owed', kind: 'number' },
    { heading: 'Held', kind: 'number' },
    { heading: 'Used', kind: 'number' },
    { heading: 'Left', kind: 'number' },
    { heading: 'Lapsed', kind: 'number' },
    { heading: 'More than is owed now', kind: 'number' },
    { heading: 'Until', kind: 'date' },
  ],
  rows: all.flatMap(({ urn, name, offer, figures }) =>
    figures.rows.flatMap((row) =>
      row.lines.map((line): Cell[] => {
        const unit = offer.units.find(({ id }) => id === line.unit);
        const written = (units: number) => units / (unit?.perWritten ?? 1);
        return [
          urn,
          name,
          row.name,
          line.why,
          unit?.writtenAs ?? unit?.many ?? line.unit,
          line.unlimited ? 'no limit' : line.per === 'event' ? 'for each event' : 'for the year',
          line.unlimited ? null : written(line.owed),
          written(line.held),
          written(line.used),
          line.unlimited ? null : written(line.left),
          written(line.lapsed),
          written(line.shortfall),
          line.ends,
        ];
      }),
    ),
  ),
});

/** The bookings behind the lines, as far as the page shows them. */
export const behindTable = (offer: Offer, figures: Figures, behind: readonly Behind[]): ExportTable => ({
  name: 'Bookings',
  columns: [
    { heading: 'Element', kind: 'text' },
    { heading: 'Day', kind: 'date' },
    { heading: 'What', kind: 'text' },
    { heading: 'State', kind: 'text' },
    { heading: 'Units', kind: 'number' },
    { heading: 'Unit', kind: 'text' },
    { heading: 'Evidence', kind: 'text' },
  ],
  rows: figures.rows.flatMap((row) => {
    const accounts = new Set(row.lines.flatMap((line) => line.accounts));
    return behind
      .filter(({ accountId }) => accounts.has(accountId))
      .map((one): Cell[] => {
        const unit = offer.units.find(({ id }) => id === one.unit);
        return [
          row.name,
          one.day,
          one.what,
          one.state === 'held' ? 'Held' : 'Used',
          one.units / (unit?.perWritten ?? 1),
          unit?.writtenAs ?? unit?.many ?? one.unit,
          one.evidence,
        ];
      });
  }),
});

/** The elements of a trust or of the city, each over all its schools. */
export const elementsTable = (offer: Offer, figures: Figures, name: string, year: string): ExportTable => ({
  ...statementTable({ name, year, offer }, figures),
  name: 'Elements',
});

/** What each source of money has bought over the city. */
export const sourcesTable = (offer: Offer, year: string, { sources }: CityTotals): ExportTable => ({
  name: 'By source',
  columns: [
    { heading: 'Year', kind: 'text' },
    { heading: 'Paid from', kind: 'text' },
    { heading: 'Element', kind: 'text' },
    { heading: 'Unit', kind: 'text' },
    { heading: 'Schools', kind: 'number' },
    { heading: 'Owed', kind: 'number' },
    { heading: 'Used', kind: 'number' },
    { heading: 'Held', kind: 'number' },
    { heading: 'Invoiced', kind: 'money' },
  ],
  rows: sources.flatMap(({ name, rows }) =>
    rows.map((row): Cell[] => {
      const unit = offer.units.find(({ id }) => id === row.unit);
      const written = (units: number) => units / (unit?.perWritten ?? 1);
      return [
        year,
        name,
        elementName(offer, row.element),
        unit?.writtenAs ?? unit?.many ?? row.unit,
        row.schools,
        written(row.owed),
        written(row.used),
        written(row.held),
        row.invoicedPence,
      ];
    }),
  ),
});

/** One line a school, for the statement of a trust or the city. */
export const schoolsTable = (all: readonly SchoolStatement[]): ExportTable => ({
  name: 'Schools',
  columns: [
    { heading: 'URN', kind: 'identifier' },
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
