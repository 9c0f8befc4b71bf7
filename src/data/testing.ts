import { join } from 'node:path';
import { sql } from 'kysely';
import { projectRoot } from '../platform/config';
import type { Tx } from '../platform/database';
import { type Files, keepFile } from '../platform/files';
import type { Mesters } from '../platform/mesters';
import { testClock } from '../platform/testing';
import { releaseKindNamed } from './catalogue/kinds';
import type { NewFigure } from './measured/figures';
import { finishRun, insertMeasured, startRun } from './measured/runs';
import { type ReleaseArguments, runRelease } from './releases/command';
import { insertFigures, insertRejects, noCounts, saveChecked } from './releases/queries';
import type { ReleaseReport } from './releases/report';
import { acceptRelease, failRelease, startRelease } from './releases/service';
import { noYear } from './releases/years';
import { supplyTable } from './supplied/service';
import { hiddenAreaWords, hiddenWords } from './suppression';
import type { Stage } from './tables';

/** A real published file of this project. */
export const publicFile = (name: string): string => join(projectRoot, 'data/public', name);

/** Brings a file to a test's program as the command line does. */
export async function bringRelease(
  mesters: Mesters,
  dataset: string,
  file: string,
  more: Partial<Omit<ReleaseArguments, 'dataset' | 'file'>> = {},
): Promise<{ ok: boolean; report: ReleaseReport }> {
  const found = releaseKindNamed(dataset);
  if (!found) throw new Error(`There is no dataset ${dataset}.`);
  return runRelease(mesters, { dataset: found, file, yes: true, ...more });
}

/** A file that was refused, as nobody said of which year it is. */
export async function aYearlessRelease(tx: Tx, files: Files): Promise<number> {
  const file = await keepFile(tx, files, {
    content: new Uint8Array([80]),
    name: 'figures.csv',
    type: 'text/csv',
    level: 'imports/*',
  });
  const id = await startRelease(
    tx,
    { actor: null, clock: testClock },
    {
      dataset: 'absence',
      fileName: 'figures.csv',
      sha256: file.sha256,
      stage: 'validated',
      year: null,
      la: null,
      upload: file.id,
    },
  );
  await failRelease(tx, id, noYear().message, { keepFile: true });
  return id;
}

/** A release that waits to be accepted, of a file in which one row was rejected. */
export async function aReadyRelease(tx: Tx, files: Files): Promise<number> {
  const id = await startRelease(
    tx,
    { actor: null, clock: testClock },
    {
      dataset: 'absence',
      fileName: 'absence.csv',
      sha256: 'b'.repeat(64),
      stage: 'validated',
      year: 2018,
      la: null,
      upload: null,
    },
  );
  const figure = {
    line: 2,
    urn: null,
    area: 'england',
    pupil_group: 'all',
    year: 2018,
    numerator: null,
    denominator: null,
    low: null,
    high: null,
    band: null,
  };
  await insertFigures(tx, id, [{ ...figure, measure: 'absence-overall', shown: '4.0', value: '4.0' }]);
  await insertRejects(tx, id, [
    { line: 3, column: 3, heading: 'URN', value: '12', reason: 'is not a URN of six figures' },
  ]);
  const name = 'absence.parquet';
  const kept = await keepFile(tx, files, {
    content: new Uint8Array([80]),
    name,
    type: 'application/octet-stream',
    level: 'imports/*',
  });
  await saveChecked(tx, {
    id,
    year: 2018,
    shape: 'full',
    kept: kept.id,
    counts: { ...noCounts, rows: 2, areas: 1, figures: 1, rejected: 1 },
    columns: [{ measure: 'absence-overall', group: 'all', year: 2018, heading: 'PERCTOT' }],
    unknownColumns: ['NOTES'],
    digest: 'c'.repeat(64),
  });
  return id;
}

/** A partnership of these schools, from long ago. */
export async function aPartnership(tx: Tx, id: string, name: string, urns: readonly number[]): Promise<void> {
  await tx.insertInto('schools.partnership').values({ id, name, letter: null, kind: 'locality' }).execute();
  for (const urn of urns)
    await tx
      .insertInto('schools.partnership_membership')
      .values({
        urn,
        partnership_id: id,
        import_id: null,
        as_at: Temporal.PlainDate.from('2017-09-01'),
        present: true,
      })
      .execute();
}

/** A trust that runs these schools, from long ago. */
export async function aTrust(tx: Tx, uid: number, name: string, urns: readonly number[]): Promise<void> {
  await sql`with t as (insert into schools.trust (uid) values (${uid}) returning uid),
    v as (insert into schools.trust_version (uid, as_at, name, kind, runs_schools, open) values (${uid}, '2017-01-01', ${name}, 'multi', true, true))
    insert into schools.trust_membership (urn, uid, as_at, present) select urn, ${uid}, '2017-01-01', true from unnest(${[...urns]}::int[]) urn`.execute(
    tx,
  );
}

