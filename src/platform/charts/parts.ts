import { tokens } from '../ui/tokens';
import { count } from '../words';
import { hatch, type Plot, textSize, widthOf } from './chart';

export interface Axis {
  label: string;
  /** How a figure is written: `money`, say. Whole numbers with thousands unless told. */
  format?: (value: number) => string;
  /** Where the scale begins and ends; from 0, or the lowest figure below it, to the highest unless told. */
  domain?: readonly [number, number];
  /** Where guide lines and figures stand; chosen unless told. */
  ticks?: readonly number[];
}

/** petrol is ours, ink a comparator, quiet the others, heather waits for someone. */
export type Tone = 'petrol' | 'ink' | 'quiet' | 'heather';

/** How sure a part is, or what kind: surest first, each paler than the one before. */
export type Fill = 'solid' | 'mid' | 'tint' | 'outline' | 'hatch' | 'heather' | 'heather-hatch';

export const colour: Record<Tone, string> = {
  petrol: tokens.petrol,
  ink: tokens.ink,
  quiet: tokens['ink-2'],
  heather: tokens.heather,
};

const sureness = ['solid', 'mid', 'tint', 'outline'] as const;
export const bySureness = (i: number): Fill => sureness[Math.min(i, sureness.length - 1)]!;

/** A fill with the edge that lets it stand on white, and in black and white. */
export function paint(fill: Fill): { fill: string; stroke: string; strokeWidth: number } {
  const petrol = { stroke: tokens.petrol, strokeWidth: 1 };
  switch (fill) {
    case 'solid':
      return { fill: tokens.petrol, ...petrol };
    case 'mid':
      return { fill: tokens['petrol-mid'], ...petrol };
    case 'tint':
      return { fill: tokens['petrol-tint'], ...petrol };
    case 'outline':
      return { fill: tokens.white, ...petrol };
    case 'hatch':
      return { fill: hatch.petrol, ...petrol };
    case 'heather':
      return { fill: tokens.heather, stroke: tokens.heather, strokeWidth: 1 };
    case 'heather-hatch':
      return { fill: hatch.heather, stroke: tokens.heather, strokeWidth: 1 };
  }
}

type TextOptions = NonNullable<Parameters<Plot['text']>[1]>;

/** Words in the drawing. */
export const words = (plot: Plot, data: readonly object[], options: TextOptions) =>
  plot.text(data as object[], { fill: tokens.ink, fontSize: textSize, ...options });

/** Words on a white ground, so that they can be read where lines pass behind them. */
export const label = (plot: Plot, data: readonly object[], options: TextOptions) =>
  words(plot, data, { stroke: tokens.white, ...options });

export function axes(plot: Plot, x: Axis, y: Axis) {
  const format = x.format ?? count;
  return [
    ...axisY(plot, y),
    plot.axisX(x.ticks ? [...x.ticks] : undefined, {
      ticks: 6,
      tickFormat: (value: number) => format(value),
      tickSize: 0,
      tickPadding: 8,
      fontSize: textSize,
      fill: tokens['ink-3'],
      label: null,
    }),
    words(plot, [x], { frameAnchor: 'bottom-right', textAnchor: 'end', text: 'label', fill: tokens['ink-3'], dy: 42 }),
    plot.ruleY([0], { stroke: tokens['line-2'] }),
  ];
}

/** At most four guide lines, the figures left of them, the label above. */
export function axisY(plot: Plot, y: Axis) {
  const format = y.format ?? count;
  const ticks = y.ticks ? [...y.ticks] : undefined;
  return [
    plot.gridY(ticks, { ticks: 4, stroke: tokens.line, strokeOpacity: 1 }),
    plot.axisY(ticks, {
      ticks: 4,
      tickFormat: (value: number) => format(value),
      tickSize: 0,
      tickPadding: 8,
      fontSize: textSize,
      fill: tokens['ink-3'],
      label: y.label,
      labelAnchor: 'top',
      labelArrow: 'none',
    }),
  ];
}

export function margins(domain: readonly [number, number], y: Axis, right: number) {
  const format = y.format ?? count;
  const widest = Math.max(...(y.ticks ?? niceTicks(domain[0], domain[1], 4)).map((tick) => widthOf(format(tick))));
  return { marginLeft: Math.ceil(widest) + 16, marginRight: Math.ceil(right), marginTop: 38, marginBottom: 50 };
}

/** Where the parts of a key stand that has this much room across. */
function keyPlaces(items: readonly { label: string }[], room: number): { left: number; row: number }[] {
  let left = 0;
  let row = 0;
  return items.map((item) => {
    const wide = 22 + widthOf(item.label);
    if (left > 0 && left + wide > room) {
      left = 0;
      row++;
    }
    const place = { left, row };
    left += wide + 22;
    return place;
  });
}

const keyRow = 20;

/** What a key needs below its first row. */
export const keyRoom = (items: readonly { label: string }[], room: number): number =>
  (keyPlaces(items, room).at(-1)?.row ?? 0) * keyRow;

/** A square and its words for each fill, in rows under the drawing. */
export function key(plot: Plot, items: readonly { label: string; fill: Fill }[], room: number, place: { y: number }) {
  const places = keyPlaces(items, room);
  return items.flatMap((item, i) => {
    const at = { dx: places[i]!.left, dy: place.y + places[i]!.row * keyRow };
    return [
      plot.dot([0], {
        frameAnchor: 'bottom-left',
        symbol: 'square',
        r: 6.2,
        ...paint(item.fill),
        dx: at.dx + 7,
        dy: at.dy,
      }),
      words(plot, [item], {
        frameAnchor: 'bottom-left',
        textAnchor: 'start',
        lineAnchor: 'middle',
        text: 'label',
        fill: tokens['ink-2'],
        dx: at.dx + 20,
        dy: at.dy,
      }),
    ];
  });
}

/** From nought, or the lowest figure below it, to the highest, with a little room beyond. */
export function extent(values: readonly number[], room = 1.06): [number, number] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return [low < 0 ? low * room : 0, high > 0 ? high * room : low < 0 ? 0 : 1];
}

export function niceTicks(from: number, to: number, about: number): number[] {
  const rough = (to - from) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
  return Array.from(
    { length: Math.floor(to / step) - Math.ceil(from / step) + 1 },
    (_, i) => (Math.ceil(from / step) + i) * step,
  );
}
