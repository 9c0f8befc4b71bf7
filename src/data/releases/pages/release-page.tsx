import type { Child } from 'hono/jsx';
import { statusWords } from '../../../platform/brought';
import type { Progress } from '../../../platform/jobs';
import { type Rejected, RejectedRows, type RejectedWish } from '../../../platform/rejected';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  DataTable,
  Details,
  Notice,
  PageHeading,
  Refresh,
  Section,
  SummaryList,
  Tag,
  TextInput,
} from '../../../platform/ui';
import { count, moment } from '../../../platform/words';
import { yearName } from '../../../schools';
import { groupWords, measureNamed } from '../../catalogue/catalogue';
import { pupilDatasetNamed } from '../../catalogue/pupil-datasets';
import type { HeldSchool } from '../../pupils/queries';
import { type Later, laterWords } from '../later';
import type { HeldMeasure, Release } from '../queries';
import { notesOf, shapeTitle, unusedWords } from '../report';
import { datasetTitle, whatItHolds } from './list';

export interface ReleaseView {
  release: Release;
  /** What somebody typed as its year, and what is wrong with it. */
  typed?: { year: string; error: string } | undefined;
  /** How far the check has come, while it runs. */
  progress: Progress | null;
  /** What stands before it, because its stage is later. */
  later: Later | null;
  /** What it holds, measure by measure. */
  held: readonly HeldMeasure[];
  /** Of a file of pupils: the schools that it is about. */
  schools: readonly HeldSchool[];
  /** What was rejected of a file of pupils is shown to data analysts alone. */
  mayRead: boolean;
  rejected: Rejected;
  wish: RejectedWish;
  /** Of the rejected values. */
  page: number;
  /** What the page was asked for. */
  query: URLSearchParams;
}

export function ReleasePage(view: ReleaseView) {
  const { release } = view;
  const status = statusWords[release.status];
  const base = `/releases/${release.id}`;
  return (
    <>
      <PageHeading
        title={release.name ?? release.fileName}
        eyebrow={datasetTitle(release.dataset)}
        lead={whatItHolds(release)}
        actions={<Tag tone={status.tone}>{status.text}</Tag>}
      />
      {release.status === 'checking' && <Checking {...view} />}
      {release.status === 'failed' && release.upload !== null && view.mayRead && <WhichYear {...view} base={base} />}
      {release.status === 'failed' && (
        <p>
          Nothing was changed. <a href={`/releases/new?dataset=${release.dataset}`}>Choose another file</a>
        </p>
      )}
      {release.status === 'ready' &&
        (view.mayRead ? (
          <Decision release={release} later={view.later} base={base} />
        ) : (
          <Notice kind="hint">A data analyst decides about files of pupils.</Notice>
        ))}
      {release.status === 'accepted' && view.later && <Notice kind="hint">{laterWords(release, view.later)}</Notice>}
      {(release.status === 'ready' || release.status === 'accepted') && <Provenance release={release} />}
      {view.mayRead && <RejectedRows {...view} rows={release.counts.rejected} base={base} />}
      {view.held.length > 0 && <Held held={view.held} />}
      {view.schools.length > 0 && <Schools schools={view.schools} row={datasetRow(release)} />}
      {release.fields.length > 0 && <Fields release={release} />}
      {release.unknownColumns.length > 0 && release.status !== 'discarded' && (
        <Details summary={Object.values(unusedWords(release)).join(' ')}>
          <p>{release.unknownColumns.join(', ')}</p>
        </Details>
      )}
    </>
  );
}

const Checking = ({ release, progress }: ReleaseView) => (
  <Refresh id="checking" every={2} href={`/releases/${release.id}`} running>
    <p role="status">
      {progress?.words
        ? `Checking: ${progress.words}.`
        : 'Checking the file. This takes some seconds for a city, some minutes for the whole country.'}
    </p>
    <p>You can leave this page: the file waits for you in the list of releases.</p>
  </Refresh>
);

/** The file is still here: only its year is missing. */
const WhichYear = ({ release, typed, base }: ReleaseView & { base: string }) => (
  <form action={`${base}/year`} method="post" novalidate>
    <TextInput
      id="year"
      name="year"
      label="Academic year"
      hint="For example 2017/18. The file is still here, and is checked again."
      value={typed?.year ?? (release.year === null ? '' : yearName(release.year))}
      width={10}
      error={typed?.error}
    />
    <ButtonGroup>
      <Button>Check it again</Button>
      <Button kind="secondary" formaction={`${base}/discard`}>
        Discard
      </Button>
    </ButtonGroup>
  </form>
);

