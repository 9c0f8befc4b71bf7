import { money } from '../../platform/words';

/** Values that the offer states as one figure or as low and high. Integer pence. */
export interface Span {
  low: number;
  high: number;
}

export const nothing: Span = { low: 0, high: 0 };
export const plus = (a: Span, b: Span): Span => ({ low: a.low + b.low, high: a.high + b.high });
export const minus = (a: Span, b: Span): Span => ({ low: a.low - b.low, high: a.high - b.high });
export const part = ({ low, high }: Span, share: number): Span => ({
  low: Math.round(low * share),
  high: Math.round(high * share),
});
export const total = (spans: readonly Span[]): Span => spans.reduce(plus, nothing);
export const isNothing = ({ low, high }: Span): boolean => low === 0 && high === 0;

/** In a table "£250–£400", in a sentence "£250 to £400". */
export const spanWords = ({ low, high }: Span, between: '–' | ' to ' = '–'): string =>
  low === high ? money(low) : `${money(low)}${between}${money(high)}`;
