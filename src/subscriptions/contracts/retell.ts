import { z } from 'zod';
import { type Holder, schoolHolder, type Telling, tell } from '../../entitlements';
import { currentOffer, offerOfVersion, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue } from '../../platform/jobs';
import { date } from '../../platform/words';
import type { By } from './held';
import { type Contract, contractById } from './queries';

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

const contractJob = z.object({ contract: z.string() });

/** A leader may end a contract and not say what is owed: the program follows in its own name. */
const retell = defineJob({
  name: 'subscriptions.tell-contract',
  payload: contractJob,
  urgent: true,
  handle: (work, { contract: id }) =>
    work.tx(async (tx) => {
      const contract = await contractById(tx, id);
      if (contract?.activeAt) await tellSubscribed(tx, { actor: null, clock: work.clock }, contract);
    }),
});

export const retellLater = (tx: Tx, contractId: string): Promise<string> =>
  enqueue(tx, retell, { contract: contractId }, { once: contractId });

export const retellJobs = [retell];
