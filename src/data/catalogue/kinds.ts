import { type Dataset, datasets } from './catalogue';
import { type PupilDataset, pupilDatasets } from './pupil-datasets';

/** What can be brought as a release: a file of published figures, or one of pupils. */
export type ReleaseKind = (Dataset & { level: 'public' }) | (PupilDataset & { level: 'pupil' });

export const releaseKinds: readonly ReleaseKind[] = [
  ...datasets.map((one) => ({ ...one, level: 'public' as const })),
  ...pupilDatasets.map((one) => ({ ...one, level: 'pupil' as const })),
];

const byId = new Map(releaseKinds.map((one) => [one.id, one]));
export const releaseKindNamed = (id: string): ReleaseKind | undefined => byId.get(id);
