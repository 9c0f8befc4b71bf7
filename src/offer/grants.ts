import { type Fact, holds, type Snapshot } from './conditions';
import { eligibility } from './eligibility';
import type { HolderKind } from './schema/elements';
import type { GrantRule, Offer } from './schema/schema';
import type { Amount, FactValue } from './schema/words';
import { windowsOf } from './windows';
import { type Days, earlier, later, yearDays } from './year';

/**
 * What a holder is owed: the heart of the offer (sections 3 to 5 and 7 to 9). Pure: the same facts always give the same
 * grants, in the order of the offer, whoever asks and whatever the day.
 */

export interface Told {
  holder: HolderKind;
  facts: readonly Fact[];
}

export interface Grant extends Days {
  /** Names this grant among all that the holder ever has, and stays the same when its amount or its dates change. */
  key: string;
  /** The element, or the credit. */
  element: string;
  /** The rule of the offer by which it is owed, and why, in words. */
  rule: string;
  why: string;
  /** A unit of the offer. `quantity` is an integer of it, and zero where it is unlimited. */
  unit: string;
  quantity: number;
  unlimited: boolean;
  /** More may be given: the quantity is the least. */
  atLeast: boolean;
  /** Once for the year, or for each event of the element. */
  per: 'year' | 'event';
  /** Who pays unless a booking says otherwise: a funding source of the offer. */
  source: string;
}

/**
 * Everything that a holder is owed in one year.
 *
 * A school is owed what the grid says is included, by the rules of the element; other holders what the rules say. A
 * yearly grant lasts from the first day on which its rule holds to the last, at most to the end of the year and what the
 * offer carries over, with the amount of the latest of those days. Where the offer keeps the highest, an amount that
 * hangs on the category never sinks within the year. A grant with a window may end in a later year, and is answered for
 * the year in which it begins only.
 */
export function grantsFor(told: Told, offer: Offer, year: string = offer.year): Grant[] {
  const { credit } = offer.bespoke;
  const holders = [
    ...offer.elements.map((element) => ({
      id: element.id,
      source: element.sources[0]!,
      grants: element.grants,
      carry: offer.working.lapse.carryOverMonths,
    })),
    { id: credit.id, source: credit.source, grants: credit.grants, carry: credit.carryOverMonths },
  ];
  return holders.flatMap((element) =>
    element.grants
      .filter((rule) => rule.to === told.holder)
      .flatMap((rule) =>
        granted(offer, told, element.id, rule, year, element.carry).map((found) => ({
          key: `${rule.id}/${found.name}`,
          element: element.id,
          rule: rule.id,
          why: rule.why,
          unit: found.amount.unit,
          quantity: found.amount.quantity,
          unlimited: found.amount.unlimited,
          atLeast: rule.atLeast,
          per: rule.per,
          source: rule.source ?? element.source,
          from: found.from,
          to: found.to,
        })),
      ),
  );
}

/** The facts of a holder about which nothing changes in the year. What is null or absent is left out. */
export function steadyFacts(offer: Offer, school: Snapshot, year: string = offer.year): Fact[] {
  const { from } = yearDays(offer, year);
  return Object.entries(school).flatMap(([kind, value]) =>
    value === null || value === undefined ? [] : [{ kind, value, from, to: null }],
  );
}

interface Granted extends Days {
  name: string;
  amount: Amount;
}

function granted(
  offer: Offer,
  told: Told,
  element: string,
  rule: GrantRule,
  year: string,
  carryOverMonths: number,
): Granted[] {
  const days = yearDays(offer, year);
  if (rule.window) {
    return windowsOf(rule.window, told.facts).flatMap((window) => {
      const found = over(offer, told, element, rule, window);
      return found && within(found.from, days) ? [{ ...found, name: window.name }] : [];
    });
  }
  const found =
    rule.forEach === null
      ? over(offer, told, element, rule, days)
      : occurrences(offer, told, element, rule, rule.forEach, days);
  if (!found) return [];
  const carried =
    Temporal.PlainDate.compare(found.to, days.to) === 0 ? found.to.add({ months: carryOverMonths }) : found.to;
  return [{ ...found, to: carried, name: year }];
}

