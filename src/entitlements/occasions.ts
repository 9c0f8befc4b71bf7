import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import type { Holder } from './holders';

/**
 * Opens the accounts of one event, where the offer counts by the event, the first time that somebody wants to come: what each event has is
 * owed for each. The books do it, so that a leader may cause it and give themselves nothing.
 */
export async function openOccasion(
  tx: Tx,
  wish: { holder: Holder; element: string; occasion: string; on: Temporal.PlainDate },
): Promise<void> {
  await sql`select entitlements.open_occasion(${wish.holder.kind}, ${wish.holder.id}, ${wish.element}, ${wish.occasion}, ${wish.on.toString()}::date)`.execute(
    tx,
  );
}
