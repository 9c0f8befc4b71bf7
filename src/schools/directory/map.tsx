import { tokens } from '../../platform/ui';
import { count } from '../../platform/words';
import type { MapPoint, SchoolMap } from './map-queries';
import { type Shape, sectorWords, shapeOf } from './words';

export interface MapProps {
  map: SchoolMap;
  /** Ringed and named. */
  chosen?: number | undefined;
  /** Those found are a partnership: the ground under them is tinted. */
  tinted?: boolean | undefined;
  /** Where a click on a school leads. */
  href: (urn: number) => string;
}

const width = 640;
const margin = 34;
/** Below the drawing, for the scale. */
const foot = 40;

/**
 * The schools where their grid references put them. There is no outline: none is in hand, and none is invented. It is hidden from screen
 * readers, because the list beside it says the same; its links are for the mouse and stay out of the way of the keyboard.
 */
export function SchoolsMap({ map, chosen, tinted, href }: MapProps) {
  const places = map.kind === 'points' ? map.points : map.cells;
  const frame = frameOf(places);
  const ring = map.kind === 'points' ? map.points.find((point) => point.urn === chosen) : undefined;
  // Those found stand above the others, the chosen one above all.
  const rank = (point: MapPoint) => (point === ring ? 2 : point.found ? 1 : 0);
  return (
    <svg
      class="m-map"
      aria-hidden="true"
      viewBox={`0 0 ${width} ${frame.height + foot}`}
      width={width}
      height={frame.height + foot}
    >
      <rect class="m-map__ground" width={width} height={frame.height} fill={tokens.wash} />
      {tinted && map.kind === 'points' && (
        <g fill={tokens['petrol-tint']}>
          {map.points
            .filter((point) => point.found)
            .map((point) => (
              <circle cx={frame.x(point)} cy={frame.y(point)} r="26" />
            ))}
        </g>
      )}
      <g
        class="m-map__letters"
        fill={tokens['line-2']}
        fill-opacity="0.38"
        font-weight="700"
        font-size="38"
        text-anchor="middle"
      >
        {map.letters
          .filter((letter) => frame.holds(letter))
          .map((letter) => (
            <text x={frame.x(letter)} y={frame.y(letter)} dy="0.35em">
              {letter.letter}
            </text>
          ))}
      </g>
      {map.kind === 'points'
        ? [...map.points]
            .sort((a, b) => rank(a) - rank(b))
            .map((point) => (
              <a href={href(point.urn)} tabindex={-1} data-urn={point.urn}>
                <title>{point.name}</title>
                <Mark shape={shapeOf(point.sector)} x={frame.x(point)} y={frame.y(point)} found={point.found} />
              </a>
            ))
        : map.cells.map((cell) => {
            const size = 1.6 + Math.sqrt(cell.schools / frame.most) * frame.cell(map.metres) * 0.62;
            return (
              <circle
                cx={frame.x(cell)}
                cy={frame.y(cell)}
                r={size.toFixed(1)}
                fill={cell.found > 0 ? tokens.petrol : tokens['ink-3']}
                fill-opacity={cell.found > 0 ? 0.85 : 0.3}
              >
                <title>{cell.schools === 1 ? '1 school' : `${count(cell.schools)} schools`}</title>
              </circle>
            );
          })}
      {ring && <Ring point={ring} x={frame.x(ring)} y={frame.y(ring)} height={frame.height} />}
      <Scale metresPerUnit={frame.metresPerUnit} y={frame.height + 22} />
    </svg>
  );
}

/** One shape a sector; those not found are smaller and grey. */
export function Mark({ shape, x, y, found }: { shape: Shape; x: number; y: number; found: boolean }) {
  const r = found ? 6.2 : 4.4;
  const paint = {
    fill: found ? tokens.petrol : tokens['ink-2'],
    stroke: tokens.white,
    'stroke-width': 1.2,
    class: found ? 'm-map__found' : 'm-map__other',
  };
  if (shape === 'square')
    return (
      <rect
        x={(x - r * 0.9).toFixed(1)}
        y={(y - r * 0.9).toFixed(1)}
        width={(r * 1.8).toFixed(1)}
        height={(r * 1.8).toFixed(1)}
        {...paint}
      />
    );
  if (shape === 'triangle')
    return (
      <path
        d={`M${x.toFixed(1)} ${(y - r * 1.2).toFixed(1)}l${(r * 1.15).toFixed(1)} ${(r * 2).toFixed(1)}h${(-r * 2.3).toFixed(1)}z`}
        {...paint}
      />
    );
  return <circle cx={x.toFixed(1)} cy={y.toFixed(1)} r={r} {...paint} />;
}

