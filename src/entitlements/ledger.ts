import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import type { By } from './facts';
import { type Holder, holderKey } from './holders';
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
export async function hold(tx: Tx, by: By, wish: HoldWish): Promise<Result<Posted, NotEnough>> {
  const [held] = await holdMany(tx, by, [wish]);
  return held as Result<Posted, NotEnough>;
}

export type HoldWish = Wish & { until: Temporal.Instant | null };

/** The same for many, each answered by itself: with no more statements than one, as long as each is another holder's. */
export async function holdMany(tx: Tx, by: By, wishes: readonly HoldWish[]): Promise<Result<Posted, NotEnough>[]> {
  const answers = new Map<HoldWish, Result<Posted, NotEnough>>();
  // What one holder's wish takes is not there for the next one's.
  for (const some of apart(wishes, ({ holder }) => [holderKey(holder)])) {
    const found = await lookToSpend(tx, 'hold', some);
    const rows = some.flatMap((wish, i) => {
      const one = found[i] as Result<Posted, NotEnough>;
      answers.set(wish, one);
      if (!one.ok || one.value.again) return [];
      const { key, booking, on, until, words } = wish;
      const accounts = one.value.shares.map(({ accountId }) => accountId);
      const units = one.value.shares.map((share) => share.units);
      return [{ key, booking, day: on.toString(), until: until?.toString() ?? null, words, accounts, units }];
    });
    if (rows.length > 0)
      await sql`
        select entitlements.write_hold(w.key, w.booking, w.day, w.until, ${by.actor?.personId ?? null}::uuid, w.words, w.accounts, w.units)
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as w (key text, booking text, day date, until timestamptz, words text, accounts bigint[], units bigint[])`.execute(
        tx,
      );
  }
  return wishes.map((wish) => answers.get(wish) as Result<Posted, NotEnough>);
}

/** In rounds, so that no two of one round have a name in common; as few rounds as that takes, each in the order given. */
export function apart<One>(all: readonly One[], namesOf: (one: One) => readonly string[]): One[][] {
  const rounds: One[][] = [];
  const last = new Map<string, number>();
  for (const one of all) {
    const names = namesOf(one);
    const round = Math.max(-1, ...names.map((name) => last.get(name) ?? -1)) + 1;
    for (const name of names) last.set(name, round);
    rounds[round] = [...(rounds[round] ?? []), one];
  }
  return rounds;
}

/** Uses units at once, without a hold before. */
export async function use(tx: Tx, by: By, wish: Wish): Promise<Result<Posted, NotEnough>> {
  const [looked] = await lookToSpend(tx, 'use', [wish]);
  const found = looked as Result<Posted, NotEnough>;
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
export async function confirmHolds(tx: Tx, by: By, wish: ConfirmWish): Promise<Result<Posted, NotEnough>> {
  const [confirmed] = await confirmManyHolds(tx, by, [wish]);
  return confirmed as Result<Posted, NotEnough>;
}

export type ConfirmWish = Pick<Wish, 'key' | 'booking' | 'words'>;

/** The same for many bookings, each answered by itself: with no more statements than one, as long as each has accounts of its own. */
export async function confirmManyHolds(
  tx: Tx,
  by: By,
  wishes: readonly ConfirmWish[],
): Promise<Result<Posted, NotEnough>[]> {
  const answers = new Map<ConfirmWish, Result<Posted, NotEnough>>();
  for (let waiting = [...wishes]; waiting.length > 0; ) {
    const looked = await lookToConfirm(tx, waiting);
    const [now = []] = apart([...looked], ([, { held }]) => held.map(({ accountId }) => String(accountId)));
    const rows = now.flatMap(([wish, { before, held }]) => {
      const answer = before ? ok(before) : confirmed(held);
      answers.set(wish, answer);
      if (before || !answer.ok) return [];
      const byDay = [...Map.groupBy(held, ({ day }) => day.toString())];
      return byDay.map(([day, of]) => ({
        key: byDay.length === 1 ? wish.key : `${wish.key}/${day}`,
        ...{ booking: wish.booking, words: wish.words, day },
        lines: linesOf('use', summed(of)),
      }));
    });
    if (rows.length > 0)
      await sql`
        select entitlements.write_confirmed(w.key, w.booking, w.day, ${by.actor?.personId ?? null}::uuid, w.words, w.lines)
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (key text, booking text, day date, words text, lines jsonb)`.execute(
        tx,
      );
    // What one of them has used is not there for the others of its accounts: they look again.
    waiting = waiting.filter((wish) => !answers.has(wish));
  }
  return wishes.map((wish) => answers.get(wish) as Result<Posted, NotEnough>);
}

/** What is used when what a booking holds is confirmed; refused when an account has not that much, or has ended before the day. */
function confirmed(held: readonly OpenHold[]): Result<Posted, NotEnough> {
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

/** Locks the holders and finds who pays each of the wishes; or what was done under its key before. */
async function lookToSpend(
  tx: Tx,
  what: 'hold' | 'use',
  wishes: readonly Wish[],
): Promise<Result<Posted, NotEnough>[]> {
  for (const { units } of wishes)
    if (!Number.isInteger(units) || units <= 0) throw new RangeError(`Not a number of units: ${units}.`);
  const asked = wishes.map(({ holder, element, occasion = null, on, booking, key }, n) => ({
    ...{ n, kind: holder.kind, id: holder.id, element, occasion, day: on.toString(), booking, key },
  }));
  const { rows } = await sql<Payer & Share & { n: number; again: boolean }>`
    select w.n, x.again, x.account_id as "accountId", x.unit, x.units, x.account_id as id, x.account_key as key, x.per, x.occasion, x.starts, x.ends,
      x.unlimited, x.balance, x.held
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as w (n int, kind text, id text, element text, occasion text, day date, booking text, key text)
    cross join lateral entitlements.look_to_spend(${what}, w.kind, w.id, w.element, w.occasion, w.day, w.booking, w.key) x`.execute(
    tx,
  );
  const byWish = Map.groupBy(rows, ({ n }) => n);
  const answers: Result<Posted, NotEnough>[] = [];
  for (const [n, wish] of wishes.entries()) {
    const own = byWish.get(n) ?? [];
    if (own[0]?.again) {
      answers.push(ok({ shares: summed(own), again: true }));
      continue;
    }
    const { holder } = wish;
    const found = holder.kind === 'pool' ? shareInPool(own, wish, await whoHasLeft(tx, holder.id)) : spread(own, wish);
    answers.push(found.ok ? ok({ shares: found.value, again: false }) : found);
  }
  return answers;
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

/** Locks whoever pays for bookings and finds what each holds; or what was done under its key before. */
async function lookToConfirm(
  tx: Tx,
  wishes: readonly ConfirmWish[],
): Promise<Map<ConfirmWish, { before: Posted | null; held: OpenHold[] }>> {
  const asked = wishes.map(({ booking, key }, n) => ({ n, booking, key }));
  const { rows } = await sql<OpenHold & { n: number; again: boolean }>`
    select w.n, x.again, x.account_id as "accountId", x.unit, x.units, x.day, x.active, x.unlimited, x.free, x.starts, x.ends
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w (n int, booking text, key text)
    cross join lateral entitlements.look_to_confirm(w.booking, w.key) x`.execute(tx);
  const byWish = Map.groupBy(rows, ({ n }) => n);
  return new Map(
    wishes.map((wish, n) => {
      const own = byWish.get(n) ?? [];
      return [
        wish,
        own[0]?.again ? { before: { shares: summed(own), again: true }, held: [] } : { before: null, held: own },
      ];
    }),
  );
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
