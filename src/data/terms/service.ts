import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import type { SignedIn } from '../../platform/web';
import '../tables';
import { terms } from './terms';

/** When this person accepted the terms as they are now; null where they have not. */
export async function acceptedAt(tx: Tx, personId: string): Promise<Temporal.Instant | null> {
  const found = await tx
    .selectFrom('data.terms_acceptance')
    .select('accepted_at')
    .where('person_id', '=', personId)
    .where('version', '=', terms.version)
    .executeTakeFirst();
  return found?.accepted_at ?? null;
}

/** Accepts the terms for whoever asks. A second time changes nothing. */
export async function acceptTerms(tx: Tx, { actor, clock }: Pick<SignedIn, 'actor' | 'clock'>): Promise<void> {
  const added = await tx
    .insertInto('data.terms_acceptance')
    .values({ person_id: actor.personId, version: terms.version, accepted_at: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  if (added)
    await recordDeed(
      tx,
      { actor, clock },
      {
        action: 'data.terms-accepted',
        scope: `person/${actor.personId}`,
        about: `The terms for looking at pupils, version ${terms.version}.`,
      },
    );
}
