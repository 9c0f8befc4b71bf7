import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { homePage } from '../src/app/home';
import { bookingsRoutes } from '../src/bookings';
import { aBookingSchool, type TestSchool } from '../src/bookings/testing';
import { accountsOf } from '../src/entitlements';
import { publishOffer } from '../src/offer';
import { shippedOfferText } from '../src/offer/testing';
import type { Actor } from '../src/platform/actor';
import { heldClock } from '../src/platform/clock';
import { readConfig } from '../src/platform/config';
import { type Database, migrate, openDatabase, systemStanding, type Tx } from '../src/platform/database';
import { createFiles } from '../src/platform/files';
import { readInstallation } from '../src/platform/installation';
import { createJobs } from '../src/platform/jobs';
import { silentLog } from '../src/platform/log';
import type { Mesters } from '../src/platform/mesters';
import { startServer } from '../src/platform/testing/server';
import { anyone, createMetrics, createWeb, type Route, sameSample } from '../src/platform/web';
import { company } from '../src/schools';
import { aPerson } from '../src/schools/testing';

/** The statement of a school with ten thousand postings beside one with a few, the statement of a city of 175, and the office's home: server time. */

const clock = heldClock('2019-01-14');
const postings = 10_000;
const city = 175;
const say = (line: string) => process.stdout.write(`${line}\n`);
const home: Route = { method: 'GET', path: '/', may: anyone, sample: sameSample('/'), handle: homePage };

export default async function statementBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mesters-bench-'));
  const server = await startServer();
  try {
    await on('PostgreSQL server', await openDatabase({ databaseUrl: server.url, dataDir: '' }));
    await on('PGlite', await openDatabase({ databaseUrl: '', dataDir: join(folder, 'pglite') }));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function on(name: string, database: Database): Promise<void> {
  await migrate(database.source);
  const asSystem = <T>(work: (tx: Tx) => Promise<T>) => database.transaction(systemStanding(clock), work);
  const [busy, quiet] = await asSystem(async (tx): Promise<[TestSchool, TestSchool]> => {
    const published = await publishOffer(tx, { actor: null, clock }, shippedOfferText(), 'offer.yaml');
    if (!published.ok) throw new Error('The shipped offer has mistakes.');
    return [await aBookingSchool(tx, { name: 'Busy' }), await aBookingSchool(tx, { name: 'Quiet' })];
  });
  for (let made = 2; made < city; made++) await asSystem((tx) => aBookingSchool(tx, { name: `School ${made}` }));
  await asSystem((tx) => fill(tx, busy));
  const head = (school: TestSchool) => aPerson(database, 'headteacher', { kind: 'school', id: String(school.urn) });
  const chief = await aPerson(database, 'chief-executive', company);
  say(`${name}: median of 15, after 3 to warm up`);
  await timed(database, `statement, ${postings} postings`, await head(busy), `/schools/${busy.urn}/statement`);
  await timed(database, 'statement, no postings but grants', await head(quiet), `/schools/${quiet.urn}/statement`);
  await timed(database, `head's home, ${postings} postings`, await head(busy), '/');
  await timed(database, `statement of a city of ${city}`, chief, '/statement');
  await timed(database, `office's home, ${city} schools`, chief, '/');
  await database.close();
}

/** Uses of one unit, half from the credit and half from something without a limit, as the ledger writes them. */
async function fill(tx: Tx, { holder }: TestSchool): Promise<void> {
  const accounts = await accountsOf(tx, [holder]);
  const largest = accounts.filter(({ unlimited }) => !unlimited).toSorted((a, b) => b.balance - a.balance)[0];
  const unlimited = accounts.find((account) => account.unlimited);
  for (const account of [largest, unlimited]) {
    if (!account) throw new Error('There is no such account.');
    await sql`
      with made as (
        insert into entitlements.posting (key, what, booking, day, at, person_id, words)
        select 'bench/' || ${account.id}::text || '/' || n, 'use', 'bench-' || ${account.id}::text || '-' || n, platform.today(), platform.now(), null, 'A use'
        from generate_series(1, ${postings / 2}) n returning id
      )
      insert into entitlements.line (posting_id, account_id, against, unit, units)
      select id, ${account.id}::bigint, null, ${account.unit}::text, -1 from made
      union all select id, null, 'used', ${account.unit}::text, 1 from made`.execute(tx);
  }
}

/** The site without its network: what a request costs the server. */
async function timed(database: Database, what: string, actor: Actor, path: string): Promise<void> {
  const config = readConfig({ MESTERS_DATA: join(tmpdir(), 'mesters-bench-none') });
  const mesters: Mesters = {
    config,
    database,
    clock,
    jobs: createJobs(database, () => mesters),
    files: createFiles(config),
    log: silentLog,
    installation: () => database.transaction(systemStanding(clock), readInstallation),
    forgetInstallation: () => {},
  };
  const site = createWeb({
    mesters,
    routes: [home, ...bookingsRoutes],
    findActor: async () => actor,
    shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
    metrics: createMetrics(),
  });
  const times: number[] = [];
  for (let i = 0; i < 18; i++) {
    const began = performance.now();
    const answer = await site.request(`http://localhost${path}`);
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
    if (i >= 3) times.push(performance.now() - began);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  say(`  ${what.padEnd(40)} ${median.toFixed(0).padStart(5)} ms`);
}
