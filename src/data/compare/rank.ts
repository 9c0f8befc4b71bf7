import { counted, listed } from '../../platform/words';
import type { Measure } from '../catalogue/catalogue';
import type { Range } from '../school/likely-range';
import { figureWords } from '../school/words';
import type { Result } from './read';

/** One school in a comparison. */
export interface Member {
  urn: number;
  name: string;
  sector: string;
}

/** A school's figure of one measure and year as a comparison has it. */
export interface Point {
  member: Member;
  result: Result;
  /** Null where there is no figure: `result.shown` says why. */
  value: number | null;
  range: Range | null;
  /** How many pupils stand behind it, as far as published. */
  pupils: number | null;
}

/** What may be said of a school beside ours: no more than the ranges support. */
export type Standing = 'own' | 'close' | 'above' | 'below' | 'no-range';

export interface Ranked {
  point: Point & { value: number };
  standing: Standing;
}

export interface Ranking {
  /** Highest first. */
  ranked: readonly Ranked[];
  own: Ranked | null;
  /** Those without a figure. */
  without: readonly Point[];
  /** What the others are set against: ours where we have a figure with a range, else England. */
  against: 'own' | 'england' | 'nothing';
}

const overlap = (one: Range, other: Range): boolean => one.low <= other.high && other.low <= one.high;

/**
 * Schools in the order of their figures, and of each what may be said: too close to call where its likely range overlaps ours, or without
 * a school of ours, where its range holds England's figure. Equal figures stand in the order of their URNs.
 */
export function rankingOf(points: readonly Point[], ownUrn: number | null, england: number | null): Ranking {
  const shown = points
    .filter((point): point is Point & { value: number } => point.value !== null)
    .toSorted((a, b) => b.value - a.value || a.member.urn - b.member.urn);
  const own = shown.find(({ member }) => member.urn === ownUrn) ?? null;
  const against = own ? (own.range ? 'own' : 'nothing') : england === null ? 'nothing' : 'england';
  const standingOf = (point: Point & { value: number }): Standing => {
    if (point === own) return 'own';
    if (!point.range || against === 'nothing') return 'no-range';
    const other =
      against === 'own'
        ? (own?.range as Range)
        : { low: england as number, high: england as number, by: 'us' as const };
    if (overlap(point.range, other)) return 'close';
    return point.range.low > other.high ? 'above' : 'below';
  };
  const ranked = shown.map((point) => ({ point, standing: standingOf(point) }));
  return {
    ranked,
    own: ranked.find(({ standing }) => standing === 'own') ?? null,
    without: points.filter(({ value }) => value === null),
    against,
  };
}

export const countOf = ({ ranked }: Ranking, standing: Standing): number =>
  ranked.filter((one) => one.standing === standing).length;

/** The finding: how many are too close to call, and how many are clearly different. Never a rank. */
export function rankingTitle(ranking: Ranking, measure: Measure): string {
  const { ranked, own, against } = ranking;
  const others = ranked.filter(({ standing }) => standing !== 'own').length;
  const kind = measure.expression === undefined ? 'a published figure' : 'a figure that is shown';
  if (ranked.length === 0) return `No school has ${kind}`;
  if (others === 0) return `No other school has ${kind}`;
  const judged = others - countOf(ranking, 'no-range');
  const who = own ? 'other school' : 'school';
  if (judged === 0) {
    const values = ranked.filter(({ standing }) => standing !== 'own').map(({ point }) => point.value);
    const words = (value: number) => figureWords(value, measure);
    return others === 1
      ? `The ${who} has ${words(values[0] as number)}`
      : `${counted(others, who)}, from ${words(Math.min(...values))} to ${words(Math.max(...values))}`;
  }
  const close = countOf(ranking, 'close');
  const clear = listed([
    ...(countOf(ranking, 'above') > 0 ? [`${countOf(ranking, 'above')} clearly above`] : []),
    ...(countOf(ranking, 'below') > 0 ? [`${countOf(ranking, 'below')} clearly below`] : []),
  ]);
  const whom = against === 'own' ? '' : ' England';
  const beside = against === 'own' ? `the other ${judged}` : counted(judged, 'school');
  if (close === 0) return `None of ${beside} is too close to call: ${clear}${whom}`;
  if (close === judged)
    return judged === 1
      ? `The ${who} is too close to call${whom && ' against England'}`
      : `All ${against === 'own' ? `${judged} others` : `${judged} schools`} are too close to call${whom && ' against England'}`;
  return `${close} of ${beside} ${close === 1 ? 'is' : 'are'} too close to call, ${clear}${whom}`;
}

