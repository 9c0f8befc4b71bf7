import { z } from 'zod';
import { type Holder, schoolHolder, type Telling, tell, withdraw } from '../../entitlements';
import { currentOffer, offerOfVersion, type PublishedOffer } from '../../offer';
import { zone } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue } from '../../platform/jobs';
import { date } from '../../platform/words';
import type { By } from './held';
import { type Contract, contractById } from './queries';

/** The fact that a school means to subscribe, from the day on which it said so; an offer may give something for it alone. */
export const intendsFact = 'intends';

/** The school is subscribed from the first to the last day of its contract. Told again, it replaces what was told before. */
export async function tellSubscribed(tx: Tx, by: By, contract: Contract): Promise<void> {
  const published = (await offerOfVersion(tx, contract.offerId)) ?? (await currentOffer(tx));
  await tell(tx, by, subscribedSince(contract, await schoolHolder(tx, contract.urn), published));
}

/** The fact that a contract is. */
export const subscribedSince = (
  { id, starts, ends }: Pick<Contract, 'id' | 'starts' | 'ends'>,
  holder: Holder,
  published: PublishedOffer | null,
): Telling => ({
  holder,
  key: `contract/${id}`,
  kind: 'subscribed',
  value: true,
  from: starts,
  to: ends,
  source: `The contract of ${date(starts)}${published ? `, by version ${published.version} of the offer of ${published.year}` : ''}`,
});

/**
 * The school means to subscribe, from the day on which it said so to the last of its contract: what an offer gives for an intention alone is
 * owed. Who withdraws never meant to; what was used meanwhile is not taken back.
 */
async function tellIntention(tx: Tx, by: By, contract: Contract): Promise<void> {
  const [holder, key] = [await schoolHolder(tx, contract.urn), `intention/${contract.id}`];
  if (contract.withdrawnAt) {
    await withdraw(tx, by, holder, key);
    return;
  }
  const from = contract.indicatedAt.toZonedDateTimeISO(zone).toPlainDate();
  await tell(tx, by, {
    holder,
    key,
    kind: intendsFact,
    value: true,
    from: Temporal.PlainDate.compare(from, contract.starts) < 0 ? from : contract.starts,
    to: contract.ends,
    source: `Said on ${date(from)}`,
  });
}

const contractJob = z.object({ contract: z.string() });

/** A leader may begin and end a contract and not say what is owed: the program follows in its own name. */
const retell = defineJob({
  name: 'subscriptions.tell-contract',
  title: 'Working out what a contract gives',
  payload: contractJob,
  urgent: true,
  handle: (work, { contract: id }) =>
    work.tx(async (tx) => {
      const contract = await contractById(tx, id);
      if (!contract) return;
      const by = { actor: null, clock: work.clock };
      await tellIntention(tx, by, contract);
      if (contract.activeAt) await tellSubscribed(tx, by, contract);
    }),
});

export const retellLater = (tx: Tx, contractId: string): Promise<string> =>
  enqueue(tx, retell, { contract: contractId }, { once: contractId });

export const retellJobs = [retell];
