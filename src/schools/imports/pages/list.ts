import type { Cell, ExportTable } from '../../../platform/documents';
import { inOrder, type Order, readOrder, type Tone } from '../../../platform/ui';
import { inPageWords, kindNamed } from '../kinds';
import type { Import } from '../queries';
import { changesAnything, summary } from '../report';

export const statusWords: Readonly<Record<Import['status'], { text: string; tone: Tone }>> = {
  checking: { text: 'Checking', tone: 'quiet' },
  ready: { text: 'Waits for you', tone: 'heather' },
  accepted: { text: 'Accepted', tone: 'petrol' },
  discarded: { text: 'Discarded', tone: 'outline' },
  failed: { text: 'Refused', tone: 'outline' },
};

export const kindTitle = (kind: string): string => kindNamed(kind)?.title ?? kind;

/** What an import did or would do, in a sentence. */
export function whatItDid({ status, counts, kind, problem }: Import): string {
  if (status === 'failed') return problem ? inPageWords(problem) : 'The file could not be used.';
  if (status === 'checking') return 'The file is being read.';
  if (!changesAnything(counts)) return 'Nothing has changed.';
  return summary(counts, kindNamed(kind) ?? { noun: 'fact' });
}

/** The day from which its facts hold, once somebody knows. */
export const factsFrom = ({ status, asAt }: Import): Temporal.PlainDate | null =>
  status === 'failed' || status === 'checking' ? null : asAt;

const keys = ['file', 'made', 'as-at', 'status'] as const;

/** Which of the imports are shown, and in which order. */
export interface ImportsWish {
  /** A piece of the file's name. */
  q: string;
  kind: string;
  status: string;
  order: Order<(typeof keys)[number]>;
}

export const readImports = (query: URLSearchParams): ImportsWish => ({
  q: (query.get('q') ?? '').slice(0, 100),
  kind: query.get('kind') ?? '',
  status: query.get('status') ?? '',
  order: readOrder(query, keys, { key: 'made', dir: 'desc' }),
});

export const listedImports = (imports: readonly Import[], { q, kind, status, order }: ImportsWish): Import[] =>
  inOrder(
    imports.filter(
      (one) =>
        one.fileName.toLowerCase().includes(q.toLowerCase()) &&
        (kind === '' || one.kind === kind) &&
        (status === '' || one.status === status),
    ),
    {
      file: ({ fileName }) => fileName,
      // They are numbered as they come: two of the same second keep their order.
      made: ({ id }) => id,
      'as-at': (one) => factsFrom(one)?.toString() ?? null,
      status: (one) => statusWords[one.status].text,
    },
    order,
  );

export const importsTable = (imports: readonly Import[]): ExportTable => ({
  name: 'Imports',
  columns: [
    { heading: 'File', kind: 'text' },
    { heading: 'Kind', kind: 'text' },
    { heading: 'Brought', kind: 'date' },
    { heading: 'Facts from', kind: 'date' },
    { heading: 'State', kind: 'text' },
    { heading: 'Rows', kind: 'number' },
    { heading: 'Rejected', kind: 'number' },
    { heading: 'What it did', kind: 'text' },
  ],
  rows: imports.map((one): Cell[] => [
    one.fileName,
    kindTitle(one.kind),
    one.madeAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
    factsFrom(one),
    statusWords[one.status].text,
    one.counts.rows,
    one.counts.rejected,
    whatItDid(one),
  ]),
});
