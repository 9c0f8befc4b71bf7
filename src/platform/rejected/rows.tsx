import { DataTable, ExportLinks, FilterForm, Pagination, Section, Select, sortLinks, withQuery } from '../ui';
import { count, counted } from '../words';
import type { Rejected, RejectedWish } from './values';

export const rejectedPerPage = 100;

interface RejectedRowsProps {
  /** How many rows of the file were rejected; one may have several values that are wrong. */
  rows: number;
  rejected: Rejected;
  wish: RejectedWish;
  /** From 1. */
  page: number;
  /** What the page was asked for. */
  query: URLSearchParams;
  /** The page's own address. The files lie below it, under `/rejects`. */
  base: string;
}

/** What of a file was rejected, by line and column, with the reason; and the same to take away. */
export function RejectedRows({ rows: rejectedRows, rejected, wish, page, query, base }: RejectedRowsProps) {
  if (rejectedRows === 0) return null;
  const { rows, total, headings } = rejected;
  return (
    <Section
      title={`${counted(rejectedRows, 'row')} ${rejectedRows === 1 ? 'was' : 'were'} rejected`}
      rule="heather"
      intro="Mend these rows and bring the file again; the others do not wait for them."
      id="rejected"
    >
      {headings.length > 1 && (
        <FilterForm action={base} live="rejected-rows" query={query}>
          <Select
            id="heading"
            name="heading"
            label="Column"
            value={wish.heading}
            options={[{ value: '', text: 'Any' }, ...headings.map((heading) => ({ value: heading, text: heading }))]}
          />
        </FilterForm>
      )}
      <div id="rejected-rows" data-live-says={`${count(total)} shown`}>
        <DataTable
          caption="Rejected rows"
          captionHidden
          rows={rows}
          sort={sortLinks(`${base}?${query}`, wish.order)}
          columns={[
            { key: 'line', header: 'Line', label: 'Line', name: true, sortable: true, cell: (row) => count(row.line) },
            {
              key: 'column',
              header: 'Column',
              sortable: true,
              cell: (row) => (row.column === null ? null : `${row.column} (${row.heading})`),
            },
            { key: 'value', header: 'Value', sortable: true, cell: (row) => row.value || null },
            {
              key: 'reason',
              header: 'Why',
              sortable: true,
              cell: (row) => `It ${row.reason}.`.replace(/^It the /, 'The '),
            },
          ]}
        />
        <Pagination
          page={page}
          perPage={rejectedPerPage}
          total={total}
          noun="value"
          href={(to) => withQuery(`${base}?${query}`, { page: to })}
        />
        <ExportLinks
          csv={withQuery(`${base}/rejects.csv?${query}`, { page: undefined })}
          excel={withQuery(`${base}/rejects.xlsx?${query}`, { page: undefined })}
        />
      </div>
    </Section>
  );
}
