import { join } from 'node:path';
import { projectRoot } from '../platform/config';
import type { Mesters } from '../platform/mesters';
import { datasetNamed } from './catalogue/catalogue';
import { type ReleaseArguments, runRelease } from './releases/command';
import type { ReleaseReport } from './releases/report';

/** A real published file of this project. */
export const publicFile = (name: string): string => join(projectRoot, 'data/public', name);

/** Brings a file to a test's program as the command line does. */
export async function bringRelease(
  mesters: Mesters,
  dataset: string,
  file: string,
  more: Partial<Omit<ReleaseArguments, 'dataset' | 'file'>> = {},
): Promise<{ ok: boolean; report: ReleaseReport }> {
  const found = datasetNamed(dataset);
  if (!found) throw new Error(`There is no dataset ${dataset}.`);
  return runRelease(mesters, { dataset: found, file, yes: true, ...more });
}
