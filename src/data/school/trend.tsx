import { tokens } from '../../platform/ui';
import type { Measure } from '../catalogue/catalogue';
import { apart, Breaks, Drawing, Guides, lineOf, Years } from './axes';
import type { MeasureRow } from './view';
import { figureWords, placesIn } from './words';

// So narrow that its words can be read on a phone, and where four stand side by side.
const width = 300;
const height = 155;
const left = 44;
const right = 100;
const top = 14;
const bottom = 30;

/** Years side by side: ours with its range, England as a line. A year without a figure is a gap, and a break in the measure breaks the line. */
export function TrendDrawing({ measure, rows }: { measure: Measure; rows: readonly MeasureRow[] }) {
  const valuesOf = (row: MeasureRow) => [
    ...(row.told.kind === 'figure' ? [row.told.value] : []),
    ...(row.england ? [row.england.value] : []),
    ...(row.range ? [row.range.low, row.range.high] : []),
  ];
  const all = rows.flatMap(valuesOf);
  const [from, to] = domain(measure, all);
  const x = (at: number) => left + (at * (width - left - right)) / Math.max(1, rows.length - 1);
  const y = (value: number) => top + ((to - value) / (to - from)) * (height - top - bottom);
  const own = rows.map((row) => (row.told.kind === 'figure' ? row.told.value : null));
  const england = rows.map((row) => row.england?.value ?? null);
  const breaks = rows.map(({ year }) => measure.breaks.includes(year));
  const last = (values: readonly (number | null)[]) => values.findLastIndex((value) => value !== null);
  const [ownEnd, englandEnd] = [last(own), last(england)];
  const ends = apart(
    [
      ...(ownEnd < 0
        ? []
        : [{ text: `us ${ownWords(rows[ownEnd] as MeasureRow)}`, at: ownEnd, y: y(own[ownEnd] as number), own: true }]),
      ...(englandEnd < 0
        ? []
        : [
            {
              text: `England ${figureWords(england[englandEnd] as number, measure)}`,
              at: englandEnd,
              y: y(england[englandEnd] as number),
              own: false,
            },
          ]),
    ],
    height - bottom,
  );
  return (
    <Drawing width={width} height={height} size={14}>
      <Guides
        at={[from, (from + to) / 2, to]}
        from={left}
        to={width - right}
        y={y}
        words={(guide) => figureWords(guide, measure, 0)}
      />
      {rows.map(
        ({ range }, at) =>
          range && (
            <path d={`M${x(at)} ${y(range.low)}V${y(range.high)}`} stroke={tokens['petrol-tint']} stroke-width="8" />
          ),
      )}
      <Years years={rows.map(({ year }) => year)} x={x} y={height - 8} most={4} />
      <Breaks broken={breaks} x={x} top={top} bottom={height - bottom} />
      <path d={lineOf(england, x, y, breaks)} fill="none" stroke={tokens.ink} stroke-width="1.5" />
      {england.map(
        (value, at) =>
          value !== null &&
          isAlone(england, breaks, at) && (
            <path d={`M${x(at) - 7} ${y(value)}H${x(at) + 7}`} stroke={tokens.ink} stroke-width="1.5" />
          ),
      )}
      <path d={lineOf(own, x, y, breaks)} fill="none" stroke={tokens.petrol} stroke-width="2.5" />
      {own.map(
        (value, at) =>
          value !== null && (
            <circle cx={x(at)} cy={y(value)} r="4" fill={tokens.petrol} stroke={tokens.white} stroke-width="1" />
          ),
      )}
      {ends.map((end) => (
        <text
          x={x(end.at) + 9}
          y={end.y + 4}
          fill={end.own ? tokens.petrol : tokens.ink}
          font-weight={end.own ? '650' : '400'}
        >
          {end.text}
        </text>
      ))}
    </Drawing>
  );
}

const ownWords = ({ told, measure }: MeasureRow): string =>
  told.kind === 'figure'
    ? figureWords(told.value, measure, Math.max(measure.decimals, placesIn(told.figure.value ?? '')))
    : '';

/** A progress measure stands about 0, the same up as down; the others from a round figure below to one above. */
function domain({ format }: Measure, values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values, Number.POSITIVE_INFINITY), Math.max(...values, Number.NEGATIVE_INFINITY)];
  if (!Number.isFinite(low)) return [0, 1];
  if (format === 'progress') {
    const most = Math.max(1, Math.ceil(Math.max(Math.abs(low), Math.abs(high))));
    return [-most, most];
  }
  const step = format === 'percent' && high > 20 ? 10 : high > 20 ? 10 : 2;
  const from = Math.max(0, Math.floor(low / step) * step);
  return [from, Math.max(from + step, Math.ceil(high / step) * step)];
}

/** A line joins it to neither side: it needs a mark of its own. */
const isAlone = (values: readonly (number | null)[], breaks: readonly boolean[], at: number): boolean =>
  (at === 0 || values[at - 1] == null || breaks[at] === true) && (values[at + 1] == null || breaks[at + 1] === true);
