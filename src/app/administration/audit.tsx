import { recordDeed } from '../../platform/audit';
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
import { page, type Req, readPeriod, type TableFile, type TypedPeriod } from '../../platform/web';
import { count, counted, date, moment, money } from '../../platform/words';
import { type AuditRow, type AuditWish, auditCount, auditOrders, auditRows } from './audit-queries';
import { tabs } from './tabs';

const kinds = [
  { value: '', text: 'Everything' },
  { value: 'change', text: 'Changes' },
  { value: 'view', text: 'Pages viewed' },
  { value: 'export', text: 'Files taken' },
  { value: 'sign-in', text: 'Sign-ins' },
] as const;

const pageSize = 50;
/** More rows than this are not put into one file. */
const mostInFile = 50_000;

function readWish({ query }: Req): { wish: AuditWish; period: TypedPeriod } {
  const period = readPeriod(query);
  const words = (name: string) => (query.get(name) ?? '').slice(0, 100);
  const wish: AuditWish = {
    who: words('who'),
    q: words('q'),
    place: words('place'),
    kind: kinds.find(({ value }) => value === query.get('kind'))?.value ?? '',
    from: period.from,
    to: period.to,
    order: readOrder(query, auditOrders, { key: 'at', dir: 'desc' }),
  };
  return { wish, period };
}

/** Everything that was done: by person, deed, place, kind and day. */
export async function auditPage(req: Req): Promise<Response> {
  const { wish, period } = readWish(req);
  const asked = Number(/^[1-9]\d{0,3}$/.exec(req.query.get('page') ?? '')?.[0] ?? 1);
  const errors = Object.entries(period.errors).map(([field, text]) => ({ text, href: `#${field}` }));
  const { total, rows, at } = await req.tx(async (tx) => {
    // A day that does not exist is not taken for every day.
    if (errors.length > 0) return { total: 0, rows: [], at: 1 };
    const all = await auditCount(tx, wish);
    const here = (asked - 1) * pageSize < all ? asked : 1;
    return { total: all, rows: await auditRows(tx, wish, (here - 1) * pageSize, pageSize), at: here };
  });
  const address = `/administration?${req.query}`;
  const narrowed = ['who', 'q', 'place', 'kind', 'from', 'to'].some((name) => req.query.get(name));
  return page(
    req,
    { title: 'What was done', density: 'staff', errors },
    <>
      <PageHeading
        title="Administration"
        lead={
          errors.length > 0
            ? 'Put the days right to see what was done on them.'
            : narrowed
              ? `${counted(total, 'deed')} ${total === 1 ? 'fits' : 'fit'}.`
              : `${counted(total, 'deed')} ${total === 1 ? 'is' : 'are'} recorded.`
        }
      />
      {tabs(req, '/administration')}
      <FilterForm action="/administration" live="deeds" query={req.query}>
        <TextInput id="who" name="who" type="search" label="Who" value={wish.who} autocomplete="off" />
        <TextInput id="q" name="q" type="search" label="What" value={wish.q} autocomplete="off" />
        <TextInput
          id="place"
          name="place"
          type="search"
          label="School, trust or partnership"
          value={wish.place}
          autocomplete="off"
        />
        <Select id="kind" name="kind" label="Kind" options={[...kinds]} value={wish.kind} />
        {(['from', 'to'] as const).map((name) => (
          <TextInput
            id={name}
            name={name}
            type="date"
            label={name === 'from' ? 'First day' : 'Last day'}
            width={10}
            value={period.typed[name]}
            error={period.errors[name]}
          />
        ))}
      </FilterForm>
      <div id="deeds" data-live-says={`${count(total)} found`}>
        {rows.length === 0 ? (
          <EmptyState title="Nothing fits" action={<a href="/administration">Show everything</a>}>
            Take a word away, or choose more days.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="What was done"
              captionHidden
              scroll
              rows={rows}
              sort={sortLinks(address, wish.order)}
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
                { key: 'scope', header: 'Where', sortable: true, cell: (row) => placeLink(row) },
                { key: 'before', header: 'Before', cell: (row) => inWords(values(row.before)) },
                { key: 'after', header: 'After', cell: (row) => inWords(values(row.after)) },
              ]}
            />
            <Pagination
              total={total}
              perPage={pageSize}
              page={at}
              href={(n) => withQuery(address, { page: n })}
              noun="deed"
            />
            {total > mostInFile && (
              <p class="m-quiet">
                A file holds the first {count(mostInFile)} of them in this order. Choose days to take the others.
              </p>
            )}
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
  { heading: 'Day', kind: 'date' },
  { heading: 'Time', kind: 'text' },
  { heading: 'Who', kind: 'text' },
  { heading: 'Deed', kind: 'text' },
  { heading: 'Kind', kind: 'text' },
  { heading: 'Where', kind: 'text' },
  { heading: 'Place', kind: 'text' },
  { heading: 'What', kind: 'text' },
  { heading: 'Before', kind: 'text' },
  { heading: 'After', kind: 'text' },
] as const;

/** As many as one file holds of those that fit. Taking them is itself recorded. */
export async function auditFile(req: Req, format: 'csv' | 'xlsx'): Promise<TableFile | null> {
  const { wish, period } = readWish(req);
  if (Object.keys(period.errors).length > 0) return null;
  return req.tx(async (tx) => {
    const found = await auditRows(tx, wish, 0, mostInFile);
    await recordDeed(tx, req, {
      action: 'app.audit-taken',
      kind: 'export',
      scope: 'installation',
      about: `${counted(found.length, 'deed')} as ${format}`,
    });
    const rows = found.map((row) => {
      const here = row.at.toZonedDateTimeISO('Europe/London');
      return [
        here.toPlainDate(),
        here.toPlainTime().toString({ smallestUnit: 'second' }),
        row.person,
        row.action,
        row.kind,
        row.scope,
        row.place,
        row.about,
        values(row.before),
        values(row.after),
      ];
    });
    return {
      table: { name: 'What was done', columns: fileColumns, rows },
      name: `what-was-done-${req.clock.today()}`,
    };
  });
}

/** A place by its name, with the way to it; what is about none is about the whole site. */
export function placeLink({ scope, place }: AuditRow) {
  if (scope === 'installation') return 'The whole site';
  const [kind, id] = scope.split('/');
  if (kind === 'person') return 'A person';
  if (kind === 'pool') return 'A pool';
  const path = { school: '/schools', trust: '/trusts', partnership: '/partnerships' }[kind ?? ''];
  return path && id ? <a href={`${path}/${id}`}>{place ?? scope}</a> : scope;
}

/** A page has its days in words; a file keeps them as they sort. */
export const inWords = (text: string | null): string | null =>
  text?.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (day) => date(Temporal.PlainDate.from(day))) ?? null;

function values(value: unknown, between = '; '): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((one) => values(one, ', ')).join(between);
  return Object.entries(value)
    .map(([key, of]) => {
      const amount = typeof of === 'number' ? amountName(key) : null;
      return amount ? `${amount}: ${money(Number(of))}` : `${key}: ${values(of, ', ') ?? 'none'}`;
    })
    .join(between);
}

/** What a reader calls the money that a deed keeps as pence: under "price", "pence", or "contractedPence". Null for what is no money. */
const amountName = (key: string): string | null =>
  key === 'price' ? key : /pence$/i.test(key) ? key.slice(0, -'pence'.length) || 'amount' : null;
