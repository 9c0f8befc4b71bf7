import type { Offer } from '../../offer';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { money } from '../../platform/words';
import { mayConfirm } from '../gate/policy';
import type { ChangedCell } from './funding';
import './tables';

/** A cell of the plan that somebody has touched: what stands there now, who wrote it, when and why. */
export interface CellVersion {
  year: string;
  column: string;
  version: number;
  /** Null: back to the plan. */
  pence: number | null;
  reason: string;
  at: Temporal.Instant;
  byName: string;
}

/** The newest version of every cell that was ever changed, in these years. */
export async function cellsOf(tx: Tx, years: readonly string[]): Promise<CellVersion[]> {
  if (years.length === 0) return [];
  return versions(tx)
    .distinctOn(['year', 'column_id'])
    .where('year', 'in', [...years])
    .orderBy('year')
    .orderBy('column_id')
    .orderBy('version', 'desc')
    .execute();
}

/** Every version of one cell, the newest first. */
export const historyOf = (tx: Tx, year: string, column: string): Promise<CellVersion[]> =>
  versions(tx).where('year', '=', year).where('column_id', '=', column).orderBy('version', 'desc').execute();

const versions = (tx: Tx) =>
  tx
    .selectFrom('subscriptions.model_cell')
    .select(['year', 'column_id as column', 'version', 'pence', 'reason', 'set_at as at', 'set_by_name as byName']);

/** Those that stand in place of the plan. */
export const standing = (cells: readonly CellVersion[]): ChangedCell[] =>
  cells.flatMap(({ year, column, pence }) => (pence === null ? [] : [{ year, column, pence }]));

/**
 * Changes a cell of the funding table, or with null goes back to the plan. `seen` is the version that the asker saw (0 for none): where somebody has
 * changed the cell since, nothing is written over.
 */
export async function setCell(
  tx: Tx,
  by: { actor: Anyone; clock: Clock },
  offer: Offer,
  wish: { year: string; column: string; pence: number | null; reason: string; seen: number },
): Promise<Result<{ again: boolean }, string>> {
  if (!mayConfirm(by.actor))
    return refused('The model is changed by the chief executive, an administrator or the finance officer.');
  const column = offer.funding.table.columns.find(({ id }) => id === wish.column);
  const plan = offer.funding.table.rows.find(({ year }) => year === wish.year)?.cells[wish.column];
  if (!column || plan === undefined) return refused('The funding table has no such cell.');
  const [newest] = await historyOf(tx, wish.year, wish.column);
  const same = (there: CellVersion | undefined) => there?.pence === wish.pence && there.reason === wish.reason;
  if (newest && same(newest)) return ok({ again: true });
  if ((newest?.version ?? 0) !== wish.seen) return refused(changedWords(newest));
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('subscriptions.model_cell')
    .values({
      year: wish.year,
      column_id: wish.column,
      version: wish.seen + 1,
      pence: wish.pence,
      reason: wish.reason,
      set_at: by.clock.now(),
      set_by: by.actor?.personId ?? null,
      set_by_name: by.actor?.name ?? 'Mesters',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    // Somebody was faster by a moment: perhaps the same click twice.
    const [faster] = await historyOf(tx, wish.year, wish.column);
    return same(faster) ? ok({ again: true }) : refused(changedWords(faster));
  }
  await recordDeed(tx, by, {
    action: 'subscriptions.model-changed',
    scope: 'installation',
    about: `${column.name} of ${wish.year}: ${wish.reason}`,
    before: { pence: newest?.pence ?? plan },
    after: { pence: wish.pence ?? plan },
  });
  return ok({ again: false });
}

const changedWords = (cell: CellVersion | undefined): string =>
  `${cell?.byName ?? 'Somebody'} has changed this cell since you opened it${cell ? `: ${cell.pence === null ? 'back to the plan' : money(cell.pence)}, ${cell.reason}` : ''}. Open it again.`;
