import { join } from 'node:path';
import { projectRoot } from '../platform/config';
import type { Tx } from '../platform/database';
import { type Files, keepFile } from '../platform/files';
import type { Mesters } from '../platform/mesters';
import { testClock } from '../platform/testing';
import { releaseKindNamed } from './catalogue/kinds';
import { type ReleaseArguments, runRelease } from './releases/command';
import { insertFigures, insertRejects, noCounts, saveChecked } from './releases/queries';
import type { ReleaseReport } from './releases/report';
import { startRelease } from './releases/service';

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
