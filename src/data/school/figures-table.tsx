import type { Child } from 'hono/jsx';
import { type Column, DataTable, Definition, NotShown, Second, Strip, StripMark, StripScale } from '../../platform/ui';
import type { Measure } from '../catalogue/catalogue';
import { titles } from './choose';
import { hasTrend, Spark } from './spark';
import { againstWords, besideWords, changedWords, ends, endsWords, isClear, missingWords, scaleOf } from './told';
import type { Beside, MeasureRow } from './view';
import { publishedWords, rangeWords } from './words';

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

/** The school's own figure with its likely range. */
export const ownColumn: Column<MeasureRow> = {
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
};

/** Measures of one kind, each a row: the figure, its likely range, what it is compared with, and on one scale all of them. */
export function FiguresTable({ caption, rows, href, history, city, partnership }: FiguresTableProps) {
  const scales = new Set(rows.map(({ measure }) => scaleOf(measure).join(' ')));
  const [first] = rows;
  const columns: (Column<MeasureRow> | false)[] = [
    {
      key: 'measure',
      header: first ? titles[first.measure.format] : '',
      name: true,
      cell: (row) => <Name row={row} href={href(row.measure)} />,
    },
    ownColumn,
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
    rows.some(({ england }) => england) && beside('england', 'line', 'England', (row) => row.england),
    city !== null && beside('city', 'below', city, (row) => row.city),
    partnership !== null && beside('partnership', 'above', partnership, (row) => row.partnership),
    rows.some(({ measure }) => hasTrend(history(measure))) && {
      key: 'trend',
      header: <span class="m-trend">Trend</span>,
      wideOnly: true,
      cell: (row) => (
        <span class="m-trend">
          <Spark rows={history(row.measure)} />
        </span>
      ),
    },
    rows.some((row) => row.change !== 'none' || againstWords(row) !== null) && {
      key: 'against',
      header: rows.some(({ england }) => england) ? 'Against England' : 'Change',
      plain: true,
      cell: (row) => (
        <>
          <Against row={row} />
          {row.change !== 'none' && <Second>{changedWords(row)}</Second>}
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
  mark,
  align: 'end',
  cell: (row) => {
    const found = of(row);
    return found && besideWords(found, row.measure);
  },
});

const Name = ({ row: { measure }, href }: { row: MeasureRow; href: string }) => (
  <div class="m-measure">
    <a href={href}>{measure.name}</a>
    <Second>{measure.second}</Second>{' '}
    <Definition of={`${measure.name}, ${measure.second}`} source={{ text: 'Method and source', href }}>
      {measure.meaning}
    </Definition>
  </div>
);

/** A figure with its range; or in its place why there is none, never a nought and never a blank. */
export function Own({ row }: { row: MeasureRow }): Child {
  const { told, range, measure } = row;
  const missing = missingWords(row);
  return told.kind !== 'figure' ? (
    <NotShown reason={missing ?? ''} />
  ) : (
    <>
      <strong>{publishedWords(told.figure.value ?? '', measure)}</strong>
      {range && <Second>{rangeWords(range, measure)}</Second>}
    </>
  );
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

/** What may be said against England, in bold where it is clearly different. */
export function Against({ row }: { row: MeasureRow }): Child {
  const words = againstWords(row);
  return words !== null && isClear(row) ? <strong>{words}</strong> : words;
}