/** The change of each school from one year to a later one: clear where the two likely ranges do not overlap. */
export interface Change {
  from: Point & { value: number };
  to: Point & { value: number };
  way: 'up' | 'down' | 'close' | 'no-range';
}

export function changesOf(before: readonly Point[], after: readonly Point[]): Change[] {
  const earlier = new Map(before.map((point) => [point.member.urn, point]));
  return after.flatMap((to) => {
    const from = earlier.get(to.member.urn);
    if (!from || !hasValue(from) || !hasValue(to)) return [];
    const way =
      !from.range || !to.range
        ? ('no-range' as const)
        : overlap(from.range, to.range)
          ? ('close' as const)
          : to.value > from.value
            ? ('up' as const)
            : ('down' as const);
    return [{ from, to, way }];
  });
}

const hasValue = (point: Point): point is Point & { value: number } => point.value !== null;

export function changesTitle(changes: readonly Change[]): string {
  const n = (way: Change['way']) => changes.filter((one) => one.way === way).length;
  const judged = changes.length - n('no-range');
  if (changes.length === 0) return 'No school has a figure of both years';
  if (judged === 0) return `${counted(changes.length, 'school')} with a figure of both years`;
  const clear = listed([
    ...(n('up') > 0 ? [`${n('up')} clearly up`] : []),
    ...(n('down') > 0 ? [`${n('down')} clearly down`] : []),
  ]);
  const close = n('close');
  if (close === judged)
    return judged === 1 ? 'The change is too close to call' : `All ${judged} changes are too close to call`;
  return close === 0
    ? `None of ${counted(judged, 'change')} is too close to call: ${clear}`
    : `${close} of ${counted(judged, 'change')} ${close === 1 ? 'is' : 'are'} too close to call, ${clear}`;
}

/** Two measures of the same schools. */
export interface Pair {
  member: Member;
  x: number;
  y: number;
}

export function pairsOf(xs: readonly Point[], ys: readonly Point[]): Pair[] {
  const across = new Map(xs.map((point) => [point.member.urn, point.value]));
  return ys.flatMap(({ member, value: y }) => {
    const x = across.get(member.urn);
    return x == null || y === null ? [] : [{ member, x, y }];
  });
}

export interface Connection {
  n: number;
  /** Pearson's correlation, and its likely range by Fisher's z: 19 times in 20. */
  r: number;
  low: number;
  high: number;
}

/** With fewer schools than this, nothing is said: chance alone gives any correlation. */
const fewest = 8;

/** How closely two measures go together; null where there are too few schools, or one of the measures is the same everywhere. */
export function connectionOf(pairs: readonly Pair[]): Connection | null {
  const n = pairs.length;
  if (n < fewest) return null;
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const [sxx, syy] = [sum(({ x }) => (x - mx) ** 2), sum(({ y }) => (y - my) ** 2)];
  if (sxx === 0 || syy === 0) return null;
  const r = Math.max(-0.9999, Math.min(0.9999, sum(({ x, y }) => (x - mx) * (y - my)) / Math.sqrt(sxx * syy)));
  const half = 1.959963984540054 / Math.sqrt(n - 3);
  return { n, r, low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) };
}

/** The finding of a scatter: a connection is only named where its likely range does not hold nought, and is never called a cause. */
export function connectionTitle(connection: Connection | null, x: string, y: string): string {
  if (!connection) return 'Too few schools to say whether the two go together';
  if (connection.low <= 0 && connection.high >= 0) return 'Too close to call whether the two go together';
  const strong = Math.abs(connection.r) >= 0.7 ? 'clearly ' : Math.abs(connection.r) < 0.4 ? 'loosely ' : '';
  return connection.r > 0
    ? `${y} is ${strong}higher where ${x} is higher`
    : `${y} is ${strong}lower where ${x} is higher`;
}
