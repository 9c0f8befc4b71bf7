import type { Tx } from '../../platform/database';

/**
 * What follows from a release of pupils, or a supplied table, that was just accepted: called in the transaction that accepts it. The one
 * place where figures that are worked out from pupils learn that there is something new.
 */
export async function measureLater(_tx: Tx, _of: { dataset: string; year: number }): Promise<void> {}
