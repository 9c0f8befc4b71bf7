import { askAsIf, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { readFilter } from '../directory/filter-form';
import { findOnPage } from '../directory/found';
import { rememberingAhead } from '../directory/remembered';
import { markAccepted } from './queries';

/**
 * Asks what the directory will say as soon as this import counts: of a national list that takes half a second, and who looks first would wait for it.
 * Each question is asked while the import is accepted, which is taken back; the answers hold if it is the next to be accepted, and today.
 */
export async function askAhead(mesters: Mesters, importId: number): Promise<void> {
  const asIfAccepted = <T>(ask: (tx: Tx) => Promise<T>): Promise<T> =>
    askAsIf(mesters, (tx) => markAccepted(tx, importId, mesters.clock), ask);
  const remember = await asIfAccepted((tx) => rememberingAhead(tx, mesters.database));
  await findOnPage(remember, asIfAccepted, readFilter(new URLSearchParams()), { page: 1, showAll: false });
}
