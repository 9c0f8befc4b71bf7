import { unendedWords } from '../../platform/reading';
import { describeRejected, type RejectedValue as Reject } from '../../platform/rejected';
import { count, counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { datasetNamed } from '../catalogue/catalogue';
import { releaseKindNamed } from '../catalogue/kinds';
import { type Later, laterWords } from './later';
import type { Release } from './queries';

export type Outcome = 'accepted' | 'preview' | 'nothing' | 'refused';

/** What the command line says of one file. */
export interface ReleaseReport {
  release: Release | null;
  dataset: string;
  file: string;
  outcome: Outcome;
  rejects: Reject[];
  problem: string | null;
  /** What stands before it, because its stage is later. */
  later: Later | null;
}

/** "2,340 figures about 128 schools and 2 areas. 3 rows were rejected." Of pupils: "5,310 rows about 612 pupils of 12 schools." */
export function summary({ level, counts }: Pick<Release, 'level' | 'counts'>): string {
  const { figures, schools, comparators, areas, rejected, pupils, kept } = counts;
  const about = [...(schools > 0 ? [counted(schools, 'school')] : []), ...(areas > 0 ? [counted(areas, 'area')] : [])];
  const strangers =
    comparators > 0 && schools > 0
      ? ` ${count(comparators)} of the schools ${comparators === 1 ? 'is not in the directory: it is compared with, and has' : 'are not in the directory: they are compared with, and have'} no page.`
      : '';
  const refusals = rejected > 0 ? ` ${counted(rejected, 'row')} ${rejected === 1 ? 'was' : 'were'} rejected.` : '';
  if (level === 'pupil')
    return `${counted(kept, 'row')} about ${counted(pupils, 'pupil')} of ${counted(schools, 'school')}.${refusals}`;
  return `${counted(figures, 'figure')} about ${listed(about)}.${strangers}${refusals}`;
}

/** "3 columns": of a published file every column is kept, of pupils no more than is needed. */
export function unusedWords({ level, shape, unknownColumns }: Release): { what: string; how: string } {
  const [one, many] = shape === 'ctf' ? ['kind of entry', 'kinds of entry'] : ['column', 'columns'];
  return {
    what: counted(unknownColumns.length, one, many),
    how: level === 'pupil' ? 'not used, and not kept' : 'kept and not used',
  };
}

const shownNames = 12;

/** What to know before accepting. */
export function notesOf(release: Release, later: Later | null): string[] {
  const dataset = datasetNamed(release.dataset);
  const { unknownColumns: unknown, counts, year } = release;
  const more = unknown.length - shownNames;
  const { what, how } = unusedWords(release);
  return [
    ...(counts.unended > 0 ? [unendedWords] : []),
    ...(counts.withoutEngland > 0
      ? [
          'There is no row for England, with which such a file ends: it was made of some of the publisher’s rows, or cut off. If nobody left rows out, download it again.',
        ]
      : []),
    ...(counts.without > 0
      ? [
          `${counted(counts.without, 'pupil')} of the file ${counts.without === 1 ? 'has' : 'have'} nothing of this dataset and year.`,
        ]
      : []),
    ...(counts.shared > 0
      ? [
          `${counted(counts.shared, 'pupil')} of the file ${counts.shared === 1 ? 'stands' : 'stand'} at more than one school, and ${counts.shared === 1 ? 'counts' : 'count'} in each of them: ask the schools, and take out the rows of the school at which the pupil was not.`,
        ]
      : []),
    ...(release.same === null ? [] : [`${release.same} holds the very same figures.`]),
    ...(later && release.same === null ? [laterWords(release, later)] : []),
    ...(dataset && dataset.lag > 0 && year !== null
      ? [`The pupils left in ${yearName(year)}; it was published for ${yearName(year + dataset.lag)}.`]
      : []),
    ...(counts.outside > 0
      ? [
          `${counted(counts.outside, 'row')} ${counts.outside === 1 ? 'belongs' : 'belong'} to another authority, and ${counts.outside === 1 ? 'was' : 'were'} passed over.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `${what} ${unknown.length === 1 ? 'is' : 'are'} ${how}: ${unknown.slice(0, shownNames).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`,
        ]
      : []),
  ];
}

/** Which form of its dataset the file has; of pupils a file has one. */
export const shapeTitle = ({ dataset: id, shape }: Pick<Release, 'dataset' | 'shape'>): string =>
  datasetNamed(id)?.shapes.find(({ name }) => name === shape)?.title ??
  (shape === 'ctf' ? 'a common transfer file' : 'a table of pupils');

const shownRejects = 20;

/** The lines that the command line says to people. They may end in a log: of a file of pupils without the values. */
export function describeRelease({ release, file, outcome, rejects, problem, later }: ReleaseReport): string[] {
  const personal = release?.level === 'pupil';
  const lines = rejects.slice(0, shownRejects).map((one) => describeRejected(personal ? { ...one, value: null } : one));
  const more = rejects.length - lines.length;
  const refusals = [...lines, ...(more > 0 ? [`… and ${count(more)} more.`] : [])];
  const dataset = release && releaseKindNamed(release.dataset);
  if (outcome === 'refused' || !release || !dataset)
    return [`${file} was refused. ${problem ?? ''}`.trim(), ...refusals, 'Nothing was changed.'];
  const end = {
    accepted: `Accepted as ${release.name}.`,
    preview: 'This was a look only, and nothing was changed. Add --yes to accept it.',
    nothing: 'There was nothing to accept.',
  }[outcome];
  return [
    `${file}: ${dataset.title}, ${yearName(release.year ?? 0)}, ${release.stage}, ${shapeTitle(release)}. ${count(release.counts.rows)} rows.`,
    summary(release),
    ...notesOf(release, later),
    ...refusals,
    end,
  ];
}

/** For programs. */
export function releaseJson({ release, dataset, file, outcome, rejects, problem, later }: ReleaseReport): object {
  return {
    release: release?.name ?? null,
    kind: dataset,
    file,
    outcome,
    year: release?.year ? yearName(release.year) : null,
    stage: release?.stage ?? null,
    shape: release?.shape ?? null,
    sha256: release?.sha256 ?? null,
    ...(release?.counts ?? {}),
    unknown_columns: release?.unknownColumns ?? [],
    same_as: release?.same ?? null,
    rejects,
    problem,
    warnings: release && outcome !== 'refused' ? notesOf(release, later) : [],
  };
}
