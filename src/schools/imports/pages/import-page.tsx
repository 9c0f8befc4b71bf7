import type { Child } from 'hono/jsx';
import { statusWords } from '../../../platform/brought';
import type { Progress } from '../../../platform/jobs';
import { type Rejected, RejectedRows, type RejectedWish } from '../../../platform/rejected';
import { Button, ButtonGroup, ButtonLink, Notice, PageHeading, Refresh, SummaryList, Tag } from '../../../platform/ui';
import { date, moment } from '../../../platform/words';
import type { Preview } from '../preview';
import type { Import } from '../queries';
import { changesAnything, rowsInWords } from '../report';
import { kindTitle, whatItDid } from './list';
import { PreviewTables } from './preview-tables';

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
  // A file that would change nothing waits for no decision.
  const waits = made.status === 'ready' && changesAnything(made.counts);
  return (
    <>
      <PageHeading
        title={made.fileName}
        eyebrow={kindTitle(made.kind)}
        lead={whatItDid(made)}
        actions={(waits || made.status !== 'ready') && <Tag tone={status.tone}>{status.text}</Tag>}
      />
      {made.status === 'checking' && <Checking {...view} />}
      {made.status === 'failed' && (
        <p>
          Nothing was changed. <a href={`/imports/new?kind=${made.kind}`}>Choose another file</a>
        </p>
      )}
      {made.status === 'ready' && <Decision {...view} />}
      {(made.status === 'ready' || made.status === 'accepted') && <Facts made={made} />}
      <RejectedRows {...view} rows={made.counts.rejected} base={`/imports/${made.id}`} />
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
  const some = changesAnything(made.counts);
  return (
    <>
      {warnings.map((warning) => (
        <Notice kind="late">{warning}</Notice>
      ))}
      <ButtonGroup>
        {some && form('accept', <Button>Accept</Button>)}
        {form('discard', <Button kind="secondary">Discard</Button>)}
        {some && (
          <ButtonLink href="/imports" kind="secondary">
            Decide later
          </ButtonLink>
        )}
      </ButtonGroup>
    </>
  );
}

const Facts = ({ made }: { made: Import }) => (
  <SummaryList
    rows={[
      { key: 'Facts hold from', value: `${date(made.asAt)} (${made.asAtSource})` },
      ...(made.la === null ? [] : [{ key: 'Authority', value: String(made.la) }]),
      ...rowsInWords(made.counts),
      ...(made.acceptedAt ? [{ key: 'Accepted', value: moment(made.acceptedAt) }] : []),
    ]}
  />
);
