import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../platform/config';
import type { Tx } from '../../platform/database';
import { allVersions, newestOfYear, sha256Of, textOfVersion, type Version } from './read';

/** An offer file that came with the program, and was never published here: there is one of the same offer that is older. */
export interface Newer {
  fileName: string;
  /** What is published of its year. */
  newest: Version;
}

/** Where they are, as people who run the program know it. */
const shippedFolder = 'offers';

export function shippedOffers(): { fileName: string; text: string }[] {
  const folder = join(projectRoot, shippedFolder);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((fileName) => ({ fileName, text: readFileSync(join(folder, fileName), 'utf8') }));
}

/**
 * What a newer program ships and nobody has published yet. A version once published and then changed by the office is
 * not told of, nor an offer of another partnership.
 */
export async function newerShipped(tx: Tx): Promise<Newer[]> {
  const versions = await allVersions(tx);
  const newer: Newer[] = [];
  for (const { fileName, text } of shippedOffers()) {
    if (versions.some(({ sha256 }) => sha256 === sha256Of(text))) continue;
    const { id, year } = parse(text) as { id: string; year: string };
    const newest = await newestOfYear(tx, year);
    // Of a version that this program cannot read any more the id can still be read.
    if (newest && (parse(await textOfVersion(tx, newest.id)) as { id?: unknown }).id === id)
      newer.push({ fileName: `${shippedFolder}/${fileName}`, newest });
  }
  return newer;
}

export const newerWords = ({ fileName, newest: { year, version } }: Newer): string =>
  `The program came with an offer of ${year} that is newer than what is published, in its file ${fileName}. Quotes follow version ${version} until it is published.`;
