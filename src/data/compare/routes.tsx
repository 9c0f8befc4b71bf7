import type { Child } from 'hono/jsx';
import {
  fileRoutes,
  json,
  notFound,
  page,
  type Req,
  type Route,
  route,
  type SampleWorld,
  sameSample,
} from '../../platform/web';
import { slug } from '../../platform/words';
import { yearName } from '../../schools';
import { type Audience, earlySettings } from '../early/settings';
import { PartnershipPackSection } from '../packs/pages/section';
import { packStanding } from '../packs/standing';
import { bringsReleases, readsPublished } from '../policy';
import { type Choice, choose, notHere } from './choose';
import { CitySide } from './city-side';
import { comparedJson, comparedTables, noFigures } from './export';
import { showIndex } from './index-page';
import { comparedOwn, isOwn, type OwnCompared, withOffers } from './own';
import { ComparePage } from './page';
import { authorityPlace, type FindPlace, type Found, partnershipPlace, trustPlace } from './places';
import { type Compared, compared } from './read';

/** The page of a comparison, the same for taking away, and for programs. */
export function placeRoutes(
  path: string,
  sample: (world: SampleWorld) => readonly [own: string, other: string],
  find: FindPlace,
): Route[] {
  const samples = (ending: string) => (world: SampleWorld) => {
    const [own, other] = sample(world);
    return { own: { path: own + ending }, other: { path: other + ending } };
  };
  return [
    route({ method: 'GET', path, may: readsPublished, sample: samples(''), handle: (req) => show(req, find) }),
    ...fileRoutes({
      path,
      may: readsPublished,
      sample,
      file: async (req) => {
        const found = await chosen(req, find);
        if (!found) return null;
        const { choice } = found;
        const missing = notHere(req.query, choice);
        if (missing) return { missing: nothingWords(missing) };
        const part = choice && choice.period !== 'year' ? `-${choice.period}` : '';
        const whom = found.ours?.hiddenFromOthers ? '-for-leaders' : '';
        const what = choice ? `-${choice.measure.id}-${yearName(choice.year).replace('/', '-')}${part}${whom}` : '';
        return {
          ...(choice ? comparedTables(found.compared, choice, req.query) : { table: noFigures }),
          name: `${slug(found.title)}${what}`,
        };
      },
    }),
    route({
      method: 'GET',
      path: `${path}.json`,
      may: readsPublished,
      sample: samples('.json'),
      rate: { calls: 60, seconds: 60 },
      handle: async (req) => {
        const found = await chosen(req, find);
        if (!found) return notFound(req);
        const missing = notHere(req.query, found.choice);
        if (missing) return json({ problem: nothingWords(missing) }, 404);
        return Response.json(found.choice ? comparedJson(found.compared, found.choice, req.query) : [], {
          headers: { 'Cache-Control': 'no-store' },
        });
      },
    }),
  ];
}

const nothingWords = (what: string): string =>
  `There is nothing of ${what} here. Choose a measure and a year that the page offers.`;

/** Comparisons of the schools of a partnership, a trust, a sector of a city, and a city. */
export const compareRoutes: Route[] = [
  route({ method: 'GET', path: '/data', may: readsPublished, sample: sameSample('/data'), handle: showIndex }),
  ...placeRoutes(
    '/partnerships/:id/data',
    ({ partnership, otherPartnership }) => [
      `/partnerships/${partnership}/data`,
      `/partnerships/${otherPartnership}/data`,
    ],
    partnershipPlace,
  ),
  ...placeRoutes(
    '/trusts/:uid/data',
    ({ trust, otherTrust }) => [`/trusts/${trust}/data`, `/trusts/${otherTrust}/data`],
    trustPlace,
  ),
  ...placeRoutes('/authorities/:code/data', ({ authority }) => both(`/authorities/${authority}/data`), authorityPlace),
  ...placeRoutes(
    '/authorities/:code/:sector/data',
    ({ authority, sector }) => both(`/authorities/${authority}/${sector}/data`),
    authorityPlace,
  ),
];

const both = (path: string): readonly [string, string] => [path, path];

declare module '../../platform/web' {
  interface SampleWorld {
    /** The code of an authority with schools, and a sector of theirs. */
    authority: string;
    sector: string;
  }
}

interface Chosen extends Found {
  early: ReadonlyMap<string, Audience>;
  compared: Compared;
  choice: Choice | null;
  ours: OwnCompared | null;
  /** The same schools by what is published. */
  published: Compared;
}

const chosen = (req: Req, find: FindPlace): Promise<Chosen | null> =>
  req.tx(async (tx) => {
    const found = await find(tx, req);
    if (!found) return null;
    const { database } = req.mesters;
    const all = await withOffers(tx, found.place, await compared(tx, database, found.place), req.actor);
    const query = new URLSearchParams(req.query);
    if (found.own !== undefined) query.set('school', String(found.own));
    const choice = choose(all, query, req.actor);
    const ours =
      choice && isOwn(choice.measure)
        ? await comparedOwn(tx, database, { place: found.place, compared: all, choice, actor: req.actor })
        : null;
    return { ...found, early: await earlySettings(tx), compared: ours?.compared ?? all, choice, ours, published: all };
  });

async function show(req: Req, find: FindPlace): Promise<Response> {
  const found = await chosen(req, find);
  if (!found) return notFound(req);
  return page(
    req,
    { title: found.title, breadcrumbs: found.crumbs },
    <ComparePage
      header={found.header}
      at={found.at}
      query={req.query}
      place={found.name}
      compared={found.compared}
      choice={found.choice}
      ours={found.ours}
      fixed={found.own !== undefined}
      before={found.before}
      about={found.about}
      early={found.early}
      mayBring={bringsReleases(req.actor, {})}
      after={await afterOf(req, found)}
    />,
  );
}

/** What only one kind of place has: an authority its published figures, a partnership its pack. */
async function afterOf(req: Req, { place, name, published: all, choice }: Chosen): Promise<Child> {
  switch (place.kind) {
    case 'authority':
      return <CitySide place={place} compared={all} choice={choice} />;
    case 'partnership':
      return <PartnershipPackSection {...(await packStanding(req, { kind: 'partnership', id: place.id, name }))} />;
    default:
      return null;
  }
}
