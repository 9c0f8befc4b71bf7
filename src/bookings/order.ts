import { sql } from 'kysely';
import { type By, type Holder, holderKey, lockHolders, releaseHolds } from '../entitlements';
import type { Element, Offer } from '../offer';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { date } from '../platform/words';
import { take } from './confirm';
import { knownSchools, type Standing, standingOf } from './eligible';
import { type Item, overLimit, type Priced, priceItem, rulesToChoose, serviceName } from './items';
import { type Kept, keep, writePayers } from './keep';
import { planOf } from './plan';
import { type Booking, bookingById, bookingByKey, boughtBySchools, type Payer } from './queries';
import type { Refusal } from './refusals';
import { bookingYear } from './year';
import './tables';

/** What somebody would like to have. */
export interface Wish {
  /** Makes it happen once: asked again under the same key, it answers what it did the first time. */
  key: string;
  /** Whose it is, and who pays unless `payers` says otherwise. */
  holder: Holder;
  item: Item;
  /** The schools that it is for; an invoice goes to the first of them unless told. */
  forSchools: readonly number[];
  billed?: number;
  day?: Temporal.PlainDate | null;
  /** In the words of whoever books. */
  what?: string;
  notes?: string;
  kind?: string | null;
  occasion?: string | null;
  /** Who does it, by identifier. */
  people?: readonly string[];
  /** An explicit split of what is taken from accounts: units of the credit, or of what is owed. The rest of a price is invoiced. */
  payers?: readonly { holder: Holder; units: number }[];
  /** The most that may be invoiced beyond the credit, in pence: agreed by whoever orders. */
  invoiceUpTo?: number;
}

/** A wish with what follows from the offer and the school. */
export interface Considered {
  wish: Wish;
  offer: Offer;
  offerId: string;
  year: string;
  countsOn: Temporal.PlainDate;
  priced: Priced;
  standing: Standing;
}

/** Looks at a wish without changing anything: what it would cost, and whether these schools may have it. */
export async function consider(tx: Tx, by: By, wish: Wish): Promise<Result<Considered, Refusal>> {
  const { clock } = by;
  const year = await bookingYear(tx, wish.holder, wish.day ?? null, clock.today());
  if (!year)
    return refused({
      because: 'no-year',
      words: 'No offer is published for that day yet. Choose an earlier day, or leave the day open.',
    });
  const priced = priceItem(year.offer, wish.item);
  if (!priced.ok) return priced;
  const { startsFrom } = priced.value;
  const { day } = wish;
  if (day && Temporal.PlainDate.compare(day, year.countsOn) < 0) {
    const from = startsFrom ?? year.countsOn;
    if (Temporal.PlainDate.compare(day, from) < 0)
      return refused({
        because: 'too-early',
        words: `${priced.value.what} can start on ${date(from)}. Choose that day or a later one.`,
      });
  }
  const schools = await knownSchools(tx, wish.forSchools, year.countsOn);
  const standing = standingOf(year.offer, priced.value.element.id, schools);
  if (standing.refusal) return refused(standing.refusal);
  const which = 'element' in wish.item ? chosenRules(priced.value.element, wish.item.rule, wish.holder.kind) : [];
  if (which === null) return refused(chooseWhich(priced.value.element));
  if (!wish.occasion && which.length > 0 && which.every(({ per }) => per === 'event'))
    return refused({ because: 'occasion', words: 'Say which event it is for: what you are owed is counted for each.' });
  return ok({ wish, ...year, priced: priced.value, standing });
}

/** The rules that what is owed is drawn from: the one that was chosen, or all; null where one has to be chosen and was not. */
function chosenRules({ grants }: Element, rule: string | undefined, holder: string): Element['grants'] | null {
  if (rule !== undefined) return grants.filter(({ id }) => id === rule);
  return rulesToChoose({ grants }, holder).length > 0 ? null : grants;
}

const chooseWhich = (element: Element): Refusal => ({
  because: 'which',
  words: `${element.name} is several things: choose which of them you would like. ${rulesToChoose(element)
    .map(({ why }) => why)
    .join(' ')}`,
});

