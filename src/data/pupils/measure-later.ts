import type { Tx } from '../../platform/database';
import { enqueue } from '../../platform/jobs';
import { measureDataset, measureName } from '../measured/jobs';
import { measuredAs } from '../measured/measure';
import { datasetsOf } from '../measured/runs';
import { isMeasured } from '../measured/sources';

/**
 * What follows from a release of pupils that was just accepted: called in the transaction that accepts it. A census changes the groups of
 * every dataset of its year.
 */
export async function measureLater(tx: Tx, { dataset, year }: { dataset: string; year: number }): Promise<void> {
  await enqueueAll(tx, dataset === 'pupils' ? [...(await datasetsOf(tx, year)), 'pupils'] : [dataset], year);
}

/** The same for a supplied table: of its year, and of the next, whose methods may look back. */
export async function measureLaterWith(tx: Tx, table: { year: number }): Promise<void> {
  for (const year of [table.year, table.year + 1]) await enqueueAll(tx, await datasetsOf(tx, year), year);
}

async function enqueueAll(tx: Tx, datasets: readonly string[], year: number): Promise<void> {
  for (const dataset of new Set(datasets.filter(isMeasured).map(measuredAs)))
    await enqueue(tx, measureDataset, { dataset, year }, { once: measureName(dataset, year) });
}
