import { ChartFigure, DataTable, Section } from '../../platform/ui';
import { yearName } from '../../schools';
import type { Dataset, Measure } from '../catalogue/catalogue';
import { trendSentence, trendYears } from './choose';
import { Own } from './figures-table';
import { TrendDrawing } from './trend';
import { type MeasureRow, measureRow, type SchoolData } from './view';
import { figureWords } from './words';

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
  const years = trendYears(view, dataset);
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

export const TrendTable = ({ measure, rows }: { measure: Measure; rows: readonly MeasureRow[] }) => (
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
