import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { projectRoot } from '../src/platform/config';
import { openDuckDB } from '../src/platform/duckdb';
import { decode } from '../src/platform/reading';
import { startServer } from '../src/platform/testing/server';
import { writeNationalFile } from '../src/schools/imports/testing-national';
import { importProgram, type Measured } from '../src/schools/imports/testing-program';
import { serveSite, visiting } from './site';

/**
 * 50,000 establishments as they are downloaded (official headings, closed predecessors, accents, quotation marks, CRLF, Windows-1252), brought
 * and accepted, against a bare DuckDB read of the same rows; on PGlite and on a server; whole pages meanwhile; and a file of 200 MB.
 */
export default async function importBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mesters-bench-'));
  try {
    const path = join(folder, 'edubasealldata20220801.csv');
    await writeNationalFile(path, { rows: 50_000 });
    const bare = await bareRead(path, folder);
    say(['', 'seconds', 'of bare', 'rows', 'peak MB', 'before', 'looks p99', 'longest']);
    say([
      `bare DuckDB read, ${await megabytes(path)} MB`,
      bare.seconds.toFixed(2),
      '1',
      String(bare.rows),
      '',
      '',
      '',
      '',
    ]);
    await onEach(folder, path, bare.seconds, 'import');
    await pagesMeanwhile(await mkdtemp(join(folder, 'site-')), path, '', 'PGlite');
    const server = await startServer();
    try {
      await pagesMeanwhile(await mkdtemp(join(folder, 'site-')), path, server.url, 'server');
    } finally {
      await server.stop();
    }
    const large = join(folder, 'edubasealldata20220901.csv');
    await writeNationalFile(large, { rows: 50_000, bytesARow: 4000 });
    const bareLarge = await bareRead(large, folder);
    say([
      `bare DuckDB read, ${await megabytes(large)} MB`,
      bareLarge.seconds.toFixed(2),
      '1',
      String(bareLarge.rows),
      '',
      '',
      '',
      '',
    ]);
    await onEach(folder, large, bareLarge.seconds, 'import');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onEach(folder: string, path: string, bare: number, name: string): Promise<void> {
  const own = await mkdtemp(join(folder, 'pglite-'));
  measured(`${name}, PGlite`, await (await importProgram(own)).bring(path), bare);
  const server = await startServer();
  try {
    const other = await mkdtemp(join(folder, 'server-'));
    measured(`${name}, server`, await (await importProgram(other, server.url)).bring(path), bare);
  } finally {
    await server.stop();
  }
}

/** A running site with one city in it; then the national list comes in, from the command line, while somebody reads a school's page and somebody the directory. */
async function pagesMeanwhile(data: string, path: string, databaseUrl: string, name: string): Promise<void> {
  const site = await serveSite(data, databaseUrl);
  try {
    const city = (kind: string, file: string) =>
      site.command('import', kind, join(projectRoot, 'data/public', file), '--la', '373', '--yes');
    await city('gias', 'gias_establishments/2022-08.csv');
    await city('census', 'school_census/2018-19.csv');
    await city('gias-groups', 'gias_group_links/2019-01.csv');
    const list = await (await fetch(`${site.address}/schools`)).text();
    const school = /href="(\/schools\/\d+)"/.exec(list)?.[1];
    if (!school) throw new Error('The directory lists no school.');
    const began = performance.now();
    const work = site.command('import', 'gias', path, '--yes');
    const [pages, lists] = await Promise.all([
      visiting(`${site.address}${school}`, work),
      visiting(`${site.address}/schools`, work),
    ]);
    await work;
    const seconds = (performance.now() - began) / 1000;
    say(['', 'looks', 'median', 'p99', 'longest']);
    waited(`a school meanwhile, ${name}`, pages);
    waited(`the directory meanwhile, ${name}`, lists);
    process.stdout.write(`${seconds.toFixed(1)} s in all, beside two visitors\n`);
  } finally {
    await site.stop();
  }
}

function waited(name: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => `${(sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0)} ms`;
  say([name, String(times.length), at(0.5), at(0.99), at(1)]);
}

/** DuckDB refuses bytes that Windows-1252 has, so it reads the file as UTF-8. */
async function bareRead(path: string, folder: string): Promise<{ seconds: number; rows: number }> {
  const utf8 = join(folder, 'utf8.csv');
  await pipeline((await decode(path)).read(), createWriteStream(utf8));
  const duckdb = await openDuckDB();
  try {
    const began = performance.now();
    const [row] = await duckdb.query<{ rows: number }>(
      'select count(*) as rows, count(distinct "URN") as urns, sum(length("EstablishmentName")) as letters from read_csv($1, all_varchar = true, max_line_size = 100000)',
      [utf8],
    );
    return { seconds: (performance.now() - began) / 1000, rows: row?.rows ?? 0 };
  } finally {
    duckdb.close();
  }
}

function measured(
  name: string,
  { ok, rows, seconds, megabytes, megabytesBefore, looks }: Measured,
  bare: number,
): void {
  if (!ok) throw new Error(`${name} was refused.`);
  const sorted = looks.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  say([
    name,
    seconds.toFixed(2),
    (seconds / bare).toFixed(0),
    String(rows),
    String(megabytes),
    String(megabytesBefore),
    `${p99.toFixed(0)} ms`,
    `${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
  ]);
}

const megabytes = async (path: string): Promise<number> => Math.round((await stat(path)).size / 1e6);

const say = ([first = '', ...rest]: string[]): void => {
  process.stdout.write(`${first.padEnd(34)}${rest.map((cell) => cell.padStart(11)).join('')}\n`);
};
