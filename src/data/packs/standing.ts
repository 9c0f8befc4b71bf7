import type { Req } from '../../platform/web';
import { readsLeadersPack } from '../policy';
import { visitor } from './many';
import type { PackStanding } from './pages/section';
import { keptPack, releasesNow } from './queries';
import type { PackPlace } from './read';

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
    leaders: place.kind === 'school' && readsLeadersPack(req.actor, { urn: String(place.urn) }),
  };
}
