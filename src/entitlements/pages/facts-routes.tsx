import type { Child } from 'hono/jsx';
import { currentOffer, type Offer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { ExportTable } from '../../platform/documents';
import { PageHeading } from '../../platform/ui';
import {
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type SampleWorld,
  type SignedIn,
} from '../../platform/web';
import { slug } from '../../platform/words';
import { GroupHeader, SchoolHeader, schoolTabs, type TabsOf } from '../../schools';
import { factsOf, type KnownFact, tell, withdraw } from '../facts';
import { maySayJudgement, mayTellFacts } from '../policy';
import '../samples';
import { emptyFact, type FactForm, readFact } from './fact-form';
import { nameOf, type OfferFact, valueWords } from './fact-words';
import { FactFields, FactsList, officeKey } from './facts-page';
import { factsHref, type Place, placeOf } from './place';

/** Told by a contract and nothing else: whether a school subscribes is no matter of saying so. */
const subscribed = 'subscribed';

const kinds = [
  { kind: 'school', path: '/schools/:urn', ids: (w: SampleWorld) => [w.school, w.otherSchool] },
  { kind: 'trust', path: '/trusts/:uid', ids: (w: SampleWorld) => [w.trust, w.otherTrust] },
  { kind: 'partnership', path: '/partnerships/:id', ids: (w: SampleWorld) => [w.partnership, w.otherPartnership] },
] as const;

/** The pages of a school, a trust and a partnership get this tab, for the office. */
export const factTabs: TabsOf = (actor, { kind, id }) =>
  mayTellFacts(actor) ? [{ group: 'Support', text: 'Facts', href: `/${kind}s/${id}/facts` }] : [];

export const factsRoutes = (): Route[] => [
  ...kinds.flatMap(({ kind, path, ids }) => {
    const at = (world: SampleWorld) => {
      const [own, other] = ids(world).map((id) => `${path.replace(/:\w+/, id)}/facts`);
      return [own as string, other as string] as const;
    };
    const place = (req: Req) => ({ kind, id: Object.values(req.params)[0] ?? '' });
    return [
      route({
        method: 'GET',
        path: `${path}/facts`,
        may: mayTellFacts,
        sample: (world) => ({ own: { path: at(world)[0] }, other: { path: at(world)[1] } }),
        handle: (req) => showFacts(req, place(req)),
      }),
      ...fileRoutes({
        path: `${path}/facts`,
        may: mayTellFacts,
        sample: at,
        file: async (req) => {
          const found = await req.tx((tx) => known(tx, place(req)));
          return (
            found && {
              table: factsTable(found.offer, found.facts),
              name: `facts-${slug(found.place.name)}-${req.clock.today()}`,
            }
          );
        },
      }),
    ];
  }),
  route({
    method: 'GET',
    path: '/facts/:holder/:id/:fact',
    may: mayTellFacts,
    sample: ({ school, otherSchool, factKind }) => ({
      own: { path: `/facts/school/${school}/${factKind}` },
      other: { path: `/facts/school/${otherSchool}/${factKind}` },
    }),
    handle: withFact((req, found, fact) => formPage(req, found, fact, emptyFact(req.clock.today()))),
  }),
  route({
    method: 'POST',
    path: '/facts/:holder/:id/withdraw',
    may: mayTellFacts,
    sample: ({ school, otherSchool }) => ({
      own: { path: `/facts/school/${school}/withdraw`, form: { key: 'office/nothing' } },
      other: { path: `/facts/school/${otherSchool}/withdraw`, form: { key: 'office/nothing' } },
    }),
    handle: takeBack,
  }),
  route({
    method: 'POST',
    path: '/facts/:holder/:id/:fact',
    may: mayTellFacts,
    sample: ({ school, otherSchool, factKind }) => {
      const form = { 'from-day': '14', 'from-month': '1', 'from-year': '2019', source: 'A letter' };
      return {
        own: { path: `/facts/school/${school}/${factKind}`, form },
        other: { path: `/facts/school/${otherSchool}/${factKind}`, form },
      };
    },
    handle: withFact(saveFact),
  }),
];

interface Known {
  place: Place;
  offer: Offer;
  facts: KnownFact[];
}

async function known(tx: Tx, at: { kind: string; id: string }): Promise<Known | null> {
  const place = await placeOf(tx, at.kind, at.id);
  const published = place && (await currentOffer(tx));
  return published ? { place, offer: published.offer, facts: await factsOf(tx, place.holder) } : null;
}

/** The kinds of fact that whoever looks may tell of such a holder. */
const tellable = (req: Req, { place, offer }: Pick<Known, 'place' | 'offer'>): OfferFact[] =>
  offer.facts.filter(
    ({ id, of, is }) => of === place.kind && id !== subscribed && (is !== 'category' || maySayJudgement(req.actor)),
  );

async function showFacts(req: Req, at: { kind: string; id: string }): Promise<Response> {
  const found = await req.tx((tx) => known(tx, at));
  if (!found) return notFound(req);
  const { place } = found;
  const list = <FactsList {...found} kinds={tellable(req, found)} today={req.clock.today()} />;
  const head: Child = place.school ? (
    <SchoolHeader
      school={place.school}
      tabs={schoolTabs(req, place.school.urn)}
      at={`/schools/${place.school.urn}/facts`}
    />
  ) : (
    <GroupHeader
      name={place.name}
      eyebrow="Facts"
      tabs={req.shell.tabsOf({ kind: at.kind, id: at.id })}
      at={`/${at.kind}s/${at.id}/facts`}
    />
  );
  return page(
    req,
    { title: `Facts: ${place.name}`, breadcrumbs: place.crumbs, density: 'staff' },
    <>
      {head}
      {list}
    </>,
  );
}

function withFact(work: (req: SignedIn, found: Known, fact: OfferFact) => Promise<Response>) {
  return async (req: Req): Promise<Response> => {
    const { holder = '', id = '', fact: kind } = req.params;
    const found = await req.tx((tx) => known(tx, { kind: holder, id }));
    const fact = found && tellable(req, found).find((one) => one.id === kind);
    return found && fact ? work(req as SignedIn, found, fact) : notFound(req);
  };
}

function formPage(req: Req, { place, offer }: Known, fact: OfferFact, form: FactForm): Promise<Response> {
  const errors = Object.entries(form.errors).map(([field, text]) => ({
    text,
    href: `#${['day', 'from', 'to'].includes(field) ? `${field}-day` : field}`,
  }));
  return page(
    req,
    {
      title: `${fact.name}: ${place.name}`,
      breadcrumbs: [...place.crumbs, { text: 'Facts', href: factsHref(place) }],
      errors,
    },
    <>
      <PageHeading title={fact.name} eyebrow={place.name} />
      <FactFields place={place} offer={offer} fact={fact} {...form} />
    </>,
  );
}

async function saveFact(req: SignedIn, found: Known, fact: OfferFact): Promise<Response> {
  const { place, offer } = found;
  const { wish, ...form } = readFact(req.form, offer, fact);
  if (!wish) return formPage(req, found, fact, form);
  const { value, from, to, source, once } = wish;
  const changed = await req.tx((tx) =>
    tell(tx, req, {
      holder: place.holder,
      // Something may happen twice on one day; a state on one day is one.
      key: `${officeKey}${fact.id}/${fact.is === 'occurrence' ? once : from}`,
      kind: fact.id,
      value,
      from,
      to,
      source,
    }),
  );
  return redirect(factsHref(place), { notice: `Saved: ${fact.name}. ${changeWords(changed)}` });
}

async function takeBack(req: Req): Promise<Response> {
  const { holder = '', id = '' } = req.params;
  const key = req.form.get('key');
  const place = await req.tx((tx) => placeOf(tx, holder, id));
  if (!place || !key.startsWith(officeKey)) return notFound(req);
  const changed = await req.tx((tx) => withdraw(tx, req, place.holder, key));
  return redirect(factsHref(place), { notice: `Taken back. ${changeWords(changed)}` });
}

const changeWords = ({
  given,
  takenBack,
  opened,
  shortfalls,
}: {
  given: number;
  takenBack: number;
  opened: number;
  shortfalls: readonly unknown[];
}): string =>
  shortfalls.length > 0
    ? 'More is used than is owed now: look at what is owed.'
    : given + takenBack + opened > 0
      ? 'What is owed has changed.'
      : 'What is owed stays as it was.';

const factsTable = (offer: Offer, facts: readonly KnownFact[]): ExportTable => ({
  name: 'Facts',
  columns: [
    { heading: 'What', kind: 'text', width: 30 },
    { heading: 'Value', kind: 'text', width: 20 },
    { heading: 'From', kind: 'date' },
    { heading: 'To', kind: 'date' },
    { heading: 'How it is known', kind: 'text', width: 40 },
  ],
  rows: facts.map(({ kind, value, from, to, source }) => [
    nameOf(offer, kind),
    valueWords(offer, kind, value),
    from,
    to,
    source,
  ]),
});
