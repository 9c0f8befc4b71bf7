import type { Child } from 'hono/jsx';
import type { Progress } from '../../../platform/jobs';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataTable,
  ExportLinks,
  FilterForm,
  Notice,
  PageHeading,
  Pagination,
  Refresh,
  Section,
  Select,
  SummaryList,
  sortLinks,
  Tag,
  withQuery,
} from '../../../platform/ui';
import { count, counted, date, moment } from '../../../platform/words';
import type { Preview } from '../preview';
import type { Import } from '../queries';
import { changesAnything, describeRejected } from '../report';
import { kindTitle, statusWords, whatItDid } from './list';
import { PreviewTables } from './preview-tables';
import type { Rejected, RejectedWish } from './rejected';

export interface ImportView {
  import: Import;
  /** How far the check has come, while it runs. */
  progress: Progress | null;
  preview: Preview | null;
  rejected: Rejected;
  wish: RejectedWish;
  /** Of the rejected values. */
  page: number;
  /** What the page was asked for. */
  query: URLSearchParams;
  warnings: readonly string[];
  /** Another file has been accepted since this one was compared. */
  stale: boolean;
}

export function ImportPage(view: ImportView) {
  const { import: made, preview } = view;
  const status = statusWords[made.status];
  return (
    <>
      <PageHeading
        title={made.fileName}
        eyebrow={kindTitle(made.kind)}
        lead={whatItDid(made)}
        actions={<Tag tone={status.tone}>{status.text}</Tag>}
      />
      {made.status === 'checking' && <Checking {...view} />}
      {made.status === 'failed' && (
        <p>
          Nothing was changed. <a href={`/imports/new?kind=${made.kind}`}>Choose another file</a>
        </p>
      )}
      {made.status === 'ready' && <Decision {...view} />}
      {(made.status === 'ready' || made.status === 'accepted') && <Facts made={made} />}
      <RejectedRows {...view} />
      {preview && <PreviewTables preview={preview} made={made} />}
    </>
  );
}

const Checking = ({ import: made, progress }: ImportView) => (
  <Refresh id="checking" every={2} href={`/imports/${made.id}`} running>
    <p role="status">
      {progress?.words
        ? `Checking: ${progress.words}.`
        : 'Checking the file. This takes a few seconds for a city, up to a minute for the whole country.'}
    </p>
    <p>You can leave this page: the file waits for you in the list of imports.</p>
  </Refresh>
);

function Decision({ import: made, warnings, stale }: ImportView) {
  const form = (action: string, button: Child) => (
    <form action={`/imports/${made.id}/${action}`} method="post">
      {button}
    </form>
  );
  if (stale)
    return (
      <Notice
        kind="clash"
        title="Another file has been accepted since this one was compared."
        action={form('compare', <Button>Compare again</Button>)}
      >
        What this file would change may be different now.
      </Notice>
    );
  return (
    <>
      {warnings.map((warning) => (
        <Notice kind="late">{warning}</Notice>
      ))}
      <ButtonGroup>
        {changesAnything(made.counts) && form('accept', <Button>Accept</Button>)}
        {form('discard', <Button kind="secondary">Discard</Button>)}
        <ButtonLink href="/imports" kind="secondary">
          Decide later
        </ButtonLink>
      </ButtonGroup>
    </>
  );
}

const Facts = ({ made }: { made: Import }) => {
  const { counts } = made;
  return (
    <SummaryList
      rows={[
        { key: 'Facts hold from', value: `${date(made.asAt)} (${made.asAtSource})` },
        ...(made.la === null ? [] : [{ key: 'Authority', value: String(made.la) }]),
        { key: 'Rows', value: count(counts.rows) },
        ...(counts.unchanged > 0 ? [{ key: 'Known already', value: counted(counts.unchanged, 'row') }] : []),
        ...(counts.outside > 0 ? [{ key: 'Of another authority', value: counted(counts.outside, 'row') }] : []),
        ...(counts.unknown > 0 ? [{ key: 'About schools not known here', value: counted(counts.unknown, 'row') }] : []),
        ...(counts.empty > 0
          ? [{ key: 'Totals, and rows without a figure', value: counted(counts.empty, 'row') }]
          : []),
        ...(made.acceptedAt ? [{ key: 'Accepted', value: moment(made.acceptedAt) }] : []),
      ]}
    />
  );
};

function RejectedRows({ import: made, rejected, wish, page, query }: ImportView) {
  if (made.counts.rejected === 0) return null;
  const base = `/imports/${made.id}`;
  const { rows, total, headings } = rejected;
  return (
    <Section
      title={`${counted(made.counts.rejected, 'row')} ${made.counts.rejected === 1 ? 'was' : 'were'} rejected`}
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
            { key: 'line', header: 'Line', name: true, sortable: true, cell: (row) => count(row.line) },
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
              cell: (row) =>
                describeRejected({ ...row, value: null })
                  .replace(/^[^:]*: /, 'It ')
                  .replace(/^It the /, 'The '),
            },
          ]}
        />
        <Pagination
          page={page}
          perPage={rejectedPerPage}
          total={total}
          noun={total === 1 ? 'value' : 'values'}
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

export const rejectedPerPage = 100;
