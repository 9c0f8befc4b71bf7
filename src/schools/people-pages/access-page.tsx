import type { Child } from 'hono/jsx';
import {
  type Column,
  DataTable,
  EmptyState,
  FieldRow,
  Pagination,
  Select,
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
}

/** Who viewed and exported personal pages, and when. */
export function LooksList({ filter, page, found, action }: LooksProps) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const columns: Column<Look>[] = [
    { key: 'at', header: 'When', name: true, cell: (look) => moment(look.at) },
    { key: 'who', header: 'Who', figure: true, cell: (look) => look.name },
    {
      key: 'what',
      header: 'What',
      cell: (look): Child => `${look.kind === 'export' ? 'Took away' : 'Viewed'}: ${look.about}`,
    },
  ];
  return (
    <>
      <search>
        <form action={action} method="get" data-live="looks">
          <FieldRow>
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
            <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
              Show
            </button>
          </FieldRow>
        </form>
      </search>
      <div id="looks" data-live-says={`${count(found.total)} found`}>
        {found.total === 0 ? (
          <EmptyState
            title={query.size > 0 ? 'Nothing fits' : 'Nobody has looked yet'}
            action={query.size > 0 ? <a href={action}>Show everything</a> : undefined}
          >
            Every time somebody opens or takes away a page with pupils, personal or case information of this school, it
            is kept here with their name and the time.
          </EmptyState>
        ) : (
          <>
            <DataTable caption="Views and exports, newest first" captionHidden columns={columns} rows={found.looks} />
            <Pagination
              page={page}
              perPage={looksPerPage}
              total={found.total}
              noun={found.total === 1 ? 'time' : 'times'}
              href={(to) => withQuery(`${action}?${query}`, { page: to })}
            />
          </>
        )}
      </div>
    </>
  );
}
