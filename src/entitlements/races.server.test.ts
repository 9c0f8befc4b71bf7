import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database, Tx } from '../platform/database';
import { as, asSystem, testClock, testDatabase } from '../platform/testing';
import { type Account, accountsOf } from './accounts';
import type { Holder } from './holders';
import { hold, use } from './ledger';
import { intendPool, makePoolFinal } from './pools';
import { reconcile } from './reconcile';
import { anOffer, aSubscriber, asOwner, byTests as by, inventedOfferText } from './testing';
import { verify } from './verify';

/**
 * Two at once, on real connections. Each race is lost first, in a scratch database without its guard: then the test is known to see it.
 */

const on = testClock.today();
const element = 'token-purse';
const whole = await testDatabase();

/** Functions of the scratch databases without their locks. */
const without = {
  holders: `create or replace function entitlements.lock_holders(keys text[]) returns void language sql as 'select';`,
  accounts: ['apply_lines', 'check_hold']
    .map((name) => `execute replace(pg_get_functiondef('entitlements.${name}'::regproc), 'for update', '');`)
    .join(' '),
};

interface World {
  database: Database;
  school: Holder;
  urn: number;
}

async function world(database: Database, guards: { holders: boolean; accounts: boolean }): Promise<World> {
  if (!guards.holders) await asOwner(database, without.holders);
  if (!guards.accounts) await asOwner(database, `do $do$ begin ${without.accounts} end $do$`);
  return asSystem(database, async (tx) => {
    await anOffer(
      tx,
      inventedOfferText((text) => text.replace('sectors: [first], share', 'sectors: any, share')),
    );
    const { holder, urn } = await aSubscriber(tx, {
      facts: { sector: 'upper', status: 'county', category: 'focused' },
    });
    return { database, school: holder, urn };
  });
}

/**
 * Both do their work before the first commits: the second finds it unfinished, or waits for it. `begun` is how often the second began: what the
 * database refuses is begun anew, and answered by what the first has written.
 */
async function together<A, B>(database: Database, first: (tx: Tx) => Promise<A>, second: (tx: Tx) => Promise<B>) {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const standing = as('system', 'worker');
  const one = database.transaction(standing, async (tx) => {
    const answer = await first(tx);
    begin();
    await gate;
    return answer;
  });
  await Promise.race([begun, one]);
  let times = 0;
  let worked = false;
  const two = database.transaction(standing, (tx) => {
    times++;
    return second(tx).finally(() => {
      worked = true;
    });
  });
  two.catch(() => {});
  while (!worked && !(await oneWaits(database))) await setTimeout(10);
  open();
  return { settled: await Promise.allSettled([one, two]), begun: times };
}

/** Somebody waits for a lock that somebody else holds. */
async function oneWaits(database: Database): Promise<boolean> {
  const { rows } = await asSystem(database, (tx) =>
    sql`select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`.execute(
      tx,
    ),
  );
  return rows.length > 0;
}

const purse = async ({ database, school }: World): Promise<Account> =>
  (await asSystem(database, (tx) => accountsOf(tx, [school], { element })))[0] as Account;
const wish = ({ school }: World, key: string, units: number) => ({
  key,
  booking: key,
  holder: school,
  element,
  units,
  on,
  words: 'x',
});
const holding = (of: World, key: string, units: number) => (tx: Tx) =>
  hold(tx, by, { ...wish(of, key, units), until: null });
const using = (of: World, key: string, units: number) => (tx: Tx) => use(tx, by, wish(of, key, units));
/** 'yes', 'refused' in words, or an error. */
const answers = (settled: PromiseSettledResult<{ ok: boolean }>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? (one.value.ok ? 'yes' : 'refused') : String(one.reason)));

