import { apart, type By, type Holder, holderKey, lockHolders, releaseHolds } from '../entitlements';
import type { Element, Offer } from '../offer';
import { recordDeeds } from '../platform/audit';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { date } from '../platform/words';
import { readSchools, type Standing, standingOf } from './eligible';
import { insert, keyOf, ruleOf, type ToMake } from './insert';
import { type Item, overLimit, type Priced, priceItem, rulesToChoose, serviceName } from './items';
import { type Kept, keepMany } from './keep';
import { type Left, payersOf, planFrom, readLeft } from './plan';
import { type Booking, bookingsByIds, bookingsByKeys, boughtBySchools, type Payer } from './queries';
import type { Refusal } from './refusals';
import { unitsInDeed } from './words';
import { type BookingYear, readYears } from './year';
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
  return (await readToConsider(tx, by, [wish]))(wish);
}

/** Reads at once what many wishes need: answers what one of them comes to. */
async function readToConsider(
  tx: Tx,
  { clock }: By,
  wishes: readonly Wish[],
): Promise<(wish: Wish) => Result<Considered, Refusal>> {
  const years = await readYears(
    tx,
    wishes.map(({ holder }) => holder),
  );
  const schools = await readSchools(tx, [...new Set(wishes.flatMap(({ forSchools }) => forSchools))]);
  return (wish) => considerWith(wish, years(wish.holder, wish.day ?? clock.today()), schools);
}

function considerWith(
  wish: Wish,
  year: BookingYear | null,
  schools: Awaited<ReturnType<typeof readSchools>>,
): Result<Considered, Refusal> {
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
  const standing = standingOf(year.offer, priced.value.element.id, schools(wish.forSchools, year.countsOn));
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
  const [made] = await orderMany(tx, by, [wishes]);
  return made as Result<Booking[], Refusal>;
}

/** Many orders, each answered by itself: with no more statements than one, as long as each is of other holders and for other schools. */
export async function orderMany(
  tx: Tx,
  by: By,
  orders: readonly (readonly Wish[])[],
): Promise<Result<Booking[], Refusal>[]> {
  await lockHolders(
    tx,
    orders.flat().flatMap((wish) => [wish.holder, ...payersOf({ wish })]),
  );
  const answers = new Map<readonly Wish[], Result<Booking[], Refusal>>();
  // What one order takes is not there for the next of the same holder, and counts for the limits of the same school.
  const names = (wishes: readonly Wish[]) => [
    ...new Set(
      wishes.flatMap((wish) => [wish.holder, ...payersOf({ wish })].map(holderKey).concat(wish.forSchools.map(String))),
    ),
  ];
  for (const some of apart(orders, names)) {
    const made = await orderApart(tx, by, some);
    for (const [i, wishes] of some.entries()) answers.set(wishes, made[i] as Result<Booking[], Refusal>);
  }
  return orders.map((wishes) => answers.get(wishes) as Result<Booking[], Refusal>);
}

/** Orders that have nothing to do with each other. */
async function orderApart(tx: Tx, by: By, orders: readonly (readonly Wish[])[]): Promise<Result<Booking[], Refusal>[]> {
  const before = await bookingsByKeys(tx, orders.flat().map(keyOf));
  const look = await readToConsider(tx, by, orders.flat());
  const looked = orders.map((wishes): Result<Booking[] | Considered[], Refusal> => {
    if (wishes.length === 0) return refused(nothingChosen);
    const there = wishes.flatMap((wish) => before.get(keyOf(wish)) ?? []);
    if (there.length === wishes.length) return ok(there);
    const considered: Considered[] = [];
    for (const wish of wishes) {
      const one = look(wish);
      if (!one.ok) return one;
      considered.push(one.value);
    }
    return ok(considered);
  });
  const fresh = looked.flatMap((one, i) =>
    one.ok && one.value[0] && 'wish' in one.value[0] ? [{ i, considered: one.value as Considered[] }] : [],
  );
  const all = fresh.flatMap(({ considered }) => considered);
  const limits = await readLimits(tx, all);
  const left = await readLeft(tx, all.flatMap(payersOf));
  const planned = fresh.map(({ i, considered }) => {
    const limited = limits(considered);
    return { i, considered, plans: limited ? refused(limited) : paymentPlans(left, considered) };
  });
  const toMake = planned.flatMap(({ i, considered, plans }) =>
    plans.ok
      ? considered.map((one, k) => ({
          ...one,
          ...{ i, id: crypto.randomUUID(), first: considered[0]?.wish as Wish, plan: plans.value[k] ?? null },
        }))
      : [],
  );
  const kept = await keepAll(tx, by, toMake);
  const failed = new Map(planned.flatMap(({ i, plans }) => (plans.ok ? [] : [[i, plans] as const])));
  for (const one of toMake) {
    const answer = kept.get(one.id);
    if (answer && !answer.ok && !failed.has(one.i)) failed.set(one.i, answer);
  }
  // All of an order or nothing of it.
  for (const { i, id, plan } of toMake) if (failed.has(i) && plan) await releaseHolds(tx, by, id);
  const making = toMake.flatMap((one) => {
    const answer = kept.get(one.id);
    return failed.has(one.i) ? [] : [{ ...one, paid: answer?.ok ? answer.value : null }];
  });
  await insert(tx, by, making);
  await recordDeeds(
    tx,
    making.map(({ id, offer, wish, priced, paid }) => ({
      by,
      deed: {
        action: paid ? 'bookings.ordered' : 'bookings.quote-asked-for',
        scope: holderKey(wish.holder),
        about: wish.what || priced.what,
        after: { id, price: priced.price, units: unitsInDeed(offer, priced.unit, priced.units) },
      },
    })),
  );
  const made = await bookingsByIds(
    tx,
    making.map(({ id }) => id),
  );
  const byOrder = Map.groupBy(making, ({ i }) => i);
  return looked.map(
    (one, i) =>
      failed.get(i) ??
      (byOrder.has(i) ? ok(byOrder.get(i)!.map(({ id }) => made.get(id)!)) : (one as Result<Booking[], Refusal>)),
  );
}

