import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { PageHeading } from '../../platform/ui';
import {
  fileRoutes,
  notFound,
  type Params,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type SampleWorld,
  sameSample,
  type TableFile,
} from '../../platform/web';
import { date, slug } from '../../platform/words';
import { wholeNumber } from '../directory/filter-form';
import { company, peopleOf, type Scope, scopeName } from '../people';
import { rolesToGive } from '../roles';
import { accessRoutes } from './access-route';
import { InviteFields } from './form-pages';
import { emptyInvite, faults, type InviteForm, inviteRefused, readInvite } from './forms';
import { everybodyTable, listedPeople, peopleTable, readEverybody, readPeople } from './list';
import { EverybodyList, PeopleList } from './list-page';
import { placePage } from './place-page';
import { companyPlace, type Place, placeOf } from './places';
import { mayManageEverybody, mayManagePeople, maySeePeople } from './policy';
import { findPeople, peoplePerPage, roleHeld } from './queries';
import { roleRoutes } from './role-routes';
import { heldOnce, invite } from './service';

/** The pages of people and their roles: of each school, trust and partnership, and of the company. */
export function peopleRoutes(): Route[] {
  const scoped = [
    peopleOfScope(
      '/schools/:urn',
      ({ urn = '' }) => ({ kind: 'school', id: urn }),
      ({ school, otherSchool }) => [school, otherSchool],
    ),
    peopleOfScope(
      '/trusts/:uid',
      ({ uid = '' }) => ({ kind: 'trust', id: uid }),
      ({ trust, otherTrust }) => [trust, otherTrust],
    ),
    peopleOfScope(
      '/partnerships/:id',
      ({ id = '' }) => ({ kind: 'partnership', id }),
      ({ partnership, otherPartnership }) => [partnership, otherPartnership],
    ),
  ];
  return [...scoped.flat(), ...companyRoutes(), ...roleRoutes(), ...accessRoutes()];
}

/** A form that succeeds: each scope has a role that its samples may give. */
const sampleRole = {
  school: 'governor',
  trust: 'trustee',
  partnership: 'network-co-ordinator',
  installation: 'associate',
} as const;

const sampleInvitation = (kind: Scope['kind'], email: string) => ({
  name: 'Sample Person',
  email,
  role: sampleRole[kind],
  'starts-day': '1',
  'starts-month': '2',
  'starts-year': '2030',
});

function peopleOfScope(
  path: string,
  scopeOf: (params: Params) => Scope,
  ids: (world: SampleWorld) => [string, string],
): Route[] {
  const at = (world: SampleWorld, rest: string) => {
    const [own, other] = ids(world).map((id) => path.replace(/:\w+/, id) + rest);
    return { own: { path: own! }, other: { path: other! } };
  };
  const maySee = (actor: Req['actor'], params: Params) => maySeePeople(actor, scopeOf(params));
  const mayManage = (actor: Req['actor'], params: Params) => mayManagePeople(actor, scopeOf(params));
  const inPlace = (work: (req: Req, place: Place) => Promise<Response>) => async (req: Req) => {
    const place = await req.tx((tx) => placeOf(tx, scopeOf(req.params), req.installation));
    return place ? work(req, place) : notFound(req);
  };
  return [
    route({
      method: 'GET',
      path: `${path}/people`,
      may: maySee,
      sample: (world) => at(world, '/people'),
      handle: inPlace((req, place) => showPeople(req, place)),
    }),
    ...fileRoutes({
      path: `${path}/people`,
      may: maySee,
      sample: (world) => {
        const { own, other } = at(world, '/people');
        return [own.path, other.path];
      },
      async file(req) {
        const place = await req.tx((tx) => placeOf(tx, scopeOf(req.params), req.installation));
        return place && peopleFile(req, place);
      },
    }),
    route({
      method: 'GET',
      path: `${path}/people/new`,
      may: mayManage,
      sample: (world) => at(world, '/people/new'),
      handle: inPlace(newRole),
    }),
    route({
      method: 'POST',
      path: `${path}/people/new`,
      may: mayManage,
      sample: (world) => {
        const { own, other } = at(world, '/people/new');
        const kind = scopeOf({}).kind;
        return {
          own: { ...own, form: sampleInvitation(kind, 'own@example.org') },
          other: { ...other, form: sampleInvitation(kind, 'other@example.org') },
        };
      },
      handle: inPlace((req, place) => sendInvitation(req, place)),
    }),
  ];
}

const companyRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/people',
    may: mayManageEverybody,
    sample: sameSample('/people'),
    handle: showEverybody,
  }),
  ...fileRoutes({
    path: '/people',
    may: mayManageEverybody,
    sample: () => ['/people', '/people'],
    file: (req) => peopleFile(req, companyPlace(req.installation)),
  }),
  ...fileRoutes({
    path: '/people/found',
    may: mayManageEverybody,
    sample: () => ['/people/found', '/people/found'],
    file: everybodyFile,
  }),
  route({
    method: 'GET',
    path: '/people/new',
    may: mayManageEverybody,
    sample: sameSample('/people/new'),
    handle: (req) => newRole(req, companyPlace(req.installation)),
  }),
  route({
    method: 'POST',
    path: '/people/new',
    may: mayManageEverybody,
    sample: sameSample('/people/new', sampleInvitation('installation', 'company@example.org')),
    handle: (req) => sendInvitation(req, companyPlace(req.installation)),
  }),
];

