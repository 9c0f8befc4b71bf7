import type { Mesters } from '../../platform/mesters';
import { stepsOf } from '../../platform/slices';
import { type Ending, makePack } from './make';
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
}

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
  { audience, printed, endings, signal }: Making,
  keep: (made: MadePack) => Promise<void>,
): Promise<void> {
  const step = stepsOf(mesters);
  const slices = sliced(places);
  const read = (at: number) => {
    const some = slices[at];
    return some && step((tx) => readPlaces(tx, mesters.database, some, audience));
  };
  const releases = await step(packReleases);
  let next = read(0);
  for (let at = 0; at < slices.length; at++) {
    const some = (await next) ?? [];
    next = read(at + 1);
    // Where setting fails, the read that runs beside it must not fail alone.
    next?.catch(() => {});
    await Promise.all(
      some.map(async ({ place, of }) => {
        signal?.throwIfAborted();
        const files = await Promise.all(
          endings.map(async (ending) => [ending, await makePack(of, ending, releases, printed)] as const),
        );
        await keep({ place, files: Object.fromEntries(files) });
      }),
    );
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
