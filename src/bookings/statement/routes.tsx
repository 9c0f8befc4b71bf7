import { accountsById, isBeingWorkedOut, poolsOf } from '../../entitlements';
import { currentOffer, offerOfVersion } from '../../offer';
import type { Tx } from '../../platform/database';
import { EmptyState } from '../../platform/ui';
import {
  download,
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  route,
  type SampleWorld,
  sameSample,
  signedIn,
} from '../../platform/web';
import { slug } from '../../platform/words';
import {
  everySchool,
  findSchools,
  isStaff,
  lineage,
  type SchoolHead,
  SchoolHeader,
  schoolCrumbs,
  schoolHead,
  schoolTabs,
} from '../../schools';
import { moneyOf, quoteSchool, worksOnMoney } from '../../subscriptions';
import { mayBook } from '../policy';
import { AccountPage } from './account-page';
import { GroupStatementPage } from './group-page';
import { StatementPage } from './page';
import { statementPdf } from './pdf';
import { mayReadCityStatement, mayReadStatement, mayReadTrustStatement } from './policy';
import { behindAccounts, holdsOf, postingsOf } from './queries';
import { figuresTogether, schoolStatement, statements, yearOn, yearsOf } from './read';
import { schoolsTable, statementTable } from './table';

declare module '../../platform/web' {
  interface SampleWorld {
    /** Accounts of the asker's school and of another. */
    account: string;
    otherAccount: string;
  }
}

const ofSchool = (world: SampleWorld, ending = '') => ({
  own: { path: `/schools/${world.school}/statement${ending}` },
  other: { path: `/schools/${world.otherSchool}/statement${ending}` },
});

export const statementRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/schools/:urn/statement',
    may: mayReadStatement,
    sample: (world) => ofSchool(world),
    handle: showStatement,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/statement.pdf',
    may: mayReadStatement,
    sample: (world) => ofSchool(world, '.pdf'),
    rate: { calls: 30, seconds: 60 },
    handle: showPdf,
  }),
  ...fileRoutes({
    path: '/schools/:urn/statement',
    may: mayReadStatement,
    sample: (world) => [`/schools/${world.school}/statement`, `/schools/${world.otherSchool}/statement`],
    file: async (req) => {
      const found = await req.tx((tx) => asked(tx, req));
      if (!found?.statement) return null;
      const { statement } = found;
      return {
        table: statementTable(statement, statement.figures),
        name: `statement-${slug(statement.name)}-${slug(statement.year)}`,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/trusts/:uid/statement',
    may: mayReadTrustStatement,
    sample: (world) => ({
      own: { path: `/trusts/${world.trust}/statement` },
      other: { path: `/trusts/${world.otherTrust}/statement` },
    }),
    handle: showTrust,
  }),
  ...fileRoutes({
    path: '/trusts/:uid/statement',
    may: mayReadTrustStatement,
    sample: (world) => [`/trusts/${world.trust}/statement`, `/trusts/${world.otherTrust}/statement`],
    file: async (req) => {
      const group = await req.tx((tx) => trustGroup(tx, req));
      return group && { table: schoolsTable(group.all), name: `statement-${slug(group.name)}-${slug(group.year)}` };
    },
  }),
  route({
    method: 'GET',
    path: '/statement',
    may: mayReadCityStatement,
    sample: sameSample('/statement'),
    handle: showCity,
  }),
  ...fileRoutes({
    path: '/statement',
    may: mayReadCityStatement,
    sample: () => ['/statement', '/statement'],
    file: async (req) => {
      const group = await req.tx((tx) => cityGroup(tx, req));
      return { table: schoolsTable(group.all), name: `statement-${slug(group.year)}` };
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id',
    may: signedIn,
    sample: (world) => ({
      own: { path: `/accounts/${world.account}` },
      other: { path: `/accounts/${world.otherAccount}` },
    }),
    handle: showAccount,
  }),
];

const urnOf = (req: Req): number | null => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null);
const yearAsked = (req: Req): string | undefined => req.query.get('year') || undefined;

async function asked(tx: Tx, req: Req) {
  const urn = urnOf(req);
  const head = urn === null ? null : await schoolHead(tx, urn);
  if (!head) return null;
  const reader = { actor: req.actor, today: req.clock.today() };
  return { head, statement: await schoolStatement(tx, reader, head.urn, yearAsked(req)) };
}

async function showStatement(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const one = await asked(tx, req);
    if (!one) return null;
    const { statement } = one;
    if (!statement) return { ...one, statement: null, published: await currentOffer(tx) };
    const quoted = statement.feePence === null ? await quoteSchool(tx, statement.offer, statement.urn) : null;
    return {
      head: one.head,
      statement,
      behind: await behindAccounts(
        tx,
        statement.figures.rows.flatMap(({ lines }) => lines.flatMap(({ accounts }) => accounts)),
      ),
      beingWorkedOut: await isBeingWorkedOut(tx, statement.urn),
      quotePence: quoted?.ok ? quoted.value.fee.pence : null,
    };
  });
  if (!found) return notFound(req);
  const { head } = found;
  const header = <SchoolHeader school={head} tabs={schoolTabs(req, head.urn)} at={`/schools/${head.urn}/statement`} />;
  const view = { title: `Statement of value for ${head.name}`, breadcrumbs: schoolCrumbs(head) };
  if (found.statement === null) return page(req, view, nothingFor(req, header));
  return page(
    req,
    view,
    <StatementPage
      {...found}
      header={header}
      today={req.clock.today()}
      query={req.query}
      mayBook={mayBook(req.actor, { urn: String(head.urn) })}
    />,
  );
}

