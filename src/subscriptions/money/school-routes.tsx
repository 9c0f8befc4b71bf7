import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { Button, Notice, PageHeading, Section, TextInput } from '../../platform/ui';
import {
  download,
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type SampleWorld,
} from '../../platform/web';
import { counted, slug } from '../../platform/words';
import { SchoolHeader, schoolCrumbs, schoolHead, schoolTabs, TrustTabs } from '../../schools';
import { invoicePdf, statementPdf } from './documents';
import { setPurchaseOrder, toRaise, unpricedYears } from './due';
import { statementTable } from './exports';
import { credit } from './invoices';
import { AgedTable, Coming, EntryTable, Figures, InvoiceTable, invoiceHref, owedWords } from './pages/account';
import { type CreditForm, CreditPage, InvoicePage } from './pages/invoice';
import { currentDetails, detailsBy } from './pay-to/details';
import { numberIn, type Place, schoolPlace, trustPlace } from './places';
import { mayGiveOrderNumber, maySeeSchoolMoney, maySeeTrustMoney, worksOnMoney } from './policy';
import { allocations, creditNotesOf, type Invoice, invoiceBy, linesOf } from './queries';
import { readDocumentNumber, readPounds } from './rules';
import { statementOfAccount } from './statement';
import './samples';

const rate = { calls: 30, seconds: 60 };
const ofSchool = (rest: string) => (world: SampleWorld) => ({
  own: { path: `/schools/${world.school}/money${rest}` },
  other: { path: `/schools/${world.otherSchool}/money${rest}` },
});
const ofTrust = (rest: string) => (world: SampleWorld) => ({
  own: { path: `/trusts/${world.trust}/money${rest}` },
  other: { path: `/trusts/${world.otherTrust}/money${rest}` },
});
const ofInvoice = (rest: string, form?: Record<string, string>) => (world: SampleWorld) => ({
  own: { path: `/schools/${world.school}/money/${world.moneyInvoice}${rest}`, ...(form ? { form } : {}) },
  other: { path: `/schools/${world.otherSchool}/money/${world.otherMoneyInvoice}${rest}`, ...(form ? { form } : {}) },
});

/** A school's and a trust's money: what is owed, its documents, its order number. */
export const schoolMoneyRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/money',
    may: maySeeSchoolMoney,
    sample: ofSchool(''),
    handle: (req) => showSchool(req),
  }),
  ...fileRoutes({
    path: '/schools/:urn/money',
    may: maySeeSchoolMoney,
    sample: ({ school, otherSchool }) => [`/schools/${school}/money`, `/schools/${otherSchool}/money`],
    file: (req) => accountFile(req, schoolPlace),
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/money/statement.pdf',
    may: maySeeSchoolMoney,
    sample: ofSchool('/statement.pdf'),
    rate,
    handle: (req) => accountPdf(req, schoolPlace),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/money/order-number',
    may: mayGiveOrderNumber,
    sample: (world) => {
      const form = { 'order-number': 'PO 1234' };
      return {
        own: { path: `/schools/${world.school}/money/order-number`, form },
        other: { path: `/schools/${world.otherSchool}/money/order-number`, form },
      };
    },
    handle: saveOrderNumber,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/money/:number',
    may: maySeeSchoolMoney,
    sample: ofInvoice(''),
    handle: (req) => withInvoice(req, showInvoice),
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/money/:number/document.pdf',
    may: maySeeSchoolMoney,
    sample: ofInvoice('/document.pdf'),
    rate,
    handle: (req) => withInvoice(req, showDocument),
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/money/:number/credit',
    may: worksOnMoney,
    sample: ofInvoice('/credit'),
    handle: (req) =>
      withInvoice(req, (_, invoice) =>
        creditPage(req, invoice, { typed: { amount: '', text: '', reason: '' }, errors: {} }, crypto.randomUUID()),
      ),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/money/:number/credit',
    may: worksOnMoney,
    sample: ofInvoice('/credit', {
      once: '00000000-0000-4000-8000-000000000001',
      amount: '0.01',
      text: 'A penny',
      reason: 'Agreed',
    }),
    handle: (req) => withInvoice(req, writeCredit),
  }),
  route({
    method: 'GET',
    path: '/trusts/:uid/money',
    may: maySeeTrustMoney,
    sample: ofTrust(''),
    handle: showTrust,
  }),
  ...fileRoutes({
    path: '/trusts/:uid/money',
    may: maySeeTrustMoney,
    sample: ({ trust, otherTrust }) => [`/trusts/${trust}/money`, `/trusts/${otherTrust}/money`],
    file: (req) => accountFile(req, trustPlace),
  }),
  route({
    method: 'GET',
    path: '/trusts/:uid/money/statement.pdf',
    may: maySeeTrustMoney,
    sample: ofTrust('/statement.pdf'),
    rate,
    handle: (req) => accountPdf(req, trustPlace),
  }),
];

