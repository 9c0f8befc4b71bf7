import { choose, text } from './sql';
import { readRows } from './tables';
import source from './tables/ethnicity-codes.csv?raw';

/** Pupil groups (primary-other.md section 4). A group answers null for a code that it does not know: an import reports it. */

/** Main ethnic group by code; refused and not obtained are unclassified and stay in "all pupils". */
export const ethnicGroups: ReadonlyMap<string, string> = new Map(
  readRows(source).map((row) => [row.code ?? '', row.major_group_2018 ?? '']),
);

/** Special educational needs by provision code; S ended in 2018, A and P before 2015. */
export const senGroups: ReadonlyMap<string, 'none' | 'support' | 'plan'> = new Map([
  ['N', 'none'],
  ['K', 'support'],
  ['E', 'plan'],
  ['S', 'plan'],
]);

/** English, another language, or unclassified (refused, not obtained), by code of the first language. Every other code is another language. */
export const languageGroups: ReadonlyMap<string, 'english' | 'other' | 'unclassified'> = new Map([
  ['ENG', 'english'],
  ['ENB', 'english'],
  ['REF', 'unclassified'],
  ['NOT', 'unclassified'],
  ['', 'unclassified'],
]);
export const languageGroup = (code: string): 'english' | 'other' | 'unclassified' =>
  languageGroups.get(code) ?? 'other';

/** Free meals at any census in six years, in care for a day, or out of care by adoption, guardianship or arrangements order: disadvantaged. Everyone else is "other". */
export const isDisadvantaged = (pupil: {
  freeMealsInSixYears: boolean;
  everInCare: boolean;
  leftCare: boolean;
}): boolean => pupil.freeMealsInSixYears || pupil.everInCare || pupil.leftCare;

/** Autumn: September to December; spring: January to April; summer: May to August. */
export const termOfBirth = (born: Temporal.PlainDate): 'autumn' | 'spring' | 'summer' =>
  born.month >= 9 ? 'autumn' : born.month <= 4 ? 'spring' : 'summer';

/** National curriculum year in the academic year that ends in the summer of `year`: age on the 31 August before it, less 4. 0 is reception (school-year.md section 1). */
export function curriculumYear(born: Temporal.PlainDate, year: number): number {
  const before = Temporal.PlainDate.from({ year: year - 1, month: 8, day: 31 });
  return born.until(before, { largestUnit: 'year' }).years - 4;
}

/** The same as DuckDB expressions over the columns of a pupil. */
export const groupSql = {
  ethnicity: (column: string) => choose(column, quoted(ethnicGroups)),
  sen: (column: string) => choose(column, quoted(senGroups)),
  language: (column: string) => `coalesce(${choose(`coalesce(${column}, '')`, quoted(languageGroups))}, 'other')`,
  termOfBirth: (column: string) =>
    `case when month(${column}) >= 9 then 'autumn' when month(${column}) <= 4 then 'spring' else 'summer' end`,
} as const;

const quoted = (groups: ReadonlyMap<string, string>) =>
  [...groups].map(([code, group]) => [code, text(group)] as const);

/** A group less its comparator, unrounded; the department's own difference columns use rounded figures. Say which comparator. */
export const gap = (group: number, comparator: number): number => group - comparator;
