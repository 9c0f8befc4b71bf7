import { currentOffer } from '../../offer';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { sendMail } from '../../platform/mail';
import { ok, type Result, refused } from '../../platform/result';
import { date } from '../../platform/words';
import { activateIfConfirmed } from '../gate/confirm';
import { type By, type Done, done, later, locked, noOffer, notAuthorised, pinned, standing, wrongState } from './held';
import { mayAcceptForms, runsSubscriptions, signsAs, titleOf } from './policy';
import { contractOf } from './queries';
import { retellLater } from './retell';
import { contractSchool, signatories } from './school';
import { isBinding, isOpen, mayBegin, stateOn, windowOn } from './state';
import { one, outsideWords, stateName } from './words';

/** One function for each step of the road. Each locks, looks, writes and audits in the caller's transaction; refusals are values. */

/** The school means to subscribe. A leader says so, or the office records what it was told. */
export async function indicate(tx: Tx, by: By, urn: number): Promise<Result<Done, string>> {
  const school = await contractSchool(tx, urn);
  if (!school) return refused('No school has this URN.');
  if (!school.open || !school.publiclyFunded)
    return refused(
      `${school.name} cannot subscribe: ${school.open ? 'the offer is for publicly funded schools' : 'it has closed'}.`,
    );
  const today = by.clock.today();
  const known = await contractOf(tx, urn);
  if (known && !mayBegin(stateOn(known, today))) return ok({ contract: known, school, fresh: false });
  const published = await currentOffer(tx);
  if (!published) return refused(noOffer);
  const { contract: terms } = published.offer;
  if (Temporal.PlainDate.compare(today, terms.to) > 0)
    return refused(
      `The term of ${published.offer.name} ended on ${date(terms.to)}. The partnership publishes the next offer first.`,
    );
  const made = await tx
    .insertInto('subscriptions.contract')
    .values({
      id: crypto.randomUUID(),
      urn: school.urns[0] ?? urn,
      offer_id: published.id,
      plan: terms.plans[0]!.id,
      starts: later(terms.from, today),
      ends: terms.to,
      indicated_at: by.clock.now(),
      indicated_by: by.actor?.personId ?? null,
    })
    // Somebody else may record it at the same moment: the database keeps one.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  const contract = await contractOf(tx, urn);
  if (!contract) throw new Error(`The intention of ${urn} was not kept.`);
  if (made) {
    await recordDeed(tx, by, {
      action: 'subscriptions.intention-recorded',
      scope: `school/${school.urn}`,
      about: `${school.name} means to subscribe to ${published.offer.name}`,
    });
    await retellLater(tx, contract.id);
  }
  return ok({ contract, school, fresh: made !== undefined });
}

/**
 * Sends the form: from now on it is of the newest version of the offer. The office does this; a form that was sent before goes again when
 * `seen` is the moment of its last sending, so that a second click sends nothing.
 */
export async function sendForm(
  tx: Tx,
  by: By,
  given: { contractId: string; baseUrl: string; seen?: string | undefined },
): Promise<Result<Done, string>> {
  const found = await locked(tx, given.contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const state = stateOn(contract, by.clock.today());
  const published = await currentOffer(tx);
  if (!published) return refused(noOffer);
  if (state === 'form-sent') {
    const again = given.seen === contract.formSentAt?.toString() || contract.offerId !== published.id;
    if (!again) return ok({ ...found.value, fresh: false });
  } else if (state !== 'intention') return refused(wrongState(state, 'The form is sent after an intention.'));
  const { plans, signatory, from } = published.offer.contract;
  const addresses = await signatories(tx, school, signatory.completes);
  if (addresses.length === 0)
    return refused(
      `Nobody at ${school.name} has an account to complete the form with. Invite ${one(signatory.completes.map(titleOf))} on the school’s page of people first.`,
    );
  await tx
    .updateTable('subscriptions.contract')
    .set({
      form_sent_at: by.clock.now(),
      form_sent_by: by.actor?.personId ?? null,
      offer_id: published.id,
      plan: (plans.find(({ id }) => id === contract.plan) ?? plans[0]!).id,
      starts: later(from, by.clock.today()),
      ends: published.offer.contract.to,
    })
    .where('id', '=', contract.id)
    .execute();
  for (const to of addresses)
    await sendMail(tx, {
      to,
      kind: 'plain',
      subject: `The subscription form of ${school.name} is ready`,
      text: [
        `The form for ${school.name} to subscribe to ${published.offer.name} is ready. It shows the terms and the fee in plain words.`,
        `It takes about five minutes: ${given.baseUrl}/schools/${school.urn}/subscription/form`,
        `It may be completed by ${one(signatory.completes.map(titleOf))}, or by a leader of the school’s trust. Sign in with this address.`,
      ].join('\n\n'),
    });
  await recordDeed(tx, by, {
    action: 'subscriptions.form-sent',
    scope: `school/${school.urn}`,
    about: `The form of ${school.name}, by version ${published.version} of the offer of ${published.year}${state === 'form-sent' ? ', again' : ''}`,
  });
  return done(tx, found.value);
}

/** Leaves the road before it binds. */
export async function withdrawContract(tx: Tx, by: By, contractId: string): Promise<Result<Done, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const state = stateOn(contract, by.clock.today());
  if (state === 'withdrawn') return ok({ ...found.value, fresh: false });
  if (!isOpen(state))
    return refused(
      wrongState(
        state,
        isBinding(state)
          ? 'It binds already, so it ends by notice: see “Ending it early”.'
          : 'There is nothing left to withdraw.',
      ),
    );
  // An intention is taken back by whoever may say it; a form by whoever may complete it.
  if (contract.completedAt) {
    const no = await authorised(tx, by, found.value);
    if (no) return refused(no);
  }
  await tx
    .updateTable('subscriptions.contract')
    .set({ withdrawn_at: by.clock.now(), withdrawn_by: by.actor?.personId ?? null })
    .where('id', '=', contract.id)
    .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.withdrawn',
    scope: `school/${school.urn}`,
    about: `${school.name}, at the state: ${stateName(state).toLowerCase()}`,
  });
  await retellLater(tx, contract.id);
  return done(tx, found.value);
}

