import { sql } from 'kysely';
import type { Actor } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { checkOffer, type OfferMistake } from '../check';
import { yearDays } from '../year';
import { newestOfYear, sha256Of, type Version } from './read';
import { shippedOffers } from './shipped';
import './table';

export interface Published {
  version: Version;
  /** False: the newest version of that year had the same content already. */
  changed: boolean;
}

/** Why nothing was published: what is wrong with the file, or a version that whoever publishes has not seen. */
export type NotPublished = { why: 'mistakes'; mistakes: OfferMistake[] } | { why: 'overtaken'; newest: Version | null };

/**
 * Publishes the text of an offer file as the next version of its year, once it passes every check. The content that is
 * published already changes nothing, so that a second click, or a second administrator, does no harm.
 *
 * @param by who publishes (the actor is null for the program itself), and the id of the newest version of the year that
 *   they compared the file with (null: there was none). When that is not the newest any more, nothing is published.
 *   Left out: whatever is there.
 */
export async function publishOffer(
  tx: Tx,
  by: { actor: Actor | null; clock: Clock; comparedWith?: string | null },
  text: string,
  fileName: string,
): Promise<Result<Published, NotPublished>> {
  const checked = checkOffer(text, fileName);
  if (!checked.ok) return refused({ why: 'mistakes', mistakes: checked.reason });
  const { year } = checked.value;
  const sha256 = sha256Of(text);

  await oneAtATime(tx);
  const newest = await newestOfYear(tx, year);
  if (newest?.sha256 === sha256) return ok({ version: newest, changed: false });
  if (by.comparedWith !== undefined && by.comparedWith !== (newest?.id ?? null))
    return refused({ why: 'overtaken', newest });

  const days = yearDays(checked.value, year);
  const version: Version = {
    id: crypto.randomUUID(),
    year,
    version: (newest?.version ?? 0) + 1,
    fileName,
    sha256,
    publishedAt: by.clock.now(),
  };
  await tx
    .insertInto('offer.published')
    .values({
      id: version.id,
      year,
      starts: days.from,
      ends: days.to,
      version: version.version,
      file_name: fileName,
      content: text,
      sha256,
      published_at: version.publishedAt,
      published_by: by.actor?.personId ?? null,
    })
    .execute();
  await recordDeed(tx, by, {
    action: 'offer.published',
    scope: 'installation',
    about: `${checked.value.name}, version ${version.version}, from ${fileName}`,
    before: newest ? { version: newest.version, sha256: newest.sha256 } : undefined,
    after: { version: version.version, sha256 },
  });
  for (const listener of listeners) await listener(tx, version);
  return ok({ version, changed: true });
}

type Listener = (tx: Tx, version: Version) => Promise<void>;
const listeners: Listener[] = [];

/** Has a larger module told, in the same transaction, that a version was published. */
export const onOfferPublished = (listener: Listener): void => {
  listeners.push(listener);
};

/** Until this transaction ends nobody else publishes: two at once would both take the same next number. */
export const oneAtATime = (tx: Tx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('offer/published', 0))`.execute(tx);

/** At the start of an installation: publishes every offer that the project ships, where none is published yet. */
export async function publishShippedOffers(mesters: Pick<Mesters, 'database' | 'clock' | 'log'>): Promise<void> {
  const { database, clock, log } = mesters;
  await database.transaction(systemStanding(clock), async (tx) => {
    const any = await tx.selectFrom('offer.published').select('id').limit(1).executeTakeFirst();
    if (any) return;
    for (const { fileName, text } of shippedOffers()) {
      const published = await publishOffer(tx, { actor: null, clock }, text, fileName);
      if (!published.ok)
        throw new Error(
          published.reason.why === 'mistakes'
            ? linesOf(fileName, published.reason.mistakes).join('\n')
            : `${fileName} was published by another process.`,
        );
      log.info('offer published', { file: fileName, version: published.value.version.version });
    }
  });
}

/** One line for each mistake, as editors and people read them: "offers/mine.yaml:12:3 elements.spring-visit.value: …". */
export const linesOf = (fileName: string, mistakes: readonly OfferMistake[]): string[] =>
  mistakes.map(({ line, column, path, message }) => `${fileName}:${line}:${column} ${path}: ${message}`);
