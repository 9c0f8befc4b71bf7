import { fee, type Offer } from '../offer';
import { facts } from './quote';

export interface FeeCurve {
  points: { x: number; y: number }[];
  /** Where the drawing ends. */
  most: number;
  /** From how many pupils on the fee stays the same; null where it always grows. */
  top: { pupils: number; pence: number } | null;
}

/** How the fee of such a school follows from its pupils; null where the offer states no price. */
export function feeCurve(
  offer: Offer,
  school: { sector: string; status: string },
  year: string,
  pupils: number,
): FeeCurve | null {
  const at = (number: number) => fee(offer, { ...facts(school), pupils: number }, year);
  // More pupils than any school has: what is charged for then is the most that ever is.
  const huge = at(1_000_000);
  if (!huge.ok) return null;
  const line = huge.value.lines.find(({ what }) => what === 'pupils');
  const cap = line?.what === 'pupils' && line.capped ? line.counted : null;
  const most = roundUp(Math.max(pupils * 1.15, (cap ?? 0) * 1.6, 400));
  const steps = [
    0,
    ...[0.25, 0.5, 0.75, 1].map((part) => Math.round(most * part)),
    pupils,
    ...(cap === null ? [] : [cap]),
  ];
  const points = [...new Set(steps)]
    .sort((a, b) => a - b)
    .map((x) => {
      const priced = at(x);
      return { x, y: priced.ok ? priced.value.pence : 0 };
    });
  return { points, most, top: cap === null ? null : { pupils: cap, pence: huge.value.pence } };
}

const roundUp = (pupils: number): number => Math.ceil(pupils / 100) * 100;
