/** What may be shown outside a school, cell by cell: the rule set for our own figures (disclosure.md section 2). */

export interface SuppressionRules {
  /** A cell of fewer pupils is hidden. */
  smallestCell: number;
  /** A count under this, of pupils who reached it or who did not, is not shown, although the percentage may be. */
  smallestCount: number;
  /** In a smaller cell, all or nobody is hidden where the fact is sensitive. */
  smallestForAllOrNobody: number;
}

export const usualRules: SuppressionRules = { smallestCell: 6, smallestCount: 3, smallestForAllOrNobody: 10 };

export interface Cell {
  /** Groups and their values: {} is everybody, { sex: 'F' }, { sex: 'F', disadvantaged: 'yes' }. */
  groups: Readonly<Record<string, string>>;
  /** How many reached it, or the sum of an average's scores. */
  numerator: number;
  /** How many pupils. */
  denominator: number;
}

export interface Figure {
  /** An average's numerator is a sum, which may be any number; a percentage's a count of the pupils. */
  kind: 'percentage' | 'average';
  /** SEN, free meals, exclusion, progress: a fact of which "all" or "nobody" says something about each pupil. */
  sensitive: boolean;
  rules?: SuppressionRules;
}

/** Why a cell is hidden. For the inside alone: outside, the reason would say which of two hidden cells is the small one. */
export type Reason = 'small' | 'all-or-nobody' | 'complementary';

export type Verdict = { shown: true; countShown: boolean } | { shown: false; reason: Reason };

/** What stands in place of a hidden figure, for every reason the same. Never an empty cell, never 0. */
export const hiddenWords = ({ smallestCell }: SuppressionRules = usualRules): string =>
  `suppressed: protects groups of fewer than ${smallestCell} pupils`;

/** By itself, without looking at other cells. A cell of nobody is blank and safe. */
export function reasonAlone(cell: Cell, { kind, sensitive, rules = usualRules }: Figure): Reason | null {
  if (cell.denominator === 0) return null;
  if (cell.denominator < rules.smallestCell) return 'small';
  const allOrNobody = cell.numerator === 0 || cell.numerator === cell.denominator;
  const small = cell.denominator < rules.smallestForAllOrNobody;
  return kind === 'percentage' && sensitive && allOrNobody && small ? 'all-or-nobody' : null;
}

export function mayShowCount({ numerator, denominator }: Cell, { smallestCount }: SuppressionRules): boolean {
  const few = (count: number) => count > 0 && count < smallestCount;
  return !few(numerator) && !few(denominator - numerator);
}

/**
 * Whether the figures of two sets of pupils, one within the other, may both be shown: not when they differ by a few (all pupils and all but
 * newcomers; this week and last).
 */
export function mayShowBoth(larger: number, smaller: number, { smallestCell }: SuppressionRules = usualRules): boolean {
  const between = larger - smaller;
  return between === 0 || between >= smallestCell;
}

/** As absence and exclusion statistics print a count of enrolments: 1 or 2 as "x", a true 0 as 0 (disclosure.md section 1). */
export const enrolmentsShown = (count: number): number | 'x' => (count === 1 || count === 2 ? 'x' : count);

/** National, regional and authority totals, to the nearest 5. */
export const toNearestFive = (count: number): number => Math.floor((count + 2.5) / 5) * 5;
