import pg from 'pg';
import { confirmHolds, type Holder, hold, reconcile, tellMany, verify } from '../src/entitlements';
import { anOffer, factsFor } from '../src/entitlements/testing';
import { heldClock } from '../src/platform/clock';
import { type Database, migrate, openDatabase, systemStanding, type Tx } from '../src/platform/database';
import { startServer } from '../src/platform/testing/server';

/**
 * The ledger on a PostgreSQL server: bookings a second (a hold, then its confirmation) through the module's face, against the same reads,
 * locks and inserts by the driver alone, with prepared statements, one round trip each, at the same isolation; and the time to work out
 * what schools are owed.
 */

const clock = heldClock('2019-01-14');
const by = { actor: null, clock };
const element = 'token-purse';
const say = (line: string) => process.stdout.write(`${line}\n`);

export default async function bench(): Promise<void> {
  const server = await startServer();
  try {
    const database = await openDatabase({ databaseUrl: server.url, dataDir: '' });
    await migrate(database.source);
    await asSystem(database, (tx) => anOffer(tx));
    await booking(database, server.url);
    await workingOut(database);
    await database.close();
  } finally {
    await server.stop();
  }
}

const asSystem = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(systemStanding(clock), work);

/** Schools that subscribe, with what they are owed worked out. */
async function subscribers(database: Database, from: number, n: number): Promise<Holder[]> {
  const holders = Array.from({ length: n }, (_, i): Holder => ({ kind: 'school', id: String(from + i) }));
  for (let at = 0; at < n; at += 100)
    await asSystem(database, (tx) =>
      tellMany(
        tx,
        by,
        holders
          .slice(at, at + 100)
          .flatMap((holder) =>
            factsFor(holder, { subscribed: true, sector: 'upper', status: 'county', category: 'focused' }),
          ),
      ),
    );
  await fill(database, holders);
  return holders;
}

async function booking(database: Database, url: string): Promise<void> {
  say('Bookings a second: a hold and its confirmation, each in a transaction of its own.');
  for (const clients of [1, 8]) {
    const seconds = 4;
    const ours: number[] = [];
    const driver: number[] = [];
    // In turns, so that neither has the warmer server.
    for (const round of [1, 2, 3]) {
      const first = 100000 + round * 20000 + clients * 1000;
      ours.push(await throughFace(database, await subscribers(database, first, 200), clients, seconds));
      driver.push(await throughDriver(url, await subscribers(database, first + 500, 200), clients, seconds));
    }
    const [a, b] = [median(ours), median(driver)];
    say(
      `  ${clients} ${clients === 1 ? 'client ' : 'clients'}: ours ${a.toFixed(0)}, the driver alone ${b.toFixed(0)}: ratio ${(a / b).toFixed(2)}`,
    );
  }
}

const median = (numbers: number[]) => [...numbers].sort((x, y) => x - y)[Math.floor(numbers.length / 2)] as number;

async function rate(
  clients: number,
  seconds: number,
  one: (client: number, n: number) => Promise<void>,
): Promise<number> {
  const ends = performance.now() + seconds * 1000;
  const began = performance.now();
  let done = 0;
  let next = 0;
  const client = async (i: number) => {
    while (performance.now() < ends) {
      await one(i, next++);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  return done / ((performance.now() - began) / 1000);
}

async function throughFace(database: Database, holders: Holder[], clients: number, seconds: number): Promise<number> {
  const run = crypto.randomUUID();
  return rate(clients, seconds, async (_, n) => {
    const holder = holders[n % holders.length] as Holder;
    const booking = `${run}/${n}`;
    const held = await database.transaction(systemStanding(clock), (tx) =>
      hold(tx, by, {
        key: `${booking}/h`,
        booking,
        holder,
        element,
        units: 1,
        on: clock.today(),
        until: null,
        words: 'A map',
      }),
    );
    if (!held.ok) throw new Error('A purse is empty.');
    await database.transaction(systemStanding(clock), (tx) =>
      confirmHolds(tx, by, { key: `${booking}/c`, booking, words: 'A map' }),
    );
  });
}

/** The same without the module: each statement prepared once and sent by itself. No row-level security, no checks but the tables' own. */
async function throughDriver(url: string, holders: Holder[], clients: number, seconds: number): Promise<number> {
  const run = crypto.randomUUID();
  const open = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`select set_config('app.today', $1, false), set_config('app.now', $2, false)`, [
        clock.today().toString(),
        clock.now().toString(),
      ]);
      return client;
    }),
  );
  const found = await rate(clients, seconds, async (i, n) => {
    const holder = holders[n % holders.length] as Holder;
    const client = open[i] as pg.Client;
    const ask = async (name: keyof typeof statements, values: unknown[]) =>
      (await client.query({ name, text: statements[name], values })).rows;
    const booking = `${run}/${n}`;
    const [today, now] = [clock.today().toString(), clock.now().toString()];
    await client.query('begin');
    await ask('lockHolder', [holder.kind, holder.id]);
    await ask('holdByKey', [`${booking}/h`]);
    const [account] = await ask('accounts', [holder.kind, holder.id, element, today]);
    if (Number(account.balance) - Number(account.held) < 1) throw new Error('A purse is empty.');
    const [held] = await ask('addHold', [`${booking}/h`, booking, today, now, 'A map']);
    await ask('addHoldLine', [held.id, account.id, 1]);
    await client.query('commit');
    await client.query('begin');
    const holds = await ask('holdsOf', [booking]);
    await ask('lockHolder', [holder.kind, holder.id]);
    await ask('postingByKey', [`${booking}/c`]);
    await ask('holdsOf', [booking]);
    await ask('endHolds', [booking, now]);
    const [posting] = await ask('addPosting', [`${booking}/c`, booking, today, now, 'A map']);
    await ask('addLines', [posting.id, holds[0].account_id, -1]);
    await client.query('commit');
  });
  await Promise.all(open.map((client) => client.end()));
  return found;
}

