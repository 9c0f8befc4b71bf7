import { DataTable } from '../data-table/data-table';
import type { Example } from '../example';
import { Strip, StripMark, StripScale } from './strip';

const rows = [
  { name: 'Reading', value: 68, low: 53, high: 80, england: 75, city: 72, locality: 71 },
  { name: 'Maths', value: 64, low: 49, high: 76, england: 75, city: 73, locality: 72 },
];

export const examples: Example[] = [
  {
    name: 'With everything',
    html: () => <Strip scale={[0, 100]} value={61} range={{ low: 47, high: 74 }} line={64} above={60} below={62} />,
  },
  {
    name: 'About nought',
    html: () => <Strip scale={[-5, 5]} value={-1.9} range={{ low: -3.5, high: -0.3 }} line={0} />,
  },
  { name: 'Without a figure of ours', html: () => <Strip scale={[0, 100]} line={64} /> },
  { name: 'Beyond the scale', html: () => <Strip scale={[-5, 5]} value={-12.4} line={0} /> },
  {
    name: 'In a table',
    html: () => (
      <DataTable
        caption="Headlines"
        rows={rows}
        columns={[
          { key: 'name', header: 'Measure', cell: (row) => row.name, name: true },
          {
            key: 'own',
            header: (
              <>
                <StripMark of="own" />
                Ours
              </>
            ),
            cell: (row) => `${row.value}%`,
            align: 'end',
            figure: true,
          },
          {
            key: 'strip',
            header: <StripScale ends={['0%', '50%', '100%']} />,
            cell: (row) => (
              <Strip
                scale={[0, 100]}
                value={row.value}
                range={row}
                line={row.england}
                above={row.locality}
                below={row.city}
              />
            ),
            strip: true,
          },
          { key: 'england', header: 'England', cell: (row) => `${row.england}%`, align: 'end' },
          { key: 'city', header: 'City', cell: (row) => `${row.city}%`, align: 'end' },
        ]}
      />
    ),
  },
];
