import { tokens } from '../../platform/ui';
import type { MeasureRow } from './view';

const valueAt = (rows: readonly MeasureRow[], at: number): number | null => {
  const told = rows[at]?.told;
  return told?.kind === 'figure' ? told.value : null;
};

/** A year and the one before it can be joined by a line. */
const joined = (rows: readonly MeasureRow[], at: number): boolean =>
  valueAt(rows, at) !== null &&
  valueAt(rows, at - 1) !== null &&
  rows[at]?.measure.breaks.includes(rows[at].year) === false;

/** There are two years that can be joined. */
export const hasTrend = (rows: readonly MeasureRow[]): boolean => rows.some((_, at) => joined(rows, at));

const [width, height, edge] = [78, 30, 5];

/**
 * How a figure went over the years, in a cell. Its last year is the dot at the right; a year without a figure, or one that is not comparable with the
 * one before, breaks the line. The same stands below in words, with England beside it.
 */
export function Spark({ rows }: { rows: readonly MeasureRow[] }) {
  if (!hasTrend(rows)) return null;
  const values = rows.flatMap((_, at) => valueAt(rows, at) ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => edge + (at * (width - 2 * edge)) / Math.max(1, rows.length - 1);
  const y = (value: number) =>
    high === low ? height / 2 : edge + ((high - value) / (high - low)) * (height - 2 * edge);
  const path = rows
    .map((_, at) => {
      const here = valueAt(rows, at);
      return here === null ? '' : `${joined(rows, at) ? 'L' : 'M'}${x(at)} ${y(here)}`;
    })
    .join('');
  return (
    <svg
      class="m-spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} fill="none" stroke={tokens.petrol} stroke-width="2" />
      {rows.map((_, at) => {
        const here = valueAt(rows, at);
        return here === null ? null : (
          <circle cx={x(at)} cy={y(here)} r={at === rows.length - 1 ? 4 : 2.5} fill={tokens.petrol} />
        );
      })}
    </svg>
  );
}
