import {
  ButtonGroup,
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
import { counted, moment } from '../../../platform/words';
import { releaseKinds } from '../../catalogue/kinds';
import type { Release } from '../queries';
import { datasetTitle, listedReleases, type ReleasesWish, statusWords, whatItHolds, yearWords } from './list';

interface ListView {
  releases: readonly Release[];
  wish: ReleasesWish;
  /** What the page was asked for. */
  query: URLSearchParams;
  page: number;
}

const perPage = 30;

export function ReleasesPage(view: ListView) {
  const waiting = view.releases.filter((one) => one.status === 'ready').length;
  const bring = <ButtonLink href="/releases/new">Bring a file of results</ButtonLink>;
  return (
    <>
      <PageHeading
        title="Data releases"
        lead={
          waiting > 0
            ? `${counted(waiting, 'file')} ${waiting === 1 ? 'waits' : 'wait'} for your decision.`
            : 'Published figures as they were published, and files of pupils that only data analysts may open.'
        }
        actions={
          <ButtonGroup>
            {bring}
            <ButtonLink href="/official-tables" kind="secondary">
              Official tables
            </ButtonLink>
          </ButtonGroup>
        }
      />
      {view.releases.length === 0 ? (
        <EmptyState title="No file of results has been brought yet" action={bring}>
          Start with the results of your schools’ phase. You see what a file holds, and every row that cannot be taken,
          before anything is shown.
        </EmptyState>
      ) : (
        <>
          <FilterForm action="/releases" live="releases" query={view.query}>
            <TextInput id="q" name="q" type="search" label="File or release" value={view.wish.q} autocomplete="off" />
            <Select
              id="dataset"
              name="dataset"
              label="Dataset"
              value={view.wish.dataset}
              options={[
                { value: '', text: 'Any' },
                ...releaseKinds.map(({ id, title }) => ({ value: id, text: title })),
              ]}
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
          <Listed {...view} />
        </>
      )}
    </>
  );
}

function Listed({ releases, wish, query, page }: ListView) {
  const all = listedReleases(releases, wish);
  const at = Math.min(page, Math.max(1, Math.ceil(all.length / perPage)));
  const address = `/releases?${query}`;
  return (
    <div id="releases" data-live-says={counted(all.length, 'release')}>
      {all.length === 0 ? (
        <EmptyState title="Nothing fits" action={<a href="/releases">Show every release</a>}>
          A piece of the file’s name is enough. Take one of the choices away.
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Releases"
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
                    <a href={`/releases/${row.id}`}>{row.fileName}</a>
                    {row.name !== null && <Second>{row.name}</Second>}
                  </>
                ),
              },
              { key: 'dataset', header: 'Dataset', sortable: true, cell: (row) => datasetTitle(row.dataset) },
              { key: 'year', header: 'Year', sortable: true, cell: yearWords },
              { key: 'stage', header: 'Stage', cell: (row) => row.stage },
              { key: 'made', header: 'Brought', sortable: true, cell: (row) => moment(row.madeAt) },
              { key: 'holds', header: 'What it holds', cell: whatItHolds },
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
            noun={all.length === 1 ? 'release' : 'releases'}
          />
          <ExportLinks
            csv={withQuery(`/releases.csv?${query}`, { page: undefined })}
            excel={withQuery(`/releases.xlsx?${query}`, { page: undefined })}
          />
        </>
      )}
    </div>
  );
}
