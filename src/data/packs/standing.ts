import type { Req } from '../../platform/web';
import { readsLeadersPack, readsOwnFigures } from '../policy';
import { visitor } from './many';
import type { PackStanding } from './pages/section';
import { hasOwnFigures, keptPack, releasesNow } from './queries';
import type { PackPlace } from './read';

/**
 * Whether the reader's pack has figures that are worked out from pupils: of a school for who may read its own, of a partnership's schools together for
 * whoever is here.
 */
export async function withOwnFigures(req: Req, place: PackPlace): Promise<boolean> {
  const may =
    place.kind === 'school'
      ? readsOwnFigures(req.actor, { urn: String(place.urn) })
      : (req.actor?.sees.length ?? 0) > 0;
  return may && req.tx((tx) => hasOwnFigures(tx, place));
}

/** What the page of a place says of its pack. */
export async function packStanding(req: Req, place: PackPlace): Promise<PackStanding> {
  const { kept, releases } = await req.mesters.database.transaction(visitor(req), async (tx) => ({
    kept: await keptPack(tx, place),
    releases: await releasesNow(tx),
  }));
  return {
    base: place.kind === 'school' ? `/schools/${place.urn}/pack` : `/partnerships/${place.id}/pack`,
    run: kept?.run ?? null,
    releases: releases.length,
    own: await withOwnFigures(req, place),
    leaders: place.kind === 'school' && readsLeadersPack(req.actor, { urn: String(place.urn) }),
  };
}