/** An administrator accepts a completed form. Conditional, unless the offer binds at once or its gate has been confirmed. */
export async function accept(tx: Tx, by: By, contractId: string): Promise<Result<Done, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const published = await pinned(tx, contract);
  const { signatory } = published.offer.contract;
  if (!mayAcceptForms(by.actor, signatory.accepts))
    return refused(`Only ${one(signatory.accepts.map(titleOf))} accepts a form. Ask one of them.`);
  const state = stateOn(contract, by.clock.today());
  if (contract.acceptedAt && state !== 'withdrawn') return ok({ ...found.value, fresh: false });
  if (state !== 'form-completed')
    return refused(wrongState(state, `${school.name} has not completed its form, so there is nothing to accept.`));
  const [first] = contract.years;
  if (first?.feePence === null && (first.byHand || first.pupils === null))
    return refused(
      `${school.name} has no fee for ${first.year} yet. Set ${first.byHand ? 'the fee that was agreed' : 'its pupil number'} first, with the reason.`,
    );
  await tx
    .updateTable('subscriptions.contract')
    .set({ accepted_at: by.clock.now(), accepted_by: by.actor?.personId ?? null })
    .where('id', '=', contract.id)
    .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.accepted',
    scope: `school/${school.urn}`,
    about: `The form of ${school.name}`,
  });
  // What stands in its way shows on the page of the gate, where it is tried again.
  await activateIfConfirmed(tx, by, contract.id);
  return done(tx, found.value);
}

/** Ends a binding contract with the year whose window is open. What is owed follows in the program's own name, at once after this. */
export async function giveNotice(tx: Tx, by: By, contractId: string): Promise<Result<Done, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const state = stateOn(contract, by.clock.today());
  if (state === 'notice-given') return ok({ ...found.value, fresh: false });
  if (state !== 'active')
    return refused(
      wrongState(state, isOpen(state) ? 'It does not bind yet: the school may withdraw.' : 'There is nothing to end.'),
    );
  const no = await authorised(tx, by, found.value);
  if (no) return refused(no);
  const { offer } = await pinned(tx, contract);
  const { open, next } = windowOn(offer, by.clock.today());
  if (!open) return refused(outsideWords(next, contract.ends));
  await tx
    .updateTable('subscriptions.contract')
    .set({ notice_at: by.clock.now(), notice_by: by.actor?.personId ?? null, ends: open.endsOn })
    .where('id', '=', contract.id)
    .execute();
  await retellLater(tx, contract.id);
  await recordDeed(tx, by, {
    action: 'subscriptions.notice-given',
    scope: `school/${school.urn}`,
    about: `The subscription of ${school.name} ends on ${date(open.endsOn)}`,
    before: { ends: contract.ends.toString() },
    after: { ends: open.endsOn.toString() },
  });
  return done(tx, found.value);
}

/** Takes a notice back, within the window in which it was given. */
export async function takeBackNotice(tx: Tx, by: By, contractId: string): Promise<Result<Done, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const state = stateOn(contract, by.clock.today());
  if (state !== 'notice-given')
    return state === 'ended'
      ? refused(wrongState(state, `The subscription ended on ${date(contract.ends)}. The school may subscribe anew.`))
      : ok({ ...found.value, fresh: false });
  const no = await authorised(tx, by, found.value);
  if (no) return refused(no);
  const { offer } = await pinned(tx, contract);
  const { open } = windowOn(offer, by.clock.today());
  if (!open?.endsOn.equals(contract.ends))
    return refused(
      `The days for taking the notice back are over: the subscription ends on ${date(contract.ends)}. Ask the partnership office to subscribe again from the day after.`,
    );
  await tx
    .updateTable('subscriptions.contract')
    .set({ notice_at: null, notice_by: null, ends: offer.contract.to })
    .where('id', '=', contract.id)
    .execute();
  await retellLater(tx, contract.id);
  await recordDeed(tx, by, {
    action: 'subscriptions.notice-taken-back',
    scope: `school/${school.urn}`,
    about: `The subscription of ${school.name} goes on to ${date(offer.contract.to)}`,
    before: { ends: contract.ends.toString() },
    after: { ends: offer.contract.to.toString() },
  });
  return done(tx, found.value);
}

/** Null where somebody may bind the school, or works for the partnership and records what the school said; else why not. */
async function authorised(tx: Tx, by: By, { contract, school }: Omit<Done, 'fresh'>): Promise<string | null> {
  if (runsSubscriptions(by.actor)) return null;
  const { completes } = (await pinned(tx, contract)).offer.contract.signatory;
  return signsAs(standing(by.actor, school), completes) === null ? notAuthorised(completes) : null;
}
