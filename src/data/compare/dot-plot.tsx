import { tokens } from '../../platform/ui';
import { counted } from '../../platform/words';
import type { Measure } from '../catalogue/catalogue';
import { Drawing } from '../school/axes';
import { figureWords, publishedWords } from '../school/words';
import type { Ranked, Ranking } from './rank';
import { guidesOf, scaleFor } from './scale';

interface DotPlotProps {
  measure: Measure;
  ranking: Ranking;
  england: number | null;
  /** The mean of the place, and what it is called in a few words. */
  mean: number | null;
  place: string;
}

const standingWords = { above: 'clearly above', below: 'clearly below' } as const;

const valueWords = ({ point: { result, value } }: Ranked, measure: Measure): string =>
  publishedWords(result.value ?? String(value), measure);

/**
 * Schools by their figures, each with its likely range: ours named, the others not. Hollow: too close to call. Drawn twice, for a screen and
 * for a phone, so that its words have their size on both.
 */
export const DotPlot = (props: DotPlotProps) => (
  <>
    <div class="m-drawing m-drawing--wide">
      <Plot {...props} width={680} left={props.ranking.own ? 186 : 24} right={150} />
    </div>
    <div class="m-drawing m-drawing--narrow">
      <Plot {...props} width={340} left={10} right={92} narrow />
    </div>
  </>
);

function Plot({
  measure,
  ranking: { ranked, own, against },
  england,
  mean,
  place,
  width,
  left,
  right,
  narrow,
}: DotPlotProps & { width: number; left: number; right: number; narrow?: boolean }) {
  const row = ranked.length <= 20 ? 28 : ranked.length <= 45 ? 17 : 8;
  const labelled = row > 14;
  const top = 44;
  // On a phone ours is named above its row.
  const named = narrow ? 20 : 0;
  const ownAt = own ? ranked.indexOf(own) : -1;
  const y = (at: number) => top + 14 + at * row + (ownAt >= 0 && at >= ownAt ? named : 0);
  const bottom = y(Math.max(0, ranked.length - 1)) + 14;
  const height = bottom + 26;
  const values = ranked.flatMap(({ point: { value, range } }) => [value, ...(range ? [range.low, range.high] : [])]);
  const scale = scaleFor(measure, [
    ...values,
    ...(england === null ? [] : [england]),
    ...(mean === null ? [] : [mean]),
  ]);
  const x = (value: number) => left + ((value - scale[0]) / (scale[1] - scale[0])) * (width - left - right);
  const guides = narrow ? [scale[0], (scale[0] + scale[1]) / 2, scale[1]] : guidesOf(scale);
  const column = own?.point.range;
  return (
    <Drawing width={width} height={height}>
      {column && (
        <rect
          x={x(column.low)}
          y={top}
          width={x(column.high) - x(column.low)}
          height={bottom - top}
          fill={tokens.wash}
        />
      )}
      {guides.map((guide) => (
        <>
          <path d={`M${x(guide)} ${top}V${bottom}`} stroke={tokens.line} />
          <text x={x(guide)} y={height - 6} text-anchor="middle" fill={tokens['ink-3']}>
            {figureWords(guide, measure, Number.isInteger(guide) ? 0 : 1)}
          </text>
        </>
      ))}
      {england !== null && (
        <>
          <path d={`M${x(england)} ${top - 22}V${bottom}`} stroke={tokens.ink} stroke-width="2" />
          <Head at={x(england)} y={top - 28} width={width} text={`England ${figureWords(england, measure)}`} strong />
        </>
      )}
      {mean !== null && (
        <>
          <path
            d={`M${x(mean)} ${top - 4}V${bottom}`}
            stroke={tokens['ink-2']}
            stroke-width="1.5"
            stroke-dasharray="5 4"
          />
          <Head
            at={x(mean)}
            y={top - 10}
            width={width}
            text={`${place} ${figureWords(mean, measure)}`}
            side={england === null ? 'middle' : mean <= england ? 'end' : 'start'}
          />
        </>
      )}
      {ranked.map((one, at) => (
        <Row
          one={one}
          x={x}
          y={y(at)}
          small={!labelled}
          solid={against !== 'nothing' && (one.standing === 'above' || one.standing === 'below')}
        />
      ))}
      {ranked.map((one, at) =>
        one.standing === 'own' ? (
          <text x={width - right + 12} y={y(at) + 5} fill={tokens.petrol} font-weight="700">
            {valueWords(one, measure)}
          </text>
        ) : (
          labelled && (
            <text x={width - right + 12} y={y(at) + 5} fill={tokens['ink-2']}>
              {valueWords(one, measure)}
              {!narrow && (one.standing === 'above' || one.standing === 'below') && `, ${standingWords[one.standing]}`}
            </text>
          )
        ),
      )}
      {own && <Name own={own} y={y(ownAt)} narrow={narrow === true} left={left} />}
    </Drawing>
  );
}

/** What a line is: above it, away from the line beside it, and never beyond the drawing's edge. */
function Head({
  at,
  y,
  width,
  text,
  side = 'middle',
  strong,
}: {
  at: number;
  y: number;
  width: number;
  text: string;
  side?: 'middle' | 'start' | 'end';
  strong?: boolean;
}) {
  const wide = text.length * 7.8;
  const left = side === 'end' ? at - 6 - wide : side === 'start' ? at + 6 : at - wide / 2;
  return (
    <text
      x={Math.max(0, Math.min(width - wide, left)) + wide / 2}
      y={y}
      text-anchor="middle"
      fill={strong ? tokens.ink : tokens['ink-2']}
      font-weight={strong ? '650' : '400'}
      stroke={tokens.white}
      stroke-width="4"
      paint-order="stroke"
    >
      {text}
    </text>
  );
}

function Row({
  one,
  x,
  y,
  small,
  solid,
}: {
  one: Ranked;
  x: (value: number) => number;
  y: number;
  small: boolean;
  solid: boolean;
}) {
  const { value, range } = one.point;
  const own = one.standing === 'own';
  const r = own ? 6.5 : small ? 3.2 : 5;
  return (
    <>
      {range && (
        <path
          d={`M${x(range.low)} ${y}H${x(range.high)}`}
          stroke={own ? tokens['petrol-mid'] : '#b4bec4'}
          stroke-width={own ? 6 : small ? 1.5 : 3}
        />
      )}
      <circle
        cx={x(value)}
        cy={y}
        r={r}
        fill={own ? tokens.petrol : solid ? tokens['ink-2'] : tokens.white}
        stroke={own ? tokens.white : tokens['ink-2']}
        stroke-width={small ? 1.2 : 1.5}
      />
    </>
  );
}

const longest = 24;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text);

function Name({ own, y, narrow, left }: { own: Ranked; y: number; narrow: boolean; left: number }) {
  const { member, pupils } = own.point;
  const words = pupils === null ? '' : counted(pupils, 'pupil');
  const whole = words ? `${cut(member.name)}, ${words}` : cut(member.name);
  return narrow ? (
    <>
      <rect x={left - 2} y={y - 26} width={whole.length * 7.2} height="17" fill={tokens.white} fill-opacity="0.9" />
      <text x={left} y={y - 13} fill={tokens.petrol} font-weight="650">
        {whole}
      </text>
    </>
  ) : (
    <>
      <text x={0} y={words ? y - 3 : y + 5} fill={tokens.petrol} font-weight="650">
        {cut(member.name)}
      </text>
      {words && (
        <text x={0} y={y + 14} fill={tokens.petrol}>
          {words}
        </text>
      )}
    </>
  );
}
