import { currentOffer, type PublishedOffer } from '../../offer';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { type Files, keepFile } from '../../platform/files';
import { ok, type Result, refused } from '../../platform/result';
import { slug } from '../../platform/words';
import { type By, type Done, done, later, locked, notAuthorised, pinned, standing, wrongState } from './held';
import { signsAs } from './policy';
import type { Contract, ContractYear } from './queries';
import type { ContractSchool } from './school';
import { stateOn, yearsOf } from './state';
import { type Terms, termsOf } from './terms';
import { keepYears, workOutYear } from './years';

/** Everything that the form shows on this day. */
export interface ShownForm {
  published: PublishedOffer;
  /** A newer version of the offer that the form was not sent with. */
  newer: PublishedOffer | null;
  starts: Temporal.PlainDate;
  year: ContractYear;
  terms: Terms;
}

/** The form as it would be completed today. */
export async function formOf(
  tx: Tx,
  about: { contract: Contract; school: ContractSchool; partnership: string },
  today: Temporal.PlainDate,
): Promise<ShownForm> {
  const { contract, school, partnership } = about;
  const published = await pinned(tx, contract);
  const current = await currentOffer(tx);
  const starts = contract.completedAt ? contract.starts : later(published.offer.contract.from, today);
  const [first = published.offer.year] = yearsOf(published.offer, starts, published.offer.contract.to);
  const worked = await workOutYear(tx, { ...contract, starts }, school, first, today);
  return {
    published,
    newer: current && current.id !== published.id ? current : null,
    starts,
    year: worked.row,
    terms: termsOf({ published, school, partnership, starts, year: worked.row, fee: worked.lines }),
  };
}

/** What a leader typed and chose, and the terms that they read. */
export interface Signing {
  name: string;
  plan: string;
  purchaseOrder: string | null;
  poolWith?: string | null;
  seal: string;
}

/** Who signs, by which role; refused where the offer gives it to others. */
export function signatoryOf(by: By, school: ContractSchool, published: PublishedOffer): Result<string, string> {
  const { completes } = published.offer.contract.signatory;
  const role = signsAs(standing(by.actor, school), completes);
  return role === null ? refused(notAuthorised(completes)) : ok(role);
}

/**
 * Completes a form with the PDF of what was shown. What was read must still be so: when the offer or the figures have changed since, it is
 * refused and shown again. Completed twice, it is completed once.
 */
export async function completeForm(
  tx: Tx,
  by: By & { at: Temporal.Instant },
  files: Files,
  given: { contractId: string; partnership: string; signing: Signing; pdf: Uint8Array },
): Promise<Result<Done, string>> {
  const found = await locked(tx, given.contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const today = by.clock.today();
  const state = stateOn(contract, today);
  if (contract.completedAt && state !== 'withdrawn') return ok({ ...found.value, fresh: false });
  if (state !== 'form-sent')
    return refused(wrongState(state, `There is no form of ${school.name} to complete. Ask the partnership office.`));
  const shown = await formOf(tx, { contract, school, partnership: given.partnership }, today);
  const role = signatoryOf(by, school, shown.published);
  if (!role.ok) return role;
  if (shown.terms.seal !== given.signing.seal)
    return refused(
      'The terms or the figures have changed since you opened the form. Read them again below, then complete it.',
    );
  const file = await keepFile(tx, files, {
    content: given.pdf,
    name: `terms-${slug(school.name)}-${slug(shown.year.year)}.pdf`,
    type: 'application/pdf',
    level: `school/${school.urn}`,
  });
  await keepYears(tx, by, contract.id, [shown.year]);
  await tx
    .updateTable('subscriptions.contract')
    .set({
      completed_at: by.at,
      completed_by: by.actor?.personId ?? null,
      signed_name: given.signing.name,
      signed_role: role.value,
      plan: given.signing.plan,
      purchase_order: given.signing.purchaseOrder,
      pool_with: given.signing.poolWith ?? null,
      starts: shown.starts,
      terms_file: file.id,
      terms_sha256: file.sha256,
    })
    .where('id', '=', contract.id)
    .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.form-completed',
    scope: `school/${school.urn}`,
    about: `The form of ${school.name}, by ${given.signing.name}, ${role.value}`,
    after: { plan: given.signing.plan, terms: file.sha256 },
  });
  return done(tx, found.value);
}
