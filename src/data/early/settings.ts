import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { listed } from '../../platform/words';
import { releaseKindNamed } from '../catalogue/kinds';
import type { Stage } from '../tables';

/** Who sees early results of a dataset: 'everybody' whom the figures themselves allow, which is no setting. */
export const audiences = ['everybody', 'schools', 'staff', 'analysts'] as const;
export type Audience = (typeof audiences)[number];

export const audienceWords: Record<Audience, string> = {
  everybody: 'Everybody, once accepted',
  schools: 'Staff and schools',
  staff: 'Staff',
  analysts: 'Hidden: data analysts and administrators alone',
};

/** By dataset. One that is not in it is held back from nobody. */
export async function earlySettings(tx: Tx): Promise<Map<string, Audience>> {
  const rows = await tx.selectFrom('data.early_results').select(['dataset', 'seen_by']).execute();
  return new Map(rows.map(({ dataset, seen_by }) => [dataset, seen_by]));
}

/** Early releases that count, by dataset: their names, the newest first. */
export async function earlyReleases(tx: Tx): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('data.release')
    .select(['dataset', 'name'])
    .where('status', '=', 'accepted')
    .where('stage', '<>', 'validated')
    .orderBy('accepted_at', 'desc')
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ dataset }) => dataset)].map(([dataset, some]) => [
      dataset,
      some.flatMap(({ name }) => name ?? []),
    ]),
  );
}

/** Sets what is told and leaves the rest. Says which datasets are now seen by others than before; the same again changes nothing. */
export async function setEarlyResults(
  tx: Tx,
  by: { actor: Anyone; clock: Clock },
  wish: ReadonlyMap<string, Audience>,
): Promise<string[]> {
  const before = await earlySettings(tx);
  const changed = [...wish].filter(([dataset, audience]) => (before.get(dataset) ?? 'everybody') !== audience);
  for (const [dataset, audience] of changed) {
    if (audience === 'everybody') await tx.deleteFrom('data.early_results').where('dataset', '=', dataset).execute();
    else {
      const set = { seen_by: audience, set_at: by.clock.now(), set_by: by.actor?.personId ?? null };
      await tx
        .insertInto('data.early_results')
        .values({ dataset, ...set })
        .onConflict((conflict) => conflict.column('dataset').doUpdateSet(set))
        .execute();
    }
    await recordDeed(tx, by, {
      action: 'data.early-results-set',
      scope: 'installation',
      about: `Early results, ${titleOf(dataset)}: ${audienceWords[audience]}.`,
      before: { seenBy: before.get(dataset) ?? 'everybody' },
      after: { seenBy: audience },
    });
  }
  return changed.map(([dataset]) => dataset);
}

export const titleOf = (dataset: string): string => releaseKindNamed(dataset)?.title ?? dataset;

/** What stands on a page of early results: their stage, that they may change, and who else sees them. Null where all of it is validated. */
export function earlyWords(
  figures: Iterable<{ dataset: string; stage: Stage }>,
  settings: ReadonlyMap<string, Audience>,
): string | null {
  const early = [...figures].filter(({ stage }) => stage !== 'validated');
  if (early.length === 0) return null;
  const seen = new Set(early.map(({ dataset }) => settings.get(dataset) ?? 'everybody'));
  const who = seen.has('analysts')
    ? ' Only data analysts and administrators see them.'
    : seen.has('staff')
      ? ' Only staff see them so far.'
      : seen.has('schools')
        ? ' They are shown to staff and schools, and not to the public.'
        : '';
  const stages = new Set(early.map(({ stage }) => stage));
  return `Some of these results are ${listed([...stages])}: not validated yet, they may change.${who}`;
}
