import { type FailedJob, failedJobs, jobCounts } from '../../platform/jobs';
import {
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  inOrder,
  PageHeading,
  readOrder,
  Section,
  Select,
  sortLinks,
  withQuery,
} from '../../platform/ui';
import { page, type Req, type TableFile } from '../../platform/web';
import { counted, moment } from '../../platform/words';
import { jobKinds } from '../jobs';
import { tabs } from './tabs';

const titles = new Map(jobKinds.map(({ name, title }) => [name, title]));
/** What a kind of job is called; one that this version of the program does not know, by its name. */
const titleOf = ({ kind }: { kind: string }): string => titles.get(kind) ?? kind;

/** The keys of the two lists are not the same, so that each has its own order. */
const failedOrder = (query: URLSearchParams) =>
  readOrder(query, ['work', 'at', 'attempts', 'error'], { key: 'at', dir: 'desc' });
const countOrder = (query: URLSearchParams) =>
  readOrder(query, ['kind', 'waiting', 'running', 'again', 'failed', 'done'], { key: 'kind', dir: 'asc' });

/** Those that failed, of the kind that is asked for, in order. */
function listedFailures(failed: readonly FailedJob[], query: URLSearchParams): FailedJob[] {
  const kind = query.get('kind') ?? '';
  return inOrder(
    failed.filter((job) => kind === '' || job.kind === kind),
    {
      work: titleOf,
      at: (job) => job.failedAt.epochMilliseconds,
      attempts: (job) => job.attempts,
      error: (job) => job.error,
    },
    failedOrder(query),
  );
}

function howItStands(failed: number, again: number): string {
  const waits = `${counted(failed, 'job')} could not be done and ${failed === 1 ? 'waits' : 'wait'} for a person.`;
  const goesOn = `${counted(again, 'job')} failed and ${again === 1 ? 'is tried again by itself' : 'are tried again by themselves'}.`;
  const said = [...(failed > 0 ? [waits] : []), ...(again > 0 ? [goesOn] : [])];
  return said.length > 0 ? said.join(' ') : 'All background work is done or under way.';
}

/** Background work: what waits, runs and has failed. */
export async function jobsPage(req: Req): Promise<Response> {
  const { counts, failed } = await req.tx(async (tx) => ({
    counts: await jobCounts(tx),
    failed: await failedJobs(tx),
  }));
  const { query } = req;
  const address = `/administration/jobs?${query}`;
  const shown = listedFailures(failed, query);
  const failedKinds = [...new Set(failed.map((job) => job.kind))];
  const again = counts.reduce((sum, kind) => sum + kind.again, 0);
  const figure = { align: 'end', sortable: true } as const;
  return page(
    req,
    { title: 'Background work', density: 'staff' },
    <>
      <PageHeading title="Administration" lead={howItStands(failed.length, again)} />
      {tabs(req, '/administration/jobs')}
      {failed.length > 0 && (
        <Section title="Could not be done" rule="heather">
          {failedKinds.length > 1 && (
            <FilterForm action="/administration/jobs" live="failed" query={query}>
              <Select
                id="kind"
                name="kind"
                label="Work"
                value={query.get('kind') ?? ''}
                options={[
                  { value: '', text: 'Any' },
                  ...failedKinds
                    .map((kind) => ({ value: kind, text: titleOf({ kind }) }))
                    .sort((one, other) => one.text.localeCompare(other.text)),
                ]}
              />
            </FilterForm>
          )}
          <div id="failed" data-live-says={counted(shown.length, 'job')}>
            <DataTable
              caption="Jobs that failed for good"
              captionHidden
              scroll
              rows={shown}
              sort={sortLinks(address, failedOrder(query))}
              columns={[
                { key: 'work', header: 'Work', name: true, sortable: true, cell: titleOf },
                { key: 'at', header: 'Last tried', sortable: true, cell: (row) => moment(row.failedAt) },
                { key: 'attempts', header: 'Tried', ...figure, cell: (row) => row.attempts },
                { key: 'error', header: 'What happened', sortable: true, cell: (row) => row.error },
                {
                  key: 'again',
                  header: 'Try again',
                  verb: true,
                  cell: (row) => (
                    <form action={`/administration/jobs/${row.id}/again`} method="post">
                      <button class="m-link-button" type="submit">
                        Try again<span class="govuk-visually-hidden">: {titleOf(row)}</span>
                      </button>
                    </form>
                  ),
                },
              ]}
            />
            <ExportLinks
              csv={withQuery(`/administration/jobs.csv?${query}`, {})}
              excel={withQuery(`/administration/jobs.xlsx?${query}`, {})}
            />
          </div>
        </Section>
      )}
      {counts.length === 0 ? (
        <EmptyState title="No background work yet">
          Letters, imports and long reports are worked on in the background and counted here.
        </EmptyState>
      ) : (
        <DataTable
          caption="By kind of work, the last two weeks"
          scroll
          rows={inOrder(
            counts,
            {
              kind: titleOf,
              waiting: ({ waiting }) => waiting,
              running: ({ running }) => running,
              again: ({ again }) => again,
              failed: ({ failed: n }) => n,
              done: ({ done }) => done,
            },
            countOrder(query),
          )}
          sort={sortLinks(address, countOrder(query))}
          columns={[
            { key: 'kind', header: 'Work', name: true, sortable: true, cell: titleOf },
            { key: 'waiting', header: 'Waiting', ...figure, cell: (row) => row.waiting },
            { key: 'running', header: 'Running', ...figure, cell: (row) => row.running },
            { key: 'again', header: 'To be tried again', ...figure, cell: (row) => row.again },
            { key: 'failed', header: 'Failed', ...figure, cell: (row) => row.failed },
            { key: 'done', header: 'Done', ...figure, cell: (row) => row.done },
          ]}
        />
      )}
    </>,
  );
}

/** The jobs that failed for good, for whoever looks into it. */
export async function jobsFile(req: Req): Promise<TableFile> {
  const failed = listedFailures(await req.tx(failedJobs), req.query);
  return {
    name: `failed-jobs-${req.clock.today()}`,
    table: {
      name: 'Failed jobs',
      columns: [
        { heading: 'Work', kind: 'text' },
        { heading: 'Day', kind: 'date' },
        { heading: 'Last tried', kind: 'text' },
        { heading: 'Tried', kind: 'number' },
        { heading: 'What happened', kind: 'text' },
      ],
      rows: failed.map((job) => [
        titleOf(job),
        job.failedAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
        moment(job.failedAt),
        job.attempts,
        job.error,
      ]),
    },
  };
}
