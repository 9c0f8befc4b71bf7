import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import type { By } from './facts';
import type { Holder } from './holders';
import { whoHasLeft } from './pool-queries';
import { type Line, writePosting } from './reconcile';
import { type Payer, type Share, shareInPool, spread } from './rules';
import './tables';

export interface Wish {
  /** Makes it happen once: repeated with the same key, it answers what it did the first time. */
  key: string;
  /** Which booking uses the units: bookings' own identifier. */
  booking: string;
  holder: Holder;
  element: string;
  /** In the unit of the element's accounts. */
  units: number;
  /** The day on which the use counts: only what is owed on that day pays for it. */
  on: Temporal.PlainDate;
  /** The event it is for, of an element that the offer counts by the event. */
  occasion?: string;
  /** For people: what it is. */
  words: string;
}

export interface NotEnough {
  /** Units that are left of the element on that day. */
  left: number;
}

/** Which accounts pay, and how much each. */
export interface Posted {
  shares: Share[];
  /** True when this key had been posted before: nothing was done. */
  again: boolean;
}

/**
 * Promises units to a booking until a moment, or without an end: nobody else can have them meanwhile. That the moment has passed
 * needs no job to be true. A key is for one hold: who holds anew after giving up names it anew.
 */
export async function hold(
  tx: Tx,
  by: By,
  wish: Wish & { until: Temporal.Instant | null },
): Promise<Result<Posted, NotEnough>> {
  const found = await lookToSpend(tx, 'hold', wish);
  if (!found.ok || found.value.again) return found;
  const accounts = found.value.shares.map(({ accountId }) => accountId);
  const units = found.value.shares.map((share) => share.units);
  await sql`
    select entitlements.write_hold(${wish.key}, ${wish.booking}, ${wish.on.toString()}::date, ${wish.until?.toString() ?? null}::timestamptz,
      ${by.actor?.personId ?? null}::uuid, ${wish.words}, ${accounts}::bigint[], ${units}::bigint[])`.execute(tx);
  return found;
}

/** Uses units at once, without a hold before. */
export async function use(tx: Tx, by: By, wish: Wish): Promise<Result<Posted, NotEnough>> {
  const found = await lookToSpend(tx, 'use', wish);
  if (!found.ok || found.value.again) return found;
  const { key, booking, on: day, words } = wish;
  await writePosting(tx, by, { key, what: 'use', booking, day, words }, linesOf('use', found.value.shares));
  return found;
}

/**
 * Turns what is held for a booking into its use. Holds that have run out are used all the same while their accounts still have
 * the units; refused when somebody else has had them since, or when an account has ended before the booking's day. Where nothing
 * is held the answer has no shares: nothing was used.
 */
export async function confirmHolds(
  tx: Tx,
  by: By,
  wish: Pick<Wish, 'key' | 'booking' | 'words'>,
): Promise<Result<Posted, NotEnough>> {
  const { before, held } = await lookToConfirm(tx, wish);
  if (before) return ok(before);
  for (const of of Map.groupBy(held, ({ accountId }) => accountId).values()) {
    const [account] = of;
    if (!account) continue;
    const sum = of.reduce((all, { units }) => all + units, 0);
    const own = of.reduce((all, { active, units }) => all + (active ? units : 0), 0);
    // What the others leave, and its own promise.
    const left = Math.max(0, account.free + own);
    if (of.some(({ day }) => !holdsOn(account, day))) return refused({ left: 0 });
    if (!account.unlimited && left < sum) return refused({ left });
  }
  const byDay = [...Map.groupBy(held, ({ day }) => day.toString())];
  for (const [day, of] of byDay) {
    const key = byDay.length === 1 ? wish.key : `${wish.key}/${day}`;
    await sql`
      select entitlements.write_confirmed(${key}, ${wish.booking}, ${day}::date, ${by.actor?.personId ?? null}::uuid, ${wish.words},
        ${JSON.stringify(linesOf('use', summed(of)))}::jsonb)`.execute(tx);
  }
  return ok({ shares: summed(held), again: false });
}

/** Gives up what is held for a booking. */
export async function releaseHolds(tx: Tx, _by: By, booking: string): Promise<void> {
  await sql`select entitlements.end_holds(${booking}, 'released')`.execute(tx);
}