const nothingChosen: Refusal = {
  because: 'nothing',
  words: 'Nothing was chosen. Go back to the menu and choose what you would like.',
};

/** Keeps for each of them what its plan takes. What is asked for first is not among the answers. */
async function keepAll(tx: Tx, by: By, all: readonly ToMake[]): Promise<Map<string, Result<Kept, Refusal>>> {
  const planned = all.flatMap(({ plan, ...one }) => (plan === null ? [] : [{ ...one, plan }]));
  const kept = await keepMany(
    tx,
    by,
    planned.map(({ id, offer, countsOn, wish, priced, plan }) => ({
      ...{ id, offer, countsOn },
      what: wish.what || priced.what,
      element: priced.element.id,
      rule: ruleOf(wish),
      occasion: wish.occasion ?? null,
      payers: plan,
    })),
  );
  return new Map(planned.map(({ id }, i) => [id, kept[i] as Result<Kept, Refusal>]));
}

/** What an order would come to, whoever agrees to it: nothing is changed. */
export interface Preview {
  lines: { considered: Considered; payers: Payer[] | null }[];
  /** What the credit or the pool pays, in its unit, and what an invoice adds. */
  ofCredit: number;
  pence: number;
}

export async function preview(tx: Tx, by: By, wishes: readonly Wish[]): Promise<Result<Preview, Refusal>> {
  const look = await readToConsider(tx, by, wishes);
  const considered: Considered[] = [];
  for (const wish of wishes) {
    const one = look({ ...wish, invoiceUpTo: Number.MAX_SAFE_INTEGER });
    if (!one.ok) return one;
    considered.push(one.value);
  }
  const limited = (await readLimits(tx, considered))(considered);
  if (limited) return refused(limited);
  const plans = paymentPlans(await readLeft(tx, considered.flatMap(payersOf)), considered);
  if (!plans.ok) return plans;
  const paid = plans.value.flatMap((plan) => plan ?? []);
  return ok({
    lines: considered.map((one, i) => ({ considered: one, payers: plans.value[i] ?? null })),
    ofCredit: paid.filter(({ how }) => how === 'account').reduce((n, { units }) => n + units, 0),
    pence: paid.reduce((n, { pence }) => n + (pence ?? 0), 0),
  });
}

/** The limits of the menu hold for each school's own year: reads at once what many have bought, answers whether some wishes go beyond. */
async function readLimits(
  tx: Tx,
  all: readonly Considered[],
): Promise<(considered: readonly Considered[]) => Refusal | null> {
  const bought = new Map<string, Awaited<ReturnType<typeof boughtBySchools>>>();
  for (const [year, of] of Map.groupBy(all, (one) => one.year))
    bought.set(year, await boughtBySchools(tx, [...new Set(of.flatMap(({ wish }) => wish.forSchools))], year));
  return (considered) => {
    const urns = [...new Set(considered.flatMap(({ wish }) => wish.forSchools))];
    for (const [year, of] of Map.groupBy(considered, (one) => one.year)) {
      const { offer } = of[0] as Considered;
      for (const urn of urns) {
        const wanted = new Map<string, number>();
        for (const { wish, priced } of of)
          if (priced.service && wish.forSchools.includes(urn))
            wanted.set(priced.service, (wanted.get(priced.service) ?? 0) + 1);
        const over = overLimit(offer, wanted, bought.get(year)?.get(urn) ?? new Map());
        if (over) return limitWords(offer, over);
      }
    }
    return null;
  };
}

export function limitWords(offer: Offer, { limit, service }: NonNullable<ReturnType<typeof overLimit>>): Refusal {
  const each = limit.each === 1 ? 'once' : `${limit.each} times`;
  return {
    because: 'over-limit',
    words: `${serviceName(offer, service)} can be had ${each} a year${limit.services.length > 1 ? `, and ${limit.inAll} of its kind in all` : ''}. You have it already: choose something else from the menu.`,
  };
}

/** Who would pay what of each wish. Null: it is asked for first. Credit that one wish takes is not there for the next. */
function paymentPlans(left: Left, considered: readonly Considered[]): Result<(Payer[] | null)[], Refusal> {
  const taken = new Map<string, number>();
  const plans: (Payer[] | null)[] = [];
  let agreed = considered.reduce((most, { wish }) => Math.max(most, wish.invoiceUpTo ?? 0), 0);
  for (const one of considered) {
    const plan = needsQuote(one) ? ok(null) : planFrom(left, one, one.priced.price, taken, agreed);
    if (!plan.ok) return plan;
    agreed -= (plan.value ?? []).reduce((pence, payer) => pence + (payer.pence ?? 0), 0);
    plans.push(plan.value);
  }
  return ok(plans);
}
