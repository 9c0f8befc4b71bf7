import type { Result } from '../../platform/result';
import type { Req } from '../../platform/web';
import { completeForm, type ShownForm, signatoryOf } from './form';
import type { Done } from './held';
import type { Contract } from './queries';
import type { Found } from './school-view';
import { termsPdf } from './terms-pdf';
import type { TypedForm } from './typed-form';

/** A school's subscription at the state in which its form is completed. */
export type WithForm = Found & { contract: Contract; shown: ShownForm };

/** Sets the PDF of what was shown, outside any transaction, then completes the form with it. */
export async function sign(
  req: Pick<Req, 'actor' | 'clock' | 'tx' | 'installation'> & { mesters: Pick<Req['mesters'], 'files'> },
  { contract, school, shown }: Pick<WithForm, 'contract' | 'school' | 'shown'>,
  typed: TypedForm,
  seal: string,
): Promise<Result<Done, string>> {
  const role = signatoryOf(req, school, shown.published);
  if (!role.ok) return role;
  const at = req.clock.now();
  const partnership = req.installation.name;
  const { offer, version } = shown.published;
  const pdf = await termsPdf(shown.terms, {
    name: typed.name,
    role: role.value,
    at,
    day: req.clock.today(),
    plan: offer.contract.plans.find(({ id }) => id === typed.plan)?.name ?? typed.plan,
    purchaseOrder: typed.purchaseOrder || null,
    poolWith: typed.poolWith || null,
    partnership,
    foot: `${offer.name}, version ${version}.`,
  });
  const signing = {
    name: typed.name,
    plan: typed.plan,
    purchaseOrder: typed.purchaseOrder || null,
    poolWith: typed.poolWith || null,
    seal,
  };
  return req.tx((tx) =>
    completeForm(tx, { actor: req.actor, clock: req.clock, at }, req.mesters.files, {
      contractId: contract.id,
      partnership,
      signing,
      pdf,
    }),
  );
}