/** It is asked for first: by quote in the menu, by quote for this school, or given on request. */
export const needsQuote = ({ priced, standing }: Pick<Considered, 'priced' | 'standing'>): boolean =>
  priced.price === 'quote' ||
  standing.answer === 'on-request' ||
  (standing.answer === 'priced' && priced.price === null);

/**
 * Books what somebody would like to have: what is priced or owed is kept for them at once, what needs a quote is asked for. Several wishes
 * are one order: the credit pays for them in their order. Nothing is changed where one of them is refused.
 */
export async function order(tx: Tx, by: By, wishes: readonly Wish[]): Promise<Result<Booking[], Refusal>> {
  if (wishes.length === 0)
    return refused({
      because: 'nothing',
      words: 'Nothing was chosen. Go back to the menu and choose what you would like.',
    });
  await lockHolders(
    tx,
    wishes.flatMap((wish) => [wish.holder, ...(wish.payers ?? []).map(({ holder }) => holder)]),
  );
  const before = await madeBefore(tx, wishes);
  if (before) return ok(before);
  const considered: Considered[] = [];
  for (const wish of wishes) {
    const one = await consider(tx, by, wish);
    if (!one.ok) return one;
    considered.push(one.value);
  }
  const limited = await refusedByLimits(tx, considered);
  if (limited) return refused(limited);
  const plans = await paymentPlans(tx, considered);
  if (!plans.ok) return plans;
  const ids = considered.map(() => crypto.randomUUID());
  const kept = await keepAll(
    tx,
    by,
    considered.map((one, i) => ({ ...one, id: ids[i] as string, plan: plans.value[i] ?? null })),
  );
  if (!kept.ok) return kept;
  const made: Booking[] = [];
  for (const [i, one] of considered.entries()) {
    const [id, paid] = [ids[i] as string, kept.value[i] ?? null];
    await insert(tx, by, one, { id, first: wishes[0] as Wish, paid });
    await recordDeed(tx, by, {
      action: paid ? 'bookings.ordered' : 'bookings.quote-asked-for',
      scope: holderKey(one.wish.holder),
      about: one.wish.what || one.priced.what,
      after: { id, price: one.priced.price, units: one.priced.units },
    });
    made.push((await bookingById(tx, id)) as Booking);
  }
  return ok(made);
}

/** Keeps for each of them what its plan takes; all or none. Null where it is asked for first. */
async function keepAll(
  tx: Tx,
  by: By,
  all: readonly (Considered & { id: string; plan: Payer[] | null })[],
): Promise<Result<(Kept | null)[], Refusal>> {
  const kept: (Kept | null)[] = [];
  for (const one of all) {
    if (one.plan === null) {
      kept.push(null);
      continue;
    }
    const held = await keep(tx, by, {
      id: one.id,
      offer: one.offer,
      countsOn: one.countsOn,
      what: one.wish.what || one.priced.what,
      element: one.priced.element.id,
      rule: ruleOf(one.wish),
      occasion: one.wish.occasion ?? null,
      payers: one.plan,
    });
    if (!held.ok) {
      for (const { id } of all) await releaseHolds(tx, by, id);
      return held;
    }
    kept.push(held.value);
  }
  return ok(kept);
}

/** What an order would come to, whoever agrees to it: nothing is changed. */
export interface Preview {
  lines: { considered: Considered; payers: Payer[] | null }[];
  /** What the credit or the pool pays, in its unit, and what an invoice adds. */
  ofCredit: number;
  pence: number;
}

export async function preview(tx: Tx, by: By, wishes: readonly Wish[]): Promise<Result<Preview, Refusal>> {
  const considered: Considered[] = [];
  for (const wish of wishes) {
    const one = await consider(tx, by, { ...wish, invoiceUpTo: Number.MAX_SAFE_INTEGER });
    if (!one.ok) return one;
    considered.push(one.value);
  }
  const limited = await refusedByLimits(tx, considered);
  if (limited) return refused(limited);
  const plans = await paymentPlans(tx, considered);
  if (!plans.ok) return plans;
  const paid = plans.value.flatMap((plan) => plan ?? []);
  return ok({
    lines: considered.map((one, i) => ({ considered: one, payers: plans.value[i] ?? null })),
    ofCredit: paid.filter(({ how }) => how === 'account').reduce((n, { units }) => n + units, 0),
    pence: paid.reduce((n, { pence }) => n + (pence ?? 0), 0),
  });
}

