import { DataTable } from '../data-table/data-table';
import type { Example } from '../example';
import { tokens } from '../tokens';
import { ChartFigure } from './chart-figure';

const years = [
  { year: '2016', us: '−0.4', england: '0.0' },
  { year: '2017', us: '−1.1', england: '0.0' },
  { year: '2018', us: '−1.9', england: '0.0' },
];

export const examples: Example[] = [
  {
    name: 'Chart',
    html: () => (
      <ChartFigure
        title="Maths progress is below average"
        sentence="−1.9, likely range −3.5 to −0.3. Chance is an unlikely cause. It has fallen each year since 2016."
        svg={
          <svg width="340" height="110" viewBox="0 0 340 110" aria-hidden="true">
            <polyline points="30,20 110,20 190,20" fill="none" stroke={tokens.ink} stroke-width="1.5" />
            <polyline points="30,35 110,60 190,80" fill="none" stroke={tokens.petrol} stroke-width="2.5" />
            {[
              [30, 35],
              [110, 60],
              [190, 80],
            ].map(([x, y]) => (
              <circle cx={x} cy={y} r="4" fill={tokens.petrol} />
            ))}
            <text x="200" y="25" font-size="14" fill={tokens['ink-2']}>
              England 0
            </text>
            <text x="200" y="86" font-size="14" font-weight="650" fill={tokens.petrol}>
              us −1.9
            </text>
          </svg>
        }
        table={
          <DataTable
            caption="Maths progress"
            rows={years}
            columns={[
              { key: 'year', header: 'Year', cell: (row) => row.year, name: true },
              { key: 'us', header: 'Us', cell: (row) => row.us, align: 'end', figure: true },
              { key: 'england', header: 'England', cell: (row) => row.england, align: 'end' },
            ]}
          />
        }
      />
    ),
  },
];
