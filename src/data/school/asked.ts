import { readAcademicYear } from '../../schools';
import { measureWords, yearWords } from './words';

/** Which figures of a school an address asks for: of one measure, of one year, of both, or all. */
export function askedFor(query: URLSearchParams): (figure: { measure: string; year: number }) => boolean {
  const [wanted, year] = [query.get('measure'), query.get('year')];
  return (figure) =>
    (wanted === null || figure.measure === wanted) && (!year || figure.year === readAcademicYear(year));
}

/** What was asked for by name and is not there, in a sentence. Where nothing was asked for, none is a true answer. */
export function nothingOf(
  query: URLSearchParams,
  found: readonly unknown[],
  named: (id: string) => { name: string; second: string } | undefined,
): string | null {
  const [wanted, year] = [query.get('measure'), query.get('year')];
  if (found.length > 0 || (wanted === null && !year)) return null;
  const known = wanted === null ? null : named(wanted);
  const what = known ? measureWords(known) : wanted === null ? 'this school' : 'the measure that was asked for';
  return `There is nothing of ${what}${year ? ` in ${yearWords(year)}` : ''} here. Choose a measure and a year that the page has.`;
}