const nothingFor = (req: Req, header: unknown) => (
  <>
    {header as never}
    <EmptyState
      title={`No offer is published for ${yearAsked(req)?.replace('-', '/') ?? 'this year'} yet`}
      action={<a href={req.url.pathname}>The statement of this year</a>}
    >
      What a school is owed follows from the offer of the year. It stands here as soon as that is published.
    </EmptyState>
  </>
);

async function showPdf(req: Req): Promise<Response> {
  const found = await req.tx((tx) => asked(tx, req));
  if (!found?.statement) return notFound(req);
  const { statement } = found;
  return download(await statementPdf(statement, { partnership: req.installation.name, today: req.clock.today() }), {
    name: `statement-${slug(statement.name)}-${slug(statement.year)}.pdf`,
    type: 'application/pdf',
    inline: true,
  });
}

/** The statements of some schools with what is common to them. */
async function group(tx: Tx, req: Req, heads: readonly Pick<SchoolHead, 'urn' | 'name'>[], name: string) {
  const today = req.clock.today();
  const current = await currentOffer(tx);
  const all = await statements(tx, { actor: req.actor, today }, heads, yearAsked(req));
  const years = current ? yearsOf(current) : [];
  const year =
    all[0]?.year ??
    years.find((one) => one.replace('/', '-') === yearAsked(req)?.replace('/', '-')) ??
    (current ? yearOn(current, today) : '');
  return { name, all, figures: figuresTogether(all), year, years, today };
}

async function trustGroup(tx: Tx, req: Req) {
  const uid = /^\d{1,7}$/.test(req.params.uid ?? '') ? Number(req.params.uid) : null;
  const name = uid === null ? null : await trustName(tx, uid);
  if (uid === null || name === null) return null;
  const { schools } = await findSchools(tx, { ...everySchool, trust: uid }, { limit: 500, offset: 0 });
  return { ...(await group(tx, req, schools, name)), uid };
}

const cityGroup = async (tx: Tx, req: Req) => group(tx, req, await cityHeads(tx), 'the city');

async function showTrust(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const one = await trustGroup(tx, req);
    if (!one) return null;
    const own = (await poolsOf(tx, { year: one.year })).filter(({ trustUid }) => trustUid === one.uid);
    const leads = !isStaff(req.actor) || worksOnMoney(req.actor);
    const urns = leads ? (await Promise.all(one.all.map(({ urn }) => lineage(tx, urn)))).flat() : [];
    return { ...one, own, paid: leads && !isPartner(req) ? await moneyOf(tx, urns, one.year) : null };
  });
  if (!found) return notFound(req);
  return page(
    req,
    {
      title: `Statement of value for ${found.name}`,
      breadcrumbs: [
        { text: 'Trusts', href: '/trusts' },
        { text: found.name, href: `/trusts/${found.uid}` },
      ],
    },
    <GroupStatementPage
      {...found}
      base={`/trusts/${found.uid}/statement`}
      note={
        found.own.length > 0 ? (
          <p>
            Credit that lies in {found.own.length === 1 ? 'the pool' : 'pools'} of the trust is counted with the school
            that put it in.
          </p>
        ) : undefined
      }
    />,
  );
}

