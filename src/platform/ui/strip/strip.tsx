import { tokens } from '../tokens';

export interface StripProps {
  /** Where the scale begins and ends: the same for every row of a table. */
  scale: readonly [number, number];
  /** Ours: a dot. */
  value?: number | undefined;
  /** The likely range of it: a pale band. */
  range?: { low: number; high: number } | undefined;
  /** What it is compared with: a line from top to bottom. */
  line?: number | undefined;
  /** Two more: a triangle from above, a triangle from below. */
  above?: number | undefined;
  below?: number | undefined;
}

const width = 280;
const height = 36;
const edge = 6;

/**
 * A figure and what it is compared with, on one scale: a cell of a table that says the same in numbers, so that it is hidden from
 * screen readers. What lies beyond the scale stands at its end.
 */
export const Strip = ({ scale: [from, to], value, range, line, above, below }: StripProps) => {
  const at = (n: number) => edge + ((Math.min(to, Math.max(from, n)) - from) / (to - from)) * (width - 2 * edge);
  const middle = height / 2;
  return (
    <svg class="m-strip" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {[from, (from + to) / 2, to].map((guide) => (
        <path d={`M${at(guide)} 0V${height}`} stroke={tokens.line} stroke-width="1" />
      ))}
      {range && (
        <rect
          x={at(range.low)}
          y={middle - 7}
          width={Math.max(2, at(range.high) - at(range.low))}
          height="14"
          fill={tokens['petrol-tint']}
          stroke={tokens['petrol-mid']}
        />
      )}
      {line !== undefined && <path d={`M${at(line)} 3V${height - 3}`} stroke={tokens.ink} stroke-width="2.5" />}
      {above !== undefined && <path d={`M${at(above)} 10l-4.5 -8h9z`} fill={tokens['ink-2']} />}
      {below !== undefined && <path d={`M${at(below)} ${height - 10}l-4.5 8h9z`} fill={tokens['ink-2']} />}
      {value !== undefined && (
        <circle cx={at(value)} cy={middle} r="6" fill={tokens.petrol} stroke={tokens.white} stroke-width="1.5" />
      )}
    </svg>
  );
};

/** The head of a column of strips: the ends and the middle of its scale. */
export const StripScale = ({ ends }: { ends: readonly [from: string, middle: string, to: string] }) => (
  <span class="m-strip-scale">
    {ends.map((end) => (
      <span>{end}</span>
    ))}
  </span>
);

const marks = {
  own: (
    <>
      <rect x="1" y="4" width="20" height="10" fill={tokens['petrol-tint']} stroke={tokens['petrol-mid']} />
      <circle cx="11" cy="9" r="5" fill={tokens.petrol} />
    </>
  ),
  line: <path d="M11 0V18" stroke={tokens.ink} stroke-width="2.5" />,
  above: <path d="M11 14l-5 -9h10z" fill={tokens['ink-2']} />,
  below: <path d="M11 4l-5 9h10z" fill={tokens['ink-2']} />,
} as const;

/** The mark that a column's figures have on the strips, above its head: the drawing needs no legend. */
export const StripMark = ({ of }: { of: keyof typeof marks }) => (
  <svg class="m-strip-mark" width="22" height="18" viewBox="0 0 22 18" aria-hidden="true" focusable="false">
    {marks[of]}
  </svg>
);
