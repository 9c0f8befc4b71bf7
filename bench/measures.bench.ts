import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type DuckDB, openDuckDB } from '../src/platform/duckdb';
import { startServer } from '../src/platform/testing/server';
import { attendanceYear, type Cohort, keyStage4Cohort } from './measures/data';
import { attendance, forPostgres, keyStage4, type Rival } from './measures/queries';

const nation = { pupils: 550_000 };
const city = { keyStage4: 5_500, attendance: 75_000 };
/** Of the size at which PostgreSQL is asked. */
const tenth = 0.1;

/**
 * (a) Key stage 4 of the nation, 550,000 pupils with nine entries each, to Attainment 8 and Progress 8 of every school and authority by group; (b) a city's year of
 * attendance, 75,000 pupils and 28.5 million marks, from CSV to half-terms by school and group. The query compiled from the catalogue against one written
 * by hand that gives the very same rows, in one run; the same on PostgreSQL at a tenth; and growth. `--size=0.01` makes it small, `--postgres=no` leaves PostgreSQL out.
 */
export default async function measuresBench(): Promise<void> {
  const flag = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1];
  const size = Number(flag('size') ?? 1);
  if (!(size > 0)) throw new Error('--size is a part of the whole, such as 0.01.');
  const postgres = flag('postgres') !== 'no';
  const folder = await mkdtemp(join(tmpdir(), 'mesters-bench-'));
  const db = await openDuckDB({ memory: '4GB', temporaryFolder: join(folder, 'spilt') });
  const of = (pupils: number) => Math.max(1000, Math.round(pupils * size));
  say(['', 'pupils', 'rows', 'compiled s', 'by hand s', 'ratio', 'peak MB', 'peak MB', 'load']);
  try {
    const small = await run(
      db,
      'key stage 4, a city',
      await keyStage4Cohort(db, folder, of(city.keyStage4)),
      keyStage4,
    );
    const tenthOf = await run(
      db,
      'key stage 4, a tenth',
      await keyStage4Cohort(db, folder, of(nation.pupils * tenth)),
      keyStage4,
    );
    const large = await run(
      db,
      'key stage 4, the nation',
      await keyStage4Cohort(db, folder, of(nation.pupils)),
      keyStage4,
    );
    growth('from a city to the nation', small, large);
    growth('from a tenth to the nation', tenthOf, large);
    const part = await run(
      db,
      'attendance, a tenth',
      await attendanceYear(db, folder, of(city.attendance * tenth)),
      attendance,
    );
    const whole = await run(
      db,
      'attendance, a city',
      await attendanceYear(db, folder, of(city.attendance)),
      attendance,
    );
    growth('from a tenth to the city', part, whole);
    if (postgres) {
      await onPostgres(
        db,
        'key stage 4',
        await keyStage4Cohort(db, folder, of(nation.pupils * tenth)),
        keyStage4,
        large,
      );
      await onPostgres(
        db,
        'attendance',
        await attendanceYear(db, folder, of(city.attendance * tenth)),
        attendance,
        whole,
      );
    }
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Timed {
  pupils: number;
  seconds: number;
}

const times = 5;

/** Each in turn, five times, the quickest of each: the other work of the machine only ever slows. */
async function run(db: DuckDB, name: string, cohort: Cohort, rivalOf: (cohort: Cohort) => Rival): Promise<Timed> {
  const rival = rivalOf(cohort);
  const [compiled, byHand] = [await rival.rowsOf(db, 'compiled'), await rival.rowsOf(db, 'byHand')];
  if (!isDeepStrictEqual(compiled, byHand)) throw new Error(`${name}: the rows are not the same.`);
  const best = { compiled: Number.POSITIVE_INFINITY, byHand: Number.POSITIVE_INFINITY };
  const peak = { compiled: 0, byHand: 0 };
  for (let n = 0; n < times; n++)
    for (const which of ['compiled', 'byHand'] as const) {
      forgetPeak();
      const began = performance.now();
      await db.query(`select count(*), sum(value) from (${rival[which]})`);
      best[which] = Math.min(best[which], (performance.now() - began) / 1000);
      peak[which] = Math.max(peak[which], peakMegabytes());
    }
  say([
    name,
    String(cohort.pupils),
    String(compiled.length),
    best.compiled.toFixed(2),
    best.byHand.toFixed(2),
    (best.compiled / best.byHand).toFixed(2),
    peak.compiled.toFixed(0),
    peak.byHand.toFixed(0),
    (loadavg()[0] ?? 0).toFixed(1),
  ]);
  return { pupils: cohort.pupils, seconds: best.compiled };
}

const growth = (name: string, small: Timed, large: Timed): void =>
  say([
    `  ${name}`,
    `× ${(large.pupils / small.pupils).toFixed(1)}`,
    '',
    `× ${(large.seconds / small.seconds).toFixed(1)}`,
  ]);

/** The query that was written by hand, on a server that has the same rows in tables: one look before the clock runs, so that they are in memory. */
async function onPostgres(
  db: DuckDB,
  name: string,
  cohort: Cohort,
  rivalOf: (cohort: Cohort) => Rival,
  whole: Timed,
): Promise<void> {
  const rival = rivalOf(cohort);
  const { default: pg } = await import('pg');
  const server = await startServer();
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    await client.query("set work_mem = '512MB'; set jit = off");
    const tables =
      name === 'attendance' ? ['marks', 'cohort', 'areas'] : ['entries', 'cohort', 'areas', 'points', 'averages'];
    for (const table of tables) await copyInto(db, client, table);
    const sql = forPostgres(rival.byHand);
    const rows = (await client.query(`select count(*)::int as n, sum(value)::float8 as sum from (${sql}) q`))
      .rows[0] as { n: number; sum: number };
    const [own] = await db.query<{ n: number; sum: number }>(
      `select count(*) as n, sum(value) as sum from (${rival.byHand})`,
    );
    if (rows.n !== own?.n || Math.abs(rows.sum - own.sum) > 1e-6 * Math.abs(own.sum))
      throw new Error(`${name}: PostgreSQL has other rows.`);
    const began = performance.now();
    await client.query(`select count(*), sum(value) from (${sql}) q`);
    const seconds = (performance.now() - began) / 1000;
    const scaled = seconds * (whole.pupils / cohort.pupils);
    say([`${name}, PostgreSQL`, String(cohort.pupils), String(rows.n), '', seconds.toFixed(2)]);
    say(['  scaled to the whole', '', '', '', scaled.toFixed(1), `${(scaled / whole.seconds).toFixed(0)} × ours`]);
  } finally {
    await client.end();
    await server.stop();
  }
}

