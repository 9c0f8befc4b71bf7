import { count, counted, days, listed, money } from '../../platform/words';
import type { Instalment } from '../price';
import type { Offer } from '../schema/schema';
import type { Amount, Span } from '../schema/words';

/** How the amounts of an offer are written, in its own units and names. */

/** "2 days", "£850", "2 tickets", "7 tokens"; unlimited is "no limit". */
export function amountWords(offer: Offer, { unit, quantity, unlimited }: Amount): string {
  if (unlimited) return 'no limit';
  const known = offer.units.find(({ id }) => id === unit);
  if (known?.counts === 'time') return days(quantity);
  if (known?.counts === 'money') return money(quantity);
  return known ? counted(quantity, known.one, known.many) : count(quantity);
}

/** In a table: "£250–£400". In a sentence: "£250 to £400". */
export const spanWords = ({ low, high }: Span, between: '–' | ' to ' = '–'): string =>
  low === high ? money(low) : `${money(low)}${between}${money(high)}`;

/** "1½ days, £850" of the credit's own unit. */
export const creditWords = (offer: Offer, quantity: number): string =>
  amountWords(offer, { unit: offer.bespoke.credit.unit, quantity, unlimited: false });

/** "three payments of £920", "three payments, the first of £501.34". */
export function paymentsWords(instalments: readonly Pick<Instalment, 'pence'>[]): string {
  const [first, ...more] = instalments.map(({ pence }) => pence);
  if (first === undefined) return 'nothing to pay';
  if (more.length === 0) return 'in one payment';
  const number = ['', 'one', 'two', 'three', 'four', 'five', 'six'][instalments.length] ?? count(instalments.length);
  return more.every((pence) => pence === first)
    ? `${number} payments of ${money(first)}`
    : `${number} payments, the first of ${money(first)}`;
}

export const nameOf = (items: readonly { id: string; name: string }[], id: string): string =>
  items.find((item) => item.id === id)?.name ?? id;

export const namesOf = (
  items: readonly { id: string; name: string }[],
  ids: readonly string[],
  last?: string,
): string =>
  listed(
    ids.map((id) => nameOf(items, id)),
    last,
  );

export const monthName = (month: number): string =>
  Temporal.PlainDate.from({ year: 2000, month, day: 1 }).toLocaleString('en-GB', { month: 'long' });

export const small = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Where an element, or the credit, is described. */
export const hrefOf = (element: { id: string; part: string }): string =>
  `/offer/sections/${element.part}#${element.id}`;
