import { localPath } from '../../platform/sign-in';
import { page, type Req, type Route, redirect, route, type SignedIn, sameSample } from '../../platform/web';
import { bringsTerms, readsSomePupils } from '../policy';
import { bodyOf, readTerms, type TermsErrors, type TypedTerms } from './form';
import { AcceptPage, VersionsPage } from './pages';
import { acceptTerms, allTerms, bringTerms, currentTerms, termsFor } from './service';
import { shippedTerms } from './terms';

const versions = '/data-sharing-terms/versions';

export const termsRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/data-sharing-terms',
    may: readsSomePupils,
    sample: sameSample('/data-sharing-terms'),
    handle: show,
  }),
  route({
    method: 'POST',
    path: '/data-sharing-terms',
    may: readsSomePupils,
    sample: sameSample('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version }),
    handle: accept,
  }),
  route({
    method: 'GET',
    path: versions,
    may: bringsTerms,
    sample: sameSample(versions),
    handle: (req) => showVersions(req),
  }),
  route({
    method: 'POST',
    path: versions,
    may: bringsTerms,
    sample: sameSample(versions, {
      follows: shippedTerms.version,
      version: '2019-09',
      title: 'Terms',
      lead: 'They are about children.',
      body: 'What you promise\n- Nothing leaves the school.',
    }),
    handle: bring,
  }),
];

async function show(req: Req): Promise<Response> {
  const { actor } = req as SignedIn;
  const found = await req.tx((tx) => termsFor(tx, actor.personId));
  return page(req, { title: found.terms.title }, <AcceptPage {...found} then={localPath(req.query.get('returnTo'))} />);
}

async function accept(req: Req): Promise<Response> {
  const then = localPath(req.form.get('returnTo'));
  const accepted = await req.tx((tx) => acceptTerms(tx, req as SignedIn, req.form.get('version')));
  return accepted.ok
    ? redirect(then, { notice: 'You accepted the terms for looking at pupils.' })
    : redirect(`/data-sharing-terms?returnTo=${encodeURIComponent(then)}`, {
        refusal: 'The terms have changed meanwhile. Please read them as they are now.',
      });
}

async function showVersions(
  req: Req,
  form?: { typed: TypedTerms; errors: TermsErrors; meanwhile?: boolean },
): Promise<Response> {
  const all = await req.tx(allTerms);
  const [now = shippedTerms] = all;
  const errors = Object.entries(form?.errors ?? {}).map(([field, text]) => ({ text, href: `#${field}` }));
  const meanwhile = {
    text: `Somebody else brought version ${now.version} while you were typing. Look at it, then bring yours if it is still right`,
    href: '#version',
  };
  return page(
    req,
    {
      title: 'Terms for looking at pupils, by version',
      density: 'staff',
      breadcrumbs: [{ text: 'Administration', href: '/administration' }],
      errors: form?.meanwhile ? [meanwhile, ...errors] : errors,
    },
    <VersionsPage
      versions={all}
      follows={now.version}
      typed={form?.typed ?? { version: '', title: now.title, lead: now.lead, body: bodyOf(now.sections) }}
      errors={form?.errors ?? {}}
    />,
  );
}

async function bring(req: Req): Promise<Response> {
  const used = await req.tx(async (tx) => (await allTerms(tx)).map(({ version }) => version));
  const { wish, typed, errors } = readTerms(req.form, used);
  const meanwhile = req.form.get('follows') !== (await req.tx(currentTerms)).version;
  if (!wish || meanwhile) return showVersions(req, { typed, errors, meanwhile });
  const brought = await req.tx((tx) => bringTerms(tx, req as SignedIn, wish, req.form.get('follows')));
  return brought.ok
    ? redirect(versions, { notice: `Version ${wish.version} holds from now on. Everybody is asked to accept it.` })
    : showVersions(req, { typed, errors, meanwhile: true });
}