interface WishedFigure {
  urn?: number;
  area?: string;
  measure: string;
  group?: string;
  shown: string;
  year?: number;
  denominator?: string;
  low?: string;
  high?: string;
}

/** A release of these figures that counts. Its name tells it from others of the test; each call is later than the one before. */
export async function anAcceptedRelease(
  tx: Tx,
  files: Files,
  wish: {
    dataset?: string;
    year: number;
    stage?: Stage;
    figures: readonly WishedFigure[];
    /** Those that it is said to be about, as a release of pupils is. */
    schools?: readonly number[];
  },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from data.release`.execute(tx);
  const n = (rows[0]?.n ?? 0) + 1;
  const dataset = wish.dataset ?? 'ks2';
  const stage = wish.stage ?? 'validated';
  const digest = String(n).padStart(64, '0');
  const id = await startRelease(
    tx,
    { actor: null, clock: testClock },
    { dataset, fileName: `${dataset}-${n}.csv`, sha256: digest, stage, year: wish.year, la: null, upload: null },
  );
  await insertFigures(
    tx,
    id,
    wish.figures.map((one, at) => ({
      line: at + 2,
      urn: one.urn ?? null,
      area: one.area ?? null,
      measure: one.measure,
      pupil_group: one.group ?? 'all',
      year: one.year ?? wish.year,
      shown: one.shown,
      value: /^-?[\d.]+%?$/.test(one.shown) ? one.shown.replace('%', '') : null,
      numerator: null,
      denominator: one.denominator ?? null,
      low: one.low ?? null,
      high: one.high ?? null,
      band: null,
    })),
  );
  await sql`insert into data.release_school (release_id, urn, rows)
    select ${id}, urn, 1 from unnest(${[...(wish.schools ?? [])]}::int[]) urn`.execute(tx);
  const kept = await keepFile(tx, files, {
    content: new Uint8Array([80]),
    name: `${dataset}-${n}.parquet`,
    type: 'application/octet-stream',
    level: 'imports/*',
  });
  await saveChecked(tx, {
    id,
    year: wish.year,
    shape: 'full',
    kept: kept.id,
    counts: { ...noCounts, rows: wish.figures.length, figures: wish.figures.length },
    columns: wish.figures.map(({ measure, group = 'all', year = wish.year }) => ({
      measure,
      group,
      year,
      heading: measure,
    })),
    unknownColumns: [],
    digest,
  });
  await acceptRelease(tx, { actor: null, clock: testClock }, id);
  return id;
}

/** An official table that somebody has supplied. @returns its number. */
export async function aSuppliedTable(tx: Tx): Promise<number> {
  const wish = {
    name: 'phonics-standard',
    year: 2018,
    fileName: 'phonics.csv',
    content: 'year,mark\n2019,32\n',
  } as const;
  const supplied = await supplyTable(tx, { actor: null, clock: testClock }, wish);
  if (!supplied.ok) throw new Error('The table was refused.');
  return supplied.value.id;
}

type WishedMeasured = Pick<NewFigure, 'measure'> & Partial<NewFigure>;

const hiddenOutside = {
  value: null,
  numerator: null,
  denominator: null,
  pupils: null,
  low: null,
  high: null,
};

/**
 * A finished run over these releases, each figure both inside and outside: outside without its numerator, and where it has a reason hidden.
 * @returns its number.
 */
export async function aRun(
  tx: Tx,
  wish: { dataset: string; year: number; inputs: number[]; figures: readonly WishedMeasured[] },
): Promise<number> {
  const { dataset, year, inputs } = wish;
  const id = await startRun(tx, {
    dataset,
    year,
    inputs,
    tables: [],
    recipe: 'd'.repeat(64),
    missing: [],
    at: testClock.now(),
  });
  const figures = wish.figures.flatMap((one): NewFigure[] => {
    const inside: NewFigure = {
      urn: null,
      area: null,
      pupil_group: 'all',
      period: 'year',
      year,
      value: null,
      numerator: null,
      denominator: null,
      pupils: null,
      low: null,
      high: null,
      band: null,
      reason: null,
      ...one,
      shown: one.shown ?? String(one.value),
      audience: 'inside',
    };
    return [
      inside,
      {
        ...inside,
        audience: 'outside',
        numerator: null,
        reason: null,
        ...(inside.reason === null
          ? {}
          : { ...hiddenOutside, shown: inside.reason === 'few-schools' ? hiddenAreaWords : hiddenWords() }),
      },
    ];
  });
  await insertMeasured(tx, id, figures);
  await finishRun(tx, id, 'e'.repeat(64), testClock.now());
  return id;
}
