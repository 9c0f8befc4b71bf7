import { ChartFigure, DataTable, Section } from '../../platform/ui';
import { listed } from '../../platform/words';
import { yearName } from '../../schools';
import type { Dataset, Measure } from '../catalogue/catalogue';
import { Own } from './figures-table';
import { TrendDrawing } from './trend';
import { type MeasureRow, measureRow, type SchoolData, yearsOf } from './view';
import { figureWords } from './words';

/** Years between the first and the last that nothing is loaded of. */
export function missingYears(years: readonly number[]): number[] {
  const [from = 0, to = 0] = [years[0], years.at(-1)];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((year) => !years.includes(year));
}

/** Every year of a dataset from the first to the last, those without a file too: a gap is seen. */
export function allYears(view: Pick<SchoolData, 'figures'>, dataset: Dataset): number[] {
  const held = yearsOf(view, dataset);
  return [...held, ...missingYears(held)].sort((a, b) => a - b);
}

const mostTrends = 4;

export function Trends({
  view,
  dataset,
  measures,
}: {
  view: SchoolData;
  dataset: Dataset;
  measures: readonly Measure[];
}) {
  const years = allYears(view, dataset);
  const shown = measures
    .map((measure) => ({ measure, rows: years.map((year) => measureRow(view, measure, year)) }))
    .filter(({ rows }) => rows.filter(({ told }) => told.kind === 'figure').length > 1)
    .slice(0, mostTrends);
  if (shown.length === 0) return null;
  return (
    <Section title="Over the years" rule="ink" id="years">
      <ul class="m-trends">
        {shown.map(({ measure, rows }) => (
          <li>
            <ChartFigure
              title={`${measure.name}, ${measure.second}`}
              sentence={trendSentence(measure, rows)}
              svg={<TrendDrawing measure={measure} rows={rows} />}
              table={<TrendTable measure={measure} rows={rows} />}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The finding in words, and which years are missing or not comparable. */
function trendSentence(measure: Measure, rows: readonly MeasureRow[]): string {
  const told = rows.flatMap(({ told: one, year }) =>
    one.kind === 'figure' ? [`${figureWords(one.value, measure)} in ${yearName(year)}`] : [],
  );
  const of = (kind: MeasureRow['told']['kind']) =>
    rows.filter((row) => row.told.kind === kind).map(({ year }) => yearName(year));
  const [notLoaded, notInFiles] = [of('not-loaded'), of('not-in-files')];
  const withheld = rows
    .filter((row) => row.told.kind === 'withheld' || row.told.kind === 'unpublished')
    .map(({ year }) => yearName(year));
  const breaks = rows.slice(1).filter(({ year }) => measure.breaks.includes(year));
  return [
    `${listed(told)}.`,
    ...(notLoaded.length > 0 ? [`Not loaded: ${listed(notLoaded)}.`] : []),
    ...(notInFiles.length > 0 ? [`Not in the files: ${listed(notInFiles)}.`] : []),
    ...(withheld.length > 0 ? [`Not published: ${listed(withheld)}.`] : []),
    ...breaks.map(({ year }) => `${yearName(year)} is not comparable with the year before.`),
  ].join(' ');
}

const TrendTable = ({ measure, rows }: { measure: Measure; rows: readonly MeasureRow[] }) => (
  <DataTable
    caption={`${measure.name}, ${measure.second}`}
    captionHidden
    rows={rows}
    columns={[
      { key: 'year', header: 'Year', name: true, cell: ({ year }) => yearName(year) },
      { key: 'own', header: 'This school', align: 'end', figure: true, cell: (row) => <Own row={row} /> },
      {
        key: 'england',
        header: 'England',
        align: 'end',
        cell: ({ england }) => england && figureWords(england.value, measure),
      },
    ]}
  />
);