async function showSchool(req: Req, error?: string): Promise<Response> {
  const today = req.clock.today();
  const view = await req.tx(async (tx) => {
    const place = await schoolPlace(tx, req);
    const head = place && (await schoolHead(tx, Number(req.params.urn)));
    if (!place || !head) return null;
    return {
      head,
      account: await statementOfAccount(tx, place.urns),
      parts: await toRaise(tx, { urns: place.urns }),
      unpriced: await unpricedYears(tx, place.urns),
    };
  });
  if (!view) return notFound(req);
  const { head, account, parts, unpriced } = view;
  const base = `/schools/${head.urn}/money`;
  return page(
    req,
    {
      title: `Money: ${head.name}`,
      breadcrumbs: schoolCrumbs(head),
      ...(error ? { errors: [{ text: error, href: '#order-number' }] } : {}),
    },
    <>
      <SchoolHeader school={head} tabs={schoolTabs(req, head.urn)} at={base} lead={owedWords(account)} />
      {account.overduePence > 0 && (
        <Notice kind="late" title="Something is overdue.">
          Write the number of the invoice in the payment's reference. If something is wrong with it, tell the
          partnership office.
        </Notice>
      )}
      <div class="m-section">
        <Figures account={account} />
      </div>
      {account.invoices.length > 0 && (
        <Section title="Invoices" rule="ink">
          <InvoiceTable caption="Invoices and credit notes" rows={account.invoices} today={today} />
        </Section>
      )}
      <Coming parts={parts} unpriced={unpriced} />
      {parts.length > 0 && mayGiveOrderNumber(req.actor, req.params) && (
        <form method="post" action={`${base}/order-number`} novalidate>
          <TextInput
            id="order-number"
            name="order-number"
            label="Your order number for the invoices to come (optional)"
            hint="Printed on each. Those that have gone out keep theirs."
            width={20}
            value={error ? req.form.get('order-number') : (parts[0]?.purchaseOrder ?? '')}
            error={error}
          />
          <Button kind="secondary">Save the order number</Button>
        </form>
      )}
      <EntryTable account={account} several={false} base={base} />
      {account.leftPence > 0 && <AgedTable account={account} />}
    </>,
  );
}

async function saveOrderNumber(req: Req): Promise<Response> {
  const typed = req.form.get('order-number');
  if (typed.length > 40) return showSchool(req, 'Write the order number in 40 letters or fewer');
  const urn = numberIn(req.params.urn);
  if (urn === null) return notFound(req);
  const changed = await req.tx((tx) => setPurchaseOrder(tx, req, urn, typed));
  return redirect(`/schools/${urn}/money`, {
    notice:
      changed === 0
        ? 'The order number stays as it was.'
        : `${counted(changed, 'invoice')} to come ${changed === 1 ? 'carries' : 'carry'} ${typed || 'no order number'}.`,
  });
}

async function showTrust(req: Req): Promise<Response> {
  const today = req.clock.today();
  const view = await req.tx(async (tx) => {
    const place = await trustPlace(tx, req);
    return place && { place, account: await statementOfAccount(tx, place.urns) };
  });
  if (!view) return notFound(req);
  const { place, account } = view;
  const base = `/trusts/${req.params.uid}/money`;
  const names = new Map(account.entries.map(({ urn, school }) => [urn, school]));
  return page(
    req,
    {
      title: `Money: ${place.name}`,
      breadcrumbs: [
        { text: 'Trusts', href: '/trusts' },
        { text: place.name, href: `/trusts/${req.params.uid}` },
      ],
    },
    <>
      <PageHeading title="Money" eyebrow={place.name} lead={owedWords(account)} />
      <TrustTabs req={req} trust={{ uid: req.params.uid ?? '', name: place.name }} at={base} />
      <p>Each school has a contract and invoices of its own. This is all of them together.</p>
      <div class="m-section">
        <Figures account={account} />
      </div>
      {account.invoices.length > 0 && (
        <Section title="Invoices" rule="ink">
          <InvoiceTable caption="Invoices and credit notes" rows={account.invoices} today={today} names={names} />
        </Section>
      )}
      <EntryTable account={account} several base={base} />
      {account.leftPence > 0 && <AgedTable account={account} />}
    </>,
  );
}

type PlaceOf = (tx: Tx, req: Req) => Promise<Place | null>;

async function accountOf(req: Req, placeOf: PlaceOf) {
  return req.tx(async (tx) => {
    const place = await placeOf(tx, req);
    if (!place) return null;
    await recordDeed(tx, req, {
      action: 'subscriptions.statement-taken',
      kind: 'export',
      scope: place.scope,
      about: 'Statement of account',
    });
    return { place, account: await statementOfAccount(tx, place.urns), payTo: await currentDetails(tx) };
  });
}

async function accountFile(req: Req, placeOf: PlaceOf) {
  const found = await accountOf(req, placeOf);
  return (
    found && {
      table: statementTable(found.account),
      name: `statement-${slug(found.place.name)}-${req.clock.today()}`,
    }
  );
}

