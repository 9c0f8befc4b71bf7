import { creditUnit, currentOffer, type Offer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { ExportTable } from '../../platform/documents';
import { fileRoutes, notFound, page, type Req, type Route, redirect, route, sameSample } from '../../platform/web';
import { slug } from '../../platform/words';
import { isStaff } from '../../schools';
import { mayKeepPools, mayMakePoolFinal, maySeePools } from '../policy';
import { type Pool, type PoolUse, poolsOf, sharesOfPool, usesOfPool } from '../pool-queries';
import { intendPool, leavePool, makePoolFinal } from '../pools';
import '../samples';
import { quantityWords } from './fact-words';
import {
  type AgreeForm,
  emptyAgreement,
  emptyPool,
  type PoolForm,
  poolRefused,
  readAgreement,
  readPool,
} from './pool-form';
import { NewPoolPage, PoolPage, PoolsPage } from './pool-page';

const crumbs = [{ text: 'Pools of credit', href: '/pools' }];

/** The office's pages are dense; a school reads its own pool in its own manner. */
const densityOf = ({ actor }: Req) => (isStaff(actor) ? 'staff' : 'school');

export const poolRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/pools',
    may: maySeePools,
    sample: sameSample('/pools'),
    handle: async (req) =>
      page(
        req,
        { title: 'Pools of credit', density: densityOf(req) },
        <PoolsPage pools={await req.tx((tx) => poolsOf(tx))} mayKeep={mayKeepPools(req.actor)} />,
      ),
  }),
  ...fileRoutes({
    path: '/pools',
    may: maySeePools,
    sample: () => ['/pools', '/pools'],
    file: async (req) => ({ table: poolsTable(await req.tx((tx) => poolsOf(tx))), name: `pools-${req.clock.today()}` }),
  }),
  route({
    method: 'GET',
    path: '/pools/new',
    may: mayKeepPools,
    sample: sameSample('/pools/new'),
    handle: async (req) => {
      const offer = await req.tx(offerOf);
      return offer ? newPage(req, offer, emptyPool(offer, req.query)) : notFound(req);
    },
  }),
  route({
    method: 'POST',
    path: '/pools',
    may: mayKeepPools,
    sample: ({ school, otherSchool }) => ({
      own: { path: '/pools', form: { name: 'A sample', members: school } },
      other: { path: '/pools', form: { name: 'A sample', members: otherSchool } },
    }),
    handle: note,
  }),
  ...fileRoutes({
    path: '/pools/:id/orders',
    may: maySeePools,
    sample: ({ pool, otherPool }) => [`/pools/${pool}/orders`, `/pools/${otherPool}/orders`],
    file: async (req) => {
      const found = await req.tx((tx) => known(tx, req.params.id ?? ''));
      return (
        found && {
          table: usesTable(found.offer, found.pool, found.uses),
          name: `pool-${slug(found.pool.name)}-${req.clock.today()}`,
        }
      );
    },
  }),
  route({
    method: 'GET',
    path: '/pools/:id',
    may: maySeePools,
    sample: ({ pool, otherPool }) => ({ own: { path: `/pools/${pool}` }, other: { path: `/pools/${otherPool}` } }),
    handle: (req) => poolPage(req, emptyAgreement(req.clock.today())),
  }),
  route({
    method: 'POST',
    path: '/pools/:id/final',
    may: mayMakePoolFinal,
    sample: ({ pool, otherPool }) => {
      const form = { by: 'A trust leader', 'on-day': '14', 'on-month': '1', 'on-year': '2019' };
      return {
        own: { path: `/pools/${pool}/final`, form },
        other: { path: `/pools/${otherPool}/final`, form },
      };
    },
    handle: agree,
  }),
  route({
    method: 'POST',
    path: '/pools/:id/leave',
    may: mayKeepPools,
    sample: ({ pool, otherPool, school, otherSchool }) => ({
      own: { path: `/pools/${pool}/leave`, form: { school } },
      other: { path: `/pools/${otherPool}/leave`, form: { school: otherSchool } },
    }),
    handle: leave,
  }),
];

const offerOf = async (tx: Tx): Promise<Offer | null> => (await currentOffer(tx))?.offer ?? null;

