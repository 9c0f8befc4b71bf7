import { chosen, readWish, statusWords } from '../../../platform/brought';
import type { Cell, ExportTable } from '../../../platform/documents';
import { yearName } from '../../../schools';
import { releaseKindNamed } from '../../catalogue/kinds';
import type { Release } from '../queries';
import { summary } from '../report';

export const datasetTitle = (id: string): string => releaseKindNamed(id)?.title ?? id;

export const yearWords = ({ year }: Release): string | null => (year === null ? null : yearName(year));

/** What a release holds, in a sentence; or why it was refused. */
export function whatItHolds(release: Release): string {
  const { status, problem, same, level } = release;
  if (status === 'failed') return problem ?? 'The file could not be used.';
  if (status === 'checking') return 'The file is being read.';
  const things = level === 'pupil' ? 'rows' : 'figures';
  return same === null ? summary(release) : `The very same ${things} as ${same}: nothing to accept.`;
}

const keys = ['dataset', 'year'] as const;

export const readReleases = (query: URLSearchParams) => readWish(query, 'dataset', keys);

export const listedReleases = (releases: readonly Release[], wish: ReturnType<typeof readReleases>): Release[] =>
  chosen(releases, wish, {
    kindOf: ({ dataset }) => dataset,
    words: ({ fileName, name }) => `${fileName} ${name ?? ''}`,
    by: { dataset: ({ dataset }) => datasetTitle(dataset), year: ({ year }) => year },
  });

export const releasesTable = (releases: readonly Release[]): ExportTable => ({
  name: 'Releases',
  columns: [
    { heading: 'Release', kind: 'text' },
    { heading: 'Dataset', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'File', kind: 'text' },
    { heading: 'SHA-256', kind: 'text' },
    { heading: 'Brought', kind: 'date' },
    { heading: 'State', kind: 'text' },
    { heading: 'Rows', kind: 'number' },
    { heading: 'Figures', kind: 'number' },
    { heading: 'Pupils', kind: 'number' },
    { heading: 'Rejected', kind: 'number' },
    { heading: 'What it holds', kind: 'text' },
  ],
  rows: releases.map((one): Cell[] => [
    one.name,
    datasetTitle(one.dataset),
    yearWords(one),
    one.stage,
    one.fileName,
    one.sha256,
    one.madeAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
    statusWords[one.status].text,
    one.counts.rows,
    one.counts.figures,
    one.counts.pupils,
    one.counts.rejected,
    whatItHolds(one),
  ]),
});
