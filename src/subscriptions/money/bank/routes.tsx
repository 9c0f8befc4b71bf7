import { dropFile } from '../../../platform/files';
import { UnreadableFile } from '../../../platform/reading';
import {
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type Sample,
  type SampleWorld,
  sameSample,
} from '../../../platform/web';
import { counted, money } from '../../../platform/words';
import { BankLinePage, BankPage, BankPreviewPage, BankUploadPage } from '../pages/bank';
import { purposeOf } from '../payment-routes';
import { worksOnMoney } from '../policy';
import { readBankFile } from './file';
import { type Match, matchesOf } from './matches';
import {
  acceptMatch,
  acceptStatement,
  bankLines,
  bankStates,
  type Chosen,
  keepStatement,
  known,
  matchable,
  setAside,
  waitingStatement,
} from './service';

const may = worksOnMoney;
const crumbs = [{ text: 'Bank statement', href: '/money/bank' }];
const upload: Sample = {
  path: '/money/bank/new',
  upload: { field: 'file', name: 'statement.csv', text: 'Date,Description,Amount\n14/01/2019,A school,10.00\n' },
};
const about = (path: (world: SampleWorld) => string, form?: Record<string, string>) => (world: SampleWorld) => {
  const sample = { path: path(world), ...(form ? { form } : {}) };
  return { own: sample, other: sample };
};

/** The bank's statement: bringing it, and matching its lines. */
export const bankRoutes: Route[] = [
  route({ method: 'GET', path: '/money/bank', may, sample: sameSample('/money/bank'), handle: list }),
  route({
    method: 'GET',
    path: '/money/bank/new',
    may,
    sample: sameSample('/money/bank/new'),
    handle: (req) => uploadPage(req),
  }),
  route({
    method: 'POST',
    path: '/money/bank/new',
    may,
    body: 'upload',
    sample: () => ({ own: upload, other: upload }),
    handle: receive,
  }),
  route({
    method: 'GET',
    path: '/money/bank/statements/:id',
    may,
    sample: about(({ bankStatement }) => `/money/bank/statements/${bankStatement}`),
    handle: preview,
  }),
  route({
    method: 'POST',
    path: '/money/bank/statements/:id/accept',
    may,
    sample: about(({ bankStatement }) => `/money/bank/statements/${bankStatement}/accept`, {}),
    handle: accept,
  }),
  route({
    method: 'POST',
    path: '/money/bank/statements/:id/discard',
    may,
    sample: about(({ bankStatement }) => `/money/bank/statements/${bankStatement}/discard`, {}),
    handle: discard,
  }),
  route({
    method: 'GET',
    path: '/money/bank/lines/:id',
    may,
    sample: about(({ bankLine }) => `/money/bank/lines/${bankLine}`),
    handle: (req) => showLine(req),
  }),
  route({
    method: 'POST',
    path: '/money/bank/lines/:id/accept',
    may,
    sample: (world) => {
      const sample = { path: `/money/bank/lines/${world.bankLine}/accept`, form: { for: world.moneyInvoice } };
      return { own: sample, other: sample };
    },
    handle: match,
  }),
  route({
    method: 'POST',
    path: '/money/bank/lines/:id/set-aside',
    may,
    sample: about(({ bankLine }) => `/money/bank/lines/${bankLine}/set-aside`, { why: 'Interest' }),
    handle: putAside,
  }),
];

async function list(req: Req): Promise<Response> {
  const state = bankStates.find((one) => one === req.query.get('state')) ?? 'open';
  const view = await req.tx(async (tx) => {
    const lines = await bankLines(tx, { state });
    const open = state === 'open' ? await matchable(tx) : [];
    const likely = new Map<string, Match>();
    for (const line of lines) {
      const [best] = matchesOf(line, open);
      if (best) likely.set(line.id, best);
    }
    return { lines, likely };
  });
  return page(req, { title: 'Bank statement', density: 'staff' }, <BankPage {...view} state={state} />);
}

const uploadPage = (req: Req, error?: string): Promise<Response> =>
  page(
    req,
    {
      title: 'Bring a bank statement',
      density: 'staff',
      breadcrumbs: crumbs,
      ...(error ? { errors: [{ text: error, href: '#file' }] } : {}),
    },
    <BankUploadPage error={error} />,
  );

