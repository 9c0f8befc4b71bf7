import { accountsOf, type Holder, schoolHolder, tellMany } from '../entitlements';
import { currentOffer } from '../offer';
import type { Clock } from '../platform/clock';
import type { Tx } from '../platform/database';
import type { Result } from '../platform/result';
import { testClock } from '../platform/testing';
import { aSchool } from '../schools/testing';
import { type Item, order, quote, type Wish } from './index';
import { timeUnit } from './items';
import type { Booking } from './queries';
import type { Refusal } from './refusals';

export interface TestSchool {
  urn: number;
  holder: Holder;
}

/** A school with what it is owed by the newest offer: a subscriber unless told. The facts are told by a test, not by a contract. */
export async function aBookingSchool(
  tx: Tx,
  wish: {
    name?: string;
    urn?: number;
    sector?: string;
    status?: string;
    facts?: Record<string, string | boolean>;
    clock?: Clock;
  } = {},
): Promise<TestSchool> {
  const { sector = 'primary', status = 'maintained', facts = { subscribed: true }, clock = testClock } = wish;
  const urn =
    wish.urn ?? (await aSchool(tx, { ...(wish.name ? { name: wish.name } : {}), sector, status, pupils: 200 }));
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

/** Bookings of two schools at different stages, for the permission test and the check of who sees which rows. */
export async function bookingSamples(tx: Tx, places: { school: string; otherSchool: string }) {
  const by = { actor: null, clock: testClock };
  const own = await aBookingSchool(tx, { urn: Number(places.school) });
  const other = await aBookingSchool(tx, { urn: Number(places.otherSchool) });
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published.');
  const { services } = published.offer.bespoke;
  const timed = services.find(({ price }) => price === 'day-rate')?.id ?? '';
  const quoted = services.find(({ price }) => price === 'quote')?.id ?? '';
  const owed = published.offer.elements.find(({ grants }) =>
    grants.some(
      ({ amount, when, window }) => amount?.unit === timeUnit(published.offer) && when.length === 0 && !window,
    ),
  );
  // Their credit may be in a pool by now.
  const make = async (wish: Wish) => {
    const made = await ordered(tx, { ...wish, invoiceUpTo: Number.MAX_SAFE_INTEGER });
    if (!made.ok) throw new Error(made.reason.words);
    return made.value.id;
  };
  const asked = await make(wishOf(own, { service: quoted }));
  await quote(tx, by, asked, { price: 100, until: Temporal.PlainDate.from('2019-08-31') });
  const samples = {
    booking: await make(wishOf(own, { service: timed, quarterDays: 2 })),
    quotedBooking: asked,
    draftBooking: await make(wishOf(own, { service: quoted })),
    otherBooking: await make(wishOf(other, { service: timed, quarterDays: 2 })),
    owedElement: owed?.id ?? '',
    account: await accountFor(tx, own.holder),
    otherAccount: await accountFor(tx, other.holder),
  };
  const [person] = await tx.selectFrom('schools.person').select('id').orderBy('email').limit(1).execute();
  if (person)
    await tx
      .insertInto('bookings.booking_person')
      .values({ booking_id: samples.booking, person_id: person.id })
      .execute();
  return samples;
}

const accountFor = async (tx: Tx, holder: Holder): Promise<string> =>
  String((await accountsOf(tx, [holder])).find(({ unlimited }) => !unlimited)?.id ?? '');
