import { listed } from '../../platform/words';
import type { Snapshot } from '../conditions';
import type { Offer } from '../schema/schema';
import type { Span } from '../schema/words';
import { type Entitlement, entitlementTable, type Worth } from '../value';
import { amountWords, hrefOf, small } from './words';

/** One line of "what you would get". */
export interface Owed {
  id: string;
  name: string;
  href: string;
  quantity: string;
  worth: Worth;
  /** It depends on the category, which is not known: what each category would get. Its worth is then never counted. */
  byCategory: { category: string; quantity: string; worth: Worth }[] | null;
  /** A school that does not subscribe has it too. */
  anyway: boolean;
  provisional: boolean;
}

/** What a subscriber of this kind is owed: what is bought with the credit is part of the credit, and has no line of its own. */
export function owedBy(offer: Offer, school: Snapshot): Owed[] {
  const known = school.category !== null && school.category !== undefined;
  const categories = known ? [school.category] : offer.categories.map(({ id }) => id);
  const [tables, without] = [true, false].map((subscribed) =>
    categories.map((category) => entitlementTable(offer, { ...school, subscribed, category })),
  ) as [Entitlement[][], Entitlement[][]];
  return (tables[0] ?? []).flatMap((first, i): Owed[] => {
    const rows = tables.map((table) => table[i]!);
    if (rows.every((row) => !isOwed(row))) return [];
    const element = offer.elements.find(({ id }) => id === first.element);
    // What nothing in the offer gives can only be bought: it stands on the menu.
    if (element && element.grants.length === 0 && first.worth.kind === 'unpriced') return [];
    const same = rows.every((row) => sameAs(row, first));
    return [
      {
        id: first.element,
        name: first.name,
        href: hrefOf({ id: first.element, part: first.part }),
        quantity: same ? quantityOf(offer, first) : (element?.quantity ?? ''),
        worth: same ? first.worth : { kind: 'unpriced' },
        byCategory: same
          ? null
          : rows.flatMap((row, at) =>
              isOwed(row)
                ? [{ category: offer.categories[at]!.name, quantity: quantityOf(offer, row), worth: row.worth }]
                : [],
            ),
        anyway: rows.every((row, at) => !isOwed(row) || without[at]?.[i]?.eligible.answer === 'included'),
        provisional: element?.provisional ?? false,
      },
    ];
  });
}

const isOwed = (row: Entitlement): boolean => row.eligible.answer === 'included' && row.worth.kind !== 'in-credit';

const sameAs = (a: Entitlement, b: Entitlement): boolean => essence(a) === essence(b);
const essence = ({ eligible, grants, worth }: Entitlement): string =>
  JSON.stringify([eligible.answer, worth, grants.map(({ unit, quantity, unlimited }) => [unit, quantity, unlimited])]);

/**
 * How much, in words. The offer says it for everybody; where the amount depends on the school, the school's own is said.
 */
function quantityOf(offer: Offer, row: Entitlement): string {
  const element = offer.elements.find(({ id }) => id === row.element);
  const depends = element ? element.grants.some(({ to, amountBy }) => to === 'school' && amountBy) : true;
  if (element && !depends) return element.quantity;
  if (row.grants.length === 0) return element?.quantity ?? 'agreed with you';
  return listed(row.grants.map((grant) => `${grant.atLeast ? 'at least ' : ''}${amountWords(offer, grant)}`));
}

/** "Yellow: 1 day. Amber: 2 days." */
export const byCategoryWords = (owed: Owed): string | null =>
  owed.byCategory?.map(({ category, quantity }) => `${category}: ${small(quantity)}`).join(', ') ?? null;

/** From the least to the most that any category would have, or null where none of them has a price. */
export function spanOverCategories(owed: Owed): Span | null {
  const spans = (owed.byCategory ?? []).flatMap(({ worth }) => (worth.kind === 'stated' ? [worth.span] : []));
  return spans.length === 0
    ? null
    : { low: Math.min(...spans.map(({ low }) => low)), high: Math.max(...spans.map(({ high }) => high)) };
}

/** Priced first, the most first; then, in the offer's order, what has no price. */
export function inOrder(rows: readonly Owed[]): Owed[] {
  const high = (row: Owed) =>
    row.worth.kind === 'stated' && !row.worth.apart ? row.worth.span.high : row.worth.kind === 'stated' ? 1 : 0;
  return [...rows].sort((a, b) => high(b) - high(a));
}
