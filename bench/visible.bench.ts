import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { serveCopy, serveDemonstration } from '../e2e/demonstration';
import { madeUpKs2Averages } from '../src/data/methods/testing/ks2-averages';
import { type CitySchool, cityFiles } from './city/files';

const run = join(import.meta.dirname, '../scripts/run.mjs');
interface Figure {
  release?: string;
}

/** What is promised: a release is seen within a minute of being accepted. */
const promised = 60;

/**
 * How long after a release of a whole city was accepted a school's page shows it, on a running site: 173 schools and their pupils, the
 * census last of all and an official table after that, then corrections of what is there. `--made=FOLDER` takes a demonstration that stands, `--marks`
 * brings a year of attendance mark by mark besides.
 */
export default async function visible(): Promise<void> {
  const made = process.argv.find((word) => word.startsWith('--made='))?.slice('--made='.length);
  // Many looks, so that none meets the limit of one visitor.
  const proxy = { MESTERS_TRUST_PROXY: '1' };
  const site = made ? await serveCopy(made, proxy) : await serveDemonstration(173, proxy);
  let looks = 0;
  try {
    const open = await schoolsOf(site.address);
    const files = cityFiles(open, site.data);
    const cookie = await asAnalyst(site.address);
    const read = async (path: string): Promise<Figure[]> => {
      const from = `198.51.100.${looks++ % 250}`;
      const response = await fetch(`${site.address}${path}`, { headers: { Cookie: cookie, 'X-Forwarded-For': from } });
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return (await response.json()) as Figure[];
    };
    const [primary, secondary] = [open.find((one) => !one.secondary), open.find((one) => one.secondary)];
    if (!primary || !secondary) throw new Error('The demonstration lacks a primary or a secondary school.');
    const pages: Record<string, string> = {
      'ks2-pupils': `/schools/${primary.urn}/own.json`,
      'early-years': `/schools/${primary.urn}/own.json`,
      phonics: `/schools/${primary.urn}/own.json`,
      ks1: `/schools/${primary.urn}/own.json`,
      'ks4-entries': `/schools/${secondary.urn}/own.json`,
      'attendance-counts': `/schools/${primary.urn}/attendance.json`,
      'attendance-marks': `/schools/${primary.urn}/attendance.json`,
      absence: `/schools/${primary.urn}/data.json`,
    };
    /** The part of a page that is of each dataset, as it stands: each page is looked at once. */
    const shown = async (datasets: readonly string[]): Promise<Map<string, string>> => {
      const paths = [...new Set(datasets.map((one) => pages[one] ?? ''))];
      const looked = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
      const partOf = (dataset: string) =>
        looked.get(pages[dataset] ?? '')?.filter(({ release }) => release?.includes(`${dataset}-2017`));
      return new Map(datasets.map((one) => [one, JSON.stringify(partOf(one))]));
    };
    say(['', 'rows', 'brought s', 'visible after s', '']);
    /** Brings something, and waits until each of these datasets is told otherwise than before. */
    const bring = async (name: string, words: string[], rows: number, datasets: readonly string[]) => {
      const before = await shown(datasets);
      const began = performance.now();
      const { accepted, ended } = importing(site.data, words);
      const at = await accepted;
      const late = datasets.map((dataset) => ({ dataset, seconds: 0 }));
      for (let left = late; left.length > 0; left = late.filter(({ seconds }) => seconds === 0)) {
        const now = await shown(left.map(({ dataset }) => dataset));
        for (const one of left)
          if (now.get(one.dataset) !== before.get(one.dataset)) one.seconds = (performance.now() - at) / 1000;
        if (performance.now() - at > 10 * 60_000) throw new Error(`${name} was not visible in ten minutes.`);
        await setTimeout(250);
      }
      await ended;
      const slowest = late.reduce((a, b) => (a.seconds > b.seconds ? a : b));
      say([
        name,
        String(rows),
        ((at - began) / 1000).toFixed(1),
        slowest.seconds.toFixed(1),
        `${slowest.seconds > promised ? 'TOO LATE ' : ''}${datasets.length > 1 ? `the last of ${datasets.length}: ${slowest.dataset}` : ''}`,
      ]);
    };
    const release = async (
      dataset: Parameters<typeof files.write>[0],
      seed: number,
      changes: readonly string[],
      name = dataset as string,
    ) => {
      const { path, rows } = await files.write(dataset, seed);
      await bring(name, [dataset, path], rows, changes);
    };
    const published = join(site.data, 'absence.csv');
    await writeFile(published, absence(open));
    await bring('a published file', ['absence', published], open.length, ['absence']);
    const results = ['ks2-pupils', 'ks4-entries', 'phonics', 'ks1', 'early-years', 'attendance-counts'] as const;
    for (const dataset of results) await release(dataset, 1, [dataset]);
    await release('pupils', 1, results, 'the census, last');
    const table = join(site.data, 'averages.csv');
    await writeFile(table, averages());
    await bring('an official table, last', ['table', 'ks2-progress-averages', table], 0, ['ks2-pupils']);
    for (const dataset of ['ks2-pupils', 'ks4-entries', 'attendance-counts'] as const)
      await release(dataset, 2, [dataset], `${dataset}, corrected`);
    await release('pupils', 2, results, 'the census, corrected');
    // 29 million rows, a gigabyte: only where it is asked for.
    if (process.argv.includes('--marks')) await release('attendance-marks', 1, ['attendance-marks']);
  } finally {
    await site.stop();
  }
}