describe('two at once', () => {
  const all: Record<'nothing' | 'database' | 'service' | 'both', World> = {} as never;
  beforeAll(async () => {
    all.nothing = await world(await testDatabase(), { holders: false, accounts: false });
    all.database = await world(await testDatabase(), { holders: false, accounts: true });
    all.service = await world(await testDatabase(), { holders: true, accounts: false });
    all.both = await world(whole, { holders: true, accounts: true });
  }, 120_000);

  describe('hold the last of it', () => {
    it.each([
      ['nothing', ['yes', 'yes'], 1, 10],
      ['database', ['yes', 'refused'], 2, 5],
      ['service', ['yes', 'refused'], 1, 5],
      ['both', ['yes', 'refused'], 1, 5],
    ] as const)('guarded by %s: %j, begun %i times', async (guard, expected, times, held) => {
      const at = all[guard];
      const { settled, begun } = await together(at.database, holding(at, 'a', 5), holding(at, 'b', 5));
      expect([answers(settled), begun]).toEqual([expected, times]);
      expect((await purse(at)).held).toBe(held);
      const { differences } = await asSystem(at.database, verify);
      expect(differences.length).toBe(guard === 'nothing' ? 1 : 0);
      await asOwner(
        at.database,
        `update entitlements.hold set ended = 'released', ended_at = made_at where ended is null`,
      );
    });
  });

  describe('one holds and one uses it', () => {
    it.each([
      ['nothing', ['yes', 'yes'], 1, [2, 5]],
      ['database', ['yes', 'refused'], 2, [7, 5]],
      ['service', ['yes', 'refused'], 1, [7, 5]],
      ['both', ['yes', 'refused'], 1, [7, 5]],
    ] as const)('guarded by %s: %j, begun %i times', async (guard, expected, times, [balance, held]) => {
      const at = all[guard];
      const { settled, begun } = await together(at.database, holding(at, 'c', 5), using(at, 'd', 5));
      expect([answers(settled), begun]).toEqual([expected, times]);
      expect(await purse(at)).toMatchObject({ balance, held });
      await asOwner(
        at.database,
        `update entitlements.hold set ended = 'released', ended_at = made_at where ended is null`,
      );
    });
  });

  describe('use the same key twice', () => {
    it('happens twice without the guards', async () => {
      const at = all.nothing;
      await asOwner(at.database, 'alter table entitlements.posting drop constraint posting_key_key');
      const { settled } = await together(at.database, using(at, 'twice', 1), using(at, 'twice', 1));
      expect(answers(settled)).toEqual(['yes', 'yes']);
      expect((await purse(at)).used).toBe(7);
    });
    it('happens once by the database alone, which refuses the other until it finds the first', async () => {
      const at = all.database;
      const { settled, begun } = await together(at.database, using(at, 'twice', 1), using(at, 'twice', 1));
      expect(settled).toMatchObject([{ value: { value: { again: false } } }, { value: { value: { again: true } } }]);
      expect(begun).toBe(2);
      expect((await purse(at)).used).toBe(1);
    });
    it('happens once, and both are answered', async () => {
      const at = all.both;
      const { settled } = await together(at.database, using(at, 'twice', 1), using(at, 'twice', 1));
      expect(settled).toMatchObject([{ value: { value: { again: false } } }, { value: { value: { again: true } } }]);
      expect((await purse(at)).used).toBe(1);
    });
  });

  describe('work out what is owed', () => {
    const twice = async (at: World) => {
      await asOwner(
        at.database,
        `update entitlements.fact set value = '"middle"' where kind = 'sector'; update entitlements.fact set value = '"focused"' where kind = 'category'`,
      );
      await asSystem(at.database, (tx) => reconcile(tx, by, [at.school]));
      const low = await purse(at);
      await asOwner(at.database, `update entitlements.fact set value = '"upper"' where kind = 'sector'`);
      const work = (tx: Tx) => reconcile(tx, by, [at.school]);
      await together(at.database, work, work);
      return { low: low.granted, high: (await purse(at)).granted };
    };
    it('grants twice without the guard', async () => {
      const { low, high } = await twice(all.database);
      expect(high - low).toBe(6);
    });
    it('grants once', async () => {
      const { low, high } = await twice(all.both);
      expect([low, high]).toEqual([4, 7]);
      expect((await asSystem(all.both.database, verify)).differences).toEqual([]);
    });
  });

  describe('make a pool final', () => {
    const final = async (at: World) => {
      const made = await asSystem(at.database, (tx) =>
        intendPool(tx, by, {
          name: 'A',
          year: '2018/19',
          trustUid: null,
          note: '',
          members: [{ urn: at.urn, part: 2 }],
        }),
      );
      const id = made.ok ? made.value.id : '';
      const work = (tx: Tx) => makePoolFinal(tx, by, id, { by: 'A leader', on });
      return together(at.database, work, work);
    };
    it('is refused by the database without the lock until the second finds the first, and never moves twice', async () => {
      const { settled, begun } = await final(all.database);
      expect(settled).toMatchObject([{ value: { value: { moved: 2 } } }, { value: { value: { moved: 0 } } }]);
      expect(begun).toBe(2);
      expect((await purse(all.database)).moved).toBe(-2);
    });
    it('moves once, and both are answered', async () => {
      expect((await final(all.both)).settled).toMatchObject([
        { value: { value: { moved: 2 } } },
        { value: { value: { moved: 0 } } },
      ]);
      expect((await purse(all.both)).moved).toBe(-2);
    });
  });

  it('many on many connections never use more than there is', async () => {
    const at = all.both;
    const before = await purse(at);
    const tried = await Promise.all(
      Array.from({ length: 24 }, (_, i) => asSystem(at.database, using(at, `many-${i}`, 1))),
    );
    expect(tried.filter(({ ok }) => ok).length).toBe(before.left);
    expect(await purse(at)).toMatchObject({ left: 0, balance: 0 });
  });
});
