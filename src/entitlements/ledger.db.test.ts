import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldClock } from '../platform/clock';
import type { Tx } from '../platform/database';
import { as, asSystem, testClock, testDatabase } from '../platform/testing';
import { accountsOf } from './accounts';
import { tell, tellMany } from './facts';
import type { Holder } from './holders';
import { confirmHolds, giveBack, hold, releaseHolds, use } from './ledger';
import { reconcile } from './reconcile';
import { anOffer, aSubscriber, asOwner, byTests as by, factsFor } from './testing';
import { verify } from './verify';

const database = await testDatabase();
const today = testClock.today();
/** By the invented offer: a purse of seven tokens, and pilot days by category. */
const facts = { sector: 'upper', status: 'county', category: 'focused' };
let school: Holder;
let urn = 0;

const left = (element: string, of = school) =>
  asSystem(database, async (tx) =>
    (await accountsOf(tx, [of], { element })).map(({ left: units, held, used }) => ({ units, held, used })),
  );
const aWish = (more: { booking: string; units: number; element?: string; key?: string }) => ({
  key: more.booking,
  holder: school,
  element: 'token-purse',
  on: today,
  words: 'A map',
  ...more,
});
const spend = (more: Parameters<typeof aWish>[0]) => asSystem(database, (tx) => use(tx, by, aWish(more)));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
  );

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await anOffer(tx);
    const made = await aSubscriber(tx, { facts });
    school = made.holder;
    urn = made.urn;
  });
});

