import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { sendMail } from '../../platform/mail';
import { ok, type Result, refused } from '../../platform/result';
import { counted, date, money } from '../../platform/words';
import { withdrawContract } from '../contracts/service';
import { lockGate, recordTest } from './confirm';
import { leadersOf } from './leaders';
import { mayConfirm } from './policy';
import { askedOf, confirmationOf, type Gate, gateOf, type Round, roundsOf } from './queries';
import type { Answer } from './tables';

interface By {
  actor: Anyone;
  clock: Clock;
}

/**
 * Near the line, and the adjusted offer is published: asks every school that has signed or means to whether it stays. One row a school, one letter
 * to each of its leaders. `number` is the round that the asker saw as the next: a second click asks nobody twice.
 */
export async function askSchools(
  tx: Tx,
  by: By,
  wish: { year: string; number: number; changes: string; answerBy: Temporal.PlainDate; baseUrl: string },
): Promise<Result<{ round: Round; schools: number; again: boolean }, string>> {
  if (!mayConfirm(by.actor))
    return refused('Schools are asked by the chief executive, an administrator or the finance officer.');
  await lockGate(tx, wish.year, 'alone');
  const gate = await gateOf(tx, wish.year);
  if (!gate) return refused(`No offer for ${wish.year} is published.`);
  const rounds = await roundsOf(tx, wish.year);
  const there = rounds.find(({ number }) => number === wish.number);
  if (there) return ok({ round: there, schools: 0, again: true });
  const no = mayAsk(gate);
  if (no) return refused(no);
  if (Temporal.PlainDate.compare(wish.answerBy, by.clock.today()) < 0)
    return refused('Give a day for the answer that is still to come.');
  const round: Round = {
    id: crypto.randomUUID(),
    year: wish.year,
    number: (rounds[0]?.number ?? 0) + 1,
    offerId: gate.published.id,
    changes: wish.changes,
    answerBy: wish.answerBy,
    askedAt: by.clock.now(),
  };
  await tx
    .insertInto('subscriptions.gate_round')
    .values({
      id: round.id,
      year: round.year,
      number: round.number,
      offer_id: round.offerId,
      changes: round.changes,
      answer_by: round.answerBy,
      asked_at: round.askedAt,
      asked_by: by.actor?.personId ?? null,
    })
    .execute();
  await tx
    .insertInto('subscriptions.gate_answer')
    .values(
      gate.intents.map(({ urn, contractId, offerId }) => ({
        round_id: round.id,
        urn,
        contract_id: contractId,
        before_offer_id: offerId,
        answer: null,
        answered_at: null,
        answered_by: null,
        answered_name: null,
        note: null,
      })),
    )
    .execute();
  await recordTest(tx, by, gate, 'asked');
  for (const { urn } of gate.intents)
    for (const { name, email, school, urn: now } of await leadersOf(tx, urn))
      await sendMail(tx, {
        to: email,
        subject: `Does ${school} stay? The offer has changed`,
        kind: 'plain',
        text: `Dear ${name},

What schools have signed so far is close to what the offer needs, and not enough. So the offer has been changed:

${wish.changes}

Please say by ${date(wish.answerBy)} whether ${school} confirms or withdraws: ${wish.baseUrl}/schools/${now}/subscription/confirm`,
      });
  await recordDeed(tx, by, {
    action: 'subscriptions.schools-asked',
    scope: 'installation',
    about: `${counted(gate.intents.length, 'school')} asked whether they stay, round ${round.number} of ${wish.year}`,
    after: { offer: gate.published.id, answerBy: wish.answerBy.toString() },
  });
  return ok({ round, schools: gate.intents.length, again: false });
}

/** Why schools are not asked now, in words; null where they may be. */
export function mayAsk(
  gate: Pick<Gate, 'confirmed' | 'state' | 'intents' | 'countedPence' | 'outcome'>,
): string | null {
  if (gate.confirmed) return 'Viability is confirmed: contracts are binding, and nobody is asked again.';
  if (gate.intents.length === 0) return 'No school means to subscribe yet, so there is nobody to ask.';
  if (gate.state === 'near') return null;
  return gate.state === 'below'
    ? `${money(gate.outcome.shortOfLine)} are missing: that is more than the offer calls near. ${gate.outcome.next}`
    : `${money(gate.countedPence)} reaches the line: confirm viability instead.`;
}

/**
 * A school's answer to the newest round: given by a leader, or written down by the office with how it knows. Who withdraws leaves the road at once.
 * The answer may be changed to "withdrawn" until viability is confirmed; the same again changes nothing.
 *
 * @param urns every number that the school has had
 */
export async function answer(
  tx: Tx,
  by: By,
  wish: { urns: readonly number[]; roundId: string; answer: Answer; note: string | null },
): Promise<Result<{ again: boolean }, string>> {
  const found = await askedOf(tx, wish.urns);
  if (!found) return refused('This school has not been asked.');
  const { round, asked } = found;
  if (round.id !== wish.roundId)
    return refused(
      'Schools have been asked once more since this page was opened. Read what has changed, and answer again.',
    );
  // Beside other answers, not beside the confirmation.
  await lockGate(tx, round.year, 'shared');
  const held = await tx
    .selectFrom('subscriptions.gate_answer')
    .select('answer')
    .where('round_id', '=', round.id)
    .where('urn', '=', asked.urn)
    .forUpdate()
    .executeTakeFirst();
  if (!held) return refused('Only a leader of the school, or the office for it, can answer.');
  if (held.answer === wish.answer) return ok({ again: true });
  if (await confirmationOf(tx, round.year))
    return refused('Viability is confirmed since: contracts are binding, and there is nothing to answer any more.');
  if (held.answer === 'withdrawn')
    return refused('The school has withdrawn. To come back it says anew that it means to subscribe.');
  if (wish.answer === 'withdrawn') {
    const left = await withdrawContract(tx, by, asked.contractId);
    if (!left.ok) return refused(left.reason);
  }
  await tx
    .updateTable('subscriptions.gate_answer')
    .set({
      answer: wish.answer,
      answered_at: by.clock.now(),
      answered_by: by.actor?.personId ?? null,
      answered_name: by.actor?.name ?? 'Mesters',
      note: wish.note,
    })
    .where('round_id', '=', round.id)
    .where('urn', '=', asked.urn)
    .execute();
  await recordDeed(tx, by, {
    action: wish.answer === 'confirmed' ? 'subscriptions.intention-confirmed' : 'subscriptions.intention-withdrawn',
    scope: `school/${asked.urn}`,
    about: `${asked.name}, asked in round ${round.number} of ${round.year}${wish.note ? `: ${wish.note}` : ''}`,
  });
  return ok({ again: false });
}
