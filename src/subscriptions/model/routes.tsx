import type { Tx } from '../../platform/database';
import { writeSpreadsheet } from '../../platform/documents';
import { EmptyState, inOrder, PageHeading, readOrder, withQuery } from '../../platform/ui';
import {
  download,
  type Form,
  fileRoutes,
  notFound,
  page,
  problem,
  type Req,
  type Route,
  redirect,
  route,
  sameSample,
  tableFile,
} from '../../platform/web';
import { slug } from '../../platform/words';
import { errorList } from '../gate/forms';
import { mayConfirm } from '../gate/policy';
import { seesMoney } from '../policy';
import { historyOf, setCell, standing } from './cells';
import { compared, comparedTable, fewestCompared, mostCompared } from './compare';
import { type Kept, keep, keptOf, removeKept } from './kept';
import { type Model, modelOf, schoolsOf } from './model';
import { type CellForm, CellPage } from './pages/cell-page';
import { ComparePage } from './pages/compare-page';
import { ModelPage } from './pages/model-page';
import { schoolKeys, schoolsTable, sortBy, usualOrder, yearsTable } from './school-rows';
import { modelOutcome, modelQuery, readModelWish, type WishField } from './what-if';

declare module '../../platform/web' {
  interface SampleWorld {
    /** A what-if that is kept, and the address of a cell of the funding table: see `gate/testing`. */
    modelKept: string;
    modelCell: string;
  }
}

const at = '/subscriptions/model';
const crumbs = [{ text: 'Three-year model', href: at }];
const rate = { calls: 30, seconds: 60 };
const reads = { method: 'GET' as const, may: seesMoney };

export const modelRoutes: Route[] = [
  route({ ...reads, path: at, sample: sameSample(at), handle: (req) => showModel(req) }),
  route({ ...reads, path: `${at}.csv`, rate, sample: sameSample(`${at}.csv`), handle: (req) => modelFile(req, 'csv') }),
  route({
    ...reads,
    path: `${at}.xlsx`,
    rate,
    sample: sameSample(`${at}.xlsx`),
    handle: (req) => modelFile(req, 'xlsx'),
  }),
  route({
    ...reads,
    path: `${at}/cells/:year/:column`,
    may: mayConfirm,
    sample: (world) => ({ own: { path: world.modelCell }, other: { path: world.modelCell } }),
    handle: (req) => showCell(req),
  }),
  route({
    method: 'POST',
    path: `${at}/cells/:year/:column`,
    may: mayConfirm,
    sample: (world) => {
      const sample = {
        path: world.modelCell,
        form: { to: 'sum', pounds: '1', reason: 'Agreed in June.', seen: '0' },
      };
      return { own: sample, other: sample };
    },
    handle: changeCell,
  }),
  route({
    method: 'POST',
    path: `${at}/kept`,
    may: seesMoney,
    sample: sameSample(`${at}/kept`, { name: 'Dearer', query: 'base=1600' }),
    handle: keepRoute,
  }),
  route({
    method: 'POST',
    path: `${at}/kept/:id/remove`,
    may: seesMoney,
    sample: (world) => {
      const sample = { path: `${at}/kept/${world.modelKept}/remove` };
      return { own: sample, other: sample };
    },
    handle: removeRoute,
  }),
  route({ ...reads, path: `${at}/compare`, sample: sameSample(`${at}/compare`), handle: showCompare }),
  ...fileRoutes({
    path: `${at}/compare`,
    may: seesMoney,
    sample: () => [`${at}/compare`, `${at}/compare`],
    file: async (req) => {
      const found = await req.tx((tx) => chosenOf(tx, req));
      return found && { table: comparedTable(found.chosen), name: 'what-ifs' };
    },
  }),
];

const nothingYet = (req: Req): Promise<Response> =>
  page(
    req,
    { title: 'Three-year model', density: 'staff' },
    <>
      <PageHeading title="Three-year model" />
      <EmptyState title="Nothing to add up yet" action={<a href="/offer/versions">Versions of the offer</a>}>
        No offer is published yet. An administrator publishes the first one.
      </EmptyState>
    </>,
  );

const countsOf = (query: URLSearchParams): Model['counts'] =>
  query.get('counts') === 'indicated' ? 'indicated' : 'contracted';

/** What the address asks for, worked out. */
async function askedModel(tx: Tx, query: URLSearchParams) {
  const model = await modelOf(tx, countsOf(query));
  if (!model) return null;
  const { wish, errors } = readModelWish(query);
  const schools = await schoolsOf(tx, model, wish.who);
  const outcome = modelOutcome(model.published.offer, schools, wish, standing(model.cells));
  const order = readOrder(query, schoolKeys, usualOrder);
  return { model, wish, errors, outcome, order, rows: inOrder(outcome.schools, sortBy, order) };
}

async function showModel(req: Req, naming?: { name: string; query: string; error: string }): Promise<Response> {
  const query = naming ? new URLSearchParams(naming.query) : req.query;
  const found = await req.tx(async (tx) => {
    const asked = await askedModel(tx, query);
    return asked && { ...asked, kept: await keptOf(tx, asked.model.published.year) };
  });
  if (!found) return nothingYet(req);
  const { wish, errors, model } = found;
  const typed = Object.fromEntries(Object.keys(errors).map((field) => [field, query.get(field) ?? ''])) as Partial<
    Record<WishField, string>
  >;
  const own = withQuery(`${at}?${modelQuery(wish)}`, {
    counts: model.counts === 'indicated' ? 'indicated' : undefined,
  });
  return page(
    req,
    {
      title: 'Three-year model',
      density: 'staff',
      errors: errorList({ ...errors, ...(naming ? { name: naming.error } : {}) }),
    },
    <ModelPage
      {...found}
      may={mayConfirm(req.actor)}
      typed={typed}
      nameError={naming?.error}
      nameTyped={naming?.name}
      address={(changes) => withQuery(own, changes)}
    />,
  );
}

