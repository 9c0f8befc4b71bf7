import { offerOfVersion, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';

/**
 * Where the price of a contract's year is looked for, in this order: the version that was signed; the newest version of the year itself; the
 * newest version of the offer that was signed. So a price that was stated keeps, and one that was not may be stated later.
 */
export async function offersFor(tx: Tx, own: PublishedOffer, year: string): Promise<PublishedOffer[]> {
  const rows = await tx
    .selectFrom('offer.published')
    .select(['id', 'year'])
    .distinctOn('year')
    .where('year', 'in', [year, own.year])
    .orderBy('year')
    .orderBy('version', 'desc')
    .execute();
  const ids = [year, own.year].flatMap((wanted) => rows.find((row) => row.year === wanted)?.id ?? []);
  const offers = [own];
  for (const id of ids) {
    const found = offers.some((offer) => offer.id === id) ? null : await offerOfVersion(tx, id);
    if (found) offers.push(found);
  }
  return offers;
}
