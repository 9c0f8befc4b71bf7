import { tokens } from '../../platform/ui';
import type { MeasureRow } from './view';

/** The years of which there is a figure. */
export const drawable = (rows: readonly MeasureRow[]): number[] =>
  rows.flatMap(({ told }) => (told.kind === 'figure' ? [told.value] : []));

const [width, height, edge] = [78, 30, 5];

/**
 * How a figure went over the years, in a cell. Its last year is the dot at the right; a year without a figure, or one that is not comparable with the
 * one before, breaks the line. The same stands below in words, with England beside it.
 */
export function Spark({ rows }: { rows: readonly MeasureRow[] }) {
  const values = drawable(rows);
  if (values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => edge + (at * (width - 2 * edge)) / Math.max(1, rows.length - 1);
  const y = (value: number) =>
    high === low ? height / 2 : edge + ((high - value) / (high - low)) * (height - 2 * edge);
  const value = (at: number): number | null => {
    const told = rows[at]?.told;
    return told?.kind === 'figure' ? told.value : null;
  };
  const path = rows
    .map(({ measure, year }, at) => {
      const here = value(at);
      if (here === null) return '';
      return `${at > 0 && value(at - 1) !== null && !measure.breaks.includes(year) ? 'L' : 'M'}${x(at)} ${y(here)}`;
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
        const here = value(at);
        return here === null ? null : (
          <circle cx={x(at)} cy={y(here)} r={at === rows.length - 1 ? 4 : 2.5} fill={tokens.petrol} />
        );
      })}
    </svg>
  );
}
