import { tokens } from '../../platform/ui';
import type { Measure } from '../catalogue/catalogue';
import { apart, Breaks, Drawing, Guides, lineOf, Years } from '../school/axes';
import { figureWords } from '../school/words';
import type { Change, Pair } from './rank';
import { closely, scaleFor } from './scale';

const grey = '#8d99a1';

/** Every school a dot on one line, ours petrol and England a stroke: for one measure among several. */
export function ManyOnAStrip({
  measure,
  values,
  own,
  england,
}: {
  measure: Measure;
  values: readonly number[];
  own: number | null;
  england: number | null;
}) {
  const [width, height, edge] = [320, 46, 8];
  const [from, to] = scaleFor(measure, [
    ...values,
    ...(own === null ? [] : [own]),
    ...(england === null ? [] : [england]),
  ]);
  const x = (value: number) => edge + ((value - from) / (to - from)) * (width - 2 * edge);
  const words = england === null ? '' : `England ${figureWords(england, measure)}`;
  const half = words.length * 3.7;
  return (
    <svg class="m-many" viewBox={`0 0 ${width} ${height}`} font-size="14" aria-hidden="true" focusable="false">
      <path d={`M${edge} 14H${width - edge}`} stroke={tokens.line} />
      {values.map((value) => (
        <circle cx={x(value)} cy={14} r="4" fill={grey} fill-opacity="0.6" />
      ))}
      {england !== null && (
        <>
          <path d={`M${x(england)} 2V26`} stroke={tokens.ink} stroke-width="2.5" />
          <text
            x={Math.max(half, Math.min(width - half, x(england)))}
            y={42}
            text-anchor="middle"
            fill={tokens['ink-2']}
          >
            {words}
          </text>
        </>
      )}
      {own !== null && (
        <circle cx={x(own)} cy={14} r="6.5" fill={tokens.petrol} stroke={tokens.white} stroke-width="1.5" />
      )}
    </svg>
  );
}

const frame = { width: 360, height: 300, left: 50, right: 110, top: 14, bottom: 36 } as const;

/** An end of a scale needs no more digits than it has. */
const endWords = (measure: Measure) => (value: number) => figureWords(value, measure, Number.isInteger(value) ? 0 : 1);

/** Lines over the years: of every school, ours and England. Two years are slopes. A year that is not comparable with the one before breaks them. */
export function Lines({
  measure,
  years,
  schools,
  england,
  name = 'us',
}: {
  measure: Measure;
  years: readonly number[];
  /** What ours is called at the end of its line. */
  name?: string;
  schools: readonly { own: boolean; values: readonly (number | null)[] }[];
  england: readonly (number | null)[];
}) {
  const { width, height, left, right, top, bottom } = frame;
  const held = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const scale = closely(measure, [...schools.flatMap(({ values }) => held(values)), ...held(england)]);
  const x = (at: number) => left + (at * (width - left - right)) / Math.max(1, years.length - 1);
  const y = (value: number) => top + ((scale[1] - value) / (scale[1] - scale[0])) * (height - top - bottom);
  const broken = years.map((year) => measure.breaks.includes(year));
  const path = (values: readonly (number | null)[]) => lineOf(values, x, y, broken);
  const own = schools.find((school) => school.own);
  const end = (values: readonly (number | null)[], name: string, ours: boolean) => {
    const value = values.at(-1);
    return value == null ? [] : [{ text: `${name} ${figureWords(value, measure)}`, y: y(value), own: ours }];
  };
  return (
    <Drawing width={width} height={height}>
      <Guides
        at={[scale[0], (scale[0] + scale[1]) / 2, scale[1]]}
        from={left}
        to={width - right}
        y={y}
        words={endWords(measure)}
      />
      <Years years={years} x={x} y={height - 8} />
      <Breaks broken={broken} x={x} top={top} bottom={height - bottom} />
      {schools
        .filter((school) => !school.own)
        .map(({ values }) => (
          <>
            <path d={path(values)} fill="none" stroke={grey} stroke-opacity="0.55" />
            {values.map((value, at) =>
              value === null ? null : (
                <circle cx={x(at).toFixed(1)} cy={y(value).toFixed(1)} r="2.2" fill={grey} fill-opacity="0.7" />
              ),
            )}
          </>
        ))}
      <path d={path(england)} fill="none" stroke={tokens.ink} stroke-width="2" />
      {own && (
        <>
          <path d={path(own.values)} fill="none" stroke={tokens.petrol} stroke-width="3" />
          {own.values.map((value, at) =>
            value === null ? null : (
              <circle cx={x(at)} cy={y(value)} r="5" fill={tokens.petrol} stroke={tokens.white} />
            ),
          )}
        </>
      )}
      {apart([...(own ? end(own.values, name, true) : []), ...end(england, 'England', false)], height - bottom).map(
        (one) => (
          <text
            x={width - right + 10}
            y={one.y + 5}
            fill={one.own ? tokens.petrol : tokens.ink}
            font-weight={one.own ? '650' : '400'}
          >
            {one.text}
          </text>
        ),
      )}
    </Drawing>
  );
}

