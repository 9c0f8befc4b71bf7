import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { enqueue } from '../../platform/jobs';
import {
  EmptyState,
  ExportLinks,
  FilterForm,
  inOrder,
  readOrder,
  Section,
  Select,
  sortLinks,
  TextInput,
} from '../../platform/ui';
import {
  fileRoutes,
  page,
  type Req,
  type Route,
  readPeriod,
  redirect,
  route,
  sameSample,
  type TypedPeriod,
  tableFile,
} from '../../platform/web';
import { counted, money } from '../../platform/words';
import { bankLines } from './bank/service';
import { raisedByNow } from './due';
import { type Billed, debtorsTable, invoicesTable, linesTable, sageTable, xeroTable } from './exports';
import { dailyMoney } from './jobs';
import { InvoiceTable } from './pages/account';
import { ExportsPage, type ExportWish } from './pages/exports';
import { DebtorsPage, MoneyHeading } from './pages/office';
import { currentDetails, hasAccount } from './pay-to/details';
import { worksOnMoney } from './policy';
import { type Invoice, invoices, linesOfMany, schoolNames } from './queries';
import { bands, invoiceStates, stateOfInvoice } from './rules';
import { type Debtor, debtors } from './statement';
import { stateName } from './words';

const may = worksOnMoney;

