import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import {
  dateBoxes,
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  readDate,
  redirect,
  route,
  type SampleWorld,
  sameSample,
} from '../../platform/web';
import { money } from '../../platform/words';
import { lineage } from '../../schools';
import { paymentsTable } from './exports';
import { NewPaymentPage, type PaymentForm, PaymentPage, PaymentsPage } from './pages/office';
import {
  allocate,
  allocateOldestFirst,
  openInvoices,
  type Payment,
  payments,
  paysOf,
  recordPayment,
  release,
} from './payments';
import { trustUrns } from './places';
import { worksOnMoney } from './policy';
import { type Invoice, invoiceBy, invoices, schoolNames } from './queries';
import { oldestFirst, readDocumentNumber, readPounds } from './rules';
import { type How, hows } from './tables';

const may = worksOnMoney;
const crumbs = [{ text: 'Payments', href: '/money/payments' }];
const ofPayment = (rest: string, form?: (world: SampleWorld) => Record<string, string>) => (world: SampleWorld) => {
  const sample = { path: `/money/payments/${world.moneyPayment}${rest}`, ...(form ? { form: form(world) } : {}) };
  return { own: sample, other: sample };
};

/** Money that came in: the list, a form, and what each payment pays. */
export const paymentRoutes: Route[] = [
  route({ method: 'GET', path: '/money/payments', may, sample: sameSample('/money/payments'), handle: list }),
  ...fileRoutes({
    path: '/money/payments',
    may,
    sample: () => ['/money/payments', '/money/payments'],
    file: async (req) => {
      const view = await req.tx(async (tx) => {
        await recordDeed(tx, req, {
          action: 'subscriptions.money-taken',
          kind: 'export',
          scope: 'installation',
          about: 'Payments',
        });
        return listed(tx, req);
      });
      return { table: paymentsTable(view.payments, view.names), name: `payments-${req.clock.today()}` };
    },
  }),
  route({
    method: 'GET',
    path: '/money/payments/new',
    may,
    sample: sameSample('/money/payments/new'),
    handle: (req) => formPage(req, emptyForm(req), crypto.randomUUID()),
  }),
  route({
    method: 'POST',
    path: '/money/payments/new',
    may,
    sample: sameSample('/money/payments/new', {
      once: '00000000-0000-4000-8000-000000000002',
      'received-day': '14',
      'received-month': '1',
      'received-year': '2019',
      amount: '10',
      payer: 'Somebody',
      how: 'bank',
    }),
    handle: record,
  }),
  route({ method: 'GET', path: '/money/payments/:id', may, sample: ofPayment(''), handle: (req) => show(req) }),
  route({
    method: 'POST',
    path: '/money/payments/:id/allocate',
    may,
    sample: ofPayment('/allocate', () => ({ invoice: 'all' })),
    handle: setAgainst,
  }),
  route({
    method: 'POST',
    path: '/money/payments/:id/release',
    may,
    sample: ofPayment('/release', ({ moneyAllocation }) => ({ allocation: moneyAllocation })),
    handle: takeOff,
  }),
];

async function listed(tx: Tx, req: Req) {
  const over = req.query.get('over') === 'yes';
  const found = await payments(tx, over ? { over } : {});
  return {
    payments: found,
    over,
    names: await schoolNames(
      tx,
      found.flatMap(({ urn }) => (urn === null ? [] : [urn])),
    ),
  };
}

async function list(req: Req): Promise<Response> {
  const view = await req.tx((tx) => listed(tx, req));
  return page(req, { title: 'Payments', density: 'staff' }, <PaymentsPage {...view} />);
}

const emptyForm = (req: Req): PaymentForm => ({
  typed: { amount: '', how: 'bank', reference: '', payer: '', for: '' },
  day: dateBoxes(req.clock.today()),
  errors: {},
});

const formPage = (req: Req, form: PaymentForm, once: string): Promise<Response> =>
  page(
    req,
    {
      title: 'Record a payment',
      density: 'staff',
      breadcrumbs: crumbs,
      errors: Object.entries(form.errors).map(([field, text]) => ({
        text,
        href: `#${field === 'received' ? 'received-day' : field}`,
      })),
    },
    <NewPaymentPage {...form} once={once} />,
  );

/** What a payment is for, as typed: an invoice, a school, a trust, or not said. */
export type Purpose =
  | { invoice: Invoice }
  | { urns: number[]; urn: number | null }
  | { unknown: true }
  | { words: string };

export async function purposeOf(tx: Tx, typed: string): Promise<Purpose> {
  if (typed === '') return { unknown: true };
  const named = readDocumentNumber(typed);
  if (named) {
    const invoice = named.kind === 'invoice' ? await invoiceBy(tx, named) : null;
    return invoice ? { invoice } : { words: `There is no invoice ${typed}` };
  }
  const number = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if ((await schoolNames(tx, [number])).has(number)) return { urns: await lineage(tx, number), urn: number };
  const urns = number > 0 ? await trustUrns(tx, number) : [];
  if (urns.length > 0) return { urns, urn: null };
  return { words: 'Write the number of an invoice, the URN of a school or the UID of a trust, or leave it empty' };
}

