import type { Tx } from '../../platform/database';
import type { TableName } from '../methods/tables';

/** What is new: a release of pupils, or an official table, of the academic year that starts in `year`. */
export type NewForMeasures = { dataset: string; year: number } | { table: TableName; year: number };

/**
 * What follows from a release of pupils, or a supplied table, that was just accepted: called in the transaction that accepts it. The one
 * place where figures that are worked out from pupils learn that there is something new.
 */
export async function measureLater(_tx: Tx, _of: NewForMeasures): Promise<void> {}
