import { type RawBuilder, sql } from 'kysely';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import {
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  PageHeading,
  Pagination,
  readOrder,
  Second,
  Select,
  sortLinks,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { page, type Req, type TableFile } from '../../platform/web';
import { count, counted, date, moment } from '../../platform/words';
import { tabs } from './tabs';

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

const columns = { at: sql`at`, person: sql`lower(person_name)`, about: sql`lower(about)`, scope: sql`scope` };

const orderOf = ({ query }: Req) => readOrder(query, ['at', 'person', 'about', 'scope'], { key: 'at', dir: 'desc' });

async function auditRows(req: Req, offset: number, limit: number): Promise<AuditRow[]> {
  const { key, dir } = orderOf(req);
  const way = dir === 'desc' ? sql`desc` : sql`asc`;
  return req.tx(async (tx) => {
    const { rows } = await sql<AuditRow>`
      select at, person_name as person, action, kind, scope, about, before, after
      from platform.audit where ${filterOf(req)} order by ${columns[key]} ${way}, id ${way} limit ${limit} offset ${offset}`.execute(
      tx,
    );
    return rows;
  });
}

const auditCount = (req: Req, tx: Tx) =>
  sql<{ n: number }>`select count(*) as n from platform.audit where ${filterOf(req)}`
    .execute(tx)
    .then(({ rows }) => rows[0]?.n ?? 0);

function filterOf(req: Req): RawBuilder<boolean> {
  const kind = kinds.find(({ value }) => value === req.query.get('kind'))?.value ?? '';
  const words = req.query.get('q') ?? '';
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(${kind} = '' or kind = ${kind}) and (${words} = '' or person_name ilike ${like} or about ilike ${like} or scope ilike ${like} or action ilike ${like})`;
}

/** Everything that was done, by person, place and kind. */
export async function auditPage(req: Req): Promise<Response> {
  const at = Number(/^[1-9]\d{0,3}$/.exec(req.query.get('page') ?? '')?.[0] ?? 1);
  const total = await req.tx((tx) => auditCount(req, tx));
  const rows = await auditRows(req, (at - 1) * pageSize, pageSize);
  const address = `/administration?${req.query}`;
  return page(
    req,
    { title: 'What was done', density: 'staff' },
    <>
      <PageHeading
        title="Administration"
        lead={`${counted(total, 'deed')} ${total === 1 ? 'is' : 'are'} recorded${req.query.get('q') || req.query.get('kind') ? ' that fit' : ''}.`}
      />
      {tabs(req, '/administration')}
      <FilterForm action="/administration" live="deeds" query={req.query}>
        <TextInput
          id="q"
          name="q"
          type="search"
          label="Person, place or deed"
          value={req.query.get('q') ?? ''}
          autocomplete="off"
        />
        <Select id="kind" name="kind" label="Kind" options={[...kinds]} value={req.query.get('kind') ?? ''} />
      </FilterForm>
      <div id="deeds" data-live-says={`${count(total)} found`}>
        {rows.length === 0 ? (
          <EmptyState title="Nothing fits">Take a word away, or show every kind.</EmptyState>
        ) : (
          <>
            <DataTable
              caption="What was done"
              captionHidden
              scroll
              rows={rows}
              sort={sortLinks(address, orderOf(req))}
              columns={[
                { key: 'at', header: 'When', name: true, sortable: true, cell: (row) => moment(row.at) },
                { key: 'person', header: 'Who', sortable: true, cell: (row) => row.person },
                {
                  key: 'about',
                  header: 'What',
                  sortable: true,
                  cell: (row) => (
                    <>
                      {inWords(row.about)}
                      <Second>{row.action}</Second>
                    </>
                  ),
                },
                { key: 'scope', header: 'Where', sortable: true, cell: (row) => scopeLink(row.scope) },
                { key: 'before', header: 'Before', cell: (row) => inWords(values(row.before)) },
                { key: 'after', header: 'After', cell: (row) => inWords(values(row.after)) },
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
              csv={withQuery(`/administration/audit.csv?${req.query}`, { page: undefined })}
              excel={withQuery(`/administration/audit.xlsx?${req.query}`, { page: undefined })}
            />
          </>
        )}
      </div>
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

/** The first fifty thousand that fit the filter. Taking them is itself recorded. */
export async function auditFile(req: Req, format: 'csv' | 'xlsx'): Promise<TableFile> {
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
  return {
    table: { name: 'What was done', columns: fileColumns, rows },
    name: `what-was-done-${req.clock.today()}`,
  };
}

const scopeLink = (scope: string) => {
  const [kind, id] = scope.split('/');
  const path = { school: '/schools', trust: '/trusts', partnership: '/partnerships' }[kind ?? ''];
  return path && id ? <a href={`${path}/${id}`}>{scope}</a> : scope;
};

/** A page has its days in words; a file keeps them as they sort. */
const inWords = (text: string | null): string | null =>
  text?.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (day) => date(Temporal.PlainDate.from(day))) ?? null;

function values(value: unknown, between = '; '): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((one) => values(one, ', ')).join(between);
  return Object.entries(value)
    .map(([key, of]) => `${key}: ${values(of, ', ') ?? 'none'}`)
    .join(between);
}
