import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { accountsOf } from './accounts';
import type { By } from './facts';
import { type Holder, lockHolders } from './holders';
import { openOccasion } from './occasions';
import { whoHasLeft } from './pool-queries';
import { writePosting } from './reconcile';
import { type Share, shareInPool, spread } from './rules';
import './tables';

export interface Wish {
  /** Makes it happen once: repeated with the same key, it answers what it did the first time. */
  key: string;
  /** Which booking uses the units: bookings' own identifier. */
  booking: string;
  holder: Holder;
  element: string;
  /** The rule of the offer that it draws from, where an element has several kinds of account; else all of the element's accounts pay. */
  rule?: string;
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
  await lockHolders(tx, [wish.holder]);
  const known = await heldBefore(tx, wish);
  if (known) return ok(known);
  const found = await payers(tx, wish);
  if (!found.ok) return found;
  const accounts = found.value.map(({ accountId }) => accountId);
  const units = found.value.map((share) => share.units);
  await sql`
    select entitlements.write_hold(${wish.key}, ${wish.booking}, ${wish.on.toString()}::date, ${wish.until?.toString() ?? null}::timestamptz,
      ${by.actor?.personId ?? null}::uuid, ${wish.words}, ${accounts}::bigint[], ${units}::bigint[])`.execute(tx);
  return ok({ shares: found.value, again: false });
}

/** Uses units at once, without a hold before. */
export async function use(tx: Tx, by: By, wish: Wish): Promise<Result<Posted, NotEnough>> {
  await lockHolders(tx, [wish.holder]);
  const before = await postedBefore(tx, wish);
  if (before) return ok(before);
  const found = await payers(tx, wish);
  if (!found.ok) return found;
  await postUse(tx, by, wish, found.value);
  return ok({ shares: found.value, again: false });
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
  await lockHolders(tx, await holdersOf(tx, wish.booking));
  const before = await postedBefore(tx, wish);
  if (before) return ok(before);
  const held = await openHolds(tx, wish.booking);
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
  await endHolds(tx, wish.booking, 'confirmed');
  const byDay = [...Map.groupBy(held, ({ day }) => day.toString())];
  for (const [day, of] of byDay) {
    const key = byDay.length === 1 ? wish.key : `${wish.key}/${day}`;
    await postUse(tx, by, { ...wish, key, on: Temporal.PlainDate.from(day) }, summed(of));
  }
  return ok({ shares: summed(held), again: false });
}

/** Gives up what is held for a booking. */
export async function releaseHolds(tx: Tx, _by: By, booking: string): Promise<void> {
  await endHolds(tx, booking, 'released');
}

/** Gives back to the accounts what a booking has used of them and not given back yet. */
export async function giveBack(tx: Tx, by: By, wish: Pick<Wish, 'key' | 'booking' | 'words'>): Promise<Posted> {
  await lockHolders(tx, await holdersOf(tx, wish.booking));
  const before = await postedBefore(tx, wish);
  if (before) return before;
  const shares = await usedShares(tx, wish.booking);
  if (shares.length > 0) await postLines(tx, by, { ...wish, on: by.clock.today() }, 'return', shares);
  return { shares, again: false };
}

/** What a booking has used and not given back, by account. */
export async function usedShares(tx: Tx, booking: string): Promise<Share[]> {
  const { rows } = await sql<Share>`
    select account_id as "accountId", unit, units from entitlements.used_of(${booking})`.execute(tx);
  return rows;
}

async function payers(tx: Tx, wish: Wish): Promise<Result<Share[], NotEnough>> {
  if (!Number.isInteger(wish.units) || wish.units <= 0) throw new RangeError(`Not a number of units: ${wish.units}.`);
  if (wish.occasion !== undefined) await openOccasion(tx, { ...wish, occasion: wish.occasion });
  const accounts = await accountsOf(tx, [wish.holder], { element: wish.element });
  if (wish.holder.kind !== 'pool') return spread(accounts, wish);
  return shareInPool(accounts, wish, await whoHasLeft(tx, wish.holder.id));
}

const postUse = (
  tx: Tx,
  by: By,
  wish: Pick<Wish, 'key' | 'booking' | 'on' | 'words'>,
  shares: readonly Share[],
): Promise<void> => {
  const lines = shares.map((share) => ({ ...share, units: -share.units }));
  return postLines(tx, by, wish, 'use', lines);
};

async function postLines(
  tx: Tx,
  by: By,
  wish: Pick<Wish, 'key' | 'booking' | 'on' | 'words'>,
  what: 'use' | 'return',
  shares: readonly Share[],
): Promise<void> {
  if (shares.length === 0) return;
  const against = [...Map.groupBy(shares, ({ unit }) => unit)].map(([unit, of]) => ({
    account_id: null,
    against: 'used',
    unit,
    units: -of.reduce((sum, { units }) => sum + units, 0),
  }));
  const lines = shares.map(({ accountId, unit, units }) => ({ account_id: accountId, against: null, unit, units }));
  const { key, booking, on: day, words } = wish;
  await writePosting(tx, by, { key, what, booking, day, words }, [...lines, ...against]);
}

async function postedBefore(tx: Tx, { booking, key }: Pick<Wish, 'booking' | 'key'>): Promise<Posted | null> {
  const { rows } = await sql<Share>`
    select account_id as "accountId", unit, units from entitlements.posted(${booking}, ${key})`.execute(tx);
  return rows.length === 0 ? null : { shares: summed(rows), again: true };
}

async function heldBefore(tx: Tx, { booking, key }: Pick<Wish, 'booking' | 'key'>): Promise<Posted | null> {
  const { rows } = await sql<Share>`
    select account_id as "accountId", unit, units from entitlements.held(${booking}, ${key})`.execute(tx);
  return rows.length === 0 ? null : { shares: rows, again: true };
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

async function openHolds(tx: Tx, booking: string): Promise<OpenHold[]> {
  const { rows } = await sql<OpenHold>`
    select day, active, account_id as "accountId", unit, units, unlimited, free, starts, ends from entitlements.holds_of(${booking})`.execute(
    tx,
  );
  return rows;
}

async function endHolds(tx: Tx, booking: string, ended: 'confirmed' | 'released'): Promise<void> {
  await sql`select entitlements.end_holds(${booking}, ${ended})`.execute(tx);
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

/** Everybody whose accounts a booking holds or has used. */
async function holdersOf(tx: Tx, booking: string): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    select holder_kind as kind, holder_id as id from entitlements.holds_of(${booking})
    union select holder_kind, holder_id from entitlements.used_of(${booking})`.execute(tx);
  return rows;
}
