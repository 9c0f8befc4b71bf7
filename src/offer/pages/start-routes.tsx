import { notFound, type Req, type Route, route } from '../../platform/web';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { answerFor } from './answer';
import { type Faults, readAsked, type Typed, typedFrom } from './asked';
import { offerPage } from './frame';
import { type KnownSchool, knownSchool, schoolsNamed } from './school';
import { mostFound, StartPage } from './start-page';

export const startRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer',
    may: mayReadOffer,
    sample: () => ({ own: { path: '/offer' }, other: { path: '/offer?q=school' } }),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer',
        async ({ offer }) => {
          const q = (req.query.get('q') ?? '').slice(0, 100);
          const found = q ? await req.tx((tx) => schoolsNamed(tx, offer, q, mostFound)) : null;
          return view(req, offer, { typed: typedFrom(req.query), school: null, search: found && { q, found } });
        },
      )) ?? notFound(req),
  }),
  route({
    method: 'GET',
    path: '/offer/schools/:urn',
    may: mayReadOffer,
    sample: (world) => ({
      own: { path: `/offer/schools/${world.school}` },
      other: { path: `/offer/schools/${world.otherSchool}` },
    }),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer',
        async ({ offer }) => {
          const urn = /^\d{6}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null;
          const school = urn === null ? null : await req.tx((tx) => knownSchool(tx, offer, urn));
          return school && view(req, offer, { typed: typedOf(req, school), school, search: null });
        },
      )) ?? notFound(req),
  }),
];

/** A school's own sector and status cannot be talked away in the address; its number can be corrected, and its category supposed. */
function typedOf(req: Req, school: KnownSchool): Typed {
  const typed = typedFrom(req.query, { pupils: school.pupils.number === null ? '' : String(school.pupils.number) });
  return { ...typed, sector: school.sector ?? typed.sector, status: school.status ?? typed.status };
}

async function view(
  req: Req,
  offer: Offer,
  given: {
    typed: Typed;
    school: KnownSchool | null;
    search: { q: string; found: Awaited<ReturnType<typeof schoolsNamed>> } | null;
  },
) {
  const { typed, school } = given;
  const { asked, faults } = readAsked(offer, typed);
  // A school of which not everything is known is asked for the rest: nobody has made a mistake yet.
  const told = req.query.has('pupils') || req.query.has('sector') || req.query.has('status');
  const shownFaults: Faults = told ? faults : {};
  const action = school ? `/offer/schools/${school.urn}` : '/offer';
  const answer = asked && (await answerFor(offer, asked, { query: req.query, action, typed }));
  const errors = [
    ...Object.entries(shownFaults).map(([field, text]) => ({ text, href: `#${field}` })),
    ...(answer?.faults ?? []),
  ];
  return {
    band: true,
    view: {
      title: school ? `What ${school.name} would get` : 'What would our school get, and what would it cost?',
      errors,
    },
    body: (
      <StartPage
        req={req}
        offer={offer}
        typed={typed}
        faults={shownFaults}
        school={school}
        search={given.search}
        answer={answer}
        errors={errors.length > 0}
      />
    ),
  };
}
