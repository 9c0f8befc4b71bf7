import { ok, type Result, refused } from '../result';
import { listed } from '../words';

/** A column that a reader wants, by the headings it may have, the usual one first. */
export interface Wanted {
  headings: readonly string[];
  required: boolean;
}

export type HeadingProblem =
  | { kind: 'missing'; heading: string; nearest: string | null }
  | { kind: 'twice'; heading: string; columns: number[] };

export interface Matched {
  /** For each wanted column its place in the file, from 0, or null where an optional one is not there. */
  places: (number | null)[];
  /** Headings of the file that nobody wanted. */
  others: string[];
}

/**
 * Finds the wanted columns among a file's headings. Capitals and spaces do not matter. Refused with every problem at once:
 * a required heading that is missing, with the nearest one found, and a wanted heading that stands twice.
 */
export function matchHeadings(
  headings: readonly string[],
  wanted: readonly Wanted[],
): Result<Matched, HeadingProblem[]> {
  const found = headings.map(plain);
  const problems: HeadingProblem[] = [];
  const taken = new Set<number>();
  const places = wanted.map((column) => {
    const columns = placesOf(column, found);
    for (const place of columns) taken.add(place);
    const [place] = columns;
    if (columns.length > 1) {
      problems.push({ kind: 'twice', heading: headings[place ?? 0] ?? '', columns: columns.map((c) => c + 1) });
    }
    if (place === undefined && column.required) {
      problems.push({ kind: 'missing', heading: column.headings[0] ?? '', nearest: null });
    }
    return place ?? null;
  });
  const others = headings.filter((heading, i) => !taken.has(i) && heading !== '');
  if (problems.length === 0) return ok({ places, others });
  return refused(
    problems.map((one) => (one.kind === 'missing' ? { ...one, nearest: nearest(one.heading, others) } : one)),
  );
}

/** The problems as sentences for the person who chose the file. */
export function describeHeadings(problems: readonly HeadingProblem[], headings: readonly string[]): string {
  const missing = problems.filter((one) => one.kind === 'missing');
  if (missing.length > 0 && looksLikeARow(headings))
    return `The first line does not look like headings: it begins with ${listed(headings.slice(0, 3).map((value) => `"${value}"`))}. Put the line of headings above it, with ${listed(missing.map(({ heading }) => `"${heading}"`))} among them, or download the file again.`;
  const sentences = problems
    .filter((one) => one.kind === 'twice')
    .map(
      (one) =>
        `The heading "${one.heading}" stands twice, in columns ${listed(one.columns.map(String))}. Remove or rename one.`,
    );
  if (missing.length > 0) {
    const names = missing.map(({ heading, nearest }) =>
      nearest ? `"${heading}" (did you mean "${nearest}"?)` : `"${heading}"`,
    );
    const several = missing.length > 1;
    sentences.unshift(
      `The first line must hold the headings, and ${several ? 'these are' : 'this one is'} missing: ${listed(names)}.`,
    );
    const blank = headings.indexOf('');
    if (blank >= 0) sentences.push(`Column ${blank + 1} has no heading.`);
  }
  return sentences.join(' ');
}

/** A heading is hardly ever a number or a date; of a row's values a quarter and more are. */
function looksLikeARow(headings: readonly string[]): boolean {
  const written = headings.filter((heading) => heading !== '');
  return written.filter((heading) => /^[-+]?\d[\d.,/:-]*%?$/.test(heading)).length * 4 > written.length;
}

/** Every place of the first of the column's headings that the file has. */
function placesOf(column: Wanted, found: readonly string[]): number[] {
  for (const heading of column.headings) {
    const name = plain(heading);
    const places = found.flatMap((one, i) => (one === name ? [i] : []));
    if (places.length > 0) return places;
  }
  return [];
}

/** The closest of the headings, unless even that one differs in more than a third of its letters: of two letters, in any. */
function nearest(wanted: string, headings: readonly string[]): string | null {
  const letters = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9]/g, '');
  const name = letters(wanted);
  let best: string | null = null;
  let fewest = Math.floor(name.length / 3) + 1;
  for (const heading of headings) {
    const other = letters(heading);
    const changes =
      other.length > 2 && (other.startsWith(name) || name.startsWith(other)) ? 0.5 : distance(name, other);
    if (changes < fewest) {
      best = heading;
      fewest = changes;
    }
  }
  return best;
}

/** How many letters must be put in, taken out or changed to turn one word into the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const plain = (heading: string): string => heading.trim().replace(/\s+/g, ' ').toLowerCase();
