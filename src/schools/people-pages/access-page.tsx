import type { Child } from 'hono/jsx';
import {
  type Column,
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  Pagination,
  Select,
  sortLinks,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { count, moment } from '../../platform/words';
import { type Look, type LookFilter, looksPerPage } from './queries';

export interface LooksProps {
  filter: LookFilter;
  page: number;
  found: { looks: Look[]; total: number };
  action: string;
  /** What the page was asked for. */
  query: URLSearchParams;
}

export const verbs = { view: 'Viewed', export: 'Took away' } as const;

/** Who viewed and exported personal pages, and when. */
export function LooksList({ filter, page, found, action, query }: LooksProps) {
  const address = `${action}?${query}`;
  const narrowed = filter.who !== '' || filter.kind !== '';
  const columns: Column<Look>[] = [
    { key: 'at', header: 'When', name: true, sortable: true, cell: (look) => moment(look.at) },
    { key: 'who', header: 'Who', figure: true, sortable: true, cell: (look) => look.name },
    {
      key: 'what',
      header: 'What',
      sortable: true,
      cell: (look): Child => `${verbs[look.kind]}: ${look.about}`,
    },
  ];
  return (
    <>
      <FilterForm action={action} live="looks" query={query}>
        <TextInput id="who" name="who" type="search" label="Who" value={filter.who} autocomplete="off" />
        <Select
          id="kind"
          name="kind"
          label="What"
          value={filter.kind}
          options={[
            { value: '', text: 'Viewed or taken away' },
            { value: 'view', text: 'Viewed' },
            { value: 'export', text: 'Taken away' },
          ]}
        />
      </FilterForm>
      <div id="looks" data-live-says={`${count(found.total)} found`}>
        {found.total === 0 ? (
          <EmptyState
            title={narrowed ? 'Nothing fits' : 'Nobody has looked yet'}
            action={narrowed ? <a href={action}>Show everything</a> : undefined}
          >
            Every time somebody opens or takes away a page with pupils, personal or case information of this school, it
            is kept here with their name and the time.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Views and exports"
              captionHidden
              columns={columns}
              rows={found.looks}
              sort={sortLinks(address, filter.order)}
            />
            <Pagination
              page={page}
              perPage={looksPerPage}
              total={found.total}
              noun="time"
              href={(to) => withQuery(address, { page: to })}
            />
            <ExportLinks
              csv={withQuery(`${action}.csv?${query}`, { page: undefined })}
              excel={withQuery(`${action}.xlsx?${query}`, { page: undefined })}
            />
          </>
        )}
      </div>
    </>
  );
}
