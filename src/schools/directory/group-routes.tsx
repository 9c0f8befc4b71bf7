import type { Tx } from '../../platform/database';
import { readOrder } from '../../platform/ui';
import { fileRoutes, notFound, page, type Req, type Route, route, sameSample } from '../../platform/web';
import { typedWords, wholeNumber } from './filter-form';
import { partnershipsTable, trustsTable } from './group-files';
import { PartnershipsPage, partnershipsInOrder, readPartnerships, TrustsPage, trustsPerPage } from './group-lists';
import { PartnershipPage, TrustPage } from './group-pages';
import { allPartnerships, findTrusts, partnershipFacts, type TrustWish, trustFacts, trustKeys } from './group-queries';
import { schoolMap } from './map-queries';
import type { MembersView } from './members';
import { mayReadDirectory } from './policy';
import { everySchool, findSchools, type SchoolFilter } from './queries';

export const groupRoutes: Route[] = [
  route({ method: 'GET', path: '/trusts', may: mayReadDirectory, sample: sameSample('/trusts'), handle: showTrusts }),
  ...fileRoutes({
    path: '/trusts',
    may: mayReadDirectory,
    sample: () => ['/trusts', '/trusts'],
    file: async (req) => ({
      table: trustsTable((await req.tx((tx) => findTrusts(tx, readTrusts(req), { limit: 100_000, offset: 0 }))).trusts),
      name: `trusts-${req.clock.today()}`,
    }),
  }),
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
      page(
        req,
        { title: 'Partnerships' },
        <PartnershipsPage partnerships={await req.tx(allPartnerships)} query={req.query} />,
      ),
  }),
  ...fileRoutes({
    path: '/partnerships',
    may: mayReadDirectory,
    sample: () => ['/partnerships', '/partnerships'],
    file: async (req) => ({
      table: partnershipsTable(partnershipsInOrder(await req.tx(allPartnerships), readPartnerships(req.query))),
      name: `partnerships-${req.clock.today()}`,
    }),
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

const readTrusts = ({ query }: Req): TrustWish => ({
  q: typedWords(query.get('q')),
  order: readOrder(query, trustKeys, { key: 'name', dir: 'asc' }),
});

async function showTrusts(req: Req): Promise<Response> {
  const wish = readTrusts(req);
  const at = wholeNumber(req.query.get('page') ?? undefined) ?? 1;
  const find = (number: number) =>
    req.tx((tx) => findTrusts(tx, wish, { limit: trustsPerPage, offset: (number - 1) * trustsPerPage }));
  const found = await find(at);
  const past = found.total === 0 && at > 1;
  return page(
    req,
    { title: 'Trusts' },
    <TrustsPage wish={wish} query={req.query} {...(past ? { ...(await find(1)), page: 1 } : { ...found, page: at })} />,
  );
}

async function showTrust(req: Req): Promise<Response> {
  const uid = wholeNumber(req.params.uid);
  const view = await req.tx(async (tx) => {
    const trust = uid === null ? null : await trustFacts(tx, uid);
    return trust && { trust, members: await membersOf(tx, { ...everySchool, trust: trust.uid }, req.query) };
  });
  if (!view) return notFound(req);
  const scope = { kind: 'trust' as const, id: String(view.trust.uid) };
  return page(
    req,
    { title: view.trust.name, breadcrumbs: [{ text: 'Trusts', href: '/trusts' }] },
    <TrustPage {...view} tabs={req.shell.tabsOf(scope)} />,
  );
}

async function showPartnership(req: Req): Promise<Response> {
  const view = await req.tx(async (tx) => {
    const partnership = await partnershipFacts(tx, typedWords(req.params.id ?? null));
    return (
      partnership && {
        partnership,
        members: await membersOf(tx, { ...everySchool, partnership: partnership.id }, req.query),
      }
    );
  });
  if (!view) return notFound(req);
  const scope = { kind: 'partnership' as const, id: view.partnership.id };
  return page(
    req,
    { title: view.partnership.name, breadcrumbs: [{ text: 'Partnerships', href: '/partnerships' }] },
    <PartnershipPage {...view} tabs={req.shell.tabsOf(scope)} />,
  );
}

/** The largest trust has fewer than this; a partnership of a whole nation is cut here and whole in the directory. */
const mostMembers = 300;

async function membersOf(tx: Tx, filter: SchoolFilter, query: URLSearchParams): Promise<MembersView> {
  const { schools, total } = await findSchools(tx, filter, { limit: mostMembers, offset: 0 });
  return { schools, total, map: await schoolMap(tx, filter), query };
}
