import { tokens } from '../ui/tokens';
import { count, money } from '../words';
import { chart, fullWidth, textSize, widthOf } from './chart';
import {
  type Axis,
  axisY,
  bySureness,
  extent,
  type Fill,
  key,
  keyRoom,
  label,
  margins,
  niceTicks,
  paint,
  words,
} from './parts';

export interface MoneyBar {
  /** Laid end to end, the surest first. */
  parts: readonly { label: string; pence: number; fill?: Fill }[];
  /** Ink lines through the bar: what it must pass. */
  lines?: readonly { label: string; pence: number }[];
  title?: string;
  width?: number;
}

/** Money, sure and less sure, in one bar against the lines it must pass. */
export function moneyBar({ parts, lines = [], title, width = fullWidth }: MoneyBar): Promise<string> {
  const laid = lay(parts.map((part) => part.pence));
  const end = Math.max(...laid.map((part) => part.to), ...lines.map((line) => line.pence), 1) * 1.04;
  const inside = width - 24;
  // The label of each line stands a step higher than that of the line right of it, so that close ones do not meet.
  const labels = lines
    .toSorted((a, b) => a.pence - b.pence)
    .map((line, i, all) => ({ ...line, step: all.length - 1 - i }));
  const top = 20 + labels.length * 20;
  return chart((plot) => ({
    title,
    width,
    height: top + 106,
    marginTop: top,
    marginBottom: 66,
    marginLeft: 8,
    marginRight: 16,
    x: { domain: [0, end] },
    y: { domain: [0, 1], axis: null },
    marks: [
      plot.axisX(niceTicks(0, end, 4), {
        tickFormat: (pence: number) => money(pence),
        tickSize: 0,
        tickPadding: 8,
        fontSize: textSize,
        fill: tokens['ink-3'],
        label: null,
      }),
      ...parts.map((part, i) =>
        plot.rect([laid[i]!], { x1: 'from', x2: 'to', y1: 0, y2: 1, ...paint(part.fill ?? bySureness(i)) }),
      ),
      ...labels.flatMap((line) => [
        plot.ruleX([line], {
          x: 'pence',
          stroke: tokens.ink,
          strokeWidth: 2,
          insetTop: -14 - line.step * 20,
          insetBottom: -5,
        }),
        words(plot, [line], {
          x: 'pence',
          text: 'label',
          frameAnchor: 'top',
          textAnchor: (line.pence / end) * inside > widthOf(line.label) + 20 ? 'end' : 'start',
          dx: (line.pence / end) * inside > widthOf(line.label) + 20 ? -6 : 6,
          dy: -20 - line.step * 20,
          fontWeight: 600,
        }),
      ]),
      ...key(
        plot,
        parts.map((part, i) => ({ label: `${part.label}, ${money(part.pence)}`, fill: part.fill ?? bySureness(i) })),
        inside,
        { y: 40 },
      ),
    ],
  }));
}

export interface StackedBars {
  y: Axis;
  /** One bar each, in this order. */
  bars: readonly { label: string; values: readonly number[] }[];
  /** What the values of every bar are, from the ground up. */
  parts: readonly { label: string; fill?: Fill }[];
  /** Ink lines across all bars. */
  lines?: readonly { label: string; value: number }[];
  title?: string;
  width?: number;
  height?: number;
}

/** Bars by year, each a stack of the same parts, with its sum above it. */
export function stackedBars({
  y,
  bars,
  parts,
  lines = [],
  title,
  width = fullWidth,
  height = 320,
}: StackedBars): Promise<string> {
  const format = y.format ?? count;
  const pieces = bars.flatMap((bar) => lay(bar.values).map((piece, i) => ({ bar: bar.label, part: i, ...piece })));
  const domain =
    y.domain ?? extent([...pieces.flatMap((piece) => [piece.from, piece.to]), ...lines.map((line) => line.value)]);
  const sums = bars.map((bar) => ({
    bar: bar.label,
    sum: sum(bar.values),
    top: sum(bar.values.filter((value) => value > 0)),
  }));
  const fills = parts.map((part, i) => part.fill ?? bySureness(i));
  const frame = margins(domain, y, Math.max(16, ...lines.map((line) => widthOf(line.label) + 12)));
  const keyed = parts.map((part, i) => ({ label: part.label, fill: fills[i]! }));
  const room = width - frame.marginLeft;
  const more = keyRoom(keyed, room);
  return chart((plot) => ({
    title,
    width,
    height: height + 34 + more,
    ...frame,
    marginBottom: 66 + more,
    x: { domain: bars.map((bar) => bar.label), padding: 0.4, label: null },
    y: { domain: [...domain] },
    marks: [
      ...axisY(plot, y),
      plot.axisX({ tickSize: 0, tickPadding: 8, fontSize: textSize, fill: tokens.ink, label: null }),
      ...fills.map((fill, i) =>
        plot.barY(
          pieces.filter((piece) => piece.part === i),
          { x: 'bar', y1: 'from', y2: 'to', ...paint(fill) },
        ),
      ),
      plot.ruleY([0], { stroke: tokens.ink, strokeWidth: 1.5 }),
      label(plot, sums, {
        x: 'bar',
        y: 'top',
        text: (one: { sum: number }) => format(one.sum),
        dy: -10,
        fontWeight: 600,
      }),
      ...lines.flatMap((line) => [
        plot.ruleY([line.value], { stroke: tokens.ink, strokeWidth: 1.5 }),
        words(plot, [line], {
          y: 'value',
          text: 'label',
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 8,
          fontWeight: 600,
        }),
      ]),
      ...key(plot, keyed, room, { y: 44 }),
    ],
  }));
}

/** Values laid end to end: those above nought upwards, those below downwards. */
function lay(values: readonly number[]): { from: number; to: number }[] {
  let above = 0;
  let below = 0;
  return values.map((value) => {
    if (value < 0) {
      below += value;
      return { from: below - value, to: below };
    }
    above += value;
    return { from: above - value, to: above };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
