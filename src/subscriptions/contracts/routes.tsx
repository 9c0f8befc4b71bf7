import type { Tx } from '../../platform/database';
import type { Result } from '../../platform/result';
import { download, notFound, page, type Req, type Route, redirect, route, type SampleWorld } from '../../platform/web';
import { date, slug } from '../../platform/words';
import { schoolCrumbs, schoolTabs } from '../../schools';
import { formOf, signatoryOf } from './form';
import { type Done, notAuthorised } from './held';
import { FormPage } from './pages/form-page';
import { SubscriptionPage, subscriptionAddress } from './pages/school-page';
import { YearPage } from './pages/year-page';
import { pipelineRoutes } from './pipeline-routes';
import { mayIndicate, mayOpenForm, mayReadContract, runsSubscriptions } from './policy';
import { type Found, findSubscription, schoolView } from './school-view';
import { accept, giveNotice, indicate, sendForm, takeBackNotice, withdrawContract } from './service';
import { sign, type WithForm } from './signing';
import { yearsOf } from './state';
import { trustRoutes } from './trust-routes';
import { emptyForm, errorList, type FormErrors, formErrors, readTypedForm, type TypedForm } from './typed-form';
import { readYearForm, type YearErrors, type YearForm } from './year-form';
import { setYear, workOutYear } from './years';

declare module '../../platform/web' {
  interface SampleWorld {
    /** Two schools whose form has been sent, in the trusts of `trust` and `otherTrust`, with what completes each form. */
    formSchool: string;
    otherFormSchool: string;
    completedForm: Record<string, string>;
    otherCompletedForm: Record<string, string>;
    /** A year of the contracts of `school` and `otherSchool`, which are active: "2018-19". */
    contractYear: string;
  }
}

const at = (world: SampleWorld, rest: string, form?: Record<string, string>) => {
  const [own, other] = [world.school, world.otherSchool].map((urn) => ({
    path: `/schools/${urn}/subscription${rest}`,
    ...(form ? { form } : {}),
  }));
  return { own: own!, other: other! };
};

const forms = (world: SampleWorld) => ({
  own: { path: `/schools/${world.formSchool}/subscription/form`, form: world.completedForm },
  other: { path: `/schools/${world.otherFormSchool}/subscription/form`, form: world.otherCompletedForm },
});

/** The road of one school, of a trust's schools, and of all of them. */
export const contractRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/subscription',
    may: mayReadContract,
    sample: (world) => at(world, ''),
    handle: (req) => showSubscription(req),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/subscription',
    may: mayIndicate,
    sample: (world) => at(world, '', { do: 'indicate' }),
    handle: changeSubscription,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/subscription/form',
    may: mayReadContract,
    sample: forms,
    handle: (req) => showForm(req),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/subscription/form',
    may: mayOpenForm,
    sample: forms,
    handle: takeForm,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/subscription/terms.pdf',
    may: mayReadContract,
    sample: (world) => at(world, '/terms.pdf'),
    handle: showTerms,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/subscription/years/:year',
    may: runsSubscriptions,
    sample: (world) => at(world, `/years/${world.contractYear}`),
    handle: (req) => showYear(req),
  }),
  route({
    method: 'POST',
    path: '/schools/:urn/subscription/years/:year',
    may: runsSubscriptions,
    sample: (world) => at(world, `/years/${world.contractYear}`, { pupils: '210', reason: 'A recount' }),
    handle: saveYear,
  }),
  ...trustRoutes,
  ...pipelineRoutes,
];

async function showSubscription(req: Req, refused?: string): Promise<Response> {
  const view = await req.tx((tx) => schoolView(tx, req));
  if (!view) return notFound(req);
  return page(
    req,
    {
      title: `Subscription of ${view.head.name}`,
      breadcrumbs: schoolCrumbs(view.head),
      ...(refused ? { errors: [{ text: refused, href: '#refused' }] } : {}),
    },
    <SubscriptionPage {...view} school={view.head} tabs={schoolTabs(req, view.head.urn)} refused={refused} />,
  );
}

/** What each button does, and what is said when it is done; null where the asker has no such button. */
async function act(tx: Tx, req: Req, { head, contract }: Found): Promise<Result<Done, string> | null> {
  const what = req.form.get('do');
  if (what === 'indicate') return indicate(tx, req, head.urn);
  if (!contract) return null;
  const { id } = contract;
  switch (what) {
    case 'withdraw':
      return withdrawContract(tx, req, id);
    case 'notice':
      return giveNotice(tx, req, id);
    case 'take-back':
      return takeBackNotice(tx, req, id);
    case 'accept':
      return accept(tx, req, id);
    case 'send':
      return runsSubscriptions(req.actor)
        ? sendForm(tx, req, { contractId: id, baseUrl: req.mesters.config.baseUrl, seen: req.form.get('seen') })
        : null;
    default:
      return null;
  }
}

async function changeSubscription(req: Req): Promise<Response> {
  const done = await req.tx(async (tx) => {
    const found = await findSubscription(tx, req);
    return found && { found, result: await act(tx, req, found) };
  });
  if (!done?.result) return notFound(req);
  const { found, result } = done;
  if (!result.ok) return showSubscription(req, result.reason);
  return redirect(subscriptionAddress(found.head.urn), { notice: saidOf(req.form.get('do'), result.value) });
}

function saidOf(what: string, { contract, school }: Done): string {
  switch (what) {
    case 'indicate':
      return `Recorded: ${school.name} means to subscribe.`;
    case 'withdraw':
      return `${school.name} has withdrawn. Nothing is binding.`;
    case 'notice':
      return `Notice is given. The subscription ends on ${date(contract.ends)}.`;
    case 'take-back':
      return `The notice is taken back. The subscription goes on to ${date(contract.ends)}.`;
    case 'accept':
      return `Accepted: the form of ${school.name}.`;
    default:
      return `Sent: the form of ${school.name}.`;
  }
}

