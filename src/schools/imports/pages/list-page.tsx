import {
  ButtonLink,
  DataTable,
  EmptyState,
  PageHeading,
  Pagination,
  Second,
  Tag,
  type Tone,
} from '../../../platform/ui';
import { counted, date, moment } from '../../../platform/words';
import { kindNamed } from '../kinds';
import type { Import } from '../queries';
import { changesAnything, summary } from '../report';

export const statusWords: Readonly<Record<Import['status'], { text: string; tone: Tone }>> = {
  checking: { text: 'Checking', tone: 'quiet' },
  ready: { text: 'Waits for you', tone: 'heather' },
  accepted: { text: 'Accepted', tone: 'petrol' },
  discarded: { text: 'Discarded', tone: 'outline' },
  failed: { text: 'Refused', tone: 'outline' },
};

/** What an import did or would do, in a sentence. */
export function whatItDid({ status, counts, kind, problem }: Import): string {
  if (status === 'failed') return problem ?? 'The file could not be used.';
  if (status === 'checking') return 'The file is being read.';
  if (!changesAnything(counts)) return 'Nothing has changed.';
  return summary(counts, kindNamed(kind) ?? { noun: 'fact' });
}

interface ListView {
  imports: readonly Import[];
  total: number;
  page: number;
  perPage: number;
}

export const ListPage = ({ imports, total, page, perPage }: ListView) => {
  const waiting = imports.filter((one) => one.status === 'ready').length;
  return (
    <>
      <PageHeading
        title="Imports"
        lead={
          waiting > 0
            ? `${counted(waiting, 'file')} ${waiting === 1 ? 'waits' : 'wait'} for your decision.`
            : 'Published files that say what schools there are.'
        }
        actions={<ButtonLink href="/imports/new">Bring a file</ButtonLink>}
      />
      {imports.length === 0 ? (
        <EmptyState
          title="No file has been brought yet"
          action={<ButtonLink href="/imports/new">Bring a file</ButtonLink>}
        >
          Start with school information, then the pupil numbers. You see what each file would change before anything
          does.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Files, newest first"
            captionHidden
            rows={imports}
            columns={[
              {
                key: 'file',
                header: 'File',
                name: true,
                cell: (row) => (
                  <>
                    <a href={`/imports/${row.id}`}>{row.fileName}</a>
                    <Second>{kindNamed(row.kind)?.title ?? row.kind}</Second>
                  </>
                ),
              },
              { key: 'made', header: 'Brought', cell: (row) => moment(row.madeAt) },
              {
                key: 'as-at',
                header: 'Facts from',
                cell: (row) => (row.status === 'failed' || row.status === 'checking' ? null : date(row.asAt)),
              },
              { key: 'did', header: 'What it did', cell: whatItDid },
              {
                key: 'status',
                header: 'State',
                cell: (row) => <Tag tone={statusWords[row.status].tone}>{statusWords[row.status].text}</Tag>,
              },
            ]}
          />
          <Pagination total={total} perPage={perPage} page={page} href={(n) => `/imports?page=${n}`} noun="files" />
        </>
      )}
    </>
  );
};
