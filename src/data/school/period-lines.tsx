import { tokens } from '../../platform/ui';
import { apart, Drawing, Guides, lineOf } from './axes';
import { decimals } from './words';

/** A part of a year on a drawing: its name, a shorter one, and percentages of this year and of the one before. */
export interface PeriodPoint {
  name: string;
  short: string;
  own: number | null;
  before: number | null;
}

/** Without words enough room for its lines, on a phone nothing could be read: there the ends stand above them. */
const frames = {
  wide: { width: 720, height: 260, left: 44, right: 132, top: 24, bottom: 34 },
  narrow: { width: 340, height: 220, left: 36, right: 24, top: 24, bottom: 34 },
} as const;

export const PeriodLines = ({ points }: { points: readonly PeriodPoint[] }) => (
  <>
    <div class="m-drawing m-drawing--wide">
      <Lines points={points} frame="wide" />
    </div>
    <div class="m-drawing m-drawing--narrow">
      <Lines points={points} frame="narrow" />
    </div>
  </>
);

/** This year as a line with its words, the year before as a thin one. A part that cannot be shown is a gap. */
function Lines({ points, frame }: { points: readonly PeriodPoint[]; frame: keyof typeof frames }) {
  const { width, height, left, right, top, bottom } = frames[frame];
  const narrow = frame === 'narrow';
  const [own, before] = [points.map((one) => one.own), points.map((one) => one.before)];
  const highest = Math.max(8, ...[...own, ...before].map((value) => value ?? 0));
  const to = Math.ceil(highest / 4) * 4;
  const x = (at: number) => left + (at * (width - left - right)) / Math.max(1, points.length - 1);
  const y = (value: number) => top + ((to - value) / to) * (height - top - bottom);
  const last = (line: readonly (number | null)[]) => line.findLastIndex((value) => value !== null);
  const ends = [
    { at: last(own), line: own, words: 'us', own: true },
    { at: last(before), line: before, words: 'a year before', own: false },
  ].flatMap(({ at, line, ...end }) => {
    const value = line[at];
    return value == null ? [] : [{ ...end, x: x(at), y: y(value), text: `${end.words} ${decimals(value, 1)}%` }];
  });
  const placed = narrow ? aboveAndBelow(ends, height - bottom - 4) : besideTheLines(ends, height - bottom);
  return (
    <Drawing width={width} height={height} size={14}>
      <Guides at={[0, to / 2, to]} from={left} to={width - right} y={y} words={(guide) => `${guide}%`} />
      {points.map(({ name, short }, at) => (
        <text x={x(at)} y={height - 8} text-anchor="middle" fill={tokens['ink-3']}>
          {narrow || points.length > 6 ? short : name}
        </text>
      ))}
      <path d={lineOf(before, x, y)} fill="none" stroke={tokens['ink-2']} stroke-width="1.75" stroke-dasharray="5 4" />
      <path d={lineOf(own, x, y)} fill="none" stroke={tokens.petrol} stroke-width="2.5" />
      {own.map(
        (value, at) =>
          value !== null && <circle cx={x(at)} cy={y(value)} r="5" fill={tokens.petrol} stroke={tokens.white} />,
      )}
      {placed.map((end) => (
        <text
          x={end.x}
          y={end.y}
          text-anchor={narrow && end.x > width / 2 ? 'end' : 'start'}
          font-weight={end.own ? '700' : undefined}
          fill={end.own ? tokens.petrol : tokens['ink-2']}
          stroke={tokens.white}
          stroke-width="4"
          paint-order="stroke"
        >
          {end.text}
        </text>
      ))}
    </Drawing>
  );
}

interface End {
  x: number;
  y: number;
}

/** At the right of the lines. Where one goes on beneath the words of the other, these stand above it, on a white edge. */
function besideTheLines<T extends End>(ends: readonly T[], lowest: number): T[] {
  const isOver = (end: T) => ends.some((other) => other.x > end.x && Math.abs(other.y - end.y) < 40);
  return [
    ...ends.filter(isOver).map((end) => ({ ...end, y: end.y - 12 })),
    ...apart(
      ends.filter((end) => !isOver(end)),
      lowest,
    ).map((end) => ({ ...end, x: end.x + 12, y: end.y + 5 })),
  ];
}

/** The words of the higher end above it, those of the lower one below it, or also above where there is no room. */
function aboveAndBelow<T extends End>(ends: readonly T[], lowest: number): T[] {
  const [upper, lower] = ends.toSorted((a, b) => a.y - b.y);
  if (!upper || !lower) return ends.map((end) => ({ ...end, y: end.y - 12 }));
  const below = lower.y + 22 <= lowest ? lower.y + 22 : lower.y - 12;
  return [
    { ...upper, y: Math.min(upper.y - 12, below - 17) },
    { ...lower, y: below },
  ];
}
