import { ok, type Result } from '../../platform/result';
import { below, rounded, sum } from './rounding';
import { type NeedsTable, needsTable, readRows } from './tables';
import gcse from './tables/gcse-points.csv?raw';
import technical from './tables/technical-award-points.csv?raw';

/**
 * Attainment 8, EBacc, English and maths (ks4.md sections 2, 3, 5 and 6). Results are already discounted, and the first entry of
 * a subject counts (section 1): in English language, literature, mathematics and combined science there is one, and should there
 * be more, the highest counts. A pupil without a result scores 0 and stays in every denominator.
 */

/** What a subject may fill. Everything that is not named, and every qualification that is no GCSE (nor AS in an EBacc subject), is 'other'. */
export const ks4Subjects = {
  'english-language': { ebacc: false, pillar: 'english' },
  'english-literature': { ebacc: false, pillar: 'english' },
  mathematics: { ebacc: false, pillar: 'mathematics' },
  // Two slots, each worth the mean of the two grades.
  'combined-science': { ebacc: true, pillar: 'science' },
  biology: { ebacc: true, pillar: 'science' },
  chemistry: { ebacc: true, pillar: 'science' },
  physics: { ebacc: true, pillar: 'science' },
  'computer-science': { ebacc: true, pillar: 'science' },
  geography: { ebacc: true, pillar: 'humanity' },
  history: { ebacc: true, pillar: 'humanity' },
  language: { ebacc: true, pillar: 'language' },
  other: { ebacc: false, pillar: null },
} as const;
export type Ks4Subject = keyof typeof ks4Subjects;

/** What pages call them: a kind holds every subject of it that has no name of its own here. */
export const ks4SubjectNames: readonly { code: Ks4Subject; meaning: string }[] = Object.entries({
  'english-language': 'English language',
  'english-literature': 'English literature',
  mathematics: 'mathematics',
  'combined-science': 'combined science',
  biology: 'biology',
  chemistry: 'chemistry',
  physics: 'physics',
  'computer-science': 'computer science',
  geography: 'geography',
  history: 'history',
  language: 'languages',
  other: 'other subjects',
} satisfies Record<Ks4Subject, string>).map(([code, meaning]) => ({ code: code as Ks4Subject, meaning }));
export type Pillar = NonNullable<(typeof ks4Subjects)[Ks4Subject]['pillar']>;

/** The reformed scale: from 2017 on only its results count for English and maths. */
export const reformed = 'GCSE 9-1';

export interface Ks4Result {
  subject: Ks4Subject;
  /** The scale of the grade, as in the points table. */
  scale: string;
  points: number;
}

/** Points by scale and grade. */
export interface Points {
  year: number;
  rows: { scale: string; grade: string; points: number }[];
  /** Null for a grade that the table does not hold: never 0. */
  of(scale: string, grade: string): number | null;
}

/** The points of a year: those in hand (2016 to 2018) and whatever rows are supplied, which win (ks4.md section 2). */
export function gcsePoints(
  year: number,
  supplied: readonly { scale: string; grade: string; points: number }[] = [],
): Result<Points, NeedsTable> {
  const inHand = [...readRows(gcse), ...readRows(technical)]
    .filter((row) => Number(row.year) === year)
    .map((row) => ({ scale: row.scale ?? '', grade: row.grade ?? '', points: Number(row.points) }));
  const byGrade = new Map([...inHand, ...supplied].map((row) => [`${row.scale}\n${row.grade}`, row]));
  if (byGrade.size === 0) return needsTable('gcse-points', year);
  return ok({
    year,
    rows: [...byGrade.values()],
    of: (scale, grade) => byGrade.get(`${scale}\n${grade}`)?.points ?? null,
  });
}

export interface Attainment8 {
  /** Points, at most 90. */
  total: number;
  english: number;
  maths: number;
  ebacc: number;
  open: number;
}

