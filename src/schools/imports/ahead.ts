import { setTimeout } from 'node:timers/promises';
import { askAsIf, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { stepsOf } from '../../platform/slices';
import { readFilter } from '../directory/filter-form';
import { findOfAll } from '../directory/found';
import { foresee, rememberingIn, stampOf } from '../directory/remembered';
import { markAccepted } from './queries';

/** Milliseconds for the pages that have waited: each asks several things one after the other, and would wait for the next question every time. */
const breath = 60;

/**
 * Asks what the directory will say as soon as this import counts: of a national list that takes a quarter of a second, and who looks first would
 * wait for it. Each question is asked while the import is accepted, which is taken back; the answers hold if it is the next to be accepted, and today.
 */
export async function askAhead(mesters: Mesters, importId: number): Promise<void> {
  const asIfAccepted = async <T>(ask: (tx: Tx) => Promise<T>): Promise<T> => {
    const began = performance.now();
    const answer = await askAsIf(mesters, (tx) => markAccepted(tx, importId, mesters.clock), ask);
    if (performance.now() - began > breath / 2) await setTimeout(breath);
    return answer;
  };
  const stamp = await asIfAccepted(stampOf);
  const answers = new Map<string, unknown>();
  await findOfAll(rememberingIn(answers), asIfAccepted, readFilter(new URLSearchParams()));
  await stepsOf(mesters)((tx) => foresee(tx, importId, { stamp, answers }));
}
