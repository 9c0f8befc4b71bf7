import { money } from '../../words';
import { classes } from '../classes';

export interface MoneyPart {
  label: string;
  pence: number;
}

export interface MoneyBarProps {
  /** Surest first: each is paler than the one before. At most four. */
  parts: readonly MoneyPart[];
  /** Ink lines through the bar, lowest first: "Viable from £355,000". */
  lines: readonly MoneyPart[];
  /** Words in the first part: "£391,240 contracted". */
  inside?: string | undefined;
  /** The bar in a sentence, for those who do not see it. */
  says: string;
}

/** Money that is sure, and less sure, against the lines it must pass. Counts stand in a table beside it and decide nothing. */
export function MoneyBar({ parts, lines, inside, says }: MoneyBarProps) {
  const sum = parts.reduce((total, part) => total + part.pence, 0);
  const end = 1.06 * Math.max(sum, 100, ...lines.map((line) => line.pence));
  const at = (pence: number) => `${((100 * pence) / end).toFixed(2)}%`;
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((total, part) => total + part.pence, 0));
  return (
    <div class="m-money">
      <svg height="122" role="img" aria-label={says}>
        <rect class="m-money__ground" x="0" y="44" width="100%" height="44" />
        {parts.map((part, index) => (
          <rect
            class={`m-money__part m-money__part--${Math.min(index + 1, 4)}`}
            x={at(starts[index] ?? 0)}
            y="44"
            width={at(part.pence)}
            height="44"
          />
        ))}
        {inside && (
          <text class="m-money__inside" x="14" y="72">
            {inside}
          </text>
        )}
        {lines.map((line, index) => (
          <>
            <line class="m-money__line" x1={at(line.pence)} x2={at(line.pence)} y1="36" y2="94" />
            <text
              class={index < lines.length - 1 ? 'm-money__label--high' : undefined}
              x={at(line.pence)}
              y="30"
              text-anchor={line.pence / end > 0.5 ? 'end' : 'start'}
            >
              {line.label}
            </text>
          </>
        ))}
        {roundTicks(0.8 * end).map((tick, index) => (
          <text class={classes('m-money__axis', index % 2 === 1 && 'm-money__axis--between')} x={at(tick)} y="110">
            {money(tick)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** The square of a part, for the table beside the bar. */
export const MoneySwatch = ({ index }: { index: number }) => (
  <svg class="m-swatch" width="14" height="14" aria-hidden="true" focusable="false">
    <rect class={`m-money__part--${Math.min(index + 1, 4)}`} x="0.5" y="0.5" width="13" height="13" />
  </svg>
);

/** Round sums along the bar, about five of them: steps of 1, 2 or 5 and noughts. In pence. */
export function roundTicks(endPence: number): number[] {
  const rough = endPence / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(endPence / step) + 1 }, (_, index) => index * step);
}