/** A pupil's Attainment 8 (ks4.md section 3). Unfilled slots score 0. */
export function attainment8(results: readonly Ks4Result[]): Attainment8 {
  const language = highest(results, (subject) => subject === 'english-language');
  const literature = highest(results, (subject) => subject === 'english-literature');
  const mathematics = highest(results, (subject) => subject === 'mathematics') ?? 0;
  const ebacc = slots(results, (subject) => ks4Subjects[subject].ebacc);
  // "Taken" means a result was awarded, U included: two results double the better, and leave the other for the open element.
  const both = language !== null && literature !== null;
  const better = Math.max(language ?? 0, literature ?? 0);
  const english = both ? 2 * better : better;
  const left = [
    ...ebacc.slice(3),
    ...(both ? [Math.min(language, literature)] : []),
    ...slots(results, (subject) => subject === 'other'),
  ];
  const elements = {
    english,
    maths: 2 * mathematics,
    ebacc: sum(ebacc.slice(0, 3)),
    open: sum(left.sort((a, b) => b - a).slice(0, 3)),
  };
  return { ...elements, total: elements.english + elements.maths + elements.ebacc + elements.open };
}

/**
 * Entered for the English Baccalaureate, and the points that its average is made of (ks4.md section 5): the sum over six, of
 * which a missing pillar scores 0.
 */
export function ebacc(results: readonly Ks4Result[]): { entered: boolean; points: number; average: number } {
  const language = highest(results, (subject) => subject === 'english-language');
  const literature = highest(results, (subject) => subject === 'english-literature');
  const both = language !== null && literature !== null;
  const mathematics = highest(results, (subject) => subject === 'mathematics');
  const sciences = slots(results, (subject) => ks4Subjects[subject].pillar === 'science');
  const singles = results.filter(({ subject }) => isSingleScience(subject)).length;
  const humanity = highest(results, (subject) => ks4Subjects[subject].pillar === 'humanity');
  const modern = highest(results, (subject) => ks4Subjects[subject].pillar === 'language');
  const science = singles >= 3 || results.some(({ subject }) => subject === 'combined-science');
  const points =
    (both ? Math.max(language, literature) : 0) +
    (mathematics ?? 0) +
    sum(sciences.slice(0, 2)) +
    (humanity ?? 0) +
    (modern ?? 0);
  const entered = both && mathematics !== null && science && humanity !== null && modern !== null;
  return { entered, points, average: points / 6 };
}

/** Grade 4 (or 5) or better in mathematics and in English language or literature, either one; 2017 on (ks4.md section 6). */
export function englishAndMaths(results: readonly Ks4Result[], grade: 4 | 5): boolean {
  const reached = (pillar: Pillar) =>
    results.some(
      (one) => one.scale === reformed && ks4Subjects[one.subject].pillar === pillar && !below(one.points, grade),
    );
  return reached('english') && reached('mathematics');
}

export const isSingleScience = (subject: Ks4Subject): boolean =>
  ks4Subjects[subject].pillar === 'science' && subject !== 'combined-science';

/** What pupils scored at key stage 2 as points, for results by prior attainment: under 24, 24 to under 30, 30 and over (ks4.md section 8). */
export function ks4PriorAttainment(ks2Points: number | null): 'low' | 'middle' | 'high' | null {
  if (ks2Points === null) return null;
  if (below(ks2Points, 24)) return 'low';
  return below(ks2Points, 30) ? 'middle' : 'high';
}

/** A school's average: the sum over everybody in the cohort. Attainment 8 and its elements to 1 decimal, EBacc points to 2. */
export const averageOf = (total: number, cohort: number, decimals: number): number | null =>
  cohort === 0 ? null : rounded(total / cohort, decimals);

/** The highest points among the subjects, or null where none was taken. */
function highest(results: readonly Ks4Result[], is: (subject: Ks4Subject) => boolean): number | null {
  const points = results.filter(({ subject }) => is(subject)).map((one) => one.points);
  return points.length === 0 ? null : Math.max(...points);
}

/** What the subjects offer to fill slots with, highest first. */
function slots(results: readonly Ks4Result[], is: (subject: Ks4Subject) => boolean): number[] {
  const single = results
    .filter(({ subject }) => is(subject) && subject !== 'combined-science')
    .map((one) => one.points);
  const combined = is('combined-science') ? highest(results, (subject) => subject === 'combined-science') : null;
  return [...single, ...(combined === null ? [] : [combined, combined])].sort((a, b) => b - a);
}
