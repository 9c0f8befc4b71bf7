import { type RawBuilder, sql } from 'kysely';
import { sees } from '../platform/actor';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { failedJobs, jobCounts, runAgain } from '../platform/jobs';
import { letter, lettersOnPage, outbox } from '../platform/mail';
import {
  Button,
  DataTable,
  EmptyState,
  ExportLinks,
  FieldRow,
  PageHeading,
  Pagination,
  Second,
  Section,
  Select,
  SummaryList,
  Tabs,
  Tag,
  TextInput,
  withQuery,
} from '../platform/ui';
import {
  type May,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  sameSample,
  tableFile,
} from '../platform/web';
import { counted, moment } from '../platform/words';

const readsAudit: May = (actor) => sees(actor, 'audit/*');
const readsMail: May = (actor) => sees(actor, 'mail/*');
const seesJobs: May = (actor) => sees(actor, 'jobs/*');

/** What was done and by whom, letters, background work. */
export const administrationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/administration',
    may: readsAudit,
    sample: sameSample('/administration'),
    handle: auditPage,
  }),
  route({
    method: 'GET',
    path: '/administration/audit.csv',
    may: readsAudit,
    sample: sameSample('/administration/audit.csv'),
    handle: (req) => auditFile(req, 'csv'),
  }),
  route({
    method: 'GET',
    path: '/administration/audit.xlsx',
    may: readsAudit,
    sample: sameSample('/administration/audit.xlsx'),
    handle: (req) => auditFile(req, 'xlsx'),
  }),
  route({
    method: 'GET',
    path: '/administration/letters',
    may: readsMail,
    sample: sameSample('/administration/letters'),
    handle: lettersPage,
  }),
  route({
    method: 'GET',
    path: '/administration/letters/:id',
    may: readsMail,
    sample: (world) => ({
      own: { path: `/administration/letters/${world.letter}` },
      other: { path: `/administration/letters/${world.letter}` },
    }),
    handle: letterPage,
  }),
  route({
    method: 'GET',
    path: '/administration/jobs',
    may: seesJobs,
    sample: sameSample('/administration/jobs'),
    handle: jobsPage,
  }),
  route({
    method: 'POST',
    path: '/administration/jobs/:id/again',
    may: seesJobs,
    sample: (world) => ({
      own: { path: `/administration/jobs/${world.failedJob}/again` },
      other: { path: `/administration/jobs/${world.failedJob}/again` },
    }),
    async handle(req) {
      const again = await req.tx((tx) => runAgain(tx, req.params.id ?? ''));
      return again ? redirect('/administration/jobs', { notice: 'It will be tried again now.' }) : notFound(req);
    },
  }),
];

declare module '../platform/web' {
  interface SampleWorld {
    letter: string;
    failedJob: string;
  }
}

const tabs = (req: Req, current: string) => (
  <Tabs
    label="Administration"
    items={[
      { text: 'What was done', href: '/administration', shown: readsAudit },
      { text: 'Letters', href: '/administration/letters', shown: readsMail },
      { text: 'Background work', href: '/administration/jobs', shown: seesJobs },
    ]
      .filter((tab) => tab.shown(req.actor, {}))
      .map(({ text, href }) => ({ text, href, current: href === current }))}
  />
);

const kinds = [
  { value: '', text: 'Everything' },
  { value: 'change', text: 'Changes' },
  { value: 'view', text: 'Pages viewed' },
  { value: 'export', text: 'Files taken' },
  { value: 'sign-in', text: 'Sign-ins' },
] as const;

interface AuditRow {
  at: Temporal.Instant;
  person: string;
  action: string;
  kind: string;
  scope: string;
  about: string;
  before: unknown;
  after: unknown;
}

const pageSize = 50;

async function auditRows(req: Req, offset: number, limit: number): Promise<AuditRow[]> {
  return req.tx(async (tx) => {
    const { rows } = await sql<AuditRow>`
      select at, person_name as person, action, kind, scope, about, before, after
      from platform.audit where ${filterOf(req)} order by at desc, id desc limit ${limit} offset ${offset}`.execute(tx);
    return rows;
  });
}

const auditCount = (req: Req, tx: Tx) =>
  sql<{ n: number }>`select count(*) as n from platform.audit where ${filterOf(req)}`
    .execute(tx)
    .then(({ rows }) => rows[0]?.n ?? 0);

