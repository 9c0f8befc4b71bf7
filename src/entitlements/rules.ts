import { shareByCredit } from '../offer';
import { ok, type Result, refused } from '../platform/result';
import type { Account } from './accounts';

/** Which account pays how much of a use. Pure. */

export interface Share {
  accountId: number;
  unit: string;
  units: number;
}

/** What the choice needs to know of an account. */
export type Payer = Pick<
  Account,
  'id' | 'key' | 'unit' | 'per' | 'occasion' | 'starts' | 'ends' | 'unlimited' | 'balance' | 'held'
>;

/**
 * Spreads units over the accounts that hold on the day: first those that expire earlier, then those that were opened earlier
 * (docs/architecture.md, the ledger); of one rule alone, where the wish names it. Something unlimited pays last, and all the rest. Refused, with what is left, when they have not enough.
 */
export function spread(
  accounts: readonly Payer[],
  wish: { units: number; on: Temporal.PlainDate; rule?: string; occasion?: string },
): Result<Share[], { left: number }> {
  const paying = accounts
    .filter((account) => holdsOn(account, wish.on))
    // An account's key begins with the rule that opened it.
    .filter(({ key }) => wish.rule === undefined || key.startsWith(`${wish.rule}/`))
    .filter(({ per, occasion }) => (per === 'event' ? occasion === (wish.occasion ?? '') : true))
    .sort(
      (a, b) => Number(a.unlimited) - Number(b.unlimited) || Temporal.PlainDate.compare(a.ends, b.ends) || a.id - b.id,
    );
  const shares: Share[] = [];
  let missing = wish.units;
  for (const account of paying) {
    if (missing === 0) break;
    const units = account.unlimited ? missing : Math.min(missing, leftOf(account));
    if (units === 0) continue;
    shares.push({ accountId: account.id, unit: account.unit, units });
    missing -= units;
  }
  return missing === 0 ? ok(shares) : refused({ left: wish.units - missing });
}

/**
 * Spreads units over the schools of a pool, in proportion to what each has left, spare units to the first (offer, section 9); within one
 * school as `spread` does. Who has left the pool pays for nothing new.
 */
export function shareInPool(
  accounts: readonly Payer[],
  wish: { units: number; on: Temporal.PlainDate },
  gone: ReadonlySet<string> = new Set(),
): Result<Share[], { left: number }> {
  const paying = accounts.filter((account) => holdsOn(account, wish.on) && !gone.has(memberOf(account)));
  // In the order in which their accounts were opened, which is that of the members.
  const members = [
    ...Map.groupBy(
      [...paying].sort((a, b) => a.id - b.id),
      memberOf,
    ).values(),
  ];
  const left = members.map((own) => own.reduce((sum, account) => sum + leftOf(account), 0));
  const shared = shareByCredit(wish.units, left);
  if (!shared.ok) return refused({ left: left.reduce((a, b) => a + b, 0) });
  const shares = members.flatMap((own, i) => {
    const units = shared.value[i] ?? 0;
    const found = units === 0 ? null : spread(own, { ...wish, units });
    return found?.ok ? found.value : [];
  });
  return ok(shares);
}

/** An account of a pool is named after the school that it came from: see `pools`. */
export const memberOf = ({ key }: Pick<Payer, 'key'>): string => key.slice(0, key.indexOf('/'));

const leftOf = ({ balance, held }: Pick<Payer, 'balance' | 'held'>): number => Math.max(0, balance - held);

const holdsOn = ({ starts, ends }: Pick<Payer, 'starts' | 'ends'>, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(starts, day) <= 0 && Temporal.PlainDate.compare(day, ends) <= 0;
