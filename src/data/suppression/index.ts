export { areasOfFewSchools, fewestSchools, hiddenAreaWords } from './few-schools';
export type { Areas, PlacedCell } from './placed';
export { apart, type Relation, sumOf, within } from './relations';
export {
  type Cell,
  enrolmentsShown,
  type Figure,
  hiddenWords,
  mayShowBoth,
  type Reason,
  type SuppressionRules,
  toNearestFive,
  usualRules,
  type Verdict,
} from './rules';
export { suppress } from './suppress';
export { type FigureSet, suppressTogether, type Together } from './together';
