import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../platform/clock';
import type { Tx } from '../platform/database';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { type Account, accountsOf } from './accounts';
import { tellMany } from './facts';
import type { Holder } from './holders';
import { confirmHolds, giveBack, hold, releaseHolds, use } from './ledger';
import { spread } from './rules';
import { anOffer, aSubscriber, factsFor } from './testing';
import { verify } from './verify';

/**
 * Random histories of schools, lived twice: in a model that is nothing but arrays, and in the database. Both give the same answer to each
 * step, and say the same at the end. Ten schools live theirs in one transaction, which is then undone: so thousands are lived in the time of
 * hundreds.
 */

const database = await testDatabase();
const elements = ['pilot', 'token-purse'];
const categories = ['steady', 'watched', 'focused'];
const sectors = ['first', 'upper'];
const city = 10;
const cities = database.kind === 'postgres' ? 100 : 30;
/** Printed with the test's name; put here instead of a random one, it lives the same histories again. */
const seed = Math.floor(Math.random() * 2 ** 31);
let schools: Holder[];

interface Known {
  category: string;
  sector: string;
  subscribed: boolean;
}
const start: Known = { category: 'watched', sector: 'upper', subscribed: true };

interface Kept {
  account: Account;
  owed: number;
  granted: number;
  used: number;
}
interface Held {
  booking: string;
  until: Temporal.Instant | null;
  shares: Map<number, number>;
  on: Temporal.PlainDate;
}

class Model {
  kept: Kept[];
  held: Held[] = [];
  used = new Map<string, Map<number, number>>();
  now = testClock.now();
  known = { ...start };
  constructor(
    readonly holder: Holder,
    accounts: readonly Account[],
  ) {
    this.kept = accounts.map((account) => ({ account, owed: account.owed, granted: account.granted, used: 0 }));
  }
  active = (one: Held) => one.until === null || Temporal.Instant.compare(one.until, this.now) > 0;
  heldOf = (id: number, of = this.held) =>
    of.filter(this.active).reduce((sum, { shares }) => sum + (shares.get(id) ?? 0), 0);
  today = () => this.now.toZonedDateTimeISO('Europe/London').toPlainDate();
  payers = (element: string) =>
    this.kept
      .filter(({ account }) => account.element === element)
      .map(({ account, granted, used }) => ({ ...account, balance: granted - used, held: this.heldOf(account.id) }));
  spread(element: string, units: number) {
    const found = spread(this.payers(element), { units, on: this.today() });
    return found.ok ? new Map(found.value.map((share) => [share.accountId, share.units])) : null;
  }
  spend(booking: string, shares: ReadonlyMap<number, number>) {
    const before = this.used.get(booking) ?? new Map<number, number>();
    for (const [id, units] of shares) {
      before.set(id, (before.get(id) ?? 0) + units);
      this.of(id).used += units;
    }
    this.used.set(booking, before);
  }
  of = (id: number) => this.kept.find(({ account }) => account.id === id) as Kept;
  /** True when it fits. */
  confirm(booking: string): boolean {
    const own = this.held.filter((one) => one.booking === booking);
    const others = this.held.filter((one) => one.booking !== booking);
    const needs = new Map<number, number>();
    for (const { shares } of own) for (const [id, units] of shares) needs.set(id, (needs.get(id) ?? 0) + units);
    for (const [id, units] of needs)
      if (this.of(id).granted - this.of(id).used - this.heldOf(id, others) < units) return false;
    this.held = others;
    this.spend(booking, needs);
    return true;
  }
  back(booking: string) {
    for (const [id, units] of this.used.get(booking) ?? []) this.of(id).used -= units;
    this.used.delete(booking);
  }
  learn(known: Partial<Known>) {
    this.known = { ...this.known, ...known };
    const { category, sector, subscribed } = this.known;
    for (const one of this.kept) {
      const amounts: Record<string, number> = { steady: 1, watched: 3, focused: 6, first: 4, upper: 7 };
      const owed = subscribed ? (amounts[one.account.element === 'pilot' ? category : sector] ?? 0) : 0;
      const free = one.granted - one.used - this.heldOf(one.account.id);
      one.owed = owed;
      one.granted += owed >= one.granted ? owed - one.granted : -Math.min(one.granted - owed, Math.max(0, free));
    }
  }
  says = () =>
    this.kept.map(({ account, owed, granted, used }) => ({
      id: account.id,
      owed,
      granted,
      used,
      balance: granted - used,
      held: this.heldOf(account.id),
    }));
}

type Step =
  | { do: 'use' | 'hold'; booking: string; element: string; units: number; days: number | null }
  | { do: 'confirm' | 'release' | 'back'; booking: string }
  | { do: 'learn'; known: Partial<Known> }
  | { do: 'wait'; days: number }
  | { do: 'repeat' };

