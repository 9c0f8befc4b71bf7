import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { checkOffer } from '../check';
import type { Offer } from '../schema/schema';
import './table';

/** One version of the offer of one year, as it was published. */
export interface PublishedOffer extends Version {
  offer: Offer;
}

export interface Version {
  id: string;
  year: string;
  version: number;
  fileName: string;
  sha256: string;
  publishedAt: Temporal.Instant;
}

/**
 * The offer of today: the newest version of the year that holds today. On a day that no published year holds, the year
 * that is nearest to it, and of two as near the later one: before the first year the one that is coming, after the last
 * the one that has just been, however long ago. Null where nothing is published.
 */
export async function currentOffer(tx: Tx): Promise<PublishedOffer | null> {
  const row = await versionRows(tx)
    .orderBy(sql`greatest(starts - platform.today(), platform.today() - ends, 0)`)
    .orderBy('starts', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? opened(tx, row) : null;
}

/** The newest version of the offer of one year, or null. */
export async function offerOfYear(tx: Tx, year: string): Promise<PublishedOffer | null> {
  const row = await versionRows(tx).where('year', '=', year).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ? opened(tx, row) : null;
}

/** The version that a contract was signed on, or null where no version has this id. */
export async function offerOfVersion(tx: Tx, id: string): Promise<PublishedOffer | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const row = await versionRows(tx).where('id', '=', id).executeTakeFirst();
  return row ? opened(tx, row) : null;
}

/** Every version there is, newest year first and newest version first. */
export const allVersions = (tx: Tx): Promise<Version[]> =>
  versionRows(tx).orderBy('starts', 'desc').orderBy('version', 'desc').execute();

/** The text of one version, as it was uploaded. */
export async function textOfVersion(tx: Tx, id: string): Promise<string> {
  const { content } = await tx
    .selectFrom('offer.published')
    .select('content')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return content;
}

const versionRows = (tx: Tx) =>
  tx
    .selectFrom('offer.published')
    .select(['id', 'year', 'version', 'file_name as fileName', 'sha256', 'published_at as publishedAt']);

/** What was read before, by the hash of its text: reading a file takes longer than a page may. */
const read = new Map<string, Offer>();
const mostRead = 16;

async function opened(tx: Tx, version: Version): Promise<PublishedOffer> {
  const known = read.get(version.sha256);
  if (known) return { ...version, offer: known };
  const checked = checkOffer(await textOfVersion(tx, version.id), version.fileName);
  // It passed when it was published: the program has grown stricter since, and whoever made it so must see to it.
  if (!checked.ok) {
    const [first] = checked.reason;
    throw new Error(
      `The published offer of ${version.year}, version ${version.version}, does not pass the checks any more: line ${first?.line}, ${first?.message}`,
    );
  }
  if (read.size >= mostRead) read.delete(read.keys().next().value as string);
  read.set(version.sha256, checked.value);
  return { ...version, offer: checked.value };
}