/** From one year to another: the same lines, of two years. */
export const Slopes = ({
  measure,
  years,
  changes,
  own,
  england,
}: {
  measure: Measure;
  years: readonly [number, number];
  changes: readonly Change[];
  own: number | null;
  england: readonly [number | null, number | null];
}) => (
  <Lines
    measure={measure}
    years={years}
    schools={changes.map(({ from, to }) => ({ own: to.member.urn === own, values: [from.value, to.value] }))}
    england={england}
  />
);

/** Two measures at once: every school a ring, ours filled, England where its lines cross. */
export function Scatter({
  across,
  up,
  pairs,
  own,
  england,
}: {
  across: Measure;
  up: Measure;
  pairs: readonly Pair[];
  own: number | null;
  england: { x: number | null; y: number | null };
}) {
  const { width, height, left, top } = frame;
  const [right, bottom] = [20, 52];
  const sx = closely(across, [...pairs.map(({ x }) => x), ...(england.x === null ? [] : [england.x])]);
  const sy = closely(up, [...pairs.map(({ y }) => y), ...(england.y === null ? [] : [england.y])]);
  const x = (value: number) => left + ((value - sx[0]) / (sx[1] - sx[0])) * (width - left - right);
  const y = (value: number) => top + ((sy[1] - value) / (sy[1] - sy[0])) * (height - top - bottom);
  const ours = pairs.find(({ member }) => member.urn === own);
  return (
    <Drawing width={width} height={height}>
      <Guides at={sy} from={left} to={width - right} y={y} words={endWords(up)} />
      {sx.map((guide, at) => (
        <>
          <path d={`M${x(guide)} ${top}V${height - bottom}`} stroke={tokens.line} />
          <text x={x(guide)} y={height - bottom + 18} text-anchor={at === 0 ? 'start' : 'end'} fill={tokens['ink-3']}>
            {endWords(across)(guide)}
          </text>
        </>
      ))}
      <text x={(left + width - right) / 2} y={height - 8} text-anchor="middle" fill={tokens['ink-2']}>
        {`${across.name}, ${across.second}`.slice(0, 44)}
      </text>
      {england.x !== null && <path d={`M${x(england.x)} ${top}V${height - bottom}`} stroke={tokens.ink} />}
      {england.y !== null && <path d={`M${left} ${y(england.y)}H${width - right}`} stroke={tokens.ink} />}
      {pairs
        .filter((pair) => pair !== ours)
        .map((pair) => (
          <circle
            cx={x(pair.x).toFixed(1)}
            cy={y(pair.y).toFixed(1)}
            r="4.5"
            fill={tokens.white}
            fill-opacity="0.7"
            stroke={tokens['ink-2']}
            stroke-width="1.3"
          />
        ))}
      {ours && (
        <circle cx={x(ours.x)} cy={y(ours.y)} r="7" fill={tokens.petrol} stroke={tokens.white} stroke-width="1.5" />
      )}
    </Drawing>
  );
}
