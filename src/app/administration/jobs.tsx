import { failedJobs, jobCounts } from '../../platform/jobs';
import { DataTable, EmptyState, PageHeading, Section } from '../../platform/ui';
import { page, type Req } from '../../platform/web';
import { counted, moment } from '../../platform/words';
import { tabs } from './tabs';

/** Background work: what waits, runs and has failed. */
export async function jobsPage(req: Req): Promise<Response> {
  const { counts, failed } = await req.tx(async (tx) => ({
    counts: await jobCounts(tx),
    failed: await failedJobs(tx),
  }));
  return page(
    req,
    { title: 'Background work', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={
          failed.length === 0
            ? 'All background work is done or under way.'
            : `${counted(failed.length, 'job')} could not be done and ${failed.length === 1 ? 'waits' : 'wait'} for a person.`
        }
      />
      {tabs(req, '/administration/jobs')}
      {failed.length > 0 && (
        <Section title="Could not be done" rule="heather">
          <DataTable
            caption="Jobs that failed for good"
            captionHidden
            scroll
            rows={failed}
            columns={[
              { key: 'kind', header: 'Work', name: true, cell: (row) => row.kind },
              { key: 'at', header: 'Last tried', cell: (row) => moment(row.failedAt) },
              { key: 'attempts', header: 'Tried', align: 'end', cell: (row) => row.attempts },
              { key: 'error', header: 'What happened', cell: (row) => row.error },
              {
                key: 'again',
                header: 'Try again',
                verb: true,
                cell: (row) => (
                  <form action={`/administration/jobs/${row.id}/again`} method="post">
                    <button class="m-link-button" type="submit">
                      Try again<span class="govuk-visually-hidden"> {row.kind}</span>
                    </button>
                  </form>
                ),
              },
            ]}
          />
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
          rows={counts}
          columns={[
            { key: 'kind', header: 'Work', name: true, cell: (row) => row.kind },
            { key: 'waiting', header: 'Waiting', align: 'end', cell: (row) => row.waiting },
            { key: 'running', header: 'Running', align: 'end', cell: (row) => row.running },
            { key: 'again', header: 'To be tried again', align: 'end', cell: (row) => row.again },
            { key: 'failed', header: 'Failed', align: 'end', cell: (row) => row.failed },
            { key: 'done', header: 'Done', align: 'end', cell: (row) => row.done },
          ]}
        />
      )}
    </>,
  );
}
