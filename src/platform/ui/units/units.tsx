import { days } from '../../words';

/** Patterns that drawings on the page share: hatch for held, heather hatch for owed without a date, grey for not shown. */
export const HatchDefs = () => (
  <svg class="m-defs" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      {(['', '-heather', '-grey'] as const).map((kind) => (
        <pattern id={`m-hatch${kind}`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="m-hatch__ground" width="5" height="5" />
          <line class={`m-hatch__line m-hatch__line${kind && `-${kind}`}`} x1="1" y1="0" x2="1" y2="5" />
        </pattern>
      ))}
    </defs>
  </svg>
);

export interface DayBlocksProps {
  /** In quarter-days, as the ledger counts. */
  used: number;
  held: number;
  left: number;
  /** Half the size, for tables. */
  small?: boolean | undefined;
}

type Fill = 'used' | 'held' | 'left';

/** Days as blocks: one is half a day, two make a day; a quarter-day is half a block. */
export function DayBlocks({ used, held, left, small }: DayBlocksProps) {
  const [width, height, gap, dayGap] = small ? [10, 15, 2, 4] : [14, 23, 3, 8];
  const total = used + held + left;
  const at = (quarter: number) => {
    const block = Math.floor(quarter / 2);
    return block * (width + gap) + Math.floor(block / 2) * (dayGap - gap) + (quarter % 2) * (width / 2);
  };
  const blocks = Math.ceil(total / 2);
  const end = total === 0 ? 0 : at(2 * (blocks - 1)) + width;
  const parts: { fill: Fill; quarter: number }[] = [
    ...quarters('used', used, 0),
    ...quarters('held', held, used),
    ...quarters('left', left, used + held),
  ];
  return (
    <svg
      class={small ? 'm-units m-units--inline' : 'm-units'}
      width={end + 2}
      height={height + 2}
      viewBox={`-1 -1 ${end + 2} ${height + 2}`}
      role="img"
      aria-label={`${days(used)} used, ${days(held)} held, ${days(left)} left`}
    >
      {parts.map(({ fill, quarter }) => (
        <rect class={`m-units__${fill}`} fill={paint(fill)} x={at(quarter)} y="0" width={width / 2} height={height} />
      ))}
      {Array.from({ length: blocks }, (_, block) => (
        <rect
          class="m-units__edge"
          x={at(2 * block) + 0.5}
          y="0.5"
          width={(2 * block + 1 === total ? width / 2 : width) - 1}
          height={height - 1}
        />
      ))}
    </svg>
  );
}

export interface UnitBarProps {
  /** Any one unit: tickets, pence. */
  used: number;
  held: number;
  left: number;
  /** The same in words, for those who do not see the bar. */
  says: string;
  /** For tables: short and thin. */
  small?: boolean | undefined;
  /** An ink line through the bar: the fee. */
  mark?: { at: number; label: string } | undefined;
}

/** Tickets and credit as one bar: solid used, hatched held, white left, always in that order. */
export function UnitBar({ used, held, left, says, small, mark }: UnitBarProps) {
  const total = Math.max(used + held + left, mark?.at ?? 0, 1);
  const share = (units: number) => `${((100 * units) / total).toFixed(2)}%`;
  const height = small ? 12 : 24;
  const top = mark ? 5 : 1;
  const whole = used + held + left;
  return (
    <svg
      class={small ? 'm-units m-units--inline m-bar--small' : 'm-units m-bar'}
      width="100%"
      height={height + 2 * top + (mark ? 18 : 0)}
      role="img"
      aria-label={says}
    >
      <rect class="m-units__left" x="0" y={top} width={share(whole)} height={height} />
      <rect class="m-units__used" x="0" y={top} width={share(used)} height={height} />
      <rect class="m-units__held" fill={paint('held')} x={share(used)} y={top} width={share(held)} height={height} />
      {held > 0 && <rect class="m-units__edge" x={share(used)} y={top} width={share(held)} height={height} />}
      <rect class="m-units__edge" x="0" y={top} width={share(whole)} height={height} />
      {mark && (
        <>
          <line class="m-units__mark" x1={share(mark.at)} x2={share(mark.at)} y1="0" y2={height + 2 * top} />
          <text
            class="m-units__mark-label"
            x={share(mark.at)}
            y={height + 2 * top + 14}
            text-anchor={mark.at / total > 0.8 ? 'end' : mark.at / total < 0.2 ? 'start' : 'middle'}
          >
            {mark.label}
          </text>
        </>
      )}
    </svg>
  );
}

const keys: readonly (readonly [Fill, string])[] = [
  ['used', 'used'],
  ['held', 'held for a booking'],
  ['left', 'left'],
];

/** The key to the three fills. */
export const UnitKey = () => (
  <ul class="m-key">
    {keys.map(([fill, words]) => (
      <li>
        <svg width="14" height="14" aria-hidden="true" focusable="false">
          <rect class={`m-units__${fill}`} fill={paint(fill)} width="14" height="14" />
          <rect class="m-units__edge" x="0.5" y="0.5" width="13" height="13" />
        </svg>
        {words}
      </li>
    ))}
  </ul>
);

const paint = (fill: Fill): string | undefined => (fill === 'held' ? 'url(#m-hatch)' : undefined);

const quarters = (fill: Fill, count: number, from: number) =>
  Array.from({ length: count }, (_, index) => ({ fill, quarter: from + index }));
