import { name } from '../check/place';

/** One thing that a new version says otherwise. Null where one of the two does not say it at all. */
export interface Difference {
  /** "elements.spring-visit.value", with ids for the items of lists. */
  path: string;
  before: string | null;
  after: string | null;
}

/**
 * What differs between two offer files, as they are written: in pounds and days, in the order of the new one. Items of
 * lists are compared by their ids, wherever they stand.
 */
export function differences(before: unknown, after: unknown): Difference[] {
  return compare(before, after, []);
}

function compare(before: unknown, after: unknown, path: readonly string[]): Difference[] {
  if (same(before, after)) return [];
  const [a, b] = [partsOf(before), partsOf(after)];
  if (!a || !b) return [{ path: path.join('.'), before: written(before), after: written(after) }];
  const names = [...new Set([...b.keys(), ...a.keys()])];
  const found = names.flatMap((step) => compare(a.get(step), b.get(step), [...path, step]));
  return found.length > 0 ? found : [{ path: path.join('.'), before: 'in another order', after: 'in this order' }];
}

/** The named parts of a list or a group; null for a plain value. */
function partsOf(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) return new Map(value.map((item, at) => [name(item, at), item]));
  if (!isGroup(value)) return null;
  return new Map(Object.entries(value));
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null;

const same = (a: unknown, b: unknown): boolean => written(a) === written(b);

function written(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value !== null && !isGroup(value)) return String(value);
  return JSON.stringify(value);
}