describe('a school that subscribes', () => {
  it('is owed what the offer says, once', async () => {
    const before = await asSystem(database, (tx) => accountsOf(tx, [school]));
    const again = await asSystem(database, async (tx) => [
      ...(await reconcile(tx, by, [school])),
      ...(await tellMany(tx, by, factsFor(school, { subscribed: true, ...facts }))),
    ]);
    expect(again.map(({ opened, given, takenBack }) => [opened, given, takenBack])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(before.map(({ element, owed, left: units, unlimited }) => ({ element, owed, units, unlimited }))).toEqual([
      { element: 'weather-report', owed: 0, units: 0, unlimited: true },
      { element: 'pilot', owed: 6, units: 6, unlimited: false },
      { element: 'token-purse', owed: 7, units: 7, unlimited: false },
    ]);
  });

  it('holds, confirms and returns, each once', async () => {
    const held = await asSystem(database, (tx) =>
      hold(tx, by, { ...aWish({ booking: 'b1', units: 3, key: 'h1' }), until: null }),
    );
    expect(held).toMatchObject({ ok: true, value: { shares: [{ units: 3 }], again: false } });
    expect(await left('token-purse')).toEqual([{ units: 4, held: 3, used: 0 }]);
    expect(await spend({ booking: 'b2', units: 5 })).toEqual({ ok: false, reason: { left: 4 } });
    const confirm = () =>
      asSystem(database, (tx) => confirmHolds(tx, by, { key: 'c1', booking: 'b1', words: 'A map' }));
    expect([await confirm(), await confirm()]).toMatchObject([{ value: { again: false } }, { value: { again: true } }]);
    expect(await left('token-purse')).toEqual([{ units: 4, held: 0, used: 3 }]);
    const back = () => asSystem(database, (tx) => giveBack(tx, by, { key: 'r1', booking: 'b1', words: 'Cancelled' }));
    expect([await back(), await back()]).toMatchObject([
      { shares: [{ units: 3 }], again: false },
      { shares: [{ units: 3 }], again: true },
    ]);
    expect(await left('token-purse')).toEqual([{ units: 7, held: 0, used: 0 }]);
  });

  it('is refused when what ran out has been used by another, and gets it when it has not', async () => {
    const soon = testClock.now();
    const run = (booking: string) =>
      asSystem(database, (tx) => hold(tx, by, { ...aWish({ booking, units: 4, key: `h-${booking}` }), until: soon }));
    expect((await run('late-1')).ok).toBe(true);
    expect((await run('late-2')).ok).toBe(true);
    expect(await left('token-purse')).toEqual([{ units: 7, held: 0, used: 0 }]);
    const confirm = (booking: string) =>
      asSystem(database, (tx) => confirmHolds(tx, by, { key: `c-${booking}`, booking, words: 'A map' }));
    expect((await confirm('late-1')).ok).toBe(true);
    expect(await confirm('late-2')).toEqual({ ok: false, reason: { left: 3 } });
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'r-late', booking: 'late-1', words: 'Cancelled' }));
    expect((await confirm('late-2')).ok).toBe(true);
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'r-late-2', booking: 'late-2', words: 'Cancelled' }));
  });

  it('keeps what it used when it is owed less, and shows it', async () => {
    await spend({ booking: 'b3', units: 5, element: 'pilot' });
    const say = (category: string, subscribed = true) =>
      asSystem(database, (tx) => tellMany(tx, by, factsFor(school, { subscribed, ...facts, category })));
    const [less] = await say('steady');
    expect(less).toMatchObject({ takenBack: 1, shortfalls: [{ element: 'pilot', unit: 'quarter-days', units: 4 }] });
    const [none] = await say('steady', false);
    expect(none?.shortfalls).toEqual([{ element: 'pilot', unit: 'quarter-days', units: 5 }]);
    const [back] = await say('focused');
    expect(back?.shortfalls).toEqual([]);
    expect(await left('pilot')).toEqual([{ units: 1, held: 0, used: 5 }]);
  });

  it('spends on no day on which nothing is owed', async () => {
    const late = Temporal.PlainDate.from('2020-01-01');
    const answer = await asSystem(database, (tx) => use(tx, by, { ...aWish({ booking: 'b4', units: 1 }), on: late }));
    expect(answer).toEqual({ ok: false, reason: { left: 0 } });
  });

  it('has nothing left after the last day, and nothing is posted for that', async () => {
    const [account] = await asSystem(database, (tx) => accountsOf(tx, [school], { element: 'token-purse' }));
    const ends = account?.ends ?? today;
    const on = (day: Temporal.PlainDate) =>
      database.transaction(as('system', 'worker', heldClock(day.toString())), async (tx) => {
        const [{ left: units, balance } = { left: -1, balance: -1 }] = await accountsOf(tx, [school], {
          element: 'token-purse',
        });
        const { rows } = await sql<{
          n: number;
        }>`select count(*) as n from entitlements.line where account_id = ${account?.id}`.execute(tx);
        return { units, balance, lines: rows[0]?.n };
      });
    const last = await on(ends);
    expect(last).toMatchObject({ units: 7, balance: 7 });
    expect(await on(ends.add({ days: 1 }))).toEqual({ ...last, units: 0 });
  });

  it('is given something for each occurrence', async () => {
    const storm = (day: string) =>
      asSystem(database, (tx) =>
        tell(tx, by, {
          holder: school,
          key: `test/storm/${day}`,
          kind: 'storm',
          value: true,
          from: Temporal.PlainDate.from(day),
          to: Temporal.PlainDate.from(day),
          source: 'A test',
        }),
      );
    await storm('2018-12-01');
    const after = await storm('2019-01-02');
    expect(after.given).toBe(3);
    expect(await left('storm-relief')).toEqual([{ units: 6, held: 0, used: 0 }]);
  });

  it('gives up what it held, for good', async () => {
    await asSystem(database, (tx) => hold(tx, by, { ...aWish({ booking: 'b9', units: 7, key: 'h9' }), until: null }));
    await asSystem(database, (tx) => releaseHolds(tx, by, 'b9'));
    expect(await left('token-purse')).toEqual([{ units: 7, held: 0, used: 0 }]);
    const again = asSystem(database, (tx) =>
      sql`update entitlements.hold set ended = null, ended_at = null where key = 'h9'`.execute(tx),
    );
    expect(await refusal(again)).toBe('hold_ends_once');
  });

  it('does not take a key for another booking', async () => {
    await spend({ booking: 'b10', units: 1 });
    expect(await refusal(spend({ booking: 'b11', units: 1, key: 'b10' }))).toContain('was used for something else');
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'r10', booking: 'b10', words: 'Cancelled' }));
  });
});