const statements = {
  lockHolder: 'select kind from entitlements.holder where kind = $1 and id = $2 for update',
  holdByKey: 'select id, booking from entitlements.hold where key = $1',
  accounts: `select a.id, a.unit, a.key, a.per, a.occasion, a.starts, a.ends, a.unlimited, a.balance, entitlements.held_of(a.id) as held from entitlements.account a
    where a.holder_kind = $1 and a.holder_id = $2 and a.element = $3 and $4::date between a.starts and a.ends order by a.ends, a.id`,
  addHold: `insert into entitlements.hold (key, booking, day, made_at, words) values ($1, $2, $3, $4, $5) returning id`,
  addHoldLine: 'insert into entitlements.hold_line (hold_id, account_id, units) values ($1, $2, $3)',
  holdsOf: `select h.id, h.day, l.account_id, l.units, a.balance, entitlements.held_of(a.id) as held from entitlements.hold h
    join entitlements.hold_line l on l.hold_id = h.id join entitlements.account a on a.id = l.account_id where h.booking = $1 and h.ended_at is null`,
  postingByKey:
    'select l.account_id, l.units from entitlements.posting p join entitlements.line l on l.posting_id = p.id where p.key = $1',
  endHolds: `update entitlements.hold set ended = 'confirmed', ended_at = $2 where booking = $1 and ended_at is null`,
  addPosting: `insert into entitlements.posting (key, what, booking, day, at, words) values ($1, 'use', $2, $3, $4, $5) returning id`,
  addLines: `insert into entitlements.line (posting_id, account_id, against, unit, units) values ($1, $2, null, 'tokens', $3), ($1, null, 'used', 'tokens', -$3::bigint)`,
};

/** A purse has a few tokens only: more is granted, by a posting as any other. */
async function fill(database: Database, holders: Holder[]): Promise<void> {
  await run(
    database,
    `with p as (
       insert into entitlements.posting (key, what, day, at, words) values (gen_random_uuid()::text, 'grant', '2019-01-14', '2019-01-14T09:00:00Z', 'For a bench') returning id
     ), a as (
       select id from entitlements.account where element = '${element}' and holder_id in (${holders.map(({ id }) => `'${id}'`).join()})
     )
     insert into entitlements.line (posting_id, account_id, against, unit, units)
       select p.id, a.id, null, 'tokens', 1000000 from p, a union all select p.id, null, 'granted', 'tokens', -1000000 * (select count(*) from a) from p`,
  );
}

async function run(database: Database, script: string): Promise<void> {
  const connection = await database.source.acquire();
  try {
    await connection.script(
      `set app.today = '2019-01-14'; set app.now = '2019-01-14T09:00:00Z'; ${script}; reset app.today; reset app.now`,
    );
  } finally {
    connection.release();
  }
}

async function workingOut(database: Database): Promise<void> {
  say('Working out what schools are owed, a hundred a transaction, after 500 schools to warm up.');
  let from = 300000;
  const take = async (n: number) => {
    const holders = await subscribers(database, from, n);
    from += n;
    return holders;
  };
  await take(500);
  const first = async (n: number) => {
    const began = performance.now();
    const holders = await take(n);
    return { holders, each: (performance.now() - began) / n };
  };
  const again = async (holders: Holder[]) => {
    const began = performance.now();
    for (let at = 0; at < holders.length; at += 100)
      await asSystem(database, (tx) => reconcile(tx, by, holders.slice(at, at + 100)));
    return (performance.now() - began) / holders.length;
  };
  const cities: { each: number; again: number }[] = [];
  for (let i = 0; i < 5; i++) {
    const { holders, each } = await first(city);
    cities.push({ each, again: await again(holders) });
  }
  const small = { each: median(cities.map(({ each }) => each)), again: median(cities.map((one) => one.again)) };
  sayEach(`${city} schools, median of five`, city, small);
  const { holders, each } = await first(nation);
  const large = { each, again: await again(holders) };
  sayEach(`${nation} schools`, nation, large);
  say(
    `  a school of the larger takes ${percent(large.each, small.each)} of what it takes in the smaller for the first time, ${percent(large.again, small.again)} again`,
  );
  const began = performance.now();
  const { lines, differences } = await asSystem(database, verify);
  say(`  verifying ${lines} lines: ${seconds(performance.now() - began)}, ${differences.length} differences`);
}

const city = 175;
const nation = 24_000;
const percent = (a: number, b: number) => `${((a / b) * 100).toFixed(0)} %`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const sayEach = (what: string, n: number, { each, again }: { each: number; again: number }) =>
  say(
    `  ${what}: ${seconds(each * n)} for the first time (${each.toFixed(2)} ms a school), ${seconds(again * n)} again (${again.toFixed(2)} ms a school)`,
  );
