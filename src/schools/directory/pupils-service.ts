import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { tellOfChange } from '../changes';
import { mayCountPupils } from './policy';

export type CountRefusal = 'not-yours' | 'no-census' | 'above-the-roll' | 'changed-meanwhile';

/**
 * Says how many pupils of the newest census are of school age, and why that is known. It stands before the census's own row, which stays
 * as it was brought. Saying it again corrects it; the same again changes nothing.
 *
 * @param wish `seen`: the number that whoever says it had before their eyes, null for none. Where it is another one by now they are told;
 *   without it nobody had looked.
 */
export async function countSchoolAged(
  tx: Tx,
  by: { actor: Anyone; clock: Clock },
  urn: number,
  wish: { schoolAged: number; reason: string; seen?: number | null },
): Promise<Result<{ onRoll: number; censusDate: Temporal.PlainDate }, CountRefusal>> {
  if (!mayCountPupils(by.actor, { urn: String(urn) })) return refused('not-yours');
  // Of two at once the second sees what the first has saved.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`schools.pupils-counted/${urn}`}, 0))`.execute(tx);
  const newest = await newestCensus(tx, urn);
  if (!newest) return refused('no-census');
  if (wish.schoolAged > newest.on_roll) return refused('above-the-roll');
  const done = ok({ onRoll: newest.on_roll, censusDate: newest.census_date });
  if (newest.source === 'office' && newest.school_aged === wish.schoolAged && newest.reason === wish.reason)
    return done;
  if (wish.seen !== undefined && wish.seen !== newest.school_aged) return refused('changed-meanwhile');
  const counted = { school_aged: wish.schoolAged, reason: wish.reason };
  const before = newest.source === 'office' ? { schoolAged: newest.school_aged, reason: newest.reason } : null;
  if (before || !(await add(tx, { ...newest, ...counted })))
    await tx
      .updateTable('schools.pupil_number')
      .set(counted)
      .where('urn', '=', urn)
      .where('census_date', '=', newest.census_date)
      .where('source', '=', 'office')
      .execute();
  await recordDeed(tx, by, {
    action: 'schools.pupils-counted',
    scope: `school/${urn}`,
    about: `Pupils of school age, census of ${newest.census_date}`,
    before,
    after: { schoolAged: wish.schoolAged, reason: wish.reason },
  });
  await tellOfChange(tx, { urns: [urn] });
  return done;
}

type Row = NonNullable<Awaited<ReturnType<typeof newestCensus>>>;

export const newestCensus = (tx: Tx, urn: number) =>
  tx
    .selectFrom('schools.current_pupil_number')
    .where('urn', '=', urn)
    .selectAll()
    .orderBy('census_date', 'desc')
    .limit(1)
    .executeTakeFirst();

async function add(tx: Tx, row: Row): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('schools.pupil_number')
    .values({ ...row, source: 'office', import_id: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
