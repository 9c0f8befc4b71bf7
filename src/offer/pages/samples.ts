import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/config';
import type { Route, Sample } from '../../platform/web';

declare module '../../platform/web' {
  interface SampleWorld {
    /** A published version of an offer: `offer.published.id`. */
    offerVersion: string;
    /** An offer file that was checked against `offerVersion` and waits to be published: `platform.file.id`. */
    offerFile: string;
  }
}

const both = (sample: Sample) => ({ own: sample, other: sample });

/** Calls of the pages that publish. */
export const samples = {
  version: (world) => both({ path: `/offer/versions/${world.offerVersion}/file` }),
  upload: () => both({ path: '/offer/versions/check', upload: { field: 'file', name: 'offer.yaml', text: anOffer() } }),
  publish: (world) =>
    both({ path: '/offer/versions/publish', form: { file: world.offerFile, 'compared-with': world.offerVersion } }),
} satisfies Record<string, Route['sample']>;

function anOffer(): string {
  const folder = join(projectRoot, 'offers');
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  if (!name) throw new Error('The project ships no offer.');
  return readFileSync(join(folder, name), 'utf8');
}
