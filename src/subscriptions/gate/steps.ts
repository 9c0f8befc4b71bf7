import type { Anyone } from '../../platform/actor';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { sendMail } from '../../platform/mail';
import { ok, type Result } from '../../platform/result';
import { activate } from '../contracts/activate';
import { leadersOf } from './leaders';
import type { Step } from './tables';
import './tables';

interface By {
  actor: Anyone;
  clock: Clock;
}

/**
 * Does one step for one school, unless it is done: whoever comes second waits for the first and finds so. A refusal is kept in words on the step,
 * and goes when the step is done after all.
 */
export async function doStep(
  tx: Tx,
  by: By,
  at: { year: string; urn: number; step: Step },
): Promise<Result<void, string>> {
  const held = await tx
    .selectFrom('subscriptions.gate_step')
    .select(['contract_id', 'done_at'])
    .where('year', '=', at.year)
    .where('urn', '=', at.urn)
    .where('step', '=', at.step)
    .forUpdate()
    .executeTakeFirst();
  if (!held || held.done_at) return ok(undefined);
  const done = at.step === 'activate' ? await activated(tx, by, held.contract_id) : await told(tx, at.urn, at.year);
  await tx
    .updateTable('subscriptions.gate_step')
    .set(done.ok ? { done_at: by.clock.now(), refused: null } : { refused: done.reason })
    .where('year', '=', at.year)
    .where('urn', '=', at.urn)
    .where('step', '=', at.step)
    .execute();
  return done;
}

async function activated(tx: Tx, by: By, contractId: string): Promise<Result<void, string>> {
  const done = await activate(tx, by, contractId);
  return done.ok ? ok(undefined) : done;
}

/** Tells a school's leaders that its contract binds. */
async function told(tx: Tx, urn: number, year: string): Promise<Result<void, string>> {
  for (const { name, email, school } of await leadersOf(tx, urn))
    await sendMail(tx, {
      to: email,
      subject: `The subscription of ${school} begins`,
      kind: 'plain',
      text: `Dear ${name},

Enough schools have subscribed for ${year}: viability is confirmed, and the contract of ${school} is now binding.

What your school is owed, and what it pays, stands on your school's pages.`,
    });
  return ok(undefined);
}