async function accountPdf(req: Req, placeOf: PlaceOf): Promise<Response> {
  const found = await accountOf(req, placeOf);
  if (!found) return notFound(req);
  const { place, account, payTo } = found;
  const bytes = await statementPdf(account, {
    of: place.name,
    from: req.installation.name,
    today: req.clock.today(),
    several: place.scope.startsWith('trust/'),
    payTo,
  });
  return download(bytes, {
    name: `statement-${slug(place.name)}-${req.clock.today()}.pdf`,
    type: 'application/pdf',
    inline: true,
  });
}

async function withInvoice(req: Req, work: (req: Req, invoice: Invoice) => Promise<Response>): Promise<Response> {
  const named = readDocumentNumber(req.params.number ?? '');
  const invoice = named && (await req.tx((tx) => invoiceBy(tx, named)));
  // A number of another school is none of this one's.
  return invoice && String(invoice.urn) === req.params.urn ? work(req, invoice) : notFound(req);
}

async function showInvoice(req: Req, invoice: Invoice): Promise<Response> {
  const view = await req.tx(async (tx) => ({
    head: await schoolHead(tx, invoice.urn),
    lines: await linesOf(tx, invoice.id),
    paid: await allocations(tx, { invoiceId: invoice.id }),
    notes: await creditNotesOf(tx, invoice.id),
    credited: invoice.credits ? await invoiceBy(tx, { id: invoice.credits }) : null,
    payTo: await currentDetails(tx),
    letters: await tx
      .selectFrom('subscriptions.invoice_letter')
      .where('invoice_id', '=', invoice.id)
      .select(['nth', 'sent', 'recipients'])
      .orderBy('nth')
      .execute(),
  }));
  return page(
    req,
    { title: invoice.name, breadcrumbs: moneyCrumbs(invoice, view.head) },
    <InvoicePage
      {...view}
      invoice={invoice}
      school={view.head?.name ?? `URN ${invoice.urn}`}
      today={req.clock.today()}
      office={worksOnMoney(req.actor)}
    />,
  );
}

const moneyCrumbs = (invoice: Invoice, head: Awaited<ReturnType<typeof schoolHead>>) => [
  ...schoolCrumbs(head ?? undefined),
  { text: 'Money', href: `/schools/${invoice.urn}/money` },
];

async function showDocument(req: Req, invoice: Invoice): Promise<Response> {
  const { lines, credited, payTo } = await req.tx(async (tx) => ({
    lines: await linesOf(tx, invoice.id),
    credited: invoice.credits ? await invoiceBy(tx, { id: invoice.credits }) : null,
    payTo: await detailsBy(tx, invoice.payTo),
  }));
  return download(await invoicePdf(invoice, lines, credited, payTo), {
    name: `${invoice.name}.pdf`,
    type: 'application/pdf',
    inline: true,
  });
}

const creditPage = async (req: Req, invoice: Invoice, form: CreditForm, once: string): Promise<Response> =>
  page(
    req,
    {
      title: `Credit note for ${invoice.name}`,
      density: 'staff',
      breadcrumbs: [
        ...moneyCrumbs(invoice, await req.tx((tx) => schoolHead(tx, invoice.urn))),
        { text: invoice.name, href: invoiceHref(invoice) },
      ],
      errors: Object.entries(form.errors).map(([field, text]) => ({ text, href: `#${field}` })),
    },
    <CreditPage invoice={invoice} once={once} {...form} />,
  );

async function writeCredit(req: Req, invoice: Invoice): Promise<Response> {
  const typed = { amount: req.form.get('amount'), text: req.form.get('text'), reason: req.form.get('reason') };
  const once = /^[0-9a-f-]{36}$/.test(req.form.get('once')) ? req.form.get('once') : crypto.randomUUID();
  const pence = readPounds(typed.amount);
  const errors: CreditForm['errors'] = {
    ...(pence === null ? { amount: 'Write an amount in pounds, such as 120.50' } : {}),
    ...(typed.text === '' ? { text: 'Say what the credit is for' } : {}),
    ...(typed.reason === '' ? { reason: 'Say why, for whoever looks at it later' } : {}),
  };
  if (pence === null || Object.keys(errors).length > 0) return creditPage(req, invoice, { typed, errors }, once);
  const written = await req.tx(async (tx) => {
    const lines = await linesOf(tx, invoice.id);
    return credit(tx, req, {
      key: `credit/${invoice.id}/${once}`,
      invoiceId: invoice.id,
      reason: typed.reason,
      lines: [{ text: typed.text, quantity: 1, eachPence: pence, source: lines[0]?.source ?? '' }],
    });
  });
  if (!written.ok) return creditPage(req, invoice, { typed, errors: { amount: written.reason.words } }, once);
  return redirect(invoiceHref(invoice), { notice: `Credit note ${written.value.name} is written.` });
}