async function record(req: Req): Promise<Response> {
  const { form } = req;
  const typed = {
    amount: form.get('amount'),
    how: form.get('how'),
    reference: form.get('reference').slice(0, 200),
    payer: form.get('payer').slice(0, 200),
    for: form.get('for'),
  };
  const once = /^[0-9a-f-]{36}$/.test(form.get('once')) ? form.get('once') : crypto.randomUUID();
  const received = readDate(form, 'received');
  const pence = readPounds(typed.amount);
  const how = hows.find((one): one is How => one === typed.how);
  const purpose = await req.tx((tx) => purposeOf(tx, typed.for));
  const late = received.kind === 'date' && Temporal.PlainDate.compare(received.date, req.clock.today()) > 0;
  const errors: PaymentForm['errors'] = {
    ...(received.kind !== 'date' ? { received: 'Enter the day it came in, such as 14 1 2019' } : {}),
    ...(late ? { received: 'Enter today or a day before: it has come in' } : {}),
    ...(pence === null ? { amount: 'Write an amount in pounds, such as 920 or 501.34' } : {}),
    ...(typed.payer === '' ? { payer: 'Say who it is from' } : {}),
    ...(how ? {} : { how: 'Choose how it came' }),
    ...('words' in purpose ? { for: purpose.words } : {}),
  };
  if (received.kind !== 'date' || pence === null || !how || 'words' in purpose || Object.keys(errors).length > 0)
    return formPage(req, { typed, day: dateBoxes(form, 'received'), errors }, once);
  const payment = await req.tx(async (tx) => {
    const urn = 'invoice' in purpose ? purpose.invoice.urn : 'urn' in purpose ? purpose.urn : null;
    const { reference, payer } = typed;
    const made = await recordPayment(tx, req, {
      key: `form/${once}`,
      received: received.date,
      pence,
      how,
      reference,
      payer,
      urn,
    });
    if (made.isNew) await payFor(tx, req, made.payment, purpose);
    return made.payment;
  });
  return redirect(`/money/payments/${payment.id}`, { notice: `${money(pence)} from ${payment.payer} is recorded.` });
}

async function payFor(tx: Tx, req: Req, payment: Payment, purpose: Purpose): Promise<void> {
  if ('invoice' in purpose) {
    const fresh = await invoiceBy(tx, { id: purpose.invoice.id });
    const part = Math.min(payment.overPence, fresh?.leftPence ?? 0);
    await allocate(tx, req, payment.id, [{ invoiceId: purpose.invoice.id, pence: part }]);
  } else if ('urns' in purpose) await allocateOldestFirst(tx, req, payment, purpose.urns);
}

async function show(req: Req, error?: string): Promise<Response> {
  const view = await req.tx(async (tx) => {
    const [payment] = await payments(tx, { ids: [req.params.id ?? ''] });
    if (!payment) return null;
    const open = await invoices(tx, {
      open: true,
      ...(payment.urn === null ? {} : { urns: await lineage(tx, payment.urn) }),
    });
    const names = await schoolNames(tx, [
      ...open.map(({ urn }) => urn),
      ...(payment.urn === null ? [] : [payment.urn]),
    ]);
    return {
      payment,
      paid: await paysOf(tx, payment.id),
      open: open.map((one) => ({ ...one, school: names.get(one.urn) ?? `URN ${one.urn}` })),
      school: payment.urn === null ? null : (names.get(payment.urn) ?? `URN ${payment.urn}`),
    };
  });
  if (!view) return notFound(req);
  return page(
    req,
    {
      title: `Payment from ${view.payment.payer}`,
      density: 'staff',
      breadcrumbs: crumbs,
      ...(error ? { errors: [{ text: error, href: '#invoice' }] } : {}),
    },
    <PaymentPage {...view} error={error} />,
  );
}

async function setAgainst(req: Req): Promise<Response> {
  const chosen = new Set(req.form.all('invoice'));
  if (chosen.size === 0) return show(req, 'Choose an invoice');
  const done = await req.tx(async (tx) => {
    const [payment] = await payments(tx, { ids: [req.params.id ?? ''] });
    if (!payment) return null;
    const urns = payment.urn === null ? undefined : await lineage(tx, payment.urn);
    const open = (await openInvoices(tx, urns)).filter(({ id }) => chosen.has(id) || chosen.has('all'));
    return allocate(tx, req, payment.id, oldestFirst(open, payment.overPence));
  });
  if (!done) return notFound(req);
  if (!done.ok) return show(req, done.reason.words);
  return redirect(`/money/payments/${req.params.id}`, {
    notice: done.value.overPence > 0 ? `${money(done.value.overPence)} is over.` : 'All of it is set against invoices.',
  });
}

async function takeOff(req: Req): Promise<Response> {
  const allocation = /^\d{1,15}$/.test(req.form.get('allocation')) ? Number(req.form.get('allocation')) : 0;
  await req.tx((tx) => release(tx, req, allocation));
  return redirect(`/money/payments/${req.params.id}`, { notice: 'It no longer pays that invoice.' });
}
