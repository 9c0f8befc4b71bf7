import { isBeingWorkedOut, poolsOf } from '../../entitlements';
import { currentOffer, yearDays } from '../../offer';
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
  TrustTabs,
} from '../../schools';
import { moneyOf, quoteSchool, worksOnMoney } from '../../subscriptions';
import { mayBook } from '../policy';
import { accountRoutes, trustName } from './account-routes';
import { cityTotals } from './bought';
import { CityTotalsPage, GroupStatementPage } from './group-page';
import { groupPdf, totalsPdf } from './group-pdf';
import { StatementPage } from './page';
import { statementPdf } from './pdf';
import { mayReadCityStatement, mayReadEverySchool, mayReadStatement, mayReadTrustStatement } from './policy';
import { behindAccounts, cityHeads, offersOf } from './queries';
import { figuresTogether, type SchoolStatement, schoolStatement, statements, yearOn, yearsOf } from './read';
import { behindTable, elementsTable, schoolsTable, sourcesTable, statementTable, unitsTable } from './table';

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
      const found = await req.tx(async (tx) => {
        const one = await asked(tx, req);
        return one?.statement ? { statement: one.statement, behind: await behindOf(tx, one.statement) } : null;
      });
      if (!found) return null;
      const { statement, behind } = found;
      return {
        table: statementTable(statement, statement.figures),
        more: [unitsTable([statement]), behindTable(statement.offer, statement.figures, behind)],
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
      return group && groupFile(group);
    },
  }),
  route({
    method: 'GET',
    path: '/trusts/:uid/statement.pdf',
    may: mayReadTrustStatement,
    sample: (world) => ({
      own: { path: `/trusts/${world.trust}/statement.pdf` },
      other: { path: `/trusts/${world.otherTrust}/statement.pdf` },
    }),
    rate: { calls: 30, seconds: 60 },
    handle: async (req) => {
      const found = await req.tx((tx) => trustGroup(tx, req));
      return found
        ? pdfOf(req, await groupPdf(found, about(req)), `${slug(found.name)}-${slug(found.year)}`)
        : notFound(req);
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
      const city = await req.tx((tx) => cityOf(tx, req));
      const { totals, year } = city;
      const sources = totals && sourcesTable(totals.offer, year, totals.totals);
      if (!city.group) return sources && { table: sources, name: `statement-city-${slug(year)}` };
      const file = groupFile(city.group);
      return { ...file, more: [...file.more, ...(sources ? [sources] : [])] };
    },
  }),
  route({
    method: 'GET',
    path: '/statement.pdf',
    may: mayReadCityStatement,
    sample: sameSample('/statement.pdf'),
    rate: { calls: 30, seconds: 60 },
    handle: async (req) => {
      const { group: schools, totals, year, day } = await req.tx((tx) => cityOf(tx, req));
      const bytes = schools
        ? await groupPdf({ ...schools, totals }, about(req))
        : totals && (await totalsPdf(totals, year, day, about(req)));
      return pdfOf(req, bytes, `city-${slug(year)}`);
    },
  }),
  ...accountRoutes,
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

const behindOf = (tx: Tx, { figures }: SchoolStatement) =>
  behindAccounts(
    tx,
    figures.rows.flatMap(({ lines }) => lines.flatMap(({ accounts }) => accounts)),
  );

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
      behind: await behindOf(tx, statement),
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
  return pdfOf(req, await statementPdf(statement, about(req)), `${slug(statement.name)}-${slug(statement.year)}`);
}

const about = (req: Req) => ({ partnership: req.installation.name, today: req.clock.today() });

const pdfOf = (req: Req, bytes: Uint8Array | null, name: string): Response | Promise<Response> =>
  bytes ? download(bytes, { name: `statement-${name}.pdf`, type: 'application/pdf', inline: true }) : notFound(req);

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

/** One line a school, every element, and every line in numbers. */
const groupFile = ({ all, figures, name, year }: Awaited<ReturnType<typeof group>>) => ({
  table: schoolsTable(all),
  more: all[0] ? [elementsTable(all[0].offer, figures, name, year), unitsTable(all)] : [],
  name: `statement-${slug(name === 'the city' ? 'city' : name)}-${slug(year)}`,
});

/** The statement of the city: school by school for those who may see each, and what each source of money has bought. */
async function cityOf(tx: Tx, req: Req) {
  const today = req.clock.today();
  const current = await currentOffer(tx);
  const schools = mayReadEverySchool(req.actor) ? await group(tx, req, await cityHeads(tx), 'the city') : null;
  const years = current ? yearsOf(current) : [];
  const year =
    years.find((one) => one.replace('/', '-') === yearAsked(req)?.replace('/', '-')) ??
    (current ? yearOn(current, today) : '');
  const offer = (await offersOf(tx, [], year))('')?.offer ?? null;
  const days = offer && yearDays(offer, year);
  return {
    group: schools,
    years,
    year,
    day: days && Temporal.PlainDate.compare(days.to, today) < 0 ? days.to : today,
    totals: offer && { offer, totals: await cityTotals(tx, offer, year) },
  };
}

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
      tabs={<TrustTabs req={req} trust={found} at={`/trusts/${found.uid}/statement`} />}
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
    const city = await cityOf(tx, req);
    const urns = city.group && worksOnMoney(req.actor) ? city.group.all.map(({ urn }) => urn) : null;
    return { ...city, paid: urns && (await moneyOf(tx, urns, city.year)) };
  });
  const { group: schools, ...city } = found;
  return page(
    req,
    { title: 'Statement of value for the city', density: 'staff' },
    schools ? <GroupStatementPage {...schools} {...city} base="/statement" /> : <CityTotalsPage {...city} />,
  );
}
