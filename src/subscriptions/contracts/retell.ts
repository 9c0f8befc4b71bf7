import { z } from 'zod';
import { schoolHolder, tell } from '../../entitlements';
import { currentOffer, offerOfVersion } from '../../offer';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue } from '../../platform/jobs';
import { date } from '../../platform/words';
import type { By } from './held';
import { type Contract, contractById } from './queries';

/** The school is subscribed from the first to the last day of its contract. Told again, it replaces what was told before. */
export async function tellSubscribed(tx: Tx, by: By, contract: Contract): Promise<void> {
  const published = (await offerOfVersion(tx, contract.offerId)) ?? (await currentOffer(tx));
  await tell(tx, by, {
    holder: await schoolHolder(tx, contract.urn),
    key: `contract/${contract.id}`,
    kind: 'subscribed',
    value: true,
    from: contract.starts,
    to: contract.ends,
    source: `The contract of ${date(contract.starts)}${published ? `, by version ${published.version} of the offer of ${published.year}` : ''}`,
  });
}

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
