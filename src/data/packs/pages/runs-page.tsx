import type { Progress } from '../../../platform/jobs';
import {
  Button,
  ButtonGroup,
  DataTable,
  EmptyState,
  Notice,
  PageHeading,
  Progress as ProgressBar,
  Refresh,
  Section,
  Tag,
} from '../../../platform/ui';
import { capital, count, counted, date, moment } from '../../../platform/words';
import type { PackRun } from '../queries';

export interface RunsView {
  runs: readonly PackRun[];
  /** How far the one that is being made has come. */
  progress: Progress | null;
  /** It waits, runs or will be tried again. */
  pending: boolean;
  /** Of the last published run other releases hold by now. */
  outdated: boolean;
}

const start = (words: string) => (
  <form action="/packs" method="post">
    <Button>{words}</Button>
  </form>
);

/** The packs of all: the run that is being made, and those before it. */
export function RunsPage({ runs, progress, pending, outdated }: RunsView) {
  const making = runs.find(({ status }) => status === 'making');
  const last = runs.find(({ status }) => status === 'published');
  return (
    <>
      <PageHeading
        title="Packs of all"
        lead={
          last
            ? `The last run was published on ${moment(last.publishedAt ?? last.madeAt)}: ${counted(last.packs ?? 0, 'pack')}.`
            : 'A pack for every school and partnership, made in one run and shown together. Where files of pupils were brought, those with figures of them too, each for its own people alone.'
        }
        actions={making ? undefined : start('Make the packs of all')}
      />
      {making && <MakingRun run={making} progress={progress} pending={pending} />}
      {!making && last && outdated && (
        <Notice kind="hint" title="Other releases hold since the last run.">
          Until the packs are made again, each is made when somebody opens it, of what holds then.
        </Notice>
      )}
      <FailedPacks failed={(making ?? last)?.failed ?? []} />
      {runs.length === 0 ? (
        <EmptyState title="No run has been made yet">
          Each pack can be opened on its school’s page as it is, made at that moment. A run makes all of them
          beforehand: the same day, the same releases. None of them is shown before the last one stands.
        </EmptyState>
      ) : (
        <Section title="Runs" rule="ink">
          <DataTable
            caption="Runs of all packs"
            captionHidden
            rows={runs}
            columns={[
              { key: 'made', header: 'Started', name: true, cell: ({ madeAt }) => moment(madeAt) },
              { key: 'status', header: 'Standing', cell: (run) => <Standing run={run} current={run === last} /> },
              { key: 'printed', header: 'Date on paper', cell: ({ printed }) => date(printed) },
              {
                key: 'releases',
                header: 'Releases',
                align: 'end',
                // Which they are is found out when the making begins.
                cell: ({ status, releases }) =>
                  status !== 'published' && releases.length === 0 ? null : count(releases.length),
              },
              {
                key: 'packs',
                header: 'Packs',
                align: 'end',
                cell: ({ packs }) => (packs === null ? null : count(packs)),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}

const Standing = ({ run, current }: { run: PackRun; current: boolean }) => {
  switch (run.status) {
    case 'making':
      return <Tag tone="petrol">Being made</Tag>;
    case 'stopped':
      return <Tag tone="quiet">Stopped</Tag>;
    case 'published':
      return current ? <Tag tone="done">Published</Tag> : <Tag tone="quiet">Replaced</Tag>;
  }
};

/** Each by its name and why; the others stand. */
const FailedPacks = ({ failed }: Pick<PackRun, 'failed'>) =>
  failed.length > 0 && (
    <Notice kind="clash" title={`${capital(counted(failed.length, 'pack'))} could not be made.`}>
      The others are not held up. Make the packs again when the reason is gone.
      <ul>
        {failed.map(({ key, name, reason }) => (
          <li key={key}>
            {name}: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );

const MakingRun = ({ run, progress, pending }: { run: PackRun; progress: Progress | null; pending: boolean }) => (
  <Section title={pending ? 'Being made' : 'It has come to a halt'} rule="petrol">
    <Refresh id="making" every={2} href="/packs" running={pending}>
      {progress && progress.of > 0 && (
        <ProgressBar id="packs-made" label="Packs made" done={progress.done} total={progress.of} noun="packs" />
      )}
      <p role="status">
        {pending
          ? progress && progress.of > 0
            ? 'None of them is shown before the last one stands. You can leave this page.'
            : 'It begins in a moment. A city takes a minute or two.'
          : 'Something broke while it was made. What stands is kept: it can go on from there.'}
      </p>
    </Refresh>
    <ButtonGroup>
      {!pending && start('Go on')}
      <form action={`/packs/${run.id}/stop`} method="post">
        <Button kind="secondary">Stop it</Button>
      </form>
    </ButtonGroup>
  </Section>
);
