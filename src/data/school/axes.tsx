import type { Child } from 'hono/jsx';
import { tokens } from '../../platform/ui';

/** A drawing beside words that say the same: who does not see it misses nothing. */
export const Drawing = ({
  width,
  height,
  size = 14.5,
  children,
}: {
  width: number;
  height: number;
  size?: number;
  children: Child;
}) => (
  <svg
    viewBox={`0 0 ${width} ${height}`}
    width={width}
    height={height}
    font-size={size}
    aria-hidden="true"
    focusable="false"
  >
    {children}
  </svg>
);

/** Guide lines across, each with its value before it. */
export const Guides = ({
  at,
  from,
  to,
  y,
  words,
}: {
  at: readonly number[];
  from: number;
  to: number;
  y: (value: number) => number;
  words: (value: number) => string;
}) => (
  <>
    {at.map((value) => (
      <>
        <path d={`M${from} ${y(value)}H${to}`} stroke={tokens.line} />
        <text x={from - 8} y={y(value) + 5} text-anchor="end" fill={tokens['ink-3']}>
          {words(value)}
        </text>
      </>
    ))}
  </>
);

/** Where a year is not comparable with the one before. */
export const Breaks = ({
  broken,
  x,
  top,
  bottom,
}: {
  broken: readonly boolean[];
  x: (at: number) => number;
  top: number;
  bottom: number;
}) => (
  <>
    {broken.map(
      (one, at) =>
        one &&
        at > 0 && (
          <path d={`M${(x(at - 1) + x(at)) / 2} ${top}V${bottom}`} stroke={tokens['line-2']} stroke-dasharray="2 3" />
        ),
    )}
  </>
);

/** At most this many years have words under them: more would lie on one another. The last one always has. */
const mostYears = 6;

export const Years = ({
  years,
  x,
  y,
  most = mostYears,
}: {
  years: readonly number[];
  x: (at: number) => number;
  y: number;
  most?: number;
}) => {
  const every = Math.ceil(years.length / most);
  return (
    <>
      {years.map(
        (year, at) =>
          (years.length - 1 - at) % every === 0 && (
            <text x={x(at)} y={y} text-anchor="middle" fill={tokens['ink-3']}>
              {`${year + 1}`}
            </text>
          ),
      )}
    </>
  );
};

/** Words at the ends of two lines that would lie on one another stand apart, and none of them below `lowest`. */
export function apart<T extends { y: number }>(ends: readonly T[], lowest: number): T[] {
  const least = 17;
  const [first, second] = ends.toSorted((a, b) => a.y - b.y);
  if (!first || !second) return ends.map((end) => ({ ...end, y: Math.min(end.y, lowest) }));
  const middle = (first.y + second.y) / 2;
  const half = Math.max(least, second.y - first.y) / 2;
  const down = Math.min(middle + half, lowest);
  return [
    { ...first, y: Math.min(middle - half, down - least) },
    { ...second, y: down },
  ];
}

/** A line through the values that are there: it ends before a gap, and before a place that is broken off. */
export const lineOf = (
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
  broken: readonly boolean[] = [],
): string =>
  values
    .map((value, at) => {
      if (value === null) return '';
      const joined = at > 0 && values[at - 1] != null && !broken[at];
      return `${joined ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
