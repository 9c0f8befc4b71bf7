import { sql } from 'kysely';
import type { Instalment } from '../../offer';
import { recordDeeds } from '../../platform/audit';
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
export async function planInstalments(tx: Tx, by: By, wish: PlannedYear): Promise<Planned> {
  const [planned] = await planManyYears(tx, by, [wish]);
  return planned as Planned;
}

export type Planned = 'planned' | 'unchanged' | 'already-invoiced';

/** The same for years of different contracts, with no more statements than one. */
export async function planManyYears(tx: Tx, by: By, wishes: readonly PlannedYear[]): Promise<Planned[]> {
  if (wishes.length === 0) return [];
  const years = wishes.map((wish) => ({ ...wish, plan: wish.plan.filter(({ pence }) => pence > 0) }));
  for (const { year, feePence, plan } of years)
    if (sumPence(plan) !== feePence)
      throw new RangeError(`The instalments of ${year} come to ${sumPence(plan)} pence and not to ${feePence}.`);
  // Two at once: the second sees what the first has written. In one order, so that they never wait for each other.
  const locks = years.map(({ contractId }) => `instalments/${contractId}`).sort();
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${locks}::text[]) name`.execute(tx);
  const known = await instalmentRows(tx, years);
  const looked = years.map((wish) => {
    const before = known.get(`${wish.contractId} ${wish.year}`) ?? [];
    const same =
      before.length === wish.plan.length &&
      wish.plan.every(({ due, pence }, i) => before[i]?.pence === pence && before[i]?.due.equals(due));
    const answer: Planned = same
      ? 'unchanged'
      : before.some(({ invoiced }) => invoiced)
        ? 'already-invoiced'
        : 'planned';
    return { wish, before, answer };
  });
  const planned = looked.filter(({ answer }) => answer === 'planned');
  const again = planned.filter(({ before }) => before.length > 0).map(({ wish }) => wish);
  if (again.length > 0) await sql`delete from subscriptions.instalment i where ${among(again)}`.execute(tx);
  const rows = planned.flatMap(({ wish: { contractId, year, plan, purchaseOrder } }) =>
    plan.map(({ due, pence }, i) => ({
      contract_id: contractId,
      year,
      n: i + 1,
      parts: plan.length,
      due,
      pence,
      purchase_order: purchaseOrder || null,
      planned_at: by.clock.now(),
    })),
  );
  if (rows.length > 0) await tx.insertInto('subscriptions.instalment').values(rows).execute();
  const told = (parts: readonly Instalment[]) => parts.map(({ due, pence }) => ({ due: due.toString(), pence }));
  await recordDeeds(
    tx,
    planned.map(({ wish: { urn, feePence, year, plan }, before }) => ({
      by,
      deed: {
        action: 'subscriptions.instalments-planned',
        scope: `school/${urn}`,
        about: `${money(feePence)} for ${year}, in ${plan.length}`,
        ...(before.length > 0 ? { before: told(before) } : {}),
        after: told(plan),
      },
    })),
  );
  if (planned.length > 0) await startDailyMoney(tx);
  return looked.map(({ answer }) => answer);
}

const among = (years: readonly Pick<PlannedYear, 'contractId' | 'year'>[]) => sql`(i.contract_id, i.year) in (
  select * from unnest(${years.map(({ contractId }) => contractId)}::uuid[], ${years.map(({ year }) => year)}::text[]))`;

async function instalmentRows(tx: Tx, years: readonly PlannedYear[]) {
  const { rows } = await sql<Instalment & { contractId: string; year: string; invoiced: boolean }>`
    select i.contract_id as "contractId", i.year, i.due, i.pence, v.id is not null as invoiced from subscriptions.instalment i
    left join subscriptions.invoice v on v.contract_id = i.contract_id and v.instalment_year = i.year and v.instalment_n = i.n
    where ${among(years)} order by i.n`.execute(tx);
  return Map.groupBy(rows, ({ contractId, year }) => `${contractId} ${year}`);
}

/** Has the day's work on money done now, and from then on every day. To be called when the program starts, too: it is only added once. */
export const startDailyMoney = (tx: Tx): Promise<string> => enqueue(tx, dailyMoney, {}, { once: 'today' });
