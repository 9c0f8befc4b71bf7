import { sql } from 'kysely';
import { offerOfVersion } from '../../offer';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { enqueueMany } from '../../platform/jobs';
import { ok, type Result, refused } from '../../platform/result';
import { counted, money } from '../../platform/words';
import { contractById } from '../contracts/queries';
import { beginSubscription, type Due } from './job';
import { mayConfirm } from './policy';
import { confirmationOf, type Gate, gateOf, openSteps } from './queries';
import { passes } from './rules';
import { doStep } from './steps';
import { steps } from './tables';

interface By {
  actor: Anyone;
  clock: Clock;
}

/** `again`: it had been confirmed before. */
export interface Confirmed {
  schools: number;
  again: boolean;
}

/**
 * Confirms that the offer of a year runs: one row under the year, and one job a school that makes its contract binding. Whoever comes second
 * finds it confirmed. Refused in words where the income does not reach the line.
 */
export async function confirmGate(tx: Tx, by: By, year: string): Promise<Result<Confirmed, string>> {
  if (!mayConfirm(by.actor))
    return refused('Viability is confirmed by the chief executive, an administrator or the finance officer.');
  await lockGate(tx, year, 'alone');
  if (await confirmationOf(tx, year)) return ok({ schools: 0, again: true });
  const gate = await gateOf(tx, year);
  if (!gate) return refused(`No offer for ${year} is published.`);
  if (!passes(gate)) return refused(belowWords(gate));
  const now = by.clock.now();
  await tx
    .insertInto('subscriptions.gate')
    .values({
      year,
      offer_id: gate.published.id,
      confirmed_at: now,
      confirmed_by: by.actor?.personId ?? null,
    })
    .execute();
  await recordTest(tx, by, gate, 'confirmed');
  const due = gate.intents
    .filter(({ stands, active }) => stands === 'contracted' && !active)
    .map(({ urn, contractId }) => ({ year, urn, contractId }));
  await plan(tx, due, now);
  await enqueueBeginning(tx, due);
  await recordDeed(tx, by, {
    action: 'subscriptions.viability-confirmed',
    scope: 'installation',
    about: `Viability of ${year} confirmed: ${counted(gate.contracted.schools, 'school')} contracted, ${money(gate.contracted.pence)}`,
    after: { contractedPence: gate.contracted.pence, indicatedPence: gate.indicated.pence, offer: gate.published.id },
  });
  return ok({ schools: due.length, again: false });
}

/** Sets off what is not done yet of a confirmed year, once more: for schools whose obstacle a person has removed. */
export async function tryAgain(tx: Tx, by: By, year: string): Promise<Result<{ schools: number }, string>> {
  if (!mayConfirm(by.actor))
    return refused('This is for the chief executive, an administrator or the finance officer.');
  const open = await openSteps(tx, year).select(['s.urn', 's.contract_id as contractId']).distinct().execute();
  await enqueueBeginning(
    tx,
    open.map((one) => ({ year, ...one })),
  );
  return ok({ schools: open.length });
}

/**
 * For a contract that has just been accepted, in the same transaction: where viability is confirmed already, or the offer binds without it,
 * it becomes binding at once.
 *
 * @returns whether it is binding now; or why it could not be made so, in words: it then waits with the others on the gate's page
 */
export async function activateIfConfirmed(tx: Tx, by: By, contractId: string): Promise<Result<boolean, string>> {
  const contract = await contractById(tx, contractId);
  const published = contract && (await offerOfVersion(tx, contract.offerId));
  if (!contract || !published) throw new Error(`No contract ${contractId} with its offer is to be seen.`);
  const { year, offer } = published;
  // Together with other acceptances, but never beside the confirmation: else each could miss the other.
  await lockGate(tx, year, 'shared');
  if (offer.contract.binding === 'when-viable' && !(await confirmationOf(tx, year))) return ok(false);
  const { urn } = contract;
  await plan(tx, [{ year, urn, contractId }], by.clock.now());
  for (const step of steps) {
    const done = await doStep(tx, by, { year, urn, step });
    if (!done.ok) return done;
  }
  return ok(true);
}

/** Records what stood against the line when somebody decided on it. */
export async function recordTest(tx: Tx, by: By, gate: Gate, why: 'confirmed' | 'asked' | 'vote'): Promise<void> {
  await tx
    .insertInto('subscriptions.gate_test')
    .values({
      year: gate.year,
      offer_id: gate.published.id,
      contracted: gate.contracted.schools,
      contracted_pence: gate.contracted.pence,
      indicated: gate.indicated.schools,
      indicated_pence: gate.indicated.pence,
      state: gate.state,
      why,
      at: by.clock.now(),
      by: by.actor?.personId ?? null,
      by_name: by.actor?.name ?? 'Mesters',
    })
    .execute();
}

/** Until the transaction ends. `alone` waits for all who share it, and they for whoever is alone. */
export async function lockGate(tx: Tx, year: string, how: 'alone' | 'shared'): Promise<void> {
  const key = sql`hashtextextended(${`subscriptions.gate/${year}`}, 0)`;
  await (how === 'alone'
    ? sql`select pg_advisory_xact_lock(${key})`
    : sql`select pg_advisory_xact_lock_shared(${key})`
  ).execute(tx);
}

function belowWords({ outcome, countedPence }: Gate): string {
  return `${money(countedPence)} is ${money(outcome.shortOfLine)} short of the line, so viability cannot be confirmed. ${outcome.next}`;
}

async function plan(tx: Tx, due: readonly Due[], at: Temporal.Instant): Promise<void> {
  if (due.length === 0) return;
  await tx
    .insertInto('subscriptions.gate_step')
    .values(
      due.flatMap(({ year, urn, contractId }) =>
        steps.map((step) => ({
          year,
          urn,
          step,
          contract_id: contractId,
          planned_at: at,
          done_at: null,
          refused: null,
        })),
      ),
    )
    .onConflict((conflict) =>
      // A school that ended or withdrew and signs anew begins anew; the same contract is planned once.
      conflict
        .columns(['year', 'urn', 'step'])
        .doUpdateSet((eb) => ({
          contract_id: eb.ref('excluded.contract_id'),
          planned_at: eb.ref('excluded.planned_at'),
          done_at: null,
          refused: null,
        }))
        .whereRef('subscriptions.gate_step.contract_id', '<>', 'excluded.contract_id'),
    )
    .execute();
}

const enqueueBeginning = (tx: Tx, due: readonly Due[]): Promise<string[]> =>
  enqueueMany(
    tx,
    beginSubscription,
    due.map(({ year, urn }) => ({ payload: { year, urn }, once: `${year}/${urn}` })),
  );
