import type { Tx } from '../../platform/database';
import { enqueue } from '../../platform/jobs';
import { measureDataset, measureName } from '../measured/jobs';
import { measuredAs } from '../measured/measure';
import { datasetsOf, runsOfEarlierRule } from '../measured/runs';
import { isMeasured } from '../measured/sources';
import type { TableName } from '../methods/tables';

/** What is new: a release of pupils, or an official table, of the academic year that starts in `year`. */
export type NewForMeasures = { dataset: string; year: number } | { table: TableName; year: number };

/**
 * What follows from a release of pupils, or a supplied table, that was just accepted: called in the transaction that accepts it. A census
 * changes the groups of every dataset of its year; a table may be looked back to by the methods of the next.
 */
export async function measureLater(tx: Tx, of: NewForMeasures): Promise<void> {
  if ('table' in of) for (const year of [of.year, of.year + 1]) await enqueueAll(tx, await datasetsOf(tx, year), year);
  else
    await enqueueAll(
      tx,
      of.dataset === 'pupils' ? [...(await datasetsOf(tx, of.year)), 'pupils'] : [of.dataset],
      of.year,
    );
}

/** When the program starts: what may be shown outside has another rule than when it was worked out. */
export async function measureAnew(tx: Tx): Promise<void> {
  for (const { dataset, year } of await runsOfEarlierRule(tx)) await enqueueAll(tx, [dataset], year);
}

async function enqueueAll(tx: Tx, datasets: readonly string[], year: number): Promise<void> {
  for (const dataset of new Set(datasets.filter(isMeasured).map(measuredAs)))
    await enqueue(tx, measureDataset, { dataset, year }, { once: measureName(dataset, year) });
}