async function modelFile(req: Req, format: 'csv' | 'xlsx'): Promise<Response> {
  const found = await req.tx((tx) => askedModel(tx, req.query));
  if (!found) return problem(req, 404, 'Nothing to add up', 'No offer is published yet.');
  const { offer } = found.model.published;
  const name = `model-${slug(offer.year)}`;
  const schools = schoolsTable(offer, found.rows);
  if (format === 'csv') return tableFile(schools, 'csv', name);
  return download(await writeSpreadsheet([yearsTable(offer, found.outcome), schools]), {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
}

/** The cell that the address names; null where the table has none. */
const cellOf = (req: Req) =>
  req.tx(async (tx) => {
    const model = await modelOf(tx, 'contracted');
    if (!model) return null;
    const year = (req.params.year ?? '').replace('-', '/');
    const { table } = model.published.offer.funding;
    const column = table.columns.find(({ id }) => id === req.params.column);
    const planPence = column && table.rows.find((row) => row.year === year)?.cells[column.id];
    if (!column || planPence === undefined) return null;
    return {
      offer: model.published.offer,
      year,
      column: { id: column.id, name: column.name },
      planPence,
      history: await historyOf(tx, year, column.id),
    };
  });

async function showCell(
  req: Req,
  form: CellForm = { to: 'sum', pounds: '', reason: '', errors: {} },
): Promise<Response> {
  const found = await cellOf(req);
  if (!found) return notFound(req);
  return page(
    req,
    {
      title: `${found.column.name}, ${found.year}`,
      density: 'staff',
      breadcrumbs: crumbs,
      errors: errorList(form.errors),
    },
    <CellPage {...found} form={form} />,
  );
}

function readCell(form: Form): CellForm & { pence: number | null } {
  const [to, pounds, reason] = [form.get('to'), form.get('pounds'), form.get('reason')];
  const figure = /^£?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{2}))?$/.exec(pounds);
  const errors: CellForm['errors'] = {};
  if (to !== 'sum' && to !== 'plan') errors.to = 'Choose a sum, or what the model works out';
  if (to === 'sum' && !figure) errors.pounds = 'Enter an amount of money, such as 150,000';
  if (reason === '') errors.reason = 'Say why, such as “agreed with the council in June”';
  else if (reason.length > 300) errors.reason = 'Say it in 300 letters or fewer';
  const pence = figure ? Number(figure[1]?.replaceAll(',', '')) * 100 + Number(figure[2] ?? 0) : null;
  return { to, pounds, reason, errors, pence: to === 'plan' ? null : pence };
}

async function changeCell(req: Req): Promise<Response> {
  const found = await cellOf(req);
  if (!found) return notFound(req);
  const form = readCell(req.form);
  if (Object.keys(form.errors).length > 0) return showCell(req, form);
  const done = await req.tx((tx) =>
    setCell(tx, req, found.offer, {
      year: found.year,
      column: found.column.id,
      pence: form.pence,
      reason: form.reason,
      seen: Number(/^\d{1,6}$/.exec(req.form.get('seen'))?.[0] ?? 0),
    }),
  );
  return done.ok
    ? redirect(at, { notice: `${found.column.name} of ${found.year} is changed.` })
    : problem(req, 409, 'The cell is not changed', done.reason);
}

async function keepRoute(req: Req): Promise<Response> {
  const name = req.form.get('name');
  const query = modelQuery(readModelWish(new URLSearchParams(req.form.get('query'))).wish);
  const again = (error: string) => showModel(req, { name, query, error });
  if (name === '') return again('Give the what-if a name');
  if (name.length > 80) return again('Choose a name of 80 letters or fewer');
  const model = await req.tx((tx) => modelOf(tx, 'contracted'));
  if (!model) return nothingYet(req);
  const done = await req.tx((tx) => keep(tx, req, { year: model.published.year, name, query }));
  return done.ok
    ? redirect(withQuery(`${at}?${query}`, {}), { notice: `“${done.value.name}” is kept.` })
    : again(done.reason);
}

async function removeRoute(req: Req): Promise<Response> {
  const gone = await req.tx((tx) => removeKept(tx, req, req.params.id ?? ''));
  return redirect(`${at}/compare`, { notice: gone ? `“${gone}” is removed.` : 'It had been removed already.' });
}

/** The kept what-ifs, and those that the address names. */
async function chosenOf(tx: Tx, req: Req) {
  const model = await modelOf(tx, 'contracted');
  if (!model) return null;
  const kept: Kept[] = await keptOf(tx, model.published.year);
  const ids = new Set(req.query.getAll('id'));
  return {
    kept,
    asked: ids.size,
    chosen: await compared(tx, model, kept.filter(({ id }) => ids.has(id)).slice(0, mostCompared)),
  };
}

async function showCompare(req: Req): Promise<Response> {
  const found = await req.tx((tx) => chosenOf(tx, req));
  if (!found) return nothingYet(req);
  const { asked } = found;
  const error =
    asked > 0 && (asked < fewestCompared || asked > mostCompared) ? 'Choose two, three or four what-ifs' : undefined;
  return page(
    req,
    {
      title: 'Compare what-ifs',
      density: 'staff',
      breadcrumbs: crumbs,
      ...(error ? { errors: [{ text: error, href: '#id' }] } : {}),
    },
    <ComparePage kept={found.kept} chosen={error ? [] : found.chosen} error={error} />,
  );
}