/** The form of a school, where one has been sent and is not completed. */
async function formFor(tx: Tx, req: Req): Promise<WithForm | Found | null> {
  const found = await findSubscription(tx, req);
  if (!found?.contract || found.state !== 'form-sent') return found;
  const shown = await formOf(
    tx,
    { ...found, contract: found.contract, partnership: req.installation.name },
    req.clock.today(),
  );
  return { ...found, contract: found.contract, shown };
}

async function showForm(req: Req): Promise<Response> {
  const found = await req.tx((tx) => formFor(tx, req));
  if (!found) return notFound(req);
  // Before it is sent and after it is completed, the page of the subscription says what comes next.
  if (!('shown' in found)) return redirect(subscriptionAddress(found.head.urn));
  return formPage(req, found, emptyForm, {});
}

function formPage(
  req: Req,
  found: WithForm,
  typed: TypedForm,
  errors: FormErrors & { form?: string },
): Promise<Response> {
  const { head, school, shown } = found;
  const signs = signatoryOf(req, school, shown.published);
  return page(
    req,
    {
      title: `Subscription form of ${head.name}`,
      breadcrumbs: [...schoolCrumbs(head), { text: 'Subscription', href: subscriptionAddress(head.urn) }],
      errors: errorList(errors),
    },
    <FormPage
      school={head}
      tabs={schoolTabs(req, head.urn)}
      shown={shown}
      typed={typed}
      errors={errors}
      signsAs={signs.ok ? signs.value : null}
      whoSigns={notAuthorised(shown.published.offer.contract.signatory.completes)}
    />,
  );
}

async function takeForm(req: Req): Promise<Response> {
  const found = await req.tx((tx) => formFor(tx, req));
  if (!found) return notFound(req);
  const back = subscriptionAddress(found.head.urn);
  if (!('shown' in found))
    return found.contract?.completedAt
      ? redirect(back, { notice: 'The form is completed.' })
      : showSubscription(req, 'There is no form to complete yet. Ask the partnership office to send it.');
  const typed = readTypedForm(req.form);
  const errors = formErrors(found.shown.published.offer, typed);
  if (Object.keys(errors).length > 0) return formPage(req, found, typed, errors);
  const signed = await sign(req, found, typed, req.form.get('seal'));
  if (signed.ok) return redirect(back, { notice: 'The form is completed. The terms are kept below as a PDF.' });
  const again = await req.tx((tx) => formFor(tx, req));
  return again && 'shown' in again
    ? formPage(req, again, { ...typed, authorised: false }, { form: signed.reason })
    : showSubscription(req, signed.reason);
}

/** Whoever reads the contract reads what was signed: also under the school's next number, which the kept file does not know. */
async function showTerms(req: Req): Promise<Response> {
  const found = await req.tx((tx) => findSubscription(tx, req));
  const sha256 = found?.contract?.termsSha256;
  if (!found || !sha256) return notFound(req);
  return download(await req.mesters.files.read(sha256), {
    name: `terms-${slug(found.head.name)}.pdf`,
    type: 'application/pdf',
    inline: true,
  });
}

/** A year of a school's contract, as its address names it: "2018-19". */
async function yearOf(tx: Tx, req: Req) {
  const found = await findSubscription(tx, req);
  if (!found?.contract) return null;
  const { contract, school, published } = found;
  const year = yearsOf(published.offer, contract.starts, contract.ends).find((one) => slug(one) === req.params.year);
  if (year === undefined) return null;
  const { row, lines } = await workOutYear(tx, contract, school, year, req.clock.today());
  return { ...found, contract, year, row, byHand: !lines.ok && lines.reason === 'by-hand' };
}
type FoundYear = NonNullable<Awaited<ReturnType<typeof yearOf>>>;

async function showYear(req: Req): Promise<Response> {
  const found = await req.tx((tx) => yearOf(tx, req));
  return found ? yearPage(req, found, { pupils: '', fee: '', reason: '' }, {}) : notFound(req);
}

const yearPage = (
  req: Req,
  { head, row, year, byHand }: FoundYear,
  typed: YearForm,
  errors: YearErrors & { form?: string },
): Promise<Response> =>
  page(
    req,
    {
      title: `Pupils and fee of ${year}: ${head.name}`,
      breadcrumbs: [...schoolCrumbs(head), { text: 'Subscription', href: subscriptionAddress(head.urn) }],
      errors: errorList(errors),
    },
    <YearPage
      school={head}
      tabs={schoolTabs(req, head.urn)}
      year={row}
      address={`${subscriptionAddress(head.urn)}/years/${slug(year)}`}
      byHand={byHand}
      typed={typed}
      errors={errors}
    />,
  );

async function saveYear(req: Req): Promise<Response> {
  const found = await req.tx((tx) => yearOf(tx, req));
  if (!found) return notFound(req);
  const { typed, errors, wish } = readYearForm(req.form, found.byHand);
  if (!wish) return yearPage(req, found, typed, errors);
  const set = await req.tx((tx) => setYear(tx, req, found.contract.id, found.year, wish));
  if (!set.ok) return yearPage(req, found, typed, { form: set.reason });
  return redirect(subscriptionAddress(found.head.urn), {
    notice: set.value.invoiced
      ? `Saved for ${found.year}. It has been invoiced by the old fee: put the difference right with a credit note or a further invoice.`
      : `Saved for ${found.year}.`,
  });
}
