import { currentOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import { notFound, page, type Req, type Route, redirect, route, type SampleWorld } from '../../platform/web';
import { counted, listed } from '../../platform/words';
import { everySchool, findSchools, TrustTabs } from '../../schools';
import { formOf, type ShownForm } from './form';
import { pinned, standing } from './held';
import { nextStep } from './next-step';
import { TrustFormPage, type TrustLine, TrustPage } from './pages/trust-page';
import { mayIndicateForTrust, mayLeadTrust, mayReadTrust, signsAs } from './policy';
import { type Contract, contractsOfSchools } from './queries';
import { type ContractSchool, contractSchool, trustName } from './school';
import { indicate } from './service';
import { sign } from './signing';
import { mayBegin, stateOn } from './state';
import { yearOn } from './terms';
import { emptyForm, errorList, type FormErrors, formErrors, readTypedForm, type TypedForm } from './typed-form';

const at =
  (rest: string, form?: (world: SampleWorld) => [Record<string, string>, Record<string, string>]) =>
  (world: SampleWorld) => {
    const [own, other] = form?.(world) ?? [];
    return {
      own: { path: `/trusts/${world.trust}/subscriptions${rest}`, ...(own ? { form: own } : {}) },
      other: { path: `/trusts/${world.otherTrust}/subscriptions${rest}`, ...(other ? { form: other } : {}) },
    };
  };

/** A trust's leader takes several of its schools through at once: still one contract, one document and one bill a school. */
export const trustRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/trusts/:uid/subscriptions',
    may: mayReadTrust,
    sample: at(''),
    handle: (req) => showTrust(req),
  }),
  route({
    method: 'POST',
    path: '/trusts/:uid/subscriptions',
    may: mayIndicateForTrust,
    sample: at('', (world) => [{ urn: world.formSchool }, { urn: world.otherFormSchool }]),
    handle: indicateMany,
  }),
  route({
    method: 'GET',
    path: '/trusts/:uid/subscriptions/form',
    may: mayLeadTrust,
    sample: (world) => ({
      own: { path: `/trusts/${world.trust}/subscriptions/form?urn=${world.formSchool}` },
      other: { path: `/trusts/${world.otherTrust}/subscriptions/form?urn=${world.otherFormSchool}` },
    }),
    handle: (req) => showForms(req),
  }),
  route({
    method: 'POST',
    path: '/trusts/:uid/subscriptions/form',
    may: mayLeadTrust,
    sample: at('/form', (world) => [
      { ...world.completedForm, urn: world.formSchool, [`seal-${world.formSchool}`]: world.completedForm.seal ?? '' },
      { ...world.otherCompletedForm, urn: world.otherFormSchool },
    ]),
    handle: takeForms,
  }),
];

interface Trust {
  uid: number;
  name: string;
  schools: { school: ContractSchool; contract: Contract | null }[];
}

/** A trust with its open schools, by name. */
async function trustOf(tx: Tx, req: Req): Promise<Trust | null> {
  const uid = /^\d{1,9}$/.test(req.params.uid ?? '') ? Number(req.params.uid) : null;
  const name = uid === null ? null : await trustName(tx, uid);
  if (uid === null || !name) return null;
  const { schools } = await findSchools(tx, { ...everySchool, trust: uid }, { limit: 300, offset: 0 });
  const contracts = await contractsOfSchools(
    tx,
    schools.map(({ urn }) => urn),
  );
  const all: Trust['schools'] = [];
  for (const { urn } of schools) {
    const school = await contractSchool(tx, urn);
    if (school) all.push({ school, contract: contracts.get(urn) ?? null });
  }
  return { uid, name, schools: all };
}

const asked = (req: Req): Set<number> =>
  new Set((req.form.has('urn') ? req.form.all('urn') : req.query.getAll('urn')).map(Number));

async function showTrust(req: Req, errors: { text: string; href: string }[] = []): Promise<Response> {
  const view = await req.tx(async (tx) => {
    const trust = await trustOf(tx, req);
    const current = trust && (await currentOffer(tx));
    if (!trust || !current) return null;
    const today = req.clock.today();
    const lines: TrustLine[] = [];
    for (const { school, contract } of trust.schools) {
      const published = contract ? await pinned(tx, contract) : current;
      const state = stateOn(contract, today);
      const year = contract?.years.find((one) => one.year === yearOn(published, today)) ?? contract?.years[0];
      lines.push({
        urn: school.urn,
        name: school.name,
        state,
        next: nextStep(school.name, { state, contract, offer: published.offer, today }).next,
        feePence: year?.feePence ?? null,
        mayIndicate: mayBegin(state),
        mayComplete:
          state === 'form-sent' &&
          signsAs(standing(req.actor, school), published.offer.contract.signatory.completes) !== null,
      });
    }
    return { trust, lines };
  });
  if (!view) return notFound(req);
  return page(
    req,
    {
      title: `Subscriptions of ${view.trust.name}`,
      breadcrumbs: trustCrumbs(view.trust),
      errors,
    },
    <TrustPage
      {...view}
      tabs={<TrustTabs req={req} trust={view.trust} at={`/trusts/${view.trust.uid}/subscriptions`} />}
      error={errors[0]?.text}
    />,
  );
}

