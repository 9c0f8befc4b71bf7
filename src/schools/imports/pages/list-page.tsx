import {
  ButtonLink,
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  PageHeading,
  Pagination,
  Second,
  Select,
  sortLinks,
  Tag,
  TextInput,
  withQuery,
} from '../../../platform/ui';
import { counted, date, moment } from '../../../platform/words';
import { kinds } from '../kinds';
import type { Import } from '../queries';
import { factsFrom, type ImportsWish, kindTitle, listedImports, statusWords, whatItDid } from './list';

interface ListView {
  imports: readonly Import[];
  wish: ImportsWish;
  /** What the page was asked for. */
  query: URLSearchParams;
  page: number;
  perPage: number;
}

export const ListPage = (view: ListView) => {
  const waiting = view.imports.filter((one) => one.status === 'ready').length;
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
      {view.imports.length === 0 ? (
        <EmptyState
          title="No file has been brought yet"
          action={<ButtonLink href="/imports/new">Bring a file</ButtonLink>}
        >
          Start with school information, then the pupil numbers. You see what each file would change before anything
          does.
        </EmptyState>
      ) : (
        <>
          <FilterForm action="/imports" live="files" query={view.query}>
            <TextInput id="q" name="q" type="search" label="File name" value={view.wish.q} autocomplete="off" />
            <Select
              id="kind"
              name="kind"
              label="Kind"
              value={view.wish.kind}
              options={[{ value: '', text: 'Any' }, ...kinds.map(({ name, title }) => ({ value: name, text: title }))]}
            />
            <Select
              id="status"
              name="status"
              label="State"
              value={view.wish.status}
              options={[
                { value: '', text: 'Any' },
                ...Object.entries(statusWords).map(([value, { text }]) => ({ value, text })),
              ]}
            />
          </FilterForm>
          <Files {...view} />
        </>
      )}
    </>
  );
};

function Files({ imports, wish, query, page, perPage }: ListView) {
  const all = listedImports(imports, wish);
  const at = Math.min(page, Math.max(1, Math.ceil(all.length / perPage)));
  const address = `/imports?${query}`;
  return (
    <div id="files" data-live-says={counted(all.length, 'file')}>
      {all.length === 0 ? (
        <EmptyState title="Nothing fits" action={<a href="/imports">Show every file</a>}>
          A piece of the file’s name is enough. Take one of the choices away.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Files"
            captionHidden
            rows={all.slice((at - 1) * perPage, at * perPage)}
            sort={sortLinks(address, wish.order)}
            columns={[
              {
                key: 'file',
                header: 'File',
                name: true,
                sortable: true,
                cell: (row) => (
                  <>
                    <a href={`/imports/${row.id}`}>{row.fileName}</a>
                    <Second>{kindTitle(row.kind)}</Second>
                  </>
                ),
              },
              { key: 'made', header: 'Brought', sortable: true, cell: (row) => moment(row.madeAt) },
              {
                key: 'as-at',
                header: 'Facts from',
                sortable: true,
                cell: (row) => {
                  const day = factsFrom(row);
                  return day && date(day);
                },
              },
              { key: 'did', header: 'What it did', cell: whatItDid },
              {
                key: 'status',
                header: 'State',
                sortable: true,
                cell: (row) => <Tag tone={statusWords[row.status].tone}>{statusWords[row.status].text}</Tag>,
              },
            ]}
          />
          <Pagination
            total={all.length}
            perPage={perPage}
            page={at}
            href={(n) => withQuery(address, { page: n })}
            noun={all.length === 1 ? 'file' : 'files'}
          />
          <ExportLinks
            csv={withQuery(`/imports.csv?${query}`, { page: undefined })}
            excel={withQuery(`/imports.xlsx?${query}`, { page: undefined })}
          />
        </>
      )}
    </div>
  );
}
