import { sql } from 'kysely';
import { type PublishedOffer, yearDays } from '../../offer';
import { recordDeed } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { planInstalments } from '../money/plan';
import { comingYear, feeOf, type NoYearFee, noFeeWords, paymentsOf, pupilsOn, yearBy } from './fees';
import { type By, type Done, done, later, locked, pinned, wrongState } from './held';
import { offersFor } from './prices';
import type { Contract, ContractYear } from './queries';
import type { ContractSchool } from './school';
import { dayOf, isBinding, isOpen, stateOn, yearsOf } from './state';

/** The years of a contract: which number of pupils counts in each, and what that costs. */

/** The day whose newest census counts for a year: of the first the day on which the form was completed, of a later one its first day. */
export function countingDay(published: PublishedOffer, contract: Contract, year: string, today: Temporal.PlainDate) {
  const first = yearsOf(published.offer, contract.starts, published.offer.contract.to)[0];
  const completed = contract.completedAt ? dayOf(contract.completedAt) : today;
  return year === first || published.offer.contract.pupils.frozenFor === 'contract'
    ? completed
    : yearDays(published.offer, year).from;
}

/** A year with the number that counts and the first stated price; why it has no fee. Reads only. */
export async function workOutYear(
  tx: Tx,
  contract: Contract,
  school: ContractSchool,
  year: string,
  today: Temporal.PlainDate,
): Promise<{ row: ContractYear; why: NoYearFee | null; published: PublishedOffer; lines: ReturnType<typeof feeOf> }> {
  const own = await pinned(tx, contract);
  const known = contract.years.find((one) => one.year === year);
  const day = countingDay(own, contract, year, today);
  const counted = known?.pupils == null ? await pupilsOn(tx, contract.urn, day) : null;
  let answer: {
    row: ContractYear;
    why: NoYearFee | null;
    published: PublishedOffer;
    lines: ReturnType<typeof feeOf>;
  } | null = null;
  for (const published of await offersFor(tx, own, year)) {
    const worked =
      known?.pupils == null
        ? yearBy(published.offer, school, year, counted, contract.starts)
        : byKnown(published, school, known, contract.starts);
    const row = known?.byHand
      ? { ...worked.row, feePence: known.feePence, byHand: true, reason: known.reason }
      : worked.row;
    const why = row.feePence !== null || worked.fee.ok ? null : worked.fee.reason;
    answer = { row, why, published, lines: worked.fee };
    if (why !== 'no-price') return answer;
  }
  return answer!;
}

function byKnown(published: PublishedOffer, school: ContractSchool, known: ContractYear, starts: Temporal.PlainDate) {
  const fee = feeOf(published.offer, school, known.year, known.pupils, starts);
  const byHand = known.byHand || (!fee.ok && fee.reason === 'by-hand');
  return { fee, row: { ...known, byHand, feePence: byHand ? known.feePence : fee.ok ? fee.value.pence : null } };
}

/** Keeps rows of years that are not kept yet. */
export async function keepYears(tx: Tx, by: By, contractId: string, rows: readonly ContractYear[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('subscriptions.contract_year')
    .values(rows.map((row) => ({ contract_id: contractId, ...columns(by, row) })))
    .onConflict((conflict) => conflict.columns(['contract_id', 'year']).doNothing())
    .execute();
}

/** The years after the first, of which nothing is known but that they come. */
export const comingYears = (published: PublishedOffer, contract: Contract): ContractYear[] =>
  yearsOf(published.offer, contract.starts, contract.ends).map(comingYear);

/**
 * A year of a binding contract has begun: its pupil number is frozen and, once a price is stated, its fee, whose payments are planned then.
 * Safe to repeat. `value` is the year as it stands now; null where the contract does not reach it or the year has not begun.
 */
export async function startYear(
  tx: Tx,
  by: By,
  contractId: string,
  year: string,
): Promise<Result<ContractYear | null, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const today = by.clock.today();
  const own = await pinned(tx, contract);
  const reaches = yearsOf(own.offer, contract.starts, contract.ends).includes(year);
  const begun = Temporal.PlainDate.compare(later(yearDays(own.offer, year).from, contract.starts), today) <= 0;
  if (!isBinding(stateOn(contract, today)) || !reaches || !begun) return ok(null);
  const before = contract.years.find((one) => one.year === year) ?? null;
  const fixed = before !== null && before.feePence !== null && before.pupils !== null;
  const worked = await workOutYear(tx, contract, school, year, today);
  const row = fixed ? before : worked.row;
  if (before === null) await keepYears(tx, by, contract.id, [row]);
  else if (!fixed) await writeYear(tx, by, contract.id, row);
  await planYear(tx, by, contract, worked.published, row);
  if (before?.feePence !== row.feePence || before?.pupils !== row.pupils)
    await recordDeed(tx, by, {
      action: 'subscriptions.year-begun',
      scope: `school/${school.urn}`,
      about: `${year}: ${row.pupils ?? 'no'} pupils, ${row.feePence === null ? 'no price stated yet' : 'the fee is fixed'}`,
      after: told(row),
    });
  return ok(row);
}