const booking = fc.constantFrom('a', 'b', 'c');
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('use' as const),
        booking,
        element: fc.constantFrom(...elements),
        units: fc.integer({ min: 1, max: 8 }),
        days: fc.constant(null),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('hold' as const),
        booking,
        element: fc.constantFrom(...elements),
        units: fc.integer({ min: 1, max: 8 }),
        days: fc.option(fc.integer({ min: 1, max: 30 })),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constantFrom('confirm' as const, 'release' as const, 'back' as const), booking }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('learn' as const),
        known: fc.record(
          { category: fc.constantFrom(...categories), sector: fc.constantFrom(...sectors), subscribed: fc.boolean() },
          { requiredKeys: [] },
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 150 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
  ),
  { minLength: 4, maxLength: 14 },
);

class Undone extends Error {}

async function live(histories: readonly (readonly Step[])[]): Promise<void> {
  const undone = asSystem(database, async (tx) => {
    for (const [i, history] of histories.entries()) await liveOne(tx, schools[i] as Holder, history);
    expect((await verify(tx)).differences.filter(({ what }) => what !== 'hold')).toEqual([]);
    throw new Undone();
  });
  await undone.catch((error) => {
    if (!(error instanceof Undone)) throw error;
  });
}

async function liveOne(tx: Tx, holder: Holder, history: readonly Step[]): Promise<void> {
  const rows = async () => (await accountsOf(tx, [holder])).filter(({ element }) => elements.includes(element));
  const model = new Model(holder, await rows());
  const clock: Clock = { ...testClock, today: model.today, now: () => model.now };
  const by = { actor: null, clock };
  await moveTo(tx, model);
  let last: (() => Promise<unknown>) | null = null;
  for (const [n, step] of history.entries()) {
    if (step.do === 'repeat') await last?.();
    else last = await take(tx, by, model, step, `${holder.id}/${n}`);
  }
  const now = await rows();
  expect(now.map(({ id, owed, granted, used, balance, held }) => ({ id, owed, granted, used, balance, held }))).toEqual(
    model.says(),
  );
  expect(now.every(({ balance }) => balance >= 0)).toBe(true);
  // Everything spent is given back: what is left is what was granted.
  for (const booking of model.used.keys()) await giveBack(tx, by, { key: `end/${booking}`, booking, words: 'x' });
  if (model.used.size > 0)
    for (const { used, balance, granted } of await rows())
      expect({ used, balance }).toEqual({ used: 0, balance: granted });
}

const moveTo = (tx: Tx, { now, today }: Model) =>
  sql`select set_config('app.now', ${now.toString()}, true), set_config('app.today', ${today().toString()}, true)`.execute(
    tx,
  );

/** Takes a step in both, compares the answers, and says how to take it again. */
async function take(tx: Tx, by: Parameters<typeof use>[1], model: Model, step: Step, key: string) {
  const { holder } = model;
  const named = (booking: string) => `${holder.id}/${booking}`;
  switch (step.do) {
    case 'use':
    case 'hold': {
      const { element, units, days } = step;
      const of = named(step.booking);
      const until = days === null ? null : model.now.add({ hours: 24 * days });
      const wish = { key, booking: of, holder, element, units, on: model.today(), words: 'x' };
      const shares = model.spread(element, units);
      const again = () => (step.do === 'use' ? use(tx, by, wish) : hold(tx, by, { ...wish, until }));
      expect((await again()).ok).toBe(shares !== null);
      if (!shares) return null;
      if (step.do === 'use') model.spend(of, shares);
      else model.held.push({ booking: of, until, shares, on: wish.on });
      return again;
    }
    case 'confirm': {
      const booking = named(step.booking);
      const any = model.held.some((one) => one.booking === booking);
      const again = () => confirmHolds(tx, by, { key, booking, words: 'x' });
      const fits = model.confirm(booking);
      expect((await again()).ok).toBe(fits);
      return any && fits ? again : null;
    }
    case 'release': {
      const booking = named(step.booking);
      model.held = model.held.filter((one) => one.booking !== booking);
      await releaseHolds(tx, by, booking);
      return () => releaseHolds(tx, by, booking);
    }
    case 'back': {
      const booking = named(step.booking);
      const any = (model.used.get(booking)?.size ?? 0) > 0;
      model.back(booking);
      const again = () => giveBack(tx, by, { key, booking, words: 'x' });
      await again();
      return any ? again : null;
    }
    case 'learn': {
      model.learn(step.known);
      const again = () => tellMany(tx, by, factsFor(holder, { ...model.known, status: 'county' }));
      await again();
      return again;
    }
    case 'wait':
      model.now = model.now.add({ hours: 24 * step.days });
      await moveTo(tx, model);
      return null;
    case 'repeat':
      return null;
  }
}

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await anOffer(tx);
    schools = [];
    for (let i = 0; i < city; i++)
      schools.push((await aSubscriber(tx, { facts: { status: 'county', ...start } })).holder);
  });
});

describe('whatever happens to a school', () => {
  it(`the books say what the model says: ${cities * city} histories, seed ${seed}`, async () => {
    const histories = fc.array(steps, { minLength: city, maxLength: city });
    await fc.assert(fc.asyncProperty(histories, live), { numRuns: cities, seed });
  }, 600_000);
});