/** Who owes, the list of invoices, and what goes to the accounts. */
export const officeMoneyRoutes: Route[] = [
  route({ method: 'GET', path: '/money', may, sample: sameSample('/money'), handle: showDebtors }),
  ...fileRoutes({
    path: '/money',
    may,
    sample: () => ['/money', '/money'],
    file: async (req) => {
      const list = await req.tx(async (tx) => {
        await noteTaken(tx, req, 'Aged debtors');
        return debtors(tx, req.clock.today());
      });
      return { table: debtorsTable(orderDebtors(list, req).rows), name: `aged-debtors-${req.clock.today()}` };
    },
  }),
  route({ method: 'POST', path: '/money/raise', may, sample: sameSample('/money/raise', {}), handle: raiseNow }),
  route({ method: 'GET', path: '/money/invoices', may, sample: sameSample('/money/invoices'), handle: showInvoices }),
  ...fileRoutes({
    path: '/money/invoices',
    may,
    sample: () => ['/money/invoices', '/money/invoices'],
    file: async (req) => {
      const { rows, names } = await req.tx(async (tx) => {
        await noteTaken(tx, req, 'Invoices');
        return listed(tx, req);
      });
      return {
        table: invoicesTable(
          rows.map((invoice) => ({ invoice, school: names.get(invoice.urn) ?? '' })),
          req.clock.today(),
        ),
        name: `invoices-${req.clock.today()}`,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/money/exports',
    may,
    sample: sameSample('/money/exports'),
    handle: exportsPage,
  }),
  ...(['xero', 'sage', 'lines'] as const).map((kind) =>
    route({
      method: 'GET',
      path: kind === 'lines' ? '/money/exports/lines.xlsx' : `/money/exports/${kind}.csv`,
      may,
      sample: sameSample(kind === 'lines' ? '/money/exports/lines.xlsx' : `/money/exports/${kind}.csv`),
      rate: { calls: 30, seconds: 60 },
      handle: (req) => accountsFile(req, kind),
    }),
  ),
];

async function exportsPage(req: Req): Promise<Response> {
  const wish = readExport(req);
  const errors = Object.entries(wish.period.errors).map(([field, text]) => ({ text, href: `#${field}` }));
  return page(
    req,
    { title: 'To the accounts', density: 'staff', errors },
    <ExportsPage wish={wish} query={req.url.search} />,
  );
}

const noteTaken = (tx: Tx, req: Req, about: string): Promise<void> =>
  recordDeed(tx, req, { action: 'subscriptions.money-taken', kind: 'export', scope: 'installation', about });

const debtorKeys = ['school', ...bands, 'left'] as const;

function orderDebtors(list: readonly Debtor[], req: Req) {
  if (!req.query.has('sort')) return { rows: [...list], order: { key: 'over-90', dir: 'desc' } as const };
  const order = readOrder(req.query, debtorKeys, { key: 'over-90', dir: 'desc' });
  const by = Object.fromEntries([
    ['school', (one: Debtor) => one.school],
    ['left', (one: Debtor) => one.leftPence],
    ...bands.map((band) => [band, (one: Debtor) => one.aged[band]] as const),
  ]) as Record<(typeof debtorKeys)[number], (one: Debtor) => string | number>;
  return { rows: inOrder(list, by, order), order };
}

async function showDebtors(req: Req): Promise<Response> {
  const today = req.clock.today();
  const view = await req.tx(async (tx) => ({
    list: await debtors(tx, today),
    waiting: (await raisedByNow(tx, today)).length,
    bank: (await bankLines(tx, { state: 'open' })).length,
    saysWhere: hasAccount(await currentDetails(tx)),
  }));
  const { rows, order } = orderDebtors(view.list, req);
  return page(
    req,
    { title: 'Money', density: 'staff' },
    <DebtorsPage
      debtors={rows}
      waiting={view.waiting}
      bank={view.bank}
      saysWhere={view.saysWhere}
      order={order}
      address={`/money${req.url.search}`}
    />,
  );
}

/** The daily job, now: what it has done it does not do again. */
async function raiseNow(req: Req): Promise<Response> {
  const waiting = await req.tx(async (tx) => {
    await enqueue(tx, dailyMoney, {}, { once: `from-${req.clock.today()}` });
    return (await raisedByNow(tx, req.clock.today())).length;
  });
  return redirect('/money', {
    notice:
      waiting === 0
        ? 'Nothing waits to be raised. Reminders that are due go out now.'
        : `${counted(waiting, 'invoice')} will be raised within a minute.`,
  });
}

const invoiceKeys = ['number', 'school', 'raised', 'due', 'amount', 'left'] as const;

/** The invoices that an address asks for, in its order. */
async function listed(tx: Tx, req: Req): Promise<{ rows: Invoice[]; names: Map<number, string>; years: string[] }> {
  const { query } = req;
  const today = req.clock.today();
  const all = await invoices(tx);
  const names = await schoolNames(
    tx,
    all.map(({ urn }) => urn),
  );
  const q = (query.get('q') ?? '').toLowerCase();
  const state = query.get('state') ?? '';
  const year = query.get('year') ?? '';
  const found = all.filter(
    (one) =>
      (year === '' || one.year === year) &&
      (state === '' ||
        (state === 'credit-note' ? !one.due : one.due && stateOfInvoice({ ...one, due: one.due }, today) === state)) &&
      (q === '' ||
        [one.name, String(one.urn), names.get(one.urn) ?? '', one.purchaseOrder ?? ''].some((text) =>
          text.toLowerCase().includes(q),
        )),
  );
  const order = readOrder(query, invoiceKeys, { key: 'raised', dir: 'desc' });
  const rows = query.has('sort')
    ? inOrder(
        found,
        {
          number: ({ name }) => name,
          school: ({ urn }) => names.get(urn) ?? '',
          raised: ({ raised }) => raised.toString(),
          due: ({ due }) => due?.toString() ?? null,
          amount: ({ kind, pence }) => (kind === 'invoice' ? pence : -pence),
          left: ({ leftPence }) => leftPence,
        },
        order,
      )
    : found;
  return { rows, names, years: [...new Set(all.map((one) => one.year))].sort() };
}

async function showInvoices(req: Req): Promise<Response> {
  const { rows, names, years } = await req.tx((tx) => listed(tx, req));
  const left = rows.reduce((sum, { leftPence }) => sum + leftPence, 0);
  const says = `${counted(rows.length, 'document')}, ${money(left)} left to pay`;
  const { search } = req.url;
  return page(
    req,
    { title: 'Invoices', density: 'staff' },
    <>
      <MoneyHeading at="/money/invoices" title="Invoices" />
      <FilterForm action="/money/invoices" live="list" query={req.query}>
        <TextInput
          id="q"
          name="q"
          type="search"
          label="School, number or order number"
          value={req.query.get('q') ?? ''}
        />
        <Select
          id="state"
          name="state"
          label="State"
          value={req.query.get('state') ?? ''}
          options={[
            { value: '', text: 'Any' },
            ...invoiceStates.map((value) => ({ value, text: stateName[value] })),
            { value: 'credit-note', text: 'Credit notes' },
          ]}
        />
        <Select
          id="year"
          name="year"
          label="Year"
          value={req.query.get('year') ?? ''}
          options={[{ value: '', text: 'All' }, ...years.map((year) => ({ value: year, text: year }))]}
        />
      </FilterForm>
      <div id="list" data-live-says={says}>
        <Section
          title={says}
          aside={<ExportLinks csv={`/money/invoices.csv${search}`} excel={`/money/invoices.xlsx${search}`} />}
        >
          {rows.length === 0 ? (
            <EmptyState title="No invoice" level={3} action={<a href="/money/invoices">Show all</a>}>
              None is like that. Invoices are raised from instalments and orders, by themselves.
            </EmptyState>
          ) : (
            <InvoiceTable
              caption="Invoices and credit notes"
              rows={rows}
              today={req.clock.today()}
              names={names}
              sort={sortLinks(
                `/money/invoices${search}`,
                readOrder(req.query, invoiceKeys, { key: 'raised', dir: 'desc' }),
              )}
            />
          )}
        </Section>
      </div>
    </>,
  );
}

function readExport({ query }: Req): ExportWish {
  const word = (name: string, usual: string) => (query.get(name) ?? '').slice(0, 50) || usual;
  return {
    period: readPeriod(query),
    xeroAccount: word('xeroAccount', '200'),
    xeroTax: word('xeroTax', 'No VAT'),
    sageNominal: word('sageNominal', '4000'),
    sageTax: word('sageTax', 'T9'),
  };
}

async function accountsFile(req: Req, kind: 'xero' | 'sage' | 'lines'): Promise<Response> {
  const { period, ...codes } = readExport(req);
  // A day that does not exist must not become every day: whoever asked is told, and takes nothing.
  if (Object.keys(period.errors).length > 0) return redirect(`/money/exports${req.url.search}`);
  const billed = await req.tx(async (tx) => {
    await noteTaken(
      tx,
      req,
      { xero: 'Invoices for Xero', sage: 'Invoices for Sage', lines: 'Lines of invoices' }[kind],
    );
    return billedIn(tx, period);
  });
  const name = `invoices-${kind}-${period.from ?? 'all'}-${period.to ?? req.clock.today()}`;
  if (kind === 'xero')
    return tableFile(xeroTable(billed, { account: codes.xeroAccount, tax: codes.xeroTax }), 'csv', name);
  if (kind === 'sage')
    return tableFile(sageTable(billed, { nominal: codes.sageNominal, tax: codes.sageTax }), 'csv', name);
  return tableFile(linesTable(billed), 'xlsx', name);
}

/** Documents raised from one day to another, in the order of their numbers. */
async function billedIn(tx: Tx, { from, to }: TypedPeriod): Promise<Billed[]> {
  const found = (await invoices(tx)).filter(
    ({ raised }) =>
      (!from || Temporal.PlainDate.compare(raised, from) >= 0) && (!to || Temporal.PlainDate.compare(raised, to) <= 0),
  );
  const names = await schoolNames(
    tx,
    found.map(({ urn }) => urn),
  );
  const lines = await linesOfMany(
    tx,
    found.map(({ id }) => id),
  );
  return found
    .sort((a, b) => b.kind.localeCompare(a.kind) || a.number - b.number)
    .map((invoice) => ({
      invoice,
      lines: lines.get(invoice.id) ?? [],
      school: names.get(invoice.urn) ?? invoice.billedTo.split('\n')[0] ?? '',
    }));
}