/** The amount of a rule over a stretch of days, or null when it is owed on none of them. */
function over(offer: Offer, told: Told, element: string, rule: GrantRule, days: Days): Omit<Granted, 'name'> | null {
  const keeps = offer.categorisation.changeInYear === 'highest';
  const categories = offer.facts.filter(({ is }) => is === 'category').map(({ id }) => id);
  const owedBefore: Snapshot[] = [];
  let result = null as Omit<Granted, 'name'> | null;
  for (const stretch of stretches(told.facts, days)) {
    const now = snapshotOn(told.facts, stretch.from);
    // What the school was owed for an earlier category is weighed too, with everything else as it is now.
    const earlierCategories = keeps
      ? owedBefore.map((then) => ({ ...now, ...Object.fromEntries(categories.map((id) => [id, then[id]])) }))
      : [];
    const amount = [now, ...earlierCategories]
      .map((known) => amountOn(offer, told.holder, element, rule, known))
      .reduce(larger, null);
    if (amountOn(offer, told.holder, element, rule, now)) owedBefore.push(now);
    if (amount) result = { amount, from: result?.from ?? stretch.from, to: stretch.to };
  }
  return result;
}

/** One amount for each time that a fact began in the year, while the school was eligible. */
function occurrences(
  offer: Offer,
  told: Told,
  element: string,
  rule: GrantRule,
  kind: string,
  days: Days,
): Omit<Granted, 'name'> | null {
  const amounts = told.facts
    .filter((fact) => fact.kind === kind && within(fact.from, days))
    .map((fact) => ({
      on: fact.from,
      amount: amountOn(offer, told.holder, element, rule, snapshotOn(told.facts, fact.from)),
    }))
    .filter((found): found is { on: Temporal.PlainDate; amount: Amount } => found.amount !== null);
  const [first] = amounts;
  if (!first) return null;
  const quantity = amounts.reduce((sum, { amount }) => sum + amount.quantity, 0);
  return { amount: { ...first.amount, quantity }, from: amounts.map(({ on }) => on).reduce(earlier), to: days.to };
}

/** What a rule gives on one day; null for nothing. */
function amountOn(offer: Offer, holder: HolderKind, element: string, rule: GrantRule, known: Snapshot): Amount | null {
  if (!holds(rule.when, known)) return null;
  if (holder === 'school' && eligibility(offer, element, known).answer !== 'included') return null;
  const amount =
    rule.amount ?? (rule.amountBy ? rule.amountBy.answers[String(known[rule.amountBy.fact])] : toldAmount(rule, known));
  return amount && (amount.unlimited || amount.quantity > 0) ? amount : null;
}

function toldAmount(rule: GrantRule, known: Snapshot): Amount | undefined {
  const value = rule.amountFrom && known[rule.amountFrom.fact];
  return rule.amountFrom && typeof value === 'number'
    ? { unit: rule.amountFrom.unit, quantity: value, unlimited: false }
    : undefined;
}

const larger = (a: Amount | null, b: Amount | null): Amount | null =>
  a === null || (b !== null && !a.unlimited && (b.unlimited || b.quantity > a.quantity)) ? b : a;

/** What holds on a day. Of two facts of one kind the one that began later holds; of two that began together, the later told. */
function snapshotOn(facts: readonly Fact[], day: Temporal.PlainDate): Snapshot {
  const known: Record<string, FactValue> = {};
  const sorted = facts.filter((fact) => holdsOn(fact, day)).sort((a, b) => Temporal.PlainDate.compare(a.from, b.from));
  for (const fact of sorted) known[fact.kind] = fact.value;
  return known;
}

/** The days cut wherever a fact begins or ends. */
function stretches(facts: readonly Fact[], days: Days): Days[] {
  const starts = facts
    .flatMap(({ from, to }) => [from, ...(to ? [to.add({ days: 1 })] : [])])
    .filter((day) => within(day, days))
    .concat(days.from)
    .sort(Temporal.PlainDate.compare)
    .filter((day, i, all) => i === 0 || !day.equals(all[i - 1]!));
  return starts.map((from, i) => ({
    from: later(from, days.from),
    to: starts[i + 1]?.subtract({ days: 1 }) ?? days.to,
  }));
}

const holdsOn = (fact: Fact, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(fact.from, day) <= 0 &&
  (fact.to === null || Temporal.PlainDate.compare(day, fact.to) <= 0);

const within = (day: Temporal.PlainDate, days: Days): boolean =>
  Temporal.PlainDate.compare(days.from, day) <= 0 && Temporal.PlainDate.compare(day, days.to) <= 0;
