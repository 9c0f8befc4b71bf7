import { currentOffer } from '../../offer';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { type Files, keepFile } from '../../platform/files';
import { slug } from '../../platform/words';
import { system } from '../../schools';
import { aSchool } from '../../schools/testing';
import { activate } from './activate';
import { formOf } from './form';
import { type Contract, contractOf } from './queries';
import { contractSchool } from './school';
import { indicate } from './service';
import type { State } from './state';
import { keepYears, workOutYear } from './years';

const road = ['intention', 'form-sent', 'form-completed', 'accepted', 'active'] as const;

/**
 * A contract that has come so far on the clock's day, for tests. In the program's own name: the steps that only a person may take are written
 * as if one had taken them.
 */
export async function aContract(
  tx: Tx,
  given: { files: Files; clock: Clock; urn: number; state: Extract<State, (typeof road)[number]>; plan?: string },
): Promise<Contract> {
  const { clock, urn, state } = given;
  const by = { actor: null, clock };
  const begun = await indicate(tx, by, urn);
  if (!begun.ok) throw new Error(begun.reason);
  const { contract } = begun.value;
  const reaches = (step: (typeof road)[number]) => road.indexOf(step) <= road.indexOf(state);
  const set = (values: object) =>
    tx.updateTable('subscriptions.contract').set(values).where('id', '=', contract.id).execute();
  const published = await currentOffer(tx);
  if (reaches('form-sent'))
    await set({ form_sent_at: clock.now(), ...(given.plan ? { plan: given.plan } : {}), offer_id: published?.id });
  if (reaches('form-completed')) {
    const school = await contractSchool(tx, urn);
    if (!school || !published) throw new Error('There is no school, or no offer.');
    const file = await keepFile(tx, given.files, {
      content: new TextEncoder().encode(`Terms of ${contract.id}`),
      name: 'terms.pdf',
      type: 'application/pdf',
      level: `school/${urn}`,
    });
    const year = published.offer.contract.years[0] ?? published.year;
    await keepYears(tx, by, contract.id, [(await workOutYear(tx, contract, school, year, clock.today())).row]);
    await set({
      completed_at: clock.now(),
      completed_by: system.personId,
      signed_name: 'A leader',
      signed_role: 'headteacher',
      terms_file: file.id,
      terms_sha256: file.sha256,
    });
  }
  if (reaches('accepted')) await set({ accepted_at: clock.now() });
  if (reaches('active')) {
    const active = await activate(tx, by, contract.id);
    if (!active.ok) throw new Error(active.reason);
  }
  return (await contractOf(tx, urn))!;
}

/**
 * What the permission test asks of contracts: `school` and `otherSchool` are subscribed, and beside each, in its trust, stands a school whose
 * form has been sent.
 */
export async function contractSamples(
  tx: Tx,
  given: {
    files: Files;
    clock: Clock;
    partnership: string;
    own: { school: string; trust: string };
    other: { school: string; trust: string };
  },
) {
  const { files, clock, partnership } = given;
  const sent: { urn: string; form: Record<string, string> }[] = [];
  for (const { school, trust } of [given.own, given.other]) {
    await aContract(tx, { files, clock, urn: Number(school), state: 'active' });
    const urn = await aSchool(tx, { name: `Beside ${school}`, pupils: 150 });
    await tx
      .insertInto('schools.trust_membership')
      .values({
        urn,
        uid: Number(trust),
        import_id: null,
        as_at: Temporal.PlainDate.from('2017-09-01'),
        joined: null,
        present: true,
      })
      .execute();
    const contract = await aContract(tx, { files, clock, urn, state: 'form-sent' });
    const beside = (await contractSchool(tx, urn))!;
    const { terms } = await formOf(tx, { contract, school: beside, partnership }, clock.today());
    sent.push({
      urn: String(urn),
      form: { seal: terms.seal, name: 'A Leader', plan: contract.plan, authorised: 'yes', purchaseOrder: '' },
    });
  }
  const [own, other] = sent as [(typeof sent)[0], (typeof sent)[0]];
  const contract = (await contractOf(tx, Number(given.own.school)))!;
  return {
    formSchool: own.urn,
    otherFormSchool: other.urn,
    completedForm: own.form,
    otherCompletedForm: other.form,
    contractYear: slug(contract.years[0]?.year ?? ''),
  };
}