describe('the database refuses', () => {
  const post = (lines: string, what = 'use', booking: string | null = 'x', day = today.toString()) =>
    refusal(
      asSystem(database, (tx) =>
        sql`with p as (
          insert into entitlements.posting (key, what, booking, day, at, words)
          values (gen_random_uuid()::text, ${what}, ${booking}, ${day}::date, platform.now(), 'x') returning id
        ) insert into entitlements.line (posting_id, account_id, against, unit, units)
          select p.id, v.* from p, (values ${sql.raw(lines)}) v (account_id, against, unit, units)`.execute(tx),
      ),
    );
  let purse = 0;
  let pilot = 0;
  beforeAll(async () => {
    const accounts = await asSystem(database, (tx) => accountsOf(tx, [school]));
    purse = accounts.find(({ element }) => element === 'token-purse')?.id ?? 0;
    pilot = accounts.find(({ element }) => element === 'pilot')?.id ?? 0;
  });
  const pair = (units: number, against = 'used') =>
    `(${purse}::bigint, null::text, 'tokens', ${units}::bigint), (null, '${against}', 'tokens', ${-units})`;

  it('lines that do not sum to zero', async () => {
    expect(await post(`(${purse}::bigint, null::text, 'tokens', -1::bigint), (null, 'used', 'tokens', 2)`)).toBe(
      'line_balance',
    );
  });
  it('lines of one unit set against another', async () => {
    expect(await post(`(${purse}::bigint, null::text, 'tokens', -1::bigint), (null, 'used', 'passes', 1)`)).toBe(
      'line_balance',
    );
  });
  it('a line in another unit than its account', async () => {
    expect(await post(`(${pilot}::bigint, null::text, 'tokens', -1::bigint), (null, 'used', 'tokens', 1)`)).toBe(
      'line_fits',
    );
  });
  it('a use that gives', async () => expect(await post(pair(1))).toBe('line_fits'));
  it('a use set against what is granted', async () => expect(await post(pair(-1, 'granted'))).toBe('line_fits'));
  it('a use outside the days of its account', async () =>
    expect(await post(pair(-1), 'use', 'x', '2021-01-01')).toBe('line_fits'));
  it('a use of more than there is', async () => expect(await post(pair(-8))).toContain('balance'));
  it('a return of what the booking has not used', async () =>
    expect(await post(pair(1), 'return', 'nobody')).toBe('line_returned'));
  it('a pool that takes from nowhere', async () =>
    expect(
      await post(`(${purse}::bigint, null::text, 'tokens', -1::bigint), (null, null, 'tokens', 1)`, 'pool', null),
    ).not.toBe('done'));
  it('one account moved into another as if they were a pool', async () => {
    const second = await asSystem(database, (tx) => aSubscriber(tx, { facts }));
    const [other] = await asSystem(database, (tx) => accountsOf(tx, [second.holder], { element: 'token-purse' }));
    expect(
      await post(
        `(${purse}::bigint, null::text, 'tokens', -1::bigint), (${other?.id}, null, 'tokens', 1)`,
        'pool',
        null,
      ),
    ).toBe('line_origin');
  });

  it('lines added later', async () => {
    await spend({ booking: 'later', units: 1 });
    const add = asSystem(database, (tx) =>
      sql`insert into entitlements.line (posting_id, account_id, against, unit, units)
        select p.id, v.* from entitlements.posting p, (values ${sql.raw(pair(-1))}) v where p.key = 'later'`.execute(
        tx,
      ),
    );
    expect(await refusal(add)).toBe('line_once');
    await asSystem(database, (tx) => giveBack(tx, by, { key: 'later-back', booking: 'later', words: 'x' }));
  });

  it('a hold beyond the balance, also by two lines', async () => {
    const lines = (units: number) =>
      refusal(
        asSystem(database, (tx) =>
          sql`with h as (
            insert into entitlements.hold (key, booking, day, made_at, words)
            values (gen_random_uuid()::text, 'x', ${today.toString()}::date, platform.now(), 'x') returning id
          ) insert into entitlements.hold_line (hold_id, account_id, units) select h.id, ${purse}, ${units} from h`
            .execute(tx)
            .then(() => Promise.reject(new Error('it fits'))),
        ),
      );
    expect(await lines(8)).toBe('account_held');
    expect(await lines(7)).toBe('it fits');
  });
  it('a hold outside the days of its account', async () => {
    const late = asSystem(database, (tx) =>
      sql`with h as (
        insert into entitlements.hold (key, booking, day, made_at, words) values ('late', 'late', '2021-01-01', platform.now(), 'x') returning id
      ) insert into entitlements.hold_line (hold_id, account_id, units) select h.id, ${purse}, 1 from h`.execute(tx),
    );
    expect(await refusal(late)).toBe('account_held');
  });
  it('a balance below nothing, of whoever owns the tables too', async () => {
    const below = asOwner(
      database,
      `update entitlements.account set balance = -1, used = granted + moved + 1 where id = ${purse}`,
    );
    expect(await refusal(below)).toContain('balance');
  });

  it('a use of what is promised to another', async () => {
    await asSystem(database, (tx) =>
      hold(tx, by, { ...aWish({ booking: 'promised', units: 5, key: 'promised' }), until: null }),
    );
    expect(await post(pair(-3))).toBe('account_held');
    await asSystem(database, (tx) => releaseHolds(tx, by, 'promised'));
  });

  it.each([
    `update entitlements.account set balance = 100`,
    `update entitlements.account set owed = 100`,
    `delete from entitlements.line`,
    `update entitlements.line set units = 1`,
    `update entitlements.posting set words = 'x'`,
    `delete from entitlements.hold`,
    `insert into entitlements.account (holder_kind, holder_id, key, year, element, rule, why, unit, source, per, starts, ends, unlimited, at_least, confidential, owed, opened_at, granted, balance)
      select holder_kind, holder_id, 'gift', year, element, rule, why, unit, source, per, starts, ends, unlimited, at_least, confidential, owed, opened_at, 5, 5 from entitlements.account`,
  ])('%s', async (statement) => {
    expect(await refusal(asSystem(database, (tx) => sql.raw(statement).execute(tx)))).toContain('permission denied');
  });
});

