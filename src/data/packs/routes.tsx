import { systemStanding } from '../../platform/database';
import { fileResponse } from '../../platform/files';
import { enqueue, isPending, progressOf } from '../../platform/jobs';
import {
  download,
  type May,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type SampleWorld,
  sameSample,
} from '../../platform/web';
import { bringsReleases, readsLeadersPack, readsPublished } from '../policy';
import { makeAllPacks, packsKey } from './jobs';
import { type Ending, endings, packName, typeOf } from './make';
import { addressee, makePacks, visitor } from './many';
import { RunsPage } from './pages/runs-page';
import { keptFile, publishedRun, recentRuns, releasesNow, whoSeesLess } from './queries';
import { type PackPlace, partnershipPlace, schoolPlace } from './read';
import type { Audience } from './rows';
import { startRun, stopRun } from './run';
import { withOwnFigures } from './standing';

/** Setting a pack costs more than a page. */
const rate = { calls: 30, seconds: 60 };

const ofSchool = (ending: string) => (world: SampleWorld) => ({
  own: { path: `/schools/${world.school}/${ending}` },
  other: { path: `/schools/${world.otherSchool}/${ending}` },
});

const ofPartnership = (ending: string) => (world: SampleWorld) => ({
  own: { path: `/partnerships/${world.partnership}/pack${ending}` },
  other: { path: `/partnerships/${world.otherPartnership}/pack${ending}` },
});

const schoolFiles = (name: string, audience: Audience, may: May): Route[] =>
  endings.map((ending) =>
    route({
      method: 'GET',
      path: `/schools/:urn/${name}.${ending}`,
      may,
      rate,
      sample: ofSchool(`${name}.${ending}`),
      handle: async (req) => send(req, await placeOf(req), audience, ending),
    }),
  );

export const packRoutes: Route[] = [
  ...schoolFiles('pack', 'governors', readsPublished),
  ...schoolFiles('pack-for-leaders', 'leaders', readsLeadersPack),
  ...endings.map((ending) =>
    route({
      method: 'GET',
      path: `/partnerships/:id/pack.${ending}`,
      may: readsPublished,
      rate,
      sample: ofPartnership(`.${ending}`),
      handle: async (req) => send(req, await placeOf(req), 'governors', ending),
    }),
  ),
  route({ method: 'GET', path: '/packs', may: bringsReleases, sample: sameSample('/packs'), handle: showRuns }),
  route({
    method: 'POST',
    path: '/packs',
    may: bringsReleases,
    sample: sameSample('/packs'),
    handle: start,
  }),
  route({
    method: 'POST',
    path: '/packs/:id/stop',
    may: bringsReleases,
    sample: sameSample('/packs/1/stop'),
    handle: stop,
  }),
];

const placeOf = (req: Req): Promise<PackPlace | null> => {
  const { urn, id } = req.params;
  if (urn === undefined) return req.tx((tx) => partnershipPlace(tx, id ?? ''));
  return /^[1-9]\d{5}$/.test(urn) ? req.tx((tx) => schoolPlace(tx, Number(urn))) : Promise.resolve(null);
};

/**
 * The kept pack while it is of what holds; else one that is made now. Who may not read the place's own figures gets what everybody gets. What leaders
 * read is made as far as the reader may see, and kept for those alone who lead the school.
 */
async function send(req: Req, place: PackPlace | null, audience: Audience, ending: Ending): Promise<Response> {
  if (!place) return notFound(req);
  const { mesters, installation, clock } = req;
  const own = await withOwnFigures(req, place);
  const reader = { role: 'web' as const, actor: req.actor, clock };
  const eyes =
    audience === 'leaders'
      ? { published: reader, own: reader }
      : {
          published: visitor({ clock }),
          own: await whoSeesLess(mesters.database, reader, addressee({ clock }, place, audience)),
        };
  if (own || audience === 'governors') {
    const pack = { place, audience: own ? audience : ('everybody' as const) };
    const kept = await keptFile(mesters.database, pack, ending, { reader, eyes });
    if (kept) return fileResponse(mesters.files, kept, req.headers, { inline: ending === 'pdf' });
  }
  let bytes: Uint8Array | undefined;
  const printed = { organisation: installation.name, today: clock.today() };
  await makePacks(
    mesters,
    [place],
    { audience, printed, endings: [ending], reader: eyes.published, own, ownReader: eyes.own },
    async ({ files }) => {
      bytes = files[ending];
    },
  );
  return bytes
    ? download(bytes, { name: packName(place, audience, ending), type: typeOf[ending], inline: ending === 'pdf' })
    : notFound(req);
}

async function showRuns(req: Req): Promise<Response> {
  const { mesters, clock } = req;
  const runs = await req.tx((tx) => recentRuns(tx));
  const making = runs.find(({ status }) => status === 'making');
  const { progress, pending } = await mesters.database.transaction(systemStanding(clock), async (tx) => ({
    progress: making ? await progressOf(tx, packsKey(making.id)) : null,
    pending: making ? await isPending(tx, makeAllPacks, String(making.id)) : false,
  }));
  const outdated = await mesters.database.transaction(visitor(req), async (tx) => {
    const last = await publishedRun(tx);
    return last !== null && last.releases.join() !== (await releasesNow(tx)).join();
  });
  return page(
    req,
    { title: 'Packs of all', density: 'staff' },
    <RunsPage runs={runs} progress={progress} pending={pending} outdated={outdated} />,
  );
}

async function start(req: Req): Promise<Response> {
  const { actor, clock } = req;
  await req.tx(async (tx) => {
    const runId = await startRun(tx, { actor, clock });
    // Whoever asks while it is being made finds it so: a second job beside the first would make the same packs.
    if (!(await isPending(tx, makeAllPacks, String(runId))))
      await enqueue(tx, makeAllPacks, { runId }, { once: String(runId) });
  });
  return redirect('/packs');
}

async function stop(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const id = /^\d{1,9}$/.test(req.params.id ?? '') ? Number(req.params.id) : 0;
  const stopped = await req.tx((tx) => stopRun(tx, { actor, clock }, id));
  return redirect(
    '/packs',
    stopped
      ? { notice: 'Stopped. What was published before stays as it is.' }
      : { refusal: 'This run is not being made any more. Nothing has changed.' },
  );
}
