import type { Cell, ExportTable } from '../../../platform/documents';
import { inOrder, type Order, readOrder, type Tone } from '../../../platform/ui';
import { yearName } from '../../../schools';
import { releaseKindNamed } from '../../catalogue/kinds';
import type { Release } from '../queries';
import { summary } from '../report';

export const statusWords: Readonly<Record<Release['status'], { text: string; tone: Tone }>> = {
  checking: { text: 'Checking', tone: 'quiet' },
  ready: { text: 'Waits for you', tone: 'heather' },
  accepted: { text: 'Accepted', tone: 'petrol' },
  discarded: { text: 'Discarded', tone: 'outline' },
  failed: { text: 'Refused', tone: 'outline' },
};

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

const keys = ['file', 'dataset', 'year', 'made', 'status'] as const;

/** Which of the releases are shown, and in which order. */
export interface ReleasesWish {
  /** A piece of the file's name, or of the release's. */
  q: string;
  dataset: string;
  status: string;
  order: Order<(typeof keys)[number]>;
}

export const readReleases = (query: URLSearchParams): ReleasesWish => ({
  q: (query.get('q') ?? '').slice(0, 100),
  dataset: query.get('dataset') ?? '',
  status: query.get('status') ?? '',
  order: readOrder(query, keys, { key: 'made', dir: 'desc' }),
});

export const listedReleases = (releases: readonly Release[], { q, dataset, status, order }: ReleasesWish): Release[] =>
  inOrder(
    releases.filter(
      (one) =>
        `${one.fileName} ${one.name ?? ''}`.toLowerCase().includes(q.toLowerCase()) &&
        (dataset === '' || one.dataset === dataset) &&
        (status === '' || one.status === status),
    ),
    {
      file: ({ fileName }) => fileName,
      dataset: ({ dataset: id }) => datasetTitle(id),
      year: ({ year }) => year,
      // They are numbered as they come: two of the same second keep their order.
      made: ({ id }) => id,
      status: (one) => statusWords[one.status].text,
    },
    order,
  );

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