describe('who may', () => {
  const standing = (...sees: string[]) => as(sees.map((level) => level.replace('URN', String(urn))));
  const person = { actor: { personId: '00000000-0000-0000-0000-000000000001' } as never, clock: testClock };
  const elements = (...sees: string[]) =>
    database.transaction(standing(...sees), async (tx) =>
      (await accountsOf(tx, [school])).map(({ element }) => element).sort(),
    );

  it('see what follows from a judgement only with its level, and nothing else with that alone', async () => {
    const open = ['storm-relief', 'token-purse', 'weather-report'];
    expect(await elements('school/URN', 'leader/URN')).toEqual(open);
    expect(await elements('school/URN', 'category/URN')).toEqual(['pilot', ...open]);
    expect(await elements('staff', 'school/*')).toEqual(open);
    expect(await elements('category/*')).toEqual([]);
    expect(await elements('school/999999', 'leader/999999')).toEqual([]);
  });

  it('learn of it by no shortfall, and by no count', async () => {
    const told = (...sees: string[]) =>
      database.transaction(standing(...sees), async (tx) => {
        const [answer] = await tellMany(tx, person, [
          { ...factsFor(school, { subscribed: false }).find(({ kind }) => kind === 'subscribed')! },
        ]);
        const { rows } = await sql<{ key: string }>`select 1`.execute(tx);
        expect(rows.length).toBe(1);
        return answer;
      });
    const back = () => asSystem(database, (tx) => tellMany(tx, by, factsFor(school, { subscribed: true, ...facts })));
    expect(await told('staff', 'school/*')).toMatchObject({ takenBack: 13, shortfalls: [] });
    await back();
    expect(await told('staff', 'school/*', 'category/*')).toMatchObject({
      takenBack: 14,
      shortfalls: [{ element: 'pilot' }],
    });
    await back();
  });

  it('give back what was used although they may not see it', async () => {
    await spend({ booking: 'unseen', units: 1, element: 'pilot' });
    const given = await database.transaction(standing('staff', 'school/*'), (tx) =>
      giveBack(tx, person, { key: 'unseen-back', booking: 'unseen', words: 'Cancelled' }),
    );
    expect(given.shares).toMatchObject([{ units: 1 }]);
  });

  it('spend for their own school, and give it nothing', async () => {
    const wish = aWish({ booking: 'own', units: 1 });
    const lead = await database.transaction(standing('school/URN', 'leader/URN'), (tx) => use(tx, person, wish));
    expect(lead.ok).toBe(true);
    await database.transaction(standing('school/URN', 'leader/URN'), (tx) =>
      giveBack(tx, person, { key: 'own-back', booking: 'own', words: 'Cancelled' }),
    );
    const governor = database.transaction(standing('school/URN', 'governor/URN'), (tx) =>
      use(tx, person, { ...wish, key: 'gov', booking: 'gov' }),
    );
    expect(await refusal(governor)).toContain('row-level security');
    const grant = database.transaction(standing('school/URN', 'leader/URN'), (tx) =>
      sql`insert into entitlements.posting (key, what, day, at, person_id, words)
        values ('gift', 'grant', platform.today(), platform.now(), platform.person(), 'x')`.execute(tx),
    );
    expect(await refusal(grant)).toContain('row-level security');
    const fact = database.transaction(standing('school/URN', 'leader/URN'), (tx) =>
      tellMany(tx, person, factsFor(school, { subscribed: true })),
    );
    expect(await refusal(fact)).toContain('row-level security');
  });
});