async function madeBefore(tx: Tx, wishes: readonly Wish[]): Promise<Booking[] | null> {
  const found: Booking[] = [];
  for (const wish of wishes) {
    const booking = await bookingByKey(tx, keyOf(wish));
    if (!booking) return null;
    found.push(booking);
  }
  return found;
}

/** Two holders may use the same key without meeting. */
const keyOf = ({ holder, key }: Wish): string => `${holderKey(holder)}/${key}`;

/** The limits of the menu hold for each school's own year. */
async function refusedByLimits(tx: Tx, considered: readonly Considered[]): Promise<Refusal | null> {
  const urns = [...new Set(considered.flatMap(({ wish }) => wish.forSchools))];
  for (const [year, of] of Map.groupBy(considered, (one) => one.year)) {
    const bought = await boughtBySchools(tx, urns, year);
    const { offer } = of[0] as Considered;
    for (const urn of urns) {
      const wanted = new Map<string, number>();
      for (const { wish, priced } of of)
        if (priced.service && wish.forSchools.includes(urn))
          wanted.set(priced.service, (wanted.get(priced.service) ?? 0) + 1);
      const over = overLimit(offer, wanted, bought.get(urn) ?? new Map());
      if (over) return limitWords(offer, over);
    }
  }
  return null;
}

export function limitWords(offer: Offer, { limit, service }: NonNullable<ReturnType<typeof overLimit>>): Refusal {
  const each = limit.each === 1 ? 'once' : `${limit.each} times`;
  return {
    because: 'over-limit',
    words: `${serviceName(offer, service)} can be had ${each} a year${limit.services.length > 1 ? `, and ${limit.inAll} of its kind in all` : ''}. You have it already: choose something else from the menu.`,
  };
}

/** Who would pay what of each wish. Null: it is asked for first. Credit that one wish takes is not there for the next. */
async function paymentPlans(tx: Tx, considered: readonly Considered[]): Promise<Result<(Payer[] | null)[], Refusal>> {
  const taken = new Map<string, number>();
  const plans: (Payer[] | null)[] = [];
  let agreed = considered.reduce((most, { wish }) => Math.max(most, wish.invoiceUpTo ?? 0), 0);
  for (const one of considered) {
    const plan = needsQuote(one) ? ok(null) : await planOf(tx, one, one.priced.price, taken, agreed);
    if (!plan.ok) return plan;
    agreed -= (plan.value ?? []).reduce((pence, payer) => pence + (payer.pence ?? 0), 0);
    plans.push(plan.value);
  }
  return ok(plans);
}

async function insert(
  tx: Tx,
  by: By,
  one: Considered,
  { id, first, paid }: { id: string; first: Wish; paid: Kept | null },
): Promise<void> {
  const { wish, priced } = one;
  const [now, person] = [by.clock.now(), by.actor?.personId ?? null];
  const atOnce = paid !== null && one.offer.bespoke.booking.debitedAt === 'order';
  if (atOnce) {
    const taken = await take(
      tx,
      by,
      { id, element: priced.element.id, what: wish.what || priced.what, payers: paid.payers },
      one.offer,
    );
    if (!taken.ok) throw new Error(`What was just held cannot be used: ${taken.reason.words}`);
  }
  await tx
    .insertInto('bookings.booking')
    .values({
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
      ...(atOnce ? { confirmed_at: now, confirmed_by: person } : {}),
    })
    .execute();
  if (wish.forSchools.length > 0)
    await sql`insert into bookings.booking_for (booking_id, urn) select ${id}::uuid, urn from unnest(${[...new Set(wish.forSchools)]}::int[]) urn`.execute(
      tx,
    );
  if (wish.people && wish.people.length > 0)
    await sql`insert into bookings.booking_person (booking_id, person_id) select ${id}::uuid, person from unnest(${[...new Set(wish.people)]}::uuid[]) person`.execute(
      tx,
    );
  if (paid) await writePayers(tx, id, paid.payers);
}

const ruleOf = ({ item }: Wish): string | null => ('element' in item ? (item.rule ?? null) : null);

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