function filterOf(req: Req): RawBuilder<boolean> {
  const kind = kinds.find(({ value }) => value === req.query.get('kind'))?.value ?? '';
  const words = (req.query.get('q') ?? '').trim();
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(${kind} = '' or kind = ${kind}) and (${words} = '' or person_name ilike ${like} or about ilike ${like} or scope ilike ${like} or action ilike ${like})`;
}

async function auditPage(req: Req): Promise<Response> {
  const at = Math.max(1, Number(req.query.get('page')) || 1);
  const total = await req.tx((tx) => auditCount(req, tx));
  const rows = await auditRows(req, (at - 1) * pageSize, pageSize);
  const address = req.url.pathname + req.url.search;
  return page(
    req,
    { title: 'What was done', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={`${counted(total, 'deed')} ${total === 1 ? 'is' : 'are'} recorded${req.query.size > 0 ? ' that fit' : ''}.`}
      />
      {tabs(req, '/administration')}
      <form action="/administration" method="get">
        <FieldRow>
          <TextInput id="q" name="q" label="Person, place or deed" value={req.query.get('q') ?? ''} />
          <Select id="kind" name="kind" label="Kind" options={[...kinds]} value={req.query.get('kind') ?? ''} />
          <Button kind="secondary">Show</Button>
        </FieldRow>
      </form>
      {rows.length === 0 ? (
        <EmptyState title="Nothing fits">Take a word away, or show every kind.</EmptyState>
      ) : (
        <>
          <DataTable
            caption="What was done, newest first"
            captionHidden
            scroll
            rows={rows}
            columns={[
              { key: 'at', header: 'When', name: true, cell: (row) => moment(row.at) },
              { key: 'person', header: 'Who', cell: (row) => row.person },
              {
                key: 'about',
                header: 'What',
                cell: (row) => (
                  <>
                    {row.about}
                    <Second>{row.action}</Second>
                  </>
                ),
              },
              { key: 'scope', header: 'Where', cell: (row) => scopeLink(row.scope) },
              { key: 'before', header: 'Before', cell: (row) => values(row.before) },
              { key: 'after', header: 'After', cell: (row) => values(row.after) },
            ]}
          />
          <Pagination
            total={total}
            perPage={pageSize}
            page={at}
            href={(n) => withQuery(address, { page: n })}
            noun="deeds"
          />
          <ExportLinks
            csv={withQuery(`/administration/audit.csv${req.url.search}`, { page: undefined })}
            excel={withQuery(`/administration/audit.xlsx${req.url.search}`, { page: undefined })}
          />
        </>
      )}
    </>,
  );
}

const fileColumns = [
  { heading: 'When', kind: 'text' },
  { heading: 'Who', kind: 'text' },
  { heading: 'Deed', kind: 'text' },
  { heading: 'Kind', kind: 'text' },
  { heading: 'Where', kind: 'text' },
  { heading: 'What', kind: 'text' },
  { heading: 'Before', kind: 'text' },
  { heading: 'After', kind: 'text' },
] as const;

/** The newest fifty thousand that fit the filter. Taking them is itself recorded. */
async function auditFile(req: Req, format: 'csv' | 'xlsx'): Promise<Response> {
  const found = await auditRows(req, 0, 50_000);
  await req.tx((tx) =>
    recordDeed(tx, req, {
      action: 'app.audit-taken',
      kind: 'export',
      scope: 'installation',
      about: `${found.length} deeds as ${format}`,
    }),
  );
  const rows = found.map((row) => [
    row.at.toString(),
    row.person,
    row.action,
    row.kind,
    row.scope,
    row.about,
    values(row.before),
    values(row.after),
  ]);
  return tableFile({ name: 'What was done', columns: fileColumns, rows }, format, `what-was-done-${req.clock.today()}`);
}

const scopeLink = (scope: string) => {
  const [kind, id] = scope.split('/');
  const path = { school: '/schools', trust: '/trusts', partnership: '/partnerships' }[kind ?? ''];
  return path && id ? <a href={`${path}/${id}`}>{scope}</a> : scope;
};

function values(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, of]) => `${key}: ${of === null ? 'none' : String(of)}`)
    .join('; ');
}

const stateWords = {
  waiting: ['Waiting', 'quiet'],
  sent: ['Sent', 'green'],
  kept: ['Kept, not sent', 'quiet'],
  failed: ['Not delivered', 'red'],
} as const;

async function lettersPage(req: Req): Promise<Response> {
  const at = Math.max(1, Number(req.query.get('page')) || 1);
  const { letters, total } = await req.tx((tx) => outbox(tx, { page: at }));
  return page(
    req,
    { title: 'Letters', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={`${counted(total, 'letter')} written. ${req.mesters.config.smtpUrl ? '' : 'No mail server is configured, so letters are kept here and not sent.'}`}
      />
      {tabs(req, '/administration/letters')}
      {letters.length === 0 ? (
        <EmptyState title="No letters yet">Invitations and codes for signing in will be listed here.</EmptyState>
      ) : (
        <DataTable
          caption="Letters, newest first"
          captionHidden
          scroll
          rows={letters}
          columns={[
            {
              key: 'subject',
              header: 'Subject',
              name: true,
              cell: (row) => <a href={`/administration/letters/${row.id}`}>{row.subject}</a>,
            },
            { key: 'to', header: 'To', cell: (row) => row.to },
            { key: 'at', header: 'Written', cell: (row) => moment(row.madeAt) },
            {
              key: 'state',
              header: 'State',
              cell: (row) => <Tag tone={stateWords[row.state][1]}>{stateWords[row.state][0]}</Tag>,
            },
          ]}
        />
      )}
      <Pagination
        total={total}
        perPage={lettersOnPage}
        page={at}
        href={(n) => withQuery('/administration/letters', { page: n })}
        noun="letters"
      />
    </>,
  );
}

async function letterPage(req: Req): Promise<Response> {
  const found = await req.tx((tx) => letter(tx, req.params.id ?? ''));
  if (!found) return notFound(req);
  return page(
    req,
    { title: found.subject, density: 'staff', breadcrumbs: [{ text: 'Letters', href: '/administration/letters' }] },
    <>
      <PageHeading title={found.subject} />
      <SummaryList
        rows={[
          { key: 'To', value: found.to },
          { key: 'Written', value: moment(found.madeAt) },
          { key: 'State', value: stateWords[found.state][0] },
        ]}
      />
      <pre class="m-letter">{found.text ?? 'The text is not kept once a secret letter has been sent.'}</pre>
    </>,
  );
}

async function jobsPage(req: Req): Promise<Response> {
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
