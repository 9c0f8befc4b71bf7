import { offerOfVersion, type PublishedOffer } from '../../offer';
import type { Anyone } from '../../platform/actor';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { rolesAt, titleOf } from './policy';
import { type Contract, lockContract } from './queries';
import { type ContractSchool, contractSchool } from './school';
import type { State } from './state';
import { one, stateName } from './words';

/** What every change of a contract begins and ends with. */
export interface By {
  actor: Anyone;
  clock: Clock;
}

/** `fresh` is false where it had been done before: a second click has no second effect. */
export interface Done {
  contract: Contract;
  school: ContractSchool;
  fresh: boolean;
}

/** The contract, held until the end of the transaction, with its school. */
export async function locked(tx: Tx, contractId: string): Promise<Result<Omit<Done, 'fresh'>, string>> {
  const contract = await lockContract(tx, contractId);
  const school = contract && (await contractSchool(tx, contract.urn));
  return contract && school ? ok({ contract, school }) : refused('There is no such subscription.');
}

/** The offer that a contract keeps. */
export async function pinned(tx: Tx, contract: Pick<Contract, 'offerId'>): Promise<PublishedOffer> {
  const published = await offerOfVersion(tx, contract.offerId);
  if (!published) throw new Error(`No offer has the version ${contract.offerId}.`);
  return published;
}

export const standing = (actor: Anyone, school: ContractSchool) =>
  rolesAt(actor, { urns: school.urns, trusts: school.trustUids });

export const notAuthorised = (completes: readonly string[]): string =>
  `Only ${one(completes.map(titleOf))} of the school, or a leader of its trust, may do this. Ask one of them.`;

export const wrongState = (state: State, words: string): string =>
  `${words} It stands at: ${stateName(state).toLowerCase()}.`;

export const noOffer = 'No offer is published yet. There is nothing to subscribe to until one is.';

export async function done(tx: Tx, { contract, school }: Omit<Done, 'fresh'>): Promise<Result<Done, string>> {
  const now = await lockContract(tx, contract.id);
  return ok({ contract: now ?? contract, school, fresh: true });
}

export const later = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(a, b) >= 0 ? a : b;
