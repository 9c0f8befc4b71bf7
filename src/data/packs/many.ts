import { setImmediate } from 'node:timers/promises';
import type { Standing, Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { ownData } from '../own/read';
import { type Ending, makePack, type PackOf } from './make';
import { ownOfPartnership } from './own-content';
import { type PackPlace, packReleases, readPlaces } from './read';
import type { Audience } from './rows';
import type { Printed } from './school-paper';

/** A pack that is made: the files that were asked for. */
export interface MadePack {
  place: PackPlace;
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
   * it; for leaders as the reader may. Not in what everybody may open: they are for who is signed in.
   */
  own?: boolean;
}

/** Somebody who has not signed in. */
export const visitor = ({ clock }: Pick<Mesters, 'clock'>): Standing => ({ role: 'web', actor: null, clock });

/** Who a pack that goes on to others goes to: what they may not read is in none, early results that are held back among it. */
const addressee = ({ clock }: Pick<Mesters, 'clock'>, sees: readonly string[]): Standing => ({
  role: 'web',
  clock,
  actor: { personId: '00000000-0000-0000-0000-000000000000', sees },
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
  { audience, printed, endings, signal, reader = visitor(mesters), own = false }: Making,
  keep: (made: MadePack) => Promise<void>,
): Promise<void> {
  const step = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const result = await mesters.database.transaction(reader, work);
    await setImmediate();
    return result;
  };
  const slices = sliced(places);
  const read = (at: number) => {
    const some = slices[at];
    return some && step((tx) => readPlaces(tx, mesters.database, some, audience));
  };
  const withOwn = async (place: PackPlace, of: PackOf): Promise<PackOf> => {
    if (!own) return of;
    if (of.kind === 'partnership') {
      if (place.kind !== 'partnership') return of;
      const member = addressee(mesters, [`partnership/${place.id}`]);
      return { ...of, own: await mesters.database.transaction(member, (tx) => ownOfPartnership(tx, place.id)) };
    }
    const { urn } = of.school.school;
    const [standing, most] =
      audience === 'governors'
        ? ([addressee(mesters, [`member/${urn}`, `school/${urn}`, `governor/${urn}`]), 'outside'] as const)
        : ([reader, 'inside'] as const);
    return {
      ...of,
      own: await mesters.database.transaction(standing, (tx) =>
        ownData(tx, mesters.database, urn, { attendance: true, most }),
      ),
    };
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
        const files = await Promise.all(
          endings.map(async (ending) => [ending, await makePack(whole, ending, releases, printed)] as const),
        );
        await keep({ place, files: Object.fromEntries(files) });
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
