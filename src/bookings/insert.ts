import { type By, holderKey } from '../entitlements';
import type { Tx } from '../platform/database';
import { takeMany } from './confirm';
import { addPayers, type Kept } from './keep';
import type { Considered, Wish } from './order';
import type { Payer } from './queries';
import './tables';

/** A booking that is to be made, under its identifier. */
export interface ToMake extends Considered {
  id: string;
  /** Of its order. */
  first: Wish;
  /** Who pays what; null where it is asked for first. */
  plan: Payer[] | null;
}

/** Writes bookings that are new, and has taken at once what the offer takes with the order. */
export async function insert(tx: Tx, by: By, all: readonly (ToMake & { paid: Kept | null })[]): Promise<void> {
  if (all.length === 0) return;
  const [now, person] = [by.clock.now(), by.actor?.personId ?? null];
  const atOnce = (one: (typeof all)[number]) => one.paid !== null && one.offer.bespoke.booking.debitedAt === 'order';
  const taken = await takeMany(
    tx,
    by,
    all.filter(atOnce).map(({ id, priced, wish, paid, offer }) => ({
      booking: { id, element: priced.element.id, what: wish.what || priced.what, payers: paid?.payers ?? [] },
      offer,
    })),
  );
  for (const one of taken) if (!one.ok) throw new Error(`What was just held cannot be used: ${one.reason.words}`);
  await tx
    .insertInto('bookings.booking')
    .values(
      all.map((one) => {
        const { id, first, wish, priced, paid } = one;
        return {
          ...noMoments,
          id,
          key: keyOf(wish),
          order_key: keyOf(first),
          holder_kind: wish.holder.kind,
          holder_id: wish.holder.id,
          offer_id: one.offerId,
          year: one.year,
          element: priced.element.id,
          service: priced.service,
          tier: priced.tier,
          rule: ruleOf(wish),
          kind: wish.kind || null,
          occasion: wish.occasion || null,
          units: priced.units,
          unit: priced.unit,
          price: typeof priced.price === 'number' ? priced.price : null,
          day: wish.day ?? null,
          counts_on: one.countsOn,
          what: wish.what || priced.what,
          notes: wish.notes ?? '',
          made_at: now,
          made_by: person,
          ...(paid ? { held_at: now, held_by: person, held_until: paid.until } : {}),
          ...(atOnce(one) ? { confirmed_at: now, confirmed_by: person } : {}),
        };
      }),
    )
    .execute();
  const schools = all.flatMap(({ id, wish }) => [...new Set(wish.forSchools)].map((urn) => ({ booking_id: id, urn })));
  if (schools.length > 0) await tx.insertInto('bookings.booking_for').values(schools).execute();
  const people = all.flatMap(({ id, wish }) =>
    [...new Set(wish.people)].map((person_id) => ({ booking_id: id, person_id })),
  );
  if (people.length > 0) await tx.insertInto('bookings.booking_person').values(people).execute();
  await addPayers(
    tx,
    all.map(({ id, paid }) => ({ id, payers: paid?.payers ?? [] })),
  );
}

/** Two holders may use the same key without meeting. */
export const keyOf = ({ holder, key }: Wish): string => `${holderKey(holder)}/${key}`;

export const ruleOf = ({ item }: Wish): string | null => ('element' in item ? (item.rule ?? null) : null);

/** A booking of which nothing has happened yet. */
export const noMoments = {
  quoted_at: null,
  quoted_by: null,
  quote_until: null,
  accepted_at: null,
  accepted_by: null,
  held_at: null,
  held_by: null,
  held_until: null,
  confirmed_at: null,
  confirmed_by: null,
  delivered_at: null,
  delivered_by: null,
  delivered_on: null,
  delivered_units: null,
  evidence: null,
  evidence_link: null,
  cancelled_at: null,
  cancelled_by: null,
  cancelled_why: null,
  returned: null,
};