/** A page of personal information is shown and noted in one transaction. */
const noteView = (tx: Tx, req: Req, scope: Scope, about: string): Promise<void> =>
  recordDeed(tx, req, { action: 'schools.people-viewed', kind: 'view', scope: scopeName(scope), about });

/** So is a list that is taken away. */
const noteTaken = (tx: Tx, req: Req, scope: Scope, about: string): Promise<void> =>
  recordDeed(tx, req, { action: 'schools.people-taken', kind: 'export', scope: scopeName(scope), about });

async function showPeople(req: Req, place: Place): Promise<Response> {
  const wish = readPeople(req.query);
  const people = await req.tx(async (tx) => {
    await noteView(tx, req, place.scope, 'People and their roles');
    return peopleOf(tx, place.scope, wish);
  });
  return placePage(
    req,
    place,
    { title: `People of ${place.name}` },
    <PeopleList
      title="People and their roles"
      people={people}
      wish={wish}
      query={req.query}
      today={req.clock.today()}
      mayManage={mayManagePeople(req.actor, place.scope)}
      href={place.people}
    />,
  );
}

async function peopleFile(req: Req, place: Place): Promise<TableFile> {
  const wish = readPeople(req.query);
  const people = await req.tx(async (tx) => {
    await noteTaken(tx, req, place.scope, 'People and their roles');
    return peopleOf(tx, place.scope, wish);
  });
  return {
    table: peopleTable(listedPeople(people, wish)),
    name: `people-${slug(place.name)}-${req.clock.today()}`,
  };
}

async function showEverybody(req: Req): Promise<Response> {
  const wish = readPeople(req.query);
  const everybody = readEverybody(req.query);
  const { q } = everybody;
  const asked = wholeNumber(req.query.get('page') ?? undefined) ?? 1;
  const view = await req.tx(async (tx) => {
    await noteView(tx, req, company, q ? 'People of every place, by a search' : 'People of the company');
    const find = (page: number) => findPeople(tx, everybody, { page, perPage: peoplePerPage });
    const found = q ? await find(asked) : { people: [], total: 0 };
    const begun = found.total === 0 && q && asked > 1;
    return { own: await peopleOf(tx, company, wish), found: begun ? await find(1) : found, page: begun ? 1 : asked };
  });
  const place = companyPlace(req.installation);
  return page(
    req,
    { title: 'People', density: 'staff' },
    <>
      <PageHeading title="People" />
      <EverybodyList wish={everybody} page={view.page} query={req.query} found={view.found} today={req.clock.today()} />
      <PeopleList
        title={`People of ${place.name}`}
        people={view.own}
        wish={wish}
        query={req.query}
        today={req.clock.today()}
        mayManage
        href="/people"
      />
    </>,
  );
}

/** Everybody whom the search finds; nobody without one, as on the page. */
async function everybodyFile(req: Req): Promise<TableFile> {
  const wish = readEverybody(req.query);
  const people = await req.tx(async (tx) => {
    if (wish.q === '') return [];
    await noteTaken(tx, req, company, 'People of every place, by a search');
    return (await findPeople(tx, wish, { page: 1, perPage: 10_000 })).people;
  });
  return { table: everybodyTable(people), name: `people-found-${req.clock.today()}` };
}

/** The empty form; `from` is a role held here by somebody who is to have another one. */
async function newRole(req: Req, place: Place): Promise<Response> {
  const from = req.query.get('from');
  const held = from ? await req.tx((tx) => roleHeld(tx, from)) : null;
  const here = held && scopeName(held.scope) === scopeName(place.scope);
  return invitePage(req, place, emptyInvite(req.clock.today(), here ? held : null));
}

const invitePage = (req: Req, place: Place, form: InviteForm): Promise<Response> =>
  placePage(
    req,
    place,
    { title: 'Give somebody a role', errors: faults(form.errors), below: true },
    <InviteFields
      action={`${place.people}/new`}
      cancel={place.people}
      place={place.name}
      roles={rolesToGive(req.actor, place.scope)}
      {...form}
    />,
  );

async function sendInvitation(req: Req, place: Place): Promise<Response> {
  const { wish, ...form } = readInvite(req.form, place.scope, rolesToGive(req.actor, place.scope), req.clock.today());
  if (!wish) return invitePage(req, place, form);
  const words = { place: place.name, signIn: `${req.mesters.config.baseUrl}/sign-in` };
  const given = await heldOnce(req.tx((tx) => invite(tx, req, wish, words)));
  if (!given.ok) return invitePage(req, place, inviteRefused(given.reason, form));
  const { name } = given.value;
  const known = name === wish.name ? name : `${wish.name}, known here as ${name},`;
  return redirect(place.people, {
    notice: `${known} has the role from ${date(wish.starts)}. An invitation goes to ${wish.email}.`,
  });
}
