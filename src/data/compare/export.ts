import type { Cell, ExportTable } from '../../platform/documents';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { type FigureJson, figureJson } from '../figures/json';
import { rounded } from '../methods';
import { type Choice, englandOf, meanOf, pointsIn } from './choose';
import { isNamed, isOwn } from './own';
import type { Point } from './rank';
import type { Compared } from './read';
import { againstEngland, listedPoints } from './table';
import { reasonOf, whenWords } from './words';

const columns: ExportTable['columns'] = [
  { heading: 'URN', kind: 'identifier' },
  { heading: 'School', kind: 'text' },
  { heading: 'Sector', kind: 'text' },
  { heading: 'Measure', kind: 'text' },
  { heading: 'What', kind: 'text' },
  { heading: 'Year', kind: 'text' },
  { heading: 'Figure', kind: 'number' },
  { heading: 'As published', kind: 'text' },
  { heading: 'Pupils', kind: 'number' },
  { heading: 'Likely range from', kind: 'number' },
  { heading: 'Likely range to', kind: 'number' },
  { heading: 'Range by', kind: 'text' },
  { heading: 'England', kind: 'number' },
  { heading: 'Against England', kind: 'text' },
  { heading: 'Mean of these schools', kind: 'number' },
  { heading: 'Release', kind: 'text' },
  { heading: 'Stage', kind: 'text' },
  { heading: 'Measure identifier', kind: 'text' },
];

const ownColumns = columns.map((one) => (one.heading === 'As published' ? { ...one, heading: 'As shown' } : one));

/** Where no figures are loaded yet: the headings alone. */
export const noFigures: ExportTable = { name: 'Figures', columns, rows: [] };

function rowOf(compared: Compared, measure: Measure, year: number, point: Point, when = yearName(year)): Cell[] {
  const { member, result, value, range, pupils } = point;
  const england = englandOf(compared, measure, year);
  const mean = meanOf(compared, measure, year);
  const source = compared.sources.get(result.releaseId);
  return [
    isNamed(point) ? member.urn : null,
    member.name,
    member.sector,
    measure.name,
    measure.second,
    when,
    value ?? reasonOf(point, measure),
    result.shown,
    pupils,
    range && rounded(range.low, 2),
    range && rounded(range.high, 2),
    range && (range.by === 'publisher' ? 'the publisher' : 'us'),
    england,
    againstEngland(point, england) ?? '',
    mean === null ? null : rounded(mean, 2),
    source?.name ?? '',
    source?.stage ?? '',
    measure.id,
  ];
}

/** What the page lists; and as a further sheet every other measure of that dataset and year. */
export function comparedTables(
  compared: Compared,
  choice: Choice,
  query: URLSearchParams,
): { table: ExportTable; more: ExportTable[] } {
  const { measure, year, dataset } = choice;
  const others = dataset.measures.filter((one) => one !== measure && pointsIn(compared, one, year).length > 0);
  return {
    table: {
      name: 'Figures',
      columns: isOwn(measure) ? ownColumns : columns,
      rows: listedPoints(compared, choice, query).map((point) =>
        rowOf(compared, measure, year, point, whenWords(choice)),
      ),
    },
    more:
      others.length === 0
        ? []
        : [
            {
              name: 'Other measures',
              columns,
              rows: others.flatMap((one) =>
                pointsIn(compared, one, year).map((point) => rowOf(compared, one, year, point)),
              ),
            },
          ],
  };
}

/** A school's figure for other programs: as on the school's own page, with whose it is. */
export const comparedJson = (
  compared: Compared,
  choice: Choice,
  query: URLSearchParams,
): (FigureJson & { urn: number | null; school: string })[] =>
  listedPoints(compared, choice, query).map((point) => {
    const { member, result } = point;
    const source = compared.sources.get(result.releaseId);
    const figure = figureJson({
      ...result,
      line: result.line ?? 0,
      release: source?.name ?? '',
      stage: source?.stage ?? 'validated',
      file: source?.file ?? '',
    });
    return {
      urn: isNamed(point) ? member.urn : null,
      school: member.name,
      ...figure,
      ...(isOwn(choice.measure) ? { period: choice.period, source: 'Worked out from pupils' } : {}),
    };
  });
