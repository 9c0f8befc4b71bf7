import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import type { SignedIn } from '../../platform/web';
import '../tables';
import { shippedTerms, type Terms, type TermsSection } from './terms';

/** A version with since when it holds, who brought it, and how many people accepted it. */
export interface KeptTerms extends Terms {
  broughtAt: Temporal.Instant | null;
  broughtBy: string | null;
  accepted: number;
}

/** The terms as they are now: the version that was brought last, else the one that comes with the program. */
export async function currentTerms(tx: Tx): Promise<Terms> {
  const row = await tx
    .selectFrom('data.terms')
    .select(['version', 'title', 'lead', 'sections'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? shippedTerms;
}

/** Every version, the last first. Counts are those of who may read the record. */
export async function allTerms(tx: Tx): Promise<KeptTerms[]> {
  const rows = await tx
    .selectFrom('data.terms as t')
    .leftJoin('schools.person as p', 'p.id', 't.brought_by')
    .select(['t.version', 't.title', 't.lead', 't.sections', 't.brought_at as broughtAt', 'p.name as broughtBy'])
    .orderBy('t.id', 'desc')
    .execute();
  const counts = await tx
    .selectFrom('data.terms_acceptance')
    .select(['version', (eb) => eb.fn.countAll<number>().as('people')])
    .groupBy('version')
    .execute();
  const people = new Map(counts.map(({ version, people }) => [version, Number(people)]));
  return [...rows, { ...shippedTerms, broughtAt: null, broughtBy: null }].map((one) => ({
    ...one,
    accepted: people.get(one.version) ?? 0,
  }));
}

/** When this person accepted the terms as they are now; null where they have not. */
export async function acceptedAt(tx: Tx, personId: string): Promise<Temporal.Instant | null> {
  return acceptedVersion(tx, personId, (await currentTerms(tx)).version);
}

async function acceptedVersion(tx: Tx, personId: string, version: string): Promise<Temporal.Instant | null> {
  const found = await tx
    .selectFrom('data.terms_acceptance')
    .select('accepted_at')
    .where('person_id', '=', personId)
    .where('version', '=', version)
    .executeTakeFirst();
  return found?.accepted_at ?? null;
}

/** What this person is shown: the terms as they are now, and when they accepted these, or last accepted others. */
export async function termsFor(
  tx: Tx,
  personId: string,
): Promise<{ terms: Terms; accepted: Temporal.Instant | null; before: Temporal.Instant | null }> {
  const terms = await currentTerms(tx);
  const last = await tx
    .selectFrom('data.terms_acceptance')
    .select('accepted_at')
    .where('person_id', '=', personId)
    .where('version', '<>', terms.version)
    .orderBy('accepted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    terms,
    accepted: await acceptedVersion(tx, personId, terms.version),
    before: last?.accepted_at ?? null,
  };
}

/** Accepts the terms for whoever asks. A second time changes nothing; a version that holds no more is not accepted. */
export async function acceptTerms(
  tx: Tx,
  { actor, clock }: Pick<SignedIn, 'actor' | 'clock'>,
  read: string,
): Promise<Result<void, 'changed'>> {
  const { version } = await currentTerms(tx);
  if (read !== version) return refused('changed');
  const added = await tx
    .insertInto('data.terms_acceptance')
    .values({ person_id: actor.personId, version, accepted_at: clock.now() })
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
        about: `Accepted the terms for looking at pupils, version ${version}.`,
      },
    );
  return ok(undefined);
}

/** Brings a new version: from now on everybody is asked to accept it, and what they accepted before stays written down. */
export async function bringTerms(
  tx: Tx,
  { actor, clock }: Pick<SignedIn, 'actor' | 'clock'>,
  wish: Terms,
  follows: string,
): Promise<Result<void, 'changed'>> {
  const before = await currentTerms(tx);
  if (before.version !== follows) return refused('changed');
  const added = await tx
    .insertInto('data.terms')
    .values({
      ...wish,
      sections: JSON.stringify(wish.sections) as unknown as TermsSection[],
      follows,
      brought_at: clock.now(),
      brought_by: actor.personId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  if (!added) return refused('changed');
  await recordDeed(
    tx,
    { actor, clock },
    {
      action: 'data.terms-brought',
      scope: 'installation',
      about: `Brought a new version of the terms for looking at pupils, ${wish.version}: everybody is asked to accept it.`,
      before: { version: follows },
      after: { version: wish.version },
    },
  );
  return ok(undefined);
}
