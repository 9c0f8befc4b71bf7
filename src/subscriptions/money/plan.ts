import { sql } from 'kysely';
import type { Instalment } from '../../offer';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { enqueue } from '../../platform/jobs';
import { money } from '../../platform/words';
import type { By } from './invoices';
import { dailyMoney } from './jobs';
import { sumPence } from './rules';
import './tables';

export interface PlannedYear {
  contractId: string;
  /** The school of the contract: for the record of what was done. */
  urn: number;
  year: string;
  feePence: number;
  plan: readonly Instalment[];
  purchaseOrder: string | null;
}

/**
 * Writes down when the fee of a contract's year falls due. The same again changes nothing; other parts replace those there are while no
 * invoice has been raised of them, and after that nothing is changed: a credit note or a further invoice puts it right.
 *
 * @throws RangeError when the parts do not sum to the fee
 */
export async function planInstalments(
  tx: Tx,
  by: By,
  wish: PlannedYear,
): Promise<'planned' | 'unchanged' | 'already-invoiced'> {
  const { contractId, year, feePence } = wish;
  const plan = wish.plan.filter(({ pence }) => pence > 0);
  if (sumPence(plan) !== feePence)
    throw new RangeError(`The instalments of ${year} come to ${sumPence(plan)} pence and not to ${feePence}.`);
  // Two at once: the second sees what the first has written.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`instalments/${contractId}`}, 0))`.execute(tx);
  const before = await instalmentRows(tx, contractId, year);
  const same =
    before.length === plan.length &&
    plan.every(({ due, pence }, i) => before[i]?.pence === pence && before[i]?.due.equals(due));
  if (same) return 'unchanged';
  if (before.some(({ invoiced }) => invoiced)) return 'already-invoiced';
  if (before.length > 0)
    await tx
      .deleteFrom('subscriptions.instalment')
      .where('contract_id', '=', contractId)
      .where('year', '=', year)
      .execute();
  if (plan.length > 0)
    await tx
      .insertInto('subscriptions.instalment')
      .values(
        plan.map(({ due, pence }, i) => ({
          contract_id: contractId,
          year,
          n: i + 1,
          parts: plan.length,
          due,
          pence,
          purchase_order: wish.purchaseOrder || null,
          planned_at: by.clock.now(),
        })),
      )
      .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.instalments-planned',
    scope: `school/${wish.urn}`,
    about: `${money(feePence)} for ${year}, in ${plan.length}`,
    ...(before.length > 0 ? { before: before.map(({ due, pence }) => ({ due: due.toString(), pence })) } : {}),
    after: plan.map(({ due, pence }) => ({ due: due.toString(), pence })),
  });
  await startDailyMoney(tx);
  return 'planned';
}

const instalmentRows = async (tx: Tx, contractId: string, year: string) =>
  (
    await sql<{ n: number; due: Temporal.PlainDate; pence: number; invoiced: boolean }>`
      select i.n, i.due, i.pence, v.id is not null as invoiced from subscriptions.instalment i
      left join subscriptions.invoice v on v.contract_id = i.contract_id and v.instalment_year = i.year and v.instalment_n = i.n
      where i.contract_id = ${contractId} and i.year = ${year} order by i.n`.execute(tx)
  ).rows;

/** Has the day's work on money done now, and from then on every day. To be called when the program starts, too: it is only added once. */
export const startDailyMoney = (tx: Tx): Promise<string> => enqueue(tx, dailyMoney, {}, { once: 'today' });
