import type { Tx } from '../../platform/database';
import { enqueue, isPending } from '../../platform/jobs';
import { measureDataset, measureName } from '../measured/jobs';
import { measuredAs } from '../measured/measure';
import { datasetsOf, runsOfEarlierRule } from '../measured/runs';
import { isMeasured, type MeasuredDataset } from '../measured/sources';
import type { TableName } from '../methods/tables';

/** What is new: a release of pupils, or an official table, of the academic year that starts in `year`. */
export type NewForMeasures = { dataset: string; year: number } | { table: TableName; year: number };

/**
 * What follows from a release of pupils, or a supplied table, that was just accepted: called in the transaction that accepts it. A census
 * changes the groups of every dataset of its year; a table may be looked back to by the methods of the next.
 */
export async function measureLater(tx: Tx, of: NewForMeasures): Promise<void> {
  for (const { dataset, year } of await following(tx, of)) await enqueueOne(tx, dataset, year);
}

/** When the program starts: what may be shown outside has another rule than when it was worked out. */
export async function measureAnew(tx: Tx): Promise<void> {
  for (const { dataset, year } of await runsOfEarlierRule(tx))
    if (isMeasured(dataset)) await enqueueOne(tx, measuredAs(dataset), year);
}

async function enqueueOne(tx: Tx, dataset: MeasuredDataset, year: number): Promise<void> {
  await enqueue(tx, measureDataset, { dataset, year }, { once: measureName(dataset, year) });
}

/** Whether figures that follow from it are still to be worked out. */
export async function isBeingMeasured(tx: Tx, of: NewForMeasures): Promise<boolean> {
  for (const { dataset, year } of await following(tx, of))
    if (await isPending(tx, measureDataset, measureName(dataset, year))) return true;
  return false;
}

async function following(tx: Tx, of: NewForMeasures): Promise<{ dataset: MeasuredDataset; year: number }[]> {
  const years = 'table' in of ? [of.year, of.year + 1] : [of.year];
  const found: { dataset: MeasuredDataset; year: number }[] = [];
  for (const year of years) {
    const all = 'table' in of || of.dataset === 'pupils' ? await datasetsOf(tx, year) : [];
    const own = 'table' in of ? [] : [of.dataset];
    for (const dataset of new Set([...all, ...own].filter(isMeasured).map(measuredAs))) found.push({ dataset, year });
  }
  return found;
}
