import { describeRejected, type RejectedValue as Reject } from '../../platform/rejected';
import { count, counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { type Dataset, datasetNamed } from '../catalogue/catalogue';
import type { Counts, Release } from './queries';

export type Outcome = 'accepted' | 'preview' | 'nothing' | 'refused';

/** What the command line says of one file. */
export interface ReleaseReport {
  release: Release | null;
  dataset: string;
  file: string;
  outcome: Outcome;
  rejects: Reject[];
  problem: string | null;
}

/** "2,340 figures about 128 schools and 2 areas; 3 rows were rejected." */
export function summary({ figures, schools, comparators, areas, rejected }: Counts): string {
  const about = [...(schools > 0 ? [counted(schools, 'school')] : []), ...(areas > 0 ? [counted(areas, 'area')] : [])];
  const strangers =
    comparators > 0 && schools > 0
      ? ` ${count(comparators)} of the schools ${comparators === 1 ? 'is' : 'are'} not in the directory: they are compared with, and have no page.`
      : '';
  const refusals = rejected > 0 ? ` ${counted(rejected, 'row')} ${rejected === 1 ? 'was' : 'were'} rejected.` : '';
  return `${counted(figures, 'figure')} about ${listed(about)}.${strangers}${refusals}`;
}

const shownNames = 12;

/** What to know before accepting. */
export function notesOf(release: Release): string[] {
  const dataset = datasetNamed(release.dataset);
  const { unknownColumns: unknown, counts, year } = release;
  const more = unknown.length - shownNames;
  return [
    ...(release.same === null ? [] : [`${release.same} holds the very same figures.`]),
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
          `${counted(unknown.length, 'column')} ${unknown.length === 1 ? 'is' : 'are'} kept and not used: ${unknown.slice(0, shownNames).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`,
        ]
      : []),
  ];
}

export const shapeTitle = (dataset: Dataset, shape: string | null): string =>
  dataset.shapes.find(({ name }) => name === shape)?.title ?? '';

const shownRejects = 20;

/** The lines that the command line says to people. */
export function describeRelease({ release, file, outcome, rejects, problem }: ReleaseReport): string[] {
  const lines = rejects.slice(0, shownRejects).map(describeRejected);
  const more = rejects.length - lines.length;
  const refusals = [...lines, ...(more > 0 ? [`… and ${count(more)} more.`] : [])];
  const dataset = release && datasetNamed(release.dataset);
  if (outcome === 'refused' || !release || !dataset)
    return [`${file} was refused. ${problem ?? ''}`.trim(), ...refusals, 'Nothing was changed.'];
  const end = {
    accepted: `Accepted as ${release.name}.`,
    preview: 'This was a look only, and nothing was changed. Add --yes to accept it.',
    nothing: 'There was nothing to accept.',
  }[outcome];
  return [
    `${file}: ${dataset.title}, ${yearName(release.year ?? 0)}, ${release.stage}, ${shapeTitle(dataset, release.shape)}. ${count(release.counts.rows)} rows.`,
    summary(release.counts),
    ...notesOf(release),
    ...refusals,
    end,
  ];
}

/** For programs. */
export function releaseJson({ release, dataset, file, outcome, rejects, problem }: ReleaseReport): object {
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
    warnings: release && outcome !== 'refused' ? notesOf(release) : [],
  };
}
