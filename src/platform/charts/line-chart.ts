import { tokens } from '../ui/tokens';
import { chart, fullWidth, widthOf } from './chart';
import { type Axis, axes, colour, extent, label, margins, type Tone, words } from './parts';
import { type Box, boxOf, freeSide, type Side } from './places';

export interface Point {
  x: number;
  y: number;
}

export interface LineChart {
  x: Axis;
  y: Axis;
  /** Each is labelled at its end. */
  lines: readonly { label?: string; points: readonly Point[]; tone?: Tone; dashed?: boolean }[];
  /** Single points with their words beside them. */
  marks?: readonly (Point & { label: string; tone?: Tone })[];
  /** Guides across the plot (a value of y) or up it (a value of x), with their words. */
  rules?: readonly ({ label: string } & ({ x: number } | { y: number }))[];
  title?: string;
  width?: number;
  height?: number;
}

/** How one figure follows from another: lines, points worth naming, and limits. */
export function lineChart({
  x,
  y,
  lines,
  marks = [],
  rules = [],
  title,
  width = fullWidth,
  height = 320,
}: LineChart): Promise<string> {
  const points = [...lines.flatMap((line) => line.points), ...marks];
  const across = rules.flatMap((rule) => ('y' in rule ? [rule] : []));
  const up = rules.flatMap((rule) => ('x' in rule ? [rule] : []));
  const [left, right] = x.domain ?? extent([...points.map((point) => point.x), ...up.map((rule) => rule.x)], 1);
  const yDomain = y.domain ?? extent([...points.map((point) => point.y), ...across.map((rule) => rule.y)]);
  const ends = lines.flatMap((line) =>
    line.label && line.points.length > 0 ? [{ ...line.points.at(-1)!, label: line.label, tone: line.tone }] : [],
  );
  const room = Math.max(24, ...ends.map((end) => widthOf(end.label) + 12));
  const frame = margins(yDomain, y, room);
  const [west, east, south] = [frame.marginLeft, width - frame.marginRight, height - frame.marginBottom];
  const xAt = (value: number) => west + ((value - left) / (right - left)) * (east - west);
  const yAt = (value: number) => south - ((value - yDomain[0]) / (yDomain[1] - yDomain[0])) * (south - frame.marginTop);
  const inside: Box = { left: west - 4, right: width, top: 0, bottom: south };
  const taken = ends.map((end) => boxOf(end.label, [xAt(end.x), yAt(end.y)], endOfLine));
  const levels = across.map((rule) => ({
    ...rule,
    side: freeSide(
      rule.label,
      ({ textAnchor }) => [textAnchor === 'start' ? west : east, yAt(rule.y)],
      besideLevel,
      inside,
      taken,
    ),
  }));
  const named = marks.map((mark) => ({
    ...mark,
    side: freeSide(mark.label, () => [xAt(mark.x), yAt(mark.y)], besidePoint, inside, taken),
  }));
  return chart((plot) => ({
    title,
    width,
    height,
    ...frame,
    x: { domain: [left, right] },
    y: { domain: [...yDomain] },
    marks: [
      ...axes(plot, x, y),
      ...levels.flatMap(({ side, ...rule }) => [
        plot.ruleY([rule.y], { stroke: tokens.ink, strokeWidth: 1.5 }),
        label(plot, [rule], {
          y: 'y',
          text: 'label',
          frameAnchor: side.textAnchor === 'start' ? 'left' : 'right',
          ...side,
        }),
      ]),
      ...up.flatMap((rule) => [
        plot.ruleX([rule.x], { stroke: tokens.ink, strokeWidth: 1.5 }),
        label(plot, [rule], { x: 'x', text: 'label', frameAnchor: 'top', textAnchor: 'start', dx: 6, dy: 8 }),
      ]),
      ...lines.map((line) =>
        plot.line(line.points, {
          x: 'x',
          y: 'y',
          stroke: colour[line.tone ?? 'petrol'],
          strokeWidth: line.tone === 'petrol' || line.tone === undefined ? 2.5 : 1.75,
          ...(line.dashed ? { strokeDasharray: '5 4' } : {}),
        }),
      ),
      ...ends.map((end) =>
        words(plot, [end], {
          x: 'x',
          y: 'y',
          text: 'label',
          ...endOfLine,
          fill: colour[end.tone ?? 'petrol'],
          fontWeight: 600,
        }),
      ),
      ...named.flatMap(({ side, ...mark }) => [
        plot.dot([mark], {
          x: 'x',
          y: 'y',
          r: 5,
          fill: colour[mark.tone ?? 'petrol'],
          stroke: tokens.white,
          strokeWidth: 1.5,
        }),
        label(plot, [mark], {
          x: 'x',
          y: 'y',
          text: 'label',
          ...side,
          fill: colour[mark.tone ?? 'petrol'],
          fontWeight: 600,
        }),
      ]),
    ],
  }));
}

const endOfLine: Side = { dx: 8, dy: 0, textAnchor: 'start' };

/** Where the words of a limit may stand, the best first. */
const besideLevel = [
  { dx: 6, dy: -10, textAnchor: 'start' },
  { dx: 6, dy: 12, textAnchor: 'start' },
  { dx: -6, dy: -10, textAnchor: 'end' },
  { dx: -6, dy: 12, textAnchor: 'end' },
] as const;

/** Where the words of a point may stand, the best first: away from a line that rises through it. */
const besidePoint = [
  { dx: 8, dy: 14, textAnchor: 'start' },
  { dx: -8, dy: -12, textAnchor: 'end' },
  { dx: -8, dy: 14, textAnchor: 'end' },
  { dx: 8, dy: -12, textAnchor: 'start' },
  { dx: 8, dy: 32, textAnchor: 'start' },
  { dx: -8, dy: -30, textAnchor: 'end' },
] as const;
