import { refreshAll } from '../../entitlements';
import { currentOffer } from '../../offer';
import { heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { keepFile } from '../../platform/files';
import { withoutJobs } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { system } from '../../schools';
import { bringSigned, contractsOfSchools, quoteAll } from '../../subscriptions';
import { randomFor } from './random';
import type { World } from './world';

/** Brought in together, in one transaction. */
const atOnce = 100;

/** Of every hundred schools, how many subscribe. */
const share = 75;

const clock = heldClock('2018-07-04');

const asProgramOf =
  ({ database }: Mesters) =>
  <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    withoutJobs(() => database.transaction(systemStanding(clock), work));

/** What the register says of every school comes to the books, before anybody signs. */
export async function refreshBooks(
  mesters: Mesters,
  { schools }: World,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const told = (done: number) => progress(Math.min(done, schools.length), schools.length);
  await refreshAll({ tx: asProgramOf(mesters), clock, progress: told });
}

/**
 * In a large demonstration schools have signed on paper, and the office brings the contracts in by list: each school is known to the books, and
 * most are subscribed and have what the offer owes them. Done before, nothing is done again.
 */
export async function signOnPaper(
  mesters: Mesters,
  { seed }: World,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const asProgram = asProgramOf(mesters);
  const { published, schools, census, document } = await asProgram(async (tx) => {
    const offer = await currentOffer(tx);
    const quoted = offer && (await quoteAll(tx, offer.offer));
    if (!offer || !quoted?.ok) throw new Error('No offer is published that prices a year.');
    const random = randomFor(seed, 'on paper');
    const { plans } = offer.offer.contract;
    const wanted = quoted.value.schools
      .filter(() => random.percent(share))
      .map((school) => ({ ...school, plan: (random.percent(40) ? plans[0] : plans.at(-1))?.id ?? '' }));
    const list = wanted.map(({ urn }) => String(urn)).join('\n');
    return {
      published: offer,
      schools: wanted,
      census: quoted.value.census?.date ?? null,
      document: await keepFile(tx, mesters.files, {
        ...{ content: new TextEncoder().encode(list), name: 'contracts-signed-on-paper.csv' },
        ...{ type: 'text/csv', level: 'finance/*' },
      }),
    };
  });
  for (let i = 0; i < schools.length; i += atOnce) {
    progress(i, schools.length);
    await asProgram(async (tx) => {
      const some = schools.slice(i, i + atOnce);
      const known = await contractsOfSchools(
        tx,
        some.map(({ urn }) => urn),
      );
      const missing = some.filter(({ urn }) => !known.has(urn));
      await bringSigned(tx, { actor: system, clock }, { published, schools: missing, census, document });
    });
  }
}
