import type { Child } from 'hono/jsx';
import { type Column, DataTable, Definition, NotShown, Second, Strip, StripMark, StripScale } from '../../platform/ui';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { hasTrend, Spark } from './spark';
import type { Beside, MeasureRow } from './view';
import { changeWords, figureWords, placesIn, publishedWords, rangeWords } from './words';

interface FiguresTableProps {
  caption: string;
  rows: readonly MeasureRow[];
  /** Where a measure opens. */
  href: (measure: Measure) => string;
  /** A measure over the years, gaps among them. */
  history: (measure: Measure) => readonly MeasureRow[];
  /** Short names of the places beside the school's own figure. */
  city: string | null;
  partnership: string | null;
}

/** Each measure a row: the figure, its likely range, what it is compared with, and on one scale all of them. */
export function FiguresTable({ caption, rows, href, history, city, partnership }: FiguresTableProps) {
  const scales = new Set(rows.map(({ measure }) => scaleOf(measure).join(' ')));
  const [first] = rows;
  const columns: (Column<MeasureRow> | false)[] = [
    { key: 'measure', header: 'Measure', name: true, cell: (row) => <Name row={row} href={href(row.measure)} /> },
    {
      key: 'own',
      header: (
        <>
          <StripMark of="own" />
          This school
        </>
      ),
      align: 'end',
      figure: true,
      cell: (row) => <Own row={row} />,
    },
    {
      key: 'strip',
      header: scales.size === 1 && first ? <StripScale ends={ends(first.measure)} /> : 'Each on its own scale',
      strip: true,
      plain: true,
      cell: (row) => (
        <>
          <Drawn row={row} />
          {scales.size > 1 && <Second>{endsWords(row.measure)}</Second>}
        </>
      ),
    },
    beside('england', 'line', 'England', (row) => row.england),
    city !== null && beside('city', 'below', city, (row) => row.city),
    partnership !== null && beside('partnership', 'above', partnership, (row) => row.partnership),
    rows.some(({ measure }) => hasTrend(history(measure))) && {
      key: 'trend',
      header: 'Trend',
      wideOnly: true,
      cell: (row) => <Spark rows={history(row.measure)} />,
    },
    {
      key: 'against',
      header: 'Against England',
      plain: true,
      cell: (row) => (
        <>
          <Against row={row} />
          {row.change !== 'none' && <Second>{changed(row)}</Second>}
        </>
      ),
    },
  ];
  return (
    <DataTable caption={caption} captionHidden rows={rows} columns={columns.filter((column) => column !== false)} />
  );
}

const beside = (
  key: string,
  mark: 'line' | 'above' | 'below',
  name: string,
  of: (row: MeasureRow) => Beside | null,
): Column<MeasureRow> => ({
  key,
  header: (
    <>
      <StripMark of={mark} />
      {name}
    </>
  ),
  label: name,
  align: 'end',
  cell: (row) => {
    const found = of(row);
    return found && besideWords(found, row.measure);
  },
});

/** A mean has one decimal more than the figures it is of; a percentage of an authority has none. */
export const besideWords = ({ value, source }: Beside, measure: Measure): string =>
  figureWords(
    value,
    measure,
    source === 'average' ? Math.max(1, measure.decimals) : Math.max(measure.decimals, placesIn(String(value))),
  );

export const scaleOf = ({ scale, format }: Measure): readonly [number, number] =>
  scale ?? (format === 'percent' ? [0, 100] : format === 'rate' ? [0, 20] : [0, 100]);

export function ends(measure: Measure): [string, string, string] {
  const [from, to] = scaleOf(measure);
  const write = (value: number) => figureWords(value, measure, Number.isInteger(value) ? 0 : 1);
  return [write(from), measure.format === 'progress' ? 'England, 0' : write((from + to) / 2), write(to)];
}

/** The ends of a row's own scale, where the rows of a table have several. */
const endsWords = (measure: Measure): string => {
  const [from, , to] = ends(measure);
  return `${from} to ${to}`;
};

const Name = ({ row: { measure }, href }: { row: MeasureRow; href: string }) => (
  <>
    <a href={href}>{measure.name}</a>
    <Second>{measure.second}</Second>
    <Definition of={`${measure.name}, ${measure.second}`} source={{ text: 'Method and source', href }}>
      {measure.meaning}
    </Definition>
  </>
);

/** A figure with its range; or in its place why there is none, never a nought and never a blank. */
export function Own({ row: { told, range, measure, year } }: { row: MeasureRow }): Child {
  switch (told.kind) {
    case 'figure':
      return (
        <>
          <strong>{publishedWords(told.figure.value ?? '', measure)}</strong>
          {range && <Second>{rangeWords(range, measure)}</Second>}
        </>
      );
    case 'withheld':
      return <NotShown reason={told.reason} />;
    case 'unpublished':
      return <NotShown reason="Not published" />;
    case 'not-in-files':
      return <NotShown reason={`Not in the files of ${yearName(year)}`} />;
    case 'not-loaded':
      return <NotShown reason={`${yearName(year)} is not loaded`} />;
  }
}

const Drawn = ({ row: { measure, told, range, england, city, partnership } }: { row: MeasureRow }) => (
  <Strip
    scale={scaleOf(measure)}
    value={told.kind === 'figure' ? told.value : undefined}
    range={range ?? undefined}
    line={england?.value}
    above={partnership?.value}
    below={city?.value}
  />
);

const changed = ({ change, year, measure }: MeasureRow): string | null => {
  if (change === 'none') return null;
  const before = yearName(year - 1);
  return change === 'not-comparable'
    ? `not comparable with ${before}`
    : `${changeWords(change, measure)} since ${before}`;
};

/** What may be said against England. The publisher's own word stays as published; a difference within the range is none. */
export function Against({ row: { band, verdict, measure } }: { row: MeasureRow }): Child {
  if (band !== null) return band === 'Average' ? band : <strong>{band}</strong>;
  switch (verdict) {
    case 'above':
      return <strong>Above</strong>;
    case 'below':
      return <strong>Below</strong>;
    case 'too-close':
      return 'Too close to call';
    case 'equal':
      return 'The same';
    case 'no-range':
      return measure.better === 'neither' ? null : 'No range published';
    case 'no-comparison':
      return null;
  }
}
