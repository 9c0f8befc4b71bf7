import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { Result } from '../../platform/result';
import { type OfferMistake, readPublished } from '../check';
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

/** A published version that this program cannot read, and why. */
export class UnreadableOffer extends Error {
  readonly version: Version;
  readonly mistakes: readonly OfferMistake[];
  constructor(version: Version, mistakes: readonly OfferMistake[]) {
    const [first] = mistakes;
    super(
      `Version ${version.version} of the offer of ${version.year} was published by an earlier program, and this one cannot read it: line ${first?.line}, ${first?.message} Publish a mended version.`,
    );
    this.name = 'UnreadableOffer';
    this.version = version;
    this.mistakes = mistakes;
  }
}

/**
 * The offer of today: the newest version of the year that holds today. On a day that no published year holds, the year
 * that is nearest to it, and of two as near the later one: before the first year the one that is coming, after the last
 * the one that has just been, however long ago. Null where nothing is published.
 *
 * @throws UnreadableOffer
 */
export const currentOffer = async (tx: Tx): Promise<PublishedOffer | null> => opened(tx, await versionOfToday(tx));

/** The newest version of the offer of one year, or null. @throws UnreadableOffer */
export const offerOfYear = async (tx: Tx, year: string): Promise<PublishedOffer | null> =>
  opened(tx, await newestOfYear(tx, year));

/** The version that a contract was signed on, or null where no version has this id. @throws UnreadableOffer */
export const offerOfVersion = async (tx: Tx, id: string): Promise<PublishedOffer | null> =>
  opened(tx, await versionById(tx, id));

/** Which version `currentOffer` opens. */
export async function versionOfToday(tx: Tx): Promise<Version | null> {
  const row = await versionRows(tx)
    .orderBy(sql`greatest(starts - platform.today(), platform.today() - ends, 0)`)
    .orderBy('starts', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function newestOfYear(tx: Tx, year: string): Promise<Version | null> {
  const row = await versionRows(tx).where('year', '=', year).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ?? null;
}

/** What was found before: a version never changes, anybody may read it, and much that is done asks for the one that its contract pins. */
const known = new Map<string, Version>();

export async function versionById(tx: Tx, id: string): Promise<Version | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const found = known.get(id) ?? (await versionRows(tx).where('id', '=', id).executeTakeFirst()) ?? null;
  if (found) remember(known, id, found);
  return found;
}

/** The years that have an offer, the first first. */
export async function publishedYears(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('offer.published').select(['year', 'starts']).distinct().orderBy('starts').execute();
  return [...new Set(rows.map(({ year }) => year))];
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

/** By which a content is known again, whatever its file was called. */
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

const versionRows = (tx: Tx) =>
  tx
    .selectFrom('offer.published')
    .select(['id', 'year', 'version', 'file_name as fileName', 'sha256', 'published_at as publishedAt']);

/** What was read before, by the hash of its text: reading a file takes longer than a page may. */
const read = new Map<string, Result<Offer, OfferMistake[]>>();
const mostRead = 16;

function remember<Value>(in_: Map<string, Value>, key: string, value: Value): void {
  if (in_.size >= mostRead && !in_.has(key)) in_.delete(in_.keys().next().value as string);
  in_.set(key, value);
}

async function opened(tx: Tx, version: Version | null): Promise<PublishedOffer | null> {
  if (!version) return null;
  let found = read.get(version.sha256);
  if (!found) {
    found = readPublished(await textOfVersion(tx, version.id), version.fileName);
    remember(read, version.sha256, found);
  }
  if (!found.ok) throw new UnreadableOffer(version, found.reason);
  return { ...version, offer: found.value };
}