describe('however many movements there have been', () => {
  /** Rows of entitlements that the work reads, as the database counts them. */
  const read = (work: (tx: Tx) => Promise<unknown>) =>
    asSystem(database, async (tx) => {
      const count = async () =>
        (
          await sql<{ n: number }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as n
            from pg_stat_xact_user_tables where schemaname = 'entitlements'`.execute(tx)
        ).rows[0]?.n ?? 0;
      const before = await count();
      await work(tx);
      return (await count()) - before;
    });
  it('one more reads as many rows: nothing is planned for tables that were small', async () => {
    const { holder } = await asSystem(database, (tx) => aSubscriber(tx, { facts }));
    const [purse] = await asSystem(database, (tx) => accountsOf(tx, [holder], { element: 'token-purse' }));
    const post = (what: 'grant' | 'use', n: number, units: number) =>
      asSystem(database, (tx) =>
        sql`
          with p as (
            insert into entitlements.posting (key, what, booking, day, at, words)
            select ${what} || '/many/' || n, ${what}, case ${what} when 'use' then 'many-' || n end, platform.today(), platform.now(), 'x'
            from generate_series(1, ${n}::int) n returning id
          ) insert into entitlements.line (posting_id, account_id, against, unit, units)
            select p.id, ${purse?.id}::bigint, null, 'tokens', ${units}::bigint from p
            union all select p.id, null, ${what === 'grant' ? 'granted' : 'used'}, 'tokens', ${-units}::bigint from p`.execute(
          tx,
        ),
      );
    const once = async (booking: string) => [
      await read((tx) => hold(tx, by, { ...aWish({ booking, units: 1, key: `h-${booking}` }), holder, until: null })),
      await read((tx) => confirmHolds(tx, by, { key: `c-${booking}`, booking, words: 'A map' })),
      await read((tx) => giveBack(tx, by, { key: `r-${booking}`, booking, words: 'Cancelled' })),
    ];
    await post('grant', 1, 1000);
    const few = await once('among-few');
    expect(Math.min(...few)).toBeGreaterThan(3);
    await post('use', 800, -1);
    const many = await once('among-many');
    // A server that has counted its tables meanwhile goes another way, and reads some twenty more; not the eight hundred.
    expect(Math.max(...many.map((n, i) => n - (few[i] ?? 0)))).toBeLessThan(100);
  });
});

describe('the books are checked against their lines', () => {
  const found = () => asSystem(database, verify);
  it('and agree', async () => {
    const { differences, accounts, lines } = await found();
    expect(differences).toEqual([]);
    expect(accounts).toBeGreaterThan(5);
    expect(lines).toBeGreaterThan(20);
  });
  it.each([
    [
      'a balance',
      `update entitlements.account set balance = balance + 1, granted = granted + 1 where element = 'token-purse'`,
      'account',
    ],
    ['a line', `update entitlements.line set units = units - 1 where id_of_test`, 'posting'],
    ['a hold', `update entitlements.hold_line set open = true`, 'hold'],
  ])('and %s that was changed is seen', async (_, statement, what) => {
    const line = `(posting_id, account_id) = (select posting_id, account_id from entitlements.line where account_id is not null limit 1)`;
    const broken = database.transaction(as('system', 'worker'), async (tx) => {
      await sql`reset role`.execute(tx);
      await sql.raw(statement.replace('id_of_test', line)).execute(tx);
      const seen = (await verify(tx)).differences.map((one) => one.what);
      throw new Error(seen.join());
    });
    expect(await refusal(broken)).toContain(what);
    expect((await found()).differences).toEqual([]);
  });
});