/** Gives back to the accounts what a booking has used of them and not given back yet. */
export async function giveBack(tx: Tx, by: By, wish: Pick<Wish, 'key' | 'booking' | 'words'>): Promise<Posted> {
  const { key, booking, words } = wish;
  await sql`select entitlements.lock_payers(${booking})`.execute(tx);
  const { rows: before } = await sql<Share>`
    select account_id as "accountId", unit, units from entitlements.posted(${booking}, ${key})`.execute(tx);
  if (before.length > 0) return { shares: summed(before), again: true };
  const shares = await usedShares(tx, booking);
  const day = by.clock.today();
  if (shares.length > 0)
    await writePosting(tx, by, { key, what: 'return', booking, day, words }, linesOf('return', shares));
  return { shares, again: false };
}

/** What a booking has used and not given back, by account. */
export async function usedShares(tx: Tx, booking: string): Promise<Share[]> {
  const { rows } = await sql<Share>`
    select account_id as "accountId", unit, units from entitlements.used_of(${booking})`.execute(tx);
  return rows;
}

/** Locks the holder and finds who pays; or what was done under the key before. */
async function lookToSpend(tx: Tx, what: 'hold' | 'use', wish: Wish): Promise<Result<Posted, NotEnough>> {
  if (!Number.isInteger(wish.units) || wish.units <= 0) throw new RangeError(`Not a number of units: ${wish.units}.`);
  const { holder, element, occasion = null, on, booking, key } = wish;
  const { rows } = await sql<Payer & Share & { again: boolean }>`
    select again, account_id as "accountId", unit, units, account_id as id, account_key as key, per, occasion, starts, ends, unlimited, balance, held
    from entitlements.look_to_spend(${what}, ${holder.kind}, ${holder.id}, ${element}, ${occasion}, ${on.toString()}::date, ${booking}, ${key})`.execute(
    tx,
  );
  if (rows[0]?.again) return ok({ shares: summed(rows), again: true });
  const found = holder.kind === 'pool' ? shareInPool(rows, wish, await whoHasLeft(tx, holder.id)) : spread(rows, wish);
  return found.ok ? ok({ shares: found.value, again: false }) : found;
}

/** What shares take from their accounts, or give back, and what that is set against. */
function linesOf(what: 'use' | 'return', shares: readonly Share[]): Line[] {
  const sign = what === 'use' ? -1 : 1;
  const against = [...Map.groupBy(shares, ({ unit }) => unit)].map(([unit, of]) => ({
    account_id: null,
    against: 'used',
    unit,
    units: -sign * of.reduce((sum, { units }) => sum + units, 0),
  }));
  const lines = shares.map(({ accountId, unit, units }) => ({
    account_id: accountId,
    against: null,
    unit,
    units: sign * units,
  }));
  return [...lines, ...against];
}

interface OpenHold extends Share {
  day: Temporal.PlainDate;
  /** Its end has not passed. */
  active: boolean;
  unlimited: boolean;
  /** What its account has that nobody holds, this booking included. */
  free: number;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
}

/** Locks whoever pays for a booking and finds what it holds; or what was done under the key before. */
async function lookToConfirm(
  tx: Tx,
  { booking, key }: Pick<Wish, 'booking' | 'key'>,
): Promise<{ before: Posted | null; held: OpenHold[] }> {
  const { rows } = await sql<OpenHold & { again: boolean }>`
    select again, account_id as "accountId", unit, units, day, active, unlimited, free, starts, ends
    from entitlements.look_to_confirm(${booking}, ${key})`.execute(tx);
  return rows[0]?.again ? { before: { shares: summed(rows), again: true }, held: [] } : { before: null, held: rows };
}

/** One share an account. */
const summed = (shares: readonly Share[]): Share[] =>
  [...Map.groupBy(shares, ({ accountId }) => accountId).values()].map((of) => ({
    accountId: (of[0] as Share).accountId,
    unit: (of[0] as Share).unit,
    units: of.reduce((sum, { units }) => sum + units, 0),
  }));

const holdsOn = ({ starts, ends }: Pick<OpenHold, 'starts' | 'ends'>, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(starts, day) <= 0 && Temporal.PlainDate.compare(day, ends) <= 0;
