import { currentOffer, publishOffer } from '../offer';
import { otherOfferText } from '../offer/testing';
import type { Database, Tx } from '../platform/database';
import { testClock } from '../platform/testing';
import { aSchool } from '../schools/testing';
import { type By, tellMany } from './facts';
import { type Holder, schoolHolder } from './holders';
import { memberFact } from './owed';
import { intendPool } from './pools';

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

/** A pool that schools only intend, by the offer of today. @returns its identifier. */
export async function aPool(tx: Tx, urns: readonly number[], year?: string): Promise<string> {
  const offer = (await currentOffer(tx))?.offer;
  const made = await intendPool(tx, byTests, {
    name: 'A pool',
    year: year ?? offer?.year ?? '',
    trustUid: null,
    note: '',
    members: urns.map((urn) => ({ urn, part: null })),
  });
  if (!made.ok) throw new Error(made.reason.because);
  return made.value.id;
}

/** What samples of this module's routes name: pools of a later year, so that the schools may be noted for this one. */
export async function entitlementSamples(tx: Tx, { school, otherSchool }: { school: string; otherSchool: string }) {
  const offer = (await currentOffer(tx))?.offer;
  const later = offer?.contract.years.at(-1);
  return {
    factKind: offer?.facts.find(({ is, of }) => is === 'occurrence' && of === 'school')?.id ?? '',
    pool: await aPool(tx, [Number(school)], later),
    otherPool: await aPool(tx, [Number(otherSchool)], later),
  };
}

/** Runs SQL as the session's user, whom no policy binds: to break what the program itself cannot. */
export async function asOwner(database: Database, sql: string): Promise<void> {
  const connection = await database.source.acquire();
  try {
    await connection.script(sql);
  } finally {
    connection.release();
  }
}
