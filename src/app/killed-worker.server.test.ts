import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, inject, test } from 'vitest';
import { publishOffer } from '../offer';
import { shippedOfferText } from '../offer/testing';
import type { Database } from '../platform/database';
import { changeInstallation } from '../platform/installation';
import { enqueueMany } from '../platform/jobs';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { company } from '../schools';
import { aPerson, aSchool } from '../schools/testing';
import { beginSubscription, confirmGate, progressOfGate } from '../subscriptions';
import { anIntent } from '../subscriptions/testing';

/**
 * Viability is confirmed on a server, and real worker processes make the contracts binding: one that is killed half-way (SIGKILL, so nothing
 * is tidied up) and two that start at once after it end as one does that is left in peace.
 */

const year = '2018/19';
const schools = 79; // At the full fee of £4,500 they bring £355,500.
const firstUrn = 300_000;
const data = mkdtempSync(join(tmpdir(), 'mesters-workers-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const worker of started) worker.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

/** What the workers said, for whoever reads why a test failed. */
let said = '';

/** A worker as an administrator of a server starts one: nothing of the test's own environment reaches it. */
function worker(database: { url: string }): ChildProcess {
  const { PATH, HOME } = process.env;
  const one = spawn(process.execPath, [join(import.meta.dirname, '../../scripts/run.mjs'), 'worker'], {
    env: { PATH, HOME, DATABASE_URL: database.url, MESTERS_DATA: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  one.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  started.push(one);
  return one;
}

async function end(process_: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const gone = new Promise((resolve) => process_.once('exit', resolve));
  process_.kill(signal);
  await gone;
}

async function until<T>(what: () => Promise<T | false>, seconds: number, why: () => Promise<string>): Promise<T> {
  for (const from = performance.now(); performance.now() - from < seconds * 1000; ) {
    const found = await what();
    if (found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`It did not come to pass in ${seconds} seconds: ${await why()}`);
}

/** Viability confirmed, and nothing done yet. */
async function confirmed(): Promise<{ database: Database; url: string }> {
  const database = await testDatabase();
  const base = inject('testDatabase');
  const name = await owner(database, 'select current_database() as name');
  const url = new URL(base.kind === 'postgres' ? base.url : '');
  url.pathname = `/${name[0]?.name}`;
  const finance = await aPerson(database, 'finance-officer', company);
  const urns = await asSystem(database, async (tx) => {
    await changeInstallation(tx, { kind: 'demonstration', name: 'A test', heldToday: testClock.today() });
    await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
    const made: number[] = [];
    for (let i = 0; i < schools; i++) made.push(await aSchool(tx, { urn: firstUrn + i, pupils: 900 }));
    for (const urn of made) await anIntent(tx, { urn, stands: 'contracted' });
    return made;
  });
  for (const urn of urns.slice(0, 20))
    await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) }, `Head of ${urn}`);
  const done = await asSystem(database, (tx) => confirmGate(tx, { actor: finance, clock: testClock }, year));
  expect(done).toMatchObject({ ok: true, value: { schools } });
  return { database, url: url.href };
}

/** As the session user, past all policies. */
async function owner(database: Database, statement: string): Promise<Record<string, unknown>[]> {
  const connection = await database.source.acquire();
  try {
    return (await connection.query(statement, [])).rows as Record<string, unknown>[];
  } finally {
    connection.release();
  }
}

const doneBy = async ({ database }: { database: Database }) =>
  (await asSystem(database, (tx) => progressOfGate(tx, year))).done;

/** Nothing waits, runs or is to be tried again, but what is due on a later day. */
const idle = async ({ database }: { database: Database }): Promise<true | false> => {
  const [open] = await owner(
    database,
    "select count(*)::int as n from pgboss.job where state in ('created', 'active', 'retry')",
  );
  return open?.n === 0 && (await doneBy({ database })) === schools;
};

/** For whoever reads why it took too long. */
async function openJobs({ database }: { database: Database }): Promise<string> {
  const open = await owner(
    database,
    "select data ->> 'kind' as kind, state::text, count(*)::int as n, max(output::text) as said from pgboss.job where state <> 'completed' group by 1, 2",
  );
  return `${await doneBy({ database })} of ${schools} done. ${JSON.stringify(open)} ${said}`;
}

/** Everything that making contracts binding leaves behind, less moments, identifiers that are drawn, and who came to which number. */
async function stateOf({ database }: { database: Database }) {
  const rows = (text: string) => asSystem(database, async (tx) => (await sql.raw(text).execute(tx)).rows);
  return {
    contracts: await rows('select urn, active_at is not null as active from subscriptions.contract order by urn'),
    steps: await rows(
      'select urn, step, done_at is not null as done, refused from subscriptions.gate_step order by urn, step',
    ),
    facts: await rows(
      'select holder_id, kind, value, starts, ends, withdrawn_at from entitlements.fact order by holder_id, kind, starts, withdrawn_at',
    ),
    accounts: await rows(
      'select holder_id, key, owed, granted, used, balance, starts, ends from entitlements.account order by holder_id, key',
    ),
    instalments: await rows(
      'select c.urn, i.year, i.n, i.pence, i.due from subscriptions.instalment i join subscriptions.contract c on c.id = i.contract_id order by 1, 2, 3',
    ),
    invoices: await rows('select urn, pence, due from subscriptions.invoice order by urn, pence, due'),
    numbers: await rows('select number from subscriptions.invoice order by number'),
    letters: await rows(
      "select to_address, regexp_replace(subject, 'INV-[0-9]+', 'INV') as subject, count(*)::int as n from platform.mail group by 1, 2 order by 1, 2",
    ),
    deeds: await rows(
      "select action, scope, count(*)::int as n from platform.audit where action = 'subscriptions.activated' group by 1, 2 order by 1, 2",
    ),
  };
}

test('a worker that is killed half-way and two that start at once end as one that is left in peace', async () => {
  const [peaceful, killed] = [await confirmed(), await confirmed()];

  const alone = worker(peaceful);
  await until(
    () => idle(peaceful),
    120,
    () => openJobs(peaceful),
  );
  await end(alone, 'SIGTERM');
  const expected = await stateOf(peaceful);
  expect(expected.contracts).toHaveLength(schools);
  expect(expected.deeds).toHaveLength(schools);

  const victim = worker(killed);
  await until(
    async () => (await doneBy(killed)) >= 8 && true,
    120,
    () => openJobs(killed),
  );
  await end(victim, 'SIGKILL');
  const half = await doneBy(killed);
  // Half-way: else this shows nothing.
  expect(half).toBeGreaterThanOrEqual(8);
  expect(half).toBeLessThan(schools);
  // A minute of silence, after which its jobs are anybody's.
  await owner(
    killed.database,
    "update pgboss.job set heartbeat_on = now() - interval '61 seconds' where state = 'active'",
  );
  await owner(killed.database, 'update pgboss.queue set monitor_on = null, monitor_claim_on = null');

  // Everything is asked for twice more, as by people who press again: so the two meet at every school.
  await asSystem(killed.database, (tx) =>
    enqueueMany(
      tx,
      beginSubscription,
      [1, 2].flatMap((time) =>
        Array.from({ length: schools }, (_, i) => ({ payload: { year, urn: firstUrn + i }, once: `${time}/${i}` })),
      ),
    ),
  );
  const two = [worker(killed), worker(killed)];
  await until(
    async () => {
      // What was given up waits a little before another attempt: not here.
      await owner(
        killed.database,
        "update pgboss.job set start_after = now() where state = 'retry' and start_after > now()",
      );
      return idle(killed);
    },
    120,
    () => openJobs(killed),
  );
  await Promise.all(two.map((one) => end(one, 'SIGTERM')));
  const found = await stateOf(killed);
  expect(found).toEqual(expected);
  expect(found.numbers).toEqual(found.numbers.map((_, i) => ({ number: i + 1 })));
  expect(found.numbers.length).toBe(schools);
}, 400_000);