const isPartner = (req: Req): boolean => req.actor?.sees.includes('partner') ?? false;

async function showCity(req: Req): Promise<Response> {
  const found = await req.tx(async (tx) => {
    const one = await cityGroup(tx, req);
    const urns = worksOnMoney(req.actor) ? one.all.map(({ urn }) => urn) : null;
    return { ...one, paid: urns && (await moneyOf(tx, urns, one.year)) };
  });
  return page(
    req,
    { title: 'Statement of value for the city', density: 'staff' },
    <GroupStatementPage {...found} base="/statement" />,
  );
}

/** Every school that is open and counts as a member, by its name. */
async function cityHeads(tx: Tx): Promise<Pick<SchoolHead, 'urn' | 'name'>[]> {
  return tx
    .selectFrom('schools.current_school as s')
    .where('s.open', '=', true)
    .where('s.publicly_funded', '=', true)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('entitlements.account as a')
          .select('a.id')
          .where('a.holder_kind', '=', 'school')
          .where((inner) => inner('a.holder_id', '=', inner.cast<string>('s.urn', 'text'))),
      ),
    )
    .select(['s.urn', 's.name'])
    .orderBy('s.name')
    .execute();
}

/** How many postings a page of an account shows. */
const perPage = 50;

async function showAccount(req: Req): Promise<Response> {
  const id = /^\d{1,15}$/.test(req.params.id ?? '') ? Number(req.params.id) : null;
  const before = /^\d{1,15}$/.exec(req.query.get('before') ?? '')?.[0];
  const found = await req.tx(async (tx) => {
    const [account] = id === null ? [] : await accountsById(tx, [id]);
    if (!account) return null;
    const published = (account.offerId && (await offerOfVersion(tx, account.offerId))) || (await currentOffer(tx));
    if (!published) return null;
    const postings = await postingsOf(tx, account.id, before ? Number(before) : null, perPage + 1);
    return {
      account,
      offer: published.offer,
      owner: await ownerOf(tx, account.holder),
      postings: postings.slice(0, perPage),
      holds: before ? [] : await holdsOf(tx, account.id, perPage),
      older: postings.length > perPage ? (postings[perPage - 1]?.id ?? null) : null,
    };
  });
  if (!found) return notFound(req);
  const { owner, account } = found;
  const crumbs =
    owner.urn === null
      ? []
      : [
          { text: owner.name, href: `/schools/${owner.urn}` },
          { text: 'Statement', href: `/schools/${owner.urn}/statement?year=${account.year.replace('/', '-')}` },
        ];
  return page(
    req,
    { title: `Every movement: ${owner.name}, ${account.year}`, breadcrumbs: crumbs },
    <AccountPage {...found} newestShown={!before} />,
  );
}

/** Whose account it is, in words: a school under its number of today. */
async function ownerOf(
  tx: Tx,
  { kind, id }: { kind: string; id: string },
): Promise<{ name: string; urn: number | null }> {
  if (kind === 'school') {
    const line = await lineage(tx, Number(id));
    const urn = line.at(-1) ?? Number(id);
    return { urn, name: (await schoolHead(tx, urn))?.name ?? `URN ${urn}` };
  }
  if (kind === 'pool') return { urn: null, name: (await poolsOf(tx, { id }))[0]?.name ?? 'A pool' };
  if (kind === 'trust') return { urn: null, name: (await trustName(tx, Number(id))) ?? id };
  const row = await tx.selectFrom('schools.partnership').select('name').where('id', '=', id).executeTakeFirst();
  return { urn: null, name: row?.name ?? id };
}

const trustName = async (tx: Tx, uid: number): Promise<string | null> =>
  (await tx.selectFrom('schools.current_trust').select('name').where('uid', '=', uid).executeTakeFirst())?.name ?? null;
