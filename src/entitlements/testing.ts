import { type Offer, publishOffer, yearDays } from '../offer';
import { otherOfferText } from '../offer/testing';
import type { Database, Tx } from '../platform/database';
import { testClock } from '../platform/testing';
import { aSchool } from '../schools/testing';
import { type By, tellMany } from './facts';
import { type Holder, schoolHolder } from './holders';
import { memberFact } from './owed';

export const byTests: By = { actor: null, clock: testClock };

/** The days of an invented offer that is moved to the tests' own year, with a credit that does not end early. */
export const inventedOfferText = (changes: (text: string) => string = (text) => text): string =>
  changes(
    otherOfferText()
      .replaceAll('2025/26', '2019/20')
      .replaceAll('2024/25', '2018/19')
      .replaceAll('2024-25', '2018-19')
      .replaceAll('2026-07-31', '2020-07-31')
      .replaceAll('2024-08-01', '2018-08-01'),
  );

/** Publishes an offer for tests: the invented one unless told. */
export async function anOffer(tx: Tx, text = inventedOfferText()): Promise<void> {
  const published = await publishOffer(tx, byTests, text, 'offer.yaml');
  if (!published.ok) throw new Error(JSON.stringify(published.reason));
}

/** A school that subscribes, with facts as a test has them: what the offer declares by these names. */
export async function aSubscriber(
  tx: Tx,
  wish: { name?: string; facts?: Record<string, string | number | boolean>; from?: Temporal.PlainDate } = {},
): Promise<{ urn: number; holder: Holder }> {
  const urn = await aSchool(tx, { name: wish.name ?? 'A School', pupils: 200 });
  const holder = await schoolHolder(tx, urn);
  await tellMany(tx, byTests, factsFor(holder, { subscribed: true, ...wish.facts }, wish.from));
  return { urn, holder };
}

/** Facts that hold from long ago. */
export const factsFor = (
  holder: Holder,
  facts: Record<string, string | number | boolean>,
  from = Temporal.PlainDate.from('2018-08-01'),
) =>
  Object.entries({ [memberFact]: true, ...facts }).map(([kind, value]) => ({
    holder,
    key: `test/${kind}`,
    kind,
    value,
    from,
    to: null,
    source: 'A test',
  }));

/** The last day of an offer's year. */
export const lastDay = (offer: Offer): Temporal.PlainDate => yearDays(offer, offer.year).to;

/** Runs SQL as the session's user, whom no policy binds: to break what the program itself cannot. */
export async function asOwner(database: Database, sql: string): Promise<void> {
  const connection = await database.source.acquire();
  try {
    await connection.script(sql);
  } finally {
    connection.release();
  }
}
