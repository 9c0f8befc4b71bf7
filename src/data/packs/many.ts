import { setImmediate } from 'node:timers/promises';
import type { Standing, Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { ownData } from '../own/read';
import { type Ending, makePack, type PackOf } from './make';
import { ownOfPartnership } from './own-content';
import { runsNow } from './queries';
import { type PackPlace, packReleases, readPlaces, releasesBehind } from './read';
import type { Audience } from './rows';
import type { Printed } from './school-paper';

/** A pack that is made: the files that were asked for. */
export interface MadePack {
  place: PackPlace;
  /** The runs behind its own figures, as whom it is for sees them; none where it has no such figures. */
  runs: number[];
  files: Partial<Record<Ending, Uint8Array>>;
}

export interface Making {
  audience: Audience;
  printed: Printed;
  endings: readonly Ending[];
  signal?: AbortSignal;
  /** In whose name figures are read: a visitor's unless said, so that what goes out holds nothing that not everybody may see. */
  reader?: Standing;
  /**
   * With figures that are worked out from pupils. For governors as a governor of that very school reads them, and never a small group, whoever makes
   * it; for leaders as the reader may, or as a leader of that very school where no reader is named. Not in what everybody may open.
   */
  own?: boolean;
  /** As whom these are read, where not as whom the pack is for: who is shown fewer early results than they are gets no more than their own. */
  ownReader?: Standing;
  /** Told of a pack that could not be made of what was read: the others go on. Where nobody is told it ends the making. */
  failed?: (place: PackPlace, error: unknown) => Promise<void>;
}

/** Somebody who has not signed in. */
export const visitor = ({ clock }: Pick<Mesters, 'clock'>): Standing => ({ role: 'web', actor: null, clock });

/** Who a pack that goes on to others goes to: what they may not read is in none, early results that are held back among it. */
export const addressee = ({ clock }: Pick<Mesters, 'clock'>, place: PackPlace, audience: Audience): Standing => ({
  role: 'web',
  clock,
  actor: {
    personId: '00000000-0000-0000-0000-000000000000',
    sees:
      place.kind === 'partnership'
        ? [`partnership/${place.id}`]
        : ['member', 'school', audience === 'governors' ? 'governor' : 'leader'].map(
            (level) => `${level}/${place.urn}`,
          ),
  },
});

/** Schools that are read in one transaction: short, so that pages pass between them. */
const atOnce = 8;

/**
 * The packs of many places, in their order: some are read while those before them are set, on every core. Nothing is held longer than until it
 * is given to `keep`.
 * @throws the reason of the signal when it is aborted.
 */
export async function makePacks(
  mesters: Pick<Mesters, 'database' | 'clock'>,
  places: readonly PackPlace[],
  { audience, printed, endings, signal, reader, own = false, ownReader, failed }: Making,
  keep: (made: MadePack) => Promise<void>,
): Promise<void> {
  const step = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const result = await mesters.database.transaction(reader ?? visitor(mesters), work);
    await setImmediate();
    return result;
  };
  const slices = sliced(places);
  const read = (at: number) => {
    const some = slices[at];
    return some && step((tx) => readPlaces(tx, mesters.database, some, audience));
  };
  const withOwn = async (place: PackPlace, of: PackOf): Promise<{ of: PackOf; runs: number[] }> => {
    if (!own) return { of, runs: [] };
    const standing = ownReader ?? (audience === 'leaders' && reader ? reader : addressee(mesters, place, audience));
    const most = audience === 'leaders' ? 'inside' : 'outside';
    return mesters.database.transaction(standing, async (tx) => {
      const runs = await runsNow(tx);
      if (of.kind === 'school') {
        const { urn } = of.school.school;
        const found = await ownData(tx, mesters.database, urn, { attendance: true, most });
        const releases = found && (await releasesBehind(tx, found, most === 'inside' ? urn : null));
        return { of: { ...of, own: found && { ...found, releases: releases ?? [] } }, runs };
      }
      const found = place.kind === 'partnership' ? await ownOfPartnership(tx, place.id) : null;
      return { of: { ...of, own: found && { ...found, releases: await releasesBehind(tx, found, null) } }, runs };
    });
  };
  const releases = await step(packReleases);
  let next = read(0);
  for (let at = 0; at < slices.length; at++) {
    const some = (await next) ?? [];
    next = read(at + 1);
    // Where setting fails, the read that runs beside it must not fail alone.
    next?.catch(() => {});
    // All of them come to an end before one's failure is told: nothing is kept after that.
    const ended = await Promise.allSettled(
      some.map(async ({ place, of }) => {
        signal?.throwIfAborted();
        const whole = await withOwn(place, of);
        const set = await Promise.allSettled(
          endings.map(async (ending) => [ending, await makePack(whole.of, ending, releases, printed)] as const),
        );
        const broken = set.find((one) => one.status === 'rejected');
        if (broken && !failed) throw broken.reason;
        if (broken) await failed?.(place, broken.reason);
        else {
          const files = set.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
          await keep({ place, runs: whole.runs, files: Object.fromEntries(files) });
        }
      }),
    );
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }
}

/** Partnerships one by one: each is as many schools as it has. */
function sliced(places: readonly PackPlace[]): PackPlace[][] {
  const slices: PackPlace[][] = [];
  for (const place of places) {
    const last = slices.at(-1);
    if (place.kind === 'school' && last?.[0]?.kind === 'school' && last.length < atOnce) last.push(place);
    else slices.push([place]);
  }
  return slices;
}