/** Plans the payments of a year that has a fee. */
export async function planYear(
  tx: Tx,
  by: By,
  contract: Contract,
  published: PublishedOffer,
  row: ContractYear,
): Promise<'planned' | 'unchanged' | 'already-invoiced' | null> {
  if (row.feePence === null) return null;
  return planInstalments(tx, by, {
    contractId: contract.id,
    urn: contract.urn,
    year: row.year,
    feePence: row.feePence,
    plan: paymentsOf(published.offer, row.feePence, contract.plan, row.year),
    purchaseOrder: contract.purchaseOrder,
  });
}

/** What the office sets for a year: another number of pupils, or the fee where it is agreed by hand. */
export interface YearWish {
  pupils: number | null;
  feePence: number | null;
  reason: string;
}

/** The office sets the pupil number or the agreed fee of a year, with its reason. `invoiced`: what was invoiced by the old fee stands, and is put right by a credit note. */
export async function setYear(
  tx: Tx,
  by: By,
  contractId: string,
  year: string,
  wish: YearWish,
): Promise<Result<Done & { invoiced: boolean }, string>> {
  const found = await locked(tx, contractId);
  if (!found.ok) return found;
  const { contract, school } = found.value;
  const today = by.clock.today();
  const state = stateOn(contract, today);
  const own = await pinned(tx, contract);
  if ((!isOpen(state) && !isBinding(state)) || !yearsOf(own.offer, contract.starts, contract.ends).includes(year))
    return refused(wrongState(state, `The subscription of ${school.name} does not reach ${year} any more.`));
  const before = contract.years.find((one) => one.year === year) ?? comingYear(year);
  const set: ContractYear = {
    ...before,
    ...(wish.pupils === null ? {} : { pupils: wish.pupils, censusDate: null, pupilsSource: 'the partnership office' }),
    ...(wish.feePence === null ? {} : { feePence: wish.feePence, byHand: true }),
    reason: wish.reason,
  };
  const { row, published, lines } = await workOutYear(
    tx,
    { ...contract, years: [...contract.years.filter((one) => one.year !== year), set] },
    school,
    year,
    today,
  );
  if (wish.feePence !== null && (lines.ok || lines.reason !== 'by-hand'))
    return refused(
      lines.ok
        ? `The offer prices ${school.name} by its pupil number. Set the number instead.`
        : noFeeWords(lines.reason, year),
    );
  const kept = { ...row, reason: wish.reason };
  if (JSON.stringify(told(kept)) === JSON.stringify(told(before)))
    return ok({ contract, school, fresh: false, invoiced: false });
  await keepYears(tx, by, contract.id, [kept]);
  await writeYear(tx, by, contract.id, kept);
  const begun =
    Temporal.PlainDate.compare(yearDays(own.offer, year).from, today) <= 0 || contract.years[0]?.year === year;
  const planned = isBinding(state) && begun ? await planYear(tx, by, contract, published, kept) : null;
  await recordDeed(tx, by, {
    action: 'subscriptions.year-set',
    scope: `school/${school.urn}`,
    about: `${school.name}, ${year}: ${wish.reason}`,
    before: told(before),
    after: told(kept),
  });
  const answer = await done(tx, found.value);
  return answer.ok ? ok({ ...answer.value, invoiced: planned === 'already-invoiced' }) : answer;
}

const told = ({ pupils, censusDate, feePence, byHand, reason }: ContractYear) => ({
  pupils,
  censusDate: censusDate?.toString() ?? null,
  feePence,
  byHand,
  reason,
});

const columns = (by: By, row: ContractYear) => ({
  year: row.year,
  pupils: row.pupils,
  census_date: row.censusDate,
  pupils_source: row.pupilsSource,
  reason: row.reason,
  fee_pence: row.feePence,
  by_hand: row.byHand,
  set_at: by.clock.now(),
  set_by: by.actor?.personId ?? null,
});

async function writeYear(tx: Tx, by: By, contractId: string, row: ContractYear): Promise<void> {
  const { year, ...set } = columns(by, row);
  await tx
    .updateTable('subscriptions.contract_year')
    .set(set)
    .where('contract_id', '=', contractId)
    .where('year', '=', year)
    .execute();
}

/** A year of a binding contract whose fee is not fixed. */
export interface YearToBegin {
  contractId: string;
  year: string;
  /** Its first day, or the contract's where that is later. */
  from: Temporal.PlainDate;
}

/** The years that have no fee yet, of contracts that bind: those to come, and those that have begun and wait for a price. The earliest first. */
export async function yearsToBegin(tx: Tx): Promise<YearToBegin[]> {
  const { rows } = await sql<{ contractId: string; year: string; starts: Temporal.PlainDate; offerId: string }>`
    select c.id as "contractId", y.year, c.starts, c.offer_id as "offerId"
    from subscriptions.contract_year y join subscriptions.contract c on c.id = y.contract_id
    where y.fee_pence is null and c.active_at is not null and c.withdrawn_at is null and c.ends >= platform.today()
    order by y.year, c.urn`.execute(tx);
  const offers = new Map<string, PublishedOffer>();
  for (const { offerId } of rows) if (!offers.has(offerId)) offers.set(offerId, await pinned(tx, { offerId }));
  return rows.map(({ contractId, year, starts, offerId }) => {
    const { offer } = offers.get(offerId) as PublishedOffer;
    return { contractId, year, from: later(yearDays(offer, year).from, starts) };
  });
}