const trustCrumbs = ({ uid, name }: Trust) => [
  { text: 'Trusts', href: '/trusts' },
  { text: name, href: `/trusts/${uid}` },
];

/** Each school for itself, in one transaction: what cannot be done is said by name, and the others are done. */
async function indicateMany(req: Req): Promise<Response> {
  const urns = asked(req);
  const done = await req.tx(async (tx) => {
    const trust = await trustOf(tx, req);
    if (!trust) return null;
    const names: string[] = [];
    const refused: string[] = [];
    for (const { school } of trust.schools.filter(({ school }) => urns.has(school.urn))) {
      const result = await indicate(tx, req, school.urn);
      if (result.ok) names.push(school.name);
      else refused.push(result.reason);
    }
    return { trust, names, refused };
  });
  if (!done) return notFound(req);
  const { trust, names, refused } = done;
  if (names.length === 0)
    return showTrust(req, [{ text: refused[0] ?? 'Tick the schools that mean to subscribe', href: '#urn' }]);
  return redirect(`/trusts/${trust.uid}/subscriptions`, {
    notice: [`Recorded for ${counted(names.length, 'school')}: ${listed(names)}.`, ...refused].join(' '),
  });
}

interface TrustForm {
  school: ContractSchool;
  contract: Contract;
  shown: ShownForm;
  signsAs: string;
}

/** The forms of those schools that were asked for and can be completed. */
async function formsOf(tx: Tx, req: Req): Promise<{ trust: Trust; forms: TrustForm[] } | null> {
  const trust = await trustOf(tx, req);
  if (!trust) return null;
  const urns = asked(req);
  const forms: TrustForm[] = [];
  for (const { school, contract } of trust.schools) {
    if (!urns.has(school.urn) || !contract || stateOn(contract, req.clock.today()) !== 'form-sent') continue;
    const shown = await formOf(tx, { contract, school, partnership: req.installation.name }, req.clock.today());
    const role = signsAs(standing(req.actor, school), shown.published.offer.contract.signatory.completes);
    if (role !== null) forms.push({ school, contract, shown, signsAs: role });
  }
  return { trust, forms };
}

async function showForms(req: Req): Promise<Response> {
  const found = await req.tx((tx) => formsOf(tx, req));
  if (!found) return notFound(req);
  if (found.forms.length === 0)
    return showTrust(req, [{ text: 'Tick the schools whose form you complete', href: '#urn' }]);
  return formsPage(req, found, emptyForm, {});
}

const formsPage = (
  req: Req,
  { trust, forms }: { trust: Trust; forms: TrustForm[] },
  typed: TypedForm,
  errors: FormErrors & { form?: string },
): Promise<Response> =>
  page(
    req,
    {
      title: `Subscription forms of ${trust.name}`,
      breadcrumbs: [...trustCrumbs(trust), { text: 'Subscriptions', href: `/trusts/${trust.uid}/subscriptions` }],
      errors: errorList(errors),
    },
    <TrustFormPage trust={trust} forms={forms} typed={typed} errors={errors} orders={req.form.entries()} />,
  );

async function takeForms(req: Req): Promise<Response> {
  const found = await req.tx((tx) => formsOf(tx, req));
  if (!found) return notFound(req);
  const { trust, forms } = found;
  const back = `/trusts/${trust.uid}/subscriptions`;
  // A second click finds them completed.
  if (forms.length === 0) return redirect(back, { notice: 'Every form that was ticked is completed.' });
  const typed = readTypedForm(req.form);
  const errors: FormErrors = {};
  for (const { shown } of forms) Object.assign(errors, formErrors(shown.published.offer, typed));
  if (Object.keys(errors).length > 0) return formsPage(req, found, typed, errors);
  const done: string[] = [];
  const refused: string[] = [];
  for (const { school, contract, shown } of forms) {
    const purchaseOrder = req.form.get(`order-${school.urn}`).slice(0, 40);
    const signed = await sign(
      req,
      { school, contract, shown },
      { ...typed, purchaseOrder },
      req.form.get(`seal-${school.urn}`),
    );
    if (signed.ok) done.push(school.name);
    else refused.push(`${school.name}: ${signed.reason}`);
  }
  if (refused.length > 0) {
    const again = await req.tx((tx) => formsOf(tx, req));
    if (again && again.forms.length > 0)
      return formsPage(
        req,
        again,
        { ...typed, authorised: false },
        {
          form: [...(done.length > 0 ? [`Completed for ${listed(done)}. Not completed:`] : []), ...refused].join(' '),
        },
      );
  }
  return redirect(back, {
    notice: [`Completed for ${counted(done.length, 'school')}: ${listed(done)}.`, ...refused].join(' '),
  });
}
