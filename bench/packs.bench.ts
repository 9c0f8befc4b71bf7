import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '../src/platform/config';

/**
 * The packs of every school of a city and of nine partnerships, as PDF and spreadsheet, from raw published files: bringing them in, and then
 * the run of all, each as the command that anybody types. Figures of the machine as it is: run it when nothing else runs.
 */
export default async function packsBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mesters-bench-'));
  const env = { ...process.env, MESTERS_DATA: join(folder, 'data'), DATABASE_URL: '' };
  const mesters = (...words: string[]) => measured([join(projectRoot, 'scripts/run.mjs'), ...words], env);
  try {
    const members = join(folder, 'partnerships.csv');
    await writeFile(members, partnershipsOf(await schoolsOf('school_information_spine/2017-18.csv')));
    let bringing = 0;
    const bring = async (kind: string, file: string, ...more: string[]) => {
      const { seconds } = await mesters('import', kind, file, '--yes', ...more);
      bringing += seconds;
    };
    await bring('spine', raw('school_information_spine/2017-18.csv'), '--la', '373');
    await bring('partnerships', members);
    await bring('census', raw('school_census/2018-19.csv'), '--la', '373', '--as-at', '2019-01-17');
    for (const [kind, file, year, stage = 'validated'] of releases)
      await bring(kind, raw(file), '--year', year, '--stage', stage);
    const out = join(folder, 'packs');
    const { seconds, megabytes, said } = await mesters('report', 'all', '--out', out);
    const { written } = JSON.parse(said) as { written: { kind: string; file: string; bytes: number }[] };
    const papers = written.filter(({ file }) => file.endsWith('.pdf'));
    const of = (kind: string) => papers.filter((one) => one.kind === kind).length;
    const size = written.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    say('raw files brought in', `${bringing.toFixed(1)} s`);
    say('packs of schools and partnerships', `${of('school')} + ${of('partnership')}`);
    say('all packs, PDF and spreadsheet', `${seconds.toFixed(1)} s`);
    say('one pack', `${((seconds * 1000) / papers.length).toFixed(0)} ms`);
    say('peak memory', `${megabytes.toFixed(0)} MB`);
    say('written', `${size.toFixed(1)} MB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const releases: readonly (readonly [kind: string, file: string, year: string, stage?: string])[] = [
  ['ks2', 'ks2_summary/2015-16.csv', '2015-16'],
  ['ks2', 'ks2_summary/2016-17.csv', '2016-17'],
  ['ks2', 'ks2_summary/2017-18.csv', '2017-18'],
  ['ks2', 'ks2_final_extract/2018-19.csv', '2018-19'],
  ['ks4', 'ks4_summary/2015-16.csv', '2015-16'],
  ['ks4', 'ks4_summary/2017-18.csv', '2017-18'],
  ['ks4', 'ks4_provisional/2018-19.csv', '2018-19', 'initial'],
  ['ks4', 'ks4_final_extract/2018-19.csv', '2018-19'],
  ['ks5', 'ks5_final/2015-16.csv', '2015-16'],
  ['ks5', 'ks5_final_extract/2018-19.csv', '2018-19'],
  ['absence', 'absence/2018-19.csv', '2018-19'],
  ['context', 'school_census/2015-16.csv', '2015-16'],
  ['destinations', 'ks4_destinations/2018-19.csv', '2018-19'],
  ['exclusions', 'exclusions_la/2006-07_to_2016-17_rates.csv', '2016-17'],
];

const raw = (name: string): string => join(projectRoot, 'data/public', name);

/** The numbers of the schools in a raw file: its first six-figure column. */
async function schoolsOf(name: string): Promise<number[]> {
  const bytes = await readFile(raw(name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return [...new Set([...text.matchAll(/(?:^|,)(\d{6})(?=,)/gm)].map(([, urn]) => Number(urn)))];
}

/** Nine of them, each with every ninth school: no file says which school is where. */
const partnershipsOf = (urns: readonly number[]): string =>
  ['URN,Partnership', ...urns.map((urn, at) => `${urn},Locality ${'ABCDEFGHI'[at % 9]}`)].join('\n');

/** Runs a command. @returns how long it took, the most memory it held, and what it answered. @throws Error when it is refused. */
async function measured(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ seconds: number; megabytes: number; said: string }> {
  const began = performance.now();
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, problem, megabytes, over] = ['', '', 0, false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem = text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
    over = true;
  });
  while (!over) {
    megabytes = Math.max(megabytes, held(child.pid));
    await Promise.race([ended, setTimeout(50)]);
  }
  if ((await ended) !== 0) throw new Error(`${words.slice(1).join(' ')}: ${problem}`);
  return { seconds: (performance.now() - began) / 1000, megabytes, said };
}

/** Linux counts the most that a process has held; elsewhere nothing is said. */
function held(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const say = (what: string, figure: string): void => {
  process.stdout.write(`${what.padEnd(38)}${figure.padStart(12)}\n`);
};
