import { tokens } from '../ui/tokens';
import { chart, fullWidth, widthOf } from './chart';
import { type Axis, axes, colour, extent, label, margins, type Tone, words } from './parts';

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
  /** Words go left of a point that stands too far right to have them on its right. */
  const isLate = (mark: Point & { label: string }) =>
    ((mark.x - left) / (right - left)) * (width - room - 70) + widthOf(mark.label) > width - 90;
  return chart((plot) => ({
    title,
    width,
    height,
    ...margins(yDomain, y, room),
    x: { domain: [left, right] },
    y: { domain: [...yDomain] },
    marks: [
      ...axes(plot, x, y),
      ...across.flatMap((rule) => [
        plot.ruleY([rule.y], { stroke: tokens.ink, strokeWidth: 1.5 }),
        label(plot, [rule], { y: 'y', text: 'label', frameAnchor: 'left', textAnchor: 'start', dx: 6, dy: -10 }),
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
          textAnchor: 'start',
          dx: 8,
          fill: colour[end.tone ?? 'petrol'],
          fontWeight: 600,
        }),
      ),
      ...marks.flatMap((mark) => [
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
          textAnchor: isLate(mark) ? 'end' : 'start',
          dx: isLate(mark) ? -8 : 8,
          dy: isLate(mark) ? -12 : 14,
          fill: colour[mark.tone ?? 'petrol'],
          fontWeight: 600,
        }),
      ]),
    ],
  }));
}
