import { chosen, readWish, statusWords } from '../../../platform/brought';
import type { Cell, ExportTable } from '../../../platform/documents';
import { inPageWords, kindNamed } from '../kinds';
import type { Import } from '../queries';
import { changesAnything, summary } from '../report';

export const kindTitle = (kind: string): string => kindNamed(kind)?.title ?? kind;

/** What an import did or would do, in a sentence. */
export function whatItDid({ status, counts, kind, problem }: Import): string {
  if (status === 'failed') return problem ? inPageWords(problem) : 'The file could not be used.';
  if (status === 'checking') return 'The file is being read.';
  if (!changesAnything(counts)) return status === 'ready' ? 'There is nothing to accept.' : 'Nothing has changed.';
  return summary(counts, kindNamed(kind) ?? { noun: 'fact' });
}

/** The day from which its facts hold, once somebody knows. */
export const factsFrom = ({ status, asAt }: Import): Temporal.PlainDate | null =>
  status === 'failed' || status === 'checking' ? null : asAt;

export const readImports = (query: URLSearchParams) => readWish(query, 'kind', ['as-at'] as const);

export const listedImports = (imports: readonly Import[], wish: ReturnType<typeof readImports>): Import[] =>
  chosen(imports, wish, {
    kindOf: ({ kind }) => kind,
    by: { 'as-at': (one) => factsFrom(one)?.toString() ?? null },
  });

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