const newPage = (req: Req, offer: Offer, form: PoolForm): Promise<Response> =>
  page(
    req,
    {
      title: 'Note a new pool',
      density: densityOf(req),
      breadcrumbs: crumbs,
      errors: Object.entries(form.errors).map(([field, text]) => ({ text, href: `#${field}` })),
    },
    <NewPoolPage offer={offer} {...form} />,
  );

async function note(req: Req): Promise<Response> {
  const offer = await req.tx(offerOf);
  if (!offer) return notFound(req);
  const { wish, ...form } = readPool(req.form, offer);
  if (!wish) return newPage(req, offer, form);
  const made = await req.tx((tx) => intendPool(tx, req, wish));
  if (!made.ok) return newPage(req, offer, poolRefused(made.reason, form));
  return redirect(`/pools/${made.value.id}`, { notice: `${wish.name} is noted. Nothing has moved yet.` });
}

async function known(tx: Tx, id: string) {
  const [pool] = await poolsOf(tx, { id });
  const offer = pool && (await offerOf(tx));
  return offer ? { pool, offer, shares: await sharesOfPool(tx, id), uses: await usesOfPool(tx, id) } : null;
}

async function poolPage(req: Req, agreement: AgreeForm): Promise<Response> {
  const found = await req.tx((tx) => known(tx, req.params.id ?? ''));
  if (!found) return notFound(req);
  return page(
    req,
    {
      title: found.pool.name,
      density: densityOf(req),
      breadcrumbs: crumbs,
      errors: Object.entries(agreement.errors).map(([field, text]) => ({
        text,
        href: field === 'on' ? '#on-day' : `#${field}`,
      })),
    },
    <PoolPage
      {...found}
      mayKeep={mayKeepPools(req.actor)}
      mayAgree={mayMakePoolFinal(req.actor)}
      agreement={agreement}
    />,
  );
}

async function agree(req: Req): Promise<Response> {
  const { wish, ...form } = readAgreement(req.form, req.clock.today());
  if (!wish) return poolPage(req, form);
  const id = req.params.id ?? '';
  const done = await req.tx((tx) => makePoolFinal(tx, req, id, wish));
  if (!done.ok) return notFound(req);
  const offer = await req.tx(offerOf);
  const words =
    done.value.moved === 0 || !offer
      ? 'Nothing had to move'
      : `${quantityWords(creditUnit(offer), done.value.moved)} moved into it`;
  return redirect(`/pools/${id}`, { notice: `The pool is final. ${words}.` });
}

async function leave(req: Req): Promise<Response> {
  const id = req.params.id ?? '';
  const done = await req.tx((tx) => leavePool(tx, req, id, req.form.get('school')));
  const offer = await req.tx(offerOf);
  if (!done.ok || !offer) return notFound(req);
  const words =
    done.value.back === 0
      ? 'Nothing was left to go back'
      : `${quantityWords(creditUnit(offer), done.value.back)} went back to it`;
  return redirect(`/pools/${id}`, { notice: `The school has left the pool. ${words}.` });
}

const poolsTable = (pools: readonly Pool[]): ExportTable => ({
  name: 'Pools',
  columns: [
    { heading: 'Pool', kind: 'text', width: 40 },
    { heading: 'Year', kind: 'text' },
    { heading: 'Schools', kind: 'number' },
    { heading: 'State', kind: 'text' },
    { heading: 'Agreed by', kind: 'text', width: 30 },
    { heading: 'Agreed on', kind: 'date' },
  ],
  rows: pools.map(({ name, year, members, agreed }) => [
    name,
    year,
    members.filter(({ left }) => !left).length,
    agreed ? 'Final' : 'Intended',
    agreed?.by ?? null,
    agreed?.on ?? null,
  ]),
});

function usesTable(offer: Offer, pool: Pool, uses: readonly PoolUse[]): ExportTable {
  const names = new Map(pool.members.map(({ school, name }) => [school, name]));
  const money = creditUnit(offer).counts === 'money';
  return {
    name: pool.name,
    columns: [
      { heading: 'What', kind: 'text', width: 40 },
      { heading: 'Day', kind: 'date' },
      { heading: 'School', kind: 'text', width: 40 },
      { heading: 'Paid', kind: money ? 'money' : 'number' },
    ],
    rows: uses.map(({ words, day, school, units }) => [words, day, names.get(school) ?? school, units]),
  };
}
