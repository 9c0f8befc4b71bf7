import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** One thing to mend in an offer file. Lines and columns count from one. */
export interface OfferMistake {
  line: number;
  column: number;
  /** Where in the offer, with ids for the items of lists: "elements.spring-visit.value". */
  path: string;
  /** What is wrong and what to do, in plain English. */
  message: string;
}

export type Path = readonly PropertyKey[];

/** A mistake before its place in the text is known. */
export interface Complaint {
  path: Path;
  message: string;
}

export const byPlace = (a: OfferMistake, b: OfferMistake): number => a.line - b.line || a.column - b.column;

/**
 * Turns a path through the values into a place in the text. Something that is missing is pointed at where it should
 * stand: the nearest thing around it. With `key`, the place of that name itself.
 */
export function pointer(document: Document, raw: unknown, at: (offset: number) => { line: number; column: number }) {
  return (path: Path, message: string, key?: string): OfferMistake => {
    let node: unknown = document.contents;
    let start = offsetOf(node) ?? 0;
    for (const [depth, step] of path.entries()) {
      const found = child(document, node, step);
      if (!found) break;
      node = found.node;
      // A block under a name begins on the next line: the name itself is what a person looks for.
      const last = depth === path.length - 1;
      start = (last && isScalar(node) ? offsetOf(node) : (found.name ?? offsetOf(node))) ?? start;
    }
    if (key !== undefined) start = child(document, node, key)?.name ?? start;
    return { ...at(start), path: worded(raw, path, key), message };
  };
}

function child(
  document: Document,
  parent: unknown,
  step: PropertyKey,
): { node: unknown; name: number | undefined } | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { node: item, name: offsetOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((candidate) => keyOf(candidate) === String(step));
  return pair && { node: pair.value, name: offsetOf(pair.key) };
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);

const offsetOf = (node: unknown): number | undefined =>
  isNode(node) ? ((node as Node).range?.[0] ?? undefined) : undefined;

/** The path in words: ["elements", 3, "value"] is "elements.spring-visit.value". */
function worded(raw: unknown, path: Path, key?: string): string {
  const steps: string[] = [];
  let value = raw;
  for (const step of path) {
    const list = Array.isArray(value);
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined;
    steps.push(list ? name(value, Number(step)) : String(step));
  }
  return [...steps, ...(key === undefined ? [] : [key])].join('.');
}

/** What an item of a list is called: its id, else its year, else its number from one. */
export function name(item: unknown, index: number): string {
  if (typeof item === 'object' && item !== null) {
    if ('id' in item && typeof item.id === 'string') return item.id;
    if ('year' in item && typeof item.year === 'string') return item.year;
  }
  return String(index + 1);
}
