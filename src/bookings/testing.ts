import { type Holder, schoolHolder, tellMany } from '../entitlements';
import type { Clock } from '../platform/clock';
import type { Tx } from '../platform/database';
import type { Result } from '../platform/result';
import { testClock } from '../platform/testing';
import { aSchool } from '../schools/testing';
import { type Item, type Wish, order } from './index';
import type { Booking } from './queries';
import type { Refusal } from './refusals';

export interface TestSchool {
  urn: number;
  holder: Holder;
}

/** A school with what it is owed by the newest offer: a subscriber unless told. The facts are told by a test, not by a contract. */
export async function aBookingSchool(
  tx: Tx,
  wish: { name?: string; urn?: number; sector?: string; status?: string; facts?: Record<string, string | boolean>; clock?: Clock } = {},
): Promise<TestSchool> {
  const { sector = 'primary', status = 'maintained', facts = { subscribed: true }, clock = testClock } = wish;
  const urn = wish.urn ?? (await aSchool(tx, { ...(wish.name ? { name: wish.name } : {}), sector, status, pupils: 200 }));
  const holder = await schoolHolder(tx, urn);
  await tellMany(
    tx,
    { actor: null, clock },
    Object.entries({ member: true, status, sector, ...facts }).map(([kind, value]) => ({
      holder,
      key: `test/${kind}`,
      kind,
      value,
      from: Temporal.PlainDate.from('2018-09-01'),
      to: null,
      source: 'A test',
    })),
  );
  return { urn, holder };
}

let n = 0;
/** What a school would like, under a key of its own. */
export const wishOf = (school: TestSchool, item: Item, more: Partial<Wish> = {}): Wish => ({
  key: `test-${++n}`,
  holder: school.holder,
  forSchools: [school.urn],
  item,
  ...more,
});

/** Orders one thing, in the program's name unless told. */
export async function ordered(
  tx: Tx,
  wish: Wish,
  by: Parameters<typeof order>[1] = { actor: null, clock: testClock },
): Promise<Result<Booking, Refusal>> {
  const made = await order(tx, by, [wish]);
  return made.ok ? { ok: true, value: made.value[0] as Booking } : made;
}