function Decision({ release, later, base }: { release: Release; later: Later | null; base: string }) {
  const form = (action: string, button: Child) => (
    <form action={`${base}/${action}`} method="post">
      {button}
    </form>
  );
  return (
    <>
      {notesOf(release, later).map((note) => (
        <Notice kind={note.startsWith(release.same ?? '\u0000') ? 'late' : 'hint'}>{note}</Notice>
      ))}
      <ButtonGroup>
        {release.same === null &&
          form(
            'accept',
            <Button>{release.level === 'pupil' || later?.lacks === 0 ? 'Accept' : 'Accept and show'}</Button>,
          )}
        {form('discard', <Button kind="secondary">Discard</Button>)}
        {release.same === null && (
          <ButtonLink href="/releases" kind="secondary">
            Decide later
          </ButtonLink>
        )}
      </ButtonGroup>
    </>
  );
}

const Provenance = ({ release }: { release: Release }) => {
  return (
    <SummaryList
      rows={[
        { key: 'Year', value: release.year === null ? '–' : yearName(release.year) },
        { key: 'Stage', value: release.stage },
        { key: 'File', value: `${release.fileName}, ${shapeTitle(release)}` },
        { key: 'SHA-256', value: <code>{release.sha256}</code> },
        { key: 'Brought', value: moment(release.madeAt) },
        ...(release.acceptedAt ? [{ key: 'Accepted', value: moment(release.acceptedAt) }] : []),
        { key: 'Rows', value: count(release.counts.rows) },
        ...(release.la === null ? [] : [{ key: 'Authority', value: String(release.la) }]),
      ]}
    />
  );
};

const Held = ({ held }: { held: readonly HeldMeasure[] }) => (
  <Section
    title="What it holds"
    rule="ink"
    intro="Figures by measure, group and year, and the heading that each was read from."
  >
    <DataTable
      caption="What it holds"
      captionHidden
      rows={held}
      sortInPlace
      columns={[
        {
          key: 'measure',
          header: 'Measure',
          name: true,
          sortable: true,
          cell: ({ measure }) => {
            const found = measureNamed(measure);
            return found ? `${found.name}, ${found.second}` : measure;
          },
        },
        { key: 'group', header: 'Pupils', sortable: true, cell: ({ group }) => groupWords[group] ?? group },
        { key: 'year', header: 'Year', sortable: true, cell: ({ year }) => yearName(year) },
        { key: 'heading', header: 'Heading', sortable: true, cell: ({ heading }) => heading },
        {
          key: 'figures',
          header: 'Figures',
          align: 'end',
          figure: true,
          sortable: true,
          sortValue: ({ figures }) => figures,
          cell: ({ figures }) => count(figures),
        },
        {
          key: 'withheld',
          header: 'Withheld',
          align: 'end',
          sortable: true,
          sortValue: ({ withheld }) => withheld,
          cell: ({ withheld }) => count(withheld),
        },
      ]}
    />
  </Section>
);

const datasetRow = ({ dataset }: Release): string => pupilDatasetNamed(dataset)?.row ?? 'row';

const Schools = ({ schools, row }: { schools: readonly HeldSchool[]; row: string }) => (
  <Section title="Which schools it is about" rule="ink" intro={`How many rows it has of each: one for each ${row}.`}>
    <DataTable
      caption="Schools"
      captionHidden
      rows={schools}
      sortInPlace
      columns={[
        {
          key: 'school',
          header: 'School',
          name: true,
          sortable: true,
          sortValue: ({ name }) => name,
          cell: ({ urn, name }) => <a href={`/schools/${urn}`}>{name}</a>,
        },
        { key: 'urn', header: 'URN', sortable: true, cell: ({ urn }) => String(urn) },
        {
          key: 'rows',
          header: 'Rows',
          align: 'end',
          figure: true,
          sortable: true,
          sortValue: ({ rows }) => rows,
          cell: ({ rows }) => count(rows),
        },
      ]}
    />
  </Section>
);

const Fields = ({ release }: { release: Release }) => (
  <Details summary="Which columns were read">
    <DataTable
      caption="Columns that were read"
      captionHidden
      rows={release.fields}
      columns={[
        { key: 'field', header: 'What it is', name: true, cell: ({ field }) => field.replaceAll('_', ' ') },
        { key: 'headings', header: 'Heading', cell: ({ headings }) => headings.join(', else ') },
      ]}
    />
  </Details>
);
