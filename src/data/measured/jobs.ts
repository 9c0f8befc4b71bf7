import { z } from 'zod';
import { defineJob } from '../../platform/jobs';
import { measure } from './measure';
import { isMeasured } from './sources';

/** Works out the figures of a dataset and year. Running it twice does no harm: the same releases make no second run. */
export const measureDataset = defineJob({
  name: 'data.measure',
  title: 'Working out figures',
  payload: z.object({ dataset: z.string(), year: z.int() }),
  retries: 2,
  urgent: true,
  async handle({ mesters, signal, progress }, { dataset, year }) {
    if (isMeasured(dataset)) await measure(mesters, dataset, year, { signal, progress });
  },
});

/** Under which name `measureDataset` waits for a dataset and year, and tells how far it has come. */
export const measureName = (dataset: string, year: number): string => `${dataset}/${year}`;