interface Client {
  query: (sql: string, values?: unknown[]) => Promise<unknown>;
}

const types: Record<string, string> = {
  INTEGER: 'int',
  BIGINT: 'bigint',
  VARCHAR: 'text',
  DATE: 'date',
  DOUBLE: 'float8',
  BOOLEAN: 'boolean',
};
const rowsAtOnce = 100_000;

async function copyInto(db: DuckDB, client: Client, table: string): Promise<void> {
  const columns = await db.query<{ column_name: string; column_type: string }>(
    `select column_name, column_type from (describe ${table})`,
  );
  const typed = columns.map((one) => ({ name: one.column_name, type: types[one.column_type] ?? 'numeric' }));
  await client.query(`create table ${table} (${typed.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
  await db.query(`create or replace table copied as select *, row_number() over () as row_of from ${table}`);
  for (let from = 1; ; from += rowsAtOnce) {
    const rows = await db.query(
      `select ${typed.map(({ name }) => `"${name}"::varchar as "${name}"`).join(', ')} from copied where row_of between ${from} and ${from + rowsAtOnce - 1}`,
    );
    if (rows.length === 0) break;
    const arrays = typed.map(({ name }) => rows.map((row) => row[name]));
    const selected = typed.map(({ name, type }) => `"${name}"::${type}`);
    await client.query(
      `insert into ${table} select ${selected.join(', ')} from unnest(${typed.map((_, n) => `$${n + 1}::text[]`).join(', ')}) as t (${typed.map(({ name }) => `"${name}"`).join(', ')})`,
      arrays,
    );
  }
  await db.query('drop table copied');
  await client.query(`analyze ${table}`);
}

/** On Linux the most memory that this process has held since it was last asked to forget; elsewhere nothing. */
const forgetPeak = (): void => {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Not on Linux, or not allowed: the peak is then of the whole run.
  }
};
const peakMegabytes = (): number => {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
};

const say = ([first = '', ...rest]: string[]): void => {
  process.stdout.write(`${first.padEnd(28)}${rest.map((cell) => cell.padStart(11)).join('')}\n`);
};
