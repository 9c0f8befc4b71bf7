import type { Tx } from '../../platform/database';
import { notFound, page, type Req, type Route, route, sameSample } from '../../platform/web';
import { groupTabs } from '../people-pages/tabs';
import { typedWords, wholeNumber } from './filter-form';
import { PartnershipPage, PartnershipsPage, TrustPage, TrustsPage, trustsPerPage } from './group-pages';
import { allPartnerships, findTrusts, partnershipFacts, trustFacts } from './group-queries';
import { schoolMap } from './map-queries';
import { mayReadDirectory } from './policy';
import { everySchool, findSchools, type SchoolFilter } from './queries';

export const groupRoutes: Route[] = [
  route({ method: 'GET', path: '/trusts', may: mayReadDirectory, sample: sameSample('/trusts'), handle: showTrusts }),
  route({
    method: 'GET',
    path: '/trusts/:uid',
    may: mayReadDirectory,
    sample: (world) => ({ own: { path: `/trusts/${world.trust}` }, other: { path: `/trusts/${world.otherTrust}` } }),
    handle: showTrust,
  }),
  route({
    method: 'GET',
    path: '/partnerships',
    may: mayReadDirectory,
    sample: sameSample('/partnerships'),
    handle: async (req) =>
      page(req, { title: 'Partnerships' }, <PartnershipsPage partnerships={await req.tx(allPartnerships)} />),
  }),
  route({
    method: 'GET',
    path: '/partnerships/:id',
    may: mayReadDirectory,
    sample: (world) => ({
      own: { path: `/partnerships/${world.partnership}` },
      other: { path: `/partnerships/${world.otherPartnership}` },
    }),
    handle: showPartnership,
  }),
];

async function showTrusts(req: Req): Promise<Response> {
  const q = typedWords(req.query.get('q'));
  const at = wholeNumber(req.query.get('page') ?? undefined) ?? 1;
  const find = (number: number) =>
    req.tx((tx) => findTrusts(tx, q, { limit: trustsPerPage, offset: (number - 1) * trustsPerPage }));
  const found = await find(at);
  const past = found.total === 0 && at > 1;
  return page(
    req,
    { title: 'Trusts' },
    <TrustsPage q={q} {...(past ? { ...(await find(1)), page: 1 } : { ...found, page: at })} />,
  );
}

async function showTrust(req: Req): Promise<Response> {
  const uid = wholeNumber(req.params.uid);
  const view = await req.tx(async (tx) => {
    const trust = uid === null ? null : await trustFacts(tx, uid);
    return trust && { trust, ...(await membersAndMap(tx, { ...everySchool, trust: trust.uid })) };
  });
  if (!view) return notFound(req);
  const scope = { kind: 'trust' as const, id: String(view.trust.uid) };
  return page(
    req,
    { title: view.trust.name, breadcrumbs: [{ text: 'Trusts', href: '/trusts' }] },
    <TrustPage {...view} tabs={groupTabs(req.actor, scope)} />,
  );
}

async function showPartnership(req: Req): Promise<Response> {
  const view = await req.tx(async (tx) => {
    const partnership = await partnershipFacts(tx, typedWords(req.params.id ?? null));
    return (
      partnership && { partnership, ...(await membersAndMap(tx, { ...everySchool, partnership: partnership.id })) }
    );
  });
  if (!view) return notFound(req);
  const scope = { kind: 'partnership' as const, id: view.partnership.id };
  return page(
    req,
    { title: view.partnership.name, breadcrumbs: [{ text: 'Partnerships', href: '/partnerships' }] },
    <PartnershipPage {...view} tabs={groupTabs(req.actor, scope)} />,
  );
}

/** The largest trust has fewer than this; a partnership of a whole nation is cut here and whole in the directory. */
const mostMembers = 300;

async function membersAndMap(tx: Tx, filter: SchoolFilter) {
  const { schools } = await findSchools(tx, filter, { limit: mostMembers, offset: 0 });
  return { schools, map: await schoolMap(tx, filter) };
}
