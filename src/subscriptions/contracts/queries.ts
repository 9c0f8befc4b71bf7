import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { lineage, lineages } from '../../schools';
import type { Moments } from './state';
import type { ContractTable, ContractYearTable } from './tables';
import './tables';

/** One school's contract, from its intention on. */
export interface Contract extends Moments {
  id: string;
  /** The first URN of the school's line of conversions. */
  urn: number;
  offerId: string;
  plan: string;
  starts: Temporal.PlainDate;
  signedName: string | null;
  /** The title of the role by which they were authorised. */
  signedRole: string | null;
  termsFile: string | null;
  termsSha256: string | null;
  purchaseOrder: string | null;
  /** With whom the school means to pool its credit, in its own words. */
  poolWith: string | null;
  /** In their order. */
  years: ContractYear[];
}

/** The fee of one year, and the pupil number that it follows from. */
export interface ContractYear {
  year: string;
  pupils: number | null;
  censusDate: Temporal.PlainDate | null;
  /** Where the number comes from, for people. */
  pupilsSource: string | null;
  /** Why the office set the number or the fee. */
  reason: string | null;
  /** Null while no price is stated, or while the fee that is agreed by hand is not: it cannot be invoiced. */
  feePence: number | null;
  byHand: boolean;
}

/** The contract of a school that is now, or else the newest; under any of the URNs it has had. Null where there never was one. */
export async function contractOf(tx: Tx, urn: number): Promise<Contract | null> {
  const [row] = await tx
    .selectFrom('subscriptions.contract')
    .selectAll()
    .where('urn', 'in', await lineage(tx, urn))
    // One that was withdrawn counts only while there is no other.
    .orderBy(sql`withdrawn_at is not null`)
    .orderBy('starts', 'desc')
    .orderBy('indicated_at', 'desc')
    .limit(1)
    .execute();
  return row ? ((await withYears(tx, [row]))[0] ?? null) : null;
}

/** The contracts of many schools, by the URN that was asked with. Those without one are left out. */
export async function contractsOfSchools(tx: Tx, urns: readonly number[]): Promise<Map<number, Contract>> {
  const lines = await lineages(tx, urns);
  const newest = newestBySchool(await allContracts(tx, [...new Set([...lines.values()].flat())]));
  return new Map(
    urns.flatMap((urn) => {
      const found = (lines.get(urn) ?? [urn]).flatMap((one) => newest.get(one) ?? []);
      const best = found.toSorted(nowFirst)[0];
      return best ? [[urn, best] as const] : [];
    }),
  );
}

/** Every contract, or those of some URNs. */
export async function allContracts(tx: Tx, urns?: readonly number[]): Promise<Contract[]> {
  if (urns?.length === 0) return [];
  let query = tx.selectFrom('subscriptions.contract').selectAll().orderBy('urn').orderBy('indicated_at');
  if (urns) query = query.where('urn', 'in', urns);
  return withYears(tx, await query.execute());
}

export async function contractById(tx: Tx, id: string): Promise<Contract | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const row = await tx.selectFrom('subscriptions.contract').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? ((await withYears(tx, [row]))[0] ?? null) : null;
}

/** The same, held until the transaction ends: whoever changes it too waits. Null also for those who may not change it. */
export async function lockContract(tx: Tx, id: string): Promise<Contract | null> {
  const locked = await sql`select from subscriptions.contract where id = ${id} for update`.execute(tx);
  return locked.rows.length === 0 ? null : contractById(tx, id);
}

/** Of each URN the contract that is now, or else the newest. */
export function newestBySchool(contracts: readonly Contract[]): Map<number, Contract> {
  const newest = new Map<number, Contract>();
  for (const contract of contracts) {
    const other = newest.get(contract.urn);
    if (!other || nowFirst(contract, other) < 0) newest.set(contract.urn, contract);
  }
  return newest;
}

const nowFirst = (a: Contract, b: Contract): number =>
  Number(a.withdrawnAt !== null) - Number(b.withdrawnAt !== null) ||
  Temporal.PlainDate.compare(b.starts, a.starts) ||
  Temporal.Instant.compare(b.indicatedAt, a.indicatedAt);

async function withYears(tx: Tx, rows: readonly Selectable<ContractTable>[]): Promise<Contract[]> {
  if (rows.length === 0) return [];
  const years = await tx
    .selectFrom('subscriptions.contract_year')
    .selectAll()
    .where(
      'contract_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('year')
    .execute();
  const byContract = Map.groupBy(years, ({ contract_id }) => contract_id);
  return rows.map((row) => contractFromRow(row, (byContract.get(row.id) ?? []).map(yearFromRow)));
}

const contractFromRow = (row: Selectable<ContractTable>, years: ContractYear[]): Contract => ({
  id: row.id,
  urn: row.urn,
  offerId: row.offer_id,
  plan: row.plan,
  starts: row.starts,
  ends: row.ends,
  indicatedAt: row.indicated_at,
  formSentAt: row.form_sent_at,
  completedAt: row.completed_at,
  signedName: row.signed_name,
  signedRole: row.signed_role,
  termsFile: row.terms_file,
  termsSha256: row.terms_sha256,
  purchaseOrder: row.purchase_order,
  poolWith: row.pool_with,
  acceptedAt: row.accepted_at,
  activeAt: row.active_at,
  noticeAt: row.notice_at,
  withdrawnAt: row.withdrawn_at,
  years,
});

const yearFromRow = (row: Selectable<ContractYearTable>): ContractYear => ({
  year: row.year,
  pupils: row.pupils,
  censusDate: row.census_date,
  pupilsSource: row.pupils_source,
  reason: row.reason,
  feePence: row.fee_pence,
  byHand: row.by_hand,
});

/** What active subscriptions bring in a year, and from how many schools. Nothing for those who may not know it. */
export async function incomeOf(tx: Tx, year: string): Promise<{ schools: number; pence: number }> {
  const { rows } = await sql<{ schools: number; pence: number }>`
    select schools, pence from subscriptions.income(${year})`.execute(tx);
  return rows[0] ?? { schools: 0, pence: 0 };
}
