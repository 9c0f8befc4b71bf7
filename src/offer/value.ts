import type { Snapshot } from './conditions';
import { inPence } from './credit';
import { type Eligible, eligibility } from './eligibility';
import { type Grant, grantsFor, steadyFacts } from './grants';
import type { Value } from './schema/elements';
import type { Offer } from './schema/schema';
import type { Span } from './schema/words';

/** What the offer is worth to a school, and what it really costs (offer, sections 11 and 15). Integer pence. */

/** A stated sum (`apart`: added only on request), part of the credit, without a price, or nothing because it is not owed. */
export type Worth =
  | { kind: 'stated'; span: Span; apart: boolean }
  | { kind: 'in-credit' }
  | { kind: 'unpriced' }
  | { kind: 'not-owed' };

export interface Entitlement {
  /** The id of the element, or of the credit. */
  element: string;
  name: string;
  part: string;
  eligible: Eligible;
  grants: Grant[];
  worth: Worth;
}

/** Every element of the offer, and the credit before what it buys, for a school as it is. One row each, in the offer's order. */
export function entitlementTable(offer: Offer, school: Snapshot, year: string = offer.year): Entitlement[] {
  const grants = grantsFor({ holder: 'school', facts: steadyFacts(offer, school, year) }, offer, year);
  const row = (item: { id: string; name: string; part: string }, worth: (own: Grant[]) => Worth): Entitlement => {
    const own = grants.filter(({ element }) => element === item.id);
    const eligible = eligibility(offer, item.id, school);
    return {
      element: item.id,
      name: item.name,
      part: item.part,
      eligible,
      grants: own,
      worth: eligible.answer === 'included' ? worth(own) : { kind: 'not-owed' },
    };
  };
  const { credit } = offer.bespoke;
  return offer.parts.flatMap(({ id: part }) => [
    ...(credit.part === part ? [row(credit, (own) => creditWorth(offer, own))] : []),
    ...offer.elements
      .filter((element) => element.part === part)
      .map((element) => row(element, () => worthOf(element.value, school))),
  ]);
}

export interface StatedValue extends Span {
  /** The same with what is counted apart, such as a budget that is not set yet. */
  withApart: Span;
  /** What the sums are made of. */
  counted: { element: string; span: Span; apart: boolean }[];
  /** Owed as well, without a price: to be listed without an amount. */
  unpriced: string[];
}

/** What a school is owed, at the values that the offer states. What is bought with the credit is counted once, as the credit. */
export function statedValue(offer: Offer, school: Snapshot, year: string = offer.year): StatedValue {
  const rows = entitlementTable(offer, school, year);
  const counted = rows.flatMap(({ element, worth }) =>
    worth.kind === 'stated' ? [{ element, span: worth.span, apart: worth.apart }] : [],
  );
  return {
    ...total(counted.filter(({ apart }) => !apart).map(({ span }) => span)),
    withApart: total(counted.map(({ span }) => span)),
    counted,
    unpriced: rows.filter(({ worth }) => worth.kind === 'unpriced').map(({ element }) => element),
  };
}

export interface Offset {
  feePence: number;
  /** What the school spends today and would no longer need to. */
  replaced: Span;
  /** What the subscription really costs: below zero when it saves money. */
  net: Span;
}

/** Present spending by the element that would replace it. One figure is written as low = high. */
export type Spending = { readonly [element: string]: Span };

/** The spending that the calculator begins with. */
export const usualSpending = (offer: Offer): Spending =>
  Object.fromEntries(offer.offset.defaults.map(({ element, pounds }) => [element, { low: pounds, high: pounds }]));

/**
 * The fee less what it replaces.
 *
 * @throws RangeError when spending is named for something that the offer does not have
 */
export function offset(offer: Offer, feePence: number, spending: Spending): Offset {
  for (const element of Object.keys(spending))
    if (!offer.elements.some(({ id }) => id === element) && element !== offer.bespoke.credit.id)
      throw new RangeError(`The offer has nothing called "${element}".`);
  const replaced = total(Object.values(spending));
  return { feePence, replaced, net: { low: feePence - replaced.high, high: feePence - replaced.low } };
}

/** The same for the schools of a trust together, counting the parts that all of them use, or that any of them uses. */
export function trustOffset(
  offer: Offer,
  schools: readonly { feePence: number; spending: Spending }[],
  count: 'used-by-all' | 'used-by-any',
): Offset {
  const used = (element: string) => count === 'used-by-any' || schools.every(({ spending }) => element in spending);
  const each = schools.map(({ feePence, spending }) =>
    offset(offer, feePence, Object.fromEntries(Object.entries(spending).filter(([element]) => used(element)))),
  );
  return {
    feePence: each.reduce((sum, one) => sum + one.feePence, 0),
    replaced: total(each.map((one) => one.replaced)),
    net: total(each.map((one) => one.net)),
  };
}

export const total = (spans: readonly Span[]): Span =>
  spans.reduce((sum, span) => ({ low: sum.low + span.low, high: sum.high + span.high }), { low: 0, high: 0 });

function worthOf(value: Value, school: Snapshot): Worth {
  if (value.kind !== 'stated') return value;
  const span = value.by === null ? value.span : value.spans[String(school[value.by])];
  return span ? { kind: 'stated', span, apart: value.apart } : { kind: 'unpriced' };
}

function creditWorth(offer: Offer, own: Grant[]): Worth {
  const pence =
    own.length === 0
      ? null
      : inPence(
          offer,
          own.reduce((sum, grant) => sum + grant.quantity, 0),
        );
  return pence === null ? { kind: 'unpriced' } : { kind: 'stated', span: { low: pence, high: pence }, apart: false };
}