/** A ring, and the name outside with a line to it, on the side where there is room. */
function Ring({ point, x, y, height }: { point: MapPoint; x: number; y: number; height: number }) {
  const left = x > width / 2 ? x > 150 : x > width - 150;
  const side = left ? -1 : 1;
  const down = y < height - 90 ? 1 : -1;
  const lines = wrap(point.name, 22);
  const end = { x: x + side * 34, y: y + down * 36 };
  return (
    <g class="m-map__chosen" data-ring={point.urn}>
      <circle cx={x} cy={y} r="13" fill={tokens.white} stroke={tokens.ink} stroke-width="2.5" />
      <Mark shape={shapeOf(point.sector)} x={x} y={y} found />
      <line x1={x + side * 10} y1={y + down * 10} x2={end.x} y2={end.y} stroke={tokens.ink} stroke-width="2" />
      <text
        x={end.x}
        y={end.y}
        dy={down > 0 ? '0.3em' : `${0.3 - (lines.length - 1) * 1.2}em`}
        font-size="18"
        font-weight="700"
        fill={tokens.ink}
        text-anchor={left ? 'end' : 'start'}
        stroke={tokens.wash}
        stroke-width="5"
        stroke-linejoin="round"
        paint-order="stroke"
      >
        {lines.map((line, i) => (
          <tspan x={end.x + side * 4} {...(i > 0 ? { dy: '1.2em' } : {})}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}

/** A bar of a round number of kilometres. */
function Scale({ metresPerUnit, y }: { metresPerUnit: number; y: number }) {
  const metres =
    [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500].find((one) => one / metresPerUnit <= width * 0.26) ?? 200;
  const end = 2 + metres / metresPerUnit;
  return (
    <g class="m-map__scale">
      <path d={`M2 ${y - 6}v6H${end.toFixed(1)}v-6`} fill="none" stroke={tokens['ink-2']} stroke-width="1.5" />
      <text x={end + 8} y={y} font-size="15" fill={tokens['ink-2']}>
        {metres < 1000 ? `${metres} m` : `${metres / 1000} km`}
      </text>
    </g>
  );
}

interface Place {
  easting: number;
  northing: number;
}

/** How metres become units of the drawing: the same both ways, north at the top, everything inside. Never closer than four kilometres across. */
export function frameOf(places: readonly (Place & { schools?: number })[]) {
  const bounds = places.reduce(
    (all, { easting, northing }) => ({
      west: Math.min(all.west, easting),
      east: Math.max(all.east, easting),
      south: Math.min(all.south, northing),
      north: Math.max(all.north, northing),
    }),
    { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity },
  );
  const middle = { easting: (bounds.west + bounds.east) / 2, northing: (bounds.south + bounds.north) / 2 };
  const across = Math.max(4000, bounds.east - bounds.west || 0);
  const down = Math.max(3000, bounds.north - bounds.south || 0);
  const inner = width - 2 * margin;
  // A long thin area would fill the page: it is drawn smaller instead.
  const metresPerUnit = Math.max(across / inner, down / (inner * 1.25));
  const height = Math.round(Math.min(inner * 1.25, down / metresPerUnit) + 2 * margin);
  const x = (place: Place) => round(width / 2 + (place.easting - middle.easting) / metresPerUnit);
  const y = (place: Place) => round(height / 2 - (place.northing - middle.northing) / metresPerUnit);
  return {
    height,
    metresPerUnit,
    x,
    y,
    cell: (metres: number) => metres / metresPerUnit,
    most: places.reduce((most, place) => Math.max(most, place.schools ?? 1), 1),
    holds: (place: Place) => x(place) > 0 && x(place) < width && y(place) > 0 && y(place) < height,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The shape beside a name in the list, and in the key. */
export const ShapeMark = ({ shape }: { shape: Shape }) => (
  <svg class="m-places__mark" width="16" height="14" viewBox="0 0 16 14" aria-hidden="true" focusable="false">
    <Mark shape={shape} x={8} y={7} found />
  </svg>
);

/** What each shape on the map stands for, as far as it is there. */
export function MapKey({ map }: { map: SchoolMap }) {
  const sectors = map.kind === 'points' ? [...new Set(map.points.map((point) => point.sector))].sort() : [];
  const shapes = [...new Set(sectors.map(shapeOf))].sort();
  if (shapes.length === 0) return null;
  return (
    <ul class="m-key">
      {shapes.map((shape) => (
        <li>
          <ShapeMark shape={shape} />
          {sectors
            .filter((sector) => shapeOf(sector) === shape)
            .map(sectorWords)
            .join(', ')}
        </li>
      ))}
    </ul>
  );
}
