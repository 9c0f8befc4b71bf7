import { sql } from 'kysely';
import { currentOffer, type Offer, offerOfVersion, type PublishedOffer, yearDays } from '../offer';
import type { Tx } from '../platform/database';
import type { Holder } from './holders';
import './tables';

/** A year that is worked out for a holder, by the version of the offer that its contract pins, else by the newest published. */
export interface YearInView {
  year: string;
  offer: Offer;
  offerId: string;
}

/**
 * The years that are worked out today: those that have not ended and begin within twelve months, and the one that the
 * offer of today is for (which has ended, where nothing newer is published). What an earlier year was owed stays as it was.
 */
export async function publishedYears(tx: Tx): Promise<YearInView[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct on (year) id from offer.published
    where ends >= platform.today() and starts <= platform.today() + interval '12 months'
    order by year, version desc`.execute(tx);
  const current = await currentOffer(tx);
  const ids = new Set([...rows.map(({ id }) => id), ...(current ? [current.id] : [])]);
  const years: YearInView[] = [];
  for (const id of ids) {
    const published = await offerOfVersion(tx, id);
    if (published && !years.some(({ year }) => year === published.year))
      years.push({ year: published.year, offer: published.offer, offerId: published.id });
  }
  return years.sort((a, b) => (a.year < b.year ? -1 : 1));
}

/** What the pinned versions of these holders change in that, by holder. */
export async function yearsOf(
  tx: Tx,
  holders: readonly Holder[],
  today: Temporal.PlainDate,
): Promise<(holder: Holder) => YearInView[]> {
  const published = await publishedYears(tx);
  const { rows } = await sql<{ kind: string; id: string; year: string; offerId: string }>`
    select holder_kind as kind, holder_id as id, year, offer_id as "offerId" from entitlements.pinned_offer
    where (holder_kind, holder_id) in (select * from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[]))`.execute(
    tx,
  );
  const pinned = new Map<string, YearInView[]>();
  // Many holders keep the same few versions.
  const versions = new Map<string, PublishedOffer | null>();
  for (const id of new Set(rows.map(({ offerId }) => offerId))) versions.set(id, await offerOfVersion(tx, id));
  for (const row of rows) {
    const found = versions.get(row.offerId);
    if (!found) continue;
    const days = yearDays(found.offer, row.year);
    const ended = Temporal.PlainDate.compare(days.to, today) < 0;
    const far = Temporal.PlainDate.compare(days.from, today.add({ months: 12 })) > 0;
    if (far || (ended && !published.some(({ year }) => year === row.year))) continue;
    const key = `${row.kind}/${row.id}`;
    pinned.set(key, [...(pinned.get(key) ?? []), { year: row.year, offer: found.offer, offerId: row.offerId }]);
  }
  return (holder) => {
    const own = pinned.get(`${holder.kind}/${holder.id}`) ?? [];
    return [...own, ...published.filter(({ year }) => !own.some((one) => one.year === year))].sort((a, b) =>
      a.year < b.year ? -1 : 1,
    );
  };
}

/** Kinds of fact that are a judgement of a school, by the offers in view: seen by fewer than its other facts. */
export async function confidentialFacts(tx: Tx): Promise<Set<string>> {
  const years = await publishedYears(tx);
  return new Set(years.flatMap(({ offer }) => judgements(offer)));
}

/** The facts of an offer that are a category. */
export const judgements = (offer: Offer): string[] =>
  offer.facts.filter(({ is }) => is === 'category').map(({ id }) => id);