/** Brings a file by the command line. `accepted` is the moment at which it says so; after that it waits for the figures, as this bench does. */
function importing(data: string, words: readonly string[]): { accepted: Promise<number>; ended: Promise<void> } {
  const child = spawn(process.execPath, [run, 'import', ...words, '--year', '2017-18', '--yes'], {
    env: { ...process.env, MESTERS_DATA: data, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve, reject) =>
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(said)))),
  );
  const accepted = new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Accepted')) resolve(performance.now());
    });
    ended.then(() => reject(new Error('Nothing was accepted.')), reject);
  });
  return { accepted, ended };
}

/** The open primary and secondary schools of the directory, from its own file. */
async function schoolsOf(address: string): Promise<CitySchool[]> {
  const text = await (await fetch(`${address}/schools.csv`)).text();
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  return rows
    .filter(({ Open, Sector }) => Open === 'Yes' && (Sector === 'Primary' || Sector === 'Secondary'))
    .map(({ URN = '', LAEstab = '', Sector }) => ({ urn: URN, laEstab: LAEstab, secondary: Sector === 'Secondary' }));
}

/** Signed in as the demonstration’s data analyst, who reads every school’s own figures. */
async function asAnalyst(address: string): Promise<string> {
  const people = await (await fetch(`${address}/demonstration`)).text();
  const email = /value="([^"]+@[^"]+)"(?:(?!value=)[\s\S])*?, data analyst/.exec(people)?.[1];
  if (!email) throw new Error('The demonstration has no data analyst.');
  const entered = await fetch(`${address}/demonstration/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ email }),
  });
  return entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Made-up averages in the columns of the official table, for a copy of the demonstration that goes when the bench ends. */
const averages = (): string =>
  [
    'year,group,aps_from,aps_below,reading,writing,maths,minimum_reading,minimum_writing,minimum_maths',
    ...madeUpKs2Averages().groups.map(({ from, below, averages: { reading, writing, maths } }, at) =>
      [2018, at + 1, from, below ?? '', reading, writing, maths, -30, -30, -30].join(','),
    ),
  ].join('\n');

/** A published file of absence, a row a school. */
const absence = (schools: readonly CitySchool[]): string =>
  [
    'LA,ESTAB,URN,PERCTOT,PPERSABS10',
    ...schools.map(({ urn, laEstab }, n) => `${laEstab.replace('/', ',')},${urn},${3 + (n % 4)}.5,${8 + (n % 9)}.1`),
    '',
  ].join('\n');

const say = ([first = '', ...rest]: string[]): void => {
  process.stdout.write(`${first.padEnd(30)}${rest.map((cell) => cell.padStart(17)).join('')}\n`);
};