async function receive(req: Req): Promise<Response> {
  const file = req.uploads.find(({ field }) => field === 'file');
  if (!file) return uploadPage(req, 'Choose a file');
  try {
    const read = await readBankFile(file.path);
    if (read.rows.length === 0 && read.rejects.length === 0)
      return uploadPage(req, 'There is no line in this file below its headings. Choose the statement itself.');
    const kept = await req.tx((tx) => keepStatement(tx, req.mesters.files, file.name, read));
    return redirect(`/money/bank/statements/${kept.id}`);
  } catch (error) {
    if (error instanceof UnreadableFile) return uploadPage(req, error.message);
    throw error;
  }
}

async function preview(req: Req): Promise<Response> {
  const id = req.params.id ?? '';
  const view = await req.tx(async (tx) => {
    const statement = await waitingStatement(tx, req.mesters.files, id);
    return statement && { ...statement, known: await known(tx, statement.rows) };
  });
  if (!view) return notFound(req);
  return page(
    req,
    { title: 'Lines to add', density: 'staff', breadcrumbs: crumbs },
    <BankPreviewPage {...view} id={id} />,
  );
}

async function accept(req: Req): Promise<Response> {
  const done = await req.tx((tx) => acceptStatement(tx, req, req.mesters.files, req.params.id ?? ''));
  return redirect(
    '/money/bank',
    done
      ? { notice: `${counted(done.added, 'line')} added.` }
      : { refusal: 'This statement was taken already, or left. Nothing has changed.' },
  );
}

async function discard(req: Req): Promise<Response> {
  await req.tx(async (tx) => {
    if (await waitingStatement(tx, req.mesters.files, req.params.id ?? '')) await dropFile(tx, req.params.id ?? '');
  });
  return redirect('/money/bank', { notice: 'The statement was left. Nothing was kept of it.' });
}

async function showLine(req: Req, errors: { for?: string; why?: string } = {}): Promise<Response> {
  const view = await req.tx(async (tx) => {
    const [line] = await bankLines(tx, { ids: [req.params.id ?? ''] });
    return line && { line, matches: matchesOf(line, await matchable(tx)) };
  });
  if (!view) return notFound(req);
  return page(
    req,
    {
      title: 'A line of the statement',
      density: 'staff',
      breadcrumbs: crumbs,
      errors: [
        ...(errors.for ? [{ text: errors.for, href: '#for' }] : []),
        ...(errors.why ? [{ text: errors.why, href: '#why' }] : []),
      ],
    },
    <BankLinePage {...view} error={errors.for} whyError={errors.why} typed={req.form.get('for')} />,
  );
}

async function match(req: Req): Promise<Response> {
  const chosen = req.form.get('match');
  const typed = chosen === '' || chosen === 'other' ? req.form.get('for') : chosen.replace(/^school /, '');
  const done = await req.tx(async (tx) => {
    const purpose = await purposeOf(tx, typed);
    if ('words' in purpose) return { ok: false as const, reason: purpose };
    if ('unknown' in purpose)
      return {
        ok: false as const,
        reason: { words: 'Choose what it pays, or write an invoice, a school or a trust' },
      };
    const wish: Chosen = 'invoice' in purpose ? { invoiceId: purpose.invoice.id } : purpose;
    return acceptMatch(tx, req, req.params.id ?? '', wish);
  });
  if (!done.ok) return showLine(req, { for: done.reason.words });
  const { allocatedPence, overPence } = done.value;
  return redirect('/money/bank', {
    notice: `${money(allocatedPence)} pays invoices now.${overPence > 0 ? ` ${money(overPence)} is over.` : ''}`,
  });
}

async function putAside(req: Req): Promise<Response> {
  const why = req.form.get('why').slice(0, 200);
  if (why === '') return showLine(req, { why: 'Say what it is, such as interest from the bank' });
  await req.tx((tx) => setAside(tx, req, req.params.id ?? '', why));
  return redirect('/money/bank', { notice: 'The line is set aside.' });
}
