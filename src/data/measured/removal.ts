import { sql } from 'kysely';
import { z } from 'zod';
import { defineJob } from '../../platform/jobs';
import { type Step, stepsOf } from '../../platform/slices';
import '../tables';

const atOnce = 1000;

/** Runs of a dataset and year that were begun and never finished, and those that a later one has replaced: nobody sees either. */
const unseen = (dataset: string, year: number) => {
  const own = sql`(dataset, year) = (${dataset}, ${year})`;
  return {
    unfinished: sql`select id from data.run where ${own} and finished_at is null`,
    // A whole run of nothing but validated releases also replaces what stood in for another.
    replaced: sql`select id from data.run r where ${own} and finished_at is not null and exists (
      select from data.run later where ${own} and later.finished_at is not null and later.id > r.id
        and ((later.stands_for is null) = (r.stands_for is null) or later.stands_for is null
          and not exists (select from data.release l where l.id = any (later.inputs) and l.stage <> 'validated')))`,
  };
};

/** Removes the rows of such runs; those that were never finished go themselves too. */
export async function removeRuns(
  step: Step,
  which: 'unfinished' | 'replaced',
  dataset: string,
  year: number,
): Promise<void> {
  const runs = unseen(dataset, year)[which];
  const removals = [
    sql`delete from data.measured where ctid = any(array(
      select t.ctid from data.measured t where t.run_id = any(array(${runs})) limit ${atOnce}))`,
    sql`delete from data.pupil_result where ctid = any(array(
      select t.ctid from data.pupil_result t where t.run_id = any(array(${runs})) limit ${atOnce}))`,
  ];
  for (const removal of removals) {
    for (;;) {
      const { numAffectedRows } = await step((tx) => removal.execute(tx));
      if (Number(numAffectedRows ?? 0n) < atOnce) break;
    }
  }
  if (which === 'unfinished') await step((tx) => sql`delete from data.run where id in (${runs})`.execute(tx));
}

/** Whoever waits for figures does not wait for this: it comes after all that is still to be worked out. */
export const removeReplaced = defineJob({
  name: 'data.remove-replaced',
  title: 'Removing figures that were replaced',
  payload: z.object({ dataset: z.string(), year: z.int() }),
  handle: ({ mesters }, { dataset, year }) => removeRuns(stepsOf(mesters), 'replaced', dataset, year),
});
